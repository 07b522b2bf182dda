"""Three contexts of a rate: the whole, the territory around, the communes that touch the subject."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from geo.aggregate import aggregate_rate
from geo.classify import displayed
from geo.neighbours import contiguity
from reports.model import Deviation
from reports.portrait.figures import own_amount
from reports.portrait.words import credit, measure_of, short_title
from viz.french import counted, number

if TYPE_CHECKING:
    from reports.portrait.choice import Subject
    from reports.tables import Tables

RATES: Final = (
    "unemployment_rate_pct",
    "jobs_per_100_employed_residents",
    "vacant_housing_share_pct",
    "age_65_plus_share_pct",
)
"""Rates whose counts are known: a context is never a mean of rates."""
LEVEL: Final = 100.0
EVEN: Final = 0.5
"""Deviations that round to 100 are said to be level."""


def deviations(tables: Tables, subject: Subject) -> tuple[Deviation, ...]:
    """Return the deviations of a subject, those of which no count is known left out."""
    contexts = _contexts(tables, subject)
    found = [_deviation(tables, subject, name, contexts) for name in RATES]
    return tuple(row for row in found if row is not None)


def _contexts(tables: Tables, subject: Subject) -> list[tuple[str, pd.Index]]:
    """Return names and communes: general, territorial, neighbours (see `geo.contrasts`)."""
    near = dict(subject.references)
    wide = "nord_pas_de_calais" if subject.local else "france"
    inner = near.get("epci") if subject.commune else near.get("departement")
    around = neighbours(tables, subject.codes)
    touching = counted(len(around), "commune voisine", "communes voisines")
    territorial = (
        ("", subject.codes[:0]) if inner is None else (short_title(tables, inner), tables.members(inner))
    )
    return [(short_title(tables, wide), tables.members(wide)), territorial, (touching, around)]


def neighbours(tables: Tables, codes: pd.Index) -> pd.Index:
    """Return the communes that share a stretch of border with the subject, itself left out."""
    shapes = _around(tables, codes)
    west, south, east, north = shapes.loc[codes].total_bounds
    close = shapes.cx[west:east, south:north]
    pairs = contiguity(close)
    touching = pairs.loc[pairs["focal"].isin(codes), "neighbour"]
    return pd.Index(sorted(set(touching) - set(codes)))


def _around(tables: Tables, codes: pd.Index) -> gpd.GeoSeries:
    """Return the outlines of the départements of the subject and of those that touch them."""
    own = sorted(tables.communes.loc[codes, "code_departement"].unique())
    borders = tables.departement_outlines
    here = borders.loc[own].union_all()
    touched = borders.index[borders.intersects(here)]
    return gpd.GeoSeries(pd.concat([tables.outlines(code) for code in touched]), crs=borders.crs)


def _deviation(
    tables: Tables, subject: Subject, indicator: str, contexts: list[tuple[str, pd.Index]]
) -> Deviation | None:
    item = tables.indicators[indicator]
    known = tables.years(indicator, local=subject.local)
    years = [year for year in known if year in item.ratio_years and tables.counts(item, year)]
    if not years:
        return None
    year, measure = years[-1], measure_of(tables, indicator, str(years[-1]))
    own = own_amount(tables, subject, indicator, year, measure)
    ratios = tuple(_ratio(tables, indicator, year, subject.codes, codes) for _, codes in contexts)
    names = tuple(name for name, _ in contexts)
    if not own.known or all(isnan(ratio) for ratio in ratios):
        return None
    return Deviation(
        title=measure.title,
        year=str(year),
        amount=own,
        contexts=(names[0], names[1], names[2]),
        deviations=(ratios[0], ratios[1], ratios[2]),
        sentence=_sentence(names, ratios),
        source=credit(tables, indicator, year, local=subject.local),
    )


def _ratio(tables: Tables, indicator: str, year: int, own: pd.Index, context: pd.Index) -> float:
    """Return ``100 * rate / rate of the context``."""
    counts = tables.counts(tables.indicators[indicator], year)
    if counts is None or context.empty:
        return float("nan")
    above, below = counts
    rate, reference = (aggregate_rate(above.loc[codes], below.loc[codes]) for codes in (own, context))
    return LEVEL * rate / reference if reference > 0 else float("nan")


def _side(ratio: float) -> str:
    if abs(ratio - LEVEL) < EVEN:
        return "au niveau de"
    return "au-dessus de" if ratio > LEVEL else "au-dessous de"


def _sentence(names: tuple[str, ...], ratios: tuple[float, ...]) -> str:
    """Say where the subject is above, level or below, contexts of the same side together."""
    sides: dict[str, list[str]] = {}
    for name, ratio in zip(names, ratios, strict=True):
        if isnan(ratio):
            continue
        side = _side(ratio)
        sides.setdefault(side, []).append(f"{name} ({number(float(displayed(ratio, 0)))})")
    told = {side: ", ".join(dict.fromkeys(places)) for side, places in sides.items()}
    return " ; ".join(f"{side} : {places}" for side, places in told.items())
