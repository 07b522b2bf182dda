"""How the inhabitants of each group are spread over the values, on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import streamlit as st

from geo.aggregate import coverage
from geo.inequality import weighted_quantile
from geo.slices import shares_by_class
from loaders.french import typeset
from pages.shared import data
from pages.shared.contrasts.choices import chosen_definitions, chosen_indicators, year_of
from pages.shared.contrasts.words import DISTRIBUTION, DISTRIBUTION_CAUTION, explained
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_pairs
from pages.shared.groups import (
    METROPOLIS,
    Group,
    cached_perimeter_group,
    covered,
    definition_words,
    enough,
    measure_of,
    perimeter_covered,
    sized,
    too_little,
    whole_france,
)
from pages.shared.memberships import cached_groups
from pages.shared.typography import paragraphs
from viz.french import Reading, number, quantity
from viz.sentences.gaps import beyond_sentence, median_sentence, short_value

if TYPE_CHECKING:
    import altair as alt

    from geo.aggregate import Coverage
    from pages.shared.memberships import Definitions
    from pages.shared.url_state import State
    from viz.french import Measure
    from viz.palettes import Theme

BARS: Final = 30
TAIL: Final = 0.01
"""Part of the inhabitants of France left outside the scale on each side, and counted in the end bars."""


@dataclass(frozen=True)
class Spread:
    """How the inhabitants of a group are spread over the values of their communes."""

    group: Group
    values: pd.Series
    people: pd.Series
    known: Coverage

    @property
    def median(self) -> float:
        """The value that half of the inhabitants do not exceed, NaN when too little is covered."""
        return weighted_quantile(self.values, self.people, 0.5) if enough(self.known) else float("nan")

    def above(self, value: float) -> float:
        """Return which part of the inhabitants live in a commune above a value, in %."""
        known = self.people.where(self.values.notna())
        return 100.0 * float(known[self.values > value].sum() / known.sum())


def show_distribution(state: State) -> None:
    """Draw one block for each chosen indicator."""
    explained(DISTRIBUTION)
    choices = (chosen_definitions(), state.perimeter, page_theme())
    show_pairs([cached_block(key, year_of(key), *choices) for key in chosen_indicators()])


def _spread(group: Group, indicator: str, year: int) -> Spread:
    values = group.of(data.observations(indicator, year, group.extent)["value"])
    people = group.of(data.cached_population(year, group.extent))
    return Spread(group, values, people, coverage(values, people))


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_spreads(chosen: Definitions, perimeter: str, indicator: str, year: int) -> tuple[Spread, ...]:
    """Return the three groups of France, then the perimeter."""
    groups = (*cached_groups(chosen).values(), cached_perimeter_group(perimeter))
    return tuple(_spread(group, indicator, year) for group in groups)


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_edges(indicator: str, year: int) -> tuple[float, ...]:
    """Return the edges of the bars: the same for all groups, round numbers, extreme values left out."""
    whole = _spread(whole_france(), indicator, year)
    low, high = (weighted_quantile(whole.values, whole.people, share) for share in (TAIL, 1 - TAIL))
    step = round_step((high - low) / BARS)
    first, last = np.floor(low / step), np.ceil(high / step)
    return tuple((np.arange(first, last + 1) * step).round(6).tolist())


def round_step(step: float) -> float:
    """Return the round number (1, 2, 2.5 or 5 times a power of ten) next above a step."""
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step - 1e-12))


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_block(indicator: str, year: int, chosen: Definitions, perimeter: str, theme: Theme) -> FigureBlock:
    """Return the block of an indicator."""
    spreads = cached_spreads(chosen, perimeter, indicator, year)
    measure = measure_of(indicator, year)
    return FigureBlock(
        key=f"repartition-{indicator.replace('_', '-')}",
        title=typeset(f"{measure.title}, {year}"),
        description=f"{measure.title}, {year} : répartition des habitants de chaque groupe",
        chart=_drawn(indicator, year, spreads, theme),
        sentences=_sentences(indicator, year, spreads),
        grid=_grid(indicator, spreads),
        source=_source(indicator, year, spreads[-1], chosen),
        caution=paragraphs(DISTRIBUTION_CAUTION),
    )


def _source(indicator: str, year: int, here: Spread, chosen: Definitions) -> str:
    line = data.source_line(data.cached_indicators()[indicator], year, data.FRANCE)
    return f"{line} {definition_words(chosen.metropolis)} {perimeter_covered(here.group.name, here.known)}"


def _drawn(indicator: str, year: int, spreads: tuple[Spread, ...], theme: Theme) -> alt.LayerChart | None:
    from viz.charts.distribution import distribution_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    shown = [spread for spread in spreads if enough(spread.known)]
    if not shown:
        return None
    bars = [_bars(row, spread, indicator, year) for row, spread in enumerate(shown)]
    rows = pd.DataFrame([_row(spread, indicator) for spread in shown])
    measure = measure_of(indicator, year)
    unit = measure.unit.split(" ")[0] if measure.unit[0] in "%€" else ""
    ink = inks(theme)
    return distribution_rows(pd.concat(bars, ignore_index=True), rows, ink, title=measure.title, unit=unit)


def _bars(row: int, spread: Spread, indicator: str, year: int) -> pd.DataFrame:
    edges = cached_edges(indicator, year)
    shares = shares_by_class(spread.values, spread.people, edges)
    measure = measure_of(indicator, None)
    texts = [
        f"{quantity(share, '%', 1)} des habitants, de {short_value(measure, a)} à {short_value(measure, b)}"
        for share, (a, b) in zip(shares, pairwise(edges), strict=True)
    ]
    columns = {"row": row, "start": edges[:-1], "end": edges[1:], "share": shares, "text": texts}
    return pd.DataFrame(columns)


def _row(spread: Spread, indicator: str) -> dict[str, object]:
    return {
        "label": sized(spread.group.short, spread.group.codes),
        "shown": f"médiane {short_value(measure_of(indicator, None), spread.median)}",
        "median": spread.median,
        "role": spread.group.role,
        "strong": spread.group.role == "basin",
    }


def _sentences(indicator: str, year: int, spreads: tuple[Spread, ...]) -> tuple[str, ...]:
    measure, here = measure_of(indicator, year), spreads[-1]
    cities = next(spread for spread in spreads if spread.group.role == METROPOLIS)
    hidden = [too_little(spread.group.place, spread.known) for spread in spreads if not enough(spread.known)]
    if not enough(here.known):
        return tuple(hidden)
    places = [Reading(spread.group.place, spread.median) for spread in (here, cities)]
    above = here.above(cities.median)
    told = [
        median_sentence(measure, *places),
        beyond_sentence(measure, here.group.place, above, cities.median, "des métropoles"),
    ]
    return tuple(filter(None, [*told, *hidden]))


def _grid(indicator: str, spreads: tuple[Spread, ...]) -> Grid:
    measure = measure_of(indicator, None)
    rows = [
        (
            spread.group.name,
            number(len(spread.group.codes)),
            *(_quantile(spread, share, measure) for share in (0.1, 0.5, 0.9)),
            covered(spread.known),
        )
        for spread in spreads
    ]
    columns = ("Groupe", "Communes", "Premier décile", "Médiane", "Neuvième décile", "Valeurs publiées")
    return Grid(columns, rows, frozenset({1, 2, 3, 4}))


def _quantile(spread: Spread, share: float, measure: Measure) -> str:
    if not enough(spread.known):
        return "non donné"
    return short_value(measure, weighted_quantile(spread.values, spread.people, share))
