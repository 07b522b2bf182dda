"""Outlines: one shared topology, nothing lost, EPCI, départements and régions made of their communes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.neighbours import contiguity
from loaders import boundaries, catalog

BESIDE_LLIVIA = "66181"  # Sainte-Léocadie


def holes(shapes):
    union = shapely.coverage_union_all(shapes.to_numpy())
    return [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]


def test_every_commune_of_france_has_an_outline_in_lambert_93(france):
    assert len(france) == 34_875
    assert france.index.is_unique
    assert france.index.is_monotonic_increasing
    assert france.crs.to_epsg() == 2154
    assert france.is_valid.all()
    assert not france.is_empty.any()
    assert france["code_departement"].nunique() == 101


def test_france_has_no_overlap_and_no_gap(france):
    assert shapely.coverage_is_valid(france.geometry.to_numpy())
    assert france.area.sum() == pytest.approx(shapely.coverage_union_all(france.geometry.to_numpy()).area)


def test_the_one_large_hole_of_france_is_the_spanish_enclave_of_llivia(france):
    large = [hole for hole in holes(france.geometry) if hole.area > 1e6]
    assert [round(hole.area / 1e6, 1) for hole in large] == [13.0]
    assert large[0].touches(france.geometry[BESIDE_LLIVIA])


def test_the_nord_and_the_pas_de_calais_have_no_hole(outlines):
    assert holes(outlines) == []


def test_coordinates_are_whole_metres(france):
    coordinates = shapely.get_coordinates(france.geometry.to_numpy())
    assert (coordinates == np.round(coordinates)).all()


def test_some_departements_are_read_without_the_others(france, outlines, local):
    assert outlines.index.equals(local.index)
    assert outlines.geom_equals_exact(france.geometry.loc[outlines.index], tolerance=0).all()
    assert catalog.read_boundaries("departements", ["2A", "974"]).index.tolist() == ["2A", "974"]


def test_every_commune_touches_another_and_lens_touches_its_neighbours(outlines):
    pairs = contiguity(outlines)
    assert set(pairs["focal"]) == set(outlines.index)
    around_lens = set(pairs.loc[pairs["focal"] == "62498", "neighbour"])
    # Liévin, Loos-en-Gohelle and Sallaumines touch Lens; Hénin-Beaumont does not.
    assert {"62510", "62528", "62771", "62427"} & around_lens == {"62510", "62528", "62771"}


def test_only_islands_touch_no_commune(france):
    pairs = contiguity(france.geometry)
    alone = set(france.index) - set(pairs["focal"])
    # Aix, Bréhat, Batz, Sein, Molène, Ouessant, Groix, Hœdic, Houat, Île-aux-Moines, Arz, Yeu,
    # La Désirade, and the two communes of Les Saintes, an island each.
    assert alone == {
        "17004", "22016", "29082", "29083", "29084", "29155", "56069", "56085", "56086", "56087", "56088",
        "85113", "97110", "97130", "97131",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "official_km2"),
    [
        ("59006", 6.83),  # L'Orée de Mormal, two communes merged in 2025
        ("62447", 21.26),  # Hesdin-la-Forêt, four
        ("25390", 46.52),  # Pays-de-Montbenoît, five, on the Swiss border
        ("49126", 156.34),  # Orée d'Anjou, whose seat and code moved in 2025
        ("93066", 15.77),  # Saint-Denis, with Pierrefitte
    ],
)
def test_a_commune_that_merged_or_moved_is_drawn_entire(france, code, official_km2):
    # Official areas: comparateur de territoires of INSEE (SUPERF), summed over the former communes.
    assert france.geometry[code].area / 1e6 == pytest.approx(official_km2, rel=0.05)


def test_the_five_communes_of_a_divided_one_share_its_area(france):
    parts = ["15031", "15035", "15047", "15141", "15171"]
    # Neussargues en Pinatelle, 91.98 km² (SUPERF of the comparateur), divided on 1 January 2025.
    assert france.loc[parts].area.sum() / 1e6 == pytest.approx(91.98, rel=0.05)
    assert france.loc[parts].area.max() / 1e6 < 40


def test_drawn_areas_agree_with_official_ones(outlines, local):
    gap = (outlines.area / 1e6 / local["area_km2"] - 1).abs()
    assert gap.quantile(0.95) < 0.05
    assert sorted(gap.index[gap > 0.15]) == ["59272", "59359", "62261"]  # named in the build report


@pytest.mark.parametrize(("level", "count"), [("epci", 1_255), ("departements", 101), ("regions", 18)])
def test_dissolved_levels_are_coverages_of_whole_metres(level, count):
    united = catalog.read_boundaries(level)
    assert len(united) == count
    assert united.index.is_monotonic_increasing
    assert shapely.coverage_is_valid(united.geometry.to_numpy())
    coordinates = shapely.get_coordinates(united.geometry.to_numpy())
    assert (coordinates == np.round(coordinates)).all()


def test_a_departement_is_the_sum_of_its_communes(france):
    united = catalog.read_boundaries("departements").area
    sums = france.area.groupby(france["code_departement"]).sum()
    assert united.to_dict() == pytest.approx(sums.to_dict())


def test_an_epci_is_the_sum_of_its_communes(france, communes):
    united = catalog.read_boundaries("epci").area
    sums = france.area.groupby(communes["code_epci"]).sum()
    assert united.to_dict() == pytest.approx(sums.to_dict())


def test_a_region_is_the_sum_of_its_communes(france, communes):
    united = catalog.read_boundaries("regions").area
    sums = france.area.groupby(communes["code_region"]).sum()
    assert united.to_dict() == pytest.approx(sums.to_dict())


def test_four_islands_belong_to_no_epci(communes):
    outside = communes.index[communes["code_epci"].isna()].tolist()
    assert outside == ["22016", "29083", "29155", "85113"]
    told = [e for e in catalog.read_build_report()["difference"] if e["table"] == "boundaries_epci"]
    assert told[0]["codes"] == outside


def test_overseas_outlines_are_at_their_place_and_of_their_size(france):
    # Capesterre-Belle-Eau, Le François, Remire-Montjoly, Saint-Denis: comparateur of INSEE (SUPERF).
    official_km2 = {"97107": 103.30, "97210": 53.93, "97309": 46.11, "97411": 142.79}
    areas = boundaries.areas_km2(france.geometry.loc[list(official_km2)])
    assert areas.to_dict() == pytest.approx(official_km2, rel=0.01)
    saint_denis = france.geometry[["97411"]].to_crs(4326).iloc[0]
    assert saint_denis.contains(shapely.Point(55.448, -20.879))  # its town hall


def test_centroids_of_the_facts_fall_in_or_near_their_outline(outlines, local):
    points = gpd.GeoSeries.from_xy(local["centroid_lon"], local["centroid_lat"], crs=4326).to_crs(2154)
    points.index = local.index
    assert points.distance(outlines).max() < 500


@pytest.mark.parametrize("level", ["communes", "epci", "departements", "regions"])
def test_the_sidecar_warns_that_lambert_93_measures_nothing_overseas(level):
    caveats = " ".join(catalog.read_sidecar(f"boundaries_{level}")["caveats"])
    assert "EPSG:5490" in caveats
    assert "Pour mesurer" in caveats


def test_no_table_is_too_heavy_for_the_repository():
    sizes = {path.name: path.stat().st_size / 1e6 for path in catalog.TABLES.glob("*.parquet")}
    assert sizes["boundaries_communes.parquet"] < 6
    assert max(sizes.values()) < 10
    assert sum(sizes.values()) < 25
