"""How much two pages hold, and the texts of a portrait cut to it; the workbook has everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reports.glyphs import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = dict[str, Any]
"""What the template reads of one thing: texts, numbers, lists."""

MOST: Final = {
    "facts": 9,
    "memberships": 6,
    "heroes": 3,
    "figures": 14,
    "contrasts": 7,
    "periods": 5,
    "nearby": 4,
    "twins": 5,
    "sentences": 3,
    "missing": 8,
    "scope": 9,
}
"""Lines of each part."""
LONG: Final = {"name": 110, "title": 80, "head": 60, "line": 220, "text": 420, "definition": 700}
"""Characters after which a text is cut: beyond them it is no longer a name or a note."""


def cut(text: str, length: str) -> str:
    """Return a text that can be printed, no longer than its kind allows."""
    return printable(text, LONG[length])


def cut_lines(texts: Sequence[str], most: str, length: str) -> list[str]:
    """Return the first of some texts, as `cut` does."""
    return [cut(text, length) for text in texts[: MOST[most]]]
