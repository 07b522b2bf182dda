"""Inhabitants since 1968, and why they changed, table by table: licences are never merged."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.demography import natural_and_migratory_balance
from geo.figures import annual_change_pct
from reports.model import Course, Period
from reports.portrait.words import place_of
from reports.tables import CHANGE_YEARS, LATEST
from viz.french import NNBSP, number, signed
from viz.sentences.gaps import sentence_case

if TYPE_CHECKING:
    from reports.portrait.choice import Subject
    from reports.tables import Tables

ODBL: Final = ("population_1968_1999", "population_2006_2021")
OPEN: Final = "Licence Ouverte 2.0"
CENSUS: Final = (2013, 2018)
YEARLY: Final = (2020, 2022)
BEFORE: Final = (
    "Les naissances et les décès des communes ne sont connus de ce site que pour 2013–2018, 2020 et 2022 : "
    "avant, l’évolution n’est pas partagée entre soldes naturel et migratoire."
)
ELSEWHERE: Final = (
    "Hors du Nord et du Pas-de-Calais, ce site ne connaît la population des communes qu’à partir de 2013."
)


def course(tables: Tables, subject: Subject) -> Course:
    """Return the inhabitants of the communes of a subject, on their outline of 2025."""
    points = {**_old(tables, subject), **_recent(tables, subject)}
    ordered = tuple((year, *points[year]) for year in sorted(points))
    return Course(
        points=ordered,
        periods=_periods(tables, subject),
        sentence=_sentence(tables, subject, ordered),
        notes=(*_yearly(tables, subject), BEFORE if subject.local else ELSEWHERE),
        sources=_sources(tables, ordered),
    )


def _old(tables: Tables, subject: Subject) -> dict[int, tuple[float, str]]:
    """Return the years of the tables under ODbL."""
    points = {}
    for name in ODBL:
        rows = tables.by_commune(name)
        for year, values in rows.items():
            total = values.reindex(subject.codes).sum(skipna=False)
            if not isnan(total):
                points[year] = (float(total), name)
    return points


def _recent(tables: Tables, subject: Subject) -> dict[int, tuple[float, str]]:
    """Return the years under Licence Ouverte, which stand for those of the other tables where both are."""
    points = {}
    for year in tables.years("population", local=subject.local):
        total = tables.of("population", year, subject.codes)["value"].sum(skipna=False)
        if not isnan(total):
            points[year] = (float(total), "population")
    return points


def _periods(tables: Tables, subject: Subject) -> tuple[Period, ...]:
    start, end = CENSUS
    people, later = (_total(tables, subject, "population", year) for year in CENSUS)
    births, deaths = (_total(tables, subject, name, end) for name in ("births_2013_2018", "deaths_2013_2018"))
    balance = natural_and_migratory_balance(people, later, births, deaths, end - start).iloc[0]
    if balance[["natural", "migratory"]].isna().any():
        return ()
    change, natural, migratory = (float(balance[name]) for name in ("change", "natural", "migratory"))
    text = (
        f"De {start} à {end}{NNBSP}: {signed(change)} habitants, dont {signed(natural)} par les naissances "
        f"et les décès et {signed(migratory)} par les arrivées et les départs."
    )
    return (Period(start, end, change, natural, migratory, text),)


def _total(tables: Tables, subject: Subject, indicator: str, year: int) -> pd.Series:
    """Return the sum of a count over the subject, in one row; NaN if one commune has none."""
    return pd.Series([tables.of(indicator, year, subject.codes)["value"].sum(skipna=False)])


def _yearly(tables: Tables, subject: Subject) -> tuple[str, ...]:
    """Say births and deaths of single years."""
    notes = []
    for year in YEARLY:
        if any(year not in tables.years(name, local=subject.local) for name in ("births", "deaths")):
            continue
        births, deaths = (float(_total(tables, subject, name, year).iloc[0]) for name in ("births", "deaths"))
        if not isnan(births) and not isnan(deaths):
            notes.append(f"En {year}{NNBSP}: {number(births)} naissances et {number(deaths)} décès.")
    return tuple(notes)


def _sentence(tables: Tables, subject: Subject, points: tuple[tuple[int, float, str], ...]) -> str:
    """Say how many live there, since when, and how fast that changes lately."""
    known = {year: people for year, people, _ in points}
    if LATEST not in known:
        return ""
    place = sentence_case(place_of(tables, subject.id, subject.name))
    now = f"{place}, {number(known[LATEST])} habitants en {LATEST}"
    first = points[0]
    before = f", contre {number(first[1])} en {first[0]}" if first[0] != LATEST else ""
    start, end = CHANGE_YEARS
    if start not in known:
        return f"{now}{before}."
    rate = signed(annual_change_pct(known[start], known[end], end - start), "% par an", 2)
    return f"{now}{before} ; {rate} de {start} à {end}."


def _sources(tables: Tables, points: tuple[tuple[int, float, str], ...]) -> tuple[str, ...]:
    """Return one credit per producer and licence, with its years: what is under ODbL says so."""
    years: dict[str, list[int]] = {}
    for year, _, table in points:
        years.setdefault(_credit(tables, table), []).append(year)
    return tuple(f"{words}, {_span(known)}" for words, known in years.items())


def _credit(tables: Tables, table: str) -> str:
    if table == "population":
        return f"{tables.indicators[table].source}, {OPEN}"
    return str(tables.sidecar(table)["attribution"]).replace("'", "’")


def _span(years: list[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
