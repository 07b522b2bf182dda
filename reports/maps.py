"""The map of a briefing: the subject outlined among its coloured surroundings."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd

from geo.classify import class_breaks
from reports.drawings import Drawings, LegendRow, MapDrawing
from reports.portrait.words import credit
from viz.choropleth import Words, choropleth, colours
from viz.folium_map import legend_rows
from viz.french import NNBSP
from viz.layers import Geometry, MapView, Perimeter
from viz.static_map import static_map

if TYPE_CHECKING:
    from loaders.catalog import Indicator
    from reports.model import Subject
    from reports.tables import Tables

Box = tuple[float, float, float, float]

INDICATOR: Final = "unemployment_rate_pct"
"""Known for every commune of France, and telling."""
ENOUGH: Final = 0.95
"""Part of the communes of the map that a year must have values for."""
CLASSES: Final = 5
WIDTH: Final = 600
"""Pixels: lines and names are drawn for this width, then printed 11 cm wide."""
RATIO: Final = {"commune": 0.78, "territory": 0.84}
"""Height of the map for a width of 1: a page about a territory has more room."""
MARGIN_SHARE: Final = 0.05
LEAST_MARGIN_M: Final = 1_500.0
LEAST_WIDTH_M: Final = 18_000.0
OVERSEAS: Final = "97"
LAMBERT_93: Final = 2154
WGS84: Final = 4326
OUTLINES: Final = "boundaries_communes"


def drawings_of(tables: Tables, subject: Subject) -> Drawings:
    """Return the drawings of a briefing."""
    return Drawings(map_of(tables, subject))


def map_of(tables: Tables, subject: Subject) -> MapDrawing:
    """Return the map of a subject in its surroundings, without title nor legend.

    A commune stands in its intercommunalité, a territory in what lies around it. Lambert-93; an overseas
    département is shown whole, in the projection of its place.
    """
    codes = pd.Index(subject.codes)
    is_overseas = bool(codes.str.startswith(OVERSEAS).any())
    window = None if is_overseas else _window(tables, subject)
    outlines = _outlines(tables, codes, window)
    item = tables.indicators[INDICATOR]
    year = _year(tables, outlines.index)
    view = _view(tables, subject, item, year, outlines)
    svg = static_map(
        view,
        outlines,
        _areas(tables, outlines.index),
        made_on=None,
        credit="",
        width=WIDTH,
        furniture=False,
        outlined=codes,
        window=window,
    )
    figures = credit(tables, INDICATOR, year, local=set(outlines.index) <= tables.local_codes)
    source = f"{figures}. {tables.sidecar(OUTLINES)['attribution']}"
    return MapDrawing(
        svg=svg,
        title=item.title,
        subtitle=f"{year}, en{NNBSP}{item.unit}{NNBSP}; en trait épais{NNBSP}: {subject.name}",
        rows=_legend(view),
        alt=_alt(subject, item, year),
        source=source.rstrip("."),
        ratio=_ratio(svg),
    )


def _window(tables: Tables, subject: Subject) -> Box:
    """Return the part of the ground to show, in the proportions of the page."""
    west, south, east, north = _extent(tables, subject)
    margin = max(LEAST_MARGIN_M, MARGIN_SHARE * (east - west))
    ratio = RATIO[subject.kind]
    width = max(east - west + 2 * margin, (north - south + 2 * margin) / ratio, LEAST_WIDTH_M)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - width * ratio / 2, x + width / 2, y + width * ratio / 2


def _extent(tables: Tables, subject: Subject) -> Box:
    """Return the bounds of the subject, for a commune those of its intercommunalité."""
    codes = pd.Index(subject.codes)
    if subject.kind == "commune":
        epci = tables.communes["code_epci"].get(subject.codes[0])
        codes = tables.members(f"epci_{epci}") if pd.notna(epci) else codes
    west, south, east, north = _of_codes(tables, codes).total_bounds.tolist()
    return west, south, east, north


def _of_codes(tables: Tables, codes: pd.Index) -> gpd.GeoSeries:
    where = tables.communes.loc[codes, "code_departement"]
    parts = [tables.outlines(str(place)).loc[part.index] for place, part in where.groupby(where)]
    return gpd.GeoSeries(pd.concat(parts), crs=LAMBERT_93)


def _outlines(tables: Tables, codes: pd.Index, window: Box | None) -> gpd.GeoSeries:
    """Return the communes that the window shows; overseas those of the département."""
    if window is None:
        own = tables.communes["code_departement"].loc[codes].unique()
        return gpd.GeoSeries(pd.concat([tables.outlines(str(code)) for code in own]), crs=LAMBERT_93)
    west, south, east, north = window
    near = tables.departement_outlines.cx[west:east, south:north].index
    return gpd.GeoSeries(
        pd.concat([tables.outlines(str(code)).cx[west:east, south:north] for code in near]), crs=LAMBERT_93
    )


def _year(tables: Tables, codes: pd.Index) -> int:
    """Return the latest year that has values for nearly all communes of the map, else the fullest."""
    shares = {
        year: float(tables.observed(INDICATOR, year)["status"].loc[codes].ne("not_available").mean())
        for year in tables.years(INDICATOR, local=True)
    }
    full = [year for year, share in shares.items() if share >= ENOUGH]
    return max(full) if full else max(shares, key=lambda year: (shares[year], year))


def _areas(tables: Tables, codes: pd.Index) -> pd.DataFrame:
    areas = tables.communes.loc[codes, ["name", "epci_name", "code_departement"]]
    return areas.assign(population=tables.population().loc[codes])


def _view(tables: Tables, subject: Subject, item: Indicator, year: int, outlines: gpd.GeoSeries) -> MapView:
    observed = tables.observed(item.id, year).loc[outlines.index].assign(fragile=False)
    layer = choropleth(
        Geometry((), tuple(outlines.index)),
        item,
        observed,
        _breaks(observed["value"], item.decimals),
        Words(str(year), (), "", ""),
    )
    west, south, east, north = outlines.to_crs(WGS84).total_bounds.tolist()
    n = len(layer.class_labels)
    return MapView(
        key="briefing",
        choropleth=layer,
        perimeter=Perimeter(subject.id, subject.name, (south, west, north, east)),
        light=colours(n, "light"),
        dark=colours(n, "dark"),
        selected=subject.codes[0] if subject.kind == "commune" else None,
    )


def _breaks(values: pd.Series, decimals: int) -> list[float]:
    """Return natural breaks; fewer classes where the values are few, none where there is none."""
    distinct = values.dropna().round(decimals).nunique()
    if not distinct:
        return []
    breaks = class_breaks(values, "natural", min(CLASSES, distinct), decimals=decimals)
    return breaks if all(low <= high for low, high in pairwise(breaks)) else []


def _legend(view: MapView) -> tuple[LegendRow, ...]:
    """Return the classes and the states that occur, each with its communes; hatches have no colour."""
    return tuple(
        LegendRow(row["fill"] if row["fill"].startswith("#") else "", row["label"], row["count"])
        for row in legend_rows(view.choropleth, view.light)
    )


def _alt(subject: Subject, item: Indicator, year: int) -> str:
    return (
        f"Carte{NNBSP}: {subject.name} et ses alentours, communes colorées selon l’indicateur "
        f"«{NNBSP}{item.title}{NNBSP}» en {year}. Les valeurs sont dans la légende et dans le tableau."
    )


def _ratio(svg: str) -> float:
    """Return the height of a drawing for a width of 1."""
    root = ET.fromstring(svg)  # noqa: S314 (we have just written it)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    return height / width
