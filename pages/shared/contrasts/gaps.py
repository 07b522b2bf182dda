"""Group values side by side, the perimeter, its EPCI and the chosen commune among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from loaders.french import typeset
from pages.shared import data
from pages.shared.contrasts.choices import chosen_definitions, chosen_indicators, year_of
from pages.shared.contrasts.places import Row, grid_of, rows_of, shown
from pages.shared.contrasts.words import GAPS, GAPS_CAUTION, PUBLISHED, explained
from pages.shared.figure_block import FigureBlock, page_theme, show_pairs
from pages.shared.groups import (
    METROPOLIS,
    WEAKENING,
    cached_epci_groups,
    cached_perimeter_group,
    commune_group,
    definition_words,
    enough,
    figure_of,
    measure_of,
    perimeter_covered,
    sized,
    too_little,
    whole_france,
)
from pages.shared.memberships import cached_family_groups, cached_groups
from pages.shared.typography import paragraphs, said
from viz.french import Reading, counted, reading_sentence
from viz.sentences.gaps import inner_sentence, short_value

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.memberships import Definitions
    from pages.shared.url_state import State
    from viz.palettes import Theme


def show_gaps(state: State) -> None:
    """Draw one block for each chosen indicator."""
    explained(GAPS)
    choices = (chosen_definitions(), state.perimeter, state.commune, page_theme())
    show_pairs([cached_block(key, year_of(key), *choices) for key in chosen_indicators()])


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_rows(chosen: Definitions, indicator: str, year: int) -> dict[str, Row]:
    """Return the groups of all France with their figures: métropoles, weakening, others, France."""
    groups = [*cached_groups(chosen).items(), ("france", whole_france())]
    return {key: Row(group, figure_of(indicator, year, group)) for key, group in groups}


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_family_rows(chosen: Definitions, indicator: str, year: int) -> tuple[Row, ...]:
    """Return the families of weakening territories with their figures."""
    return rows_of(cached_family_groups(chosen), indicator, year)


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_perimeter_rows(perimeter: str, indicator: str, year: int) -> tuple[Row, ...]:
    """Return the perimeter, then its parts in each EPCI, with their figures."""
    groups = (cached_perimeter_group(perimeter), *cached_epci_groups(perimeter))
    return rows_of(groups, indicator, year)


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_block(
    indicator: str, year: int, chosen: Definitions, perimeter: str, commune: str | None, theme: Theme
) -> FigureBlock:
    """Return the block of an indicator."""
    national = cached_rows(chosen, indicator, year)
    families = cached_family_rows(chosen, indicator, year)
    here, *parts = cached_perimeter_rows(perimeter, indicator, year)
    mine = rows_of(commune_group(commune), indicator, year)
    rows = [*national.values(), here, *mine]
    measure = measure_of(indicator, year)
    return FigureBlock(
        key=f"ecart-{indicator.replace('_', '-')}",
        title=typeset(f"{measure.title}, {year}"),
        lead=_published(indicator, year, national["france"]),
        description=f"{measure.title}, {year} : groupes de communes et {here.group.name}",
        chart=_drawn(indicator, rows, families, parts, theme),
        sentences=_sentences(indicator, year, national, here, parts, mine),
        grid=grid_of([*rows[:3], *families, *rows[3:], *parts], indicator, year, "Groupe"),
        source=_source(indicator, year, here, chosen),
        caution=paragraphs(GAPS_CAUTION),
    )


def _published(indicator: str, year: int, france: Row) -> str:
    """Say what the producer publishes for France, where the means of communes are approximations."""
    known = data.cached_benchmarks().get(("country", "FR", indicator, year))
    if known is None or not france.figure.approximate:
        return ""
    return said(PUBLISHED, value=short_value(measure_of(indicator, None), known))


def _source(indicator: str, year: int, here: Row, chosen: Definitions) -> str:
    line = data.source_line(data.cached_indicators()[indicator], year, data.FRANCE)
    words = definition_words(chosen.metropolis)
    return f"{line} {words} {perimeter_covered(here.group.name, here.figure.coverage)}"


# --- the chart ----------------------------------------------------------------------------------------------


def _drawn(
    indicator: str, rows: list[Row], families: tuple[Row, ...], parts: list[Row], theme: Theme
) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    lines = [_line(row, indicator) for row in rows]
    place = next(n for n, row in enumerate(rows) if row.group.role == "basin")
    lines.insert(place + 1, _parts_line(parts, indicator))
    numbers = [n if n <= place else n + 1 for n in range(len(rows))]
    weakening = next(n for n, row in enumerate(rows) if row.group.role == WEAKENING)
    marks = [
        *(_mark(n, row, indicator, part=False) for n, row in zip(numbers, rows, strict=True)),
        *(_mark(weakening, row, indicator, part=True) for row in families),
        *(_mark(place + 1, row, indicator, part=True) for row in parts),
    ]
    france = next(row.value for row in rows if row.group.role == "reference")
    return dot_rows(pd.DataFrame(marks), pd.DataFrame(lines), inks(theme), france)


def _line(row: Row, indicator: str) -> dict[str, object]:
    is_commune = len(row.group.codes) == 1
    name = row.group.short or row.group.name
    label = name if is_commune else sized(name, row.group.codes)
    return {"label": label, "shown": shown(row, indicator), "strong": row.group.role in ("basin", "commune")}


def _parts_line(parts: list[Row], indicator: str) -> dict[str, object]:
    values = sorted(row.value for row in parts if enough(row.figure.coverage))
    measure = measure_of(indicator, None)
    ends = [short_value(measure, value) for value in (values[0], values[-1])] if values else []
    text = " à ".join(["de " + ends[0].split("\u202f%")[0], ends[1]]) if ends else "non donné"
    return {"label": f"Ses {counted(len(parts), 'intercommunalité')}", "shown": text, "strong": False}


def _mark(n: int, row: Row, indicator: str, *, part: bool) -> dict[str, object]:
    return {
        "row": n,
        "value": row.value,
        "name": row.group.name,
        "text": shown(row, indicator),
        "role": row.group.role,
        "part": part,
    }


# --- the sentences ------------------------------------------------------------------------------------------


def reading_of(row: Row) -> Reading:
    """Return a row for a sentence."""
    return Reading(row.group.place, row.value, row.figure.approximate)


def _sentences(
    indicator: str, year: int, national: dict[str, Row], here: Row, parts: list[Row], mine: tuple[Row, ...]
) -> tuple[str, ...]:
    measure = measure_of(indicator, year)
    if not enough(here.figure.coverage):
        return (too_little(here.group.place, here.figure.coverage),)
    told = [
        reading_sentence(measure, reading_of(here), reading_of(national[role]), is_part=False)
        for role in (METROPOLIS, WEAKENING)
        if enough(national[role].figure.coverage)
    ]
    outer = (reading_of(here), Reading("les métropoles", national[METROPOLIS].value))
    names = [Reading(row.group.name, row.value) for row in parts]
    told.append(inner_sentence(measure, names, outer))
    told += [reading_sentence(measure, reading_of(row), reading_of(here)) for row in mine]
    hidden = [row for row in national.values() if not enough(row.figure.coverage)]
    told += [too_little(row.group.place, row.figure.coverage) for row in hidden]
    return tuple(filter(None, told))
