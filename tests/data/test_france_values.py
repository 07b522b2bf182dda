"""The values of all France: complete, the same as elsewhere for 59/62, exact sums, known figures."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from loaders import catalog

FRANCE = "indicator_values_france"
COMMUNES = 34_875
MAYOTTE = "976"


@pytest.fixture(scope="module")
def france():
    return catalog.read_table(FRANCE)


@pytest.fixture(scope="module")
def wide(france):
    return france.pivot_table(
        index="code_commune", columns=["indicator", "year"], values="value", observed=True
    )


def test_every_series_has_a_row_for_every_commune(france):
    assert france.groupby(["indicator", "year"], observed=True).size().unique().tolist() == [COMMUNES]
    assert not france.duplicated(["indicator", "year", "code_commune"]).any()


def test_a_row_group_holds_one_series_in_the_order_of_the_codes(france):
    file = pq.ParquetFile(catalog.TABLES / f"{FRANCE}.parquet")
    assert {file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)} == {COMMUNES}
    first = file.read_row_group(0).to_pandas()
    assert first[["indicator", "year"]].drop_duplicates().shape == (1, 2)
    assert first["code_commune"].is_monotonic_increasing


def test_the_dictionary_tells_the_years_of_all_france(france):
    found = france.dropna(subset="value").groupby("indicator", observed=True)["year"].unique()
    told = {name: item.france_years for name, item in catalog.read_indicators().items() if item.france_years}
    assert told == {name: tuple(sorted(years)) for name, years in found.items()}


def test_the_communes_of_59_and_62_say_the_same_in_both_tables(france):
    local = catalog.read_table("indicator_values").set_index(["indicator", "year", "code_commune"])
    mine = france[france["code_commune"].str[:2].isin(["59", "62"])]
    mine = mine.set_index(["indicator", "year", "code_commune"])
    both = mine.join(local, rsuffix="_local", how="left")
    assert both["status_local"].notna().all()
    pd.testing.assert_series_equal(both["value"], both["value_local"], check_names=False)


@pytest.mark.parametrize(
    ("year", "total"),
    # INSEE, France without Mayotte
    [(2016, 66_361_658), (2019, 66_988_403), (2020, 67_162_154), (2021, 67_408_052)],
)
def test_populations_add_up_to_what_insee_publishes_but_for_communes_divided_since(wide, year, total):
    people = wide["population", year]
    changes = catalog.read_table("passage_changes")
    of_year = changes[changes["source"] == f"insee_populations_{year}"]
    divided = set(of_year.loc[of_year["kind"] == "split", "code_new"])
    assert {code for code in wide.index[people.isna()] if not code.startswith(MAYOTTE)} == divided
    missing = total - people[~people.index.str.startswith(MAYOTTE)].sum()
    assert 0 < missing < 2_500 * len(divided)


def test_paris_is_one_commune_with_all_its_inhabitants(wide):
    assert wide.loc["75056", ("population", 2021)] == 2_133_111
    assert "75101" not in wide.index


def test_rates_are_those_of_the_counts(wide):
    unemployed, active = wide["unemployed_15_64", 2018], wide["labour_force_15_64", 2018]
    rate = wide["unemployment_rate_pct", 2018]
    known = rate.notna() & (active > 0)
    assert known.sum() > 34_800
    pd.testing.assert_series_equal(
        rate[known], 100 * unemployed[known] / active[known], check_names=False, rtol=0, atol=0.006
    )


def test_mayotte_is_empty_where_the_sources_leave_it_out(france):
    rows = france[france["code_commune"].str.startswith(MAYOTTE) & (france["indicator"] == "population")]
    reference = rows[rows["year"].isin([2019, 2020, 2021, 2022, 2023])]
    assert len(reference) == 17 * 5
    assert reference["value"].isna().all()
    assert set(reference["status"]) == {"not_available"}
