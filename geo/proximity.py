"""How many services for the inhabitants, how far the nearest, and where both lack while need is great."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pyproj import Geod

from geo.checks import require_same_index
from geo.neighbours import METRES_PER_KM, require_metres

if TYPE_CHECKING:
    import geopandas as gpd

PER: float = 10_000.0
WGS84 = Geod(ellps="WGS84")


def rate_per_10k(counts: pd.Series, population: pd.Series) -> pd.Series:
    """Return counts per 10,000 inhabitants: ``10 000 * counts / population``.

    Parameters
    ----------
    counts
        Initiatives, services … in each commune; NaN means not surveyed, which is not zero.
    population
        Inhabitants, on the same index.

    Returns
    -------
    rate
        Per 10,000 inhabitants, on the same index. NaN where a number is not known or nobody lives.

    Raises
    ------
    ValueError
        The Series do not share one index.

    Notes
    -----
    For a group of communes, sum both first (`geo.aggregate.aggregate_rate` with ``per=10_000``). A survey
    that is not exhaustive gives no rate: what looks like a gap may be one of the survey.
    """
    require_same_index(counts, population)
    return (PER * counts / population.where(population > 0)).astype(float).rename("rate_per_10k")


def distance_from_km(latitudes: pd.Series, longitudes: pd.Series, place: str) -> pd.Series:
    """Return how far each place is from one of them, as the crow flies.

    Parameters
    ----------
    latitudes, longitudes
        One per place (town halls), in degrees (WGS84), on one index.
    place
        Which of them distances start from.

    Returns
    -------
    distance
        In km, on their index; 0 for ``place`` itself, NaN where a coordinate is missing.

    Raises
    ------
    ValueError
        The Series do not share one index, or ``place`` has no coordinates.

    Notes
    -----
    Geodesic of the WGS84 ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z).
    """
    require_same_index(latitudes, longitudes)
    start = float(longitudes[place]), float(latitudes[place])
    if np.isnan(start).any():
        raise ValueError(f"{place!r} has no coordinates")
    n = len(latitudes)
    metres = WGS84.inv(np.full(n, start[0]), np.full(n, start[1]), longitudes, latitudes)[2]
    return pd.Series(metres / METRES_PER_KM, index=latitudes.index, name="distance_km")


def distance_to_nearest_km(points: gpd.GeoSeries, targets: gpd.GeoSeries) -> pd.Series:
    """Return the distance from each point to the nearest target, as the crow flies.

    Parameters
    ----------
    points
        One per commune (town hall, centroid), in a CRS in metres.
    targets
        Any number of points, in the same CRS. Missing or empty ones are nowhere.

    Returns
    -------
    distance
        In km, on the index of ``points``; 0 where a target stands on the point. NaN for a missing or empty
        point, and for all if there is no target.

    Raises
    ------
    ValueError
        A CRS is in degrees, or they differ.
    """
    require_metres(points)
    require_metres(targets)
    if points.crs != targets.crs:
        raise ValueError(f"points are in {points.crs}, targets in {targets.crs}: project one of them")
    there = targets[~(targets.isna() | targets.is_empty)]
    distance = pd.Series(np.nan, index=points.index, name="distance_km")
    if len(there):
        asked = ~(points.isna() | points.is_empty).to_numpy()
        _, metres = there.sindex.nearest(points[asked].to_numpy(), return_all=False, return_distance=True)
        distance[asked] = metres / METRES_PER_KM
    return distance


def underserved(
    need: pd.Series,
    rate: pd.Series,
    distance_km: pd.Series,
    *,
    need_from: float,
    rate_below: float,
    far_from_km: float = 5.0,
) -> pd.Series:
    """Tell where need is great, supply is low and the nearest is far: all three at once.

    Parameters
    ----------
    need
        Score of fragility, one per commune, the higher the greater (`geo.fragility`).
    rate
        Supply per inhabitant (`rate_per_10k`), same index.
    distance_km
        Distance to the nearest (`distance_to_nearest_km`), same index.
    need_from
        Least score of a great need, in the unit of ``need``: a choice, such as the most fragile third.
    rate_below
        Supply under which it is low, in the unit of ``rate``: a choice, such as the rate of the region.
    far_from_km
        Least distance that is far. By default 5 km: about an hour on foot, or a quarter on a bicycle.

    Returns
    -------
    underserved
        Nullable boolean on the index of ``need``. False as soon as one condition fails, even if another is
        not known; ``<NA>`` if those that are known hold and one is not known.

    Raises
    ------
    ValueError
        The Series do not share one index.

    Notes
    -----
    As good as the survey of the supply: where it has not looked, nothing can be said.
    """
    require_same_index(need, rate, distance_km)
    great = _known(need >= need_from, need)
    low = _known(rate < rate_below, rate)
    far = _known(distance_km >= far_from_km, distance_km)
    return (great & low & far).rename("underserved")


def _known(condition: pd.Series, values: pd.Series) -> pd.Series:
    """Return a condition as nullable boolean, ``<NA>`` where its value is not known."""
    return condition.astype("boolean").mask(values.isna())
