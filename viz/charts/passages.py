"""Connected dots: a hollow dot for the first year, a full one for the last, a line between, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from viz.charts.rows import coloured, inline, layered, lines, placed, words

if TYPE_CHECKING:
    from viz.charts.theme import Inks

ROW_PX: Final = 42
AXIS_PX: Final = 30
WORDS_ABOVE_PX: Final = 15
ABOVE, BELOW = 0.75, 0.4  # of a row
DOT: Final = 120
HALF_RULE: Final = 0.22  # of a row


def passages(rows: pd.DataFrame, ink: Inks, *, reference: float | None = None) -> alt.LayerChart:
    """Return one row per place, from its first to its last value.

    Parameters
    ----------
    rows
        From top to bottom: ``label``, ``shown`` (French), ``strong``, ``role`` (a colour of `Inks`),
        ``first``, ``last`` (NaN where not published: no dot, no line), ``text`` (under a pointer).
    ink
        Colours of the page.
    reference
        Value marked by a small bar on every line, or None.

    Returns
    -------
    chart
        As wide as its container.
    """
    places = coloured(placed(rows), ink)
    both = places.dropna(subset=["first", "last"])
    layers = [
        lines(places, ink, ABOVE, BELOW),
        *([] if reference is None else [_reference(places, reference, ink)]),
        _links(both),
        _dots(places.dropna(subset=["first"]), "first", ink),
        _dots(places.dropna(subset=["last"]), "last", ink),
        words(places, WORDS_ABOVE_PX),
    ]
    return layered(layers, height=ROW_PX * len(places) + AXIS_PX)


def _x(column: str) -> alt.X:
    scale, axis = alt.Scale(zero=False, padding=14), alt.Axis(tickCount=5, grid=False, orient="top")
    return alt.X(f"{column}:Q", title=None, scale=scale, axis=axis)


def _links(both: pd.DataFrame) -> alt.Chart:
    rules = alt.Chart(inline(both)).mark_rule(strokeWidth=3, opacity=0.55)
    return rules.encode(x=_x("first"), x2="last:Q", y="row:Q", color=alt.Color("colour:N", scale=None))


def _dots(places: pd.DataFrame, column: str, ink: Inks) -> alt.Chart:
    dots = alt.Chart(inline(places)).mark_point(filled=True, size=DOT, opacity=1, strokeWidth=2)
    hollow = column == "first"
    return dots.encode(
        x=_x(column),
        y="row:Q",
        fill=alt.value(ink.ground) if hollow else alt.Fill("colour:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title="Région"), alt.Tooltip("text:N", title="Valeurs")],
    )


def _reference(places: pd.DataFrame, value: float, ink: Inks) -> alt.Chart:
    bars = pd.DataFrame(
        {"first": value, "row": places["row"] - HALF_RULE, "below": places["row"] + HALF_RULE}
    )
    rules = alt.Chart(inline(bars)).mark_rule(color=ink.reference, strokeWidth=1.4)
    return rules.encode(x=_x("first"), y="row:Q", y2="below:Q")
