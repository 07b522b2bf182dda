"""Texts that the fonts of a document can print: what they have no sign for is told, never drawn as a hole."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNKNOWN: Final = "?"
"""What stands for a sign that the fonts do not have."""
CUT: Final = "…"
_LAST_LATIN: Final = 0x17E
_FIRST_PRINTED: Final = 0x20
_OTHERS: Final = frozenset(
    "\u202f\u00a0–—‘’‚“”„†‡•…‰‹›€™−≈≠≤≥←↑→↓▲▼№Ωπ√∞∂∆ˆˇ˘˙˚˛˜˝ȘșȚțᵈᵉʳˢ⁰⁴⁵⁶⁷⁸⁹ⁿ₀₁₂₃₄₅₆₇₈₉"
)
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories of controls, formats, surrogates, private or no signs, and line separators."""
_HIGH: Final = re.compile(r" (?=[;:!?%»])|(?<=«) ")
"""Spaces that must not break: French sets a narrow one there."""
_STRAIGHT: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
"""An apostrophe between two letters, as a keyboard has it."""
_SAME: Final = {"\u2011": "-", "\u2010": "-", "\u2009": " ", "\u200a": " ", "\n": " ", "\r": " ", "\t": " "}
"""Signs that another one, which the fonts have, says as well."""


def printable(text: str, longest: int = 0) -> str:
    """Return a text on one line that Source Sans Pro can print.

    Parameters
    ----------
    text
        Data: a name given by a user may hold anything.
    longest
        Cut after so many characters; 0 leaves the length alone.

    Returns
    -------
    printed
        Control characters are gone, other signs without a glyph are `UNKNOWN`.
    """
    kept = "".join(_glyph(sign) for sign in unicodedata.normalize("NFC", text))
    kept = _french(kept)
    return f"{kept[: longest - 1].rstrip()}{CUT}" if longest and len(kept) > longest else kept


def _glyph(sign: str) -> str:
    """Return a sign, what replaces it, or nothing for a control character."""
    if sign in _SAME:
        return _SAME[sign]
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    is_latin = _FIRST_PRINTED <= ord(sign) <= _LAST_LATIN
    return sign if is_latin or sign in _OTHERS else UNKNOWN


def plain(text: str) -> str:
    """Return a text of any alphabet without what XML and word processors refuse: control characters."""
    spaced = "".join(" " if sign in "\n\r\t" else sign for sign in text)
    return _french("".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cs", "Cn")))


def _french(text: str) -> str:
    """Return a text with the spaces and apostrophes of French print."""
    return _STRAIGHT.sub("’", _HIGH.sub("\u202f", text))
