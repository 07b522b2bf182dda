"""Who is next to whom: a few squares and points worked by hand, the French coverage, and laws."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.neighbours import contiguity, nearest


@pytest.fixture
def places():
    """a | b on one row, c over a, d over b; e meets b at a corner and d along half an edge; an island."""
    return gpd.GeoSeries(
        {
            "a": shapely.box(0, 0, 1, 1),
            "b": shapely.box(1, 0, 2, 1),
            "c": shapely.box(0, 1, 1, 2),
            "d": shapely.box(1, 1, 2, 2),
            "e": shapely.box(2, 1, 3, 1.5),
            "island": shapely.box(9, 9, 10, 10),
        }
    )


def pairs_of(places):
    return list(contiguity(places).itertuples(index=False, name=None))


def test_neighbours_share_an_edge_and_come_both_ways_in_order(places):
    assert pairs_of(places) == [
        *[("a", "b"), ("a", "c")],
        *[("b", "a"), ("b", "d")],
        *[("c", "a"), ("c", "d")],
        *[("d", "b"), ("d", "c"), ("d", "e")],
        ("e", "d"),
    ]


def test_an_island_is_in_no_pair(places):
    assert "island" not in set(contiguity(places)["focal"])


def test_an_empty_or_missing_outline_has_no_neighbour(places):
    places["b"] = shapely.Polygon()
    places["c"] = None
    assert pairs_of(places) == [("d", "e"), ("e", "d")]


def test_an_enclave_and_its_surroundings_are_neighbours():
    around = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)
    assert pairs_of(gpd.GeoSeries({"in": shapely.box(1, 1, 2, 2), "out": around})) == [
        ("in", "out"),
        ("out", "in"),
    ]


def test_no_outline_gives_no_pair():
    assert list(contiguity(gpd.GeoSeries([], dtype="geometry")).columns) == ["focal", "neighbour"]


def test_order_of_input_does_not_matter_and_input_is_unchanged(places):
    before = places.copy()
    pd.testing.assert_frame_equal(contiguity(places.iloc[::-1]), contiguity(places))
    assert places.geom_equals(before).all()


def test_neighbours_whose_vertices_do_not_match_are_found_too():
    tall = shapely.box(1, -1, 2, 3)  # no vertex of its left side is a vertex of the square's right side
    assert pairs_of(gpd.GeoSeries({"a": shapely.box(0, 0, 1, 1), "tall": tall})) == [
        ("a", "tall"),
        ("tall", "a"),
    ]


def test_a_repeated_vertex_at_a_common_corner_is_no_edge():
    below = shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 1), (0, 1)])
    above = shapely.Polygon([(1, 1), (1, 1), (2, 1), (2, 2), (1, 2)])
    assert pairs_of(gpd.GeoSeries({"below": below, "above": above})) == []


def test_three_outlines_on_one_edge_are_all_neighbours():
    square = shapely.box(0, 0, 1, 1)
    places = gpd.GeoSeries({"x": square, "y": shapely.box(1, 0, 2, 1), "z": square})
    assert len(contiguity(places)) == 6


def test_crossing_lines_share_no_edge():
    across = gpd.GeoSeries({"wide": shapely.box(0, 1, 3, 2), "tall": shapely.box(1, 0, 2, 3)})
    assert contiguity(across).empty


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), unique=True, min_size=2, max_size=12))
def test_cells_of_a_grid_are_neighbours_when_one_step_apart(cells):
    places = gpd.GeoSeries([shapely.box(x, y, x + 1, y + 1) for x, y in cells])
    steps = {
        (i, j)
        for i, (x, y) in enumerate(cells)
        for j, (u, v) in enumerate(cells)
        if abs(x - u) + abs(y - v) == 1
    }
    assert set(pairs_of(places)) == steps


# --- nearest points -----------------------------------------------------------------------------------------


def points(**places):
    return gpd.GeoSeries({name: place and shapely.Point(place) for name, place in places.items()}, crs=2154)


LINE = {"a": (0, 0), "b": (1000, 0), "c": (3000, 0), "d": (7000, 0)}


def test_nearest_come_from_near_to_far_with_their_distance():
    pairs = nearest(points(**LINE), 2)
    assert list(pairs.itertuples(index=False, name=None)) == [
        *[("a", "b", 1), ("a", "c", 3)],
        *[("b", "a", 1), ("b", "c", 2)],
        *[("c", "b", 2), ("c", "a", 3)],
        *[("d", "c", 4), ("d", "b", 6)],
    ]


def test_more_neighbours_than_points_gives_all_the_others():
    assert nearest(points(**LINE), 9).groupby("focal").size().tolist() == [3, 3, 3, 3]


def test_points_at_the_same_place_are_neighbours_and_never_their_own():
    pairs = nearest(points(a=(0, 0), b=(0, 0), c=(0, 0), d=(5, 0)), 1)
    assert (pairs["focal"] != pairs["neighbour"]).all()
    assert pairs["distance_km"].tolist() == [0, 0, 0, 0.005]


def test_a_missing_point_has_no_neighbour_and_is_nobodys():
    pairs = nearest(points(**LINE, e=None), 1)
    assert "e" not in {*pairs["focal"], *pairs["neighbour"]}


def test_a_single_point_has_no_neighbour():
    assert list(nearest(points(a=(0, 0)), 1).columns) == ["focal", "neighbour", "distance_km"]
    assert nearest(points(a=(0, 0)), 1).empty


def test_order_of_points_does_not_matter():
    there = points(**LINE)
    pd.testing.assert_frame_equal(nearest(there.iloc[::-1], 2), nearest(there, 2))
    tied = points(a=(0, 0), b=(1000, 0), c=(-1000, 0), d=(0, 1000))
    pd.testing.assert_frame_equal(nearest(tied.iloc[::-1], 1), nearest(tied, 1))


def test_degrees_and_no_neighbour_at_all_are_refused():
    with pytest.raises(ValueError, match="EPSG:4326"):
        nearest(points(**LINE).to_crs(4326), 1)
    with pytest.raises(ValueError, match="1 or more"):
        nearest(points(**LINE), 0)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), unique=True, min_size=3, max_size=15))
def test_no_point_left_out_is_nearer(places):
    there = points(**{f"p{i:02d}": place for i, place in enumerate(places)})
    pairs = nearest(there, 2)
    for focal, chosen in pairs.groupby("focal"):
        distances = np.sort(there.drop(focal).distance(there[focal]).to_numpy())[:2] / 1000
        assert chosen["distance_km"].tolist() == pytest.approx(distances.tolist())
