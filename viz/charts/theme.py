"""The look and the language of every chart: palette of the maps, French numbers, selectable text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from viz import palettes
from viz.french import NBSP, NNBSP

if TYPE_CHECKING:
    import altair as alt

NUMBER_LOCALE: Final = {
    "decimal": ",",
    "thousands": NNBSP,
    "grouping": [3],
    "currency": ["", f"{NBSP}€"],
    "minus": "\u2212",
}
FONT: Final = "Source Sans, sans-serif"
"""The font that Streamlit serves itself."""
USER_META: Final = {"embedOptions": {"renderer": "svg", "actions": False}}
"""Drawn as SVG, whose words can be selected; no menu."""
NARROW: Final = 560
"""Pixels under which a chart is on a phone: labels above marks, no side legend."""


@dataclass(frozen=True)
class Inks:
    """The colours of a chart on a light or dark page, as ``#rrggbb``."""

    text: str
    muted: str
    rule: str
    ground: str
    basin: str
    metropolis: str
    weakening: str
    rest: str
    commune: str
    reference: str


def inks(theme: palettes.Theme) -> Inks:
    """Return the colours of charts on a page; groups keep theirs on every page of the site.

    The basin is brick, the metropolises slate, weakening territories moss, the rest grey, the chosen
    commune heather purple as on the maps.
    """
    return Inks(
        text=palettes.TEXT.on(theme),
        muted=palettes.TEXT_MUTED.on(theme),
        rule=palettes.NOT_AVAILABLE.on(theme),
        ground=palettes.BACKGROUND.on(theme),
        basin=palettes.ACCENT.on(theme),
        metropolis=palettes.Paint("#326397", "#7fb0e0").on(theme),
        weakening=palettes.Paint("#457c38", "#8fc47c").on(theme),
        rest=palettes.Paint("#7b7d80", "#9a9b98").on(theme),
        commune=palettes.SELECTION.on(theme),
        reference=palettes.OUTLINE_PERIMETER.on(theme),
    )


def french(chart: alt.TopLevelMixin, theme: palettes.Theme, *, description: str) -> Any:  # noqa: ANN401
    """Give a chart the site's look: to be called last, on the outermost chart.

    Parameters
    ----------
    chart
        Any Altair chart, layered, faceted or concatenated.
    theme
        Of the reader's page.
    description
        What the chart shows, in French: read aloud by screen readers.

    Returns
    -------
    chart
        Drawn as SVG, numbers with comma and narrow no-break spaces, no menu, no link to a host.
    """
    return chart.properties(description=description, usermeta=USER_META).configure(**_look(theme))


def french_spec(chart: alt.TopLevelMixin, theme: palettes.Theme, *, description: str) -> dict[str, Any]:
    """Return the specification of a chart with the site's look, as `french` gives it, in a third of the time.

    Parameters
    ----------
    chart, theme, description
        As in `french`. The chart is not validated again: its own test does that.
    """
    spec = chart.to_dict(validate=False)
    return {**spec, "config": _look(theme), "description": description, "usermeta": USER_META}


def _look(theme: palettes.Theme) -> dict[str, Any]:
    """Return the Vega-Lite configuration of all charts."""
    ink = inks(theme)
    title = {"titleColor": ink.text, "titleFontWeight": 600, "titleFontSize": 13}
    label = {"labelColor": ink.text, "labelFontSize": 13}
    axis = {**title, **label, "gridColor": ink.rule, "gridOpacity": 0.45, "domain": False, "ticks": False}
    return {
        "aria": False,  # Vega would describe each mark in English; the page says it in French
        "locale": {"number": NUMBER_LOCALE},
        "font": FONT,
        "background": "transparent",
        "axis": {**axis, "labelPadding": 6, "labelLimit": 320},
        "legend": {**title, **label, "symbolSize": 90, "labelLimit": 320, "orient": "top", "title": None},
        "header": {**title, "labelColor": ink.text, "labelFontSize": 13, "labelFontWeight": 600},
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": 13, "color": ink.text},
    }
