"""National columns on made-up zonings, territories and town halls."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from loaders.errors import SchemaError
from loaders.recipes.commune_columns import Zonings, _communes_of, classified, reliable, zoned

CODES = ["01004", "59350", "97411", "97105"]
DEPARTEMENTS = pd.Series(["01", "59", "974", "971"], index=pd.Index(CODES, name="code_commune"))


@pytest.fixture
def zonings():
    index = pd.Index(CODES, name="code_commune")
    zones = pd.DataFrame(
        {
            "code_ze2020": ["8401", "3213", "0403", "0101"],
            "code_uu2020": ["01000", "59702", "9D000", None],  # members of 97105 were in two units
            "code_aav2020": ["000", "004", "9D1", "9A1"],
            "code_bv2022": ["01004", "59350", "97411", "97105"],
        },
        index=index,
        dtype="str",
    )
    names = [("ze2020", "3213", "Lille"), ("uu2020", "59702", "Lille (partie française)")]
    names += [("aav2020", "004", "Lille (partie française)")]
    classes = pd.DataFrame(
        {
            "code_commune": CODES,
            "code_uu2020": [None, "59702", None, None],
            "code_aav2020": [None, "004", "9D1", None],
            "uu2020_size_class": ["0", "7", "0", "0"],
            "aav2020_size_class": ["0", "4", "3", "0"],
            "aav2020_detailed_class": ["00", "42", "32", "00"],
            "aav2020_category": ["30", "11", "20", "30"],
        },
        dtype="str",
    )
    category = classes.set_index("code_commune")["aav2020_category"]
    return Zonings(zones, category, classes, pd.DataFrame(names, columns=["level", "code", "name"]), {})


def test_outside_has_its_own_name_and_unknown_has_none(zonings):
    zones = zoned(zonings, DEPARTEMENTS)
    assert zones["uu2020_name"].fillna("").tolist() == [
        "Communes hors unité urbaine du département 01",
        "Lille (partie française)",
        "Communes hors unité urbaine du département 974",
        "",
    ]
    assert zones["aav2020_name"].iloc[0] == "Commune hors attraction des villes"


def test_a_size_follows_the_zone_and_is_zero_outside(zonings):
    found = classified(zonings, zoned(zonings, DEPARTEMENTS), [])
    assert found["uu2020_size_class"].fillna("").tolist() == ["0", "7", "0", ""]
    # 97105 joined the area 9A1 since 2022, which the table of sizes does not know.
    assert found["aav2020_size_class"].fillna("").tolist() == ["0", "4", "3", ""]
    assert found["aav2020_detailed_class"].fillna("").tolist() == ["00", "42", "32", ""]


def test_a_commune_that_joined_an_area_since_has_no_category(zonings):
    found = classified(zonings, zoned(zonings, DEPARTEMENTS), [])
    assert found["aav2020_category"].fillna("").tolist() == ["30", "11", "20", ""]
    assert found["aav2020_category_name"].iloc[1] == "Commune-centre"


def test_a_restored_commune_has_no_category_unless_outside_any_area(zonings):
    found = classified(zonings, zoned(zonings, DEPARTEMENTS), ["01004", "59350"])
    assert found["aav2020_category"].fillna("").tolist() == ["30", "", "20", ""]


def test_town_halls_are_kept_in_or_within_500_metres_of_their_commune():
    outlines = gpd.GeoSeries({"59350": shapely.box(700_000, 7_000_000, 701_000, 7_001_000)}, crs=2154)
    inside, near, far = (700_500, 7_000_500), (701_499, 7_000_500), (701_501, 7_000_500)
    for point, kept in ((inside, 1), (near, 1), (far, 0)):
        points = gpd.GeoSeries({"59350": shapely.Point(point)}, crs=2154).to_crs(4326)
        assert len(reliable(points, outlines)) == kept


def test_overseas_the_500_metres_are_those_of_the_legal_projection():
    square = gpd.GeoSeries({"97411": shapely.box(340_000, 7_680_000, 341_000, 7_681_000)}, crs=2975)
    outlines = square.to_crs(4326).to_crs(2154)
    near = gpd.GeoSeries({"97411": shapely.Point(341_450, 7_680_500)}, crs=2975).to_crs(4326)
    assert near.to_crs(2154).distance(outlines).item() > 800  # as Lambert-93 would say
    assert len(reliable(near, outlines)) == 1


def territories(members):
    return gpd.GeoDataFrame(
        {
            "code_ti": ["ti-9301"],
            "name": ["Aix-Marseille-Provence"],
            "members": [members],
            "siren_members": ["211300017, 200054807"],
        },
        geometry=[shapely.Point(5, 43)],
        crs=4326,
    )


def test_a_commune_that_is_a_member_is_found_by_its_siren():
    names = pd.Series(["Aix-en-Provence", "Lille"], index=["13001", "59350"])
    own = _communes_of(territories("Aix-en-Provence, Métropole d'Aix-Marseille-Provence"), names)
    assert own.fillna("").to_dict() == {"13001": "Aix-Marseille-Provence", "59350": ""}


def test_a_siren_that_leads_to_another_name_is_refused():
    names = pd.Series(["Aix-en-Provence"], index=["13001"])
    with pytest.raises(SchemaError, match="211300017"):
        _communes_of(territories("Martigues"), names)
