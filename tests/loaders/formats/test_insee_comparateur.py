import zipfile

import pandas as pd
import pytest

from loaders.errors import ArchiveError, CodeError, SchemaError
from loaders.formats.insee_comparateur import COUNTS, FILOSOFI, load_areas, load_comparateur

# A commune of the Ain, Paris and one of its districts, Guadeloupe, Mayotte.
COLUMNS = {
    "CODGEO": ["01004", "75056", "75101", "97101", "97601"],
    "P18_POP": ["14204", "2000", "100", "500", ""],
    "P13_POP": ["14359", "2100", "105", "510", ""],
    "SUPERF": ["24.6", "105.4", "1.83", "81.3", ""],
    "NAIS1318": ["1092", "90", "6", "30", ""],
    "DECE1318": ["606", "40", "3", "20", ""],
    "P18_MEN": ["6531.14863583005", "900", "50", "200", ""],
    "NAISD20": ["237", "26", "1", "9", "162"],
    "DECESD20": ["150", "16", "1", "5", "29"],
    "P18_LOG": ["7341.58489570647", "1000", "60", "250", ""],
    "P18_RP": ["6531.14863583005", "900", "50", "200", ""],
    "P18_RSECOCC": ["118.593433143785", "40", "4", "20", ""],
    "P18_LOGVAC": ["691.842826732635", "60", "6", "30", ""],
    "P18_RP_PROP": ["2745.50431579002", "300", "20", "120", ""],
    "NBMENFISC19": ["6711", "880", "48", "", ""],
    "PIMP19": ["56", "73", "77", "", ""],
    "MED19": ["20510", "28570", "34720", "", ""],
    "TP6019": ["", "15", "11", "", ""],
    "P18_EMPLT": ["7870.51172326301", "1800", "300", "150", ""],
    "P18_EMPLT_SAL": ["7007.6377731204", "1500", "250", "120", ""],
    "P13_EMPLT": ["7554.03747405362", "1700", "290", "140", ""],
    "P18_POP1564": ["9055.12128323687", "1400", "80", "300", ""],
    "P18_CHOM1564": ["1034.25", "120", "7", "60", ""],
    "P18_ACT1564": ["6925.5", "1100", "60", "200", ""],
    "ETTOT18": ["559", "168", "62", "40", ""],
    "ETAZ18": ["2", "1", "0", "3", ""],
}


def write(tmp_path, columns=COLUMNS):
    rows = [columns, *zip(*columns.values(), strict=True)]
    path = tmp_path / "base_cc_comparateur_csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("base_cc_comparateur.CSV", "\r\n".join(";".join(row) for row in rows) + "\r\n")
        archive.writestr("meta_base_cc_comparateur.CSV", "COD_VAR;LIB_VAR\r\n")
    return path


def changed(code, column, cell):
    row = COLUMNS["CODGEO"].index(code)
    cells = [cell if n == row else found for n, found in enumerate(COLUMNS[column])]
    return COLUMNS | {column: cells}


@pytest.fixture
def values(tmp_path):
    return load_comparateur(write(tmp_path)).set_index(["code_commune", "indicator", "year"])


def test_districts_are_dropped_so_that_nobody_counts_twice(values):
    assert values.index.unique("code_commune").tolist() == ["01004", "75056", "97101", "97601"]
    people = values.xs(("population", 2018), level=("indicator", "year"))["value"]
    assert people.sum() == 14_204 + 2_000 + 500


def test_counts_keep_all_their_figures(values):
    assert values.loc[("01004", "main_residences", 2018), "value"] == 6531.14863583005
    assert values.loc[("01004", "jobs_at_workplace", 2013), "value"] == 7554.03747405362


def test_employed_are_the_labour_force_less_the_unemployed(values):
    assert values.loc[("01004", "employed_15_64", 2018)].tolist() == [6925.5 - 1034.25, "published"]
    assert values.loc[("97601", "employed_15_64", 2018), "status"] == "not_available"


def test_births_of_five_years_and_of_one_are_two_indicators(values):
    assert values.loc[("01004", "births_2013_2018", 2018), "value"] == 1_092
    assert values.loc[("01004", "births", 2020), "value"] == 237
    assert values.loc[("97601", "births", 2020)].tolist() == [162, "published"]


def test_an_empty_cell_is_a_secret_for_filosofi_only(values):
    assert values.loc[("01004", "poverty_rate_pct", 2019), "status"] == "secret"
    assert values.loc[("97601", "population", 2018), "status"] == "not_available"
    assert values["value"].isna().eq(values["status"] != "published").all()


def test_what_filosofi_does_not_cover_is_no_secret(values):
    assert values.loc[("97101", "median_income_eur", 2019), "status"] == "not_available"
    assert values.loc[("97601", "median_income_eur", 2019), "status"] == "not_available"


def test_every_commune_has_every_indicator(values):
    assert len(values) == 4 * (len(COUNTS) + len(FILOSOFI) + 1)
    assert values.index.is_unique


def test_the_figure_of_a_former_perimeter_is_withdrawn(tmp_path):
    codes = [
        "14712",
        "75056",
        "75101",
        "97101",
        "14666",
    ]  # Sannerville came out of Troarn, has no figure of 2013
    values = load_comparateur(write(tmp_path, COLUMNS | {"CODGEO": codes}))
    jobs = values[values["indicator"] == "jobs_at_workplace"].set_index(["code_commune", "year"])["status"]
    assert (jobs["14666", 2013], jobs["14712", 2013]) == ("not_available", "not_available")
    assert jobs["75056", 2013] == "published"


@pytest.mark.parametrize(
    ("code", "column", "cell", "fault"),
    [
        ("75056", "P18_LOGVAC", "-60", "négatif.*75056 → -60"),
        ("75056", "PIMP19", "140", "0 à 100 %.*75056 → 140"),
        ("75056", "TP6019", "101", "0 à 100 %.*75056 → 101"),
        ("75056", "P18_POP", "2 000", "illisible dans « P18_POP »"),
        ("75056", "P18_MEN", "900,5", "illisible dans « P18_MEN »"),
        ("75056", "P18_POP", "s", "illisible dans « P18_POP »"),
        ("75056", "P18_CHOM1564", "1101", "P18_CHOM1564 dépasse P18_ACT1564 pour 75056"),
        ("75056", "P18_RP_PROP", "901", "P18_RP_PROP dépasse P18_RP pour 75056"),
        ("75056", "P18_RSECOCC", "41", "P18_LOG ≠ P18_RP.*pour 75056"),
    ],
)
def test_what_cannot_be_is_named(tmp_path, code, column, cell, fault):
    with pytest.raises(SchemaError, match=fault):
        load_comparateur(write(tmp_path, changed(code, column, cell)))


def test_a_malformed_code_is_refused(tmp_path):
    with pytest.raises(CodeError, match="mal formé : 1004"):
        load_comparateur(write(tmp_path, changed("01004", "CODGEO", "1004")))


def test_a_code_twice_is_refused(tmp_path):
    with pytest.raises(CodeError, match=r"en double.*75056"):
        load_comparateur(write(tmp_path, changed("01004", "CODGEO", "75056")))


def test_an_absent_column_is_named_with_the_member(tmp_path):
    columns = {name: cells for name, cells in COLUMNS.items() if name != "P13_EMPLT"}
    with pytest.raises(SchemaError, match=r"base_cc_comparateur\.CSV : colonne absente : P13_EMPLT"):
        load_comparateur(write(tmp_path, columns))


def test_another_archive_is_refused(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("base.csv", "a;b")
    with pytest.raises(ArchiveError, match=r"membre absent : base_cc_comparateur\.CSV"):
        load_comparateur(path)


def test_areas_stand_apart(tmp_path):
    areas = load_areas(write(tmp_path)).set_index("code_commune")["area_km2"]
    assert areas.dropna().to_dict() == {"01004": 24.6, "75056": 105.4, "97101": 81.3}
    assert areas.index[areas.isna()].tolist() == ["97601"]


def test_an_area_of_zero_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="superficie nulle ou négative : 01004"):
        load_areas(write(tmp_path, changed("01004", "SUPERF", "0")))


def test_inputs_of_the_balance_stay_empty_where_unknown(tmp_path):
    values = load_comparateur(write(tmp_path)).set_index(["code_commune", "indicator", "year"])["value"]
    inputs = {
        ("population", 2013): 14_359,
        ("population", 2018): 14_204,
        ("births_2013_2018", 2018): 1_092,
        ("deaths_2013_2018", 2018): 606,
    }
    assert {series: values["01004"][series] for series in inputs} == inputs
    assert all(pd.isna(values["97601"][series]) for series in inputs)


@pytest.fixture(scope="module")
def official(shared):
    return load_comparateur(shared / "mirror" / "insee" / "comparateur_2022" / "base_cc_comparateur_csv.zip")


@pytest.mark.mirror
def test_the_official_file_has_34965_communes(official):
    assert official["code_commune"].nunique() == 34_965  # published: communes of France on 1 January 2021
    assert len(official) == 34_965 * 24


@pytest.mark.mirror
def test_population_2018_sums_to_the_published_total(official):
    people = official[(official["indicator"] == "population") & (official["year"] == 2018)]
    assert people["value"].sum() == 66_732_538


@pytest.mark.mirror
def test_nothing_is_published_outside_the_field_of_filosofi(official):
    overseas = official["code_commune"].str.startswith(("971", "973", "976"))
    found = official[overseas & official["indicator"].isin([name for name, _ in FILOSOFI.values()])]
    assert found["status"].unique().tolist() == ["not_available"]
    assert found["code_commune"].nunique() == 32 + 22 + 17


@pytest.mark.mirror
def test_known_values(official):
    values = official.set_index(["code_commune", "indicator", "year"])["value"]
    assert values["62498", "median_income_eur", 2019] == 16_310
    assert values["62498", "poverty_rate_pct", 2019] == 31
    assert values["62498", "births_2013_2018", 2018] == 2_242
    assert round(values["75056", "jobs_at_workplace", 2018]) == 1_842_064


@pytest.mark.mirror
def test_the_two_departements_agree_with_the_compiled_facts(official, shared):
    facts = pd.read_csv(shared / "facts" / "indicator_values.csv.gz", dtype={"code_commune": "str"})
    both = facts.merge(official, on=["code_commune", "indicator", "year"], suffixes=("_facts", ""))
    # Two communes merged since 2021; the facts round counts to two decimals, then take differences of them.
    same = both[~both["code_commune"].isin(["59006", "62447"])]
    assert same["indicator"].nunique() == 20
    assert same["status"].tolist() == same["status_facts"].tolist()
    assert ((same["value"] - same["value_facts"]).abs().fillna(0) < 0.0101).all()


@pytest.mark.mirror
def test_three_communes_lack_their_figures_of_former_perimeter(official):
    overseas = official["code_commune"].str.startswith(("971", "973", "976"))
    lost = official[(official["status"] == "not_available") & ~overseas]
    rows = sorted(lost[["code_commune", "indicator", "year"]].itertuples(index=False, name=None))
    assert rows == [
        ("14666", "establishments", 2018),
        ("14666", "jobs_at_workplace", 2013),
        ("14712", "establishments", 2018),
        ("14712", "jobs_at_workplace", 2013),
        ("76601", "jobs_at_workplace", 2013),
        ("76676", "jobs_at_workplace", 2013),
    ]
