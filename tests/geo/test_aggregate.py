"""Rates and means of groups: every figure worked by hand."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.aggregate import Coverage, aggregate_rate, coverage, weighted_mean

NAN = float("nan")
CODES = ["59001", "59002", "62001", "62002"]


def series(*values, name=None):
    return pd.Series(values, index=CODES[: len(values)], name=name)


GROUPS = series("nord", "nord", "pas-de-calais", "pas-de-calais", name="departement")


def test_rate_is_sum_over_sum_not_mean_of_rates():
    unemployed, labour_force = series(10.0, 90.0), series(20.0, 900.0)  # rates 50 % and 10 %
    assert aggregate_rate(unemployed, labour_force) == pytest.approx(100 * (10 + 90) / (20 + 900))


def test_rate_uses_only_communes_where_both_counts_are_known():
    numerator, denominator = series(1.0, NAN, 3.0), series(10.0, 50.0, NAN)
    assert aggregate_rate(numerator, denominator) == pytest.approx(100 * 1 / 10)


def test_rate_by_group_and_factor():
    rates = aggregate_rate(series(1.0, 2.0, 3.0, 5.0), series(10.0, 20.0, 10.0, 10.0), GROUPS, per=10_000)
    assert rates.to_dict() == {"nord": 10_000 * 3 / 30, "pas-de-calais": 10_000 * 8 / 20}
    assert rates.index.name == "departement"


def test_rate_of_a_group_without_known_counts_is_not_zero():
    rates = aggregate_rate(series(NAN, NAN, 3.0, 5.0), series(10.0, 20.0, 10.0, 10.0), GROUPS)
    assert math.isnan(rates["nord"])
    assert rates["pas-de-calais"] == 40


def test_rate_over_nobody_is_unknown():
    assert math.isnan(aggregate_rate(series(0.0), series(0.0)))
    assert math.isnan(aggregate_rate(series(5.0), series(0.0)))
    assert math.isnan(aggregate_rate(series(NAN), series(NAN)))


def test_communes_without_group_are_left_out():
    groups = series("a", None, "a")
    assert aggregate_rate(series(1.0, 50.0, 2.0), series(10.0, 50.0, 10.0), groups).to_dict() == {"a": 15.0}


def test_rate_of_integer_and_nullable_counts():
    assert aggregate_rate(series(1, 2), series(4, 4)) == 37.5
    assert aggregate_rate(series(1, None).astype("Int64"), series(4, 4).astype("Int64")) == 25.0


def test_series_on_different_communes_are_refused():
    with pytest.raises(ValueError, match=r"2 rows.* 1, 1 codes differ"):
        aggregate_rate(series(1.0, 2.0), series(1.0))


def test_weighted_mean_counts_each_value_by_its_weight():
    incomes, people = series(10.0, 40.0, NAN, 20.0), series(1.0, 3.0, 100.0, NAN)
    assert weighted_mean(incomes, people) == pytest.approx((10 * 1 + 40 * 3) / (1 + 3))


def test_weighted_mean_by_group():
    means = weighted_mean(series(10.0, 40.0, 7.0, NAN), series(1.0, 3.0, 2.0, 9.0), GROUPS)
    assert means.to_dict() == {"nord": 130 / 4, "pas-de-calais": 7.0}


def test_weighted_mean_of_nothing_is_unknown():
    assert math.isnan(weighted_mean(series(NAN, 3.0), series(5.0, 0.0)))


def test_negative_weights_are_refused():
    with pytest.raises(ValueError, match=r"1 negative weights.*59002"):
        weighted_mean(series(1.0, 2.0), series(1.0, -2.0))
    with pytest.raises(ValueError, match="negative"):
        coverage(series(1.0, 2.0), series(1.0, -2.0))


def test_coverage_counts_communes_and_people():
    assert coverage(series(5.0, NAN, 0.0, 1.0), series(30.0, 10.0, 20.0, NAN)) == Coverage(
        3, 4, 100 * 50 / 60
    )


def test_coverage_without_known_weights_has_no_share():
    result = coverage(series(5.0, NAN), series(NAN, NAN))
    assert (result.n, result.total) == (1, 2)
    assert math.isnan(result.weight_share)


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 1000)), min_size=4, max_size=4))
def test_a_rate_lies_between_the_lowest_and_the_highest(counts):
    numerator, denominator = (series(*column) for column in zip(*counts, strict=True))
    rates = 100 * numerator / denominator
    assert rates.min() - 1e-9 <= aggregate_rate(numerator, denominator) <= rates.max() + 1e-9


@given(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4), st.floats(0.1, 100))
def test_equal_weights_give_the_plain_mean(values, weight):
    assert weighted_mean(series(*values), series(*[weight] * 4)) == pytest.approx(sum(values) / 4, abs=1e-6)
