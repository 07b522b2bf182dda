"""The same contrast told another way: six communes worked by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from geo.robustness import (
    Alternatives,
    Measure,
    Variant,
    contrast_under_variants,
    keeps_sense,
    one_change_at_a_time,
)

NAN = float("nan")
CODES = list("abcdef")
PEOPLE = pd.Series([100.0, 300, 100, 100, 400, 1000], CODES)
# The basin: a, b. Lille: c, d. Paris: f. Nobody's: e.
BASIN = pd.Series([True, True, False, False, False, False], CODES)
CITIES = pd.Series([False, False, True, True, False, True], CODES)
UNEMPLOYMENT = Measure(pd.Series([20.0, 12, 9, 11, 7, 8], CODES), PEOPLE, direction="lower_is_better")
INCOME = Measure(pd.Series([17.0, 18, 24, 22, 20, 30], CODES), PEOPLE, direction="higher_is_better")
BASE = Variant("Chômage", UNEMPLOYMENT, BASIN, CITIES)


def row(variant):
    return contrast_under_variants([variant]).iloc[0]


def test_group_and_reference_are_weighted_by_inhabitants():
    found = row(BASE)
    ours, theirs = (20 * 100 + 12 * 300) / 400, (900 + 1100 + 8000) / 1200
    assert found["value_group"] == ours
    assert found["value_reference"] == pytest.approx(theirs)
    assert found["gap"] == pytest.approx(ours - theirs)
    assert found["ratio"] == pytest.approx(ours / theirs)
    assert found["approximate"]
    assert (found["n_group"], found["n_reference"], found["n_both"]) == (2, 3, 0)


def test_counts_make_exact_rates():
    counts = pd.Series([10.0, 20, 5, 5, 0, 90], CODES), pd.Series([40.0, 160, 50, 50, 1, 900], CODES)
    found = row(Variant("Chômage", Measure(UNEMPLOYMENT.observed, PEOPLE, counts=counts), BASIN, CITIES))
    assert (found["value_group"], found["value_reference"]) == (100 * 30 / 200, 100 * 100 / 1000)
    assert not found["approximate"]


def test_other_weights_than_inhabitants_can_be_given():
    households = pd.Series([1.0, 1, 1, 1, 1, 2], CODES)
    found = row(Variant("Chômage", Measure(UNEMPLOYMENT.observed, PEOPLE, weights=households), BASIN, CITIES))
    assert (found["value_group"], found["value_reference"]) == ((20 + 12) / 2, (9 + 11 + 16) / 4)


def test_unpublished_values_are_left_out_and_the_coverage_says_so():
    values = UNEMPLOYMENT.observed.where(UNEMPLOYMENT.observed != 12)
    found = row(Variant("Chômage", Measure(values, PEOPLE), BASIN, CITIES))
    assert found["value_group"] == 20
    assert found["coverage_group_pct"] == 100 * 100 / 400
    assert found["coverage_reference_pct"] == 100


def test_a_commune_on_both_sides_counts_on_both_and_is_told():
    assert row(Variant("Chômage", UNEMPLOYMENT, BASIN | (CITIES.index == "c"), CITIES))["n_both"] == 1


def test_a_missing_flag_is_no():
    flags = BASIN.astype("boolean").where(BASIN.index != "b")
    assert row(Variant("Chômage", UNEMPLOYMENT, flags, CITIES))["value_group"] == 20


def test_one_thing_changes_at_a_time():
    lille, paris = CITIES & (CITIES.index != "f"), pd.Series(CITIES.index == "f", CODES)
    alternatives = Alternatives(
        indicators={"Revenu": INCOME},
        groups={"Une commune": BASIN & (BASIN.index == "b")},
        references={"Lille": lille},
        left_out={"Sans Paris": paris, "Sans a": pd.Series(CITIES.index == "a", CODES)},
    )
    variants = one_change_at_a_time(BASE, alternatives)
    table = contrast_under_variants(variants)
    assert table["variant"].tolist() == ["Chômage", "Revenu", "Une commune", "Lille", "Sans Paris", "Sans a"]
    assert table["change"].tolist() == ["base", "indicator", "group", "reference", "left_out", "left_out"]
    assert table["value_group"].tolist() == [14, (1700 + 5400) / 400, 12, 14, 14, 12]
    assert table["value_reference"].tolist()[2:] == pytest.approx([10_000 / 1200, 10, 10, 10_000 / 1200])


def test_lower_income_and_higher_unemployment_point_the_same_way():
    table = contrast_under_variants(one_change_at_a_time(BASE, Alternatives({"Revenu": INCOME})))
    assert table["gap"].gt(0).tolist() == [True, False]
    assert table["holds"].tolist() == [True, True]


def test_a_contrast_that_turns_round_or_vanishes_does_not_hold():
    low = pd.Series([True, False, False, False, False, False], CODES)
    references = {"Encore pire": low, "Eux-mêmes": BASIN}
    table = contrast_under_variants(one_change_at_a_time(BASE, Alternatives(references=references)))
    assert table["holds"].tolist() == [True, False, False]


def test_a_gap_that_is_not_known_neither_holds_nor_fails():
    nobody = BASIN & False
    table = contrast_under_variants(one_change_at_a_time(BASE, Alternatives(groups={"Personne": nobody})))
    assert table["holds"].tolist() == [True, pd.NA]
    assert math.isnan(table["gap"][1])
    assert table["n_group"][1] == 0


@pytest.mark.parametrize("group", [CITIES, BASIN & False])
def test_without_a_gap_in_the_base_nothing_holds_or_fails(group):
    base = Variant("Rien", UNEMPLOYMENT, group, CITIES)
    table = contrast_under_variants(one_change_at_a_time(base, Alternatives(groups={"Bassin": BASIN})))
    assert table["holds"].isna().all()


def test_no_ratio_to_a_reference_that_is_not_above_zero():
    growth = Measure(pd.Series([-1.0, -1, -0.5, -0.5, 0, -0.5], CODES), PEOPLE)
    found = row(Variant("Évolution", growth, BASIN, CITIES))
    assert math.isnan(found["ratio"])
    assert found["gap"] == -0.5


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="no variant"):
        contrast_under_variants([])
    with pytest.raises(ValueError, match="share one index"):
        row(Variant("Chômage", UNEMPLOYMENT, BASIN.iloc[1:], CITIES))
    with pytest.raises(ValueError, match="'up'"):
        row(Variant("Chômage", Measure(UNEMPLOYMENT.observed, PEOPLE, direction="up"), BASIN, CITIES))


def test_arguments_are_left_alone():
    before = BASIN.copy(), UNEMPLOYMENT.observed.copy()
    contrast_under_variants(one_change_at_a_time(BASE, Alternatives(left_out={"Sans a": BASIN})))
    pd.testing.assert_series_equal(BASIN, before[0])
    pd.testing.assert_series_equal(UNEMPLOYMENT.observed, before[1])


@pytest.mark.parametrize(
    ("base", "expected"),
    [(2.0, [True, False, False, pd.NA]), (-1.0, [False, True, False, pd.NA]), (0.0, [pd.NA] * 4)],
)
def test_a_gap_keeps_the_sense_of_the_base(base, expected):
    holds = keeps_sense(pd.Series([0.1, -3.0, 0.0, np.nan]), base)
    assert [None if pd.isna(x) else bool(x) for x in holds] == [None if pd.isna(x) else x for x in expected]
