"""The choices of the reader to a map: files served once, layers built once, small messages after that."""

from __future__ import annotations

from math import isnan

import streamlit as st

from geo.aggregate import Coverage, coverage
from geo.classify import class_breaks, displayed
from pages.shared import data
from pages.shared.url_state import METHODS, State, change
from viz.choropleth import Words, choropleth, colours
from viz.french import coverage_sentence
from viz.layers import Choropleth, GeometryFile, MapView, Perimeter, Points
from viz.map_component import show_finder, show_map
from viz.points import POINT_TABLES, PointTable, point_file, point_rows
from viz.search_index import search_index
from viz.static_files import publish, publish_built
from viz.topology import FORMAT, attributes_of, encode, interior_points

CONFIDENCE = {"high": "élevée", "medium": "moyenne"}


@st.cache_resource(show_spinner="Préparation des contours des communes…")
def cached_geometry() -> GeometryFile:
    """Publish the outlines of the communes and return their address."""
    tables = ("boundaries_communes", "communes", "indicator_values")
    inputs = (FORMAT, *(data.cached_sidecar(table)["sha256"] for table in tables))
    url = publish_built("communes-59-62", inputs, _geometry_content)
    return GeometryFile(url, tuple(data.cached_communes().index))


def _geometry_content() -> bytes:
    outlines = data.cached_boundaries()
    areas = data.cached_communes().assign(population=data.cached_population(data.LATEST))
    return encode(outlines, attributes_of(areas, interior_points(outlines)))


@st.cache_resource(show_spinner=False)
def cached_points() -> tuple[Points, ...]:
    """Publish the point layers and return their addresses."""
    return tuple(_point_layer(recipe) for recipe in POINT_TABLES)


def _point_layer(recipe: PointTable) -> Points:
    table = data.cached_table(recipe.table)
    if "survey" in table:
        table = table[table["survey"].eq("initiatives")]
        table = table.assign(confidence_fr=table["confidence"].map(CONFIDENCE))
    rows = point_rows(table, recipe)
    url = publish(f"points-{recipe.id}", point_file(rows))
    return Points(recipe.id, recipe.title, recipe.source, url, len(rows), recipe.shape)


@st.cache_resource(show_spinner=False)
def cached_search_index() -> str:
    """Publish the search index of the communes and return its address."""
    return publish(
        "recherche-communes", search_index(data.cached_communes(), data.cached_population(data.LATEST))
    )


@st.cache_resource(show_spinner=False)
def cached_breaks(
    indicator: str, year: int, perimeter: str, method: str, classes: int, scale: str
) -> list[float]:
    """Return the class breaks: of all years together when the scale is fixed, else of one year."""
    codes = data.cached_territory(perimeter).codes
    years = data.cached_observations()[indicator] if scale == "fixe" else (year,)
    values = data.stacked_values(indicator, tuple(years), codes)
    return class_breaks(
        values, METHODS[method][0], classes, decimals=data.cached_indicators()[indicator].decimals
    )


def covered(indicator: str, year: int, perimeter: str) -> Coverage:
    """Return how many communes of a perimeter have a published value, and their share of its population."""
    codes = data.cached_territory(perimeter).codes
    return coverage(
        data.observations(indicator, year)["value"].loc[codes], data.cached_population(year).loc[codes]
    )


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_choropleth(
    indicator: str, year: int, perimeter: str, method: str, classes: int, scale: str
) -> Choropleth:
    """Return the coloured layer of an indicator in a year, on a perimeter."""
    item, territory = data.cached_indicators()[indicator], data.cached_territory(perimeter)
    observed = (
        data.observations(indicator, year).assign(fragile=data.fragile(item, year)).loc[territory.codes]
    )
    known = covered(indicator, year, perimeter)
    return choropleth(
        cached_geometry(),
        item,
        observed,
        cached_breaks(indicator, year, perimeter, method, classes, scale),
        Words(
            subtitle=f"{year} · {territory.label}",
            notes=(coverage_sentence(known.n, known.total, known.weight_share), *data.notes(item, observed)),
            source=data.source_line(item, year),
            fragile_reason=data.fragile_reason(item),
        ),
    )


def map_view(state: State, key: str, height: int) -> MapView:
    """Return the map of the reader's choices."""
    layer = cached_choropleth(
        state.indicator, state.year, state.perimeter, state.method, state.classes, state.scale
    )
    territory = data.cached_territory(state.perimeter)
    n = len(layer.class_labels)
    return MapView(
        key=key,
        choropleth=layer,
        perimeter=Perimeter(territory.id, territory.label, territory.bounds),
        light=colours(n, "light"),
        dark=colours(n, "dark"),
        points=cached_points(),
        shown_points=frozenset(state.layers),
        selected=state.commune,
        whole=_whole(state),
        height=height,
    )


def _whole(state: State) -> float | None:
    """Return the figure of the perimeter, or None for a count (a sum has no place among its parts)."""
    figure = data.cached_figure(state.indicator, state.year, state.perimeter)
    if data.cached_indicators()[state.indicator].kind == "count" or isnan(figure.value):
        return None
    return float(displayed(figure.value, data.cached_indicators()[state.indicator].decimals))


def draw_map(view: MapView) -> None:
    """Draw a map whose clicks and layers go into the address."""

    def clicked() -> None:
        change(commune=st.session_state[view.key].clicked)

    def layers() -> None:
        change(layers=tuple(part for part in (st.session_state[view.key].layers or "").split(",") if part))

    show_map(view, on_click=clicked, on_layers=layers)


def find_commune(state: State, key: str) -> None:
    """Draw the search of a commune; the one chosen goes into the address."""
    names = data.cached_communes()["name"]

    def chosen() -> None:
        change(commune=st.session_state[key].clicked)

    show_finder(
        key,
        cached_search_index(),
        label="Trouver ma commune",
        placeholder="Nom, code postal ou code Insee",
        chosen=str(names[state.commune]) if state.commune else "",
        on_choose=chosen,
    )
