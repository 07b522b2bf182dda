"""Class breaks: worked by hand, against mapclassify, and laws."""

from itertools import pairwise

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classify import METHODS, assign_classes, class_breaks, class_counts, displayed

AUTOMATIC = [method for method in METHODS if method != "manual"]
finite = st.floats(-1e6, 1e6, allow_nan=False, allow_subnormal=False)
samples = st.lists(st.one_of(finite, st.just(float("nan"))), min_size=1, max_size=60)
decimal_places = st.one_of(st.none(), st.integers(0, 3))


def series(*values):
    return pd.Series(values, index=[f"{59001 + i}" for i in range(len(values))], dtype=float)


def classes_of(values, breaks, decimals=None):
    return assign_classes(values, breaks, decimals=decimals).tolist()


def test_displayed_rounds_half_away_from_zero_on_the_decimal_writing():
    assert displayed([0.5, 1.5, 2.5, -2.5], 0).tolist() == [1, 2, 3, -3]
    assert displayed([1.005, 0.15, 17.25], 2).tolist() == [1.01, 0.15, 17.25]
    assert str(displayed([-0.04], 1)[0]) == "0.0"


def test_displayed_leaves_values_alone_without_decimals():
    assert displayed([1.23456], None).tolist() == [1.23456]


def test_quantile_puts_as_many_communes_in_each_class():
    values = series(1, 2, 3, 10, 20, 100)  # thirds: q1/3 = 2.67 -> 2, q2/3 = 13.3 -> 10
    breaks = class_breaks(values, "quantile", 3)
    assert breaks == [1, 2, 10, 100]
    assert class_counts(assign_classes(values, breaks), 3) == [2, 2, 2]


def test_natural_breaks_follow_the_gaps():
    values = series(1, 2, 2, 10, 11, 12, 50, 52)  # three heaps
    assert class_breaks(values, "natural", 3) == [1, 2, 12, 52]


def test_natural_break_after_a_minimum_alone_stands_halfway():
    values = series(0, 0, 0, 10, 11)  # heaps {0} and {10, 11}: edge (0 + 10) / 2
    assert class_breaks(values, "natural", 2) == [0, 5, 11]
    assert classes_of(values, [0, 5, 11]) == [0, 0, 0, 1, 1]


def test_natural_breaks_of_all_france_are_quick_and_keep_the_extremes():
    values = pd.Series(np.random.default_rng(1).gamma(3, 5, 34_875))
    breaks = class_breaks(values, "natural", 6)
    assert len(breaks) == 7
    assert (breaks[0], breaks[-1]) == (values.min(), values.max())


def test_equal_classes_have_the_same_width_even_when_empty():
    assert class_breaks(series(0, 1, 1, 9), "equal", 3) == [0, 3, 6, 9]


def test_stddev_even_number_has_the_mean_as_an_edge():
    values = series(2, 4, 4, 4, 5, 5, 7, 9)  # mean 5, standard deviation 2
    assert class_breaks(values, "stddev", 4) == [2, 3, 5, 7, 9]


def test_stddev_odd_number_has_the_mean_in_the_middle_class():
    values = series(2, 4, 4, 4, 5, 5, 7, 9)  # 5 -+ 1
    assert class_breaks(values, "stddev", 3) == [2, 4, 6, 9]


def test_stddev_steps_are_half_a_deviation_beyond_six_classes():
    values = series(2, 4, 4, 4, 5, 5, 7, 9)  # 5 -+ 0, 1, 2, 3 ; 2 is the minimum
    assert class_breaks(values, "stddev", 8) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_stddev_steps_outside_the_data_are_dropped():
    values = series(2, 4, 4, 4, 5, 5, 7, 9)  # 5 -+ 0, 2, 4: 1 and 9 are not inside
    assert class_breaks(values, "stddev", 6) == [2, 3, 5, 7, 9]


def test_manual_bounds_are_all_kept_and_data_beyond_open_a_class():
    assert class_breaks(series(8, 12, 25), "manual", 9, manual=[20, 10, 15]) == [8, 10, 15, 20, 25]
    assert class_breaks(series(12, 14), "manual", 1, manual=[10, 15, 20]) == [10, 15, 20]


def test_edges_carry_the_displayed_precision():
    breaks = class_breaks(series(0, 1.04, 1.06, 10), "equal", 3, decimals=1)
    assert breaks == [0, 3.3, 6.7, 10]


def test_two_values_displayed_alike_share_a_class():
    values = series(1.01, 1.04, 1.06, 1.9)  # displayed 1.0, 1.0, 1.1, 1.9
    breaks = class_breaks(values, "quantile", 2, decimals=1)
    assert breaks == [1.0, 1.9]  # the median, 1.05, falls back on 1.0: the minimum
    assert class_breaks(values, "natural", 2, decimals=1) == [1.0, 1.1, 1.9]


def test_ties_give_fewer_classes():
    assert class_breaks(series(0, 0, 0, 0, 0, 3, 8, 9), "quantile", 4) == [0, 3, 9]  # 0, 0, 0, 4.25, 9


@pytest.mark.parametrize("method", AUTOMATIC)
@pytest.mark.parametrize("k", [1, 2, 5])
def test_all_equal_values_make_one_class(method, k):
    breaks = class_breaks(series(4.2, 4.2), method, k)
    assert breaks == [4.2, 4.2]
    assert classes_of(series(4.2), breaks) == [0]


def test_all_equal_to_the_reference_makes_one_class():
    assert class_breaks(series(3, 3), "quantile", 4, reference=3) == [3, 3]


def test_no_published_value_has_no_class():
    values = series(float("nan"), float("nan"))
    assert class_breaks(values, "quantile", 5) == []
    assert assign_classes(values, []).isna().all()


def test_classes_are_closed_on_the_right_and_the_first_on_both_sides():
    classes = assign_classes(series(0, 10, 10.1, 20, float("nan")), [0, 10, 20])
    assert classes.dtype == "Int8"
    assert classes[:4].tolist() == [0, 0, 1, 1]
    assert classes.isna().tolist() == [False] * 4 + [True]
    assert class_counts(classes, 3) == [2, 2, 0]


def test_a_value_outside_the_breaks_is_refused_by_name():
    with pytest.raises(ValueError, match=r"1 values outside .*59002.*25"):
        assign_classes(series(5, 25), [0, 10, 20])
    with pytest.raises(ValueError, match="outside"):
        assign_classes(series(-1), [0, 10])


def test_a_value_displayed_inside_the_breaks_is_inside():
    assert classes_of(series(20.04), [0.0, 10.0, 20.0], decimals=1) == [1]


def test_published_values_without_breaks_are_refused():
    with pytest.raises(ValueError, match="empty"):
        assign_classes(series(1), [])


def test_quantile_about_a_reference_is_symmetric_in_number_and_distance():
    values = series(-1, 1, 2, 3, 4, 12)  # distances to 2: 0 1 1 2 3 10 ; median 1.5 -> 1
    assert class_breaks(values, "quantile", 4, reference=2) == [-8, 1, 2, 3, 12]
    assert class_breaks(values, "quantile", 3, reference=2) == [-8, 1, 3, 12]


def test_equal_and_stddev_about_a_reference():
    values = series(0, 5, 20)  # distances to 10: 10 5 10 ; root mean square sqrt(75) = 8.66
    assert class_breaks(values, "equal", 5, reference=10) == [0, 4, 8, 12, 16, 20]
    assert class_breaks(values, "stddev", 3, reference=10, decimals=2) == [0, 5.67, 14.33, 20]


def test_rounding_keeps_the_symmetry():
    values = series(13.6, 15.9)  # reach 1.3 about 14.9, half 0.65 -> 0.7 (edges 14.25, 15.55 -> 14.3, 15.6)
    assert class_breaks(values, "equal", 4, reference=14.9, decimals=1) == [13.6, 14.2, 14.9, 15.6, 16.2]


@pytest.mark.parametrize(
    ("method", "k", "message"), [("jenks", 3, "unknown class method 'jenks'"), ("equal", 0, "1 or more")]
)
def test_bad_requests_are_refused(method, k, message):
    with pytest.raises(ValueError, match=message):
        class_breaks(series(1, 2), method, k)


def test_manual_without_bounds_and_infinite_values_are_refused():
    with pytest.raises(ValueError, match="manual"):
        class_breaks(series(1, 2), "manual", 3)
    with pytest.raises(ValueError, match="infinite"):
        class_breaks(series(1, float("inf")), "equal", 3)


@pytest.mark.parametrize("method", AUTOMATIC)
def test_breaks_of_all_years_hold_every_year_and_let_a_rise_be_seen(method):
    before, after = series(1, 2, 3, 4), series(5, 6, 7, 8)
    fixed = class_breaks(pd.concat([before, after]), method, 4)
    assert max(classes_of(before, fixed)) < min(classes_of(after, fixed))
    own = [classes_of(year, class_breaks(year, method, 4)) for year in (before, after)]
    assert own[0] == own[1]  # each year with its own breaks: nothing seems to have happened


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize(
    ("method", "theirs"),
    [
        ("quantile", mapclassify.Quantiles),
        ("equal", mapclassify.EqualInterval),
        ("natural", mapclassify.FisherJenks),
    ],
)
@pytest.mark.parametrize("k", [3, 5, 7])
def test_same_classes_as_mapclassify_on_continuous_data(method, theirs, k):
    values = pd.Series(np.random.default_rng(k).lognormal(3, 0.6, 200))
    ours = assign_classes(values, class_breaks(values, method, k))
    assert ours.tolist() == theirs(values, k=k).yb.tolist()


@given(samples, st.sampled_from(AUTOMATIC), st.integers(1, 9), decimal_places, st.one_of(st.none(), finite))
def test_every_published_value_has_one_class_and_counts_add_up(numbers, method, k, decimals, reference):
    values = series(*numbers)
    breaks = class_breaks(values, method, k, decimals=decimals, reference=reference)
    classes = assign_classes(values, breaks, decimals=decimals)
    assert classes.isna().equals(values.isna())
    assert sum(class_counts(classes, max(len(breaks) - 1, 0))) == values.notna().sum()
    assert len(breaks) - 1 <= k
    assert len(breaks) < 3 or all(a < b for a, b in pairwise(breaks))


@given(samples, st.sampled_from(["quantile", "natural"]), st.integers(1, 9), decimal_places)
def test_quantile_and_natural_classes_are_never_empty(numbers, method, k, decimals):
    values = series(*numbers)
    breaks = class_breaks(values, method, k, decimals=decimals)
    classes = assign_classes(values, breaks, decimals=decimals)
    assert all(count > 0 for count in class_counts(classes, max(len(breaks) - 1, 0)))


@given(samples, st.sampled_from(AUTOMATIC), st.integers(1, 9), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(numbers, method, k, random):
    values = series(*numbers)
    shuffled = values.sample(frac=1, random_state=random.randrange(2**32))
    breaks = class_breaks(values, method, k)
    assert class_breaks(shuffled, method, k) == breaks
    assert assign_classes(shuffled, breaks).reindex(values.index).equals(assign_classes(values, breaks))


@given(samples, st.sampled_from(AUTOMATIC), st.integers(1, 9), st.integers(0, 3))
def test_the_class_of_a_value_is_the_class_of_its_displayed_figure(numbers, method, k, decimals):
    values = series(*numbers)
    breaks = class_breaks(values, method, k, decimals=decimals)
    shown = pd.Series(displayed(values, decimals), index=values.index)
    assert class_breaks(shown, method, k, decimals=decimals) == breaks
    assert assign_classes(shown, breaks).equals(assign_classes(values, breaks, decimals=decimals))


@given(st.lists(finite, min_size=1), st.sampled_from(AUTOMATIC), st.integers(1, 9), st.integers(-50, 50))
def test_classes_about_a_reference_are_mirrored(numbers, method, k, reference):
    breaks = class_breaks(series(*numbers), method, k, decimals=1, reference=reference)
    gaps = np.array(breaks) - reference
    assert gaps == pytest.approx(-gaps[::-1], abs=1e-6)
    if len(breaks) > 2:
        assert (reference in breaks) == (k % 2 == 0)
