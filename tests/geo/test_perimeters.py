"""Perimeter ids against a table of five communes."""

import pandas as pd
import pytest

from geo.perimeters import FLAGS, members


@pytest.fixture
def communes():
    table = pd.DataFrame(
        {
            "code_departement": ["59", "59", "62", "62", "75"],
            "code_region": ["32", "32", "32", "32", "11"],
            "code_epci": ["200042190", "200093201", "200042190", "246200364", "200054781"],
            "mbm_250": [True, False, True, False, None],
            "insee_336": [1, 0, 0, 0, 0],
        },
        index=pd.Index(["59002", "59350", "62498", "62041", "75056"], name="code_commune"),
    )
    return table.assign(**{flag: [False, True, False, True, False] for flag in FLAGS[2:]})


@pytest.mark.parametrize(
    ("perimeter", "expected"),
    [
        ("mbm_250", ["59002", "62498"]),
        ("insee_336", ["59002"]),
        ("mbm_250_and_8_epci", ["59350", "62041"]),
        ("unesco_property_87", ["59350", "62041"]),
        ("unesco_buffer_124", ["59350", "62041"]),
        ("nord_pas_de_calais", ["59002", "59350", "62498", "62041"]),
        ("departement_59", ["59002", "59350"]),
        ("departement_75", ["75056"]),
        ("region_32", ["59002", "59350", "62498", "62041"]),
        ("region_11", ["75056"]),
        ("france", ["59002", "59350", "62498", "62041", "75056"]),
        ("epci_200042190", ["59002", "62498"]),
        ("commune_62498", ["62498"]),
    ],
)
def test_members_of_each_kind_of_perimeter(communes, perimeter, expected):
    codes = members(communes, perimeter)
    assert codes.tolist() == expected
    assert codes.name == "code_commune"


@pytest.mark.parametrize(
    "perimeter",
    ["mbm", "epci_1", "departement_", "region_", "region_59", "code_epci", "commune_00000", "franc", ""],
)
def test_an_unknown_perimeter_is_named(communes, perimeter):
    with pytest.raises(ValueError, match=f"unknown perimeter '{perimeter}'"):
        members(communes, perimeter)


def test_nullable_flags_without_answer_mean_no(communes):
    table = communes.assign(mbm_250=communes["mbm_250"].astype("boolean"))
    assert members(table, "mbm_250").tolist() == ["59002", "62498"]


def test_the_table_is_left_as_it_was(communes):
    before = communes.copy()
    members(communes, "mbm_250")
    pd.testing.assert_frame_equal(communes, before)
