"""What an explorer shows: rows with filters, as plain values.

The rows go into one file that the browser fetches once; filters act there, without the server. Page and
browser share one language of addresses, which `viz.explorer.address` checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from viz.french import strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNKNOWN: Final = "inconnu"
"""Value, in the address, of rows that say nothing on a facet."""
CHOICE: Final = "choix"
SEARCH: Final = "recherche"
SHAPES: Final = ("circle", "square", "diamond", "triangle", "pentagon", "cross", "star", "bar")
PRECISIONS: Final = ("exact", "commune", "region", "country", "none")
_CODE: Final = re.compile(r"[\w.+-]+")

Shape = Literal["circle", "square", "diamond", "triangle", "pentagon", "cross", "star", "bar"]
Row = Mapping[str, Any]
"""One row: ``id`` and ``name``; ``lat`` and ``lon`` in degrees, or None (listed, not on the map); ``kind``, a
key of the symbols; ``facets``, facet id to a value, a list of values, or None; for a range a number or a pair
[first, last]. May have ``line`` (a few words under the name in the list), ``facts`` ([[term, text], …]),
``links`` ([[text, url], …]), ``precision`` (of `PRECISIONS`, "exact" when left out), ``doubt`` (bool),
``area_ha`` (drawn as a circle of that area) and ``source``."""


@dataclass(frozen=True)
class Facet:
    """One way to filter the rows.

    Attributes
    ----------
    id
        Key in the rows, and parameter of the address (French): « famille ».
    title
        French title: « Famille ».
    kind
        ``values``: values to tick, with counts; ``range``: years from, to.
    labels
        Value to French label, in the order of the list; values without a label are shown as they are, the
        most frequent first.
    unknown
        French words for rows that say nothing on it.
    folded
        True: the reader opens it; a facet in use is open.
    """

    id: str
    title: str
    kind: Literal["values", "range"] = "values"
    labels: Mapping[str, str] = field(default_factory=dict)
    unknown: str = "Non renseigné"
    folded: bool = False

    def payload(self) -> dict[str, Any]:
        """Return what the browser needs; pairs keep the order of labels whatever their keys."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "labels": list(self.labels.items()),
            "unknown": self.unknown,
            "folded": self.folded,
        }


class Symbol(NamedTuple):
    """How a kind of row is drawn: a shape and a colour, so that colour is never alone to tell."""

    shape: Shape
    light: str
    dark: str
    label: str


@dataclass(frozen=True)
class Ground:
    """What lies under the points.

    Attributes
    ----------
    areas
        Addresses of TopoJSON files of `viz.topology`: communes, départements, countries.
    outline
        Codes of areas whose common border is drawn.
    outline_title
        What that border is, for the legend.
    names
        ``areas``: the names of the areas; ``towns``: those in the file; ``none``.
    least_zoom
        Leaflet zoom under which the reader cannot go.
    """

    areas: tuple[str, ...]
    outline: tuple[str, ...] = ()
    outline_title: str = ""
    names: Literal["areas", "towns", "none"] = "areas"
    least_zoom: float = 6

    def payload(self) -> dict[str, Any]:
        """Return what the browser needs."""
        return {
            "areas": list(self.areas),
            "outline": list(self.outline),
            "outlineTitle": self.outline_title,
            "names": self.names,
            "leastZoom": self.least_zoom,
        }


@dataclass(frozen=True)
class Explorer:
    """A map, facets and a list that always say the same thing.

    Attributes
    ----------
    key
        Names it on the page (ASCII).
    rows_url
        Address of the result of `rows_file`.
    facets, symbols, ground
        See their classes; ``symbols`` is by kind, in the order of the legend.
    noun
        Singular and plural: « 42 éléments sur 353 ».
    bounds
        South, west, north, east, in degrees.
    source, notes
        French lines under the map.
    state
        Facet id to its text in the address; also `CHOICE` (id of the open row) and `SEARCH`.
    polygons
        Address of the file of `viz.explorer.polygons`, or nothing.
    feminine
        True when the noun is feminine: « 42 initiatives, dont 3 situées à la commune ».
    height
        Pixels of the map on a wide screen.
    inline
        The rows as JSON text, for those of one reader alone: they go through the session, never into a file
        that the app serves. ``rows_url`` is then empty.
    search
        What the search field says as long as it is empty.
    title
        French title of the files that a reader takes away.
    """

    key: str
    rows_url: str
    facets: tuple[Facet, ...]
    symbols: Mapping[str, Symbol]
    noun: tuple[str, str]
    bounds: tuple[float, float, float, float]
    ground: Ground
    source: str
    notes: tuple[str, ...] = ()
    state: Mapping[str, str] = field(default_factory=dict)
    polygons: str = ""
    feminine: bool = False
    height: int = 620
    inline: str = ""
    search: str = "Chercher un nom, une commune…"
    title: str = ""

    def shell(self) -> dict[str, Any]:
        """Return what the browser fetches once: all but the state."""
        south, west, north, east = self.bounds
        return {
            "rows": self.rows_url,
            "facets": [facet.payload() for facet in self.facets],
            "symbols": [{"kind": kind, **symbol._asdict()} for kind, symbol in self.symbols.items()],
            "noun": list(self.noun),
            "feminine": self.feminine,
            "bounds": [[south, west], [north, east]],
            "ground": self.ground.payload(),
            "source": self.source,
            "notes": list(self.notes),
            "polygons": self.polygons,
            "height": self.height,
            "search": self.search,
        }


def code_of(text: str) -> str:
    """Return a value for the address from French words: « Mines de Béthune » → « mines-de-bethune »."""
    return re.sub(r"[^a-z0-9]+", "-", strip_accents(text).lower()).strip("-")


def rows_file(rows: Sequence[Row]) -> bytes:
    """Return the rows as the JSON file that the browser fetches.

    Raises
    ------
    ValueError
        Two rows have one id, a row has a position by half or an unknown precision, or a value of a facet
        cannot stand in an address (see `code_of`).
    """
    _require_ids(row["id"] for row in rows)
    for row in rows:
        _require_row(row)
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, separators=(",", ":")).encode()


def values_of(rows: Iterable[Row], facet: Facet) -> frozenset[str]:
    """Return the values that rows have on a facet, `UNKNOWN` included when a row has none."""
    found = [facet_values(row, facet.id) for row in rows]
    return frozenset(value for values in found for value in values or [UNKNOWN])


def facet_values(row: Row, facet: str) -> list[Any]:
    """Return the values of a row on a facet as a list, empty when it says nothing."""
    value = row.get("facets", {}).get(facet)
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _require_ids(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"two rows of an explorer have the id {one!r}")
        seen.add(one)


def _require_row(row: Row) -> None:
    if (row.get("lat") is None) != (row.get("lon") is None):
        raise ValueError(f"row {row['id']!r} has half a position")
    if row.get("precision", "exact") not in PRECISIONS:
        raise ValueError(f"row {row['id']!r} has the precision {row['precision']!r}, not one of {PRECISIONS}")
    for facet in row.get("facets", {}):
        for value in facet_values(row, facet):
            if isinstance(value, str) and not _CODE.fullmatch(value):
                raise ValueError(f"row {row['id']!r}: {value!r} cannot stand in an address; use code_of")
