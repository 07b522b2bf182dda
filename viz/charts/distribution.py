"""How many inhabitants live at which value, group by group: histograms on one scale, one under the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import coloured, inline, layered, lines, placed, words

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

ROW_PX: Final = 84
AXIS_PX: Final = 46
ABOVE, BELOW = 0.9, 0.08  # of a row, for the words of the first and the marks of the last
TALLEST: Final = 0.62  # of a row: what remains above is for the words
WORDS_ABOVE_PX: Final = 60


def distribution_rows(
    bins: pd.DataFrame, rows: pd.DataFrame, ink: Inks, *, title: str, unit: str = ""
) -> alt.LayerChart:
    """Return the shares of inhabitants by class of values, a row of bars for each group.

    Parameters
    ----------
    bins
        One bar each: ``row`` (number of its row, from 0), ``start`` and ``end`` (edges of the class, in the
        unit of the values), ``share`` (of the inhabitants of the group, in %), ``text`` (what a pointer over
        it tells, in French).
    rows
        One row each, from top to bottom: ``label``, ``shown`` (its median, in French), ``median`` (a bar at
        this value, none if NaN), ``role`` (a colour of `Inks`), ``strong``.
    ink
        Colours of the page.
    title, unit
        French name of the horizontal axis.

    Returns
    -------
    chart
        All rows have the same scales, so that areas compare. As wide as its container.
    """
    places = coloured(placed(rows), ink)
    name = f"{title} ({unit})" if unit else title
    layers = [lines(places, ink, ABOVE, BELOW), _bars(bins, places, name), _medians(places, ink)]
    return layered([*layers, words(places, WORDS_ABOVE_PX)], height=ROW_PX * len(places) + AXIS_PX)


def _bars(bins: pd.DataFrame, places: pd.DataFrame, title: str) -> alt.Chart:
    """Draw the bars of all rows, on their base lines."""
    heights = TALLEST * bins["share"] / float(bins["share"].max())
    bars = bins.assign(top=bins["row"] - heights, colour=bins["row"].map(places["colour"]))
    axis = alt.Axis(tickCount=6, grid=False, titleAnchor="end", titlePadding=8)
    return (
        alt.Chart(inline(bars))
        .mark_bar(opacity=0.85, binSpacing=1)
        .encode(
            x=alt.X("start:Q", title=title, scale=alt.Scale(zero=False, nice=False), axis=axis),
            x2=alt.X2("end:Q"),
            y=alt.Y("row:Q"),
            y2=alt.Y2("top:Q"),
            color=alt.Color("colour:N", scale=None),
            tooltip=[alt.Tooltip("text:N", title="Part des habitants")],
        )
    )


def _medians(places: pd.DataFrame, ink: Inks) -> alt.Chart:
    """Draw a bar where half the inhabitants of a row live on each side."""
    known = places.dropna(subset=["median"])
    bars = alt.Chart(inline(known.assign(top=known["row"] - TALLEST)))
    return bars.mark_rule(color=ink.text, strokeWidth=2).encode(
        x=alt.X("median:Q"), y=alt.Y("row:Q"), y2=alt.Y2("top:Q")
    )
