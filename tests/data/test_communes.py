"""The communes of France: zonings of INSEE, EPCI of the DGCL; what is not known is empty."""

import geopandas as gpd
import pandas as pd
import pytest

from loaders import boundaries, catalog


def test_there_are_34875_communes_in_101_departements_and_18_regions(communes):
    assert len(communes) == 34_875
    assert communes["code_departement"].nunique() == 101
    assert communes["code_region"].nunique() == 18
    assert communes.groupby("code_departement")["code_region"].nunique().eq(1).all()
    assert communes.loc["97411", ["departement_name", "region_name"]].tolist() == ["La Réunion"] * 2


def test_there_are_1255_intercommunalities_of_four_natures(communes):
    # DGCL, 1 January 2025: 1,254 EPCI à fiscalité propre, and the métropole of Lyon.
    epci = communes.dropna(subset="code_epci").groupby("code_epci")
    assert len(epci) == 1_255
    assert epci["epci_nature"].nunique().eq(1).all()
    assert epci["epci_full_name"].nunique().eq(1).all()
    assert communes.loc[["69123", "75056", "59350"], "epci_nature"].tolist() == ["ME", "ME", "ME"]


def test_attraction_areas_have_one_size_and_one_centre(communes):
    inside = communes[communes["code_aav2020"].fillna("000") != "000"].groupby("code_aav2020")
    assert len(inside) == 699
    assert inside["aav2020_size_class"].nunique().eq(1).all()
    assert inside["aav2020_category"].apply(lambda kinds: (kinds == "11").sum()).max() == 1
    assert communes.loc[["75056", "69123", "59350", "62498"], "aav2020_size_class"].tolist() == [
        "5", "4", "4", "3"
    ]  # fmt: skip


def test_a_commune_outside_any_area_is_so_in_every_column(communes):
    outside = communes["code_aav2020"] == "000"
    assert (outside == (communes["aav2020_size_class"] == "0")).all()
    assert (outside == (communes["aav2020_detailed_class"] == "00")).all()
    assert (outside == (communes["aav2020_category"] == "30")).all()


def test_a_restored_commune_has_no_category_rather_than_that_of_a_centre(communes):
    assert communes.loc["85084", "aav2020_category"] == "11"  # Essarts-en-Bocage
    restored = ["60694", "85165", "85212"]
    assert communes.loc[restored, "aav2020_category"].isna().all()
    assert communes.loc[restored, "code_aav2020"].notna().all()


def test_a_new_commune_has_the_common_zoning_of_its_members_or_none(communes):
    # Table d'appartenance 2024: 19248 in the area 558, 19223 and 19230 outside any; all three in 7531.
    assert communes.loc["19248", ["name", "code_ze2020"]].tolist() == ["Les Trois-Saints", "7531"]
    assert communes.loc["19248", ["code_aav2020", "aav2020_name", "aav2020_category"]].isna().all()
    # The facts on the Nord keep the area of the main member of L'Orée de Mormal.
    assert communes.loc["59006", "code_aav2020"] == "038"
    # Orée d'Anjou had the code 49069 in 2024.
    assert communes.loc["49126", ["code_aav2020", "code_ze2020"]].tolist() == ["155", "5201"]


def test_areas_are_summed_over_merges_and_empty_where_unknown(communes):
    # Comparateur of INSEE, SUPERF: Amfroipret and Bermeries; Saint-Ybard, 19223 and 19230; 49069.
    assert communes.loc["59006", "area_km2"] == pytest.approx(1.54 + 5.29)
    assert communes.loc["19248", "area_km2"] == pytest.approx(30.05 + 15.71 + 17.44)
    assert communes.loc["49126", "area_km2"] == 156.34
    missing = communes.index[communes["area_km2"].isna()]
    mayotte = missing[missing.str.startswith("976")]
    divided = ["15031", "15035", "15047", "15141", "15171", "60054", "60694", "85084", "85165", "85212"]
    assert len(mayotte) == 17
    assert sorted(set(missing) - set(mayotte)) == divided


def test_what_is_known_of_two_departements_only_is_empty_elsewhere(communes, local):
    elsewhere = communes.drop(local.index)
    columns = ["code_acv", "pvd_2021", "n_mine_shafts"]
    assert elsewhere[columns].isna().all(axis=None)
    assert local[["pvd_2021", "n_mine_shafts"]].notna().all(axis=None)


def test_no_list_of_the_basin_holds_a_commune_from_elsewhere(communes, local):
    elsewhere = communes.drop(local.index)
    flags = ["mbm_250", "insee_336", "unesco_property_87", "unesco_property_touch", "unesco_buffer_124"]
    assert not elsewhere[flags].any(axis=None)
    assert (elsewhere[["unesco_property_ha", "unesco_buffer_ha", "mbm_area_share"]] == 0).all(axis=None)


def test_priority_districts_and_industry_cover_france(communes):
    assert (communes["qpv_2024_count"] > 0).sum() == 824  # communes of the ANCT's file
    assert communes["territoire_industrie"].nunique() == 149  # all its territories
    # Members by themselves (Toulon), by their EPT (Argenteuil) and by their EPCI.
    found = communes.loc[["83137", "95018", "62498"], "territoire_industrie"]
    assert found.tolist() == ["Toulon-Provence-Méditerranée", "Boucle Nord de la Seine", "Béthune-Bruay"]


def test_town_halls_are_in_or_by_their_commune(communes, france):
    placed = communes.dropna(subset="town_hall_lat")
    assert len(placed) == 34_875 - 1_826
    points = gpd.GeoSeries.from_xy(placed["town_hall_lon"], placed["town_hall_lat"], crs=4326)
    points.index = placed.index
    for part in boundaries.landmasses(france.geometry):
        here = points[points.index.isin(part.index)].to_crs(part.crs)
        assert here.distance(part.loc[here.index]).max() <= 500


def test_centroids_are_where_their_outline_is(communes, france):
    points = gpd.GeoSeries.from_xy(communes["centroid_lon"], communes["centroid_lat"], crs=4326)
    points.index = communes.index
    boxes = france.to_crs(4326).bounds
    # The two communes created in 2025 in the Nord and the Pas-de-Calais keep the centroid of the facts.
    assert ((points.x >= boxes["minx"]) & (points.x <= boxes["maxx"])).all()
    assert ((points.y >= boxes["miny"]) & (points.y <= boxes["maxy"])).all()


def test_the_report_tells_where_facts_and_official_files_differ():
    told = {
        entry["title_fr"]: entry
        for entry in catalog.read_build_report()["difference"]
        if entry["table"] == "communes"
    }
    same = next(entry for title, entry in told.items() if title.startswith("Faits et fichiers"))
    assert "zone d'emploi" in same["detail_fr"]
    names = next(entry for title, entry in told.items() if title.endswith("nom de la commune"))
    assert names["codes"] == ["62588"]
    assert "Montreuil-sur-Mer" in names["detail_fr"]


def test_some_departements_are_read_alone(communes):
    some = catalog.read_communes(["2A", "974"])
    assert set(some["code_departement"]) == {"2A", "974"}
    pd.testing.assert_frame_equal(some, communes.loc[some.index], check_dtype=False)
