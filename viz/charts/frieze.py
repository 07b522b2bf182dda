"""Programmes through the years: a bar for known ends, a dot for one year, dashes where no end is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import inline, layered, lines, placed, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from viz.charts.theme import Inks

ROW_PX: Final = 40
AXIS_PX: Final = 30
WORDS_ABOVE_PX: Final = 15
ABOVE, BELOW = 0.75, 0.4  # of a row
BAR_PX: Final = 8
DOT: Final = 120


def frieze(rows: pd.DataFrame, ink: Inks, last: int, families: Mapping[str, str]) -> alt.LayerChart:
    """Return one row per programme.

    Parameters
    ----------
    rows
        From top to bottom: ``label``, ``shown`` (its years in words), ``strong``, ``start``, ``end`` (NaN
        where the source gives none), ``family``, ``colour``, ``text`` (what a pointer over it tells).
    ink
        Colours of the page.
    last
        Year at which the dashes of a programme without an end stop.
    families
        French name of each family to its colour, for the legend.

    Returns
    -------
    chart
        As wide as its container.
    """
    places = placed(rows)
    single = places[places["start"] == places["end"]]
    spans = places[places["end"] > places["start"]]
    opened = places[places["end"].isna()].assign(end=last)
    layers = [
        lines(places, ink, ABOVE, BELOW),
        _spans(spans, places, families),
        _dashes(opened),
        _dots(single, ink, filled=True),
        _dots(opened, ink, filled=False),
        words(places, WORDS_ABOVE_PX),
    ]
    return layered(layers, height=ROW_PX * len(places) + AXIS_PX)


def _x(places: pd.DataFrame) -> alt.X:
    ends = [int(places["start"].min()), int(max(places["end"].max(), places["start"].max()))]
    axis = alt.Axis(format="d", tickMinStep=1, grid=True, orient="top", labelOverlap="greedy")
    return alt.X("start:Q", title=None, scale=alt.Scale(domain=ends, nice=False, padding=12), axis=axis)


def _spans(spans: pd.DataFrame, places: pd.DataFrame, families: Mapping[str, str]) -> alt.Chart:
    bars = alt.Chart(inline(spans)).mark_bar(height=BAR_PX, cornerRadius=4)
    scale = alt.Scale(domain=list(families), range=list(families.values()))
    legend = alt.Legend(title=None, orient="top", columns=3, symbolType="square")
    colour = alt.Color("family:N", scale=scale, legend=legend)
    return bars.encode(x=_x(places), x2="end:Q", y="row:Q", color=colour, tooltip=_tooltip())


def _dashes(opened: pd.DataFrame) -> alt.Chart:
    rules = alt.Chart(inline(opened)).mark_rule(strokeWidth=2, strokeDash=[2, 5])
    return rules.encode(
        x="start:Q", x2="end:Q", y="row:Q", stroke=alt.Stroke("colour:N", scale=None), tooltip=_tooltip()
    )


def _dots(rows: pd.DataFrame, ink: Inks, *, filled: bool) -> alt.Chart:
    dots = alt.Chart(inline(rows)).mark_point(filled=True, size=DOT, opacity=1, strokeWidth=2)
    colour = alt.Fill("colour:N", scale=None)
    if filled:
        return dots.encode(x="start:Q", y="row:Q", fill=colour, tooltip=_tooltip())
    return dots.encode(
        x="start:Q",
        y="row:Q",
        fill=alt.value(ink.ground),
        stroke=alt.Stroke("colour:N", scale=None),
        tooltip=_tooltip(),
    )


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title="Programme"), alt.Tooltip("text:N", title="Années")]
