"""Depths go down, areas stand on a scale of powers of ten, and the specifications are valid."""

from __future__ import annotations

import pandas as pd
import pytest

from viz.charts.areas_by_year import NAMES, areas_by_year
from viz.charts.depths import LEAST, depths, running_median
from viz.charts.theme import inks

INK = inks("light")


def test_the_running_median_takes_twelve_years_on_each_side_and_needs_eight():
    years = [1800] * 7 + [1812] + [1900]
    frame = pd.DataFrame({"first": years, "depth": [10, 20, 30, 40, 50, 60, 70, 800, 5]})
    medians = running_median(frame).set_index("first")["depth"]
    assert medians[1800] == (40 + 50) / 2  # 1812 is within twelve years: eight depths
    assert 1900 not in medians.index
    assert 1799 not in medians.index
    assert LEAST == 8


def test_deeper_is_lower_and_years_do_not_start_at_zero():
    frame = pd.DataFrame({"first": [1750, 1850], "depth": [50.0, 500.0], "name": "a", "told": "b"})
    layer = depths(frame, INK).to_dict()["layer"][0]["encoding"]
    assert layer["y"]["scale"]["reverse"] is True
    assert layer["x"]["scale"]["zero"] is False


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_areas_are_on_a_scale_of_powers_of_ten(theme):
    frame = pd.DataFrame(
        {
            "year": [2001, 2012, 2019],
            "area": [1.0, 3943.0, 268.0],
            "name": "n",
            "told": "t",
            "group": list(NAMES),
        }
    )
    layer = areas_by_year(frame, inks(theme)).to_dict()["layer"][0]["encoding"]
    assert layer["y"]["scale"]["type"] == "log"
    assert layer["color"]["scale"]["domain"] == list(NAMES.values())
