"""Ranges in rows: from the first to the last decile of a place, and where its middle is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import pandas as pd

from viz.charts.rows import coloured, layered, lines, placed, words

if TYPE_CHECKING:
    from viz.charts.theme import Inks

ROW_PX: Final = 48
AXIS_PX: Final = 30
WORDS_ABOVE_PX: Final = 19
ABOVE, BELOW = 0.75, 0.35  # of a row
BAR_PX: Final = 11
HALF_RULE: Final = 0.24  # of a row
DOT: Final = 130


def ranges(
    places: pd.DataFrame, ink: Inks, *, reference: float | None = None, zero: bool = False
) -> alt.LayerChart:
    """Return one bar per place from its low to its high value, a dot at the middle.

    Parameters
    ----------
    places
        One row each, from top to bottom: ``label``, ``shown``, ``strong``, ``role`` (a colour of `Inks`),
        ``low``, ``middle``, ``high`` (NaN for none) and ``text`` (what a pointer over it tells).
    ink
        Colours of the page.
    reference
        Value marked by a small bar on every line, or None.
    zero
        The scale starts at zero.

    Returns
    -------
    chart
        As wide as its container.
    """
    frame = coloured(placed(places), ink)
    x = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(zero=zero, padding=12),
        axis=alt.Axis(tickCount=5, grid=False),
    )
    marks = [_bars(frame.dropna(subset=["low", "high"]), x), _dots(frame.dropna(subset=["middle"]), ink)]
    if reference is not None:
        marks.insert(0, _reference(frame, reference, ink))
    layers = [lines(frame, ink, ABOVE, BELOW), *marks, words(frame, WORDS_ABOVE_PX)]
    return layered(layers, height=ROW_PX * len(frame) + AXIS_PX)


def _bars(frame: pd.DataFrame, x: alt.X) -> alt.Chart:
    bars = alt.Chart(frame).mark_bar(height=BAR_PX, opacity=0.45, cornerRadius=5)
    return bars.encode(
        x=x, x2="high:Q", y="row:Q", color=alt.Color("colour:N", scale=None), tooltip=_tooltip()
    )


def _dots(frame: pd.DataFrame, ink: Inks) -> alt.Chart:
    dots = alt.Chart(frame).mark_point(filled=True, size=DOT, opacity=1, stroke=ink.ground, strokeWidth=1.5)
    return dots.encode(x="middle:Q", y="row:Q", color=alt.Color("colour:N", scale=None), tooltip=_tooltip())


def _reference(frame: pd.DataFrame, value: float, ink: Inks) -> alt.Chart:
    at = pd.DataFrame({"middle": value, "row": frame["row"] - HALF_RULE, "below": frame["row"] + HALF_RULE})
    rules = alt.Chart(at).mark_rule(color=ink.reference, strokeWidth=1.4)
    return rules.encode(x="middle:Q", y="row:Q", y2="below:Q")


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title="Territoire"), alt.Tooltip("text:N", title="Lecture")]
