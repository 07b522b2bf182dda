"""Communes of the same size and kind: spans, fallbacks, what is unknown."""

import pandas as pd
import pytest

from geo.peers import peers

PEOPLE = pd.Series(
    {"a": 1000.0, "b": 500.0, "c": 2000.0, "d": 499.0, "e": 2900.0, "f": 1200.0, "g": float("nan")}
)
KIND = pd.Series(
    {"a": "town", "b": "town", "c": "town", "d": "town", "e": "town", "f": "village", "g": "town"}
)


def test_from_half_to_twice_the_population_both_ends_in():
    found = peers(PEOPLE, KIND, "a", enough=2)
    assert found.codes.tolist() == ["b", "c"]  # d has 499, e 2,900; f is a village; g is unknown
    assert (found.kind, found.low, found.high) == ("town", 500, 2000)


def test_too_few_widen_to_a_third_and_three_times():
    found = peers(PEOPLE, KIND, "a", enough=3)
    assert found.codes.tolist() == ["b", "c", "d", "e"]
    assert (found.low, found.high) == (pytest.approx(1000 / 3), 3000)


def test_still_too_few_take_the_whole_kind():
    found = peers(PEOPLE, KIND, "a", enough=9)
    assert found.codes.tolist() == ["b", "c", "d", "e"]
    assert (found.low, found.high) == (0, float("inf"))


def test_a_commune_without_population_or_kind_has_no_peers():
    assert peers(PEOPLE, KIND, "g").codes.empty
    assert peers(PEOPLE, KIND.replace("village", None), "f").codes.empty


def test_an_unknown_commune_is_named():
    with pytest.raises(ValueError, match="no commune 'z'"):
        peers(PEOPLE, KIND, "z")
