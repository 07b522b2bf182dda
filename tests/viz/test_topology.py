"""Boundaries as TopoJSON: decoded here by a few lines of our own, neighbours still touch."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from topojson.core.topology import Topology as Library

from loaders import catalog
from viz.topology import STEPS_PER_DEGREE, Topology, attributes_of, encode, interior_points

KM = 1000
LENS = (684_000, 7_036_000)  # Lambert-93


def square(column, row, side=KM):
    x, y = LENS[0] + column * KM, LENS[1] + row * KM
    return box(x, y, x + side, y + side)


@pytest.fixture
def outlines():
    """Two squares that touch, a ring with the first in its hole, and a commune in two parts."""
    hole = square(-1, -1, 4 * KM).difference(square(0, 0).union(square(1, 0)))
    parts = MultiPolygon([square(10, 0), square(12, 0)])
    return gpd.GeoSeries([square(0, 0), square(1, 0), hole, parts], index=["A", "B", "C", "D"], crs=2154)


@pytest.fixture
def areas():
    return pd.DataFrame(
        {
            "name": ["Lens", "Liévin", "L'anneau", "Deux-Parts"],
            "epci_name": ["CA Z", "CA A", None, "CA Z"],
            "code_departement": ["62", "62", "59", "62"],
            "population": [100.0, 300.0, float("nan"), 100.0],
        },
        index=["A", "B", "C", "D"],
    )


def decode(topology):
    """Return one geometry per area (longitude, latitude), and the arcs each uses."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)

    def ring(numbers):
        points = []
        for number in numbers:
            line = arcs[number] if number >= 0 else arcs[~number][::-1]
            assert not points or points[-1] == line[0], "arcs of a ring follow one another"
            points += line if not points else line[1:]
        return points

    shapes, used = [], []
    for area in topology["objects"]["areas"]["geometries"]:
        polygons = [area["arcs"]] if area["type"] == "Polygon" else area["arcs"]
        shapes.append(MultiPolygon([Polygon(ring(p[0]), [ring(h) for h in p[1:]]) for p in polygons]))
        used.append({n if n >= 0 else ~n for p in polygons for r in p for n in r})
    return shapes, used


@pytest.fixture
def small(outlines, areas):
    return json.loads(encode(outlines, attributes_of(areas, interior_points(outlines))))


def test_areas_come_back_where_they_were_holes_and_parts_included(small, outlines):
    shapes, _ = decode(small)
    back = gpd.GeoSeries(shapes, index=outlines.index, crs=4326).to_crs(2154)
    assert (back.symmetric_difference(outlines).area / outlines.area).max() < 0.002
    assert [len(shape.geoms) for shape in shapes] == [1, 1, 1, 2]
    assert len(shapes[2].geoms[0].interiors) == 1


def test_neighbours_share_their_arc_and_strangers_share_none(small):
    _, used = decode(small)
    assert used[0] & used[1]
    assert used[0] & used[2]
    assert not used[0] & used[3]


def test_the_file_holds_positions_and_the_attributes_of_the_map_nothing_else(small):
    assert set(small) >= {"type", "objects", "arcs", "transform", "attributes"}
    assert all(set(area) == {"type", "arcs"} for area in small["objects"]["areas"]["geometries"])


def test_attributes_are_columns_in_the_order_of_the_areas(outlines, areas):
    found = attributes_of(areas, interior_points(outlines))
    assert found["codes"] == ["A", "B", "C", "D"]
    assert found["names"] == ["Lens", "Liévin", "L'anneau", "Deux-Parts"]
    assert found["epcis"] == ["CA A", "CA Z"]
    assert found["epci"] == [1, 0, -1, 1]
    assert found["departement"] == ["62", "62", "59", "62"]
    assert found["ranks"] == [2, 1, 4, 3], "largest first, ties in order, unknown last"


def test_points_are_inside_their_area_as_longitude_then_latitude(outlines, areas):
    for (lon, lat), shape in zip(
        attributes_of(areas, interior_points(outlines))["points"], outlines.to_crs(4326), strict=True
    ):
        assert shape.contains(Point(lon, lat))
        assert 2 < lon < 4
        assert 50 < lat < 51


def test_the_same_areas_give_the_same_bytes(outlines, areas):
    attributes = attributes_of(areas, interior_points(outlines))
    assert encode(outlines, attributes) == encode(outlines, attributes)


# --- any coverage -------------------------------------------------------------------------------------------

CELL = 0.01  # degrees: a whole number of steps of the grid


@st.composite
def coverages(draw):
    """Areas made of squares: with holes, islands, parts that touch at a corner, areas inside others."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    owners = draw(st.lists(st.integers(0, 4), min_size=width * height, max_size=width * height))
    squares = [
        box(3 + CELL * x, 50 + CELL * y, 3 + CELL * (x + 1), 50 + CELL * (y + 1))
        for y in range(height)
        for x in range(width)
    ]
    grid = gpd.GeoSeries(shapely.set_precision(squares, 1e-9), crs=4326)
    areas = grid.groupby(np.array(owners)).agg(lambda part: shapely.unary_union(part.to_numpy()))
    land = areas[areas.index != 0] if len(areas) > 1 else areas  # 0 is the sea
    return gpd.GeoSeries(land.to_numpy(), index=[str(code) for code in land.index], crs=4326)


def lines(topology):
    """Return the arcs as lists of whole steps of the grid."""
    low = [round(c * STEPS_PER_DEGREE) for c in topology["transform"]["translate"]]
    return [[tuple(p) for p in (np.cumsum(arc, axis=0) + low).tolist()] for arc in topology["arcs"]]


def length(arcs):
    return sum(LineString(arc).length for arc in arcs)


def windings(shape):
    """Return which way round outer rings go, and which way round holes go."""
    parts = shapely.get_parts(shape)
    holes = {hole.is_ccw for part in parts for hole in part.interiors}
    return {part.exterior.is_ccw for part in parts}, holes


@given(coverages())
def test_any_coverage_comes_back_exactly_and_as_the_library_encodes_it(coverage):
    mine = json.loads(encode(coverage, {}))
    shapes, used = decode(mine)
    frame = gpd.GeoDataFrame(geometry=coverage.reset_index(drop=True))
    library = Library(frame, prequantize=False, shared_coords=True)
    theirs = library.to_gdf().geometry
    for shape, original, other in zip(shapes, coverage, theirs, strict=True):
        assert (
            shape.equals(shapely.set_precision(original, 1e-9))
            or shape.symmetric_difference(original).area < 1e-12
        )
        assert shape.area == pytest.approx(other.area)
        assert len(shape.geoms) == len(shapely.get_parts(original))
        assert windings(shape) == windings(original), "a border walked backwards stays the other way round"
    each_once = length(library.to_dict()["arcs"])
    assert length(lines(mine)) / STEPS_PER_DEGREE == pytest.approx(each_once), "every border once"
    owners = pd.Series([arc for arcs in used for arc in arcs]).value_counts()
    assert owners.max() <= 2


def test_an_enclave_and_the_hole_around_it_are_one_arc_walked_both_ways():
    inner, outer = box(3.1, 50.1, 3.2, 50.2), box(3, 50, 3.3, 50.3)
    coverage = gpd.GeoSeries([inner, outer.difference(inner)], index=["A", "B"], crs=4326).normalize()
    topology = json.loads(encode(coverage, {}))
    assert len(topology["arcs"]) == 2
    shapes, used = decode(topology)
    assert len(used[0] & used[1]) == 1
    assert [windings(shape) for shape in shapes] == [windings(shape) for shape in coverage]
    assert windings(coverage["A"])[0] != windings(coverage["B"])[1], "or this proves nothing"


@given(coverages(), st.integers(0, 5))
def test_two_files_of_one_coverage_have_the_same_arcs_where_they_meet(coverage, cut):
    cut = min(cut, len(coverage))
    topology = Topology.of(coverage)
    parts = [(0, cut), (cut, len(coverage))]
    files = [json.loads(topology.encode(a, b, {})) for a, b in parts if a < b]
    whole = length(lines(json.loads(encode(coverage, {}))))
    distinct = {min(tuple(line), tuple(reversed(line))) for file in files for line in lines(file)}
    assert length(distinct) == pytest.approx(whole), "the arcs between two files are counted once"


def test_corners_that_fall_on_one_place_of_the_grid_are_written_once():
    tiny = 0.2 / STEPS_PER_DEGREE
    shape = Polygon([(3, 50), (3.01, 50), (3.01 + tiny, 50), (3.01, 50.01), (3, 50.01)])
    (arc,) = lines(json.loads(encode(gpd.GeoSeries([shape], index=["A"], crs=4326), {})))
    assert sorted(set(arc)) == sorted(arc[:-1])
    assert len(arc) == 5


def test_fewer_steps_make_a_smaller_file_of_the_same_shapes(outlines):
    fine, broad = encode(outlines, {}), encode(outlines, {}, 2_000)
    assert len(broad) < len(fine)
    shapes, _ = decode(json.loads(broad))
    back = gpd.GeoSeries(shapes, index=outlines.index, crs=4326).to_crs(2154)
    assert back.distance(outlines).max() == 0
    assert (back.hausdorff_distance(outlines) < 80).all(), "metres: half the diagonal of a step"


# --- the real communes --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real():
    outlines = catalog.read_boundaries("communes", ["59", "62"]).geometry
    communes = catalog.read_communes().loc[outlines.index]
    areas = communes.assign(epci_name=communes["epci_full_name"], population=1.0)
    return outlines, json.loads(encode(outlines, attributes_of(areas, interior_points(outlines))))


def test_every_border_between_two_communes_is_one_and_the_same_arc(real):
    outlines, topology = real
    _, used = decode(topology)
    order = {code: i for i, code in enumerate(outlines.index)}
    pairs = gpd.GeoDataFrame(geometry=outlines).sjoin(
        gpd.GeoDataFrame(geometry=outlines), predicate="touches"
    )
    left, right = pairs.index, pairs.iloc[:, -1]
    longest = outlines.loc[left].intersection(outlines.loc[right], align=False).length
    long = (longest > 100).to_numpy()  # metres: shorter borders may shrink to a point of the grid
    assert long.sum() > 8_000
    apart = [
        (a, b) for a, b in zip(left[long], right[long], strict=True) if not used[order[a]] & used[order[b]]
    ]
    assert apart == []


def test_every_point_is_inside_the_commune_that_the_browser_draws(real):
    outlines, topology = real
    shapes, _ = decode(topology)
    points = [Point(*point) for point in topology["attributes"]["points"]]
    assert len(shapes) == len(points) == len(outlines) == 1_534
    assert [code for code, s, p in zip(outlines.index, shapes, points, strict=True) if not s.covers(p)] == []


def test_no_arc_is_drawn_for_more_than_two_communes(real):
    _, topology = real
    _, used = decode(topology)
    owners = pd.Series([arc for arcs in used for arc in arcs]).value_counts()
    assert owners.max() == 2
    assert len(owners) == len(topology["arcs"]), "no arc is without owner"
