"""Boundaries to TopoJSON: each border is stored once, so neighbours share it exactly and files stay small.

One coverage may go into several files. Positions stand on one grid for the whole world, and borders are cut
where the whole coverage cuts them, so that the edge of a file is, corner by corner, the edge of the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyproj
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

STEPS_PER_DEGREE: Final = 50_000  # one step: 2.2 m to the north, 1.4 m to the east in Lens
WGS84: Final = 4326
FORMAT: Final = "2"  # raised when the file changes for the same input, so that browsers fetch it again


def interior_points(boundaries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return a point inside each area (EPSG:4326), to place names and keyboard focus."""
    return boundaries.representative_point().to_crs(WGS84)


def attributes_of(
    areas: pd.DataFrame, points: gpd.GeoSeries, ranks: pd.Series | None = None
) -> dict[str, list[Any]]:
    """Return the columns that the map needs, one list per column, in the order of the areas.

    Parameters
    ----------
    areas
        Index: area codes. Columns ``name``, ``epci_name`` (may be missing), ``code_departement``
        and ``population`` (inhabitants; larger names are placed first).
    points
        A point inside each area (EPSG:4326), on the same index.
    ranks
        Place of each area by population, 1 for the largest, on the same index; None: among these areas.
    """
    epcis = sorted(areas["epci_name"].dropna().unique())
    rank_of = {name: i for i, name in enumerate(epcis)}
    return {
        "codes": areas.index.tolist(),
        "names": areas["name"].tolist(),
        "epcis": epcis,
        "epci": [rank_of.get(name, -1) for name in areas["epci_name"]],
        "departement": areas["code_departement"].tolist(),
        "points": [[round(p.x, 5), round(p.y, 5)] for p in points],
        "ranks": (population_ranks(areas["population"]) if ranks is None else ranks).tolist(),
    }


def population_ranks(population: pd.Series) -> pd.Series:
    """Return the place of each area by population: 1 for the largest, unknown ones last, no ties."""
    return population.rank(ascending=False, method="first", na_option="bottom").astype(int)


def encode(boundaries: gpd.GeoSeries, attributes: dict[str, list[Any]]) -> bytes:
    """Encode areas as one TopoJSON file, with their attributes beside the geometry (see `Topology`).

    Parameters
    ----------
    boundaries
        Polygons that share their borders (a valid coverage), any CRS; index: area codes.
    attributes
        Result of :func:`attributes_of`, in the same order.
    """
    return Topology.of(boundaries).encode(range(len(boundaries)), attributes)


@dataclass(frozen=True)
class Topology:
    """The borders of a coverage, each once, and the areas as lists of borders.

    Attributes
    ----------
    corners
        Longitude and latitude of each corner, in steps of the grid.
    paths
        Corners of all arcs, one arc after the other.
    starts
        Where each arc begins in ``paths``, and the end of the last.
    areas
        For each area its polygons, each a list of rings, each a list of arcs; ``~i`` is arc ``i`` backwards.

    Notes
    -----
    Format: TopoJSON 1.0 (Bostock and Metcalf, https://github.com/topojson/topojson-specification).
    An arc ends where three edges or more meet; a ring that meets nobody is one arc.
    """

    corners: Ints
    paths: Ints
    starts: Ints
    areas: list[list[list[list[int]]]]

    @classmethod
    def of(cls, boundaries: gpd.GeoSeries) -> Topology:
        """Find the borders of polygons that share them corner by corner (a valid coverage), any CRS."""
        rings = _Rings.of(boundaries.to_numpy())
        places, nodes = _distinct(rings.corners)
        walk = _Walk.along(nodes, rings.starts)
        return cls(
            _on_grid(places, boundaries.crs), walk.paths, walk.arc_starts, rings.regroup(walk.arcs_of_rings())
        )

    def encode(self, chosen: Sequence[int], attributes: dict[str, Any]) -> bytes:
        """Write some of the areas, in the order asked for, with attributes beside the geometry."""
        shapes = [self.areas[i] for i in chosen]
        used = np.unique([~arc if arc < 0 else arc for s in shapes for p in s for r in p for arc in r])
        arcs, low = self._deltas(used)
        number = {int(arc): i for i, arc in enumerate(used)}
        step = 1 / STEPS_PER_DEGREE
        topology = {
            "type": "Topology",
            "transform": {"scale": [step, step], "translate": [c / STEPS_PER_DEGREE for c in low]},
            "objects": {"areas": {"type": "GeometryCollection", "geometries": _shapes(shapes, number)}},
            "arcs": arcs,
            "attributes": attributes,
        }
        return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()

    def _deltas(self, used: Ints) -> tuple[list[list[list[int]]], list[int]]:
        """Return arcs as steps from corner to corner, and the corner of the file that they start from."""
        sizes = np.diff(self.starts)[used]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        places = np.repeat(self.starts[used] - starts, sizes) + np.arange(sizes.sum())
        line = self.corners[self.paths[places]]
        low = line.min(axis=0)
        steps = np.diff(line, axis=0, prepend=line[:1])
        steps[starts] = line[starts] - low
        moved = steps.any(axis=1)  # two corners may fall on one place of the grid
        moved[starts] = moved[starts + sizes - 1] = True
        ends = np.cumsum(moved)[starts + sizes - 1]
        listed = steps[moved].tolist()
        cuts = [0, *ends.tolist()]
        return [listed[a:b] for a, b in zip(cuts[:-1], cuts[1:], strict=True)], low.tolist()


def _shapes(shapes: list[list[list[list[int]]]], number: dict[int, int]) -> list[dict[str, Any]]:
    """Return areas as TopoJSON geometries whose arcs have the numbers of the file."""
    found = []
    for polygons in shapes:
        rings = [[[~number[~a] if a < 0 else number[a] for a in r] for r in p] for p in polygons]
        one = len(rings) == 1
        found.append({"type": "Polygon" if one else "MultiPolygon", "arcs": rings[0] if one else rings})
    return found


@dataclass(frozen=True)
class _Rings:
    """All rings of all polygons, one after the other; the corner that closes a ring is left out."""

    corners: npt.NDArray[np.float64]
    starts: Ints
    polygon_of_ring: Ints
    area_of_polygon: Ints
    n_areas: int

    @classmethod
    def of(cls, shapes: npt.NDArray[np.object_]) -> _Rings:
        polygons, area_of_polygon = shapely.get_parts(shapes, return_index=True)
        rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
        corners, ring_of_corner = shapely.get_coordinates(rings, return_index=True)
        kept = np.append(ring_of_corner[1:] == ring_of_corner[:-1], [False])
        starts = np.searchsorted(ring_of_corner[kept], np.arange(len(rings)))
        return cls(corners[kept], starts, polygon_of_ring, area_of_polygon, len(shapes))

    def regroup(self, rings: list[list[int]]) -> list[list[list[list[int]]]]:
        """Put what stands for each ring into polygons, and polygons into areas."""
        polygons: list[list[list[int]]] = [[] for _ in self.area_of_polygon]
        for polygon, ring in zip(self.polygon_of_ring.tolist(), rings, strict=True):
            polygons[polygon].append(ring)
        areas: list[list[list[list[int]]]] = [[] for _ in range(self.n_areas)]
        for area, polygon_rings in zip(self.area_of_polygon.tolist(), polygons, strict=True):
            areas[area].append(polygon_rings)
        return areas


@dataclass(frozen=True)
class _Walk:
    """Every ring as a walk from cut to cut; between two cuts it follows one arc.

    Attributes
    ----------
    paths, arc_starts
        The arcs: see `Topology`.
    arcs
        The arc that each stretch of each ring follows, ``~i`` when backwards, ring after ring.
    ring_stretches
        Where the stretches of each ring begin in ``arcs``.
    """

    paths: Ints
    arc_starts: Ints
    arcs: Ints
    ring_stretches: Ints

    @classmethod
    def along(cls, nodes: Ints, ring_starts: Ints) -> _Walk:
        """Cut rings, given as corners one after the other, where more than two edges meet."""
        edges = _edges(nodes, _next(ring_starts, len(nodes)))
        cut = _cuts(nodes, edges, ring_starts)
        order = _from_first_cut(cut, ring_starts)
        nodes, edges = nodes[order], edges[order]
        begins = np.flatnonzero(cut[order])
        ends_at = nodes[_next(ring_starts, len(nodes))[np.append(begins[1:], len(nodes)) - 1]]
        arcs, first = pd.factorize(np.minimum.reduceat(edges, begins))
        canonical = np.full(len(first), len(arcs))
        np.minimum.at(canonical, arcs, np.arange(len(arcs)))
        like = begins[canonical][arcs]
        forward = (nodes[begins] == nodes[like]) & (edges[begins] == edges[like])
        sizes = np.diff(np.append(begins, len(nodes)))[canonical]
        return cls(
            *_arc_paths(nodes, begins[canonical], sizes, ends_at[canonical]),
            np.where(forward, arcs, ~arcs),
            np.searchsorted(begins, ring_starts),
        )

    def arcs_of_rings(self) -> list[list[int]]:
        """Return the arcs of each ring."""
        arcs, ends = self.arcs.tolist(), [*self.ring_stretches[1:].tolist(), len(self.arcs)]
        return [arcs[a:b] for a, b in zip(self.ring_stretches.tolist(), ends, strict=True)]


def _distinct(corners: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the distinct places, and the place of each corner."""
    column, xs = pd.factorize(corners[:, 0])
    row, ys = pd.factorize(corners[:, 1])
    nodes, keys = pd.factorize(column.astype(np.int64) * len(ys) + row)
    return np.column_stack([xs[keys // len(ys)], ys[keys % len(ys)]]), nodes


def _on_grid(places: npt.NDArray[np.float64], crs: Any) -> Ints:  # noqa: ANN401 (what pyproj takes)
    """Return longitudes and latitudes in steps of the grid."""
    transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
    degrees = np.column_stack(transformer.transform(places[:, 0], places[:, 1]))
    return np.round(degrees * STEPS_PER_DEGREE).astype(np.int64)


def _next(ring_starts: Ints, n: int) -> Ints:
    """Return the position of the corner that follows each corner on its ring."""
    following = np.arange(1, n + 1)
    following[np.append(ring_starts[1:], n) - 1] = ring_starts
    return following


def _edges(nodes: Ints, following: Ints) -> Ints:
    """Return a number for the edge that leaves each corner: the same in both directions."""
    ends = nodes[following]
    low, high = np.minimum(nodes, ends), np.maximum(nodes, ends)
    return pd.factorize(low * (nodes.max() + 1) + high)[0]


def _cuts(nodes: Ints, edges: Ints, ring_starts: Ints) -> npt.NDArray[np.bool_]:
    """Tell at which corners a ring is cut: where edges meet, or once where a ring meets nobody."""
    _, once = np.unique(edges, return_index=True)
    following = _next(ring_starts, len(nodes))
    meeting = np.bincount(np.append(nodes[once], nodes[following[once]]), minlength=nodes.max() + 1)
    cut = meeting[nodes] != 2  # noqa: PLR2004 (the edge that comes and the edge that goes)
    lonely = np.repeat(~np.logical_or.reduceat(cut, ring_starts), _sizes(ring_starts, len(nodes)))
    lowest = np.repeat(np.minimum.reduceat(nodes, ring_starts), _sizes(ring_starts, len(nodes)))
    return cut | (lonely & (nodes == lowest))


def _from_first_cut(cut: npt.NDArray[np.bool_], ring_starts: Ints) -> Ints:
    """Return the positions in an order in which each ring begins at its first cut."""
    sizes = _sizes(ring_starts, len(cut))
    first = np.minimum.reduceat(np.where(cut, np.arange(len(cut)), len(cut)), ring_starts) - ring_starts
    start = np.repeat(ring_starts, sizes)
    return start + (np.arange(len(cut)) - start + np.repeat(first, sizes)) % np.repeat(sizes, sizes)


def _sizes(starts: Ints, n: int) -> Ints:
    return np.diff(np.append(starts, n))


def _arc_paths(nodes: Ints, begins: Ints, sizes: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the corners of arcs, each with the corner where it ends, and where each arc begins."""
    starts = np.concatenate([[0], np.cumsum(sizes + 1)])
    paths = np.empty(starts[-1], dtype=np.int64)
    places = np.repeat(begins - (starts[:-1]), sizes)
    inner = np.ones(starts[-1], dtype=bool)
    inner[starts[1:] - 1] = False
    paths[inner] = nodes[places + np.flatnonzero(inner)]
    paths[~inner] = ends
    return paths, starts
