"""Outlines: one shared topology, nothing lost, EPCI and départements made of their communes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.neighbours import contiguity
from loaders import catalog


def test_every_commune_has_an_outline_in_lambert_93(outlines, communes):
    assert outlines.index.equals(communes.index)
    assert outlines.crs.to_epsg() == 2154
    assert outlines.is_valid.all()
    assert not outlines.is_empty.any()


def test_the_coverage_has_no_overlap_and_no_gap(outlines):
    assert shapely.coverage_is_valid(outlines.to_numpy())
    union = shapely.coverage_union_all(outlines.to_numpy())
    assert [len(part.interiors) for part in shapely.get_parts(union)] == [0]
    assert outlines.area.sum() == pytest.approx(union.area)


def test_coordinates_are_whole_metres(outlines):
    coordinates = shapely.get_coordinates(outlines.to_numpy())
    assert (coordinates == np.round(coordinates)).all()


def test_every_commune_touches_another_and_lens_touches_its_neighbours(outlines):
    pairs = contiguity(outlines)
    assert set(pairs["focal"]) == set(outlines.index)
    around_lens = set(pairs.loc[pairs["focal"] == "62498", "neighbour"])
    # Liévin, Loos-en-Gohelle and Sallaumines touch Lens; Hénin-Beaumont does not.
    assert {"62510", "62528", "62771", "62427"} & around_lens == {"62510", "62528", "62771"}


@pytest.mark.parametrize(("code", "official_km2"), [("59006", 6.83), ("62447", 21.26)])
def test_the_two_partial_outlines_are_completed(outlines, communes, code, official_km2):
    assert communes.loc[code, "area_km2"] == official_km2
    assert outlines[code].area / 1e6 == pytest.approx(official_km2, rel=0.05)
    titles = [entry for entry in catalog.read_build_report()["difference"] if entry["codes"] == [code]]
    assert "complété" in titles[0]["detail_fr"]
    assert any(code in caveat for caveat in catalog.read_sidecar("boundaries_communes")["caveats"])


def test_drawn_areas_agree_with_official_ones(outlines, communes):
    gap = (outlines.area / 1e6 / communes["area_km2"] - 1).abs()
    assert gap.quantile(0.95) < 0.05
    assert sorted(gap.index[gap > 0.15]) == ["59272", "59359", "62261"]  # named in the build report


@pytest.mark.parametrize(
    ("level", "column", "count"), [("epci", "code_epci", 36), ("departements", "code_departement", 2)]
)
def test_dissolved_areas_are_the_sums_of_their_communes(outlines, communes, level, column, count):
    united = catalog.read_boundaries(level).geometry
    assert len(united) == count
    sums = outlines.area.groupby(communes[column]).sum()
    assert united.area.to_dict() == pytest.approx(sums.to_dict())
    assert shapely.coverage_is_valid(united.to_numpy())


def test_centroids_of_the_facts_fall_in_or_near_their_outline(outlines, communes):
    points = gpd.GeoSeries.from_xy(communes["centroid_lon"], communes["centroid_lat"], crs=4326).to_crs(2154)
    points.index = communes.index
    assert points.distance(outlines).max() < 500
