"""Ranks from the highest value, ties, and what is lower."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.standing import standing


def test_rank_counts_from_the_highest_and_ties_share_the_better_rank():
    values = pd.Series({"a": 9.0, "b": 7.0, "c": 7.0, "d": 2.0, "e": float("nan")})
    found = standing(values, "b")
    assert (found.rank, found.n, found.total) == (2, 4, 5)
    assert found.lower_pct == pytest.approx(100 * (1 + 0.5) / 3)  # d is lower, c counts for half, of a, c, d


def test_highest_and_lowest_are_at_the_ends():
    values = pd.Series({"a": 9.0, "b": 7.0, "c": 2.0})
    assert standing(values, "a").lower_pct == 100
    assert standing(values, "c").lower_pct == 0
    assert standing(values, "c").rank == 3


def test_what_is_not_published_has_no_rank():
    assert standing(pd.Series({"a": float("nan"), "b": 1.0}), "a") is None


def test_a_member_alone_has_a_rank_and_no_share():
    found = standing(pd.Series({"a": 3.0}), "a")
    assert found.rank == 1
    assert math.isnan(found.lower_pct)


def test_an_unknown_member_is_named():
    with pytest.raises(ValueError, match="no member 'z' among 1"):
        standing(pd.Series({"a": 3.0}), "z")


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=30))
def test_rank_and_share_agree_with_pandas(numbers):
    values = pd.Series(numbers, dtype=float)
    ranks = values.rank(ascending=False, method="min")
    below = (values.rank(method="average") - 1) / (len(values) - 1) * 100  # the mid-rank, without itself
    for label in values.index:
        found = standing(values, label)
        assert found.rank == ranks[label]
        assert found.lower_pct == pytest.approx(below[label])
