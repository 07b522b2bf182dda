import geopandas as gpd
import pandas as pd
import pytest
import shapely

from loaders import boundaries
from loaders.errors import GeometryError

KM = 1000


def ring_around_a_hole():
    """Eight squares of 1 km around a square hole, and "in", drawn on a quarter of the hole."""
    cells = {
        f"{x}{y}": shapely.box(x * KM, y * KM, (x + 1) * KM, (y + 1) * KM) for x in range(3) for y in range(3)
    }
    cells.pop("11")
    return gpd.GeoSeries({**cells, "in": shapely.box(1200, 1200, 1700, 1700)}, crs=2154)


def test_a_commune_gets_the_hole_that_all_others_leave_when_the_official_area_agrees():
    outlines, found = boundaries.complete(ring_around_a_hole(), "in", official_km2=1.04)
    assert outlines["in"].equals(shapely.box(1000, 1000, 2000, 2000))
    assert found.done
    assert (found.drawn_km2, found.hole_km2) == (0.25, 1.0)
    assert found.gap == pytest.approx(1 / 1.04 - 1)


@pytest.mark.parametrize("official_km2", [1.06, 0.95, 0.25])
def test_the_hole_is_left_when_the_official_area_disagrees(official_km2):
    before = ring_around_a_hole()
    outlines, found = boundaries.complete(before, "in", official_km2)
    assert outlines["in"].equals(before["in"])
    assert not found.done


def test_another_hole_of_the_right_size_is_not_taken():
    cells = ring_around_a_hole()
    further = gpd.GeoSeries(
        {f"far{name}": cell for name, cell in cells.translate(-9 * KM, -9 * KM).drop("in").items()}
    )
    outlines, found = boundaries.complete(
        gpd.GeoSeries({**further, **cells}, crs=2154), "in", official_km2=1.0
    )
    assert found.done
    assert outlines["in"].equals(shapely.box(1000, 1000, 2000, 2000))


def test_completing_does_not_change_its_argument():
    before = ring_around_a_hole()
    boundaries.complete(before, "in", official_km2=1.0)
    assert before["in"].area == 250_000


def test_a_commune_without_a_hole_around_it_is_left_alone():
    row = gpd.GeoSeries({"a": shapely.box(0, 0, 1, 1), "b": shapely.box(1, 0, 2, 1)}, crs=2154)
    outlines, found = boundaries.complete(row, "a", official_km2=1e-6)
    assert not found.done
    assert outlines["a"].equals(row["a"])


def sliver():
    """Two squares that miss each other by 20 cm, and a node that only one of them has."""
    left = shapely.box(0, 0, 1000, 1000)
    right = shapely.Polygon([(1000.2, 0), (2000, 0), (2000, 1000), (1000.2, 1000), (1000.2, 400)])
    return gpd.GeoSeries({"a": left, "b": right}, crs=2154)


def test_cleaning_closes_a_sliver_and_leaves_whole_metres():
    assert not shapely.coverage_union_all(sliver().to_numpy()).equals(shapely.box(0, 0, 2000, 1000))
    mended = boundaries.clean(sliver())
    assert boundaries.invalid_edges(mended) == []
    assert shapely.union_all(mended.to_numpy()).equals(shapely.box(0, 0, 2000, 1000))
    coordinates = shapely.get_coordinates(mended.to_numpy())
    assert (coordinates == coordinates.round()).all()


def test_cleaning_closes_a_gap_of_three_metres_and_keeps_one_of_fifty():
    def pair(width):
        right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000 + width, 500)])
        return gpd.GeoSeries({"a": shapely.box(0, 0, 1000, 1000), "b": right}, crs=2154)

    assert boundaries.clean(pair(3)).area.sum() == 2_000_000
    assert boundaries.clean(pair(50)).area.sum() == 2_000_000 - 50 * 1000 / 2


def test_simplifying_moves_both_sides_of_a_shared_edge_together():
    wave = [(1000, 0), (1005, 250), (995, 500), (1005, 750), (1000, 1000)]
    left = shapely.Polygon([(0, 0), *wave, (0, 1000)])
    right = shapely.Polygon([(2000, 1000), *wave[::-1], (2000, 0)])
    before = gpd.GeoSeries({"a": left, "b": right}, crs=2154)
    after = boundaries.simplify(before)
    assert (
        shapely.get_num_coordinates(after.to_numpy()).sum()
        <= shapely.get_num_coordinates(before.to_numpy()).sum()
    )
    assert shapely.coverage_is_valid(after.to_numpy())
    assert after.area.sum() == 2_000_000


def test_an_overlap_is_no_coverage_and_the_communes_are_named():
    overlap = gpd.GeoSeries({"59001": shapely.box(0, 0, 2, 2), "59002": shapely.box(1, 0, 3, 2)}, crs=2154)
    with pytest.raises(GeometryError, match="59001, 59002"):
        boundaries.require_coverage(overlap)


def test_an_outline_that_vanished_is_named():
    empty = gpd.GeoSeries({"59001": shapely.box(0, 0, 1, 1), "59002": shapely.Polygon()}, crs=2154)
    with pytest.raises(GeometryError, match=r"vides ou non valides : 59002\."):
        boundaries.require_coverage(empty)


def test_dissolving_adds_up_the_areas_of_the_members():
    cells = gpd.GeoSeries(
        {"a": shapely.box(0, 0, 1, 1), "b": shapely.box(1, 0, 2, 1), "c": shapely.box(2, 0, 5, 1)}
    )
    united = boundaries.dissolve(cells, pd.Series({"c": "Y", "b": "X", "a": "X"}))
    assert united.index.tolist() == ["X", "Y"]
    assert united.area.to_dict() == {"X": 2.0, "Y": 3.0}
    assert united["X"].equals(shapely.box(0, 0, 2, 1))


def test_holes_are_measured_largest_first():
    assert boundaries.holes_km2(ring_around_a_hole().drop("in")) == [1.0]
    assert boundaries.holes_km2(boundaries.complete(ring_around_a_hole(), "in", 1.0)[0]) == []
