"""Boundaries to TopoJSON: each border is stored once, so neighbours share it exactly and files stay small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
from topojson.core.topology import Topology

if TYPE_CHECKING:
    import pandas as pd

GRID = 100_000  # positions across the width and the height of a file: about 2 m for two départements
WGS84 = 4326
FORMAT = "1"  # raised when the file changes for the same input, so that browsers fetch it again


def interior_points(boundaries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return a point inside each area (EPSG:4326), to place names and keyboard focus."""
    return boundaries.representative_point().to_crs(WGS84)


def attributes_of(areas: pd.DataFrame, points: gpd.GeoSeries) -> dict[str, list[Any]]:
    """Return the columns that the map needs, one list per column, in the order of the areas.

    Parameters
    ----------
    areas
        Index: area codes. Columns ``name``, ``epci_name`` (may be missing), ``code_departement``
        and ``population`` (inhabitants; larger names are placed first).
    points
        A point inside each area (EPSG:4326), on the same index.
    """
    epcis = sorted(areas["epci_name"].dropna().unique())
    rank_of = {name: i for i, name in enumerate(epcis)}
    ranks = areas["population"].rank(ascending=False, method="first", na_option="bottom").astype(int)
    return {
        "codes": areas.index.tolist(),
        "names": areas["name"].tolist(),
        "epcis": epcis,
        "epci": [rank_of.get(name, -1) for name in areas["epci_name"]],
        "departement": areas["code_departement"].tolist(),
        "points": [[round(p.x, 5), round(p.y, 5)] for p in points],
        "ranks": ranks.tolist(),
    }


def encode(boundaries: gpd.GeoSeries, attributes: dict[str, list[Any]]) -> bytes:
    """Encode areas as TopoJSON (WGS84, quantised), with their attributes beside the geometry.

    Parameters
    ----------
    boundaries
        Polygons that share their borders (a valid coverage), any CRS; index: area codes.
    attributes
        Result of :func:`attributes_of`, in the same order.

    Notes
    -----
    Format: TopoJSON 1.0 (Bostock and Metcalf, https://github.com/topojson/topojson-specification).
    """
    frame = gpd.GeoDataFrame(geometry=boundaries.to_crs(WGS84).reset_index(drop=True))
    topology = Topology(frame, prequantize=GRID, object_name="areas").to_dict()
    for area in topology["objects"]["areas"]["geometries"]:
        area.pop("properties", None)
        area.pop("id", None)
    topology["attributes"] = attributes
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":"), default=float).encode()
