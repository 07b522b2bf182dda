"""The lists of initiatives by kind, and how far each commune is from the nearest of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import streamlit as st

from geo.proximity import distance_to_nearest_km
from pages.shared import data

if TYPE_CHECKING:
    import pandas as pd

METRES: Final = 2154


@dataclass(frozen=True)
class Listed:
    """One list: French words, and whether it was collected the same way everywhere.

    Attributes
    ----------
    one, many
        Singular and plural, with no article.
    surveys, kinds
        Rows of the table of initiatives that are in it; no kind means all.
    complete
        True only for a list that its producer keeps for the whole country.
    source
        French credit.
    """

    one: str
    many: str
    surveys: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    complete: bool = False
    source: str = "Relevé du projet, sources citées ligne par ligne"
    nearest: str = "la plus proche"


FABRIQUE, MANUFACTURE = "Fabrique de territoire", "Manufacture de proximité"
ANCT: Final = "ANCT, janvier 2024, Licence Ouverte 2.0"
LISTS: Final = {
    "labels": Listed(
        "fabrique ou manufacture",
        "fabriques et manufactures",
        ("anct_third_places",),
        complete=True,
        source=ANCT,
    ),
    "fabriques": Listed(
        "fabrique de territoire",
        "fabriques de territoire",
        ("anct_third_places",),
        (FABRIQUE,),
        complete=True,
        source=ANCT,
    ),
    "manufactures": Listed(
        "manufacture de proximité",
        "manufactures de proximité",
        ("anct_third_places",),
        (MANUFACTURE,),
        complete=True,
        source=ANCT,
    ),
    "tzcld": Listed(
        "territoire zéro chômeur connu",
        "territoires zéro chômeur connus",
        ("tzcld",),
        nearest="le plus proche",
    ),
    "bassin": Listed("initiative du relevé", "initiatives du relevé", ("initiatives",)),
}


@st.cache_resource(show_spinner=False)
def cached_listed(key: str) -> pd.DataFrame:
    """Return the rows of a list."""
    item, table = LISTS[key], data.cached_table("initiatives")
    kept = table["survey"].isin(item.surveys)
    return table[kept & (table["kind"].isin(item.kinds) if item.kinds else True)].reset_index(drop=True)


@st.cache_resource(show_spinner=False)
def cached_targets(key: str) -> gpd.GeoSeries:
    """Return the rows of a list that have a commune, each at the centre of its commune (EPSG:2154)."""
    rows = cached_listed(key).dropna(subset="code_commune")
    centres = cached_centres()
    known = rows["code_commune"][rows["code_commune"].isin(centres.index)]
    return gpd.GeoSeries(centres.loc[known].to_numpy(), index=known.index, crs=METRES)


@st.cache_resource(show_spinner=False)
def cached_centres() -> gpd.GeoSeries:
    """Return the centre of each commune of mainland France and Corsica (EPSG:2154), where metres are true."""
    communes = data.cached_france()
    there = communes[~communes["code_departement"].isin(data.OVERSEAS)]
    points = gpd.points_from_xy(there["centroid_lon"], there["centroid_lat"], crs=data.WGS84)
    return gpd.GeoSeries(points, index=there.index).to_crs(METRES)


@st.cache_resource(show_spinner=False)
def cached_distances(key: str) -> pd.Series:
    """Return the distance in km from each commune of mainland France to the nearest of a list."""
    return distance_to_nearest_km(cached_centres(), cached_targets(key))


@st.cache_resource(show_spinner=False)
def cached_counts(key: str) -> pd.Series:
    """Return how many of a list each commune of France has."""
    found = cached_listed(key)["code_commune"].value_counts()
    return found.reindex(data.cached_france().index, fill_value=0).astype(int)


def nearest_name(key: str, commune: str) -> str:
    """Return the name of the nearest of a list, with its commune."""
    targets = cached_targets(key)
    place = targets.distance(cached_centres()[commune]).idxmin()
    row = cached_listed(key).loc[place]
    return f"{row['name']} ({row['commune']})".replace("'", "’")
