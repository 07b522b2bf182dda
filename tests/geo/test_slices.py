"""Slices of equal population: worked out by hand, then laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.slices import equal_population_slices, shares_by_class


def series(*numbers):
    return pd.Series(numbers, index=[f"c{place}" for place in range(len(numbers))], dtype=float)


def test_halves_by_hand():
    # sorted: 1 (10 people), 2 (30), 3 (40): middles at 5, 25, 60 of 80, so 0.06, 0.31 and 0.75
    assert equal_population_slices(series(2, 3, 1), series(30, 40, 10), 2).tolist() == [0, 1, 0]


def test_people_count_and_not_communes():
    # one commune of 100 and three of 10: middles at 50, 105, 115, 125 of 130
    assert equal_population_slices(series(1, 2, 3, 4), series(100, 10, 10, 10), 2).tolist() == [0, 1, 1, 1]


def test_a_large_commune_leaves_a_slice_empty():
    # middles at 5, 55 and 105 of 110: 0.05, 0.5 and 0.95, in fifths 0, 2 and 4
    assert equal_population_slices(series(1, 2, 3), series(10, 90, 10), 5).tolist() == [0, 2, 4]


def test_communes_of_the_same_number_are_together():
    assert equal_population_slices(series(5, 5, 5, 9), series(1, 1, 1, 1), 4).tolist() == [1, 1, 1, 3]


def test_unknown_numbers_and_nobody_have_no_slice():
    slices = equal_population_slices(series(1, np.nan, 3, 4), series(10, 10, np.nan, 0), 2)
    assert slices.isna().tolist() == [False, True, True, True]


def test_nothing_known_gives_no_slice():
    assert equal_population_slices(series(np.nan), series(1), 3).isna().all()


@pytest.mark.parametrize("n", [0, -1])
def test_no_slice_is_refused(n):
    with pytest.raises(ValueError, match="n must be 1 or more"):
        equal_population_slices(series(1), series(1), n)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 50)), min_size=1, max_size=30), st.integers(1, 6)
)
def test_slices_follow_the_order_and_ignore_that_of_the_rows(rows, n):
    order, weights = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    slices = equal_population_slices(order, weights, n)
    assert slices[order.sort_values(kind="stable").index].is_monotonic_increasing
    assert slices.between(0, n - 1).all()
    shuffled = order.sample(frac=1, random_state=1).index
    assert equal_population_slices(order[shuffled], weights[shuffled], n)[order.index].equals(slices)


def test_shares_by_hand():
    # edges 0, 10, 20: 5 (30 people) in the first class, 10 (50) and 20 (20) in the second
    assert shares_by_class(series(5, 10, 20), series(30, 50, 20), [0, 10, 20]).tolist() == [30, 70]


def test_what_is_beyond_the_edges_counts_in_the_end_classes():
    assert shares_by_class(series(-5, 15, 99), series(1, 2, 1), [0, 10, 20]).tolist() == [25, 75]


def test_unknown_values_have_no_share():
    assert shares_by_class(series(5, np.nan), series(10, 90), [0, 10, 20]).tolist() == [100, 0]
    assert np.isnan(shares_by_class(series(np.nan), series(1), [0, 1])).all()


@given(st.lists(st.tuples(st.floats(-50, 50), st.integers(1, 50)), min_size=1, max_size=30))
def test_shares_add_up_to_a_hundred(rows):
    values, weights = (series(*(row[column] for row in rows)) for column in (0, 1))
    assert shares_by_class(values, weights, [-10, 0, 10, 20]).sum() == pytest.approx(100)
