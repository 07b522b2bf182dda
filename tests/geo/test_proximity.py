"""Services near or far: worked by hand, and laws."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.proximity import distance_from_km, distance_to_nearest_km, rate_per_10k, underserved
from loaders import catalog

NAN = float("nan")


def points(*places, crs=2154):
    return gpd.GeoSeries([place and shapely.Point(place) for place in places], crs=crs)


def test_rate_is_per_ten_thousand_inhabitants():
    assert rate_per_10k(pd.Series([3.0, 0]), pd.Series([20_000, 500])).tolist() == [1.5, 0]


def test_rate_of_nobody_and_of_what_was_not_surveyed_is_unknown():
    assert rate_per_10k(pd.Series([1.0, NAN, 1]), pd.Series([0.0, 100, NAN])).isna().all()


def test_distance_is_to_the_nearest_target_in_km():
    distance = distance_to_nearest_km(points((0, 0), (10_000, 0), (3000, 4000)), points((0, 0), (9000, 0)))
    assert distance.tolist() == [0, 1, 5]


def test_missing_points_have_no_distance_and_missing_targets_are_nowhere():
    distance = distance_to_nearest_km(points((0, 0), None), points(None, (2000, 0)))
    assert distance[0] == 2
    assert math.isnan(distance[1])


@pytest.mark.parametrize("targets", [(), (None,)])
def test_without_target_there_is_no_distance(targets):
    assert distance_to_nearest_km(points((0, 0)), points(*targets)).isna().all()


def test_distance_keeps_the_index_of_the_points():
    there = points((0, 0), (1000, 0)).set_axis(["62498", "59350"])
    assert distance_to_nearest_km(there, points((1000, 0))).to_dict() == {"62498": 1, "59350": 0}


def test_degrees_and_mixed_projections_are_refused():
    with pytest.raises(ValueError, match="EPSG:4326"):
        distance_to_nearest_km(points((3, 50), crs=4326), points((3, 50), crs=4326))
    with pytest.raises(ValueError, match="project one of them"):
        distance_to_nearest_km(points((0, 0)), points((0, 0), crs=3035))


places = st.tuples(st.integers(0, 50), st.integers(0, 50))


@given(st.lists(places, min_size=1, max_size=8), st.lists(places, min_size=1, max_size=8))
def test_no_target_is_nearer(here, there):
    distance = distance_to_nearest_km(points(*here), points(*there))
    brute = [min(math.dist(a, b) for b in there) / 1000 for a in here]
    assert distance.tolist() == pytest.approx(brute)


def flag(need, rate, distance):
    columns = [pd.Series([value], dtype=float) for value in (need, rate, distance)]
    return underserved(*columns, need_from=7, rate_below=1.5)[0]


@pytest.mark.parametrize(
    ("need", "rate", "distance", "expected"),
    [
        (7, 1.4, 5, True),
        (6.9, 1.4, 5, False),
        (7, 1.5, 5, False),
        (7, 1.4, 4.9, False),
        (NAN, 1.4, 4.9, False),
        (6, NAN, NAN, False),
    ],
)
def test_all_three_conditions_must_hold(need, rate, distance, expected):
    assert flag(need, rate, distance) == expected


@pytest.mark.parametrize(
    ("need", "rate", "distance"), [(NAN, 1, 9), (8, NAN, 9), (8, 1, NAN), (NAN, NAN, NAN)]
)
def test_what_is_not_known_is_not_false(need, rate, distance):
    assert flag(need, rate, distance) is pd.NA


def test_far_can_be_nearer():
    ones = pd.Series([1.0])
    assert underserved(ones, ones, ones, need_from=1, rate_below=2, far_from_km=1)[0]
    with pytest.raises(ValueError, match="share one index"):
        underserved(ones, ones, pd.Series([1.0], ["b"]), need_from=1, rate_below=2)


def test_distance_as_the_crow_flies_worked_out_by_hand():
    """A degree of meridian is 111.13 km at 45°; a degree of parallel is that of the equator times cos 50°."""
    lat = pd.Series({"a": 44.5, "b": 45.5, "c": 50.0, "d": 50.0, "e": float("nan")})
    lon = pd.Series({"a": 2.0, "b": 2.0, "c": 2.0, "d": 3.0, "e": 2.0})
    distance = distance_from_km(lat, lon, "a")
    assert distance["a"] == 0
    assert distance["b"] == pytest.approx(111.13, abs=0.01)
    assert pd.isna(distance["e"])
    assert distance_from_km(lat, lon, "c")["d"] == pytest.approx(111.32 * 0.6428, rel=0.003)
    with pytest.raises(ValueError, match="coordinates"):
        distance_from_km(lat, lon, "e")


def test_distance_between_town_halls_agrees_with_the_haversine_formula():
    towns = catalog.read_communes(["62"])
    towns = towns[towns["town_hall_lat"].notna()]
    lat, lon = np.radians(towns["town_hall_lat"]), np.radians(towns["town_hall_lon"])
    half = np.sin((lat - lat["62498"]) / 2) ** 2
    half += np.cos(lat) * np.cos(lat["62498"]) * np.sin((lon - lon["62498"]) / 2) ** 2
    expected = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
    found = distance_from_km(towns["town_hall_lat"], towns["town_hall_lon"], "62498")
    np.testing.assert_allclose(found, expected, rtol=0.005)
