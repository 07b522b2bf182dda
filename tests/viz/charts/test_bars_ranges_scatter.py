"""Bars, ranges and clouds: one mark per known value, none for what is not known."""

import numpy as np
import pandas as pd

from tests.viz.charts.test_rows import drawn
from viz.charts.bars import bars
from viz.charts.ranges import ranges
from viz.charts.scatter import growth_scatter
from viz.charts.theme import inks

INK = inks("light")
ROWS = pd.DataFrame({"label": ["A", "B"], "shown": ["1", "–"], "strong": [True, False]})


def test_parts_of_a_bar_stand_end_to_end_and_an_unknown_one_is_not_drawn():
    parts = pd.DataFrame(
        {
            "row": [0, 0, 1],
            "start": [0.0, 20.0, 0.0],
            "end": [20.0, 100.0, np.nan],
            "role": ["basin", "basin", "rest"],
            "strength": [1.0, 0.3, 1.0],
            "name": ["Entre", "Dans", "x"],
            "text": ["20 %", "80 %", "–"],
            "inside": ["Entre", "Dans", ""],
        }
    )
    chart = bars(parts, ROWS, INK, end=100.0)
    coloured = [(bar["start"], bar["end"]) for bar in drawn(chart, "bar")]
    assert sorted(set(coloured)) == [(0.0, 20.0), (20.0, 100.0)]
    inside = {row["inside"]: row["on"] for row in drawn(chart, "text") if row.get("inside")}
    assert inside == {"Entre": INK.ground, "Dans": INK.text}


def test_a_range_without_values_keeps_its_row_and_has_no_mark():
    places = ROWS.assign(role="basin", low=[1.0, np.nan], middle=[2.0, np.nan], high=[3.0, np.nan], text="")
    chart = ranges(places, INK, reference=2.5)
    assert [bar["label"] for bar in drawn(chart, "bar")] == ["A"]
    assert [dot["label"] for dot in drawn(chart, "point")] == ["A"]
    assert {row["label"] for row in drawn(chart, "text")} == {"A", "B"}


def test_only_the_chosen_commune_is_named_in_a_cloud():
    points = pd.DataFrame(
        {
            "level": [10.0, 20.0],
            "growth": [1.0, -1.0],
            "people": [500, 900],
            "name": ["Lens", "Arras"],
            "text": "",
            "chosen": [True, False],
        }
    )
    chart = growth_scatter(points, points[["level", "growth"]], INK, x_title="x", y_title="y")
    assert [row["name"] for row in drawn(chart, "text")] == ["Lens"]
    assert len(drawn(chart, "point")) == 2
