"""Groups of communes that pages compare, and the figure of any group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from geo.figures import Figure, group_figure
from pages.shared import data
from viz.french import Measure, coverage_sentence, quantity

if TYPE_CHECKING:
    import pandas as pd

    from geo.aggregate import Coverage
    from pages.shared.panels import Kind

LEAST_SHARE: Final = 60.0
"""Part of the population, in %, below which a figure of a group is not given."""


@dataclass(frozen=True)
class Group:
    """Some communes under one name.

    Attributes
    ----------
    name
        French, as a row of a chart or a table says it.
    place
        With its preposition and its size, for the middle of a sentence.
    role
        Its colour (see `viz.charts.theme.Inks`).
    codes
        Its communes.
    """

    name: str
    place: str
    role: str
    codes: pd.Index


def measure_of(indicator: str, year: int | None) -> Measure:
    """Return what sentences about an indicator speak of."""
    item = data.cached_indicators()[indicator]
    return Measure(item.title, item.unit, item.decimals, cast("Kind", item.kind), year)


def figure_of(indicator: str, year: int, codes: pd.Index) -> Figure:
    """Return the figure of any communes, exact from counts wherever the dictionary gives them."""
    item = data.cached_indicators()[indicator]
    return group_figure(
        data.observations(indicator, year)["value"].loc[codes],
        data.cached_population(year).loc[codes],
        kind=item.kind,
        counts=data._counts(item, year, codes),  # noqa: SLF001
        weights=data._weights(item, year, codes),  # noqa: SLF001
    )


def enough(known: Coverage) -> bool:
    """Tell whether enough of the population is covered to give a figure."""
    return known.weight_share >= LEAST_SHARE


def given(figure: Figure) -> float:
    """Return the value of a figure, NaN when too little of the population is covered."""
    return figure.value if enough(figure.coverage) else float("nan")


def covered(known: Coverage) -> str:
    """Write what a figure rests on."""
    return coverage_sentence(known.n, known.total, known.weight_share)


def too_little(place: str, known: Coverage) -> str:
    """Say why a figure is not given."""
    return (
        f"Le chiffre n’est pas donné {place} : des valeurs sont publiées pour {covered(known)} seulement, "
        f"il en faudrait au moins {quantity(LEAST_SHARE, '%')}."
    )
