"""Lorenz curves read at even parts of the inhabitants: exact, since the curve is straight between points."""

import pandas as pd
import pytest

from geo.inequality import lorenz_curve
from viz.charts.lorenz import gap_chart, lorenz_chart, thinned
from viz.charts.theme import inks

CODES = ["a", "b"]
COLOURS = {"A": "#111111", "B": "#222222"}
CURVE = lorenz_curve(pd.Series([10.0, 30.0], CODES), pd.Series([1.0, 1.0], CODES))


def test_half_of_the_people_hold_a_quarter_and_a_quarter_an_eighth():  # 10 of 40
    points = thinned(CURVE, points=5).set_index("people")
    assert points["part"].tolist() == pytest.approx([0, 12.5, 25, 62.5, 100])
    assert points["gap"].tolist() == pytest.approx([0, 12.5, 25, 12.5, 0])


def test_charts_hold_every_place_once_in_their_legend():
    points = pd.concat(
        [thinned(CURVE).assign(name=name, colour=colour, text="") for name, colour in COLOURS.items()],
        ignore_index=True,
    )
    for chart in (lorenz_chart(points, inks("light"), total="Part"), gap_chart(points)):
        scale = chart.to_dict()["layer"][-1]["encoding"]["color"]["scale"]
        assert scale == {"domain": [*COLOURS], "range": [*COLOURS.values()]}
