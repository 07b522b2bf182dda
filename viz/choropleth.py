"""From a table of values to a choropleth: classes, colours and the words of the legend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Protocol

import pandas as pd

from geo.classify import assign_classes, displayed
from viz import palettes
from viz.french import class_label
from viz.layers import Choropleth, Colours, Geometry, Scale

CLOSED_SIDE = "Borne supérieure comprise dans la classe."
POINT_LAYERS = {
    "elements": "espace néo-naturel",
    "puits": "mine_shafts",
    "initiatives": "initiatives",
    "sites": "major_sites",
}


class Described(Protocol):
    """What a choropleth needs to know of an indicator (see `loaders.catalog.Indicator`)."""

    @property
    def title(self) -> str:
        """French title."""

    @property
    def short(self) -> str:
        """French title of a column."""

    @property
    def unit(self) -> str:
        """French unit."""

    @property
    def decimals(self) -> int:
        """Decimals shown."""

    @property
    def kind(self) -> str:
        """``count``, ``ratio`` or ``amount``."""


@dataclass(frozen=True)
class Words:
    """The French words of a legend: year and perimeter, notes, credit, and why a value is fragile."""

    subtitle: str
    notes: tuple[str, ...]
    source: str
    fragile_reason: str


def choropleth(
    geometry: Geometry,
    indicator: Described,
    observed: pd.DataFrame,
    breaks: list[float],
    words: Words,
    scale: Scale = "commune",
) -> Choropleth:
    """Put published values into classes and name the classes.

    Parameters
    ----------
    geometry
        The areas of the map.
    indicator
        Title, unit and number of decimals.
    observed
        Index: codes of the perimeter. Columns ``value`` (NaN when not published), ``status``,
        ``fragile`` (bool), perhaps ``doubt``.
    breaks
        Result of `geo.classify.class_breaks`, with the decimals of the indicator.
    words
        French words of the legend and of the details of an area.
    scale
        What the areas are.
    """
    shown = displayed(observed["value"], indicator.decimals)  # the rounding of the classes, not of pandas
    values = pd.Series(shown, index=observed.index)
    labels = class_labels(breaks, indicator.decimals)
    classes = assign_classes(observed["value"], breaks, decimals=indicator.decimals)
    return Choropleth(
        geometry=geometry,
        areas=observed.assign(value=values, **{"class": classes}),
        title=indicator.title,
        short=indicator.short,
        subtitle=words.subtitle,
        unit=indicator.unit,
        decimals=indicator.decimals,
        class_labels=labels,
        notes=with_closed_side(words.notes, labels),
        source=words.source,
        fragile_reason=words.fragile_reason,
        symbols=indicator.kind == "count",
        scale=scale,
    )


def with_closed_side(notes: tuple[str, ...], labels: tuple[str, ...]) -> tuple[str, ...]:
    """Add to the notes of a legend on which side its classes are closed, if it has several."""
    return (*notes, CLOSED_SIDE) if len(labels) > 1 else notes


def class_labels(breaks: list[float], decimals: int) -> tuple[str, ...]:
    """Return one French label per class, lowest first, without the unit (the legend states it once)."""
    return tuple(class_label(a, b, decimals, "", first=i == 0) for i, (a, b) in enumerate(pairwise(breaks)))


@cache
def colours(n: int, theme: palettes.Theme) -> Colours:
    """Return the colours of a map of ``n`` classes on a light or dark page."""
    classes = palettes.sequential(n, theme).colours if n else ()
    return Colours(
        classes=classes,
        secret=(palettes.SECRET_INK.on(theme), palettes.SECRET_BACKGROUND.on(theme)),
        not_available=palettes.NOT_AVAILABLE.on(theme),
        outside=palettes.OUTSIDE.on(theme),
        outside_edge=palettes.OUTLINE_COMMUNE.on(theme),
        ground=palettes.SURFACE.on(theme),
        edge=palettes.OUTLINE_COMMUNE.on(theme),
        epci=palettes.OUTLINE_EPCI.on(theme),
        departement=palettes.OUTLINE_DEPARTEMENT.on(theme),
        perimeter=palettes.OUTLINE_PERIMETER.on(theme),
        halo=palettes.BACKGROUND.on(theme),
        hover=palettes.HOVER.on(theme),
        selected=palettes.SELECTION.on(theme),
        points={layer: palettes.LAYERS[name].on(theme) for layer, name in POINT_LAYERS.items()},
        point_edge=palettes.BACKGROUND.on(theme),
    )
