"""Bars in rows, from zero: one bar, or the parts of a whole, with words above and inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import coloured, layered, lines, placed, words

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

ROW_PX: Final = 66
AXIS_PX: Final = 28
BAR_PX: Final = 20
WORDS_ABOVE_PX: Final = 22
ABOVE, BELOW = 0.7, 0.35  # of a row


def bars(
    parts: pd.DataFrame, rows: pd.DataFrame, ink: Inks, *, title: str | None = None, end: float | None = None
) -> alt.LayerChart:
    """Return one row of bars per place, on a common scale that starts at zero.

    Parameters
    ----------
    parts
        One piece each: ``row`` (number of its row, from 0), ``start`` and ``end``, ``role`` (a colour of
        `Inks`), ``strength`` (opacity, 0 to 1), ``name`` and ``text`` (what a pointer over it tells),
        ``inside`` (words written in it, perhaps empty).
    rows
        One row each, from top to bottom: ``label``, ``shown``, ``strong``.
    ink
        Colours of the page.
    title
        French name of the horizontal axis, or None.
    end
        Right end of the scale; None for the largest value.

    Returns
    -------
    chart
        As wide as its container.
    """
    places = placed(rows)
    pieces = coloured(parts.dropna(subset=["start", "end"]), ink)
    layers = [
        lines(places, ink, ABOVE, BELOW),
        _ground(pieces, ink),
        _bars(pieces, title, end),
        _inside(pieces, ink),
        words(places, WORDS_ABOVE_PX),
    ]
    return layered(layers, height=ROW_PX * len(places) + AXIS_PX)


def _ground(pieces: pd.DataFrame, ink: Inks) -> alt.Chart:
    """Hide the line of the row behind its bars, which may be pale."""
    return (
        alt.Chart(pieces).mark_bar(height=BAR_PX, color=ink.ground).encode(x="start:Q", x2="end:Q", y="row:Q")
    )


def _bars(pieces: pd.DataFrame, title: str | None, end: float | None) -> alt.Chart:
    scale = alt.Scale(nice=False, zero=True) if end is None else alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(tickCount=5, grid=False, titleAnchor="end")
    return (
        alt.Chart(pieces)
        .mark_bar(height=BAR_PX)
        .encode(
            x=alt.X("start:Q", title=title, scale=scale, axis=axis),
            x2="end:Q",
            y="row:Q",
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("strength:Q", scale=None),
            tooltip=[alt.Tooltip("name:N", title="Partie"), alt.Tooltip("text:N", title="Valeur")],
        )
    )


def _inside(pieces: pd.DataFrame, ink: Inks) -> alt.Chart:
    """Write the words of each part at its left end, on the colour of the page."""
    named = pieces[pieces["inside"] != ""]
    texts = alt.Chart(named.assign(on=[_on(piece, ink) for piece in named.itertuples()]))
    style = texts.mark_text(align="left", baseline="middle", dx=6, fontWeight=600)
    return style.encode(x="start:Q", y="row:Q", text="inside:N", color=alt.Color("on:N", scale=None))


def _on(piece: object, ink: Inks) -> str:
    """Return the ink that reads on a part: that of the page on a pale one, its ground on a full one."""
    return ink.ground if getattr(piece, "strength") > 0.6 else ink.text  # noqa: B009, PLR2004 (rows of pandas)
