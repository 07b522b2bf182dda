"""Communes pasted as text, one per line or between commas, and what became of each."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.own_list.communes import Gazetteer, Match, key_of

MOST_PIECES: Final = 5_000
LONGEST_PIECE: Final = 120
SEPARATORS: Final = re.compile(r"[,;\t|]")
BULLET: Final = re.compile(r"^[\s\-–—•*·\"'«]+|[\s\"'».]+$")


@dataclass(frozen=True)
class Found:
    """A commune that was recognised, the text that names it, and what the reader should know."""

    code: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Several:
    """A text that may mean several communes: the reader chooses."""

    text: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A text that is no commune, and the communes whose name is near."""

    text: str
    likes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paste:
    """What a pasted text holds; nothing of it is lost: each piece is in one of these.

    Attributes
    ----------
    found
        Recognised communes, each once, in the order of the text.
    repeated
        Texts that name a commune a second time.
    several, unknown
        Texts that mean more than one commune, or none, each once.
    unread
        Pieces beyond `MOST_PIECES`, which were not looked at.
    """

    found: tuple[Found, ...] = ()
    repeated: tuple[str, ...] = ()
    several: tuple[Several, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    unread: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether there was nothing to read."""
        return not (self.found or self.several or self.unknown)


def read_paste(text: str, gazetteer: Gazetteer) -> Paste:
    """Recognise the communes of a pasted text.

    Parameters
    ----------
    text
        One commune per line or between commas, semicolons or tabs: code, name, « Nom (62) », postcode.
        A row of a table, whose cells hold the code and the name of one commune, counts once.
        Characters that do not print are left out.
    gazetteer
        The communes.
    """
    everything = _pieces(text, gazetteer)
    pieces = everything[:MOST_PIECES]
    alone = [piece for piece in pieces if piece.isdigit()]
    codes_first = any(map(gazetteer.is_code, alone)) and not any(map(gazetteer.is_postcode, alone))
    matches = {piece: gazetteer.look_up(piece, codes_first=codes_first) for piece in dict.fromkeys(pieces)}
    found: dict[str, Found] = {}
    repeated = []
    for piece in pieces:
        code = matches[piece].code
        if code in found:
            repeated.append(piece)
        elif code:
            found[code] = Found(code, piece, matches[piece].notes)
    several, unknown = _unsettled(matches)
    return Paste(tuple(found.values()), tuple(repeated), several, unknown, len(everything) - len(pieces))


def _unsettled(matches: dict[str, Match]) -> tuple[tuple[Several, ...], tuple[Unknown, ...]]:
    """Return the texts that mean several communes, and those that mean none."""
    rest = {piece: match for piece, match in matches.items() if not match.code}
    several = tuple(Several(piece, match.candidates) for piece, match in rest.items() if match.candidates)
    unknown = tuple(Unknown(piece, match.likes) for piece, match in rest.items() if not match.candidates)
    return several, unknown


def _pieces(text: str, gazetteer: Gazetteer) -> list[str]:
    """Part a text into what may be a commune each."""
    return [piece for line in text.splitlines() for piece in _cells(line, gazetteer)]


def _cells(line: str, gazetteer: Gazetteer) -> list[str]:
    cells = [cell for cell in (_clean(cell) for cell in SEPARATORS.split(line)) if cell]
    if len(cells) > 1:
        one = next((cell for cell in cells if _names_it(cell, cells, gazetteer)), None)
        if one:
            return [one]
    return cells


def _names_it(code: str, cells: list[str], gazetteer: Gazetteer) -> bool:
    """Tell whether a cell is the code of a commune that another cell of the same row names."""
    name = gazetteer.names.get(code)
    return name is not None and any(key_of(cell) == key_of(name) for cell in cells)


def _clean(cell: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in cell)
    return BULLET.sub("", printable)[:LONGEST_PIECE].strip()
