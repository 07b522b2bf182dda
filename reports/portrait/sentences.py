"""Three sentences that a reader may quote: each with its year, its reference, its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.portrait.words import measure_of, place_of, reading, title_of
from viz.french import Reading, reading_sentence
from viz.sentences.gaps import sentence_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.model import Course, KeyFigure, Nearby
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
THREE: Final = 3


def sentences(
    tables: Tables,
    subject: Subject,
    figures: Sequence[KeyFigure],
    course: Course,
    around: Sequence[Nearby],
) -> tuple[str, ...]:
    """Return three sentences: two figures beside a reference, and the population.

    A fragile figure is not offered for quoting: the population and what lies there stand for it.
    """
    known = {figure.id: figure for figure in figures if figure.amount.known and not figure.amount.fragile}
    chosen = [known[name] for name in ORDER if name in known][:WANTED]
    said = [*(_sentence(tables, subject, figure) for figure in chosen), *_people(tables, subject, course)]
    if len(said) < THREE and course.sentence not in said[-1]:
        said.append(f"{course.sentence} {_credit(course)}")
    said += [f"{subject_name(tables, subject)}. {row.text} ({row.source}.)" for row in around]
    return tuple(said[:THREE])


def _credit(course: Course) -> str:
    return f"({' ; '.join(course.sources)}.)"


def subject_name(tables: Tables, subject: Subject) -> str:
    """Return the name of a subject."""
    return title_of(tables, subject.id, subject.name)


def _people(tables: Tables, subject: Subject, course: Course) -> list[str]:
    """Say why the population changed, or how many live there where that is not known."""
    credit = _credit(course)
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
