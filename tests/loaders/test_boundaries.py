import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from loaders import boundaries
from loaders.errors import GeometryError

KM = 1000


def grid_of_nine():
    """Nine squares of 1 km, named by their column and row: "11" is in the middle."""
    cells = {
        f"{x}{y}": shapely.box(x * KM, y * KM, (x + 1) * KM, (y + 1) * KM) for x in range(3) for y in range(3)
    }
    return gpd.GeoSeries(cells, crs=2154)


def sliver():
    """Two squares that miss each other by 20 cm, and a node that only one of them has."""
    left = shapely.box(0, 0, 1000, 1000)
    right = shapely.Polygon([(1000.2, 0), (2000, 0), (2000, 1000), (1000.2, 1000), (1000.2, 400)])
    return gpd.GeoSeries({"a": left, "b": right}, crs=2154)


def test_cleaning_closes_a_sliver_and_leaves_whole_metres():
    assert not shapely.coverage_union_all(sliver().to_numpy()).equals(shapely.box(0, 0, 2000, 1000))
    mended = boundaries.clean(sliver(), ["a", "b"])
    assert boundaries.invalid_edges(mended) == []
    assert shapely.union_all(mended.to_numpy()).equals(shapely.box(0, 0, 2000, 1000))
    coordinates = shapely.get_coordinates(mended.to_numpy())
    assert (coordinates == coordinates.round()).all()


def test_cleaning_closes_a_gap_of_three_metres_and_keeps_one_of_fifty():
    def pair(width):
        right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000 + width, 500)])
        return gpd.GeoSeries({"a": shapely.box(0, 0, 1000, 1000), "b": right}, crs=2154)

    assert boundaries.clean(pair(3), ["a"]).area.sum() == 2_000_000
    assert boundaries.clean(pair(50), ["a"]).area.sum() == 2_000_000 - 50 * 1000 / 2


def test_what_touches_no_faulty_outline_is_only_rounded():
    far = shapely.Polygon([(5000.4, 0), (6000, 0), (6000, 1000), (5000, 1000), (5000.2, 999.8)])
    outlines = gpd.GeoSeries(pd.concat([sliver(), gpd.GeoSeries({"far": far}, crs=2154)]), crs=2154)
    mended = boundaries.clean(outlines, ["b"])
    # Cleaned, the two nodes 0.3 m apart would be one; rounded, they are at the same place twice.
    assert shapely.get_coordinates(mended["far"]).tolist() == [
        [5000, 0], [6000, 0], [6000, 1000], [5000, 1000], [5000, 1000], [5000, 0]
    ]  # fmt: skip


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


def test_regrouping_unites_the_members_of_a_merge_and_renames_the_others():
    codes = pd.Series({name: "new" if name in {"00", "01"} else f"c{name}" for name in grid_of_nine().index})
    united = boundaries.regroup(grid_of_nine(), codes)
    assert len(united) == 8
    assert united.index.is_monotonic_increasing
    assert united["new"].equals(shapely.box(0, 0, KM, 2 * KM))
    assert united["c11"].equals(grid_of_nine()["11"])
    assert united.crs == 2154


def test_holes_are_measured_largest_first():
    assert boundaries.holes_km2(grid_of_nine().drop("11")) == [1.0]
    assert boundaries.holes_km2(grid_of_nine()) == []


DEGREE = {"59350": (3.0, 50.6), "2A004": (8.7, 41.9), "97120": (-61.7, 16.2), "97209": (-61.0, 14.7),
          "97302": (-52.3, 4.9), "97411": (55.4, -21.0), "97611": (45.2, -12.8)}  # fmt: skip


def small_squares():
    """A square of 0.01 degree in Lille, Ajaccio and each overseas département."""
    boxes = {code: shapely.box(x, y, x + 0.01, y + 0.01) for code, (x, y) in DEGREE.items()}
    return gpd.GeoSeries(boxes, crs=4326)


def test_each_landmass_comes_in_its_legal_projection():
    found = {tuple(part.index): part.crs.to_epsg() for part in boundaries.landmasses(small_squares())}
    assert found == {
        ("59350", "2A004"): 2154,
        ("97120",): 5490,
        ("97209",): 5490,
        ("97302",): 2972,
        ("97411",): 2975,
        ("97611",): 4471,
    }


def test_stored_corners_come_back_within_a_metre_everywhere():
    sources = small_squares()
    stored = boundaries.store(list(boundaries.landmasses(sources)))
    assert stored.crs.to_epsg() == 2154
    assert stored.index.tolist() == sorted(DEGREE)
    back = stored.to_crs(4326)
    for code, square in sources.items():
        corners = shapely.get_coordinates(square)
        found = shapely.get_coordinates(back[code])
        nearest = found[shapely.STRtree(shapely.points(found)).nearest(shapely.points(corners))]
        assert Geod(ellps="GRS80").inv(*corners.T, *nearest.T)[2].max() < 1, code


def test_areas_are_measured_in_the_legal_projection_and_not_in_lambert_93():
    stored = boundaries.store(list(boundaries.landmasses(small_squares())))
    areas = boundaries.areas_km2(stored)
    assert areas.index.tolist() == stored.index.tolist()
    ellipsoid = {
        code: abs(Geod(ellps="GRS80").geometry_area_perimeter(square)[0]) / 1e6
        for code, square in small_squares().items()
    }
    # A square of 0.01 degree at 21 degrees south is 1.15 km²; Lambert-93 would say 4.1.
    assert areas.to_dict() == pytest.approx(ellipsoid, rel=0.006)  # Lambert-93 itself is 0.5 % off in Corsica
    assert stored["97411"].area / 1e6 == pytest.approx(4.1, abs=0.05)
