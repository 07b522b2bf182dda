"""A portrait as the plain values that the PDF template reads: printable texts, numbers for drawings."""

from __future__ import annotations

import re
from math import ceil, floor, isnan, log10
from typing import TYPE_CHECKING, Any, Final

from reports import content
from reports.glyphs import printable
from viz import palettes
from viz.french import NBSP, NNBSP, number, signed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reports.drawings import Drawings, MapDrawing
    from reports.model import Course, KeyFigure, Portrait

Cell = dict[str, Any]

COLOURS: Final = {
    "ink": palettes.TEXT.light,
    "quiet": palettes.TEXT_MUTED.light,
    "accent": palettes.ACCENT.light,
    "above": palettes.sequential(5).colours[2],
    "below": palettes.sequential(5, ramp="slate").colours[3],
    "hair": "#d9d5cb",
    "wash": "#f6f3ec",
}
PDF_REFERENCES: Final = ("epci", "basin", "departement", "france", "peers")
HEROES: Final = ("population", "unemployment_rate_pct", "median_income_eur", "employment_rate_pct")
MOST: Final = {
    "facts": 8,
    "memberships": 6,
    "heroes": 3,
    "figures": 14,
    "contrasts": 7,
    "periods": 5,
    "nearby": 4,
    "twins": 5,
    "sentences": 3,
    "missing": 7,
    "scope": 9,
}
"""Lines of each part that two pages hold; the workbook has them all."""
LONG: Final = {"name": 110, "title": 80, "head": 60, "line": 220, "text": 420}
"""Characters after which a text is cut: beyond them it is no longer a name or a note."""
TICKS: Final = 4
ONE_LINE: Final = 38
"""Characters of a title that one line of the table holds."""
NUMBER: Final = re.compile(r"\D*\d(?:[\d\u202f,]*\d)?(?:[\u202f\u00a0][%€])?[†‡*]*")


def sheet_of(portrait: Portrait, drawings: Drawings, made_on: date) -> dict[str, Any]:
    """Return what the template of the PDF reads; every text is fit to be printed, every number finite."""
    known = content.sources(portrait, drawings)
    subject = portrait.subject
    name = printable(subject.name, LONG["name"])
    return {
        "colours": COLOURS,
        "title": printable(content.document_title(portrait), LONG["line"]),
        "credit": content.CREDIT,
        "keywords": [printable(word, LONG["name"]) for word in content.keywords(portrait)],
        "day": [made_on.year, made_on.month, made_on.day],
        "made-on": f"Établi le {content.french_date(made_on)}",
        "strip": f"Bassin minier · {content.KINDS[subject.kind]}",
        "name": name,
        "name-again": name,
        "facts": "  ·  ".join(_lines(subject.facts, "facts", "name")),
        "memberships": _lines(subject.memberships, "memberships", "name"),
        "headline": printable(portrait.headline, LONG["line"]),
        "notes": [printable(note, LONG["text"]) for note in subject.notes],
        "footer": printable(f"{content.CREDIT}. {subject.definition}", LONG["line"]),
        "map": _map(drawings.map, known) if drawings.map else None,
        "heroes": _heroes(portrait),
        "table": _table(portrait, known),
        "contrast": _contrast(portrait, known),
        "course": _course(portrait, known),
        "nearby": _nearby(portrait, known),
        "twins": _twins(portrait),
        "sentences": [printable(words, LONG["text"]) for words in portrait.sentences[: MOST["sentences"]]],
        "missing": _missing(portrait),
        "scope": _scope(portrait),
        "sources": [printable(source, LONG["text"]) for source in known],
    }


def _lines(texts: Sequence[str], most: str, length: str) -> list[str]:
    return [printable(text, LONG[length]) for text in texts[: MOST[most]]]


# --- first page ---------------------------------------------------------------------------------------------


def _map(drawing: MapDrawing, known: tuple[str, ...]) -> Cell:
    return {
        "title": printable(drawing.title, LONG["title"]),
        "subtitle": printable(drawing.subtitle, LONG["line"]),
        "alt": printable(drawing.alt, LONG["text"]),
        "refs": content.numbers(known, [drawing.source]),
        "rows": [
            {"colour": row.colour, "label": printable(row.label, LONG["head"]), "count": number(row.count)}
            for row in drawing.rows
        ],
    }


def _heroes(portrait: Portrait) -> list[Cell]:
    """Return the few figures that stand out: those of `HEROES`, else the first ones that are known."""
    figures = {figure.id: figure for figure in portrait.figures if figure.amount.known}
    chosen = [key for key in (*HEROES, *figures) if key in figures]
    return [_hero(figures[key]) for key in list(dict.fromkeys(chosen))[: MOST["heroes"]]]


def _hero(figure: KeyFigure) -> Cell:
    return {
        "title": printable(figure.short, LONG["title"]),
        "year": figure.year,
        **_parted(printable(content.marked(figure.amount), LONG["head"])),
        "versus": _versus(figure),
    }


def _parted(text: str) -> Cell:
    """Return a figure in two: the number with its % or its €, and the rest of its unit."""
    found = NUMBER.match(text)
    return {"value": found[0], "unit": text[found.end() :].strip()} if found else {"value": text, "unit": ""}


def _versus(figure: KeyFigure) -> str:
    """Return what the figure is beside: the basin, else the first reference; a count stands alone."""
    if figure.kind == "count":
        return ""
    order = ("basin", "departement", "france", *(other.id for other in figure.beside))
    beside = next((o for key in order if (o := content.reference(figure, key)) and o.amount.known), None)
    if beside is None:
        return ""
    return f"{printable(beside.name, LONG['head'])}{NNBSP}: {content.marked(beside.amount)}"


def _table(portrait: Portrait, known: tuple[str, ...]) -> Cell:
    heads = {key: name for key, name in content.references(portrait).items() if key in PDF_REFERENCES}
    group = content.standing_group(portrait)
    rows, theme = [], ""
    for figure in portrait.figures[: MOST["figures"]]:
        row = _row(figure, list(heads), group, known)
        rows.append({**row, "theme": printable(figure.theme, LONG["head"]) if figure.theme != theme else ""})
        theme = figure.theme
    return {
        "first": "Chiffre, source, année",
        "own": printable(portrait.subject.name, LONG["head"]),
        "heads": [printable(name, LONG["head"]) for name in heads.values()],
        "group": printable(f"Rang{NNBSP}: {group}", LONG["head"]) if group else "",
        "rows": rows,
        "note": _table_note(portrait, group),
    }


def _row(figure: KeyFigure, heads: list[str], group: str, known: tuple[str, ...]) -> Cell:
    beside = [content.reference(figure, key) for key in heads]
    standing = next((found for found in figure.standings if found.group == group), None)
    rank = standing and {
        "text": f"{_ordinal(standing.rank)} sur {number(standing.of)}",
        "part": 0 if isnan(standing.lower_pct) else standing.lower_pct,
    }
    return {
        "title": printable(_cell_title(figure), LONG["title"]),
        "year": printable(figure.year, LONG["head"]),
        "coverage": printable(figure.amount.coverage, LONG["head"]),
        "refs": content.numbers(known, [figure.source]),
        "value": printable(_compact(figure, content.marked(figure.amount)), LONG["head"]),
        "known": figure.amount.known,
        "trend": [[year, value] for year, value in figure.trend if not isnan(value)],
        "cells": [
            [printable(_compact(figure, content.marked(o.amount)), LONG["head"]), o.amount.known]
            if o
            else ["–", True]
            for o in beside
        ],
        "rank": rank,
    }


def _cell_title(figure: KeyFigure) -> str:
    """Return the title of a figure, the short one where the long one would take two lines."""
    return figure.title if len(figure.title) <= ONE_LINE or not figure.short else figure.short


def _ordinal(rank: int) -> str:
    """Write a rank: ``1ʳᵉ``, ``12ᵉ`` (of values: feminine)."""
    return "1ʳᵉ" if rank == 1 else f"{number(rank)}ᵉ"


def _compact(figure: KeyFigure, text: str) -> str:
    """Leave out of a cell the unit that the title of its row says already; € and % stay."""
    if figure.unit.startswith("%"):
        return text.replace(f"{NNBSP}% par an", f"{NNBSP}%")
    for unit in (figure.unit, figure.unit[:1] + figure.unit[1:]):
        if unit and not unit.startswith("€") and unit in text:
            return text.replace(unit, "").replace(f"{NBSP}", "").strip()
    return text.replace(figure.unit, "€") if figure.unit.startswith("€") else text


def _table_note(portrait: Portrait, group: str) -> str:
    parts = [f"{sign}{NNBSP}: {meaning}" for sign, meaning in content.marks_used(portrait)]
    parts += [f"tendance{NNBSP}: années comparables, le point est la dernière"]
    if group:
        parts.append(
            f"rang{NNBSP}: 1ʳᵉ pour la valeur la plus élevée{NNBSP}; "
            "le trait va de la plus basse à la plus haute"
        )
    if portrait.peers:
        parts.append(f"communes de même taille et de même type{NNBSP}: {portrait.peers}")
    note = f"{NNBSP}; ".join(part.rstrip(".") for part in parts)
    return printable(
        f"{note[0].upper()}{note[1:]}. Les numéros renvoient aux sources, page 2.", 2 * LONG["text"]
    )


# --- second page --------------------------------------------------------------------------------------------


def _contrast(portrait: Portrait, known: tuple[str, ...]) -> Cell | None:
    found = content.contrast(portrait)
    if found is None:
        return None
    rows = found.rows[: MOST["contrasts"]]
    indices = [index for row in rows for index in row.indices if not isnan(index)] or [content.HUNDRED]
    return {
        "title": "Contrastes",
        "corner": f"100 = valeur de{NNBSP}:",
        "heads": [printable(head, LONG["head"]) for head in found.heads],
        "low": min(*indices, 80.0),
        "high": max(*indices, 120.0),
        "note": printable(found.note, LONG["text"]),
        "rows": [
            {
                "title": printable(row.title, LONG["title"]),
                "detail": printable(f"{row.value}, {row.year}", LONG["head"]),
                "refs": content.numbers(known, [row.source]),
                "indices": [
                    {
                        "value": None if isnan(index) else index,
                        "text": "n.d." if isnan(index) else number(index),
                    }
                    for index in row.indices
                ],
            }
            for row in rows
        ],
    }


def _course(portrait: Portrait, known: tuple[str, ...]) -> Cell:
    course = portrait.course
    points = [point for point in course.points if not isnan(point[1])]
    values = [value for _, value, _ in points]
    first = f"Population depuis {points[0][0]}" if points else "Population"
    return {
        "title": first,
        "sentence": printable(course.sentence, LONG["text"]),
        "refs": content.numbers(known, course.sources),
        "points": [[year, value, is_odbl(licence)] for year, value, licence in points],
        "axis": _axis(values) if values else None,
        "labels": _labels(points),
        "alt": printable(trajectory_in_words(course), 2 * LONG["text"]),
        "legend": _course_legend(points),
        "periods": _periods(course),
        "notes": [printable(note, LONG["line"]) for note in course.notes],
    }


def is_odbl(licence: str) -> bool:
    """Tell whether the licence of a table is the ODbL, whose figures are marked apart."""
    return "odbl" in licence.lower()


def trajectory_in_words(course: Course) -> str:
    """Return the curve of inhabitants for a reader who does not see it."""
    told = ", ".join(f"{number(value)} en {year}" for year, value, _ in course.points if not isnan(value))
    return f"Courbe du nombre d’habitants{NNBSP}: {told}." if told else "Courbe sans valeur connue."


def _axis(values: list[float]) -> Cell:
    """Return the ends of an axis and a few round values: it starts at zero unless the curve were flat."""
    low = min(values) if min(values) > max(values) / 2 else 0.0
    step = _round_step((max(values) - low) / TICKS or 1.0)
    start, end = floor(low / step) * step, ceil(max(values) / step) * step
    count = round((end - start) / step) if end > start else 1
    ticks = [start + step * place for place in range(count + 1)]
    texts = [{"value": tick, "text": number(tick)} for tick in ticks[1:]]
    return {"low": start, "high": max(end, start + step), "ticks": texts}


def _round_step(raw: float) -> float:
    """Return the first of 1, 2, 5, 10 … that is not below a step; a part of an inhabitant is none."""
    power = 10.0 ** floor(log10(raw))
    return max(1.0, next(power * part for part in (1, 2, 5, 10) if power * part >= raw))


def _labels(points: list[tuple[int, float, str]]) -> list[tuple[int, str, bool]]:
    """Return where a value is written: first, highest, lowest and last points; below the lowest."""
    if not points:
        return []
    values = [value for _, value, _ in points]
    highest, lowest = values.index(max(values)), values.index(min(values))
    places = sorted({0, highest, lowest, len(points) - 1})
    return [
        (place, number(values[place]), place == lowest and lowest not in (0, highest)) for place in places
    ]


def _course_legend(points: list[tuple[int, float, str]]) -> str:
    told: dict[str, list[int]] = {}
    for year, _, licence in points:
        told.setdefault(licence, []).append(year)
    parts = [
        f"{'cercles clairs' if is_odbl(licence) else 'cercles pleins'}{NNBSP}: "
        f"{years[0]}{f' à {years[-1]}' if len(years) > 1 else ''}, {licence}"
        for licence, years in told.items()
    ]
    if points and _axis([value for _, value, _ in points])["low"] > 0:
        parts.append("l’axe ne part pas de zéro")
    text = f"{NNBSP}; ".join(parts)
    return printable(f"{text[:1].upper()}{text[1:]}.", LONG["text"])


def _periods(course: Course) -> Cell | None:
    rows = [
        [
            f"{period.start}–{period.end}",
            *(_change(value) for value in (period.change, period.natural, period.migratory)),
        ]
        for period in course.periods[-MOST["periods"] :]
    ]
    heads = ["Variation d’habitants", "Total", "Naissances − décès", "Arrivées − départs"]
    return {"heads": heads, "body": rows} if rows else None


def _change(value: float) -> str:
    return "n.d." if isnan(value) else signed(value)


def _nearby(portrait: Portrait, known: tuple[str, ...]) -> list[Cell]:
    return [
        {
            "title": printable(item.title, LONG["title"]),
            "inside": number(item.inside),
            "text": printable(item.text, LONG["line"]),
            "names": printable(", ".join(item.names), LONG["line"]),
            "refs": content.numbers(known, [item.source]),
        }
        for item in portrait.nearby[: MOST["nearby"]]
    ]


def _twins(portrait: Portrait) -> Cell:
    rows = [
        {
            "name": printable(twin.name, LONG["head"]),
            "text": printable(
                f" ({twin.departement}){f', {twin.differs}' if twin.differs else ''}", LONG["line"]
            ),
        }
        for twin in portrait.twins[: MOST["twins"]]
    ]
    return {
        "title": "Communes qui lui ressemblent",
        "rows": rows,
        "note": printable(portrait.twins_note, LONG["line"]),
    }


def _missing(portrait: Portrait) -> list[Cell]:
    shown = portrait.missing[: MOST["missing"]]
    rest = len(portrait.missing) - len(shown)
    lines = [
        {
            "title": printable(item.title, LONG["title"]),
            "text": printable(
                f" ({item.year}){NNBSP}: {item.reason}" if item.year else f"{NNBSP}: {item.reason}",
                LONG["line"],
            ),
        }
        for item in shown
    ]
    more = {"title": f"… et {number(rest)} autres", "text": f"{NNBSP}: voir le classeur de cette fiche."}
    return [*lines, more] if rest else lines


def _scope(portrait: Portrait) -> list[str]:
    lines = [portrait.subject.definition, *content.coverages(portrait)]
    return [printable(line, LONG["text"]) for line in lines[: MOST["scope"]]]
