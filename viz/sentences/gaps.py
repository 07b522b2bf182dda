"""Sentences about gaps: between groups, inside a perimeter, through time, and how solid they are."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from geo.classify import displayed
from viz.french import MINUS, NBSP, NNBSP, counted, number, plural, quantity, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viz.french import Measure, Reading

POINTS: Final = ("%", "% par an")
ALL: Final = 100.0


@dataclass(frozen=True)
class Course:
    """The first and the last value of a measure somewhere; ``place`` comes with its preposition."""

    place: str
    start: float
    end: float


def difference(measure: Measure, value: float, other: float) -> str:
    """Write how far apart two values are: ``6,7 points``, ``4 390 €``, ``12,3``.

    The figures shown are subtracted, so that a reader can check; a missing value gives "".
    """
    if isnan(value) or isnan(other):
        return ""
    gap = _gap(measure, value, other)
    if measure.unit in POINTS:
        return f"{number(gap, measure.decimals)}{NBSP}{plural(gap, 'point')}"
    return quantity(gap, "€" if measure.unit.startswith("€") else "", measure.decimals)


def _gap(measure: Measure, value: float, other: float) -> float:
    low, high = sorted(float(displayed(x, measure.decimals)) for x in (value, other))
    return float(displayed(high - low, measure.decimals))


def short_value(measure: Measure, value: float) -> str:
    """Write a value with the sign of its unit only: ``17,2 %``, ``19 420 €``, ``102,3``."""
    unit = "%" if measure.unit in POINTS else "€" if measure.unit.startswith("€") else ""
    return quantity(value, unit, measure.decimals)


def sentence_case(text: str) -> str:
    """Return a text with a capital at its start, the rest untouched."""
    return text[:1].upper() + text[1:]


def bare(place: str) -> str:
    """Return a place without its preposition: ``le Bassin minier``, ``la France``, ``Lens``."""
    if place.startswith("en "):
        return f"la {place[3:]}"
    start, _, rest = place.partition(" ")
    return {"au": f"le {rest}", "aux": f"les {rest}"}.get(start, rest)


def inner_sentence(
    measure: Measure, parts: Sequence[Reading], outer: tuple[Reading, Reading] | None = None
) -> str:
    """Say how far the parts of a perimeter are from one another, beside its gap with another group.

    Parameters
    ----------
    measure
        What the values are.
    parts
        The intercommunalités of the perimeter: ``place`` is their name, without preposition. Those without a
        value are left out.
    outer
        The perimeter and the group it is compared with (``place``: "les métropoles"), if both are known.

    Returns
    -------
    sentence
        Empty when no part has a value.
    """
    known = sorted((value, part.place) for part in parts if not isnan(value := _value(part)))
    if not known:
        return ""
    (low, first), (high, last) = known[0], known[-1]
    if len(known) == 1:
        return f"Une seule intercommunalité a une valeur{NNBSP}: {short_value(measure, low)} ({first})."
    among = f"Entre ses {counted(len(known), 'intercommunalité')}"
    if _gap(measure, low, high) == 0:
        return f"{among}, aucun écart{NNBSP}: {short_value(measure, low)} partout."
    ends = f"de {short_value(measure, low)} ({first}) à {short_value(measure, high)} ({last})"
    apart = f"{difference(measure, low, high)} d’écart"
    return f"{among}, {ends}{NNBSP}: {apart}{_beside(measure, low, high, outer)}."


def _beside(measure: Measure, low: float, high: float, outer: tuple[Reading, Reading] | None) -> str:
    """Compare a gap inside with a gap outside."""
    here, other = (_value(reading) for reading in outer) if outer else (float("nan"), float("nan"))
    if outer is None or isnan(here) or isnan(other):
        return ""
    inside, outside = _gap(measure, low, high), _gap(measure, here, other)
    word = "autant que" if inside == outside else "plus que" if inside > outside else "moins que"
    return f", {word} l’écart avec {outer[1].place} ({difference(measure, here, other)})"


def _value(reading: Reading) -> float:
    return float("nan") if reading.value is None else float(reading.value)


def median_sentence(measure: Measure, here: Reading, other: Reading) -> str:
    """Say the value that half of the inhabitants do not exceed, here and elsewhere (medians of communes)."""
    head = f"{_head(measure)}{NNBSP}: "
    value, reference = _value(here), _value(other)
    if isnan(value):
        return f"{head}aucune valeur publiée {here.place}."
    at_most = f"{short_value(measure, value)} ou moins"
    half = f"{here.place}, au moins la moitié des habitants vivent dans une commune à {at_most}"
    if isnan(reference):
        return f"{head}{half}."
    if _gap(measure, value, reference) == 0:
        return f"{head}{half}, comme {other.place}."
    return f"{head}{half}{NNBSP}; {other.place}, à {short_value(measure, reference)} ou moins."


def beyond_sentence(measure: Measure, place: str, share: float, median: float, of: str) -> str:
    """Say which part of the inhabitants live in a commune above the median of another group.

    Parameters
    ----------
    measure, place
        What the values are; where, with its preposition.
    share
        Part of the inhabitants, in %.
    median, of
        The value, and whose median it is ("des métropoles").
    """
    if isnan(share) or isnan(median):
        return ""
    shown = float(displayed(share, 0))
    if shown in (0, ALL) and share not in (0, ALL):
        near = f"moins de {quantity(1, '%')}" if shown == 0 else f"plus de {quantity(99, '%')}"
        part = f"{near} des habitants vivent"
    elif shown in (0, ALL):
        part = "aucun habitant ne vit" if shown == 0 else "tous les habitants vivent"
    else:
        part = f"{quantity(share, '%')} des habitants vivent"
    limit = f"{short_value(measure, median)}, valeur médiane {of}"
    return f"{sentence_case(place)}, {part} dans une commune au-dessus de {limit}."


def course_sentence(measure: Measure, years: tuple[int, int], courses: Sequence[Course]) -> str:
    """Say how a measure moved between two years in some groups.

    A count is told by its change in %, a rate or an amount by both ends and their difference. Groups without
    both values are left out; the sentence is empty when none is left.
    """
    known = [course for course in courses if not isnan(course.start) and not isnan(course.end)]
    if not known:
        return ""
    told = f"{NNBSP}; ".join(_course(measure, course) for course in known)
    return f"{measure.title}, de {years[0]} à {years[1]}{NNBSP}: {told}."


def _course(measure: Measure, course: Course) -> str:
    if measure.kind == "count":
        if course.start == 0:
            return f"de 0 à {number(course.end)} {course.place}"
        return f"{signed(100 * (course.end - course.start) / course.start, '%', 1)} {course.place}"
    change = float(displayed(course.end, measure.decimals)) - float(displayed(course.start, measure.decimals))
    if float(displayed(change, measure.decimals)) == 0:
        return f"{short_value(measure, course.end)} aux deux dates {course.place}"
    start, end = (short_value(measure, value) for value in (course.start, course.end))
    sign = "+" if change > 0 else MINUS
    return f"de {start} à {end} {course.place} ({sign}{difference(measure, course.start, course.end)})"


def widening_sentence(measure: Measure, years: tuple[int, int], here: Course, other: Course) -> str:
    """Say how the gap of two places moved: rates and amounts only, "" when a value is missing."""
    values = (here.start, here.end, other.start, other.end)
    if measure.kind == "count" or any(isnan(value) for value in values):
        return ""
    before, after = _gap(measure, here.start, other.start), _gap(measure, here.end, other.end)
    between = f"L’écart entre {here.place} et {other.place}"
    if before == after:
        same = difference(measure, here.end, other.end)
        return f"{between} est le même en {years[0]} et en {years[1]}{NNBSP}: {same}."
    side = (here.start - other.start) * (here.end - other.end) < 0 and before > 0 and after > 0
    turned = ", et a changé de sens" if side else ""
    return (
        f"{between} est passé de {difference(measure, here.start, other.start)} en {years[0]} "
        f"à {difference(measure, here.end, other.end)} en {years[1]}{turned}."
    )


def fifths_sentence(measure: Measure, place: str, low: float, high: float) -> str:
    """Say between which values the middle of a perimeter stands: 20 % of its inhabitants on each side.

    Parameters
    ----------
    measure, place
        What the values are; where, with its preposition.
    low, high
        Values that 20 % and 80 % of the inhabitants do not exceed.
    """
    if isnan(low) or isnan(high):
        return ""
    head = f"{_head(measure)}, {place}{NNBSP}: "
    if _gap(measure, low, high) == 0:
        return (
            f"{head}au moins trois habitants sur cinq vivent dans une commune à {short_value(measure, low)}."
        )
    return (
        f"{head}environ un cinquième des habitants vivent dans une commune à {short_value(measure, low)} ou "
        f"moins, un autre dans une commune à plus de {short_value(measure, high)}{NNBSP}; "
        f"entre les deux seuils, {difference(measure, low, high)}."
    )


def _head(measure: Measure) -> str:
    return measure.title if measure.year is None else f"{measure.title} en {measure.year}"


def holding_sentence(claim: str, holding: int, total: int, missing: int = 0) -> str:
    """Say in how many variants a contrast holds.

    Parameters
    ----------
    claim
        The contrast, as a noun phrase with its article: "L’écart de taux de chômage entre …".
    holding, total
        Variants in which it has the same sign, and variants in which it can be worked out.
    missing
        Variants left out because a value is not published.
    """
    if total == 0:
        text = f"{claim} ne se calcule dans aucune variante."
    elif total == 1:
        text = f"{claim} {'tient' if holding else 'ne tient pas'} dans la seule variante calculable."
    elif holding == total:
        text = f"{claim} tient dans les {number(total)} variantes."
    elif holding == 0:
        text = f"{claim} ne tient dans aucune des {number(total)} variantes."
    else:
        text = f"{claim} tient dans {counted(holding, 'variante')} sur {number(total)}."
    if not missing:
        return text
    absent = counted(missing, "variante ne se calcule pas", "variantes ne se calculent pas")
    return f"{text} {absent} faute de données."
