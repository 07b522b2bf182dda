"""Points of a list: numbers read, usual slips told, and each checked to lie in its commune."""

import re
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

METRES: Final = 2154
DEGREES: Final = 4326
TOLERANCE_M: Final = 300.0
"""Outlines are simplified: a point this near its commune is in it."""
NUMBER: Final = re.compile(r"^[+-]?\d{1,9}(?:[.,]\d+)?$")
FRANCE_LAT, FRANCE_LON = (41.0, 51.5), (-5.5, 10.0)
LAMBERT_X, LAMBERT_Y = (1e5, 1.3e6), (6.0e6, 7.2e6)


@dataclass(frozen=True)
class Point:
    """A point in degrees, NaN where there is none, and what was found wrong with it."""

    lat: float = float("nan")
    lon: float = float("nan")
    notes: tuple[str, ...] = ()


def read_point(lat: str, lon: str) -> Point:
    """Read a point written as two numbers, decimal point or comma.

    Latitude and longitude in each other's place are put right, and so are metres (Lambert-93) in place of
    degrees: both are told. Anything else is no point, and told.
    """
    if not lat and not lon:
        return Point()
    if not (lat and lon):
        return Point(notes=("latitude ou longitude absente : le point n’est pas lu",))
    y, x = _number(lat), _number(lon)
    if np.isnan([x, y]).any():
        return Point(notes=(f"point illisible : « {lat} », « {lon} »",))
    if x == 0 and y == 0:
        return Point(notes=("point à 0, 0 : tenu pour absent",))
    return _placed(y, x)


def _number(text: str) -> float:
    cell = text.strip().replace("\u2212", "-")
    return float(cell.replace(",", ".")) if NUMBER.match(cell) else float("nan")


def _placed(y: float, x: float) -> Point:
    if _within(x, FRANCE_LAT) and _within(y, FRANCE_LON):
        return Point(x, y, ("latitude et longitude échangées : remises en ordre",))
    if _within(y, (-90, 90)) and _within(x, (-180, 180)):
        return Point(y, x)
    for easting, northing in ((x, y), (y, x)):
        if _within(easting, LAMBERT_X) and _within(northing, LAMBERT_Y):
            lon, lat = pyproj.Transformer.from_crs(METRES, DEGREES, always_xy=True).transform(
                easting, northing
            )
            return Point(lat, lon, ("point en mètres (Lambert-93) : converti en degrés",))
    return Point(notes=(f"point hors du globe : {y:g}, {x:g}",))


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def containing(points: gpd.GeoSeries, outlines: gpd.GeoSeries) -> pd.Series:
    """Return the code of the outline that each point is in, or near; missing where it is in none.

    Parameters
    ----------
    points, outlines
        In the same CRS, in metres; outlines indexed by code.
    """
    nearest, distance = outlines.sindex.nearest(
        points.to_numpy(), return_all=False, return_distance=True, max_distance=TOLERANCE_M
    )
    places, found = nearest
    codes = pd.Series(None, index=points.index, dtype=object)
    codes.iloc[places[distance <= TOLERANCE_M]] = outlines.index.to_numpy()[found[distance <= TOLERANCE_M]]
    return codes


def distance_outside_m(points: gpd.GeoSeries, codes: pd.Series, outlines: gpd.GeoSeries) -> pd.Series:
    """Return how far each point is from the outline of its commune, in metres; 0 inside or near it.

    Parameters
    ----------
    points
        In the CRS of ``outlines``, in metres.
    codes
        Commune of each point, on the same index; NaN where the outline is not among ``outlines``.
    """
    shapes = outlines.reindex(codes).to_numpy()
    metres = shapely.distance(points.to_numpy(), shapes)
    return pd.Series(np.where(metres <= TOLERANCE_M, 0.0, metres), index=points.index)
