"""A briefing as a workbook: every figure of every place, with its unit, status, coverage and source.

Numbers are numbers, a missing one is an empty cell with its reason beside it; every text is written as text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from reports import content
from reports.glyphs import plain
from viz.french import status_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from reports.drawings import Drawings
    from reports.model import Amount, KeyFigure, Portrait

Value = str | int | float | None
Row = tuple[Value, ...]

MOST_CELL: Final = 32_000
WIDEST: Final = 60
ROLES: Final = {
    "epci": "Intercommunalité",
    "basin": "Bassin minier",
    "departement": "Département",
    "france": "France",
    "peers": "Communes de même taille et de même type",
    "twins": "Communes qui lui ressemblent",
}
FIGURE_HEADS: Final = (
    *("Thème", "Chiffre", "Unité", "Rôle du lieu", "Lieu", "Année", "Valeur", "Statut", "Approximation"),
    *("Fragile", "Couverture", "Écart du sujet à ce lieu", "Source"),
)
COURSE_HEADS: Final = ("Mesure", "Unité", "Début", "Année", "Valeur", "Source")
STANDING_HEADS: Final = (
    *("Chiffre", "Année", "Groupe", "Rang (1 : la plus élevée)", "Communes classées", "Communes du groupe"),
    *("Part des communes dont la valeur est plus basse (%)", "En clair", "Source"),
)
CONTRAST_HEADS: Final = (
    "Chiffre",
    "Année",
    "Valeur",
    "Contexte",
    "Indice (contexte = 100)",
    "En clair",
    "Source",
)
PLACE_HEADS: Final = ("Thème", "Dans le périmètre", "À proximité", "Rayon (km)", "Noms", "En clair", "Source")
WORD_HEADS: Final = ("Rubrique", "Intitulé", "Texte")


@dataclass(frozen=True)
class Sheet:
    """A sheet: name, heads, rows; the widths follow what is written."""

    name: str
    heads: tuple[str, ...]
    rows: list[Row]
    decimals: tuple[int, ...] = ()


def xlsx(portrait: Portrait, made_on: date, drawings: Drawings | None = None) -> bytes:
    """Return a briefing as a workbook.

    Parameters
    ----------
    portrait
        What is said.
    made_on
        Date of the document.
    drawings
        Their sources are credited too.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(_properties(portrait, made_on))
        for sheet in _sheets(portrait, made_on, drawings):
            _write(book, sheet)
    return buffer.getvalue()


def _properties(portrait: Portrait, made_on: date) -> dict[str, Any]:
    return {
        "title": plain(content.document_title(portrait)),
        "subject": plain(portrait.headline),
        "author": content.CREDIT,
        "keywords": plain(", ".join(content.keywords(portrait))),
        "created": datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
    }


def _sheets(portrait: Portrait, made_on: date, drawings: Drawings | None) -> Iterator[Sheet]:
    figures = list(_figure_rows(portrait))
    yield Sheet("Chiffres", FIGURE_HEADS, [row for row, _ in figures], tuple(places for _, places in figures))
    yield Sheet("Rangs", STANDING_HEADS, list(_standing_rows(portrait)))
    yield Sheet("Contrastes", CONTRAST_HEADS, list(_contrast_rows(portrait)))
    trends = list(_course_rows(portrait))
    yield Sheet(
        "Trajectoire", COURSE_HEADS, [row for row, _ in trends], tuple(places for _, places in trends)
    )
    yield Sheet("Patrimoine et initiatives", PLACE_HEADS, list(_place_rows(portrait)))
    yield Sheet("Définitions et sources", WORD_HEADS, list(_word_rows(portrait, made_on, drawings)))


# --- rows ---------------------------------------------------------------------------------------------------


def _figure_rows(portrait: Portrait) -> Iterator[tuple[Row, int]]:
    """Give one row for each figure and place, with the decimals of its value."""
    for figure in portrait.figures:
        own = ("Sujet de la fiche", portrait.subject.name, figure.amount, "")
        others = ((ROLES.get(o.id, o.id), o.name, o.amount, o.gap) for o in figure.beside)
        for role, place, amount, gap in (own, *others):
            yield _figure_row(figure, role, place, amount, gap), figure.decimals


def _figure_row(figure: KeyFigure, role: str, place: str, amount: Amount, gap: str) -> Row:
    return (
        figure.theme,
        figure.title,
        figure.unit,
        role,
        place,
        _year(figure.year),
        amount.value if amount.known else None,
        status_label(amount.status),
        "oui" if amount.approximate else "non",
        "oui" if amount.fragile else "non",
        amount.coverage,
        gap,
        figure.source,
    )


def _year(text: str) -> Value:
    return int(text) if text.isdigit() else text


def _standing_rows(portrait: Portrait) -> Iterator[Row]:
    for figure in portrait.figures:
        for found in figure.standings:
            part = None if isnan(found.lower_pct) else round(found.lower_pct, 1)
            rank = (found.rank, found.of, found.total, part)
            yield (figure.title, _year(figure.year), found.group, *rank, found.text, figure.source)


def _contrast_rows(portrait: Portrait) -> Iterator[Row]:
    for row in portrait.deviations:
        value = row.amount.value if row.amount.known else None
        for context, index in zip(row.contexts, row.deviations, strict=True):
            shown = None if isnan(index) else round(index, 1)
            yield row.title, _year(row.year), value, context, shown, row.sentence, row.source


def _course_rows(portrait: Portrait) -> Iterator[tuple[Row, int]]:
    """Give inhabitants, balances, then the trend of each figure."""
    course = portrait.course
    for year, people, licence in course.points:
        yield ("Habitants", "habitants", None, year, people, content.course_source(course, licence)), 0
    for period in course.periods:
        balances = (
            ("Variation de la population", period.change),
            ("Naissances moins décès", period.natural),
            ("Arrivées moins départs", period.migratory),
        )
        credit = content.course_source(course, "")
        for name, value in balances:
            known = None if isnan(value) else value
            yield (name, "habitants", period.start, period.end, known, credit), 0
    for figure in portrait.figures:
        for year, value in figure.trend:
            yield (figure.title, figure.unit, None, year, value, figure.source), figure.decimals


def _place_rows(portrait: Portrait) -> Iterator[Row]:
    for item in portrait.nearby:
        counts = (item.inside, item.near, item.radius_km)
        yield (item.title, *counts, ", ".join(item.names), item.text, item.source)


def _word_rows(portrait: Portrait, made_on: date, drawings: Drawings | None) -> Iterator[Row]:
    """Give all that is not a number: who, what is missing, definitions, sentences, sources."""
    subject = portrait.subject
    yield (
        "Document",
        content.document_title(portrait),
        f"Établi le {content.french_date(made_on)}. {content.CREDIT}.",
    )
    yield "Périmètre", subject.name, subject.definition
    yield from (("Repères", subject.name, fact) for fact in (*subject.facts, *subject.memberships))
    yield from (("À savoir", subject.name, note) for note in subject.notes)
    yield "En bref", subject.name, portrait.headline
    yield from (("Phrase à reprendre", subject.name, words) for words in portrait.sentences)
    yield from (("Non publié", f"{item.title} ({item.year})", item.reason) for item in portrait.missing)
    yield from (("Définition", figure.title, figure.definition) for figure in portrait.figures)
    yield from (("Précaution", figure.title, figure.caveat) for figure in portrait.figures if figure.caveat)
    yield from (
        ("Population", "Lecture", words) for words in (portrait.course.sentence, *portrait.course.notes)
    )
    if portrait.peers:
        yield "Groupe", "Communes de même taille et de même type", portrait.peers
    for twin in portrait.twins:
        yield "Commune qui lui ressemble", f"{twin.name} ({twin.code}, {twin.departement})", twin.differs
    if portrait.twins_note:
        yield "Commune qui lui ressemble", "Méthode", portrait.twins_note
    yield from (("Signe", sign, meaning) for sign, meaning in content.marks_used(portrait))
    yield from (
        ("Source", str(n), text) for n, text in enumerate(content.sources(portrait, drawings), start=1)
    )


# --- cells --------------------------------------------------------------------------------------------------


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    """Write a sheet: bold heads that stay in view, filters, numbers with their decimals."""
    page = book.add_worksheet(sheet.name)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#f6f3ec"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top"})
    numbers = {
        n: book.add_format({"num_format": _pattern(n), "valign": "top"}) for n in {*sheet.decimals, 0, 1}
    }
    year = book.add_format({"num_format": "0", "valign": "top"})
    for column, name in enumerate(sheet.heads):
        page.write_string(0, column, name, head)
        page.set_column(column, column, _width(name, (row[column] for row in sheet.rows)))
    for line, row in enumerate(sheet.rows, start=1):
        shown = sheet.decimals[line - 1] if sheet.decimals else None
        for column, value in enumerate(row):
            is_year = sheet.heads[column] in ("Année", "Début")
            if isinstance(value, str):
                page.write_string(line, column, plain(value)[:MOST_CELL], text)
            elif value is not None:
                style = year if is_year else numbers[_decimals(value, shown)]
                page.write_number(line, column, value, style)
    page.freeze_panes(1, 2 if len(sheet.heads) > len(WORD_HEADS) else 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _decimals(value: float, shown: int | None) -> int:
    if shown is not None:
        return shown
    return 0 if float(value).is_integer() else 1


def _pattern(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _width(name: str, values: Iterable[Value]) -> float:
    """Return a width in characters that shows most cells whole; longer ones wrap."""
    longest = max((len(value) if isinstance(value, str) else 10 for value in values), default=10)
    return min(WIDEST, max(longest + 2, min(len(name), 18) + 3))
