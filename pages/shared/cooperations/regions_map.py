"""The map of the coal regions: one point each, and what Eurostat publishes about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from geo.coal import flags_of
from pages.shared import data
from pages.shared.cooperations.words import REGIONS_NOTES, REGIONS_SOURCE
from pages.shared.typography import clean, facts, given, labels_of
from pages.shared.world import CREDIT, cached_world_url
from viz.explorer import Explorer, Facet, Ground, Known, Symbol, code_of, rows_file
from viz.french import number
from viz.static_files import publish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.explorer import Row

BOUNDS: Final = (38.0, -9.0, 57.5, 28.0)
GDP: Final = "gdp_pps_per_inhabitant_2020"
LEVELS: Final = {
    "ici": Symbol("star", "#9c3d24", "#f0946f", "Nord et Pas-de-Calais"),
    "au-dessus": Symbol("triangle", "#326397", "#7fb0e0", "PIB par habitant 2020 au-dessus de l’Union"),
    "au-dessous": Symbol("circle", "#8a6d00", "#e0c060", "PIB par habitant 2020 au-dessous de l’Union"),
    "sans": Symbol("diamond", "#6f7275", "#a5a6a3", "PIB non publié"),
}
BASES: Final = {
    "liste-3": "Liste européenne, NUTS 3",
    "liste-2": "Liste européenne, NUTS 2",
    "liste-1": "Liste européenne, NUTS 1",
    "choix-3": "Choix du relevé, NUTS 3",
}
FIGURES: Final = (
    ("PIB par habitant 2000 (SPA)", "gdp_pps_per_inhabitant_2000", 0),
    ("PIB par habitant 2019 (SPA)", "gdp_pps_per_inhabitant_2019", 0),
    ("PIB par habitant 2020 (SPA)", GDP, 0),
    ("Population 2014", "population_2014", 0),
    ("Population 2022", "population_2022", 0),
    ("65 ans et plus 2014 (%)", "share_65_plus_2014_pct", 1),
    ("65 ans et plus 2021 (%)", "share_65_plus_2021_pct", 1),
)


@st.cache_resource(show_spinner=False)
def cached_table() -> pd.DataFrame:
    """Return the regions and their references, by NUTS code."""
    return data.cached_table("coal_regions").set_index("nuts_id")


@st.cache_resource(show_spinner=False)
def cached_explorer() -> tuple[Explorer, Known]:
    """Return the explorer of the regions, and what an address may say of it."""
    table = cached_table()
    union = float(table[GDP].to_dict()["EU27_2020"])
    regions = table[table["basis"] != "reference"]
    rows = [_row(row, union) for row in regions.reset_index().to_dict("records")]
    facets = (
        Facet("base", "Liste et niveau", labels=BASES),
        Facet("niveau_vie", "Richesse produite", labels={k: s.label for k, s in LEVELS.items()}),
        Facet("etat", "Pays", labels=labels_of(given(name) for name in regions["country_fr"])),
    )
    view = Explorer(
        key="bassins-carte",
        rows_url=publish("bassins-europe", rows_file(rows)),
        facets=facets,
        symbols=LEVELS,
        title="Régions charbonnières d’Europe",
        noun=("région", "régions"),
        feminine=True,
        bounds=BOUNDS,
        ground=Ground((cached_world_url(),), names="none", least_zoom=3),
        source=REGIONS_SOURCE,
        notes=(*(clean(note) for note in REGIONS_NOTES), clean(CREDIT)),
        height=520,
    )
    return view, Known.of(facets, rows)


def _kind(row: Mapping[Any, Any], union: float) -> str:
    if row["nuts_id"] in {"FRE11", "FRE12"}:
        return "ici"
    if pd.isna(row[GDP]):
        return "sans"
    return "au-dessus" if row[GDP] > union else "au-dessous"


def _row(row: Mapping[Any, Any], union: float) -> Row:
    kind, placed = _kind(row, union), pd.notna(row["lat"])
    start = "liste" if row["basis"] == "eu_list_copied" else "choix"
    flags = flags_of(row["flags"])
    return {
        "id": str(row["nuts_id"]),
        "name": given(row["name"]),
        "line": f"{given(row['basin'])} · {given(row['country_fr'])}",
        "lat": float(row["lat"]) if placed else None,
        "lon": float(row["lon"]) if placed else None,
        "kind": kind,
        "precision": "exact" if placed else "none",
        "facets": {
            "base": f"{start}-{int(row['nuts_level'])}",
            "niveau_vie": kind,
            "etat": code_of(given(row["country_fr"])),
        },
        "facts": facts(
            [
                ("Bassin", given(row["basin"])),
                ("Pays", given(row["country_fr"])),
                ("Code et niveau", f"{row['nuts_id']}, NUTS {int(row['nuts_level'])}"),
                *(
                    (term, published(row[column], decimals, flags.get(column, "")))
                    for term, column, decimals in FIGURES
                ),
                ("Remarque", given(row["note"])),
            ]
        ),
        "source": REGIONS_SOURCE,
    }


def published(value: object, decimals: int, flag: str) -> str:
    """Return a figure with its flag of Eurostat, or « non publié »."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "non publié"
    text = number(float(value), decimals)  # type: ignore[arg-type]
    return f"{text} ({flag})" if flag else text
