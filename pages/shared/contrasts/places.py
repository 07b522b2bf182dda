"""Rows of places, each with its figure and its communes: the frames of a chart, a table, their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pages.shared import data
from pages.shared.figure_block import Grid
from pages.shared.groups import Group, covered, enough, figure_of, given, measure_of, sized
from viz.french import number
from viz.sentences.gaps import short_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.figures import Figure


@dataclass(frozen=True)
class Row:
    """A group and its figure for an indicator."""

    group: Group
    figure: Figure

    @property
    def value(self) -> float:
        """The figure, NaN when too little of the population is covered."""
        return given(self.figure)


def rows_of(groups: Sequence[Group], indicator: str, year: int) -> tuple[Row, ...]:
    """Return each group with its figure."""
    return tuple(Row(group, figure_of(indicator, year, group)) for group in groups)


def shown(row: Row, indicator: str) -> str:
    """Write the figure of a row, and say when it is an approximation or not given."""
    if not enough(row.figure.coverage):
        return "non donné"
    text = short_value(measure_of(indicator, None), row.value)
    return f"≈ {text}" if row.figure.approximate else text


def row_frame(rows: Sequence[Row], indicator: str, strong: int = -1) -> pd.DataFrame:
    """Return the rows of a chart: label on the left, value on the right."""
    return pd.DataFrame(
        {
            "label": [sized(row.group.name, row.group.codes) for row in rows],
            "shown": [shown(row, indicator) for row in rows],
            "strong": [place == strong for place in range(len(rows))],
        }
    )


def mark_frame(rows: Sequence[Row], indicator: str, year: int, commune: str | None) -> pd.DataFrame:
    """Return the dots of a chart: one full for each row, one hollow for each of its communes.

    Communes whose value is fragile are left out; the chosen commune is full and in its own colour.
    """
    wholes = pd.DataFrame(
        {
            "row": range(len(rows)),
            "value": [row.value for row in rows],
            "name": [row.group.name for row in rows],
            "text": [shown(row, indicator) for row in rows],
            "role": [row.group.role for row in rows],
            "part": False,
        }
    )
    parts = [_parts(place, row, indicator, year, commune) for place, row in enumerate(rows)]
    return pd.concat([wholes, *parts], ignore_index=True)


def _parts(place: int, row: Row, indicator: str, year: int, commune: str | None) -> pd.DataFrame:
    item = data.cached_indicators()[indicator]
    extent = row.group.extent
    observed = row.group.of(data.observations(indicator, year, extent)["value"])
    codes = observed.index[observed.notna() & ~row.group.of(data.fragile(item, year, extent))]
    chosen = codes == commune
    values, measure = observed[codes], measure_of(indicator, None)
    return pd.DataFrame(
        {
            "row": place,
            "value": values.to_numpy(),
            "name": data.communes_of(extent).loc[codes, "name"].to_numpy(),
            "text": [short_value(measure, value) for value in values],
            "role": ["commune" if mine else row.group.role for mine in chosen],
            "part": ~chosen,
        }
    )


def grid_of(rows: Sequence[Row], indicator: str, year: int, first: str) -> Grid:
    """Return rows as a table: communes, inhabitants, figure, what it covers."""
    lines = [
        (
            row.group.name,
            number(len(row.group.codes)),
            number(float(row.group.of(data.cached_population(year, row.group.extent)).sum())),
            shown(row, indicator),
            covered(row.figure.coverage),
        )
        for row in rows
    ]
    item = data.cached_indicators()[indicator]
    return Grid(
        (first, "Communes", "Habitants", f"{item.short} ({year})", "Valeurs publiées"),
        lines,
        frozenset({1, 2, 3}),
    )
