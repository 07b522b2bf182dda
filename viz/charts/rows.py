"""Rows of a chart: a line each, its words above it, so that a phone reads them as a desktop does."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import altair as alt

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

LETTER_PX: Final = 7
"""A generous width of a letter: words on the left end where those on the right may start."""


def layered(layers: list[Any], *, height: int) -> alt.LayerChart:
    """Return a chart of layers, the first at the back, as wide as its container and so many pixels high.

    A list among the layers stands for all that it holds.
    """
    flat = [part for layer in layers for part in (layer if isinstance(layer, list) else [layer])]
    return alt.LayerChart(layer=flat, width="container", height=height)


def inline(frame: pd.DataFrame) -> alt.InlineData:
    """Return a frame as plain rows, what is missing as null: Altair's own way is many times slower."""
    names = [str(name) for name in frame]
    columns = [[None if value != value else value for value in frame[name].tolist()] for name in names]  # noqa: PLR0124
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return alt.InlineData(values=rows)


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their number from top to bottom, from 0, in a column ``row``."""
    return rows.reset_index(drop=True).rename_axis("row").reset_index()


def coloured(frame: pd.DataFrame, ink: Inks) -> pd.DataFrame:
    """Add the ``colour`` of the ``role`` of each line; KeyError if a role is no colour of the page."""
    colours = asdict(ink)
    return frame.assign(colour=[colours[role] for role in frame["role"]])


def lines(places: pd.DataFrame, ink: Inks, above: float, below: float) -> alt.Chart:
    """Draw the line of each row across the chart, and set the vertical scale.

    Parameters
    ----------
    places
        Result of `placed`.
    ink
        Colours of the page.
    above, below
        Room above the first line and below the last, in rows.
    """
    scale = alt.Scale(domain=[-above, len(places) - 1 + below], reverse=True, nice=False)
    rules = alt.Chart(inline(places)).mark_rule(color=ink.rule, strokeWidth=1)
    return rules.encode(y=alt.Y("row:Q", axis=None, scale=scale))


def words(places: pd.DataFrame, above_px: int) -> list[alt.Chart]:
    """Write what each row is (``label``) on the left and what it says (``shown``) on the right."""
    texts = []
    room = LETTER_PX * (2 + int(places["shown"].str.len().max()))
    for strong in (False, True):
        chart = alt.Chart(inline(places[places["strong"] == strong]))
        style: dict[str, Any] = {
            "fontWeight": "bold" if strong else "normal",
            "baseline": "middle",
            "dy": -above_px,
        }
        start = chart.mark_text(align="left", limit=alt.ExprRef(f"width - {room}"), **style)
        end = chart.mark_text(align="right", **style)
        y = alt.Y("row:Q")
        texts += [
            start.encode(x=alt.XValue(0), y=y, text=alt.Text("label:N")),
            end.encode(x=alt.XValue("width"), y=y, text=alt.Text("shown:N")),
        ]
    return texts
