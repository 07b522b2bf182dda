"""Population, jobs, unemployment, executives, vacancy through the years, for the groups that are known."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd
import streamlit as st

from geo.aggregate import coverage
from pages.shared import data
from pages.shared.contrasts.choices import chosen_definitions
from pages.shared.contrasts.words import (
    INDEX,
    JOBS_CAUTION,
    JOBS_GROUPS,
    JOBS_NO_METROPOLIS,
    NORTH_ONLY,
    TRAJECTORY,
    TRAJECTORY_CAUTION,
    UNEMPLOYMENT_CAUTION,
)
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_pairs
from pages.shared.groups import (
    METROPOLIS,
    REST,
    Group,
    cached_perimeter_group,
    commune_group,
    definition_words,
    enough,
    figure_of,
    given,
    measure_of,
    whole_france,
)
from pages.shared.memberships import cached_groups, cached_metropolitan
from pages.shared.typography import paragraphs, said
from viz.french import number, within
from viz.sentences.gaps import Course, bare, course_sentence, short_value, widening_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from pages.shared.memberships import Definitions
    from pages.shared.url_state import State
    from viz.palettes import Theme

JOBS: Final = "private_jobs"
AREAS: Final = "employment_concentration"
AREA_YEARS: Final = (2014, 2019, 2024)
FIRST: Final = 2011
"""Census years before are not on the same communes in all tables."""


@dataclass(frozen=True)
class Line:
    """A group through the years: value by year, those that are not given left out."""

    group: Group
    points: dict[int, float]

    def since(self, year: int) -> Line:
        """Return the line without the years before one."""
        return Line(self.group, {known: value for known, value in self.points.items() if known >= year})

    def course(self, years: tuple[int, int]) -> Course:
        """Return its values at two dates, NaN where there is none."""
        start, end = (self.points.get(year, float("nan")) for year in years)
        return Course(self.group.place, start, end)


def show_trajectories(state: State) -> None:
    """Draw the five small pictures."""
    choices = (chosen_definitions(), state.perimeter, state.commune, page_theme())
    show_pairs([cached_block(indicator, *choices) for indicator in LEADS])


# --- lines --------------------------------------------------------------------------------------------------


def _line(group: Group, indicator: str, years: Sequence[int]) -> Line:
    if measure_of(indicator, None).kind == "count":
        return _count_line(group, indicator, years)
    figures = {year: given(figure_of(indicator, year, group)) for year in years}
    return Line(group, {year: value for year, value in figures.items() if not isnan(value)})


def _count_line(group: Group, indicator: str, years: Sequence[int]) -> Line:
    """Sum the communes that are known every year: the same communes at all dates."""
    values = {year: data.observations(indicator, year, group.extent)["value"] for year in years}
    table = pd.DataFrame({year: group.of(known) for year, known in values.items()})
    complete = table.notna().all(axis=1)
    people = group.of(data.cached_population(data.LATEST, group.extent))
    if not enough(coverage(complete.where(complete), people)):
        return Line(group, {})
    return Line(group, {year: float(table.loc[complete, year].sum()) for year in years})


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_national_lines(chosen: Definitions, indicator: str) -> tuple[Line, ...]:
    """Return the groups of all France in the years that the table of France has."""
    groups = (*cached_groups(chosen).values(), whole_france())
    return tuple(_line(group, indicator, data.years_of(indicator, data.FRANCE)) for group in groups)


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_north_lines(definition: str, indicator: str) -> tuple[Line, ...]:
    """Return the métropole and the other communes of Nord–Pas-de-Calais, and the whole."""
    here = data.cached_communes().index
    flag = cached_metropolitan(definition).loc[here]
    groups = (
        _north("Métropole de Lille", "dans la métropole de Lille", METROPOLIS, here[flag]),
        _north("Reste du Nord–Pas-de-Calais", "dans le reste du Nord–Pas-de-Calais", REST, here[~flag]),
        _north("Nord–Pas-de-Calais", within("Nord–Pas-de-Calais"), "reference", here),
    )
    return tuple(_line(group, indicator, _local_years(indicator)) for group in groups)


def _north(name: str, place: str, role: str, codes: pd.Index) -> Group:
    return Group(
        name, place, role, codes, name.replace("Reste du Nord–Pas-de-Calais", "Reste du N.–P.-de-C.")
    )


def _local_years(indicator: str) -> list[int]:
    return [year for year in data.years_of(indicator) if year >= FIRST]


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_own_lines(indicator: str, perimeter: str, commune: str | None) -> tuple[Line, ...]:
    """Return the perimeter and the chosen commune, in the longest table that has them."""
    groups = (cached_perimeter_group(perimeter), *commune_group(commune))
    return tuple(_longest(group, indicator) for group in groups)


def _longest(group: Group, indicator: str) -> Line:
    """Return a line from the table of the Nord and the Pas-de-Calais, or else from that of France."""
    if group.codes.isin(data.cached_communes().index).all():
        local = Group(group.name, group.place, group.role, group.codes, group.short)
        return _line(local, indicator, _local_years(indicator))
    return _line(group, indicator, data.years_of(indicator, data.FRANCE))


# --- private jobs -------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_area_lines(chosen: Definitions) -> tuple[Line, ...]:
    """Return private jobs of the métropoles and of France, from the table by urban area (ODbL)."""
    table = data.cached_table(AREAS).set_index("code_aav2020")
    areas = data.cached_france()["code_aav2020"][cached_metropolitan(chosen.metropolis)].unique()
    france = _areas_line(whole_france(), table)
    if not chosen.metropolis.startswith("aav"):
        return (france,)
    return (_areas_line(cached_groups(chosen)[METROPOLIS], table[table.index.isin(areas)]), france)


def _areas_line(group: Group, areas: pd.DataFrame) -> Line:
    return Line(group, {year: float(areas[f"{JOBS}_{year}"].sum()) for year in AREA_YEARS})


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_jobs_lines(perimeter: str, commune: str | None) -> tuple[Line, ...]:
    """Return private jobs of the perimeter, of Nord–Pas-de-Calais and of the commune (ODbL)."""
    whole = data.cached_territory(data.REFERENCE)
    groups = [
        cached_perimeter_group(perimeter),
        *commune_group(commune),
        Group(whole.title, within(whole.title), REST, whole.codes, whole.title),
    ]
    if perimeter == data.REFERENCE:
        groups.pop()
    here = data.cached_communes().index
    return tuple(_longest(group, JOBS) for group in groups if group.codes.isin(here).all())


# --- blocks -------------------------------------------------------------------------------------------------

LEADS: Final = {
    "population": TRAJECTORY,
    JOBS: JOBS_GROUPS,
    "unemployment_rate_pct": NORTH_ONLY,
    "executives_share_pct": NORTH_ONLY,
    "vacant_housing_share_pct": TRAJECTORY,
}
"""Indicators of the page, in order, with what is said of their groups."""
CAUTIONS: Final = {JOBS: JOBS_CAUTION, "unemployment_rate_pct": f"{UNEMPLOYMENT_CAUTION}{TRAJECTORY_CAUTION}"}


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_block(
    indicator: str, chosen: Definitions, perimeter: str, commune: str | None, theme: Theme
) -> FigureBlock:
    """Return the block of an indicator."""
    lead = LEADS[indicator]
    if indicator == JOBS:
        lines = (*cached_area_lines(chosen), *cached_jobs_lines(perimeter, commune))
        lead = lead if chosen.metropolis.startswith("aav") else f"{lead} {JOBS_NO_METROPOLIS}"
    else:
        read = (
            cached_north_lines(chosen.metropolis, indicator)
            if lead == NORTH_ONLY
            else cached_national_lines(chosen, indicator)
        )
        lines = (*read, *cached_own_lines(indicator, perimeter, commune))
    caution = paragraphs(CAUTIONS.get(indicator, TRAJECTORY_CAUTION))
    return _block(indicator, lines, said(lead), caution, Look(chosen.metropolis, theme))


class Look(NamedTuple):
    """What the words and the colours of a block depend on beside its lines."""

    metropolis: str
    theme: Theme


def _block(
    indicator: str, lines: Sequence[Line], lead: str, caution: tuple[str, ...], look: Look
) -> FigureBlock:
    measure = measure_of(indicator, None)
    is_count = measure.kind == "count"
    drawn = [line for line in lines if len(line.points) > 1]
    base = max((min(line.points) for line in drawn), default=0) if is_count else FIRST
    known = [line.since(base) for line in drawn]
    return FigureBlock(
        key=f"trajectoire-{indicator.replace('_', '-')}",
        title=measure.title,
        lead=f"{said(INDEX, year=str(base))} {lead}" if is_count else lead,
        description=f"{measure.title} au fil des années, par groupe",
        chart=_drawn(indicator, known, base, look.theme) if known else None,
        sentences=_sentences(indicator, known),
        grid=_grid(indicator, known),
        source=_source(indicator, known, look.metropolis),
        caution=caution,
    )


def _source(indicator: str, lines: Sequence[Line], metropolis: str) -> str:
    item = data.cached_indicators()[indicator]
    years = sorted({year for line in lines for year in line.points})
    if not years:
        return data.source_line(item, data.LATEST)
    line = data.source_line(item, years[-1]).replace(f", {years[-1]}.", f", {years[0]}–{years[-1]}.")
    return f"{line} {definition_words(metropolis)}"


def _drawn(indicator: str, lines: Sequence[Line], base: int, theme: Theme) -> alt.LayerChart:
    from viz.charts.theme import inks  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.trajectories import trajectories  # noqa: PLC0415

    points = [
        {
            "line": n,
            "year": year,
            "value": _level(indicator, line, year, base),
            "text": _told(indicator, value),
        }
        for n, line in enumerate(lines)
        for year, value in line.points.items()
    ]
    styles = [
        {
            "label": line.group.short,
            "shown": _end(indicator, line, base),
            "role": line.group.role,
            "strong": line.group.role in ("basin", "commune"),
        }
        for line in lines
    ]
    return trajectories(pd.DataFrame(points), pd.DataFrame(styles), inks(theme))


def _told(indicator: str, value: float) -> str:
    return short_value(measure_of(indicator, None), value)


def _level(indicator: str, line: Line, year: int, base: int) -> float:
    """Return the value of a year, for a count as a part of its first year, in %."""
    if measure_of(indicator, None).kind != "count":
        return line.points[year]
    start = line.points.get(base) or float("nan")
    return 100.0 * line.points[year] / start


def _end(indicator: str, line: Line, base: int) -> str:
    last = max(line.points)
    level = _level(indicator, line, last, base)
    return number(level, 1) if measure_of(indicator, None).kind == "count" else _told(indicator, level)


def _sentences(indicator: str, lines: Sequence[Line]) -> tuple[str, ...]:
    """Tell the change of the perimeter and of each other group between the dates that they share."""
    measure = measure_of(indicator, None)
    here = next((line for line in lines if line.group.role == "basin"), None)
    if here is None:
        return ()
    others = [line for line in lines if line.group.role in (METROPOLIS, "reference", "commune")]
    told: dict[tuple[int, int], list[Course]] = {}
    for other in others:
        shared = sorted(here.points.keys() & other.points.keys())
        if len(shared) > 1:
            years = shared[0], shared[-1]
            told.setdefault(years, [here.course(years)]).append(other.course(years))
    sentences = [course_sentence(measure, years, courses) for years, courses in told.items()]
    gaps = [
        widening_sentence(measure, years, _named(courses[0]), _named(course))
        for years, courses in told.items()
        for course in courses[1:2]
    ]
    return tuple(filter(None, [*sentences, *gaps]))


def _named(course: Course) -> Course:
    return Course(bare(course.place), course.start, course.end)


def _grid(indicator: str, lines: Sequence[Line]) -> Grid:
    years = sorted({year for line in lines for year in line.points})
    rows = [(line.group.name, *(_cell(indicator, line.points.get(year)) for year in years)) for line in lines]
    return Grid(("Groupe", *map(str, years)), rows, frozenset(range(1, len(years) + 1)))


def _cell(indicator: str, value: float | None) -> str:
    return "–" if value is None else _told(indicator, value)
