"""Maps of categories: classes with names and no order of their own, each with its colour in both themes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from viz.choropleth import colours
from viz.layers import Choropleth, Colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from viz.choropleth import Words
    from viz.layers import Geometry, Scale
    from viz.palettes import Paint, Theme


@dataclass(frozen=True)
class Category:
    """One class of a map: its French words, and its colour on a light and a dark page."""

    label: str
    paint: Paint


@dataclass(frozen=True)
class Shown:
    """What stands beside the class of an area: the French title, unit and decimals of ``value``."""

    title: str
    short: str
    unit: str
    decimals: int


def category_map(
    geometry: Geometry,
    areas: pd.DataFrame,
    categories: Mapping[str, Category],
    shown: Shown,
    words: Words,
    scale: Scale = "commune",
) -> Choropleth:
    """Return a map whose classes are categories.

    Parameters
    ----------
    geometry
        The areas of the map.
    areas
        Index: codes of the perimeter. Columns ``category`` (a key of ``categories``, missing for none),
        ``value`` (rounded to what is shown; NaN allowed only where there is no category), ``status`` (as in
        `Choropleth`), and perhaps ``fragile`` (bool).
    categories
        In the order of the legend.
    shown
        What ``value`` is.
    words
        French words of the legend.
    scale
        What the areas are.

    Raises
    ------
    ValueError
        A category of an area is not among ``categories``.
    """
    numbers = {key: number for number, key in enumerate(categories)}
    known = areas["category"].dropna().astype(str)
    unknown = sorted(set(known) - set(numbers))
    if unknown:
        raise ValueError(f"unknown categories {unknown}; expected {', '.join(numbers)}")
    classes = known.map(numbers).reindex(areas.index).astype("Int64")
    return Choropleth(
        geometry=geometry,
        areas=areas.drop(columns="category").assign(
            **{"class": classes}, fragile=areas.get("fragile", False)
        ),
        title=shown.title,
        short=shown.short,
        subtitle=words.subtitle,
        unit=shown.unit,
        decimals=shown.decimals,
        class_labels=tuple(category.label for category in categories.values()),
        notes=words.notes,
        source=words.source,
        fragile_reason=words.fragile_reason,
        categories=True,
        scale=scale,
    )


def category_colours(categories: Mapping[str, Category], theme: Theme) -> Colours:
    """Return the colours of a map of categories on a light or dark page."""
    classes = tuple(category.paint.on(theme) for category in categories.values())
    return replace(colours(0, theme), classes=classes)
