"""Outlines on one shared topology: complete, clean, simplify, dissolve. All in metres (EPSG:2154)."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from loaders.errors import GeometryError, sample

SNAP_M = 0.5
"""Nodes closer than this are one node."""
GAP_M = 5.0
"""Slivers thinner than this between two communes are closed."""
GRID_M = 1.0
"""Coordinates are whole metres."""
TOLERANCE_M = 20.0
"""Triangles under the square of this are dropped. The source is coarse already: keep it small."""
AREA_TOLERANCE = 0.05
"""A completed outline must agree with the official area within this share (95 % of the other communes do)."""
KM2 = 1e6


@dataclass(frozen=True)
class Completion:
    """What was decided about one partial outline, areas in km²."""

    code: str
    drawn_km2: float
    hole_km2: float
    official_km2: float
    done: bool

    @property
    def gap(self) -> float:
        """Relative gap between the hole and the official area."""
        return self.hole_km2 / self.official_km2 - 1


def complete(outlines: gpd.GeoSeries, code: str, official_km2: float) -> tuple[gpd.GeoSeries, Completion]:
    """Give a commune the hole that all the others leave, if its area is that of the commune.

    Communes partition the territory, so a hole in the union of all the others can only belong to this one.

    Parameters
    ----------
    outlines
        All communes, index their code, EPSG:2154.
    code
        The commune whose outline is partial.
    official_km2
        Its official area.

    Returns
    -------
    outlines, completion
        New outlines (unchanged when areas disagree by more than 5 %, or without a hole) and the decision.
    """
    others = shapely.union_all(outlines.drop(code).to_numpy())
    holes = [hole for hole in _holes(others) if hole.contains(outlines[code].representative_point())]
    hole = holes[0] if holes else shapely.Polygon()
    drawn = outlines[code].area / KM2
    agrees = abs(hole.area / KM2 / official_km2 - 1) <= AREA_TOLERANCE
    completed = outlines.copy()
    if agrees:
        completed[code] = hole
    return completed, Completion(code, drawn, hole.area / KM2, official_km2, agrees)


def _holes(shape: shapely.Geometry) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shape)
    return [shapely.Polygon(ring) for part in parts for ring in part.interiors]


def invalid_edges(outlines: gpd.GeoSeries) -> list[str]:
    """List the communes with an edge that does not match its neighbour's."""
    edges = shapely.coverage_invalid_edges(outlines.to_numpy())
    return outlines.index[~shapely.is_empty(edges)].tolist()


def clean(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Make neighbours share identical edges, with coordinates in whole metres.

    Raises
    ------
    GeometryError
        The result has a gap, an overlap, or an outline that vanished.
    """
    cleaned = shapely.coverage_clean(outlines.to_numpy(), gap_width=GAP_M, snapping_distance=SNAP_M)
    rounded = shapely.transform(cleaned, lambda xy: np.round(xy / GRID_M) * GRID_M)
    return _coverage(rounded, outlines)


def simplify(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Simplify a clean coverage without parting neighbours (Visvalingam–Whyatt on shared edges).

    Raises
    ------
    GeometryError
        The result has a gap, an overlap, or an outline that vanished.
    """
    return _coverage(shapely.coverage_simplify(outlines.to_numpy(), TOLERANCE_M), outlines)


def _coverage(shapes: np.ndarray, like: gpd.GeoSeries) -> gpd.GeoSeries:
    result = gpd.GeoSeries(shapely.normalize(shapes), index=like.index, crs=like.crs)
    require_coverage(result)
    return result


def require_coverage(outlines: gpd.GeoSeries) -> None:
    """Raise GeometryError unless outlines are valid, filled, and form a coverage."""
    remedy = "diminuez TOLERANCE_M ou examinez ces communes dans la source."
    wrong = outlines.index[~outlines.is_valid | outlines.is_empty]
    if len(wrong):
        raise GeometryError("contours", f"polygones vides ou non valides : {sample(wrong)}.", remedy)
    if not shapely.coverage_is_valid(outlines.to_numpy()):
        raise GeometryError(
            "contours", f"les voisines ne coïncident pas : {sample(invalid_edges(outlines))}.", remedy
        )


def dissolve(outlines: gpd.GeoSeries, groups: pd.Series) -> gpd.GeoSeries:
    """Unite the outlines of each group, index the group's code sorted, same CRS."""
    members = outlines.groupby(groups.reindex(outlines.index))
    united = {code: shapely.normalize(shapely.coverage_union_all(part.to_numpy())) for code, part in members}
    return gpd.GeoSeries(united, crs=outlines.crs).sort_index()


def holes_km2(outlines: gpd.GeoSeries) -> list[float]:
    """Areas of the holes left in the union of a coverage, in km², largest first."""
    union = shapely.coverage_union_all(outlines.to_numpy())
    return sorted((hole.area / KM2 for hole in _holes(union)), reverse=True)
