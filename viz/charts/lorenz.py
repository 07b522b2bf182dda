"""The Lorenz curve: which part of the total goes to which part of the inhabitants, and how far from equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd

from viz.charts.rows import layered

if TYPE_CHECKING:
    from viz.charts.theme import Inks

CURVE_PX: Final = 360
GAP_PX: Final = 360
EQUAL: Final = "Égalité entre communes"
HOLDERS: Final = "Part des habitants (%)"


def thinned(curve: pd.DataFrame, points: int = 101) -> pd.DataFrame:
    """Read a Lorenz curve at evenly spaced parts of the inhabitants.

    Parameters
    ----------
    curve
        Result of `geo.inequality.lorenz_curve`: ``weight_share``, ``value_share``, from 0 to 1.
    points
        Parts of the inhabitants at which to read it, both ends included.

    Returns
    -------
    points
        Columns ``people`` and ``part``, in %, and ``gap``, ``people - part`` in points: exact, since a Lorenz
        curve is straight between its points.
    """
    people = np.linspace(0.0, 100.0, points)
    part = 100.0 * np.interp(people / 100.0, curve["weight_share"], curve["value_share"])
    return pd.DataFrame({"people": people, "part": part, "gap": people - part})


def lorenz_chart(points: pd.DataFrame, ink: Inks, *, total: str) -> alt.LayerChart:
    """Return the curves of some places, below the line of equality.

    Parameters
    ----------
    points
        ``name`` (of the place), ``colour``, ``people``, ``part`` (see `thinned`), ``text`` (what a pointer
        tells, in French); the first place is drawn thicker, the room up to equality tinted.
    ink
        Colours of the page.
    total
        French name of the vertical axis: of what a part is held.

    Returns
    -------
    chart
        As wide as its container; names of places in a legend at the top.
    """
    equal = pd.DataFrame({"people": [0.0, 100.0], "part": [0.0, 100.0]})
    diagonal = alt.Chart(equal).mark_line(color=ink.muted, strokeDash=[5, 4], strokeWidth=1.5)
    first = points[points["name"] == points["name"].iloc[0]]
    room = alt.Chart(first).mark_area(opacity=0.16, color=first["colour"].iloc[0])
    layers = [
        room.encode(x=_people(), y="part:Q", y2="people:Q"),
        diagonal.encode(x=_people(), y=alt.Y("part:Q", title=total, scale=_percent(), axis=_axis())),
        _curves(points, "part"),
    ]
    return layered(layers, height=CURVE_PX)


def gap_chart(points: pd.DataFrame) -> alt.LayerChart:
    """Return, under a magnifying glass, what separates each curve from equality.

    Parameters
    ----------
    points
        As in `lorenz_chart`, with ``gap`` in points.

    Returns
    -------
    chart
        As wide as its container.
    """
    curves = _curves(points, "gap", title="Écart à l’égalité (points)")
    return layered([curves], height=GAP_PX)


def _curves(points: pd.DataFrame, column: str, title: str | None = None) -> alt.Chart:
    names = points.drop_duplicates("name")
    colours = alt.Scale(domain=names["name"].tolist(), range=names["colour"].tolist())
    legend = alt.Legend(orient="top", columns=1, symbolType="stroke", symbolStrokeWidth=3)
    first = points["name"].iloc[0]
    lines = alt.Chart(points.assign(width=np.where(points["name"] == first, 3.4, 2.0))).mark_line()
    y = alt.Y(f"{column}:Q", title=title, axis=alt.Axis(tickCount=5)) if title else alt.Y(f"{column}:Q")
    return lines.encode(
        x=_people(),
        y=y,
        color=alt.Color("name:N", scale=colours, legend=legend, sort=None),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        tooltip=[alt.Tooltip("name:N", title="Territoire"), alt.Tooltip("text:N", title="Lecture")],
    )


def _people() -> alt.X:
    return alt.X("people:Q", title=HOLDERS, scale=_percent(), axis=_axis())


def _percent() -> alt.Scale:
    return alt.Scale(domain=[0, 100], nice=False)


def _axis() -> alt.Axis:
    return alt.Axis(values=[0, 25, 50, 75, 100], titleLimit=330)
