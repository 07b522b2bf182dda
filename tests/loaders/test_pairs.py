import numpy as np
import pandas as pd
import pytest

from loaders.crosscheck import Figures, Pair, comparisons
from loaders.pairs import (
    Places,
    Source,
    Words,
    district_counts,
    european_regions,
    labels,
    local_values,
    member_populations,
    national_populations,
    same_meaning,
)

CHANGES = pd.DataFrame(
    [("62461", "62447", "merge", "2025-01-01"), ("62447", "62447", "merge", "2025-01-01")],
    columns=["old_code", "next_code", "kind", "date"],
)


def values(*rows):
    return pd.DataFrame(rows, columns=["code_commune", "indicator", "year", "value"])


FACTS = values(
    ("59350", "population", 2022, 238_695.0),
    ("62447", "population", 2022, 4_494.0),
    ("59350", "population", 2021, 236_710.0),
    ("59350", "rate_pct", 2021, 12.3),
    ("62447", "rate_pct", 2021, np.nan),
    ("59350", "hidden_pct", 2021, np.nan),
)
FILE = values(
    ("59350", "population", 2022, 238_690.0),
    ("62447", "population", 2022, 3_000.0),
    ("62461", "population", 2022, 1_494.0),
    ("75056", "population", 2022, 2_113_705.0),
    ("59350", "rate_pct", 2021, 12.34),
    ("62447", "rate_pct", 2021, 9.0),
    ("59350", "hidden_pct", 2021, 1.0),
)
WORDS = {
    "population": Words("Population", "habitants"),
    "rate_pct": Words("Taux", "points", tolerance=0.05),
    "hidden_pct": Words("Masqué"),
}


@pytest.fixture
def local():
    pairs = local_values(FACTS, Source("Insee", FILE, 2024), WORDS)
    return {found.title: found for _, found in comparisons(pairs, CHANGES)}


def test_each_indicator_and_year_that_both_have_is_compared(local):
    assert list(local) == ["Population, 2022", "Taux, 2021"]


def test_communes_elsewhere_and_merged_ones_are_left_out(local):
    people = local["Population, 2022"]
    assert (people.compared, people.only_second) == (1, 0)
    assert (people.largest_gap, people.codes) == (5, ("59350",))
    assert "1 code dont la commune a changé entre les géographies 2024 et 2025" in people.detail


def test_rounding_is_no_difference(local):
    assert local["Taux, 2021"].differing == 0


def test_an_indicator_without_words_is_not_compared():
    assert list(local_values(FACTS, Source("Insee", FILE, 2024), {})) == []


def test_national_populations_are_compared_in_the_geography_of_each_row():
    facts = pd.DataFrame(
        [("59350", 2022, 238_695.0, 2025), ("62447", 2022, 4_494.0, 2025), ("59350", 2018, 1.0, 2021)],
        columns=["code_commune", "year", "population", "geography_year"],
    )
    official = [Source("Insee", FILE, 2024)]
    (pair,) = national_populations(facts, official)
    assert (pair.table, pair.title) == ("national_population", "Population municipale, France, 2022")
    found = pair.compared(CHANGES)
    assert (found.compared, found.equal, found.only_second) == (1, 0, 1)  # Lille; Paris is in the file only


def test_two_indicators_that_mean_the_same_are_compared():
    first, second = Source("A", FACTS, 2025), Source("B", FILE, 2025)
    pair = same_meaning(first, second, ("population", "population"), 2022, Words("P, 2022", note="Dit."))
    found = pair.compared(CHANGES)
    assert (found.title, found.compared) == ("P, 2022", 2)
    assert found.detail.endswith(" Dit.")


def test_populations_of_epci_members_are_compared_with_those_of_the_census():
    members = Figures("DGCL", pd.Series({"59350": 238_690.0, "97601": 5.0}), 2024)
    found = member_populations(members, Source("Insee", FILE, 2024), 2022, "Mayotte manque.").compared(
        CHANGES
    )
    assert (found.compared, found.equal, found.only_first, found.only_second) == (1, 1, 1, 3)
    assert found.detail.endswith("Mayotte manque.")


def test_labels_are_compared_on_the_communes_of_the_first():
    first = pd.DataFrame({"code_commune": ["59350", "62498"], "nature": ["ME", "CA"]})
    second = pd.DataFrame({"code_commune": ["59350", "62498", "75056"], "nature": ["ME", "CC", "ME"]})
    found = labels(Places("A", first), Places("B", second), "nature", Words("Nature")).compared(CHANGES)
    assert (found.compared, found.equal, found.only_second, found.codes) == (2, 1, 0, ("62498",))


def test_labels_of_another_geography_leave_out_merged_communes():
    first = pd.DataFrame({"code_commune": ["59350", "62447"], "zone": ["1", "2"]})
    second = pd.DataFrame({"code_commune": ["59350", "62447", "62461"], "zone": ["1", "3", "3"]})
    found = labels(Places("A", first), Places("B", second, 2022), "zone", Words("Zone")).compared(CHANGES)
    assert (found.compared, found.differing) == (1, 0)


def test_a_commune_without_district_counts_none():
    facts = pd.DataFrame({"code_commune": ["59028", "59350"], "qpv_2024_count": ["2", "0"]})
    rows = pd.DataFrame({"code_commune": ["59028", "59028", "75056"]})
    found = district_counts(facts, "ANCT", rows).compared(CHANGES)
    assert (found.compared, found.equal, found.only_second) == (2, 2, 0)


def test_european_regions_are_compared_year_by_year_on_those_of_the_facts():
    facts = pd.DataFrame(
        {"nuts_id": ["FRE11", "FRE12"], "gdp_2019": ["31600", "24300"], "gdp_2020": ["1", None]}
    )
    rows = [("FRE11", 2019, 31_600.0), ("FRE12", 2019, 24_400.0), ("DE", 2019, 1.0), ("FRE11", 2020, 1.0)]
    frame = pd.DataFrame(rows, columns=["geo", "year", "value"])
    columns = {2019: "gdp_2019", 2020: "gdp_2020"}
    pairs = european_regions(facts, ("Eurostat", frame), columns, Words("PIB", "€"))
    found = [comparison for _, comparison in comparisons(pairs, CHANGES)]
    assert [(one.title, one.compared, one.equal) for one in found] == [
        ("PIB, 2019", 2, 1),
        ("PIB, 2020", 1, 1),
    ]
    assert found[0].largest_gap == 100


def test_a_pair_within_compares_the_places_of_the_first_only():
    first = Figures("A", pd.Series({"a": 1.0, "b": np.nan}), 2025)
    second = Figures("B", pd.Series({"a": 1.0, "b": 2.0, "c": 3.0}), 2025)
    assert Pair("t", "x", first, second).compared(CHANGES).only_second == 2
    assert Pair("t", "x", first, second, within=True).compared(CHANGES).only_second == 1
