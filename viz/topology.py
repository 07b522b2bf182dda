"""Boundaries to TopoJSON: each border is stored once, so neighbours share it exactly and files stay small.

One coverage may go into several files. Positions stand on one grid for the whole world, and borders are cut
where the whole coverage cuts them, so that the edge of a file is, corner by corner, the edge of the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyproj
import shapely

if TYPE_CHECKING:
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
        "points": shapely.get_coordinates(points.to_numpy()).round(5).tolist(),
        "ranks": (population_ranks(areas["population"]) if ranks is None else ranks).tolist(),
    }


def population_ranks(population: pd.Series) -> pd.Series:
    """Return the place of each area by population: 1 for the largest, unknown ones last, no ties."""
    return population.rank(ascending=False, method="first", na_option="bottom").astype(int)


def encode(boundaries: gpd.GeoSeries, attributes: dict[str, Any], steps: int = STEPS_PER_DEGREE) -> bytes:
    """Encode areas as one TopoJSON file, with their attributes beside the geometry (see `Topology`).

    Parameters
    ----------
    boundaries
        Polygons that share their borders (a valid coverage), any CRS; index: area codes.
    attributes
        Result of :func:`attributes_of`, in the same order.
    steps
        Steps of the grid in a degree: fewer make a smaller file of broad outlines.
    """
    return Topology.of(boundaries, steps).encode(0, len(boundaries), attributes)


@dataclass(frozen=True)
class Topology:
    """The borders of a coverage, each once, and the areas as rings of borders.

    Attributes
    ----------
    steps
        Steps of the grid in a degree.
    corners
        Longitude and latitude of each corner, in steps of the grid.
    paths, arc_starts
        Corners of all arcs, one arc after the other; where each begins, and the end of the last.
    arcs, ring_starts
        Arcs of all rings, one ring after the other, ``~i`` for arc ``i`` backwards; where each ring begins,
        and the end of the last.
    polygon_of_ring, area_of_ring
        To which polygon, and to which area, each ring belongs, in order.

    Notes
    -----
    Format: TopoJSON 1.0 (Bostock and Metcalf, https://github.com/topojson/topojson-specification).
    An arc ends where three edges or more meet; a ring that meets nobody is one arc.
    """

    steps: int
    corners: Ints
    paths: Ints
    arc_starts: Ints
    arcs: Ints
    ring_starts: Ints
    polygon_of_ring: Ints
    area_of_ring: Ints

    @classmethod
    def of(cls, boundaries: gpd.GeoSeries, steps: int = STEPS_PER_DEGREE) -> Topology:
        """Find the borders of polygons that share them corner by corner (a valid coverage), any CRS."""
        polygons, area_of_polygon = shapely.get_parts(boundaries.to_numpy(), return_index=True)
        rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
        corners, starts = _open_rings(rings)
        places, nodes = _distinct(corners)
        walk = _Walk.along(nodes, starts)
        return cls(
            steps,
            _on_grid(places, boundaries.crs, steps),
            walk.paths,
            walk.arc_starts,
            walk.arcs,
            np.append(walk.ring_stretches, len(walk.arcs)),
            polygon_of_ring,
            area_of_polygon[polygon_of_ring],
        )

    def encode(self, first: int, end: int, attributes: dict[str, Any]) -> bytes:
        """Write the areas from ``first`` to ``end`` (left out), with attributes beside the geometry."""
        a, b = np.searchsorted(self.area_of_ring, [first, end]).tolist()
        starts = self.ring_starts[a : b + 1]
        arcs = self.arcs[starts[0] : starts[-1]]
        used, numbers = np.unique(np.where(arcs < 0, ~arcs, arcs), return_inverse=True)
        numbers = np.where(arcs < 0, ~numbers, numbers)
        lines, low = self._lines(used)
        shapes = self._shapes(a, b, numbers.tolist())
        head = {
            "type": "Topology",
            "transform": {"scale": [1 / self.steps] * 2, "translate": [c / self.steps for c in low]},
            "objects": {"areas": {"type": "GeometryCollection", "geometries": shapes}},
            "attributes": attributes,
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        return f'{text[:-1]},"arcs":[{lines}]}}'.encode()

    def _shapes(self, a: int, b: int, arcs: list[int]) -> list[dict[str, Any]]:
        """Return the areas of rings ``a`` to ``b`` as TopoJSON geometries, from the arcs of those rings."""
        cuts = (self.ring_starts[a : b + 1] - self.ring_starts[a]).tolist()
        areas: dict[int, dict[int, list[list[int]]]] = {}
        owners = zip(self.area_of_ring[a:b].tolist(), self.polygon_of_ring[a:b].tolist(), strict=True)
        for (area, polygon), (start, end) in zip(owners, pairwise(cuts), strict=True):
            areas.setdefault(area, {}).setdefault(polygon, []).append(arcs[start:end])
        shapes = [list(polygons.values()) for polygons in areas.values()]
        return [
            {"type": "Polygon", "arcs": shape[0]}
            if len(shape) == 1
            else {"type": "MultiPolygon", "arcs": shape}
            for shape in shapes
        ]

    def _lines(self, used: Ints) -> tuple[str, list[int]]:
        """Return arcs as JSON, in steps from corner to corner, and the corner that they start from.

        Half a million corners are written as text: as lists of Python they would take three times longer.
        """
        sizes = np.diff(self.arc_starts)[used]
        starts = np.cumsum(sizes) - sizes
        places = np.repeat(self.arc_starts[used] - starts, sizes) + np.arange(sizes.sum())
        line = self.corners[self.paths[places]]
        low = line.min(axis=0)
        steps = np.diff(line, axis=0, prepend=line[:1])
        steps[starts] = line[starts] - low
        moved = steps.any(axis=1)  # two corners may fall on one place of the grid
        moved[starts] = moved[starts + sizes - 1] = True
        corners = [f"[{x},{y}]" for x, y in zip(*steps[moved].T.tolist(), strict=True)]
        ends = np.cumsum(moved)[starts + sizes - 1].tolist()
        return ",".join(f"[{','.join(corners[a:b])}]" for a, b in pairwise([0, *ends])), low.tolist()


def _open_rings(rings: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the corners of all rings without the one that closes each, and where each ring begins."""
    corners, ring_of_corner = shapely.get_coordinates(rings, return_index=True)
    kept = np.append(ring_of_corner[1:] == ring_of_corner[:-1], [False])
    return corners[kept], np.searchsorted(ring_of_corner[kept], np.arange(len(rings)))


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


def _distinct(corners: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the distinct places, and the place of each corner."""
    column, xs = pd.factorize(corners[:, 0])
    row, ys = pd.factorize(corners[:, 1])
    nodes, keys = pd.factorize(column.astype(np.int64) * len(ys) + row)
    return np.column_stack([xs[keys // len(ys)], ys[keys % len(ys)]]), nodes


def _on_grid(places: npt.NDArray[np.float64], crs: Any, steps: int) -> Ints:  # noqa: ANN401 (what pyproj takes)
    """Return longitudes and latitudes in steps of the grid."""
    transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
    degrees = np.column_stack(transformer.transform(places[:, 0], places[:, 1]))
    return np.round(degrees * steps).astype(np.int64)


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
