"""The portrait of a commune or a territory: all figures, words and sources of its page and documents."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

import pandas as pd

from loaders.french import typeset
from reports.model import Portrait, Twin
from reports.portrait.choice import peers_of, peers_words, subject_of, twins_of
from reports.portrait.course import course
from reports.portrait.deviations import deviations
from reports.portrait.figures import Likes, key_figures
from reports.portrait.missing import missing
from reports.portrait.nearby import nearby
from reports.portrait.sentences import sentences
from reports.portrait.subject import described
from reports.portrait.words import measure_of
from viz.french import NNBSP, number

if TYPE_CHECKING:
    from geo.twins import Twins
    from reports.tables import Tables

__all__ = ["portrait_of"]

T = TypeVar("T")

TWINS_NOTE: Final = (
    "Communes les plus proches parmi les communes comparables, sur {n} indicateurs à parts égales ; une "
    "distance de 0,5 est un demi-écart-type d’écart en moyenne. Se ressembler n’est pas suivre le même "
    "chemin."
)
NO_TWINS: Final = (
    "Trop peu de communes comparables ont tous leurs chiffres publiés pour chercher des jumelles."
)


def portrait_of(tables: Tables, perimeter: str, name: str = "") -> Portrait:
    """Return the portrait of a perimeter.

    Parameters
    ----------
    tables
        Shared between portraits: what one has read serves the next.
    perimeter
        Id of a perimeter (`geo.perimeters.members`), ``commune_62498`` for a commune.
    name
        French name of a hand-made group.

    Raises
    ------
    ValueError
        No such perimeter.
    """
    subject = subject_of(tables, perimeter, name)
    commune = subject.commune
    alike = peers_of(tables, commune) if commune else None
    twins = twins_of(tables, commune, alike) if commune and alike else None
    none = pd.Index([], dtype=subject.codes.dtype)
    figures = key_figures(tables, subject, Likes.of(alike.codes if alike else none, twins))
    population = course(tables, subject)
    found = deviations(tables, subject)
    around = nearby(tables, subject)
    made = Portrait(
        subject=described(tables, subject),
        headline=population.sentence,
        figures=figures,
        missing=missing(tables, subject, figures),
        deviations=found,
        course=population,
        peers=peers_words(alike) if alike else "",
        twins=_twins(tables, twins) if twins else (),
        twins_note=_twins_note(twins) if commune else "",
        nearby=around,
        sentences=sentences(tables, subject, figures, population, around),
        sources=tuple(
            dict.fromkeys(
                [
                    *(row.source for row in figures),
                    *(row.source for row in found),
                    *population.sources,
                    *(row.source for row in around),
                ]
            )
        ),
    )
    return _typeset(made)


def _typeset(value: T) -> T:
    """Return a value in which every text has French spaces."""
    if isinstance(value, str):
        return cast("T", typeset(value))
    if isinstance(value, tuple):
        return cast("T", tuple(_typeset(part) for part in value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {item.name: _typeset(getattr(value, item.name)) for item in fields(value)}
        return cast("T", replace(value, **parts))
    return value


def _twins(tables: Tables, found: Twins) -> tuple[Twin, ...]:
    places = tables.communes.loc[found.table.index]
    where = places["departement_name"] + " (" + places["code_departement"] + ")"
    columns = (
        places["name"],
        where,
        found.table["distance"],
        found.table["differs_most"],
        found.table["gap"],
    )
    return tuple(
        Twin(str(code), name, departement, float(distance), _differs(tables, indicator, float(gap)))
        for code, name, departement, distance, indicator, gap in zip(places.index, *columns, strict=True)
    )


def _differs(tables: Tables, indicator: str, gap: float) -> str:
    """Say what sets a twin apart most."""
    title = measure_of(tables, indicator, "").title.partition(" (")[0]
    side = "plus élevé" if gap > 0 else "plus bas"
    size = f"{side} ({number(abs(gap), 1)} écart-type)"
    return f"écart le plus grand{NNBSP}: {title[:1].lower()}{title[1:]}, {size}"


def _twins_note(found: Twins | None) -> str:
    return NO_TWINS if found is None else TWINS_NOTE.format(n=len(found.indicators))
