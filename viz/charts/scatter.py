"""A cloud of communes: where each started, how it grew, the line that sums them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import layered

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

PLOT_PX: Final = 400
SIZES: Final = (14, 1100)
"""Areas of the smallest and the largest commune, in square pixels."""


def growth_scatter(
    points: pd.DataFrame, line: pd.DataFrame, ink: Inks, *, x_title: str, y_title: str
) -> alt.LayerChart:
    """Return the communes of a place by starting level and growth.

    Parameters
    ----------
    points
        One commune each: ``level``, ``growth``, ``people``, ``name``, ``text`` (what a pointer over it tells,
        in French), ``chosen`` (True for the reader's commune).
    line
        ``level`` and ``growth`` along the fitted line; empty for none.
    ink
        Colours of the page.
    x_title, y_title
        French names of the axes, with units.

    Returns
    -------
    chart
        Areas of points in proportion to inhabitants; as wide as its container.
    """
    layers = [
        _no_growth(points, ink),
        _points(points[~points["chosen"]], ink.basin, ink, (x_title, y_title)),
        alt.Chart(line).mark_line(color=ink.text, strokeWidth=2).encode(x="level:Q", y="growth:Q"),
        _points(points[points["chosen"]], ink.commune, ink, (x_title, y_title)),
        _name(points[points["chosen"]], ink),
    ]
    return layered(layers, height=PLOT_PX)


def _no_growth(points: pd.DataFrame, ink: Inks) -> alt.Chart:
    at = points.iloc[:1].assign(growth=0.0)
    return alt.Chart(at).mark_rule(color=ink.muted, strokeDash=[4, 3]).encode(y="growth:Q")


def _points(points: pd.DataFrame, colour: str, ink: Inks, titles: tuple[str, str]) -> alt.Chart:
    scale = alt.Scale(zero=False, padding=10)
    dots = alt.Chart(points).mark_point(
        filled=True, color=colour, opacity=0.6, stroke=ink.ground, strokeWidth=0.8
    )
    return dots.encode(
        x=alt.X("level:Q", title=titles[0], scale=scale, axis=alt.Axis(tickCount=5, grid=False)),
        y=alt.Y("growth:Q", title=titles[1], scale=scale, axis=alt.Axis(tickCount=6)),
        size=alt.Size("people:Q", legend=None, scale=alt.Scale(domainMin=0, range=list(SIZES))),
        tooltip=[alt.Tooltip("name:N", title="Commune"), alt.Tooltip("text:N", title="Lecture")],
    )


def _name(points: pd.DataFrame, ink: Inks) -> alt.Chart:
    words = alt.Chart(points).mark_text(dy=-26, fontWeight="bold", color=ink.commune)
    return words.encode(x="level:Q", y="growth:Q", text="name:N")
