"""The choices of the reader to a map: files served once, layers built once, small messages after that."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING

import streamlit as st

from geo.aggregate import Coverage, coverage
from geo.classify import class_breaks, displayed
from pages.shared import data, france
from pages.shared.exports.maps import map_export
from pages.shared.exports.menu import show_exports
from pages.shared.url_state import METHODS, State, change
from viz.choropleth import Words, choropleth, colours
from viz.french import coverage_sentence
from viz.layers import Choropleth, Geometry, MapView, National, Perimeter, Points
from viz.map_component import show_finder, show_map
from viz.points import POINT_TABLES, PointTable, point_file, point_rows
from viz.search_index import search_index
from viz.static_files import publish, publish_built
from viz.topology import FORMAT, attributes_of, encode, interior_points

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from loaders.catalog import Indicator
    from pages.shared.exports.model import Other

CONFIDENCE = {"high": "élevée", "medium": "moyenne"}
NO_COMMUNE = {
    "local": "Aucune commune du Nord ou du Pas-de-Calais ne correspond.",
    "france": "Aucune commune de France ne correspond.",
}


@st.cache_resource(show_spinner="Préparation des contours des communes…")
def cached_geometry() -> Geometry:
    """Publish the outlines of the communes of the Nord and the Pas-de-Calais and return their address."""
    tables = ("boundaries_communes", "communes", "indicator_values")
    inputs = (FORMAT, *(data.cached_sidecar(table)["sha256"] for table in tables))
    url = publish_built("communes-59-62", inputs, _geometry_content)
    return Geometry((url,), tuple(data.cached_communes().index))


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


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_breaks(
    indicator: str, year: int, perimeter: str, method: str, classes: int, scale: str
) -> list[float]:
    """Return the class breaks of communes: of all years together when the scale is fixed, else of one."""
    territory = data.cached_territory(perimeter)
    years = data.years_of(indicator, territory.extent) if scale == "fixe" else (year,)
    values = data.stacked_values(indicator, years, territory)
    return class_breaks(
        values, METHODS[method][0], classes, decimals=data.cached_indicators()[indicator].decimals
    )


def covered(indicator: str, year: int, perimeter: str) -> Coverage:
    """Return how many communes of a perimeter have a published value, and their share of its population."""
    territory = data.cached_territory(perimeter)
    return coverage(
        territory.of(data.observations(indicator, year, territory.extent)["value"]),
        territory.of(data.cached_population(year, territory.extent)),
    )


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_notes(indicator: str, year: int, perimeter: str) -> tuple[str, ...]:
    """Return the French notes of a legend of communes."""
    item, territory = data.cached_indicators()[indicator], data.cached_territory(perimeter)
    known = covered(indicator, year, perimeter)
    population = territory.of(data.cached_population(year, territory.extent))
    share = data.known_share(known, population)
    sentence = coverage_sentence(known.n, known.total, share)
    return (sentence, *data.notes(item, _observed(item, year, territory)))


def _observed(item: Indicator, year: int, territory: data.Territory) -> pd.DataFrame:
    observed = data.observations(item.id, year, territory.extent)
    return territory.of(observed.assign(fragile=data.fragile(item, year, territory.extent)))


@st.cache_resource(show_spinner=False, max_entries=500)
def cached_choropleth(
    indicator: str, year: int, perimeter: str, method: str, classes: int, scale: str
) -> Choropleth:
    """Return the coloured communes of a perimeter, for an indicator in a year."""
    return _communes(indicator, year, perimeter, method, classes, scale)


def _communes(indicator: str, year: int, perimeter: str, method: str, classes: int, scale: str) -> Choropleth:
    item, territory = data.cached_indicators()[indicator], data.cached_territory(perimeter)
    return choropleth(
        cached_geometry() if territory.extent == "local" else france.geometry_of(territory),
        item,
        _observed(item, year, territory),
        cached_breaks(indicator, year, perimeter, method, classes, scale),
        Words(
            subtitle=f"{year} · {territory.label}",
            notes=cached_notes(indicator, year, perimeter),
            source=data.source_line(item, year, territory.extent),
            fragile_reason=data.fragile_reason(item),
        ),
    )


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_epci_choropleth(indicator: str, year: int, method: str, classes: int, scale: str) -> Choropleth:
    """Return the coloured EPCI of France, for an indicator in a year."""
    item, observed = data.cached_indicators()[indicator], france.cached_epci_observations(indicator, year)
    return choropleth(
        france.cached_files().epci,
        item,
        observed,
        france.cached_epci_breaks(indicator, year, METHODS[method][0], classes, scale),
        Words(
            subtitle=f"{year} · {france.epci_label()}",
            notes=france.epci_notes(observed),
            source=data.source_line(item, year, data.FRANCE),
            fragile_reason=data.fragile_reason(item),
        ),
        scale="epci",
    )


def map_view(state: State, key: str, height: int) -> MapView:
    """Return the map of the reader's choices."""
    territory = data.cached_territory(state.perimeter)
    layer = _layer(state)
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
        national=_national(state) if territory.extent == data.FRANCE else None,
    )


def _layer(state: State) -> Choropleth:
    """Return the areas of the map: EPCI for all of France, communes elsewhere."""
    classes = (state.method, state.classes, state.scale)
    if state.perimeter == data.FRANCE:
        return cached_epci_choropleth(state.indicator, state.year, *classes)
    return communes_layer(state)


def communes_layer(state: State) -> Choropleth:
    """Return the communes of the perimeter in their classes; those of France, for export, are not kept."""
    layer = _communes if state.perimeter == data.FRANCE else cached_choropleth
    return layer(state.indicator, state.year, state.perimeter, state.method, state.classes, state.scale)


def _national(state: State) -> National:
    """Return what a map beyond the two départements needs besides; France has its communes behind EPCI."""
    behind = None
    if state.perimeter == data.FRANCE:
        classes = (state.method, state.classes, state.scale)
        breaks = cached_breaks(state.indicator, state.year, state.perimeter, *classes)
        behind = france.detail(state, breaks, cached_notes(state.indicator, state.year, state.perimeter))
    return National(
        land=france.cached_files().land,
        detail=behind,
        chosen_at=france.cached_point(state.commune) if state.commune else None,
    )


def _whole(state: State) -> float | None:
    """Return the figure of the perimeter, or None for a count (a sum has no place among its parts)."""
    figure = data.cached_figure(state.indicator, state.year, state.perimeter)
    if data.cached_indicators()[state.indicator].kind == "count" or isnan(figure.value):
        return None
    return float(displayed(figure.value, data.cached_indicators()[state.indicator].decimals))


def draw_map(view: MapView, state: State | None = None, others: tuple[Other, ...] = ()) -> None:
    """Draw a map whose clicks and layers go into the address, and the menu of its exports.

    Parameters
    ----------
    view
        What to show.
    state
        The choices that its values come from; None when they are not those of an indicator in a year.
    others
        More files to offer.
    """

    def clicked() -> None:
        change(commune=st.session_state[view.key].clicked)

    def layers() -> None:
        change(layers=tuple(part for part in (st.session_state[view.key].layers or "").split(",") if part))

    show_map(view, on_click=clicked, on_layers=layers)
    show_exports(view.key, lambda: replace(map_export(view, state), others=others))


def find_commune(state: State, key: str) -> None:
    """Draw the search of a commune; the one chosen goes into the address."""
    extent = data.extent_of(state.perimeter)
    names = data.communes_of(extent)["name"]

    def chosen(code: str) -> None:
        change(commune=code)

    commune_finder(
        key, "Trouver ma commune", extent, str(names[state.commune]) if state.commune else "", chosen
    )


def commune_finder(
    key: str, label: str, extent: data.Extent, chosen: str | None, on_choose: Callable[[str], None]
) -> None:
    """Draw a field that finds a commune of an extent.

    Parameters
    ----------
    key, label
        Key of the element, and its French label.
    chosen
        Name of the commune already chosen; None for a field that empties itself after each choice.
    on_choose
        Called with the code that the reader chose, "" when the field is emptied.
    """
    show_finder(
        key,
        cached_search_index() if extent == "local" else france.cached_search_index(),
        label=label,
        placeholder="Nom, code postal ou code Insee",
        chosen=chosen,
        nothing=NO_COMMUNE[extent],
        on_choose=lambda: on_choose(st.session_state[key].clicked),
    )
