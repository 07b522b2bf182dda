"""Which figures a portrait shows, of which year, and beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.classify import displayed
from geo.peers import Peers, peers
from geo.twins import Twins, statistical_twins
from reports.tables import CHANGE, CHANGE_YEARS, LATEST
from viz.french import counted, number

if TYPE_CHECKING:
    from reports.tables import Tables

FIGURES: Final = (
    ("population", CHANGE, "age_65_plus_share_pct"),
    ("median_income_eur", "poverty_rate_pct"),
    ("unemployment_rate_pct", "jobs_per_100_employed_residents"),
    ("no_baccalaureate_share_pct", "net_hourly_wage_eur"),
    ("single_parent_households_share_pct", "taxed_households_share_pct"),
    ("vacant_housing_share_pct", "owner_occupiers_share_pct"),
    ("house_price_mean_eur_m2",),
)
"""By theme. Where the first of a pair of `PAIRS` is unknown, the second stands for it."""
PAIRS: Final = frozenset({3, 4})
BASIN: Final = "mbm_250"
TWINS: Final = 5
TWIN_YEARS: Final = {
    "age_under_20_share_pct": 2021,
    "age_65_plus_share_pct": 2021,
    "median_income_eur": 2021,
    "unemployment_rate_pct": 2018,
    "jobs_per_100_employed_residents": 2018,
    "vacant_housing_share_pct": 2021,
    "owner_occupiers_share_pct": 2018,
    CHANGE: CHANGE_YEARS[1],
}
"""What twins are compared on, all known for all of France; size is compared apart, within the peers."""


@dataclass(frozen=True)
class Subject:
    """The communes of a portrait, before any word is said of them.

    Attributes
    ----------
    id
        Perimeter id.
    codes
        Its communes.
    commune
        The code, when the subject is a commune and was asked for as one.
    name
        That a reader gave to a hand-made group.
    local
        Every commune is of the Nord or the Pas-de-Calais.
    references
        Role and perimeter of each official reference, the closest first, the subject left out.
    """

    id: str
    codes: pd.Index
    commune: str | None
    name: str = ""
    local: bool = False
    references: tuple[tuple[str, str], ...] = ()


def subject_of(tables: Tables, perimeter: str, name: str = "") -> Subject:
    """Return the subject of a perimeter; ValueError if there is none."""
    codes = tables.members(perimeter)
    commune = perimeter.removeprefix("commune_") if perimeter.startswith("commune_") else None
    local = not set(codes) - tables.local_codes
    near = tuple(_references(tables, perimeter, codes, commune, local=local))
    return Subject(perimeter, codes, commune, name, local, near)


def chosen_figures(tables: Tables, subject: Subject) -> list[tuple[str, int]]:
    """Return indicators with their year, in the order of themes."""
    local = subject.local
    chosen = []
    for place, theme in enumerate(FIGURES):
        known = [name for name in theme if name == CHANGE or tables.years(name, local=local)]
        chosen += known[:1] if place in PAIRS else known
    return [(name, year_of(tables, name, subject)) for name in chosen]


def year_of(tables: Tables, indicator: str, subject: Subject) -> int:
    """Return the latest year that has a figure of France too, else the latest.

    For several communes, the latest that makes an exact rate. A year in which a commune's own value is not
    available gives way to the one before; a secret one does not: its reason is told.
    """
    if indicator == CHANGE:
        return CHANGE_YEARS[1]
    item, years = tables.indicators[indicator], tables.years(indicator, local=subject.local)
    exact = [year for year in years if year in item.ratio_years]
    if exact and subject.commune is None:
        return exact[-1]
    shared = [
        year for year in years if year in item.france_years or tables.published("france", indicator, year)
    ]
    known = shared or list(years)
    own = [year for year in known if _told(tables, indicator, year, subject)]
    return (own or known)[-1]


def _told(tables: Tables, indicator: str, year: int, subject: Subject) -> bool:
    """Tell whether a commune has a value, or a secret one."""
    return bool(tables.of(indicator, year, subject.codes)["status"].ne("not_available").any())


def _references(
    tables: Tables, own: str, codes: pd.Index, commune: str | None, *, local: bool
) -> list[tuple[str, str]]:
    rows = tables.communes.loc[codes]
    found: list[tuple[str, str]] = []
    epcis = rows["code_epci"].dropna().unique()
    if commune and len(epcis):
        found.append(("epci", f"epci_{epcis[0]}"))
    if local:
        found.append(("basin", BASIN))
    departements = rows["code_departement"].unique()
    whole = f"departement_{departements[0]}" if len(departements) == 1 else "nord_pas_de_calais"
    if local or len(departements) == 1:
        found.append(("departement", whole))
    found.append(("france", "france"))
    return [(role, perimeter) for role, perimeter in found if perimeter != own]


def peers_of(tables: Tables, code: str) -> Peers:
    """Return the communes of France of the same size and level of density."""
    return peers(tables.population(LATEST), tables.communes["density_level"], code)


def peers_words(found: Peers) -> str:
    """Say who the communes of the same size and kind are."""
    if found.codes.empty:
        return ""
    level = f"« {found.kind} » dans la grille de densité de l’Insee"
    size = counted(len(found.codes), "commune")
    if not found.low:
        return f"{size} de France du même type ({level}) ; aucune règle de taille n’en laisse assez."
    low, high = (number(float(displayed(end, 0))) for end in (found.low, found.high))
    return f"{size} de France de {low} à {high} habitants et du même type ({level})."


def twins_of(tables: Tables, code: str, alike: Peers) -> Twins | None:
    """Return the communes most like one, among those of its size and kind; None where they are too few."""
    codes = alike.codes.append(pd.Index([code]))
    frame = pd.DataFrame(
        {name: tables.values(name, year).loc[codes] for name, year in TWIN_YEARS.items()}
    ).loc[lambda rows: rows.index.isin(codes)]
    found = statistical_twins(frame, code, TWINS) if len(alike.codes) > TWINS else None
    return found if found is not None and len(found.table) == TWINS else None
