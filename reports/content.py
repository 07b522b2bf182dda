"""What every document says in the same way: references, numbered sources, marks, contrasts, coverage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING, Final

from reports.portrait.course import ODBL
from viz.french import MONTHS, NBSP, NNBSP, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from reports.drawings import Drawings
    from reports.model import Amount, Beside, Course, KeyFigure, Portrait

CREDIT: Final = "Bassin minier, tableau de bord"
KINDS: Final = {"commune": "Portrait de commune", "territory": "Portrait de territoire"}
REFERENCES: Final = ("epci", "basin", "departement", "france", "peers", "twins")
"""Order of the columns, and which of them there may be."""
HUNDRED: Final = 100.0
MARKS: Final = {
    "approximate": ("≈", "moyenne pondérée des communes, qui approche la valeur de l’ensemble"),
    "estimated": ("‡", "valeur estimée par la source"),
    "fragile": ("*", "valeur fragile, qui repose sur très peu d’habitants ou de ventes"),
    "partial": ("†", "une partie des communes n’est pas publiée (voir « Couverture »)"),
}
"""Sign beside a value and what it means."""
SHORT_STATUS: Final = {
    "secret": ("secret", "secret statistique"),
    "not_available": ("n.d.", "non disponible"),
}
"""Why there is no value, for a narrow cell and in full."""
NUMBER: Final = re.compile(r"\D*\d(?:[\d\u202f,]*\d)?(?:[\u202f\u00a0][%€])?[†‡*]*")
INDEX_CONTEXTS: Final[tuple[str, ...]] = ("epci", "basin", "departement", "france")
MOST_CONTEXTS: Final = 3
MOST_TITLES: Final = 4
"""Figures that are named one by one beside their coverage."""


@dataclass(frozen=True)
class ContrastRow:
    """A figure and its indices, 100 being the reference; NaN when not known."""

    title: str
    year: str
    value: str
    indices: tuple[float, ...]
    sentence: str
    source: str


@dataclass(frozen=True)
class Contrast:
    """The subject beside three references, each at 100."""

    heads: tuple[str, ...]
    rows: tuple[ContrastRow, ...]
    note: str


def french_date(day: date) -> str:
    """Write a date: ``1er janvier 2025``."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def document_title(portrait: Portrait) -> str:
    """Return the title of every document about this subject."""
    return f"{portrait.subject.name} – {KINDS[portrait.subject.kind].lower()}"


def keywords(portrait: Portrait) -> tuple[str, ...]:
    """Return the words under which a document is filed."""
    themes = dict.fromkeys(figure.theme for figure in portrait.figures)
    return ("Bassin minier", "Nord–Pas-de-Calais", portrait.subject.name, *themes)


def references(portrait: Portrait) -> dict[str, str]:
    """Return the references beside which at least one figure stands: id to French name, in order."""
    names = {other.id: other.name for figure in portrait.figures for other in figure.beside}
    return {key: names[key] for key in (*REFERENCES, *sorted(names.keys() - set(REFERENCES))) if key in names}


def reference(figure: KeyFigure, key: str) -> Beside | None:
    """Return a reference of a figure, if it has it."""
    return next((other for other in figure.beside if other.id == key), None)


def standing_group(portrait: Portrait) -> str:
    """Return the group in which most figures are ranked, empty when none is."""
    found = [standing for figure in portrait.figures for standing in figure.standings]
    groups = [standing.group for standing in found if standing.id == "wide"] or [row.group for row in found]
    return max(dict.fromkeys(groups), key=groups.count) if groups else ""


def sources(portrait: Portrait, drawings: Drawings | None = None) -> tuple[str, ...]:
    """Return every source of a document, once, in the order in which it shows."""
    return tuple(dict.fromkeys(source for source in _used(portrait, drawings) if source))


def _used(portrait: Portrait, drawings: Drawings | None) -> Iterator[str]:
    yield from (figure.source for figure in portrait.figures)
    if drawings and drawings.map:
        yield drawings.map.source
    yield from (row.source for row in portrait.deviations)
    yield from portrait.course.sources
    yield from (item.source for item in portrait.nearby)
    yield from portrait.sources


def is_odbl(licence: str) -> bool:
    """Tell whether a table, or its licence, is under ODbL: such figures are marked apart."""
    return licence in ODBL or "odbl" in licence.lower()


def course_source(course: Course, licence: str) -> str:
    """Return the credits of the inhabitants of one point: those of its licence."""
    found = [source for source in course.sources if is_odbl(source) == is_odbl(licence)]
    return f"{NNBSP}; ".join(found or course.sources)


def numbers(known: tuple[str, ...], wanted: Iterable[str]) -> list[int]:
    """Return the numbers of some sources in the list of the document, from 1."""
    return sorted({known.index(source) + 1 for source in wanted if source in known})


def marked(amount: Amount) -> str:
    """Write an amount with the signs of what a reader must know of it."""
    return f"{_signs(amount, before=True)}{amount.text}{_signs(amount, before=False)}"


def _signs(amount: Amount, *, before: bool) -> str:
    if before:
        return f"{MARKS['approximate'][0]}{NNBSP}" if amount.known and amount.approximate else ""
    return "".join(MARKS[key][0] for key in _after(amount)) if amount.known else ""


def _after(amount: Amount) -> Iterator[str]:
    if amount.status == "estimated":
        yield "estimated"
    if amount.fragile:
        yield "fragile"
    if amount.coverage:
        yield "partial"


def short_amount(figure: KeyFigure, amount: Amount) -> str:
    """Write an amount for a narrow cell: the unit that the title says stays out, but for € and %."""
    if not amount.known:
        return SHORT_STATUS.get(amount.status, (amount.text, ""))[0]
    text = marked(amount)
    if figure.unit.startswith("%"):
        return text.replace(f"{NNBSP}% par an", f"{NNBSP}%")
    if figure.unit.startswith("€"):
        return text.replace(figure.unit, "€")
    first, gap, rest = figure.unit.partition(" ")
    number_, unit = parted(text)
    return number_ if unit in (figure.unit, f"{first.removesuffix('s')}{gap}{rest}") else text


def parted(text: str) -> tuple[str, str]:
    """Return an amount in two: the number with its % or its €, and the rest of its unit."""
    found = NUMBER.match(text)
    return (found[0], text[found.end() :].strip()) if found else (text, "")


def statuses_used(portrait: Portrait, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return why values are missing, of the subject and of the references ``keys``: short and full words."""
    wanted = set(keys)
    shown = [
        amount
        for figure in portrait.figures
        for amount in (figure.amount, *(o.amount for o in figure.beside if o.id in wanted))
    ]
    statuses = {amount.status for amount in shown if not amount.known}
    return tuple(words for key, words in SHORT_STATUS.items() if key in statuses)


def marks_used(portrait: Portrait) -> tuple[tuple[str, str], ...]:
    """Return the signs of the document with what they mean."""
    amounts = [amount for figure in portrait.figures for amount in amounts_of(figure) if amount.known]
    used = {key for amount in amounts for key in _after(amount)}
    used |= {"approximate"} if any(amount.approximate for amount in amounts) else set()
    return tuple(mark for key, mark in MARKS.items() if key in used)


def amounts_of(figure: KeyFigure) -> tuple[Amount, ...]:
    """Return the amount of the subject, then those beside it."""
    return (figure.amount, *(other.amount for other in figure.beside))


def coverages(portrait: Portrait) -> tuple[str, ...]:
    """Say on what each incomplete figure rests, place by place.

    ``Bassin minier : revenu médian (218 communes sur 250, 96,4 % de la population) ; …``
    """
    told: dict[str, dict[str, list[str]]] = {}
    for figure in portrait.figures:
        places = ((portrait.subject.name, figure.amount), *((o.name, o.amount) for o in figure.beside))
        for place, amount in places:
            if amount.coverage:
                told.setdefault(place, {}).setdefault(amount.coverage, []).append(_in_sentence(figure.short))
    return tuple(
        f"{place}{NNBSP}: "
        + f"{NNBSP}; ".join(f"{_listed(titles)} ({known})" for known, titles in parts.items())
        + "."
        for place, parts in told.items()
    )


def some_names(names: tuple[str, ...], longest: int) -> str:
    """Return the first names that fit in so many characters, each whole, and « … » if some are left out."""
    shown: list[str] = []
    for name in names:
        if shown and len(", ".join([*shown, name])) > longest:
            return f"{', '.join(shown)}…"
        shown.append(name)
    return ", ".join(shown)


def _in_sentence(title: str) -> str:
    """Return a title for the middle of a sentence; an acronym keeps its capitals."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _listed(titles: list[str]) -> str:
    shown = list(dict.fromkeys(titles))
    rest = len(shown) - MOST_TITLES
    return ", ".join(shown[:MOST_TITLES]) + (f" et {counted(rest, 'autre chiffre')}" if rest > 0 else "")


def contrast(portrait: Portrait) -> Contrast | None:
    """Return the contrasts of the subject: its three contexts, else its gaps to the references."""
    if portrait.deviations:
        rows = tuple(
            ContrastRow(row.title, row.year, marked(row.amount), row.deviations, row.sentence, row.source)
            for row in portrait.deviations
        )
        note = (
            f"Indice{NNBSP}: 100 est la valeur du contexte. 120 se lit « 20{NNBSP}% de plus ». "
            "Un indice compare deux taux, il ne juge pas."
        )
        return _without_twice(Contrast(portrait.deviations[0].contexts, rows, note))
    return _gaps(portrait)


def _without_twice(found: Contrast) -> Contrast:
    """Leave out a context that another one repeats: a whole territory may be its own surroundings."""
    heads = found.heads
    kept = [place for place, head in enumerate(heads) if head and head not in heads[:place]]
    rows = tuple(replace(row, indices=tuple(row.indices[place] for place in kept)) for row in found.rows)
    return Contrast(tuple(heads[place] for place in kept), rows, found.note)


def _gaps(portrait: Portrait) -> Contrast | None:
    """Return each rate and amount in % of its references, where all are above zero."""
    known = references(portrait)
    keys = [key for key in INDEX_CONTEXTS if key in known][-MOST_CONTEXTS:]
    rows = tuple(row for figure in portrait.figures if (row := _gap_row(figure, keys)))
    if not keys or not rows:
        return None
    note = f"Indice{NNBSP}: 100 est la valeur de la référence. 120 se lit « 20{NNBSP}% de plus »."
    return Contrast(tuple(known[key] for key in keys), rows, note)


def _gap_row(figure: KeyFigure, keys: list[str]) -> ContrastRow | None:
    if figure.kind == "count" or not figure.amount.known or figure.amount.value <= 0:
        return None
    indices = tuple(_index(figure.amount, reference(figure, key)) for key in keys)
    if all(isnan(index) for index in indices):
        return None
    return ContrastRow(figure.short, figure.year, marked(figure.amount), indices, "", figure.source)


def _index(amount: Amount, other: Beside | None) -> float:
    if other is None or not other.amount.known or other.amount.value <= 0:
        return float("nan")
    return HUNDRED * amount.value / other.amount.value
