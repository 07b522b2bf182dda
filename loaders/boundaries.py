"""Outlines on one shared topology: clean, unite, simplify, store.

Each landmass is worked on in its own legal projection, in metres; all are stored in Lambert-93 (EPSG:2154).
"""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from loaders.errors import GeometryError, sample

LAMBERT_93 = 2154
WGS84 = 4326
PROJECTIONS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
"""Legal projections of the overseas départements, by the head of the codes of their communes."""
SNAP_M = 0.5
"""Nodes closer than this are one node."""
GAP_M = 5.0
"""Slivers thinner than this between two communes are closed."""
GRID_M = 1.0
"""Coordinates are whole metres."""
TOLERANCE_M = 20.0
"""Triangles under the square of this are dropped. The source is coarse already: keep it small."""
KM2 = 1e6


def landmasses(outlines: gpd.GeoSeries) -> Iterator[gpd.GeoSeries]:
    """Split outlines by landmass, each in its legal projection: the mainland with Corsica, then overseas.

    Parameters
    ----------
    outlines
        Index: codes of communes. Any CRS.

    Yields
    ------
    landmass
        Its outlines, in metres: EPSG:2154, 5490, 2972, 2975 or 4471.
    """
    heads = outlines.index.to_series().str[:3]
    heads = heads.where(heads.isin(list(PROJECTIONS)), "")
    for head, part in outlines.groupby(heads.to_numpy()):
        yield _projected(part, PROJECTIONS.get(str(head), LAMBERT_93))


def _projected(outlines: gpd.GeoSeries, epsg: int) -> gpd.GeoSeries:
    """Change the projection by way of WGS 84, the datum of the source: a direct way is slow to find."""
    return outlines if outlines.crs == epsg else outlines.to_crs(WGS84).to_crs(epsg)


def invalid_edges(outlines: gpd.GeoSeries) -> list[str]:
    """List the communes with an edge that does not match its neighbour's."""
    edges = shapely.coverage_invalid_edges(outlines.to_numpy())
    return outlines.index[~shapely.is_empty(edges)].tolist()


def clean(outlines: gpd.GeoSeries, faulty: list[str]) -> gpd.GeoSeries:
    """Make neighbours share identical edges, with coordinates in whole metres.

    Parameters
    ----------
    outlines
        Outlines of one landmass, in metres.
    faulty
        Those to mend (see `invalid_edges`): they and what touches them are cleaned, the others match already.
    """
    shapes = outlines.to_numpy().copy()
    touching = shapely.STRtree(shapes).query(outlines[faulty].to_numpy(), predicate="intersects")[1]
    around = np.unique(touching)
    shapes[around] = shapely.coverage_clean(shapes[around], gap_width=GAP_M, snapping_distance=SNAP_M)
    return _on_grid(gpd.GeoSeries(shapes, index=outlines.index, crs=outlines.crs))


def _on_grid(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    rounded = shapely.transform(outlines.to_numpy(), lambda xy: np.round(xy / GRID_M) * GRID_M)
    return gpd.GeoSeries(rounded, index=outlines.index, crs=outlines.crs)


def regroup(outlines: gpd.GeoSeries, codes: pd.Series) -> gpd.GeoSeries:
    """Unite the outlines that share a code, index that code sorted; an outline alone is only renamed."""
    named = codes.reindex(outlines.index)
    shared = named.duplicated(keep=False)
    alone = outlines[~shared].set_axis(pd.Index(named[~shared]))
    return gpd.GeoSeries(pd.concat([alone, dissolve(outlines[shared], named)]), crs=outlines.crs).sort_index()


def simplify(outlines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Simplify a clean coverage without parting neighbours (Visvalingam–Whyatt on shared edges)."""
    shapes = shapely.coverage_simplify(outlines.to_numpy(), TOLERANCE_M)
    return gpd.GeoSeries(shapes, index=outlines.index, crs=outlines.crs)


def store(parts: list[gpd.GeoSeries]) -> gpd.GeoSeries:
    """Put landmasses in one series in Lambert-93, whole metres, index sorted.

    Overseas, Lambert-93 is a formal storage: it holds positions (to 0.7 m at most), but lengths are
    1.1 to 1.9 times too long there. Measure in the legal projection (see `landmasses`).

    Raises
    ------
    GeometryError
        The result has a gap, an overlap, or an outline that vanished.
    """
    stored = pd.concat([_on_grid(_projected(part, LAMBERT_93)) for part in parts]).sort_index()
    result = gpd.GeoSeries(shapely.normalize(stored.to_numpy()), index=stored.index, crs=LAMBERT_93)
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
    shapes = pd.Series(outlines.to_numpy(), index=outlines.index)
    members = shapes.groupby(groups.reindex(outlines.index))
    united = {code: shapely.normalize(shapely.coverage_union_all(part.to_numpy())) for code, part in members}
    return gpd.GeoSeries(united, crs=outlines.crs).sort_index()


def areas_km2(outlines: gpd.GeoSeries) -> pd.Series:
    """Measure outlines in the legal projection of each landmass, in km², on their index."""
    return pd.concat([part.area / KM2 for part in landmasses(outlines)]).reindex(outlines.index)


def holes_km2(outlines: gpd.GeoSeries) -> list[float]:
    """Areas of the holes left in the union of a coverage, in km², largest first."""
    union = shapely.coverage_union_all(outlines.to_numpy())
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    return sorted((shapely.Polygon(ring).area / KM2 for ring in rings), reverse=True)
