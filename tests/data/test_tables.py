"""What the committed tables must say: known values, statuses, codes, licences."""

import pandas as pd
import pytest

from loaders import catalog

ODBL = {"private_jobs", "population_1968_1999", "population_2006_2021", "employment_concentration"}
ROWS = {
    "communes": 34_875,
    "indicator_values": 225_498,
    "indicator_values_france": 84 * 34_875,
    "private_jobs": 16_874,
    "heritage_elements": 353,
    "heritage_components": 109,
    "mine_shafts": 636,
    "major_sites": 6,
    "world_heritage_sites": 1223,
    "initiatives": 71 + 493 + 30 + 47 + 7,
    "cooperations": 111,
    "coal_regions": 93,
}
COUNTED = {
    "indicator_values": "value",
    "private_jobs": "value",
    "national_population": "population",
    "population_1968_1999": "population",
    "population_2006_2021": "population",
}


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_rows(name, rows):
    assert len(catalog.read_table(name)) == rows
    assert catalog.read_sidecar(name)["rows"] == rows


def value(values, code, indicator, year):
    row = values[
        (values["code_commune"] == code) & (values["indicator"] == indicator) & (values["year"] == year)
    ]
    return row["value"].item()


def test_known_values(values):
    assert value(values, "62498", "median_income_eur", 2021) == 17_250
    assert value(values, "59172", "poverty_rate_pct", 2021) == 43
    assert round(value(values, "59350", "unemployment_rate_pct", 2021), 1) == 16.9


def test_population_2022_of_the_two_departements(values, communes):
    people = values[(values["indicator"] == "population") & (values["year"] == 2022)].set_index(
        "code_commune"
    )
    assert people["value"].sum() == 4_077_093
    sums = people["value"].groupby(communes["code_departement"]).sum()
    assert sums.to_dict() == {"59": 2_616_909, "62": 1_460_184}


def test_perimeters_are_lists_of_communes_of_the_two_departements(communes, local):
    flags = ["mbm_250", "insee_336", "unesco_property_87", "unesco_buffer_124", "mbm_250_and_8_epci"]
    assert communes[flags].sum().tolist() == [250, 336, 87, 124, 224]
    assert (communes["mbm_250_and_8_epci"] == (communes["mbm_250"] & communes["insee_336"])).all()
    assert communes[flags].sum().equals(local[flags].sum())
    assert (local["departement_59"] ^ local["departement_62"]).all()
    assert len(local) == communes[["departement_59", "departement_62"]].sum().sum() == 1_534


@pytest.mark.parametrize(("name", "column"), COUNTED.items())
def test_a_value_is_empty_exactly_when_hidden_or_not_available(name, column):
    frame = catalog.read_table(name)
    hidden = frame["status"].isin(["secret", "not_available"])
    assert (frame[column].isna() == hidden).all()


def test_each_indicator_and_year_has_every_commune_of_the_two_departements(values, local):
    rows = values[values["code_commune"].isin(local.index)]
    assert (rows.groupby(["indicator", "year"], observed=True).size() == len(local)).all()


@pytest.mark.parametrize("name", [n for n in catalog.table_names() if not n.startswith("boundaries")])
def test_every_code_of_the_two_departements_exists(name, communes):
    frame = catalog.read_table(name)
    if "code_commune" not in frame or name == "national_population":  # that one keeps the codes of its year
        return
    codes = frame["code_commune"].dropna()
    assert set(codes[codes.str[:2].isin(["59", "62"])]) <= set(communes.index)


def test_codes_listed_with_semicolons_exist(communes):
    for name in ("heritage_components", "heritage_elements"):
        listed = catalog.read_table(name)["codes_commune"].str.split(";").explode().str.strip()
        assert set(listed) <= set(communes.index)


def test_elements_belong_to_components_and_add_up():
    elements, components = catalog.read_table("heritage_elements"), catalog.read_table("heritage_components")
    counted = elements.groupby("component_no").size()
    assert (counted.reindex(components["component_no"]).to_numpy() == components["n_elements"]).all()
    assert counted.sum() == 353


def test_national_codes_of_2022_and_before_are_told_apart_by_their_geography():
    population = catalog.read_table("national_population")
    paris = population[(population["code_commune"] == "75056") & (population["year"] == 2022)]
    assert paris["population"].item() == 2_113_705
    assert population["code_commune"].str.len().eq(5).all()


def test_postcodes_and_epci_names(communes, local):
    assert communes.loc["59350", "postcodes"].split() == ["59000", "59160", "59260", "59777", "59800"]
    assert communes["postcodes"].dropna().str.fullmatch(r"\d{5}( \d{5})*").all()
    assert communes.index[communes["postcodes"].isna()].tolist() == ["27676"]  # absent from the source
    assert communes.loc["69123", "postcodes"].split() == [f"6900{n}" for n in range(1, 10)]
    assert communes.loc["62498", "epci_full_name"] == "Communauté d'agglomération de Lens - Liévin"
    assert (local["code_epci"].nunique(), communes["code_epci"].nunique()) == (36, 1_255)


def test_town_halls_that_the_facts_leave_empty_stay_empty(communes, local):
    assert local["town_hall_lat"].isna().sum() == 95
    assert (communes["town_hall_lat"].isna() == communes["town_hall_lon"].isna()).all()


def test_odbl_figures_stay_in_tables_of_their_own():
    licences = {name: catalog.read_sidecar(name)["licence"] for name in catalog.table_names()}
    assert {name for name, licence in licences.items() if "ODbL" in licence} == ODBL
    values = catalog.read_table("indicator_values")
    assert "private_jobs" not in set(values["indicator"].astype("str"))


def test_each_survey_of_initiatives_keeps_its_licence():
    surveys = catalog.read_sidecar("initiatives")["surveys"]
    counts = catalog.read_table("initiatives")["survey"].value_counts()
    assert set(surveys) == set(counts.index)
    assert "Licence Ouverte" in surveys["anct_third_places"]["licence"]
    assert counts["anct_third_places"] == 493


def test_whole_numbers_stay_whole_where_some_are_missing():
    years = catalog.read_table("initiatives")["year"]
    assert years.isna().any()
    assert pd.api.types.is_integer_dtype(years)
