"""One row per place, its dot on a line: readable at any width, since words stand above the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from viz.charts.rows import coloured, inline, layered, lines, placed, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from viz.charts.theme import Inks

ROW_PX: Final = 46
AXIS_PX: Final = 28
WORDS_ABOVE_PX: Final = 16
ABOVE, BELOW = 0.7, 0.35  # of a row, for the words of the first and the marks of the last
HALF_BAR: Final = 0.17  # of a row
DOT: Final = 190
PART: Final = 75
KEY: Final = 0.45  # of a row, for a line of the legend


def dot_rows(
    marks: pd.DataFrame,
    rows: pd.DataFrame,
    ink: Inks,
    reference: float | None,
    *,
    domain: tuple[float, float] | None = None,
    legend: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """Return a chart of places one under the other, on a common scale.

    Parameters
    ----------
    marks
        One dot each: ``row`` (number of its row, from 0), ``value``, ``name`` and ``text`` (what a pointer
        over it tells), ``role`` (a colour of `Inks`), ``part`` (True for a small hollow dot, one of several
        in its row). A value that is NaN has no dot.
    rows
        One row each, from top to bottom: ``label`` on the left and ``shown``, the value in French, on the
        right; ``strong`` (bool) for the row that the chart is about.
    ink
        Colours of the page.
    reference
        Value marked by a small bar on every line, or None.
    domain
        Ends of the scale, for points of a known range; None fits the values.
    legend
        Role to French name, a line each above the first row, when the dots of a row are of several roles.

    Returns
    -------
    chart
        As wide as its container, without configuration (`viz.charts.theme.french`).
    """
    places = placed(rows)
    dots = coloured(marks.dropna(subset=["value"]), ink)
    head = KEY * len(legend or {})
    layers = [
        lines(places, ink, ABOVE + head, BELOW),
        *(_legend(legend, ink) if legend else []),
        *([] if reference is None else [_reference(places, reference, ink)]),
        *(_dots(dots[dots["part"] == part], part=part, ink=ink, domain=domain) for part in (True, False)),
        words(places, WORDS_ABOVE_PX),
    ]
    return layered(layers, height=round(ROW_PX * (len(places) + head)) + AXIS_PX)


def _legend(legend: Mapping[str, str], ink: Inks) -> list[alt.Chart]:
    """Write the name of each role beside its dot, above the first row."""
    keys = coloured(pd.DataFrame({"role": list(legend), "name": list(legend.values())}), ink)
    keys["row"] = [-ABOVE - KEY * (len(keys) - n) + KEY / 2 for n in range(len(keys))]
    base = alt.Chart(inline(keys)).encode(y=alt.Y("row:Q"))
    dots = base.mark_point(filled=True, size=PART, opacity=1)
    names = base.mark_text(align="left", baseline="middle")
    return [
        dots.encode(x=alt.XValue(6), color=alt.Color("colour:N", scale=None)),
        names.encode(x=alt.XValue(16), text=alt.Text("name:N")),
    ]


def _reference(places: pd.DataFrame, value: float, ink: Inks) -> alt.Chart:
    bars = pd.DataFrame({"value": value, "row": places["row"] - HALF_BAR, "below": places["row"] + HALF_BAR})
    rules = alt.Chart(inline(bars)).mark_rule(color=ink.reference, strokeWidth=1.4)
    return rules.encode(x=alt.X("value:Q"), y=alt.Y("row:Q"), y2=alt.Y2("below:Q"))


def _dots(dots: pd.DataFrame, *, part: bool, ink: Inks, domain: tuple[float, float] | None) -> alt.Chart:
    ends: dict[str, Any] = {"zero": False} if domain is None else {"domain": list(domain), "nice": False}
    axis = alt.Axis(tickCount=5, grid=False)
    hollow: dict[str, Any] = {"filled": False, "strokeWidth": 1.6, "size": PART, "opacity": 0.5}
    full: dict[str, Any] = {
        "filled": True,
        "stroke": ink.ground,
        "strokeWidth": 1.5,
        "size": DOT,
        "opacity": 1,
    }
    points = alt.Chart(inline(dots)).mark_point(**(hollow if part else full))
    return points.encode(
        x=alt.X("value:Q", title=None, scale=alt.Scale(padding=12, **ends), axis=axis),
        y=alt.Y("row:Q"),
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("name:N", title="Territoire"), alt.Tooltip("text:N", title="Valeur")],
    )
