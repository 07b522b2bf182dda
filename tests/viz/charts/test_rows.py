"""Charts in rows: every value has its mark, every row its words, and nothing is lost on the way to Vega."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from viz.charts.distribution import distribution_rows
from viz.charts.dot_rows import dot_rows
from viz.charts.rows import coloured
from viz.charts.strip import strip
from viz.charts.theme import inks

INK = inks("light")
ROWS = pd.DataFrame(
    {"label": ["Métropoles", "Bassin minier"], "shown": ["11,2 %", "17,9 %"], "strong": [False, True]}
)
MARKS = pd.DataFrame(
    {
        "row": [0, 1, 1, 1],
        "value": [11.2, 17.9, 12.0, np.nan],
        "role": ["metropolis", "basin", "basin", "basin"],
        "part": [False, False, True, True],
        "name": ["Métropoles", "Bassin minier", "CC du Ternois", "CC sans valeur"],
        "text": ["11,2 %", "17,9 %", "12,0 %", "–"],
    }
)


def layers(spec):
    """Give the leaves of a chart, with their rows of data."""
    if "layer" in spec:
        for part in spec["layer"]:
            yield from layers({"datasets": spec["datasets"], **part})
    else:
        yield spec["mark"], spec["encoding"], spec["datasets"][spec["data"]["name"]]


def drawn(chart, mark):
    """Give the rows of data of all layers of a kind of mark."""
    return [row for style, _, rows in layers(chart.to_dict()) if style["type"] == mark for row in rows]


def test_each_known_value_has_one_dot_in_the_colour_of_its_group():
    dots = {row["name"]: row["colour"] for row in drawn(dot_rows(MARKS, ROWS, INK, None), "point")}
    assert dots == {"Métropoles": INK.metropolis, "Bassin minier": INK.basin, "CC du Ternois": INK.basin}


def test_parts_are_hollow_and_wholes_are_full():
    filled = {
        row["name"]: style["filled"]
        for style, _, rows in layers(dot_rows(MARKS, ROWS, INK, None).to_dict())
        if style["type"] == "point"
        for row in rows
    }
    assert filled == {"Métropoles": True, "Bassin minier": True, "CC du Ternois": False}


def test_words_of_each_row_are_written_twice_left_and_right():
    words = drawn(dot_rows(MARKS, ROWS, INK, None), "text")
    assert sorted((row["label"], row["shown"]) for row in words) == sorted(
        [("Métropoles", "11,2 %"), ("Bassin minier", "17,9 %")] * 2
    )


def test_a_reference_is_marked_on_every_line():
    bars = [row for row in drawn(dot_rows(MARKS, ROWS, INK, 13.0), "rule") if "below" in row]
    assert [(row["value"], row["row"] < place < row["below"]) for place, row in enumerate(bars)] == [
        (13.0, True)
    ] * 2
    assert not [row for row in drawn(dot_rows(MARKS, ROWS, INK, None), "rule") if "below" in row]


def test_a_role_that_is_no_colour_is_refused():
    with pytest.raises(KeyError, match="nobody"):
        coloured(pd.DataFrame({"role": ["nobody"]}), INK)


@pytest.mark.parametrize("chart", [dot_rows(MARKS, ROWS, INK, 13.0)])
def test_a_chart_is_as_wide_as_its_place(chart):
    assert chart.to_dict()["width"] == "container"


BINS = pd.DataFrame(
    {
        "row": [0, 0, 1],
        "start": [0, 5, 5],
        "end": [5, 10, 10],
        "share": [20.0, 80.0, 100.0],
        "text": ["20 %", "80 %", "100 %"],
    }
)


def test_bars_have_heights_in_proportion_to_shares_of_all_groups():
    rows = ROWS.assign(median=[6.0, np.nan], role=["metropolis", "basin"])
    bars = drawn(distribution_rows(BINS, rows, INK, title="Taux", unit="%"), "bar")
    heights = [round((row["row"] - row["top"]) / (bars[2]["row"] - bars[2]["top"]), 6) for row in bars]
    assert heights == [0.2, 0.8, 1.0]


def test_an_unknown_median_has_no_bar():
    rows = ROWS.assign(median=[6.0, np.nan], role=["metropolis", "basin"])
    rules = drawn(distribution_rows(BINS, rows, INK, title="Taux"), "rule")
    assert [row["median"] for row in rules if "top" in row] == [6.0]


def test_the_axis_of_a_distribution_says_what_it_measures_and_in_which_unit():
    rows = ROWS.assign(median=[6.0, 7.0], role=["metropolis", "basin"])
    chart = distribution_rows(BINS, rows, INK, title="Taux de chômage", unit="%")
    titles = [
        encoding["x"].get("title") for style, encoding, _ in layers(chart.to_dict()) if style["type"] == "bar"
    ]
    assert titles == ["Taux de chômage (%)"]


def test_each_variant_has_its_bar_and_the_chosen_one_a_dot():
    marks = MARKS.assign(chosen=[True, False, False, False])
    chart = strip(marks, ROWS, INK, title="Écart", neutral=0.0)
    assert [row["name"] for row in drawn(chart, "tick")] == ["Bassin minier", "CC du Ternois"]
    assert [row["name"] for row in drawn(chart, "point")] == ["Métropoles"]
    assert [row["value"] for row in drawn(chart, "rule") if "below" in row] == [0.0, 0.0]
