"""Three sentences that a reader may quote: each with its year, its reference, its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.portrait.words import measure_of, place_of, reading
from viz.french import Reading, reading_sentence
from viz.sentences.gaps import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.model import Course, KeyFigure
    from reports.portrait.choice import Subject
    from reports.tables import Tables

ORDER: Final = (
    "unemployment_rate_pct",
    "median_income_eur",
    "poverty_rate_pct",
    "vacant_housing_share_pct",
    "age_65_plus_share_pct",
    "jobs_per_100_employed_residents",
)
"""Figures worth a sentence; the first two that are known are said."""
WANTED: Final = 2


def sentences(
    tables: Tables, subject: Subject, figures: Sequence[KeyFigure], course: Course
) -> tuple[str, ...]:
    """Return three sentences: two figures beside a reference, and the population."""
    known = {figure.id: figure for figure in figures if figure.amount.known}
    chosen = [known[name] for name in ORDER if name in known][:WANTED]
    said = [_sentence(tables, subject, figure) for figure in chosen]
    return (*said, *_people(tables, subject, course))


def _people(tables: Tables, subject: Subject, course: Course) -> list[str]:
    """Say why the population changed, or how many live there where that is not known."""
    credit = f"({' ; '.join(course.sources)}.)"
    if course.periods:
        text = course.periods[-1].text
        place = sentence_case(place_of(tables, subject.id, subject.name))
        return [f"{place}, {text[:1].lower()}{text[1:]} {credit}"]
    return [f"{course.sentence} {credit}"] if course.sentence else []


def _sentence(tables: Tables, subject: Subject, figure: KeyFigure) -> str:
    """Say a figure beside the first reference that has one: basin, département, France."""
    perimeters = dict(subject.references)
    measure = measure_of(tables, figure.id, figure.year)
    here = reading(tables, subject.id, figure.amount, subject.name)
    for role in ("basin", "departement", "france"):
        beside = next((row for row in figure.beside if row.id == role and row.amount.known), None)
        if beside is not None:
            there = Reading(
                place_of(tables, perimeters[role]), beside.amount.value, beside.amount.approximate
            )
            return f"{reading_sentence(measure, here, there)} ({figure.source}.)"
    return f"{reading_sentence(measure, here)} ({figure.source}.)"
