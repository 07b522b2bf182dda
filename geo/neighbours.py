"""Who is next to whom: pairs that share an edge, pairs that are close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Lines = npt.NDArray[np.object_]

METRES_PER_KM = 1000.0


def contiguity(boundaries: gpd.GeoSeries) -> pd.DataFrame:
    """List the pairs of territories that share an edge (rook contiguity).

    Parameters
    ----------
    boundaries
        One polygon per territory, index unique, any CRS, outlines that match along shared edges.

    Returns
    -------
    pairs
        Ordered pairs, sorted: columns ``focal`` and ``neighbour``, each an index label; every pair comes both
        ways. A territory that shares no edge of positive length (an island, or one that meets others at a
        point only) is in no row; nor is an empty or missing outline.

    Notes
    -----
    Rook contiguity: Cliff and Ord (1981), Spatial Processes. Two outlines whose lines cross without running
    together share no edge, even where the polygons overlap. On one shared topology, neighbours have a segment
    of two vertices in common, and sorting segments finds nearly all pairs; only outlines that come close
    without such a segment are intersected.
    """
    lines = shapely.boundary(boundaries.to_numpy())
    matched = _common_segments(lines)
    once = np.union1d(matched, _other_common_edges(lines, matched))
    first, second = np.divmod(once, max(len(lines), 1))
    labels = boundaries.index
    focal, neighbour = np.concatenate([first, second]), np.concatenate([second, first])
    pairs = pd.DataFrame({"focal": labels[focal], "neighbour": labels[neighbour]})
    return pairs.sort_values(["focal", "neighbour"], ignore_index=True)


def nearest(points: gpd.GeoSeries, k: int) -> pd.DataFrame:
    """List the ``k`` nearest neighbours of each point, as the crow flies.

    Parameters
    ----------
    points
        One point per territory, index unique and sortable, in a CRS in metres (Lambert-93 for mainland
        France). A missing or empty point is nobody's neighbour and has none.
    k
        Neighbours per point, 1 at least; fewer if there are not so many other points.

    Returns
    -------
    pairs
        Columns ``focal``, ``neighbour`` (index labels) and ``distance_km``; by focal label, then from near to
        far, equal distances by label. Not symmetric: a hamlet's nearest town has nearer neighbours. Which of
        several points at the distance of the last place is kept is left to the search tree.

    Raises
    ------
    ValueError
        ``k`` is below 1, or the CRS is in degrees.
    """
    from scipy.spatial import KDTree  # noqa: PLC0415 - 0.3 s to load, and most pages never ask

    if k < 1:
        raise ValueError(f"number of neighbours must be 1 or more, got {k}")
    require_metres(points)
    there = points[~(points.isna() | points.is_empty)].sort_index()
    xy = shapely.get_coordinates(there.to_numpy())
    if len(xy) < 2:  # noqa: PLR2004
        return pd.DataFrame({"focal": there.index[:0], "neighbour": there.index[:0], "distance_km": []})
    metres, place = KDTree(xy).query(xy, k=min(k + 1, len(xy)))
    kept = _without_itself(place)
    focal = np.repeat(np.arange(len(xy)), kept.sum(axis=1))
    pairs = pd.DataFrame(
        {
            "focal": there.index[focal],
            "neighbour": there.index[place[kept]],
            "distance_km": metres[kept] / METRES_PER_KM,
        }
    )
    return pairs.sort_values(["focal", "distance_km", "neighbour"], ignore_index=True)


def require_metres(shapes: gpd.GeoSeries) -> None:
    """Refuse shapes in degrees, whose distances mean nothing.

    Raises
    ------
    ValueError
        The CRS is geographic; the message names it. An unknown CRS passes.
    """
    if shapes.crs is not None and shapes.crs.is_geographic:
        raise ValueError(f"distances need a CRS in metres, not {shapes.crs.to_string()}; project first")


def _common_segments(lines: Lines) -> Integers:
    """Return the pairs of lines (numbered first * n + second) with two consecutive vertices in common."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    point, points = pd.factorize(xy.view(np.complex128).ravel())
    start, end = np.minimum(point[1:], point[:-1]), np.maximum(point[1:], point[:-1])
    real = (part[1:] == part[:-1]) & (start < end)
    segment = start[real] * len(points) + end[real]
    line = owner[part[1:][real]]
    order = np.argsort(segment, kind="stable")
    segment, line = segment[order], line[order]
    same = segment[1:] == segment[:-1]
    first, second = line[:-1][same], line[1:][same]
    apart = first < second
    return np.unique(first[apart] * len(lines) + second[apart])


def _other_common_edges(lines: Lines, matched: Integers) -> Integers:
    """Return the pairs of lines, other than the matched ones, that run together for a while."""
    first, second = shapely.STRtree(lines).query(lines)
    once = first < second
    first, second = first[once], second[once]
    seen = np.isin(first * len(lines) + second, matched)
    first, second = first[~seen], second[~seen]
    shapely.prepare(lines)
    meet = shapely.intersects(lines[first], lines[second])
    first, second = first[meet], second[meet]
    shared = shapely.length(shapely.intersection(lines[first], lines[second])) > 0
    return first[shared] * len(lines) + second[shared]


def _without_itself(place: Integers) -> npt.NDArray[np.bool_]:
    """Tell which answers of a search are others: drop the point itself, or the last if it is not there."""
    others = place != np.arange(len(place))[:, None]
    crowded = others.all(axis=1)
    others[crowded, -1] = False
    return others
