"""Inhabitants since 1968 for the template: points, a round axis, which values are written, both licences."""

from __future__ import annotations

from math import ceil, floor, isnan, log10
from typing import TYPE_CHECKING, Final

from reports import content
from reports.sheet.limits import LONG, MOST, Cell, cut, cut_lines
from viz.french import NNBSP, number, signed

if TYPE_CHECKING:
    from reports.model import Course, Portrait

Point = tuple[int, float, str]

TICKS: Final = 4
APART: Final = 0.22
"""Part of the curve's width that two written values stand apart, so that they never overlap."""
LICENCES: Final = {True: ("cercles clairs", "licence ODbL"), False: ("cercles pleins", "Licence Ouverte")}
HEADS: Final = ["Variation d’habitants", "Total", "Naissances − décès", "Arrivées − départs"]


def population_of(portrait: Portrait, known: tuple[str, ...]) -> Cell:
    """Return the curve, its words and its sources; ``known`` are the numbered sources of the document."""
    course = portrait.course
    points = [point for point in course.points if not isnan(point[1])]
    return {
        "title": f"Population depuis {points[0][0]}" if points else "Population",
        "sentence": cut(course.sentence, "text"),
        "refs": content.numbers(known, course.sources),
        "points": [[year, value, content.is_odbl(licence)] for year, value, licence in points],
        "axis": axis([value for _, value, _ in points]) if points else None,
        "labels": _labels(points),
        "alt": cut(trajectory_in_words(course), "definition"),
        "legend": _legend(points),
        "periods": _periods(course),
        "notes": cut_lines(course.notes, "periods", "line"),
    }


def trajectory_in_words(course: Course) -> str:
    """Return the curve of inhabitants for a reader who does not see it."""
    told = ", ".join(f"{number(value)} en {year}" for year, value, _ in course.points if not isnan(value))
    return f"Courbe du nombre d’habitants{NNBSP}: {told}." if told else "Courbe sans valeur connue."


def axis(values: list[float]) -> Cell:
    """Return the ends of an axis and its round values: it starts at zero unless the curve were flat."""
    low = min(values) if min(values) > max(values) / 2 else 0.0
    step = _round_step((max(values) - low) / TICKS or 1.0)
    start, end = floor(low / step) * step, ceil(max(values) / step) * step
    if start and low - start < step / 4:
        start -= step  # the lowest point does not lie on the axis
    end = max(end, start + step)
    ticks = [start + step * place for place in range(1, round((end - start) / step) + 1)]
    return {"low": start, "high": end, "ticks": [{"value": tick, "text": number(tick)} for tick in ticks]}


def _round_step(raw: float) -> float:
    """Return the first of 1, 2, 5, 10 … that is not below a step; a part of an inhabitant is none."""
    power = 10.0 ** floor(log10(raw))
    return max(1.0, next(power * part for part in (1, 2, 5, 10) if power * part >= raw))


def _labels(points: list[Point]) -> list[tuple[int, str, bool]]:
    """Return where a value is written: first and last points, highest and lowest if away from those.

    Each is the place of the point, its text and whether it goes below.
    """
    if not points:
        return []
    values, last = [value for _, value, _ in points], len(points) - 1
    highest, lowest = values.index(max(values)), values.index(min(values))
    chosen: list[int] = []
    for place in dict.fromkeys((0, last, lowest, highest)):
        if all(_apart(points, place, other) for other in chosen):
            chosen.append(place)
    return [(place, number(values[place]), _is_below(values, place)) for place in chosen]


def _is_below(values: list[float], place: int) -> bool:
    """Tell whether the curve leaves a point upwards, so that what is written there goes below."""
    beside = [values[near] for near in (place - 1, place + 1) if 0 <= near < len(values)]
    return bool(beside) and values[place] < max(beside) and values[place] <= min(beside)


def _apart(points: list[Point], first: int, second: int) -> bool:
    whole = points[-1][0] - points[0][0]
    return abs(points[first][0] - points[second][0]) >= APART * whole


def _legend(points: list[Point]) -> str:
    """Say which circles are of which licence, and that the axis is cut."""
    if not points:
        return ""
    years: dict[bool, list[int]] = {}
    for year, _, licence in points:
        years.setdefault(content.is_odbl(licence), []).append(year)
    parts = [f"{LICENCES[key][0]}{NNBSP}: {_span(found)}, {LICENCES[key][1]}" for key, found in years.items()]
    if axis([value for _, value, _ in points])["low"] > 0:
        parts.append("l’axe ne part pas de zéro")
    text = f"{NNBSP}; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."[: LONG["text"]]


def _span(years: list[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _periods(course: Course) -> Cell | None:
    rows = [
        [f"{row.start}–{row.end}", *(change(value) for value in (row.change, row.natural, row.migratory))]
        for row in course.periods[-MOST["periods"] :]
    ]
    return {"heads": HEADS, "body": rows} if rows else None


def change(value: float) -> str:
    """Write a balance of inhabitants with its sign, or that it is not known."""
    return "n.d." if isnan(value) else signed(value)
