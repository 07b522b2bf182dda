"""The histogram of a map as a chart to take away: the bars of the page, in the colours of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd

from viz.charts.rows import inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.charts.theme import Inks

BINS: Final = 28
"""As many as the live histogram (`viz/map_component/histogram.js`)."""
HEIGHT: Final = 260


def class_bins(values: pd.Series, classes: pd.Series, bins: int = BINS) -> pd.DataFrame:
    """Count values in bins of equal width, each bin split by class.

    Parameters
    ----------
    values, classes
        On one index; NaN and <NA> where nothing is published.
    bins
        Bins from the lowest to the highest value; a single one when all are equal.

    Returns
    -------
    counts
        Columns ``start`` and ``end`` of the bin, ``class``, ``count`` (1 at least), ``below`` and
        ``above``: where the piece starts and ends on top of those of lower classes. The highest value is in
        the last bin.
    """
    known = pd.DataFrame({"value": values, "class": classes}).dropna().astype({"value": float, "class": int})
    columns = ["start", "end", "class", "count", "below", "above"]
    if known.empty:
        return pd.DataFrame(columns=columns)
    low, high = known["value"].min(), known["value"].max()
    start, end, n = (low, high, bins) if high > low else (low - 0.5, low + 0.5, 1)
    step = (end - start) / n
    known["bin"] = np.minimum(n - 1, np.floor((known["value"] - start) / step)).astype(int)
    counts = known.groupby(["bin", "class"]).size().rename("count").reset_index()
    counts["above"] = counts.groupby("bin")["count"].cumsum()
    counts["below"] = counts["above"] - counts["count"]
    return counts.assign(start=start + counts["bin"] * step, end=start + (counts["bin"] + 1) * step)[columns]


def histogram(
    counts: pd.DataFrame, colours: Sequence[str], ink: Inks, *, counted: str, unit: str, whole: float | None
) -> alt.LayerChart:
    """Return the bars, and a line at the figure of the whole perimeter.

    Parameters
    ----------
    counts
        Result of `class_bins`.
    colours
        One per class, lowest first.
    ink
        Colours of the page.
    counted, unit
        French titles of the axes: what is counted, and the unit of the values.
    whole
        Value of the whole perimeter; None when there is none to compare.
    """
    rows = counts.assign(colour=[colours[number] for number in counts["class"]])
    bars = alt.Chart(inline(rows)).mark_rect(stroke=ink.ground, strokeWidth=0.6)
    layers: list[alt.Chart] = [
        bars.encode(
            x=alt.X("start:Q", title=unit, scale=alt.Scale(zero=False, nice=False)),
            x2=alt.X2("end:Q"),
            y=alt.Y("below:Q", title=counted, axis=alt.Axis(tickCount=4, format="d")),
            y2=alt.Y2("above:Q"),
            color=alt.Color("colour:N", scale=None),
        )
    ]
    if whole is not None:
        line = alt.Chart(inline(pd.DataFrame({"start": [whole]}))).mark_rule(
            color=ink.text, strokeWidth=1.6, strokeDash=[5, 3]
        )
        layers.append(line.encode(x=alt.X("start:Q")))
    return alt.LayerChart(layer=layers, width="container", height=HEIGHT)
