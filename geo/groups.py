"""Groups of communes made by hand, as a short text that a link can carry.

A code is made of parts joined by dots: one per first two characters of the commune codes, then a
checksum: ``62B_D.2AE.4kQz01``. Inside a part, the three-digit numbers of its communes stand in order,
each as the difference from the one before (the first from zero) in base 64: a difference of 1 to 31 takes
one character, a larger one two. The same communes always give the same code.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PREFIX: Final = "groupe_"
"""How the perimeter id of a group starts; the code follows, then perhaps a comma and the name."""
MOST: Final = 400
"""Communes of a group, at most."""
LONGEST_NAME: Final = 60
NAME: Final = re.compile(rf"(?=.{{1,{LONGEST_NAME}}}$)[^\W_](?:[^\W_]|[ ’'-](?! ))*")
"""The name of a group: letters, digits, single spaces, hyphens, apostrophes."""

_SIXTY_TWO: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_ALPHABET: Final = f"{_SIXTY_TWO}-_"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_LONG: Final = 32  # a first character from here on has a second one
_CHECK_LENGTH: Final = 6  # 62 ** 6 > 2 ** 32: the whole of a CRC-32
_COMMUNE: Final = re.compile(r"(\d\d|2[AB])(\d{3})")
_START: Final = re.compile(r"\d\d|2[AB]")
_LARGEST: Final = 999


class GroupCodeError(ValueError):
    """A text is not the code of a group: cut, altered, or never one."""


def encode(communes: Iterable[str]) -> str:
    """Return the code of a group of communes.

    Parameters
    ----------
    communes
        Codes of communes (COG, text of 5: "62498", "2A004", "97101"), in any order; repeats count once.

    Returns
    -------
    code
        Letters, digits, ``-``, ``_`` and dots; it ends in a letter or a digit. About one character per
        commune of the same département.

    Raises
    ------
    ValueError
        There is no commune, there are more than `MOST`, or one is not a code.
    """
    chosen = sorted(set(communes))
    if not chosen:
        raise ValueError("a group needs at least one commune")
    if len(chosen) > MOST:
        raise ValueError(f"{len(chosen)} communes: a group has {MOST} at most")
    wrong = [code for code in chosen if not _COMMUNE.fullmatch(code) or code.endswith("000")]
    if wrong:
        raise ValueError(f"not codes of communes: {', '.join(map(repr, wrong[:5]))}")
    parts = [prefix + _packed(codes) for prefix, codes in groupby(chosen, key=lambda code: code[:2])]
    body = ".".join(parts)
    return f"{body}.{_checksum(body)}"


def decode(code: str) -> tuple[str, ...]:
    """Return the communes of the code of a group, in order.

    Any change within four characters in a row is sure to be noticed (CRC-32); any other goes unnoticed
    once in four thousand million.

    Raises
    ------
    GroupCodeError
        The text is not exactly what `encode` gives for a group.
    """
    body, _, check = code.rpartition(".")
    if not body or check != _checksum(body):
        raise GroupCodeError("the checksum does not fit: the code is cut or altered")
    communes = tuple(commune for part in body.split(".") for commune in _unpacked(part))
    if not communes or len(communes) > MOST or encode(communes) != code:
        raise GroupCodeError("the code does not stand for a group of communes")
    return communes


def readable(code: str) -> tuple[str, ...]:
    """Return what the code of a group seems to say although it is cut or altered: to be offered, not used.

    Communes stand in order, each once, `MOST` at most. A last part as long as a checksum is taken for it.
    """
    *parts, last = code.split(".")
    if len(last) != _CHECK_LENGTH:
        parts.append(last)
    found: list[str] = []
    for part in parts:
        with suppress(GroupCodeError):
            for commune in _unpacked(part):
                if not found or commune > found[-1]:
                    found.append(commune)
    return tuple(found[:MOST])


def is_name(text: str) -> bool:
    """Tell whether a text may be the name of a group: see `NAME`."""
    return NAME.fullmatch(text) is not None


def is_group(perimeter: str) -> bool:
    """Tell whether a perimeter id is that of a group made by hand (its code may still be wrong)."""
    return perimeter.startswith(PREFIX)


def group_id(communes: Iterable[str], name: str = "") -> str:
    """Return the perimeter id of a group, with its name if it has one; ValueError as in `encode`."""
    return named(f"{PREFIX}{encode(communes)}", name)


def named(perimeter: str, name: str) -> str:
    """Return the id of a group under another name, or without any; ValueError if it is no `NAME`."""
    if name and not is_name(name):
        raise ValueError(f"{name!r} cannot be the name of a group")
    bare = perimeter.partition(",")[0]
    return f"{bare},{name}" if name else bare


def name_of(perimeter: str) -> str:
    """Return the name in the id of a group, empty if it has none."""
    return perimeter.partition(",")[2] if is_group(perimeter) else ""


@lru_cache(maxsize=512)
def members_of(perimeter: str) -> tuple[str, ...]:
    """Return the communes that the id of a group stands for; GroupCodeError if it is not such an id."""
    bare, comma, name = perimeter.partition(",")
    if not is_group(bare) or bool(comma) != is_name(name):
        raise GroupCodeError(f"{perimeter[:40]!r} is not the id of a group of communes")
    return decode(bare.removeprefix(PREFIX))


def _packed(codes: Iterable[str]) -> str:
    numbers = [int(code[2:]) for code in codes]
    steps = (after - before for before, after in zip([0, *numbers], numbers, strict=False))
    return "".join(_letters(step) for step in steps)


def _letters(step: int) -> str:
    if step < _LONG:
        return _ALPHABET[step]
    high, low = divmod(step, len(_ALPHABET))
    return _ALPHABET[_LONG + high] + _ALPHABET[low]


def _unpacked(part: str) -> Iterator[str]:
    """Give the communes of a part, up to the first fault, which raises."""
    prefix, number = part[:2], 0
    _require(_START.fullmatch(prefix), f"{prefix!r} is not how a code of a commune starts")
    for step in _steps(part[2:]):
        number += step
        _require(step and number <= _LARGEST, f"no commune has the number {number} in {prefix}")
        yield f"{prefix}{number:03d}"


def _require(kept: object, fault: str) -> None:
    if not kept:
        raise GroupCodeError(fault)


def _steps(letters: str) -> Iterator[int]:
    rest = iter(letters)
    for letter in rest:
        high = _value(letter)
        yield high if high < _LONG else (high - _LONG) * len(_ALPHABET) + _value(next(rest, ""))


def _value(letter: str) -> int:
    _require(letter in _VALUES, f"{letter!r} has no place in the code of a group")
    return _VALUES[letter]


def _checksum(body: str) -> str:
    rest, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK_LENGTH):
        rest, value = divmod(rest, len(_SIXTY_TWO))
        letters += _SIXTY_TWO[value]
    return letters
