"""A measure through time, a line for each group, its name and last value at the end of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from viz.charts.rows import coloured, inline, layered

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from viz.charts.theme import Inks

PLOT_PX: Final = 230
AXIS_PX: Final = 26
NAMES_PX: Final = 168
"""Room on the right for the names."""
GAP_PX: Final = 14
"""Between the end of a line and its name."""
NAME_PX: Final = 19
"""Least distance of two names."""
MARGIN: Final = 0.08  # of the range of values, above and below


def trajectories(points: pd.DataFrame, lines: pd.DataFrame, ink: Inks) -> alt.LayerChart:
    """Return the values of some groups year after year.

    Parameters
    ----------
    points
        ``line`` (number of its line, from 0), ``year``, ``value``, ``text`` (value in French, shown under a
        pointer). Years without a value are absent; the line joins the years that are there.
    lines
        One each: ``label`` (short French name), ``shown`` (last value in French), ``role`` (a colour of
        `Inks`), ``strong`` (bool, a thicker line).
    ink
        Colours of the page.

    Returns
    -------
    chart
        As wide as its container. Names never overlap: those that would are moved apart.
    """
    styled = coloured(lines.reset_index(drop=True), ink)
    frame = points.dropna(subset=["value"]).merge(styled, left_on="line", right_index=True)
    domain = _domain(frame["value"])
    layers = [_lines(frame, domain), _points(frame, ink), _names(_ends(frame, domain))]
    return layered(layers, height=PLOT_PX + AXIS_PX)


def _domain(values: pd.Series) -> tuple[float, float]:
    """Return the ends of the vertical scale."""
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def _x(years: pd.Series) -> alt.X:
    scale = alt.Scale(
        domain=[int(years.min()), int(years.max())], nice=False, range=[0, alt.ExprRef(f"width - {NAMES_PX}")]
    )
    axis = alt.Axis(
        values=sorted(years.unique().tolist()),
        format="d",
        grid=False,
        labelOverlap="greedy",
        labelSeparation=10,
    )
    return alt.X("year:Q", title=None, scale=scale, axis=axis)


def _y(domain: tuple[float, float]) -> alt.Y:
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    return alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4))


def _lines(frame: pd.DataFrame, domain: tuple[float, float]) -> alt.Chart:
    widths = frame.assign(width=np.where(frame["strong"], 3.2, 2.0))
    line = alt.Chart(inline(widths)).mark_line()
    return line.encode(
        x=_x(frame["year"]),
        y=_y(domain),
        color=alt.Color("colour:N", scale=None),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        detail=alt.Detail("line:N"),
    )


def _points(frame: pd.DataFrame, ink: Inks) -> alt.Chart:
    points = alt.Chart(inline(frame)).mark_point(
        filled=True, size=60, opacity=1, stroke=ink.ground, strokeWidth=1
    )
    return points.encode(
        x=_x(frame["year"]),
        y=alt.Y("value:Q"),
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("label:N", title="Groupe"),
            alt.Tooltip("year:Q", title="Année", format="d"),
            alt.Tooltip("text:N", title="Valeur"),
        ],
    )


def _ends(frame: pd.DataFrame, domain: tuple[float, float]) -> pd.DataFrame:
    """Return the last point of each line, with the place of its name in the unit of the values."""
    last = frame.loc[frame.groupby("line")["year"].idxmax()]
    low, high = domain
    px = (high - low) / PLOT_PX
    heights = apart(((high - last["value"]) / px).tolist(), NAME_PX, PLOT_PX)
    return last.assign(place=high - np.array(heights) * px, name=last["shown"] + "  " + last["label"])


def apart(heights: Sequence[float], gap: float, end: float) -> list[float]:
    """Move heights so that no two are closer than a gap: upwards, or downwards at the top of the chart.

    Parameters
    ----------
    heights
        In pixels from the top.
    gap, end
        Least distance, and the height that none should exceed; none is above zero.

    Returns
    -------
    moved
        In the order of ``heights``; from top to bottom their order stays, ties keep the order given. When
        they do not all fit, the lowest go beyond ``end``.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed: list[float] = []
    for number, place in enumerate(reversed(order)):  # upwards: leave room for those below
        lowest = end if not placed else placed[-1] - gap
        placed.append(max(min(heights[place], lowest), gap * (len(order) - 1 - number)))
    placed.reverse()
    for number in range(1, len(placed)):  # downwards: nobody closer than the gap to the one above
        placed[number] = max(placed[number], placed[number - 1] + gap)
    return [placed[order.index(place)] for place in range(len(heights))]


def _names(ends: pd.DataFrame) -> alt.Chart:
    """Write the value and the name of each line at its end."""
    words = alt.Chart(inline(ends)).mark_text(
        align="left", baseline="middle", limit=NAMES_PX - GAP_PX, fontWeight=600
    )
    return words.encode(
        x=alt.XValue(alt.ExprRef(f"width - {NAMES_PX - GAP_PX}")),
        y=alt.Y("place:Q"),
        text=alt.Text("name:N"),
        color=alt.Color("colour:N", scale=None),
    )
