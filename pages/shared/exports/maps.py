"""What a reader takes away from a map: its figures, its outlines, the map as a drawing and as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from loaders import catalog
from pages.shared import data, france
from pages.shared.exports.model import About, Export, Table, stem
from viz.folium_map import standalone_map
from viz.french import status_label
from viz.static_files import STATIC, URL_PREFIX, short_hash
from viz.static_map import static_map

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from pages.shared.url_state import State
    from viz.layers import Choropleth, MapView

METHODS: Final = {
    "sum": "somme des communes",
    "rate": "calculé à partir des effectifs",
    "single": "valeur de la commune",
    "published": "publié",
    "weighted_mean": "approximation (moyenne pondérée des communes)",
}
"""How the figure of an EPCI was obtained (`geo.figures.Method`)."""
WITH_SOURCE: Final = "Indiquée avec la source"


def today() -> date:
    """Return the date that files carry."""
    return pd.Timestamp.now(tz="Europe/Paris").date()


def map_export(view: MapView, state: State | None = None) -> Export:
    """Return what a map offers; ``state`` when its values are those of an indicator in a year."""
    layer = view.choropleth
    named = (layer.title,) if state is None else (state.indicator, str(state.year))
    return Export(
        stem=stem("carte", *named, data.file_stem(view.perimeter.id)),
        about=map_about(view, state),
        table=lambda: map_table(view, state),
        shapes=lambda: _drawn(view)[0].loc[layer.areas.index],
        svg=lambda: map_svg(view),
        html=lambda: map_html(view),
    )


# --- words and figures --------------------------------------------------------------------------------------


def map_about(view: MapView, state: State | None) -> About:
    """Return what the files of a map say of themselves."""
    layer = view.choropleth
    if state is None:
        return About(
            layer.title,
            layer.source,
            perimeter=layer.subtitle,
            licence=WITH_SOURCE,
            definition="; ".join(layer.class_labels),
            notes=layer.notes,
        )
    item = data.cached_indicators()[state.indicator]
    return About(
        item.title,
        layer.source,
        perimeter=view.perimeter.title,
        year=str(state.year),
        definition=item.definition,
        licence=_sidecar(state, view)["licence"],
        notes=(*layer.notes, *([item.caveat] if item.caveat else [])),
    )


def _sidecar(state: State, view: MapView) -> dict[str, Any]:
    is_france = data.extent_of(view.perimeter.id) == data.FRANCE
    table = data.cached_indicators()[state.indicator].table
    return data.cached_sidecar(catalog.FRANCE_VALUES if is_france else table)


def map_table(view: MapView, state: State | None = None, layer: Choropleth | None = None) -> Table:
    """Return the figures of a map, or of another layer on its perimeter: one row per area.

    A value that is not published is NaN, and ``precision`` says why.
    """
    layer = layer or view.choropleth
    areas = layer.areas
    frame = pd.DataFrame(
        {
            **_names(layer, data.extent_of(view.perimeter.id)),
            "indicateur": layer.title,
            **({} if state is None else {"annee": str(state.year)}),
            "valeur": areas["value"].astype(float),
            "unite": layer.unit if state is not None else f"{layer.short}, {layer.unit}",
            "precision": precisions(areas),
            "classe": areas["class"].map(lambda number: class_name(number, layer.class_labels)),
            **_origin(view, state, layer),
        },
        index=areas.index,
    )
    return Table(frame, {"valeur": layer.decimals})


def _origin(view: MapView, state: State | None, layer: Choropleth) -> dict[str, str]:
    if state is None:
        return {"perimetre": layer.subtitle, "source": layer.source}
    item, sidecar = data.cached_indicators()[state.indicator], _sidecar(state, view)
    return {
        "perimetre": data.cached_territory(view.perimeter.id).label,
        "source": f"{item.source}, {state.year}",
        "licence": sidecar["licence"],
        "geographie": f"Communes au 1er janvier {sidecar['geography_year']}",
    }


def _names(layer: Choropleth, extent: data.Extent) -> dict[str, Any]:
    """Return the columns that say which area a row is about."""
    codes = layer.areas.index
    if layer.scale == "epci":
        epcis = france.cached_epcis().loc[codes]
        return {"code": codes, "intercommunalite": epcis["name"], "departements": epcis["epci_name"]}
    communes = data.communes_of(extent).loc[codes]
    departement = {"code_departement": communes["code_departement"]} if extent == data.FRANCE else {}
    return {
        "code_commune": codes,
        "commune": communes["name"],
        **departement,
        "intercommunalite": communes["epci_name"].fillna(""),
    }


def precisions(areas: pd.DataFrame) -> pd.Series:
    """Return what each value is worth: ``publié``, ``estimé, fragile``, ``somme des communes, partiel``."""
    words = areas["status"].map(status_label) + areas["fragile"].map({True: ", fragile", False: ""})
    if "method" not in areas:
        return words
    partial = areas["doubt"].eq("partial").map({True: ", partiel", False: ""})
    return (areas["method"].map(METHODS) + partial).where(areas["value"].notna(), words)


def class_name(number: Any, labels: tuple[str, ...]) -> str:  # noqa: ANN401 (an integer or pandas' NA)
    """Return the label of a class, nothing for a value without one."""
    return "" if pd.isna(number) else labels[int(number)]


# --- drawings -----------------------------------------------------------------------------------------------


def map_svg(view: MapView) -> str:
    """Return a map as an SVG drawing, with the point layers that the reader shows."""
    outlines, areas = _drawn(view)
    return static_map(view, outlines, areas, made_on=today(), points=_points(view), **_around(view))


def map_html(view: MapView) -> bytes:
    """Return a map as one HTML file, with the point layers that the reader shows."""
    return _map_html(short_hash(json.dumps(view.payload()).encode()), view, today())


@st.cache_data(show_spinner=False, max_entries=20)
def _map_html(content: str, _view: MapView, made_on: date) -> bytes:  # noqa: ARG001 (the key)
    """Return the file; it is made once for the same map and day."""
    outlines, areas = _drawn(_view)
    page = standalone_map(_view, outlines, areas, _points(_view), made_on=made_on, **_around(_view))
    return page.encode()


def _around(view: MapView) -> dict[str, Any]:
    """Return the credit of the outlines, and the départements around a map beyond the two."""
    return {
        "credit": data.cached_sidecar("boundaries_communes")["attribution"],
        "ground": france.cached_broad().departements if view.national else None,
    }


def _drawn(view: MapView) -> tuple[gpd.GeoSeries, pd.DataFrame]:
    """Return the outlines and names of the areas: EPCI for all of France, communes elsewhere."""
    if view.choropleth.scale == "epci":
        return france.cached_broad().epci, france.cached_epcis()
    territory = data.cached_territory(view.perimeter.id)
    population = data.cached_population(data.LATEST, territory.extent)
    communes = data.communes_of(territory.extent).assign(population=population)
    if territory.extent == "local":
        return data.cached_boundaries(), communes
    parts = sorted(communes.loc[territory.codes, "code_departement"].unique())
    outlines = catalog.read_boundaries("communes", parts).geometry
    return outlines, communes.loc[outlines.index]


def _points(view: MapView) -> dict[str, list[dict[str, Any]]]:
    return {layer.id: published_rows(layer.url) for layer in view.points if layer.id in view.shown_points}


def published_rows(url: str) -> list[dict[str, Any]]:
    """Return the rows of a file that the browser fetches."""
    return list(json.loads((STATIC / url.removeprefix(f"{URL_PREFIX}/")).read_bytes()))
