"""Inequality between communes: worked by hand, against PySAL at equal weights, and laws."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inequality.gini import Gini
from inequality.theil import Theil, TheilD

from geo.inequality import (
    interdecile_ratio,
    lorenz_curve,
    theil_decomposition,
    weighted_cv,
    weighted_gini,
    weighted_quantile,
)

NAN = float("nan")
MEASURES = [weighted_gini, weighted_cv, interdecile_ratio, lambda x, w: weighted_quantile(x, w, 0.5)]
WITHOUT_UNIT = [weighted_gini, weighted_cv, interdecile_ratio]

amounts = st.integers(1, 10_000).map(float)
people = st.integers(1, 500).map(float)
places = st.lists(st.tuples(amounts, people, st.sampled_from("abc")), min_size=1, max_size=25)


def series(*values):
    return pd.Series(values, index=[f"{59001 + i}" for i in range(len(values))], dtype=float)


def labels(*values):
    return pd.Series(values, index=[f"{59001 + i}" for i in range(len(values))], dtype=object, name="epci")


def columns(rows):
    """Give the values, weights and groups of generated rows, as Series."""
    values, weights, groups = zip(*rows, strict=True)
    return series(*values), series(*weights), labels(*groups)


def total_theil(values, weights):
    return theil_decomposition(values, weights, pd.Series("one", index=values.index)).total


# --- by hand ------------------------------------------------------------------------------------------------


def test_gini_is_half_the_mean_difference_over_the_mean():
    values, weights = series(10, 20, 60), series(3, 2, 1)
    differences = 2 * (3 * 2 * 10 + 3 * 1 * 50 + 2 * 1 * 40)  # each pair of inhabitants, both ways
    mean = (30 + 40 + 60) / 6
    assert weighted_gini(values, weights) == pytest.approx(differences / (2 * mean * 6**2))


def test_gini_is_zero_when_all_are_equal_and_near_one_when_one_has_everything():
    assert weighted_gini(series(7, 7, 7), series(1, 5, 2)) == 0
    assert weighted_gini(series(0, 50), series(999, 1)) == pytest.approx(0.999)


def test_a_hamlet_does_not_weigh_like_a_town():
    values = series(10, 20)
    assert weighted_gini(values, series(1, 99)) < weighted_gini(values, series(50, 50))


def test_lorenz_curve_cumulates_people_and_amounts_from_the_poorest():
    curve = lorenz_curve(series(60, 10, 20), series(1, 3, 2))  # amounts 60, 30, 40: total 130
    assert curve["weight_share"].tolist() == [0, 3 / 6, 5 / 6, 1]
    assert curve["value_share"].tolist() == pytest.approx([0, 30 / 130, 70 / 130, 1])
    assert curve["value"].tolist()[1:] == [10, 20, 60]
    assert math.isnan(curve["value"].iloc[0])


def test_communes_of_one_value_make_one_point_of_the_curve():
    assert len(lorenz_curve(series(5, 5, 9), series(1, 2, 3))) == 3


def test_theil_of_two_communes_by_hand():
    # people 1 and 3, values 40 and 20: total 100, mean 25, shares 0.4 and 0.6
    expected = 0.4 * math.log(40 / 25) + 0.6 * math.log(20 / 25)
    assert total_theil(series(40, 20), series(1, 3)) == pytest.approx(expected)


def test_theil_between_compares_means_of_groups_and_within_what_is_inside():
    values, weights = series(10, 30, 60, 60), series(1, 1, 1, 1)
    result = theil_decomposition(values, weights, labels("poor", "poor", "rich", "rich"))
    # total 160, mean 40; poor: share 1/4, mean 20; rich: share 3/4, mean 60
    between = 1 / 4 * math.log(20 / 40) + 3 / 4 * math.log(60 / 40)
    inside = 1 / 4 * math.log(10 / 20) + 3 / 4 * math.log(30 / 20)  # of the poor: shares 10/40, 30/40
    assert result.between == pytest.approx(between)
    assert result.within == pytest.approx(1 / 4 * inside)
    assert result.groups.loc["poor", "theil"] == pytest.approx(inside)
    assert result.groups["theil"]["rich"] == 0
    assert result.between_share == pytest.approx(between / (between + inside / 4))


def test_theil_table_tells_each_group():
    groups = theil_decomposition(series(10, 30, 60), series(2, 1, 1), labels("b", "b", "a")).groups
    assert groups.index.tolist() == ["a", "b"]
    assert groups["n"].tolist() == [1, 2]
    assert groups["weight_share"].tolist() == [1 / 4, 3 / 4]
    assert groups["value_share"].tolist() == pytest.approx([60 / 110, 50 / 110])
    assert groups["mean"].tolist() == pytest.approx([60, 50 / 3])
    assert groups["share_of_total"].sum() == pytest.approx(1)


def test_a_group_with_nothing_adds_nothing():
    result = theil_decomposition(series(0, 0, 5, 5), series(1, 1, 1, 1), labels("z", "z", "y", "y"))
    assert result.within == 0
    assert result.between == pytest.approx(math.log(2))  # half the people have all: ln(1 / 0.5)
    assert result.total == pytest.approx(math.log(2))


def test_cv_is_the_spread_over_the_mean():
    values, weights = series(10, 40), series(3, 1)  # mean 17.5; variance (3 x 7.5² + 22.5²) / 4
    assert weighted_cv(values, weights) == pytest.approx(math.sqrt((3 * 7.5**2 + 22.5**2) / 4) / 17.5)


def test_quantile_is_where_the_share_of_inhabitants_is_reached():
    values, weights = series(30, 10, 20), series(40, 10, 50)  # shares reached: 10 at 10 %, 20 at 60 %
    found = [weighted_quantile(values, weights, q) for q in (0, 0.1, 0.11, 0.6, 0.61, 1)]
    assert found == [10, 10, 20, 20, 30, 30]


def test_a_share_reached_exactly_is_reached_whatever_the_rounding():
    assert 0.7 + 0.1 < 0.8  # as computers add
    assert weighted_quantile(series(10, 20, 30), series(0.7, 0.1, 0.2), 0.8) == 20


def test_interdecile_ratio_of_ten_equal_communes():
    assert interdecile_ratio(series(*range(1, 11)), series(*[7] * 10)) == 9 / 1


# --- what is not known --------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_rows_without_value_weight_or_inhabitant_are_left_out(measure):
    values, weights = series(10, 20, 60, NAN, 5, 99), series(3, 2, 1, 50, NAN, 0)
    assert measure(values, weights) == measure(values.iloc[:3], weights.iloc[:3])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("values", "weights"), [((), ()), ((NAN, NAN), (1, 2)), ((3, 4), (0, NAN))])
def test_a_measure_of_nothing_is_unknown(measure, values, weights):
    assert math.isnan(measure(series(*values), series(*weights)))


def test_theil_leaves_out_what_is_unknown_or_without_group():
    values, weights = series(10, 30, NAN, 500, 7), series(1, 1, 9, 2, NAN)
    result = theil_decomposition(values, weights, labels("a", "b", "a", None, "b"))
    same = theil_decomposition(values.iloc[:2], weights.iloc[:2], labels("a", "b"))
    assert (result.total, result.between, result.within) == (same.total, same.between, same.within)
    pd.testing.assert_frame_equal(result.groups, same.groups)


def test_theil_and_lorenz_of_nothing_are_empty():
    result = theil_decomposition(series(NAN), series(1), labels("a"))
    assert math.isnan(result.total)
    assert math.isnan(result.between_share)
    assert result.groups.empty
    assert lorenz_curve(series(0, 0), series(1, 1)).empty


def test_equal_communes_have_no_share_between_groups():
    result = theil_decomposition(series(4, 4), series(1, 9), labels("a", "b"))
    assert result.total == 0
    assert math.isnan(result.between_share)


def test_ratios_over_nothing_are_unknown():
    assert math.isnan(interdecile_ratio(series(0, 5), series(5, 5)))
    assert math.isnan(weighted_cv(series(-1, 1), series(1, 1)))


def test_negative_amounts_weights_and_odd_shares_are_refused():
    with pytest.raises(ValueError, match=r"1 negative values.*59002"):
        weighted_gini(series(1, -2), series(1, 1))
    with pytest.raises(ValueError, match="negative values"):
        theil_decomposition(series(1, -2), series(1, 1), labels("a", "b"))
    with pytest.raises(ValueError, match="negative weights"):
        weighted_cv(series(1, 2), series(1, -1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        weighted_quantile(series(1), series(1), 10)
    with pytest.raises(ValueError, match="share one index"):
        theil_decomposition(series(1, 2), series(1, 2), labels("a"))


# --- laws ---------------------------------------------------------------------------------------------------


@given(places, st.floats(0.01, 1000))
def test_another_currency_changes_nothing(rows, rate):
    values, weights, groups = columns(rows)
    for measure in WITHOUT_UNIT:
        assert measure(values * rate, weights) == pytest.approx(measure(values, weights), abs=1e-7)
    ours, theirs = (theil_decomposition(v, weights, groups) for v in (values, values * rate))
    assert (ours.between, ours.within) == pytest.approx((theirs.between, theirs.within), abs=1e-9)


@given(places)
def test_gini_lies_between_zero_and_one(rows):
    values, weights, _ = columns(rows)
    assert 0 <= weighted_gini(values, weights) < 1


@given(places)
def test_theil_is_what_lies_between_plus_what_lies_within(rows):
    result = theil_decomposition(*columns(rows))
    assert result.total == pytest.approx(result.between + result.within, abs=1e-12)
    assert result.groups[["between", "within"]].to_numpy().sum() == pytest.approx(result.total, abs=1e-12)
    assert result.between >= -1e-12
    assert result.within >= 0


@given(places, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows, random):
    values, weights, groups = columns(rows)
    order = random.sample(range(len(rows)), len(rows))
    shuffled = [column.iloc[order] for column in (values, weights, groups)]
    for measure in MEASURES:
        assert measure(*shuffled[:2]) == pytest.approx(measure(values, weights), nan_ok=True, abs=1e-7)
    assert theil_decomposition(*shuffled).within == pytest.approx(
        theil_decomposition(values, weights, groups).within
    )


@given(st.lists(st.tuples(amounts, st.integers(1, 4), st.sampled_from("ab")), min_size=1, max_size=12))
def test_a_weight_of_two_is_the_row_twice(rows):
    values, weights, groups = columns(rows)
    repeated = columns([(value, 1.0, group) for value, weight, group in rows for _ in range(weight)])
    for measure in MEASURES:
        assert measure(values, weights) == pytest.approx(measure(*repeated[:2]), abs=1e-7)
    ours, theirs = theil_decomposition(values, weights, groups), theil_decomposition(*repeated)
    assert (ours.total, ours.between) == pytest.approx((theirs.total, theirs.between), abs=1e-12)


@given(st.lists(amounts, min_size=2, max_size=30), st.floats(0.1, 50))
def test_equal_weights_give_the_indices_of_pysal(numbers, weight):
    values, weights = series(*numbers), series(*[weight] * len(numbers))
    assert weighted_gini(values, weights) == pytest.approx(Gini(np.array(numbers)).g, abs=1e-9)
    assert total_theil(values, weights) == pytest.approx(Theil(np.array(numbers)).T, abs=1e-9)
    assert weighted_cv(values, weights) == pytest.approx(np.std(numbers) / np.mean(numbers), abs=1e-9)


@given(st.lists(st.tuples(amounts, st.sampled_from("abc")), min_size=2, max_size=30))
def test_equal_weights_give_the_decomposition_of_pysal(rows):
    numbers, groups = zip(*rows, strict=True)
    assume(len(set(groups)) > 1)
    ours = theil_decomposition(series(*numbers), series(*[1] * len(rows)), labels(*groups))
    theirs = TheilD(np.array(numbers), np.array(groups))
    assert ours.between == pytest.approx(float(np.squeeze(theirs.bg)), abs=1e-9)
    assert ours.within == pytest.approx(float(np.squeeze(theirs.wg)), abs=1e-9)


@given(places, st.floats(0, 1))
def test_quantile_is_that_of_numpy(rows, q):
    values, weights, _ = columns(rows)
    shares = np.cumsum(weights[values.sort_values().index]) / weights.sum()
    assume((abs(shares - q) > 1e-9).all())
    theirs = np.quantile(values.to_numpy(), q, method="inverted_cdf", weights=weights.to_numpy())
    assert weighted_quantile(values, weights, q) == theirs


@given(places)
def test_arguments_are_left_alone(rows):
    given_columns = columns(rows)
    before = [column.copy() for column in given_columns]
    theil_decomposition(*given_columns)
    lorenz_curve(*given_columns[:2])
    for column, copy in zip(given_columns, before, strict=True):
        pd.testing.assert_series_equal(column, copy)
