"""What a map shows, as plain values: the same layers feed the live map and the file to download."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

STATUS_CODES = {"secret": "s", "not_available": "n"}
FLAG_CODES = {"estimated": "e", "fragile": "f", "approximate": "a", "partial": "p"}
OUTSIDE = "-"
Scale = Literal["commune", "epci", "land"]
"""What the areas are; ``land``: départements or countries without values, under places."""


@dataclass(frozen=True)
class Geometry:
    """The areas of a map, in one TopoJSON file or in several, served by the app.

    Attributes
    ----------
    urls
        Addresses of the files, relative to the app, with a hash in each.
    codes
        The area codes, in the order of the files and of the areas in each: classes are sent in that order.
    """

    urls: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Perimeter:
    """The group of areas that figures are about.

    Attributes
    ----------
    id
        Identifier; the map moves only when it changes.
    title
        French name, with the number of communes.
    bounds
        South, west, north, east, in degrees (WGS84).
    place
        What the map moves for, if that is not each change of ``id``.
    """

    id: str
    title: str
    bounds: tuple[float, float, float, float]
    place: str = ""

    def payload(self) -> dict[str, Any]:
        """Return what the browser needs: Leaflet takes corners as latitude, longitude."""
        south, west, north, east = self.bounds
        payload = {"id": self.id, "title": self.title, "bounds": [[south, west], [north, east]]}
        return payload | ({"place": self.place} if self.place else {})


@dataclass(frozen=True)
class Colours:
    """Colours of a choropleth in one theme, as hexadecimal strings (classes: lowest first)."""

    classes: tuple[str, ...]
    secret: tuple[str, str]
    not_available: str
    outside: str
    outside_edge: str
    ground: str
    edge: str
    epci: str
    departement: str
    perimeter: str
    halo: str
    hover: str
    selected: str
    points: dict[str, str]
    point_edge: str

    def shell(self) -> dict[str, Any]:
        """Return the colours that do not depend on the indicator, under the names of the browser code."""
        return {
            "secret": list(self.secret),
            "notAvailable": self.not_available,
            "outside": self.outside,
            "outsideEdge": self.outside_edge,
            "ground": self.ground,
            "edge": self.edge,
            "epci": self.epci,
            "departement": self.departement,
            "perimeter": self.perimeter,
            "halo": self.halo,
            "hover": self.hover,
            "selected": self.selected,
            "points": self.points,
            "pointEdge": self.point_edge,
        }


@dataclass(frozen=True)
class Choropleth:
    """One value per area, in classes.

    Attributes
    ----------
    geometry
        The areas.
    areas
        Index: area codes of the perimeter. Columns ``value`` (rounded to what is shown, NaN
        when not published), ``status`` (``published``, ``estimated``, ``secret`` or
        ``not_available``), ``class`` (0-based, <NA> when not published) and ``fragile`` (bool); may
        have ``doubt``: ``approximate``, ``partial`` or empty, for the figure of a group of communes.
    title, short, subtitle, unit, decimals
        French title of the legend and of the table column, year and perimeter, unit of the values.
    class_labels
        One French label per class, lowest first.
    notes, source
        French lines under the legend: coverage, closed side of the classes, source and licence.
    fragile_reason
        French sentence shown on areas whose value is fragile.
    symbols
        True for counts: circles whose area is in proportion to the value, not filled areas.
    categories
        True when classes have names and no order: they are said by name, and listed in the table.
    scale
        What the areas are.
    """

    geometry: Geometry
    areas: pd.DataFrame
    title: str
    short: str
    subtitle: str
    unit: str
    decimals: int
    class_labels: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    fragile_reason: str = ""
    symbols: bool = False
    categories: bool = False
    scale: Scale = "commune"

    @cached_property
    def _places(self) -> npt.NDArray[np.intp]:
        """Where the areas of the perimeter stand in the file."""
        return pd.Index(self.geometry.codes).get_indexer(self.areas.index)

    def _in_file_order(self, letters: npt.NDArray[np.str_]) -> str:
        row = np.full(len(self.geometry.codes), OUTSIDE)
        row[self._places] = letters
        return "".join(row.tolist())

    def codes(self) -> str:
        """Return one character per area of the file: class, ``s``, ``n``, or ``-`` outside the perimeter."""
        classes = self.areas["class"].to_numpy(dtype=float, na_value=np.nan)
        secret = self.areas["status"].to_numpy() == "secret"
        missing = np.where(secret, STATUS_CODES["secret"], STATUS_CODES["not_available"])
        letters = np.nan_to_num(classes).astype(int).astype(str)
        return self._in_file_order(np.where(np.isnan(classes), missing, letters))

    def values(self) -> list[float]:
        """Return the published values in the order of the file, those without a class left out."""
        row = np.full(len(self.geometry.codes), np.nan)
        row[self._places] = np.where(self.areas["class"].notna(), self.areas["value"], np.nan)
        shown = row[~np.isnan(row)]
        return (shown.astype(int) if self.decimals == 0 else shown).tolist()

    def packed_values(self) -> str:
        """Return `values` as whole numbers of the last decimal shown: « 771 84 » for 77.1 and 8.4 %."""
        return " ".join(str(round(value * 10**self.decimals)) for value in self.values())

    def flags(self) -> str:
        """Return the letter of `FLAG_CODES` per area of the file, or nothing when there is none."""
        flags = np.where(self.areas["status"].to_numpy() == "estimated", FLAG_CODES["estimated"], ".")
        for doubt in ("approximate", "partial"):
            if "doubt" in self.areas:
                flags = np.where(self.areas["doubt"].to_numpy() == doubt, FLAG_CODES[doubt], flags)
        flags = np.where(self.areas["fragile"].to_numpy(), FLAG_CODES["fragile"], flags)
        return self._in_file_order(flags) if (flags != ".").any() else ""

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The small message that recolours the map: made once, not to be changed."""
        return {
            "title": self.title,
            "short": self.short,
            "unit": self.unit,
            "decimals": self.decimals,
            "source": self.source,
            "fragile": self.fragile_reason,
            "symbols": self.symbols,
            "categories": self.categories,
            "level": {
                "scale": self.scale,
                "geometry": list(self.geometry.urls),
                "classes": self.codes(),
                "values": self.packed_values(),
                "decimals": self.decimals,
                "flags": self.flags(),
                "subtitle": self.subtitle,
                "legend": list(self.class_labels),
                "notes": list(self.notes),
            },
        }


@dataclass(frozen=True)
class Detail:
    """The communes of France, which the browser colours itself where the reader zooms in.

    Attributes
    ----------
    values
        Address of their values (see `viz.france.values_file`), fetched when they are about to be shown.
    zoom
        Zoom of Leaflet from which they are shown.
    breaks
        Edges of the classes, with the decimals of the indicator, as in `geo.classify.class_breaks`.
    class_labels, subtitle, notes
        As in `Choropleth`.
    light, dark
        Colours of the classes, lowest first.
    """

    values: str
    zoom: float
    breaks: tuple[float, ...]
    class_labels: tuple[str, ...]
    subtitle: str
    notes: tuple[str, ...]
    light: tuple[str, ...]
    dark: tuple[str, ...]

    def payload(self) -> dict[str, Any]:
        """Return what the browser needs beside the values."""
        return {
            "scale": "commune",
            "values": self.values,
            "zoom": self.zoom,
            "breaks": list(self.breaks),
            "subtitle": self.subtitle,
            "legend": list(self.class_labels),
            "notes": list(self.notes),
            "colours": {"light": self.light, "dark": self.dark},
        }


@dataclass(frozen=True)
class National:
    """What a map beyond the Nord and the Pas-de-Calais needs besides.

    Attributes
    ----------
    land
        Address of the départements (see `viz.france.land_file`), drawn under the areas.
    detail
        The communes behind a map of EPCI; None when the areas are communes already.
    chosen_at
        Latitude and longitude of the chosen commune, which may be in no file that is loaded yet.
    """

    land: str
    detail: Detail | None = None
    chosen_at: tuple[float, float] | None = None

    def payload(self) -> dict[str, Any]:
        """Return what the browser needs."""
        return {
            "land": self.land,
            "detail": self.detail.payload() if self.detail else None,
            "chosenAt": self.chosen_at,
        }


@dataclass(frozen=True)
class Points:
    """A layer of places, fetched by the browser when the reader asks for it.

    Attributes
    ----------
    id
        Identifier, also in the address of the page.
    title, source
        French title and credit.
    url
        Address of the JSON file: a list of ``{lat, lon, name, facts: [[term, text], …]}``.
    count
        Number of rows that have a point.
    shape
        ``circle``, ``square``, ``diamond`` or ``triangle``: readable without colour.
    """

    id: str
    title: str
    source: str
    url: str
    count: int
    shape: str

    def shell(self) -> dict[str, Any]:
        """Return what the browser needs to offer the layer."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "url": self.url,
            "count": self.count,
            "shape": self.shape,
        }


@dataclass(frozen=True)
class MapView:
    """Everything that one map shows.

    Attributes
    ----------
    key
        Names the map on the page; its position is kept as long as the key stays.
    shown_points
        Ids of the point layers that are drawn.
    selected
        Code of the chosen area.
    whole
        Figure of the whole perimeter, shown on the histogram; None when there is none to compare.
    height
        Pixels on a wide screen.
    national
        None for a map of the Nord and the Pas-de-Calais.
    """

    key: str
    choropleth: Choropleth
    perimeter: Perimeter
    light: Colours
    dark: Colours
    points: tuple[Points, ...] = ()
    shown_points: frozenset[str] = field(default_factory=frozenset)
    selected: str | None = None
    whole: float | None = None
    height: int = 600
    national: National | None = None

    def payload(self) -> dict[str, Any]:
        """Return the message sent to the browser at each change."""
        message = self.choropleth.payload
        colours = {"light": self.light.classes, "dark": self.dark.classes}
        return {
            "key": self.key,
            **message,
            "level": message["level"] | {"colours": colours},
            "national": self.national.payload() if self.national else None,
            "whole": self.whole,
            "perimeter": self.perimeter.payload(),
            "shown": sorted(self.shown_points),
            "selected": self.selected,
            "height": self.height,
        }

    def shell(self) -> dict[str, Any]:
        """Return what the browser fetches once: it is the same for every indicator and perimeter."""
        return {
            "colours": {"light": self.light.shell(), "dark": self.dark.shell()},
            "points": [layer.shell() for layer in self.points],
        }
