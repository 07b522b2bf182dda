import tomllib

import pandas as pd
import pytest

from loaders.errors import CodeError, SchemaError, SourceError
from loaders.formats import insee_wages
from loaders.formats.insee_wages import load_wages
from loaders.formats.insee_zonings import load_memberships

HEADER = "CODGEO;SNHM22;SNHMC22;SNHMP22;SNHME22;SNHMO22;SNHMF22;SNHMFC22;SNHMH22;SNHM1822"
ROWS = (
    "62498;12.9791404;22.19;15.02;11.02;11.58;12.24;20.52;13.38;10.9",
    "01004;15.31;24.97;16.99;11.71;12.36;13.48;21.49;16.45;11.37",
    "75056;27.88;39.07;20.75;13.2;11.76;24.9;33.39;30.32;12.5",
    "75101;33.97;46.48;20.28;14.01;12.85;27.23;36.58;39.08;13.1",
    "85165" + 9 * ";",
)


def write(tmp_path, *rows, header=HEADER):
    path = tmp_path / "salaires.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode())
    return path


def test_each_commune_has_its_wages_with_the_decimals_of_the_file(tmp_path):
    values = load_wages(write(tmp_path, *ROWS))
    table = values.pivot_table(index="code_commune", columns="indicator", values="value")
    assert table.loc["62498"].to_dict() == {
        "net_hourly_wage_eur": 12.9791404,
        "net_hourly_wage_executives_eur": 22.19,
        "net_hourly_wage_intermediate_eur": 15.02,
        "net_hourly_wage_employees_eur": 11.02,
        "net_hourly_wage_workers_eur": 11.58,
        "net_hourly_wage_women_eur": 12.24,
        "net_hourly_wage_men_eur": 13.38,
    }
    assert values["year"].unique().tolist() == [2022]


def test_a_city_has_its_own_row_and_its_districts_are_left_out_and_counted(tmp_path):
    values = load_wages(write(tmp_path, *ROWS))
    assert "75101" not in values["code_commune"].tolist()
    assert values.attrs["districts_left_out"] == 1
    overall = values[values["indicator"] == "net_hourly_wage_eur"].set_index("code_commune")["value"]
    assert overall["75056"] == 27.88


def test_districts_alone_do_not_make_a_city(tmp_path):
    values = load_wages(write(tmp_path, ROWS[0], ROWS[3]))
    assert values["code_commune"].unique().tolist() == ["62498"]


def test_a_wage_of_a_former_perimeter_is_withdrawn(tmp_path):
    essarts = ROWS[1].replace("01004", "85084")  # L'Oie (85165), without figures, was part of it
    values = load_wages(write(tmp_path, *ROWS, essarts)).set_index(["code_commune", "indicator"])
    assert values.loc[("85084", "net_hourly_wage_eur"), "status"] == "not_available"
    assert values.loc[("01004", "net_hourly_wage_eur"), "status"] == "published"


def test_an_empty_cell_is_not_available_and_not_a_zero(tmp_path):
    values = load_wages(write(tmp_path, *ROWS)).set_index("code_commune").loc["85165"]
    assert values["value"].isna().all()
    assert values["status"].unique().tolist() == ["not_available"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("22.19", "22,19", "SNHMC22.*ligne 2"),
        ("22.19", "s", "SNHMC22.*« s »"),
        ("11.02", "0", "négatif ou nul pour 62498"),
        ("11.02", "-11.02", "négatif ou nul pour 62498"),
        ("12.24", "13.1", r"hors de celles de SNHMF22, SNHMH22 pour 62498"),  # women and men above the mean
        ("12.9791404", "22.2", "hors de celles de SNHMC22.* pour 62498"),
        ("01004", "1004", "mal formé : 1004"),
        ("01004", "62498", "en double.*62498"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, old, new, fault):
    rows = [row.replace(old, new) for row in ROWS]
    with pytest.raises((SchemaError, CodeError), match=rf"salaires\.csv.*{fault}"):
        load_wages(write(tmp_path, *rows))


def test_columns_of_another_year_are_named(tmp_path):
    with pytest.raises(SchemaError, match=r"SNHMC22 \(peut-être renommée SNHMC21\)"):
        load_wages(write(tmp_path, *ROWS, header=HEADER.replace("22;", "21;")))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"rien\.csv"):
        load_wages(tmp_path / "rien.csv")


def test_every_indicator_is_in_the_dictionary(repo_root):
    dictionary = tomllib.loads((repo_root / "data" / "indicators.toml").read_text(encoding="utf-8"))
    assert set(insee_wages.INDICATORS.values()) == {name for name in dictionary if "hourly_wage" in name}


@pytest.fixture(scope="module")
def official(shared):
    return load_wages(shared / "mirror" / "insee" / "salaires_2022" / "salaireNET.csv")


@pytest.mark.mirror
def test_the_published_file_gives_5425_communes_and_45_districts(official):
    assert official["code_commune"].nunique() == 5_425
    assert len(official) == 7 * 5_425
    assert official.attrs["districts_left_out"] == 45


@pytest.mark.mirror
def test_two_communes_that_came_back_in_2024_and_the_one_they_left_have_no_figure(official):
    hidden = official[official["status"] == "not_available"]
    assert sorted(hidden["code_commune"].unique()) == ["85084", "85165", "85212"]
    assert len(hidden) == 3 * 7


@pytest.mark.mirror
def test_facts_are_the_values_of_the_published_file_to_the_cent(official, shared):
    facts = pd.read_csv(
        shared / "facts" / "indicator_values.csv.gz",
        dtype={"code_commune": "str"},
    )
    mine = facts[facts["indicator"].isin(insee_wages.INDICATORS.values()) & facts["value"].notna()]
    both = mine.merge(official, on=["code_commune", "indicator", "year"], suffixes=("_facts", ""))
    assert len(both) == len(mine) == 7 * 392
    assert (both["value"] - both["value_facts"]).abs().max() < 0.005001


@pytest.mark.mirror
def test_communes_of_2024_with_2000_inhabitants_are_listed_save_sixteen_and_two_are_smaller(official, shared):
    insee = shared / "mirror" / "insee"
    text = pd.read_csv(insee / "populations" / "donnees_communes_2021.csv", sep=";", dtype="str")
    people = text.set_index("COM")["PMUN"].str.replace(" ", "").astype(int)
    table = insee / "table_appartenance_2024" / "table-appartenance-geo-communes-2024.xlsx"
    codes = load_memberships(table, 2024)["code_commune"]
    listed = official["code_commune"].unique()
    assert set(listed) <= set(codes)
    people = people[people.index.isin(codes)]
    is_listed = people.index.isin(listed)
    assert sorted(people.index[is_listed & (people < 2_000)]) == ["25060", "35062"]
    assert (~is_listed & (people >= 2_000)).sum() == 16
