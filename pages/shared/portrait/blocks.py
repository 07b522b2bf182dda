"""The two charts of a portrait: three contexts, and the population since 1968."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.classify import displayed
from pages.shared.figure_block import FigureBlock, Grid, page_theme
from pages.shared.typography import paragraphs, said
from viz.french import NBSP, number

if TYPE_CHECKING:
    import altair as alt

    from reports.model import Course, Deviation, Portrait

ROLES: Final = ("reference", "metropolis", "weakening")
CONTEXTS: Final = """
Chaque point compare le taux {place} à celui d’un contexte, ramené à 100 : à droite de la barre, il est plus
élevé.
"""
CAUTION: Final = """
Plus élevé ne veut pas dire mieux ni moins bien : tout dépend du chiffre.

Les taux viennent d’effectifs (somme des numérateurs sur somme des dénominateurs), jamais d’une moyenne de
taux : c’est pourquoi l’année peut être plus ancienne que dans le tableau des chiffres clés. Les communes
voisines sont celles qui partagent un bout de limite.
"""
COURSE_CAUTION: Final = """
Les communes sont prises dans leurs limites de 2025 à toutes les dates. Avant 2006, un point par recensement ;
la ligne entre deux recensements ne dit pas ce qui s’est passé entre les deux.

Le solde des arrivées et des départs est un reste : il porte aussi ce que le recensement compte mieux ou moins
bien d’une fois à l’autre.
"""


def contexts_block(portrait: Portrait) -> FigureBlock | None:
    """Return the block of deviations to three contexts, or None where no rate is known."""
    rows = portrait.deviations
    if not rows:
        return None
    return FigureBlock(
        key="portrait-contextes",
        title="Face à trois contextes",
        lead=said(CONTEXTS, place=portrait.subject.place),
        description=f"Écarts {portrait.subject.place} à trois contextes, référence 100",
        chart=_contexts_chart(rows),
        sentences=(),
        grid=_contexts_grid(rows),
        source=" ".join(dict.fromkeys(f"{row.source}." for row in rows)),
        caution=paragraphs(CAUTION),
    )


def _contexts_chart(rows: tuple[Deviation, ...]) -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    marks = [
        {
            "row": number_,
            "value": value,
            "name": name,
            "text": number(float(displayed(value, 0))),
            "role": role,
            "part": False,
        }
        for number_, row in enumerate(rows)
        for name, value, role in zip(row.contexts, row.deviations, ROLES, strict=True)
        if not isnan(value)
    ]
    labels = [{"label": f"{row.title}, {row.year}", "shown": row.amount.text, "strong": True} for row in rows]
    legend = {role: name for role, name in zip(ROLES, rows[0].contexts, strict=True) if name}
    return dot_rows(pd.DataFrame(marks), pd.DataFrame(labels), inks(page_theme()), 100.0, legend=legend)


def _contexts_grid(rows: tuple[Deviation, ...]) -> Grid:
    cells = [
        (
            f"{row.title}, {row.year}",
            row.amount.text,
            *("–" if isnan(value) else number(float(displayed(value, 0))) for value in row.deviations),
        )
        for row in rows
    ]
    return Grid(
        ("Taux", "Valeur", *(name or "–" for name in rows[0].contexts)), cells, frozenset({1, 2, 3, 4})
    )


def course_block(portrait: Portrait) -> FigureBlock | None:
    """Return the block of the population, or None where it is not known at two dates."""
    course = portrait.course
    if len(course.points) < 2:  # noqa: PLR2004
        return None
    return FigureBlock(
        key="portrait-population",
        title=f"Population de {course.points[0][0]} à {course.points[-1][0]}",
        lead=" ".join(period.text for period in course.periods),
        description=f"Population {portrait.subject.place} au fil des années",
        chart=_course_chart(portrait),
        sentences=(),
        grid=_course_grid(course),
        source=" ".join(f"{source}." for source in course.sources),
        caution=(*course.notes, *paragraphs(COURSE_CAUTION)),
    )


def _course_chart(portrait: Portrait) -> alt.LayerChart:
    from viz.charts.theme import inks  # noqa: PLC0415
    from viz.charts.trajectories import trajectories  # noqa: PLC0415

    points = [
        {"line": 0, "year": year, "value": people, "text": f"{number(people)}{NBSP}habitants"}
        for year, people, _ in portrait.course.points
    ]
    line = {
        "label": "habitants",
        "shown": number(portrait.course.points[-1][1]),
        "role": "commune",
        "strong": True,
    }
    return trajectories(pd.DataFrame(points), pd.DataFrame([line]), inks(page_theme()))


def _course_grid(course: Course) -> Grid:
    licences = {"population": "Licence Ouverte 2.0"}
    rows = [
        (str(year), number(people), licences.get(table, "ODbL 1.0")) for year, people, table in course.points
    ]
    return Grid(("Année", "Habitants", "Licence de la table"), rows, frozenset({1}))
