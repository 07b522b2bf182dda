"""The same contrast worked out many ways, a thin bar for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import coloured, inline, layered, lines, placed, words

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

ROW_PX: Final = 62
AXIS_PX: Final = 50
WORDS_ABOVE_PX: Final = 24
ABOVE, BELOW = 0.75, 0.4  # of a row, for the words of the first and the marks of the last
BAR_PX: Final = 22
HALF_BAR: Final = 0.25  # of a row
DOT: Final = 150


def strip(
    marks: pd.DataFrame, rows: pd.DataFrame, ink: Inks, *, title: str, neutral: float = 0.0
) -> alt.LayerChart:
    """Return one row for each family of variants, a thin bar for each variant.

    Parameters
    ----------
    marks
        One variant each: ``row`` (number of its row, from 0), ``value`` (its contrast), ``name`` and
        ``text`` (what a pointer over it tells), ``role`` (a colour of `Inks`), ``chosen`` (True for the
        variant that the rest of the page shows: a dot). A value that is NaN has no mark.
    rows
        One row each, from top to bottom: ``label``, ``shown``, ``strong``.
    ink
        Colours of the page.
    title
        French name of the horizontal axis: what is left and right of ``neutral``.
    neutral
        Where there is no contrast: a bar on every line.

    Returns
    -------
    chart
        As wide as its container.
    """
    places = placed(rows)
    known = coloured(marks.dropna(subset=["value"]), ink)
    layers = [
        lines(places, ink, ABOVE, BELOW),
        _neutral(places, neutral, ink),
        _bars(known[~known["chosen"]], title),
        _chosen(known[known["chosen"]], ink),
        words(places, WORDS_ABOVE_PX),
    ]
    return layered(layers, height=ROW_PX * len(places) + AXIS_PX)


def _neutral(places: pd.DataFrame, value: float, ink: Inks) -> alt.Chart:
    bars = places.assign(value=value, top=places["row"] - HALF_BAR, below=places["row"] + HALF_BAR)
    rules = alt.Chart(inline(bars)).mark_rule(color=ink.reference, strokeWidth=1.4)
    return rules.encode(x=alt.X("value:Q"), y=alt.Y("top:Q"), y2=alt.Y2("below:Q"))


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("name:N", title="Variante"), alt.Tooltip("text:N", title="Écart")]


def _bars(marks: pd.DataFrame, title: str) -> alt.Chart:
    axis = alt.Axis(tickCount=6, grid=False, titleAnchor="end", titlePadding=8)
    bars = alt.Chart(inline(marks)).mark_tick(size=BAR_PX, thickness=2.2, opacity=0.7, orient="vertical")
    return bars.encode(
        x=alt.X("value:Q", title=title, scale=alt.Scale(zero=False, padding=14), axis=axis),
        y=alt.Y("row:Q"),
        color=alt.Color("colour:N", scale=None),
        tooltip=_tooltip(),
    )


def _chosen(marks: pd.DataFrame, ink: Inks) -> alt.Chart:
    dots = alt.Chart(inline(marks)).mark_point(
        filled=True, size=DOT, opacity=1, stroke=ink.ground, strokeWidth=1.5
    )
    return dots.encode(
        x=alt.X("value:Q"), y=alt.Y("row:Q"), color=alt.Color("colour:N", scale=None), tooltip=_tooltip()
    )
