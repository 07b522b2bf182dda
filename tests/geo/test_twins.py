"""Statistical twins: four communes worked by hand, and laws."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.twins import statistical_twins

NAN = float("nan")
# income: mean 20, deviations -10 -10 10 10, standard deviation 10; vacancy: mean 10, 2; unemployment equal
PLACES = pd.DataFrame(
    {
        "income": [10.0, 10, 30, 30],
        "vacancy": [8.0, 12, 12, 8],
        "unemployment": [15.1, 15.1, 15.1, 15.1],
    },
    index=["a", "b", "c", "d"],
)


def test_distance_is_the_root_mean_square_gap_in_standard_deviations():
    table = statistical_twins(PLACES, "a", 3).table
    assert table.index.tolist() == ["b", "d", "c"]
    assert table["distance"].tolist() == pytest.approx([math.sqrt((0 + 4) / 2)] * 2 + [2.0])


def test_the_largest_gap_is_named_with_its_sign():
    frame = PLACES.assign(income=[10.0, 30, 30, 30])  # mean 25, standard deviation sqrt(75)
    twin = statistical_twins(frame, "d", 3).table.loc["a"]
    assert twin["differs_most"] == "income"
    assert twin["gap"] == pytest.approx((10 - 30) / math.sqrt(75))


def test_an_indicator_equal_everywhere_is_left_out():
    twins = statistical_twins(PLACES, "a", 1)
    assert twins.indicators == ("income", "vacancy")
    assert twins.left_out == ("unemployment",)


def test_an_indicator_unknown_for_the_commune_is_left_out():
    frame = PLACES.copy()
    frame.loc["a", "income"] = NAN
    twins = statistical_twins(frame, "a", 1)
    assert twins.indicators == ("vacancy",)
    assert twins.table.index.tolist() == ["d"]
    assert twins.table["distance"].tolist() == [0]


def test_a_commune_with_an_unknown_indicator_is_no_candidate():
    frame = PLACES.copy()
    frame.loc["b", "income"] = NAN
    twins = statistical_twins(frame, "a", 9)
    assert twins.candidates == 2
    assert sorted(twins.table.index) == ["c", "d"]


def test_a_commune_without_indicator_has_no_twin():
    frame = PLACES.copy()
    frame.loc["a"] = NAN
    twins = statistical_twins(frame, "a", 3)
    assert twins.table.empty
    assert twins.candidates == 0
    assert twins.indicators == ()


def test_unknown_communes_and_no_twin_at_all_are_refused():
    with pytest.raises(ValueError, match="no commune 'z' among 4 rows"):
        statistical_twins(PLACES, "z", 1)
    with pytest.raises(ValueError, match="1 or more"):
        statistical_twins(PLACES, "a", 0)


tables = st.lists(st.tuples(*[st.integers(0, 30).map(float)] * 3), min_size=3, max_size=9).map(
    lambda rows: pd.DataFrame(rows, columns=["x", "y", "z"], index=[f"c{i}" for i in range(len(rows))])
)


@given(tables, st.randoms(use_true_random=False))
def test_units_and_order_change_nothing(frame, random):
    first = statistical_twins(frame, "c0", 4).table
    other = (frame * [10, 0.5, 3] + [100, 0, -7]).sample(frac=1, random_state=random.randrange(1000))
    again = statistical_twins(other, "c0", 4).table
    assert again["distance"].tolist() == pytest.approx(first["distance"].tolist(), abs=1e-9)


@given(tables)
def test_no_commune_left_out_is_closer_and_arguments_are_left_alone(frame):
    before = frame.copy()
    everyone = statistical_twins(frame, "c0", 99).table["distance"]
    first = statistical_twins(frame, "c0", 2).table["distance"]
    assert everyone.is_monotonic_increasing
    assert first.tolist() == everyone.tolist()[:2]
    pd.testing.assert_frame_equal(frame, before)
