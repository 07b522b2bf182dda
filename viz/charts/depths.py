"""Depth against year: the ground is at the top, so that deeper is lower."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from viz.charts.rows import inline, layered

if TYPE_CHECKING:
    from viz.charts.theme import Inks

HEIGHT: Final = 330
HALF_WINDOW: Final = 12
"""Years on each side that the running median takes in."""
LEAST: Final = 8
"""Places under which a running median is not drawn."""


def running_median(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the median depth of the places sunk around each year, where there are enough.

    Parameters
    ----------
    frame
        Columns ``first`` (year) and ``depth`` (m).

    Returns
    -------
    medians
        Columns ``first`` and ``depth``.
    """
    years = range(int(frame["first"].min()), int(frame["first"].max()) + 1)
    around = {y: frame.loc[(frame["first"] - y).abs() <= HALF_WINDOW, "depth"] for y in years}
    kept = {year: depths.median() for year, depths in around.items() if len(depths) >= LEAST}
    return pd.DataFrame({"first": list(kept), "depth": list(kept.values())})


def depths(frame: pd.DataFrame, ink: Inks) -> alt.LayerChart:
    """Return the places by year and depth, with their running median.

    Parameters
    ----------
    frame
        Columns ``first`` (year), ``depth`` (m), ``name`` and ``told`` (what a pointer over it tells).
    ink
        Colours of the page.
    """
    years = alt.Scale(zero=False, padding=10)
    axis = alt.Axis(format="d", grid=False, tickCount=6)
    x = alt.X("first:Q", title="Année de creusement", scale=years, axis=axis)
    y = alt.Y("depth:Q", title="Profondeur (m)", scale=alt.Scale(reverse=True, zero=True))
    dots = alt.Chart(inline(frame)).mark_circle(color=ink.basin, opacity=0.45, size=42)
    tooltip = [alt.Tooltip("name:N", title="Puits"), alt.Tooltip("told:N", title="Profondeur")]
    line = alt.Chart(inline(running_median(frame))).mark_line(color=ink.text, strokeWidth=2.5)
    return layered([dots.encode(x=x, y=y, tooltip=tooltip), line.encode(x=x, y=y)], height=HEIGHT)
