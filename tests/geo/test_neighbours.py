import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.neighbours import contiguity


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
