"""A list, row by row: what is kept, where it stands, what the reader should check."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from loaders.french import written
from loaders.own_list.communes import Gazetteer, Match
from loaders.own_list.fields import EXAMPLE, FIELDS
from loaders.own_list.files import EXTRA
from loaders.own_list.points import DEGREES, METRES, containing, distance_outside_m, read_point
from loaders.own_list.words import folded

GOOD, DOUBT, REFUSED = "good", "doubt", "refused"
EXACT, COMMUNE, NOWHERE = "exact", "commune", "none"
YEAR: Final = re.compile(r"(?<!\d)(1[789]\d\d|20\d\d)(?!\d)")
PLACES: Final = ("commune", "code_commune", "postcode", "lat", "lon")


@dataclass(frozen=True)
class Outlines:
    """Where outlines come from (EPSG:2154, indexed by code): called only if a list has points."""

    departements: Callable[[], gpd.GeoSeries]
    communes: Callable[[set[str]], gpd.GeoSeries]
    """Of some départements."""


@dataclass(frozen=True)
class Checked:
    """The rows of a list, on the lines of the file.

    Attributes
    ----------
    rows
        The fields as text (``year`` a whole number or missing), ``code_commune`` as matched, ``lat`` and
        ``lon`` of the place exactly given (NaN otherwise), ``precision`` (``exact``, ``commune``, ``none``)
        and ``level``: ``good``, ``doubt`` (something to check) or ``refused`` (no name, or nowhere).
    notes
        French sentences for each line, none for a good one.
    """

    rows: pd.DataFrame
    notes: Mapping[int, tuple[str, ...]]

    @property
    def kept(self) -> pd.DataFrame:
        """The rows that are not refused."""
        return self.rows[self.rows["level"] != REFUSED]


def check_list(
    cells: pd.DataFrame, mapping: Mapping[str, str], gazetteer: Gazetteer, outlines: Outlines
) -> Checked:
    """Check a list row by row: nothing is dropped in silence.

    Parameters
    ----------
    cells
        Text, as `read_own_list` gives it.
    mapping
        Field id to name of column, as `recognised` proposes or the reader says.
    gazetteer
        Communes of France.
    outlines
        Where to look points up.
    """
    fields = {field.id: _column(cells, mapping.get(field.id)) for field in FIELDS}
    table = pd.DataFrame(fields, index=cells.index)
    notes: dict[int, list[str]] = {line: [] for line in table.index.tolist()}
    _told_beyond(cells, notes)
    codes = _communes(table, gazetteer, notes)
    points = _points(table, notes)
    codes = _from_points(codes, points, outlines, notes)
    points = _inside(codes, points, outlines, gazetteer, notes)
    years = _years(table["year"], notes)
    placed = table.assign(code_commune=codes, lat=points["lat"], lon=points["lon"], year=years)
    return _levels(placed.drop(columns=["commune", "postcode"]), notes)


def _column(cells: pd.DataFrame, name: str | None) -> pd.Series:
    return cells[name] if name in cells else pd.Series("", index=cells.index, dtype="str")


def _told_beyond(cells: pd.DataFrame, notes: dict[int, list[str]]) -> None:
    if EXTRA in cells:
        for line in cells.index[cells[EXTRA] != ""].tolist():
            notes[line].append("plus de cellules que l’en-tête : un séparateur dans une cellule ?")


def _communes(table: pd.DataFrame, gazetteer: Gazetteer, notes: dict[int, list[str]]) -> pd.Series:
    found: dict[tuple[str, str, str], Match] = {}
    codes = []
    asked = zip(table["commune"], table["code_commune"], table["postcode"], strict=True)
    for line, key in zip(table.index.tolist(), asked, strict=True):
        if key not in found:
            found[key] = gazetteer.find(*key)
        codes.append(found[key].code)
        notes[line].extend(found[key].notes)
    return pd.Series(codes, index=table.index, dtype="str")


def _points(table: pd.DataFrame, notes: dict[int, list[str]]) -> gpd.GeoDataFrame:
    read = [read_point(lat, lon) for lat, lon in zip(table["lat"], table["lon"], strict=True)]
    for line, point in zip(table.index.tolist(), read, strict=True):
        notes[line].extend(point.notes)
    degrees = {"lat": [point.lat for point in read], "lon": [point.lon for point in read]}
    shapes = gpd.points_from_xy(degrees["lon"], degrees["lat"], crs=DEGREES)
    return gpd.GeoDataFrame(degrees, index=table.index, geometry=shapes).to_crs(METRES)


def _from_points(
    codes: pd.Series, points: gpd.GeoDataFrame, outlines: Outlines, notes: dict[int, list[str]]
) -> pd.Series:
    """Find the commune of points that name none."""
    asked = points.geometry[points["lat"].notna() & codes.eq("")]
    if asked.empty:
        return codes
    departements = set(containing(asked, outlines.departements()).dropna())
    found = containing(asked, outlines.communes(departements)) if departements else asked.map(lambda _: None)
    for line in found.index.tolist():
        known = isinstance(found[line], str)
        notes[line].append("commune déduite du point" if known else "point hors de toute commune de France")
    return codes.where(~codes.index.isin(found.index), found.reindex(codes.index).fillna("")).astype("str")


def _inside(
    codes: pd.Series,
    points: gpd.GeoDataFrame,
    outlines: Outlines,
    gazetteer: Gazetteer,
    notes: dict[int, list[str]],
) -> gpd.GeoDataFrame:
    """Leave out points that lie outside their commune, and say how far; or in no commune at all."""
    asked = points["lat"].notna() & codes.ne("")
    points = points.assign(lat=points["lat"].where(asked), lon=points["lon"].where(asked))
    if not asked.any():
        return points
    named = codes[asked]
    departements = {code[:3] if code.startswith("97") else code[:2] for code in named}
    away = distance_outside_m(points.geometry[asked], named, outlines.communes(departements))
    for line in away.index[away > 0].tolist():
        km = written(away[line] / 1000, 1)
        notes[line].append(
            f"point à environ {km} km de {gazetteer.names[codes[line]]} : la commune est gardée, pas le point"
        )
    inside = ~points.index.isin(away.index[away > 0])
    return points.assign(lat=points["lat"].where(inside), lon=points["lon"].where(inside))


def _years(text: pd.Series, notes: dict[int, list[str]]) -> pd.Series:
    found = [YEAR.findall(cell) for cell in text]
    for line, cell, years in zip(text.index.tolist(), text, found, strict=True):
        if cell and len(set(years)) != 1:
            notes[line].append(f"année illisible : « {cell} »")
    values = [int(years[0]) if len(set(years)) == 1 else pd.NA for years in found]
    return pd.Series(values, index=text.index, dtype="Int64")


def _levels(rows: pd.DataFrame, notes: dict[int, list[str]]) -> Checked:
    nowhere = rows["code_commune"].eq("")
    example = rows["name"].map(folded).eq(folded(EXAMPLE))
    for told, wrong in (
        ("sans nom", rows["name"].eq("")),
        ("ligne d’exemple du modèle", example),
        ("aucune commune reconnue", nowhere),
    ):
        for line in rows.index[wrong].tolist():
            notes[line].append(told)
    refused = rows["name"].eq("") | nowhere | example
    doubted = pd.Series([bool(notes[line]) for line in rows.index.tolist()], index=rows.index)
    precision = np.where(nowhere, NOWHERE, np.where(rows["lat"].notna(), EXACT, COMMUNE))
    level = np.where(refused, REFUSED, np.where(doubted, DOUBT, GOOD))
    by_line = {line: tuple(texts) for line, texts in notes.items() if texts}
    return Checked(rows.assign(precision=precision, level=level), by_line)
