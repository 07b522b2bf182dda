"""Sites by the year of their inscription and their area, on a scale of powers of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from viz.charts.rows import inline, layered

if TYPE_CHECKING:
    import pandas as pd

    from viz.charts.theme import Inks

HEIGHT: Final = 360
NAMES: Final = {
    "basin": "Bassin minier",
    "coal": "Autres biens du charbon",
    "other": "Autres mines et industries",
}


def areas_by_year(frame: pd.DataFrame, ink: Inks) -> alt.LayerChart:
    """Return one dot per site.

    Parameters
    ----------
    frame
        Columns ``year``, ``area`` (ha, above zero), ``name``, ``told`` (what a pointer over it tells) and
        ``group``: a key of `NAMES`.
    ink
        Colours of the page.
    """
    named = frame.assign(label=frame["group"].map(NAMES))
    scale = alt.Scale(domain=list(NAMES.values()), range=[ink.basin, ink.metropolis, ink.rest])
    shapes = alt.Scale(domain=list(NAMES.values()), range=["diamond", "square", "circle"])
    dots = alt.Chart(inline(named)).mark_point(filled=True, opacity=0.85, stroke=ink.ground, strokeWidth=0.8)
    points = dots.encode(
        x=alt.X(
            "year:Q",
            title="Année d’inscription",
            scale=alt.Scale(zero=False, padding=12),
            axis=alt.Axis(format="d", grid=False, tickCount=6),
        ),
        y=alt.Y("area:Q", title="Surface (ha)", scale=alt.Scale(type="log"), axis=alt.Axis(tickCount=5)),
        color=alt.Color("label:N", scale=scale, legend=alt.Legend(title=None, columns=1)),
        shape=alt.Shape("label:N", scale=shapes),
        size=alt.condition("datum.group == 'basin'", alt.value(260), alt.value(90)),
        tooltip=[alt.Tooltip("name:N", title="Bien"), alt.Tooltip("told:N", title="Surface")],
    )
    return layered([points, _name(named, ink)], height=HEIGHT)


def _name(named: pd.DataFrame, ink: Inks) -> alt.Chart:
    basin = alt.Chart(inline(named[named["group"] == "basin"]))
    text = basin.mark_text(dy=-16, fontWeight="bold", color=ink.basin)
    return text.encode(x="year:Q", y="area:Q", text="label:N")
