"""The charts of the cooperations: what has no end, no value or no link is not drawn as if it had."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.viz.charts.test_rows import drawn
from viz.charts.frieze import frieze
from viz.charts.network import crossings, network, ordered
from viz.charts.passages import passages
from viz.charts.theme import inks

INK = inks("light")
PROGRAMMES = pd.DataFrame(
    {
        "label": ["Durée", "Un an", "Sans fin"],
        "shown": ["2002–2005", "2013", "depuis 2002 …"],
        "strong": False,
        "start": [2002.0, 2013.0, 2002.0],
        "end": [2005.0, 2013.0, np.nan],
        "family": "Réseaux",
        "colour": "#326397",
        "text": "",
    }
)


def test_a_programme_has_a_bar_a_dot_or_dashes():
    chart = frieze(PROGRAMMES, INK, 2020, {"Réseaux": "#326397"})
    assert [row["label"] for row in drawn(chart, "bar")] == ["Durée"]
    assert {row["label"] for row in drawn(chart, "point")} == {"Un an", "Sans fin"}
    dashed = [row for row in drawn(chart, "rule") if row["label"] == "Sans fin" and row["end"] == 2020]
    assert len(dashed) == 1


LINKS = pd.DataFrame({"left": ["A", "A", "B", "C"], "right": ["z", "y", "x", "y"], "colour": "#326397"})


def test_names_on_the_right_follow_the_middle_of_their_links():
    # z is linked with A (0), y with A and C (mean 1), x with B (1): ties keep the order they come in
    assert ordered(LINKS) == (["A", "B", "C"], ["z", "y", "x"])
    assert crossings(LINKS, ["A", "B", "C"], ["z", "y", "x"]) == 1
    assert crossings(LINKS, ["A", "B", "C"], ["x", "y", "z"]) == 3


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=25))
def test_every_name_is_placed_once(pairs):
    links = pd.DataFrame([(f"l{a}", f"r{b}") for a, b in pairs], columns=["left", "right"])
    left, right = ordered(links)
    assert sorted(left) == sorted(set(links["left"]))
    assert sorted(right) == sorted(set(links["right"]))


def test_a_chosen_name_stands_out_with_its_partners():
    names = {row["name"]: row["opacity"] for row in drawn(network(LINKS, INK, "A"), "text")}
    assert [name for name, opacity in names.items() if opacity == 1] == ["A", "z", "y"]
    assert len({row["link"] for row in drawn(network(LINKS, INK, None), "line")}) == 4


def test_a_missing_end_has_no_dot_and_no_line():
    rows = pd.DataFrame(
        {
            "label": ["Deux", "Une", "Aucune"],
            "shown": "x",
            "strong": False,
            "role": "metropolis",
            "first": [1.0, np.nan, np.nan],
            "last": [2.0, 5.0, np.nan],
            "text": "",
        }
    )
    chart = passages(rows, INK)
    assert len(drawn(chart, "point")) == 1 + 2
    links = [row for row in drawn(chart, "rule") if "colour" in row and not np.isnan(row["first"] or np.nan)]
    assert {row["label"] for row in links} >= {"Deux"}
