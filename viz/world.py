"""The ground of maps beyond France: countries drawn broadly, in one file that the browser fetches once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import shapely

from viz.topology import WGS84, attributes_of, encode

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

STEPS: Final = 100
"""Steps of the grid in a degree: 1.1 km to the north, half a pixel of a map of Europe (zoom 5)."""
CENTRE_DEGREES: Final = 0.1
"""How close to the true one the middle of a country is."""


def world_file(land: gpd.GeoDataFrame) -> bytes:
    """Return the countries as one TopoJSON file, like those of communes (see `viz.topology.encode`).

    Parameters
    ----------
    land
        Index: ISO 3166-1 code of two letters (anything unique where there is none); ``name_fr`` (may be
        missing); geometry in degrees.

    Returns
    -------
    content
        ``attributes`` has ``codes``, ``names`` (French, "" where there is none) and a point inside each.
    """
    frame = pd.DataFrame(
        {
            "name": land["name_fr"].fillna(""),
            "epci_name": None,
            "code_departement": "",
            "population": shapely.area(land.geometry.to_numpy()),
        },
        index=land.index,
    )
    return encode(land.geometry, attributes_of(frame, middles(land.geometry)), STEPS)


def middles(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the middle of the largest part of each country, to say « somewhere in this country »."""
    centres = shapely.get_point(shapely.maximum_inscribed_circle(_largest(outlines), CENTRE_DEGREES), 0)
    return gpd.GeoSeries(centres, index=outlines.index, crs=WGS84)


def _largest(outlines: gpd.GeoSeries) -> npt.NDArray[np.object_]:
    parts, owners = shapely.get_parts(outlines.to_numpy(), return_index=True)
    sizes = pd.Series(shapely.area(parts))
    return parts[sizes.groupby(owners).idxmax().to_numpy()]
