"""Lines through time: years without a value are not drawn, names at their ends never overlap."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.viz.charts.test_rows import drawn
from viz.charts.theme import inks
from viz.charts.trajectories import NAME_PX, PLOT_PX, apart, trajectories

INK = inks("dark")
LINES = pd.DataFrame(
    {
        "label": ["Métropoles", "Bassin"],
        "shown": ["103,0", "103,0"],
        "role": ["metropolis", "basin"],
        "strong": [False, True],
    }
)
POINTS = pd.DataFrame(
    {
        "line": [0, 0, 0, 1, 1],
        "year": [2016, 2018, 2023, 2016, 2022],
        "value": [100.0, np.nan, 103.0, 100.0, 103.0],
        "text": ["100", "–", "103", "100", "103"],
    }
)


def test_a_year_without_a_value_is_not_drawn():
    years = [(row["line"], row["year"]) for row in drawn(trajectories(POINTS, LINES, INK), "point")]
    assert years == [(0, 2016), (0, 2023), (1, 2016), (1, 2022)]


def test_each_line_ends_with_its_last_value_and_its_name():
    names = {row["name"]: row["colour"] for row in drawn(trajectories(POINTS, LINES, INK), "text")}
    assert names == {"103,0  Métropoles": INK.metropolis, "103,0  Bassin": INK.basin}


def test_names_of_lines_that_end_together_are_moved_apart():
    places = [row["place"] for row in drawn(trajectories(POINTS, LINES, INK), "text")]
    unit_per_px = 3 * 1.16 / PLOT_PX  # 100 to 103 with 8 % above and below
    assert abs(places[0] - places[1]) >= NAME_PX * unit_per_px - 1e-9


def test_a_flat_line_has_a_scale():
    flat = POINTS.assign(value=100.0)
    assert len(drawn(trajectories(flat, LINES, INK), "point")) == 5


def test_heights_far_from_one_another_stay():
    assert apart([150.0, 10.0, 80.0], 19, 230) == [150.0, 10.0, 80.0]


def test_close_heights_are_spread_upwards_and_never_above_the_chart():
    assert apart([110.0, 112.0], 20, 230) == [92.0, 112.0]
    assert apart([10.0, 12.0], 20, 230) == [0.0, 20.0]
    assert apart([95.0, 99.0, 230.0], 20, 100) == [60.0, 80.0, 100.0]


@given(st.lists(st.floats(0, 230), max_size=8))
def test_no_two_names_are_closer_than_the_gap_and_their_order_stays(heights):
    moved = apart(heights, 19, 230)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    steps = [moved[b] - moved[a] for a, b in pairwise(order)]
    assert all(step >= 19 - 1e-9 for step in steps)
    assert all(-1e-9 <= height <= 230 + 1e-9 for height in moved)
