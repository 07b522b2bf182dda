"""What a portrait does not say, and why: secret, not published, or unknown for these communes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.model import KeyFigure, Missing
from reports.portrait.words import fragile_words
from viz.french import NNBSP, counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.portrait.choice import Subject
    from reports.tables import Tables

WITHHELD: Final = (
    "secret statistique : trop peu de ménages ou de personnes pour que l’Insee publie ce chiffre sans "
    "risquer de faire reconnaître quelqu’un"
)
NOT_PUBLISHED: Final = "non disponible : le producteur ne le publie pas pour cette commune"
TOO_LITTLE: Final = "non calculé : des valeurs sont publiées pour trop peu de ces communes"
FRAGILE: Final = "fragile : {why}, à lire avec prudence"


def missing(tables: Tables, subject: Subject, figures: Iterable[KeyFigure]) -> tuple[Missing, ...]:
    """Return the key figures that are not given or do not stand alone, then the other indicators by theme."""
    shown, own = tuple(figures), dict[str, list[KeyFigure]]()
    for figure in shown:
        reason = _told(tables, subject, figure)
        if reason:
            own.setdefault(reason, []).append(figure)
    return (
        *(_together(found, reason) for reason, found in own.items()),
        *_others(tables, subject, {figure.id for figure in shown}),
    )


def _told(tables: Tables, subject: Subject, figure: KeyFigure) -> str:
    """Return what a reader must be told of a figure, nothing when it stands alone."""
    if not figure.amount.known:
        return _reason(figure.amount.status, subject)
    if figure.amount.fragile:
        why = fragile_words(tables.indicators[figure.id])
        return FRAGILE.format(why=why).replace(" : ", f"{NNBSP}: ")
    return ""


def _together(figures: list[KeyFigure], reason: str) -> Missing:
    """Return one line for the figures of which the same is to be told."""
    if len(figures) == 1:
        return Missing(figures[0].title, figures[0].year, reason)
    return Missing(", ".join(f"{figure.short} ({figure.year})" for figure in figures), "", reason)


def _reason(status: str, subject: Subject) -> str:
    if status == "secret":
        return WITHHELD.replace(" : ", f"{NNBSP}: ")
    return (NOT_PUBLISHED if subject.commune else TOO_LITTLE).replace(" : ", f"{NNBSP}: ")


def _others(tables: Tables, subject: Subject, shown: set[str]) -> list[Missing]:
    """Return the other indicators of which no commune of the subject has a value, by theme and reason."""
    local = subject.local
    found: dict[tuple[str, str], list[str]] = {}
    for name, item in tables.indicators.items():
        years = tables.years(name, local=local)
        if name in shown or not years:
            continue
        rows = tables.of(name, years[-1], subject.codes)
        if rows["value"].notna().any():
            continue
        status = "secret" if rows["status"].eq("secret").all() else "not_available"
        found.setdefault((item.theme, status), []).append(f"{_lower(item.short)} ({years[-1]})")
    return [
        Missing(
            f"{tables.themes[theme]}{NNBSP}: {counted(len(names), 'autre indicateur', 'autres indicateurs')}",
            "",
            f"{_reason(status, subject)}{NNBSP}: {', '.join(names)}",
        )
        for (theme, status), names in found.items()
    ]


def _lower(text: str) -> str:
    """Return a title for the middle of a line; an acronym keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
