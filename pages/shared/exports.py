"""What a reader takes away from the map: its figures as CSV, the map as a file that opens offline."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from loaders import catalog
from pages.shared import data, france
from viz.folium_map import standalone_map
from viz.french import NBSP, NNBSP, status_label
from viz.static_files import STATIC, URL_PREFIX

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from pages.shared.url_state import State
    from viz.layers import Choropleth, MapView, Points

BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
METHODS: Final = {
    "sum": "somme des communes",
    "rate": "calculé à partir des effectifs",
    "single": "valeur de la commune",
    "published": "publié",
    "weighted_mean": "approximation (moyenne pondérée des communes)",
}
"""How the figure of an EPCI was obtained (`geo.figures.Method`)."""
PLAIN_SPACES: Final = str.maketrans({NBSP: " ", NNBSP: " "})


def map_html(state: State, view: MapView) -> bytes:
    """Return the map of the page as one HTML file, with the point layers that the reader shows."""
    return _map_html(state, view, pd.Timestamp.now(tz="Europe/Paris").date())


@st.cache_data(show_spinner=False, max_entries=20)
def _map_html(state: State, _view: MapView, made_on: date) -> bytes:
    """Return the file; it is made once for the same choices and day."""
    outlines, areas = _drawn(state)
    page = standalone_map(
        _view,
        outlines,
        areas,
        {layer.id: _published_rows(layer) for layer in _view.points if layer.id in state.layers},
        made_on=made_on,
        credit=data.cached_sidecar("boundaries_communes")["attribution"],
        ground=france.cached_broad().departements if _view.national else None,
    )
    return page.encode()


def _drawn(state: State) -> tuple[gpd.GeoSeries, pd.DataFrame]:
    """Return the outlines and names of the areas: EPCI for all of France, communes elsewhere."""
    territory = data.cached_territory(state.perimeter)
    if state.perimeter == data.FRANCE:
        return france.cached_broad().epci, france.cached_epcis()
    population = data.cached_population(data.LATEST, territory.extent)
    communes = data.communes_of(territory.extent).assign(population=population)
    if territory.extent == "local":
        return data.cached_boundaries(), communes
    parts = sorted(communes.loc[territory.codes, "code_departement"].unique())
    outlines = catalog.read_boundaries("communes", parts).geometry
    return outlines, communes.loc[outlines.index]


def _published_rows(layer: Points) -> list[dict[str, Any]]:
    """Return the places of a layer from the file that the live map fetches."""
    return list(json.loads((STATIC / layer.url.removeprefix(f"{URL_PREFIX}/")).read_bytes()))


def map_csv(state: State, layer: Choropleth) -> bytes:
    """Return the figures of a map as CSV: one row per area of the perimeter.

    UTF-8 with a byte order mark, semicolons, decimal comma. A value that is not published is an empty
    cell, and ``precision`` says why. A text that a spreadsheet would run as a formula gets an apostrophe.
    """
    table = _rows(state, layer)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _rows(state: State, layer: Choropleth) -> pd.DataFrame:
    """Return the table, every cell as the text to write."""
    item, territory = data.cached_indicators()[state.indicator], data.cached_territory(state.perimeter)
    sidecar = data.cached_sidecar(catalog.FRANCE_VALUES if territory.extent == data.FRANCE else item.table)
    texts = {
        **_names(layer, territory.extent),
        "indicateur": item.title,
        "annee": str(state.year),
        "valeur": layer.areas["value"].map(lambda value: decimal_comma(value, layer.decimals)),
        "unite": item.unit,
        "precision": precisions(layer.areas),
        "classe": layer.areas["class"].map(lambda number: class_name(number, layer.class_labels)),
        "perimetre": territory.label,
        "source": f"{item.source}, {state.year}",
        "licence": sidecar["licence"],
        "geographie": f"Communes au 1er janvier {sidecar['geography_year']}",
    }
    table = pd.DataFrame(texts, index=layer.areas.index)
    words = table.columns.drop("valeur")
    table[words] = table[words].map(plain_text)
    return table


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


def decimal_comma(value: float, decimals: int) -> str:
    """Write a number for a French spreadsheet: ``17,2``, ``-3,0``; nothing when it is not published."""
    return "" if pd.isna(value) else f"{value:.{decimals}f}".replace(".", ",")


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


def plain_text(cell: str) -> str:
    """Return a text with ordinary spaces that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    text = cell.translate(PLAIN_SPACES)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
