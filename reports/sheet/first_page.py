"""The first page for the template: the map's legend, the figures that stand out, the table."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from reports import content
from reports.sheet.limits import MOST, Cell, cut
from viz.french import NBSP, NNBSP, number

if TYPE_CHECKING:
    from reports.drawings import MapDrawing
    from reports.model import Amount, KeyFigure, Portrait

REFERENCES: Final = ("epci", "basin", "departement", "france", "peers")
HEROES: Final = ("population", "unemployment_rate_pct", "median_income_eur", "employment_rate_pct")
ONE_LINE: Final = 38
"""Characters of a title that one line of the table holds."""


def legend_of(drawing: MapDrawing, known: tuple[str, ...]) -> Cell:
    """Return the legend of the map."""
    return {
        "title": cut(drawing.title, "title"),
        "subtitle": cut(drawing.subtitle, "line"),
        "alt": cut(drawing.alt, "text"),
        "refs": content.numbers(known, [drawing.source]),
        "ratio": drawing.ratio,
        "rows": [
            {"colour": row.colour, "label": cut(row.label, "head"), "count": row.count}
            for row in drawing.rows
        ],
    }


def heroes_of(portrait: Portrait) -> list[Cell]:
    """Return the few figures that stand out: those of `HEROES`, else the first known ones, none fragile."""
    known = [figure for figure in portrait.figures if figure.amount.known]
    firm = [figure for figure in known if not figure.amount.fragile]
    figures = {figure.id: figure for figure in firm or known}
    chosen = [key for key in (*HEROES, *figures) if key in figures]
    return [_hero(figures[key]) for key in list(dict.fromkeys(chosen))[: MOST["heroes"]]]


def _hero(figure: KeyFigure) -> Cell:
    return {
        "title": cut(figure.short, "title"),
        "year": figure.year,
        **_number(figure),
        "versus": _versus(figure),
    }


def _number(figure: KeyFigure) -> Cell:
    number_, unit = content.parted(cut(content.marked(figure.amount), "head"))
    return {"value": number_, "unit": unit}


def _versus(figure: KeyFigure) -> str:
    """Return what the figure is beside: the basin, else the first reference; a count stands alone."""
    if figure.kind == "count":
        return ""
    order = ("basin", "departement", "france", *(other.id for other in figure.beside))
    beside = next((o for key in order if (o := content.reference(figure, key)) and o.amount.known), None)
    return f"{cut(beside.name, 'head')}{NNBSP}: {content.marked(beside.amount)}" if beside else ""


def table_of(portrait: Portrait, known: tuple[str, ...]) -> Cell:
    """Return the table of key figures; ``known`` are the numbered sources of the document."""
    heads = {key: name for key, name in content.references(portrait).items() if key in REFERENCES}
    group = content.standing_group(portrait)
    rows, theme = [], ""
    for figure in portrait.figures[: MOST["figures"]]:
        row = _row(figure, list(heads), group, known)
        rows.append({**row, "theme": cut(figure.theme, "head") if figure.theme != theme else ""})
        theme = figure.theme
    return {
        "first": "Chiffre, année, source",
        "own": cut(portrait.subject.name, "head"),
        "heads": [cut(name, "head") for name in heads.values()],
        "group": cut(f"Rang{NNBSP}: {group}", "head") if group else "",
        "rows": rows,
        "note": _note(portrait, group),
    }


def _row(figure: KeyFigure, heads: list[str], group: str, known: tuple[str, ...]) -> Cell:
    beside = [content.reference(figure, key) for key in heads]
    standing = next((found for found in figure.standings if found.group == group), None)
    rank = standing and {
        "text": f"{_ordinal(standing.rank)} sur {number(standing.of)}",
        "part": 0 if isnan(standing.lower_pct) else standing.lower_pct,
    }
    return {
        "title": cut(_title(figure), "title"),
        "year": cut(figure.year, "head"),
        "coverage": cut(figure.amount.coverage, "head"),
        "refs": content.numbers(known, [figure.source]),
        "value": cut(content.short_amount(figure, figure.amount), "head"),
        "known": figure.amount.known,
        "trend": [[year, value] for year, value in figure.trend if not isnan(value)],
        "cells": [_cell(figure, other.amount) if other else ["", True] for other in beside],
        "rank": rank,
    }


def _cell(figure: KeyFigure, amount: Amount) -> list[str | bool]:
    return [cut(content.short_amount(figure, amount), "head"), amount.known]


def _title(figure: KeyFigure) -> str:
    """Return the title of a figure, the short one where the long one would take two lines."""
    return figure.title if len(figure.title) <= ONE_LINE or not figure.short else figure.short


def _ordinal(rank: int) -> str:
    """Write a rank: ``1ʳᵉ``, ``12ᵉ`` (of values: feminine)."""
    return "1ʳᵉ" if rank == 1 else f"{number(rank)}ᵉ"


def _note(portrait: Portrait, group: str) -> str:
    """Explain the signs of the table that are used, and no other."""
    parts = [f"{sign}{NNBSP}: {meaning}" for sign, meaning in content.marks_used(portrait)]
    parts += [f"{short}{NNBSP}: {words}" for short, words in content.statuses_used(portrait, REFERENCES)]
    parts.append(f"tendance{NNBSP}: années comparables, le point est la dernière")
    if group:
        way = "le trait va de la plus basse à la plus haute"
        parts.append(f"rang{NBSP}1{NNBSP}: la valeur la plus élevée{NNBSP}; {way}")
    if portrait.peers:
        parts.append(f"communes comparables{NNBSP}: {portrait.peers}")
    note = f"{NNBSP}; ".join(part.rstrip(".") for part in parts)
    return cut(
        f"{note[0].upper()}{note[1:]}. Les petits numéros renvoient aux sources, page 2.", "definition"
    )
