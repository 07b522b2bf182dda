"""The parts of the editable document, in the order of the reader."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from reports import content
from reports.sheet.population import change, trajectory_in_words
from viz.french import NNBSP, number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reports.docx.writing import Page
    from reports.drawings import Drawings, MapDrawing
    from reports.model import KeyFigure, Portrait

REFERENCES: Final = ("epci", "basin", "departement", "france", "peers")
NO_RANK: Final = "–"


def write(
    page: Page, portrait: Portrait, drawings: Drawings, drawn: Mapping[str, bytes], made_on: date
) -> None:
    """Write a whole briefing."""
    _head(page, portrait, made_on)
    if drawings.map:
        _map(page, drawings.map, drawn["map"])
    _figures(page, portrait)
    _contrasts(page, portrait, drawn)
    _course(page, portrait, drawn)
    _nearby(page, portrait)
    _twins(page, portrait)
    _sentences(page, portrait)
    _missing(page, portrait)
    _scope(page, portrait)
    _definitions(page, portrait)
    _sources(page)


def _head(page: Page, portrait: Portrait, made_on: date) -> None:
    subject = portrait.subject
    page.say(subject.name, "Title")
    page.say(f"{content.KINDS[subject.kind]}, établi le {content.french_date(made_on)}", "Subtitle")
    page.say(portrait.headline, "Accroche")
    page.say(f"{' · '.join(subject.facts)}")
    if subject.memberships:
        page.say(f"Fait partie de{NNBSP}: {', '.join(subject.memberships)}.")
    for note in subject.notes:
        page.say(f"À savoir. {note}")
    first = subject.definition.split(". ")[0].rstrip(".")
    page.footer(f"{content.CREDIT}. {first}. Sources en fin de document")


def _map(page: Page, drawing: MapDrawing, png: bytes) -> None:
    from reports.docx.writing import shade  # noqa: PLC0415

    page.heading("Carte")
    page.picture(png, 150, drawing.alt, f"{drawing.title}, {drawing.subtitle}", [drawing.source])
    rows = [("" if row.colour else "hachures", row.label, row.count) for row in drawing.rows]
    table = page.table(("Couleur", drawing.title, "Communes"), rows, (18, 90, 24), left=2)
    for line, row in zip(table.rows[1:], drawing.rows, strict=True):
        if row.colour:
            shade(line.cells[0], row.colour)


def _figures(page: Page, portrait: Portrait) -> None:
    """Write the table of key figures, one row each, and the signs that it uses."""
    page.heading("Chiffres clés")
    known = {key: name for key, name in content.references(portrait).items() if key in REFERENCES}
    group = content.standing_group(portrait)
    own = "Dans la commune" if portrait.subject.kind == "commune" else "Dans le territoire"
    ranks = [f"Rang{NNBSP}: {group}"] if group else []
    heads = ["Chiffre", "Année", own, *known.values(), *ranks, "Source"]
    rows = [_figure_row(page, figure, list(known), group) for figure in portrait.figures]
    part = (174 - 38 - 15 - 19 - (19 if group else 0) - 11) / max(len(known), 1)
    widths = [38, 15, 19, *[part] * len(known), *([19] if group else []), 11]
    page.table(heads, rows, widths)
    for sign, meaning in (*content.marks_used(portrait), *content.statuses_used(portrait, REFERENCES)):
        page.say(f"{sign}{NNBSP}: {meaning}.", "Note de la fiche")
    if portrait.peers:
        page.say(f"Communes de même taille et de même type{NNBSP}: {portrait.peers}", "Note de la fiche")


def _figure_row(page: Page, figure: KeyFigure, keys: list[str], group: str) -> list[str]:
    beside = [content.reference(figure, key) for key in keys]
    standing = next((found for found in figure.standings if found.group == group), None)
    rank = f"{number(standing.rank)}e sur {number(standing.of)}" if standing else NO_RANK
    coverage = f" – {figure.amount.coverage}" if figure.amount.coverage else ""
    return [
        f"{figure.title}{coverage}",
        figure.year,
        content.short_amount(figure, figure.amount),
        *(content.short_amount(figure, other.amount) if other else "" for other in beside),
        *([rank.replace("1e sur", "1re sur") if rank.startswith("1e ") else rank] if group else []),
        page.numbered([figure.source]),
    ]


def _contrasts(page: Page, portrait: Portrait, drawn: Mapping[str, bytes]) -> None:
    found = content.contrast(portrait)
    if found is None:
        return
    page.heading("Contrastes")
    words = (
        f"Indices de {portrait.subject.name}, 100 étant la valeur du contexte. Le tableau qui suit les donne."
    )
    page.picture(drawn["contrast"], 150, words, found.note)
    rows = [
        [
            row.title,
            row.year,
            row.value,
            *(_index(index) for index in row.indices),
            page.numbered([row.source]),
        ]
        for row in found.rows
    ]
    part = (174 - 50 - 16 - 24 - 14) / len(found.heads)
    page.table(
        ["Chiffre", "Année", "Valeur", *found.heads, "Source"],
        rows,
        [50, 16, 24, *[part] * len(found.heads), 14],
    )
    for row in found.rows:
        if row.sentence:
            page.bullet(f"{row.title}{NNBSP}: ", row.sentence)


def _index(index: float) -> str:
    return "n.d." if isnan(index) else number(index)


def _course(page: Page, portrait: Portrait, drawn: Mapping[str, bytes]) -> None:
    course = portrait.course
    page.heading("Population")
    page.say(course.sentence, refs=course.sources)
    if "course" in drawn:
        first, last = course.points[0][0], course.points[-1][0]
        odbl = any(content.is_odbl(licence) for _, _, licence in course.points)
        light = f" Cercles clairs{NNBSP}: données sous licence ODbL." if odbl else ""
        caption = f"Nombre d’habitants, {first}–{last}.{light}"
        page.picture(drawn["course"], 165, trajectory_in_words(course), caption, course.sources)
    if course.periods:
        rows = [
            [f"{row.start}–{row.end}", *(change(value) for value in (row.change, row.natural, row.migratory))]
            for row in course.periods
        ]
        heads = ("Période", "Variation d’habitants", "Naissances moins décès", "Arrivées moins départs")
        page.table(heads, rows, (30, 45, 45, 45))
    for note in course.notes:
        page.say(note, "Note de la fiche")


def _nearby(page: Page, portrait: Portrait) -> None:
    if not portrait.nearby:
        return
    page.heading("Patrimoine et initiatives")
    for item in portrait.nearby:
        page.heading(item.title, 2)
        page.say(item.text, refs=[item.source])
        if item.names:
            page.say(f"Par exemple{NNBSP}: {', '.join(item.names)}.", "Note de la fiche")


def _twins(page: Page, portrait: Portrait) -> None:
    if not portrait.twins:
        return
    page.heading("Communes qui lui ressemblent")
    rows = [[twin.name, twin.departement, twin.differs] for twin in portrait.twins]
    page.table(("Commune", "Département", "Ce qui les distingue le plus"), rows, (44, 44, 86), left=3)
    page.say(portrait.twins_note, "Note de la fiche")


def _sentences(page: Page, portrait: Portrait) -> None:
    page.heading("Phrases à reprendre telles quelles")
    for words in portrait.sentences:
        page.say(words, "List Number")


def _missing(page: Page, portrait: Portrait) -> None:
    page.heading("Ce qui manque, et pourquoi")
    if not portrait.missing:
        page.say("Toutes les valeurs de cette fiche sont publiées.")
    for item in portrait.missing:
        year = f" ({item.year})" if item.year else ""
        page.bullet(item.title, f"{year}{NNBSP}: {item.reason}")


def _scope(page: Page, portrait: Portrait) -> None:
    page.heading("Périmètre et couverture")
    page.say(portrait.subject.definition)
    for line in content.coverages(portrait):
        page.say(line, "List Bullet")


def _definitions(page: Page, portrait: Portrait) -> None:
    page.heading("Définitions")
    for figure in portrait.figures:
        caveat = f" Précaution{NNBSP}: {figure.caveat}" if figure.caveat else ""
        page.bullet(f"{figure.title}{NNBSP}: ", f"{figure.definition}{caveat}", [figure.source])


def _sources(page: Page) -> None:
    page.heading("Sources")
    for n, source in enumerate(page.sources, start=1):
        page.say(f"[{n}] {source}", "Note de la fiche")
