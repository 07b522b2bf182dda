"""What lies under the points of an explorer: addresses for the browser, outlines for files to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import shapely
import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.maps import cached_geometry
from pages.shared.world import cached_world, cached_world_url
from viz.explorer import Ground
from viz.france import ground_file
from viz.static_files import publish_built
from viz.topology import FORMAT

if TYPE_CHECKING:
    import geopandas as gpd

    from viz.layers import Scale


@st.cache_resource(show_spinner=False)
def cached_departements_url() -> str:
    """Publish the départements of France and return their address."""
    outlines = catalog.read_boundaries("departements").geometry
    names = pd.Series({code: place.name for code, place in catalog.read_departements().items()})
    inputs = (FORMAT, str(data.cached_sidecar("boundaries_departements")["sha256"]))
    return publish_built("departements", inputs, lambda: ground_file(outlines, names.loc[outlines.index]))


def france_ground() -> Ground:
    """Return the départements of France."""
    return Ground((cached_departements_url(),), least_zoom=4)


def basin_ground(perimeter: str = data.DEFAULT_PERIMETER) -> Ground:
    """Return the communes of the Nord and the Pas-de-Calais, with the border of a perimeter."""
    territory = data.cached_territory(perimeter)
    return Ground(cached_geometry().urls, tuple(territory.codes), territory.label)


class GroundShapes(NamedTuple):
    """The areas of a ground: outlines, names (`viz.static_map.static_map`), what they are, their credit."""

    outlines: gpd.GeoSeries
    areas: pd.DataFrame
    scale: Scale
    credit: str


def ground_shapes(ground: Ground) -> GroundShapes:
    """Return the areas of a ground as shapes: communes, départements, or countries."""
    if ground.areas == cached_geometry().urls:
        communes = data.cached_communes().assign(population=data.cached_population(data.LATEST))
        credit = str(data.cached_sidecar("boundaries_communes")["attribution"])
        return GroundShapes(data.cached_boundaries(), communes, "commune", credit)
    if ground.areas == (cached_world_url(),):
        outlines = cached_world().geometry
        return GroundShapes(outlines, _land(outlines, ""), "land", "")
    outlines = catalog.read_boundaries("departements").geometry
    names = {code: place.name for code, place in catalog.read_departements().items()}
    credit = str(data.cached_sidecar("boundaries_departements")["attribution"])
    return GroundShapes(outlines, _land(outlines, outlines.index.map(names)), "land", credit)


def _land(outlines: gpd.GeoSeries, names: str | pd.Index) -> pd.DataFrame:
    frame = pd.DataFrame({"name": names}, index=outlines.index)
    return frame.assign(
        epci_name=None, code_departement=outlines.index, population=shapely.area(outlines.to_numpy())
    )
