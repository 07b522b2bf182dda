"""The key figures of a portrait: value, references, rank in stated groups, trend."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.classify import displayed
from geo.standing import standing
from reports.model import Amount, Beside, KeyFigure, Standing
from reports.portrait.choice import BASIN, chosen_figures
from reports.portrait.words import (
    amount,
    credit,
    gap,
    measure_of,
    of_commune,
    of_group,
    short_title,
)
from reports.tables import CHANGE, CHANGE_YEARS
from viz.french import counted, number, quantity

if TYPE_CHECKING:
    from geo.twins import Twins
    from reports.portrait.choice import Subject
    from reports.tables import Tables
    from viz.french import Measure

FEW: Final = 5
"""Communes below which a group of like communes has no figure and no rank."""
CHANGE_DEFINITION: Final = (
    "Croissance annuelle moyenne de la population municipale entre deux années de référence, en tenant "
    "compte des intérêts composés, sur les communes connues aux deux dates."
)


@dataclass(frozen=True)
class Likes:
    """Communes that resemble the subject: peers of size and kind, twins."""

    peers: pd.Index
    twins: pd.Index

    @classmethod
    def of(cls, peers: pd.Index, twins: Twins | None) -> Likes:
        """Return both groups, empty where there are none."""
        return cls(peers, peers[:0] if twins is None else pd.Index(twins.table.index))


def key_figures(tables: Tables, subject: Subject, likes: Likes) -> tuple[KeyFigure, ...]:
    """Return the figures of a subject in the order of themes."""
    return tuple(
        _figure(tables, subject, likes, name, year) for name, year in chosen_figures(tables, subject)
    )


def own_amount(tables: Tables, subject: Subject, indicator: str, year: int, measure: Measure) -> Amount:
    """Return the subject's own value."""
    if subject.commune:
        return of_commune(tables, indicator, year, subject.commune, measure)
    figure = tables.figure_of(indicator, year, subject.codes, subject.id)
    found = of_group(measure, figure)
    if not found.known and _all_secret(tables, subject, indicator, year):
        return Amount(found.value, "secret statistique", "secret", coverage=found.coverage)
    return found


def _all_secret(tables: Tables, subject: Subject, indicator: str, year: int) -> bool:
    if indicator == CHANGE:
        return False
    return bool(tables.of(indicator, year, subject.codes)["status"].eq("secret").all())


def _figure(tables: Tables, subject: Subject, likes: Likes, indicator: str, year: int) -> KeyFigure:
    shown = "–".join(map(str, CHANGE_YEARS)) if indicator == CHANGE else str(year)
    measure = measure_of(tables, indicator, shown)
    own = own_amount(tables, subject, indicator, year, measure)
    item = tables.indicators.get(indicator)
    return KeyFigure(
        id=indicator,
        title=measure.title,
        short=item.short if item else "Évolution annuelle",
        theme=tables.themes[item.theme if item else "population"],
        unit=measure.unit,
        decimals=measure.decimals,
        kind=measure.kind,
        year=shown,
        amount=own,
        beside=_beside(tables, subject, likes, indicator, year, measure, own),
        standings=() if own.fragile else _standings(tables, subject, likes, indicator, year, measure),
        trend=_trend(tables, subject, indicator, measure),
        source=credit(tables, indicator, year, local=subject.local),
        definition=item.definition if item else CHANGE_DEFINITION,
        caveat=item.caveat if item else "",
    )


# --- beside whom --------------------------------------------------------------------------------------------


def _beside(
    tables: Tables,
    subject: Subject,
    likes: Likes,
    indicator: str,
    year: int,
    measure: Measure,
    own: Amount,
) -> tuple[Beside, ...]:
    if measure.kind == "count":
        return ()
    rows = []
    for role, perimeter in subject.references:
        found = of_group(measure, tables.figure(indicator, year, perimeter))
        rows.append((role, short_title(tables, perimeter), found))
    rows += [
        (role, name, _of_likes(tables, indicator, year, codes, measure))
        for role, name, codes in (
            ("peers", "Communes comparables", likes.peers),
            ("twins", "Communes jumelles", likes.twins),
        )
        if len(codes)
    ]
    return tuple(
        Beside(role, name, found, gap(measure, own.value, found.value)) for role, name, found in rows
    )


def _of_likes(tables: Tables, indicator: str, year: int, codes: pd.Index, measure: Measure) -> Amount:
    """Return the figure of like communes; where the year is known for two départements only, of those."""
    known = codes[tables.values(indicator, year).loc[codes].notna()]
    if len(known) < FEW:
        return amount(measure, float("nan"))
    found = of_group(measure, tables.figure_of(indicator, year, known))
    if len(known) == len(codes):
        return found
    words = f"{counted(len(known), 'commune')} sur {number(len(codes))}"
    return Amount(found.value, found.text, found.status, approximate=found.approximate, coverage=words)


# --- ranks --------------------------------------------------------------------------------------------------


def _standings(
    tables: Tables, subject: Subject, likes: Likes, indicator: str, year: int, measure: Measure
) -> tuple[Standing, ...]:
    if subject.commune is None:
        return ()
    found = [
        _standing(tables.values(indicator, year).loc[codes], subject.commune, measure, (role, name))
        for role, name, codes in _groups(tables, subject, likes)
    ]
    return tuple(place for place in found if place is not None)


def _groups(tables: Tables, subject: Subject, likes: Likes) -> list[tuple[str, str, pd.Index]]:
    """Return the groups that a commune is ranked in: basin or département, EPCI, communes like it."""
    here = dict(subject.references)
    inside = "basin" in here and subject.commune in tables.members(BASIN)
    wide = here["basin"] if inside else here.get("departement", "france")
    groups = [("wide", short_title(tables, wide), tables.members(wide))]
    if "epci" in here:
        groups.append(("epci", short_title(tables, here["epci"]), tables.members(here["epci"])))
    if len(likes.peers):
        alike = likes.peers.append(pd.Index([subject.commune]))
        groups.append(("peers", "communes comparables", alike))
    return groups


def _standing(values: pd.Series, commune: str, measure: Measure, group: tuple[str, str]) -> Standing | None:
    shown = pd.Series(displayed(values, measure.decimals), index=values.index)
    place, (role, name) = standing(shown, commune), group
    if place is None or place.n < FEW:
        return None
    words = _rank_words(place.rank, place.n, place.lower_pct)
    size = f"{name} ({counted(place.total, 'commune')})"
    return Standing(size, place.rank, place.n, place.total, place.lower_pct, words, role)


def _rank_words(rank: int, n: int, lower: float) -> str:
    """Say a rank without praise or blame: from the highest value."""
    nth = f"{rank}{'re' if rank == 1 else 'e'}"
    share = quantity(float(np.floor(lower)), "%")
    order = f"{nth} valeur sur {number(n)}, de la plus haute à la plus basse"
    return f"{order} ; plus haute que dans {share} des autres"


# --- trend --------------------------------------------------------------------------------------------------


def _trend(
    tables: Tables, subject: Subject, indicator: str, measure: Measure
) -> tuple[tuple[int, float], ...]:
    if indicator == CHANGE:
        return ()
    points = []
    for year in tables.years(indicator, local=subject.local):
        value = own_amount(tables, subject, indicator, year, measure).value
        if not isnan(value):
            points.append((year, value))
    return tuple(points) if len(points) > 1 else ()
