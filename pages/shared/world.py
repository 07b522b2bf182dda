"""The land of the world, published once: the ground of maps beyond France."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from viz.static_files import publish_built
from viz.topology import FORMAT
from viz.world import middles, world_file

if TYPE_CHECKING:
    import geopandas as gpd

TABLE: Final = "world_land"
CREDIT: Final = "Fond : Natural Earth (domaine public)."


@st.cache_resource
def cached_world() -> gpd.GeoDataFrame:
    """Return the countries of the world, by ISO code of two letters (EPSG:4326)."""
    return catalog.read_world_land()


@st.cache_resource(show_spinner=False)
def cached_world_url() -> str:
    """Publish the land of the world and return its address."""
    inputs = (FORMAT, str(data.cached_sidecar(TABLE)["sha256"]))
    return publish_built("terres-du-monde", inputs, lambda: world_file(cached_world()))


@st.cache_resource(show_spinner=False)
def cached_middles() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of a point in the middle of each country, by ISO code."""
    points = middles(cached_world().geometry)
    return {code: (round(point.y, 2), round(point.x, 2)) for code, point in points.items()}
