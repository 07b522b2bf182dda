import pandas as pd
import pytest

from loaders.errors import CodeError, SchemaError
from loaders.formats.insee_wages import INDICATORS, load_wages

HEADER = ["CODGEO", *INDICATORS, "SNHM1822"]
ROWS = {
    "01004": [15.3124397374216, 24.97, 16.99, 11.71, 12.36, 13.48, 16.45, 11.37],
    "75056": [27.88, 39.07, 20.75, 14.5, 13.5, 25.1, 30.2, 15.2],
    "75101": [35.5, 45.5, 22.5, 15.5, 14.5, 30.5, 40.5, 16.5],
    "85084": [13.5, 22.5, 16.5, 11.5, 12.5, 12.5, 14.5, 11.5],
    "85165": [""] * 8,
}


def write(tmp_path, rows, header=HEADER):
    path = tmp_path / "salaireNET.csv"
    path.write_text(
        "\n".join(
            [";".join(header), *(";".join(map(str, [code, *cells])) for code, cells in rows.items()), ""]
        )
    )
    return path


def test_each_wage_keeps_its_decimals_and_districts_are_dropped(tmp_path):
    values = load_wages(write(tmp_path, ROWS))
    assert sorted(values["code_commune"].unique()) == ["01004", "75056", "85084", "85165"]
    wages = values.set_index(["code_commune", "indicator"])["value"]
    assert wages["01004", "net_hourly_wage_eur"] == 15.3124397374216
    assert wages["01004", "net_hourly_wage_workers_eur"] == 12.36
    assert wages["01004", "net_hourly_wage_women_eur"] == 13.48
    assert values["year"].unique().tolist() == [2022]


def test_a_row_without_figures_is_not_available_nor_is_the_former_perimeter(tmp_path):
    status = load_wages(write(tmp_path, ROWS)).set_index(["code_commune", "indicator"])["status"]
    assert status["85165", "net_hourly_wage_eur"] == "not_available"
    assert status["85084", "net_hourly_wage_eur"] == "not_available"
    assert status["01004", "net_hourly_wage_eur"] == "published"


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("-15.3", "hors de 5 à 200 €.*net_hourly_wage_eur.*01004 → -15.3"),
        ("0", "hors de 5 à 200 €.*01004 → 0"),
        ("2322.5", "hors de 5 à 200 €.*01004 → 2322.5"),
        ("15,3", "illisible dans « net_hourly_wage_eur »"),
        ("s", "illisible"),
    ],
)
def test_what_is_no_hourly_wage_is_refused(tmp_path, cell, fault):
    with pytest.raises(SchemaError, match=fault):
        load_wages(write(tmp_path, ROWS | {"01004": [cell, *ROWS["01004"][1:]]}))


def test_a_malformed_code_is_refused(tmp_path):
    with pytest.raises(CodeError, match="mal formé : 1004"):
        load_wages(write(tmp_path, {"1004": ROWS["01004"]}))


def test_an_absent_column_is_named(tmp_path):
    header = ["CODGEO", "SNHM21", *HEADER[2:]]
    with pytest.raises(SchemaError, match=r"colonne absente : SNHM22 \(peut-être renommée"):
        load_wages(write(tmp_path, ROWS, header))


@pytest.fixture(scope="module")
def official(shared):
    return load_wages(shared / "mirror" / "insee" / "salaires_2022" / "salaireNET.csv")


@pytest.mark.mirror
def test_the_official_file_has_5425_communes_three_of_them_without_figures(official):
    assert official["code_commune"].nunique() == 5_470 - 45
    lost = official.loc[official["status"] == "not_available", "code_commune"].unique()
    assert sorted(lost) == ["85084", "85165", "85212"]


@pytest.mark.mirror
def test_the_two_departements_agree_with_the_compiled_facts(official, shared):
    facts = pd.read_csv(shared / "facts" / "indicator_values.csv.gz", dtype={"code_commune": "str"})
    both = facts.merge(official, on=["code_commune", "indicator", "year"], suffixes=("_facts", ""))
    same = both[both["code_commune"] != "62447"]  # merged since
    assert len(same) == 7 * 391
    assert (same["value"].round(2) == same["value_facts"]).all()
