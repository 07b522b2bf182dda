"""Deviations from three contexts: six communes worked by hand, and laws."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.contrasts import POSITIONS, deviation_to_reference, missing_to_reference, territorial_deviations

NAN = float("nan")
CODES = list("abcdef")
EPCI = pd.Series(["west"] * 3 + ["east"] * 3, CODES)
JOBS = pd.Series([30.0, 10, 20, 60, 40, 90], CODES)
PEOPLE = pd.Series([100.0, 100, 200, 100, 100, 100], CODES)
# Rates 30, 10, 10 | 60, 40, 90; west 60/400 = 15, east 190/300; all 250/700.
CHAIN = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]  # f is an island


def pairs(*edges):
    both = [*edges, *[(second, first) for first, second in edges]]
    return pd.DataFrame(both, columns=["focal", "neighbour"])


def deviations(numerator=JOBS, denominator=PEOPLE, groups=EPCI, **options):
    return territorial_deviations(numerator, denominator, groups, pairs(*CHAIN), **options)


def test_deviation_is_a_hundred_at_the_reference():
    found = deviation_to_reference(pd.Series([20.0, 10.0, NAN]), 20.0)
    assert found.tolist()[:2] == [100, 50]
    assert math.isnan(found[2])


def test_absolute_deviation_keeps_the_unit_and_the_sign():
    assert deviation_to_reference(pd.Series([-0.5, 0.5]), -0.25, relative=False).tolist() == [-0.25, 0.75]


@pytest.mark.parametrize("reference", [0.0, -0.3, NAN])
def test_no_ratio_to_a_reference_that_is_not_above_zero(reference):
    assert deviation_to_reference(pd.Series([1.0]), reference).isna().all()


def test_general_deviation_compares_with_the_rate_of_all():
    assert deviations()["general"]["a"] == pytest.approx(100 * 30 / (100 * 250 / 700))


def test_territorial_deviation_compares_with_the_rate_of_the_territory():
    assert deviations()["territorial"]["a"] == pytest.approx(100 * 30 / 15)
    assert deviations()["territorial"]["f"] == pytest.approx(100 * 90 / (100 * 190 / 300))


def test_neighbour_deviation_compares_with_the_counts_of_the_neighbours():
    # c (rate 10) has b (10 of 100) and d (60 of 100): 70 of 200, 35 %, and not the mean of c, b and d
    assert deviations()["neighbour"]["c"] == pytest.approx(100 * 10 / 35)
    # b has a (30 of 100) and c (20 of 200): 50 of 300, and not the mean of 30 % and 10 %
    assert deviations()["neighbour"]["b"] == pytest.approx(100 * 10 / (100 * 50 / 300))


def test_an_island_has_no_neighbour_deviation_and_no_position():
    found = deviations()
    assert math.isnan(found["neighbour"]["f"])
    assert found["position"]["f"] is pd.NA
    assert found["general"]["f"] > 0


def test_position_adds_one_two_and_four():
    # a: general 84, territorial 200, neighbour 300; c: 28, 66, 29; d: 168, 94.7, 200; e: 112, 63, 66
    found = deviations()["position"]
    assert found.dropna().to_dict() == {"a": 2 + 4, "b": 0, "c": 0, "d": 1 + 4, "e": 1}
    assert found.dtype == "Int8"


def test_threshold_and_side_move_the_positions():
    assert deviations(threshold=150)["position"].dropna().to_dict() == {
        "a": 6,
        "b": 0,
        "c": 0,
        "d": 5,
        "e": 0,
    }
    below = deviations(threshold=80, side="below")["position"].dropna().to_dict()
    assert below == {"a": 0, "b": 7, "c": 7, "d": 0, "e": 2 + 4}


def test_at_the_threshold_is_not_beyond_it():
    level = pd.Series([10.0, 10, 10, 10, 10, 10], CODES)
    assert deviations(level, level)["position"].dropna().eq(0).all()
    assert deviations(level, level, side="below")["position"].dropna().eq(0).all()


def test_every_position_names_its_contexts():
    assert POSITIONS[0] == ()
    assert POSITIONS[5] == ("general", "neighbour")
    assert POSITIONS[7] == ("general", "territorial", "neighbour")


def test_a_commune_with_an_unknown_count_counts_nowhere():
    jobs = JOBS.copy()
    jobs["b"] = NAN
    found = deviations(jobs)
    assert found.loc["b"].isna().all()
    assert found["general"]["a"] == pytest.approx(100 * 30 / (100 * 240 / 600))
    assert found["territorial"]["a"] == pytest.approx(100 * 30 / (100 * 50 / 300))
    assert math.isnan(found["neighbour"]["a"])  # its only neighbour is unknown
    assert found["neighbour"]["c"] == pytest.approx(100 * 10 / 60)


def test_a_commune_without_territory_keeps_its_other_contexts():
    found = deviations(groups=EPCI.where(EPCI.index != "a"))
    assert math.isnan(found["territorial"]["a"])
    assert found["general"]["a"] > 0
    assert found["position"]["a"] is pd.NA


def test_a_context_without_any_job_gives_no_ratio():
    jobs = pd.Series([5.0, 0, 0, 0, 0, 0], CODES)
    assert math.isnan(deviations(jobs)["neighbour"]["a"])
    assert math.isnan(deviations(jobs)["territorial"]["e"])


def test_missing_is_what_the_reference_would_give_less_what_is_there():
    missing = missing_to_reference(JOBS, PEOPLE, 25.0)
    assert missing.to_dict() == {"a": -5, "b": 15, "c": 30, "d": -35, "e": -15, "f": -65}


def test_missing_to_a_reference_of_each_commune():
    own = EPCI.map({"west": 15.0, "east": 60.0})
    assert missing_to_reference(JOBS, PEOPLE, own)["f"] == 60 - 90
    assert missing_to_reference(JOBS, PEOPLE, own, per=1000)["c"] == pytest.approx(200 * 0.015 - 20)


def test_missing_is_unknown_where_a_count_or_the_reference_is():
    assert missing_to_reference(JOBS.where(JOBS > 10), PEOPLE, 25.0).isna().to_dict()["b"]
    assert missing_to_reference(JOBS, PEOPLE, NAN).isna().all()


def test_pairs_without_their_columns_and_other_communes_are_refused():
    with pytest.raises(ValueError, match=r"missing columns \['focal', 'neighbour'\]"):
        territorial_deviations(JOBS, PEOPLE, EPCI, pd.DataFrame({"from": [], "to": []}))
    with pytest.raises(ValueError, match="share one index"):
        missing_to_reference(JOBS, PEOPLE.iloc[1:], 25.0)


counts = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 60)), min_size=6, max_size=6)


@given(counts, st.floats(0.1, 100), st.randoms(use_true_random=False))
def test_unit_and_order_change_nothing(rows, per, random):
    numerator, denominator = (pd.Series(column, CODES, dtype=float) for column in zip(*rows, strict=True))
    first = deviations(numerator, denominator)
    order = random.sample(CODES, 6)
    again = territorial_deviations(
        numerator[order],
        denominator[order],
        EPCI[order],
        pairs(*CHAIN).sample(frac=1, random_state=1),
        per=per,
    )
    columns = ["general", "territorial", "neighbour"]
    pd.testing.assert_frame_equal(again.reindex(CODES)[columns], first[columns])


@given(counts)
def test_what_is_missing_to_the_common_rate_sums_to_zero(rows):
    numerator, denominator = (pd.Series(column, CODES, dtype=float) for column in zip(*rows, strict=True))
    rate = 100 * numerator.sum() / denominator.sum()
    assert missing_to_reference(numerator, denominator, rate).sum() == pytest.approx(0, abs=1e-9)


@given(counts)
def test_deviation_from_the_whole_averages_to_a_hundred_by_denominator(rows):
    numerator, denominator = (pd.Series(column, CODES, dtype=float) for column in zip(*rows, strict=True))
    general = deviations(numerator, denominator)["general"]
    if numerator.sum() > 0:
        assert (general * denominator).sum() / denominator.sum() == pytest.approx(100)
    else:
        assert general.isna().all()
