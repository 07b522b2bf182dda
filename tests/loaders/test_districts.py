import pandas as pd
import pytest

from loaders.districts import COMMUNES, DISTRICTS, commune_of, is_district

CODES = pd.Series(
    ["75101", "75120", "13216", "69389", "75056", "62498", None], index=list("abcdefg"), dtype="str"
)


def test_there_are_twenty_sixteen_and_nine_districts():
    assert {commune: len(parts) for commune, parts in DISTRICTS.items()} == {
        "75056": 20,
        "13055": 16,
        "69123": 9,
    }


def test_a_district_is_told_from_a_commune_and_from_no_code():
    assert is_district(CODES).tolist() == [True, True, True, True, False, False, False]
    assert is_district(CODES).index.tolist() == list("abcdefg")


def test_each_district_gives_its_commune_and_other_codes_stay():
    found = commune_of(CODES)
    assert found.tolist()[:6] == ["75056", "75056", "13055", "69123", "75056", "62498"]
    assert found.isna().tolist() == [False] * 6 + [True]


@pytest.mark.parametrize("code", ["75100", "75121", "13200", "13217", "69380", "69390"])
def test_the_codes_just_outside_are_no_districts(code):
    assert commune_of(pd.Series([code])).tolist() == [code]


@pytest.mark.mirror
def test_the_districts_are_those_of_the_official_list(shared):
    official = pd.read_csv(shared / "mirror" / "insee" / "cog" / "v_commune_2025.csv", dtype="str")
    districts = official[official["TYPECOM"] == "ARM"]
    assert dict(zip(districts["COM"], districts["COMPARENT"], strict=True)) == COMMUNES
