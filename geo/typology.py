"""Métropoles and weakening territories: who counts as which, every threshold in sight.

Works on communes or on EPCI: the criteria take plain Series, and `majority` and `contains` bring those of
communes up to EPCI. What is not known is never taken for a no: nullable booleans carry ``<NA>`` through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from geo.checks import require_columns, require_same_index, require_weights

if TYPE_CHECKING:
    from collections.abc import Collection

DEFINITIONS: Final = {
    "aav_700000": "communes d'une aire d'attraction de 700 000 habitants ou plus",
    "aav_500000": "communes d'une aire d'attraction de 500 000 habitants ou plus",
    "epci_metropole": "communes d'une intercommunalité au statut de métropole",
}
"""Definitions of a métropole, with their words for the reader; the first is the default."""
SIGNS: Final = {
    "population_falls": "la population baisse",
    "people_leave": "les départs l'emportent, et pèsent plus que le solde naturel",
    "jobs_fall": "l'emploi baisse",
    "skilled_leave": "la part des cadres baisse",
    "vacancy_high": "beaucoup de logements sont vacants",
}
"""Signs of weakening, with their words for the reader."""
FAMILIES: Final = {
    "industrial": "tradition industrielle en crise",
    "town_centre": "ville moyenne dont le centre se vide",
    "remote_rural": "espace rural peu dense et éloigné",
    "other": "en affaiblissement, hors des trois familles",
    "none": "pas en affaiblissement",
}
"""Families of weakening territories, in the order in which they are tried."""

_LARGEST_CLASSES: Final = ("4", "5")  # 700,000 inhabitants or more; Paris
_NO_AREA: Final = "000"
_HALF_A_MILLION: Final = 500_000
_HALF_A_MILLION_CLASS: Final = "34"  # 500,000 to less than 700,000
_METROPOLE: Final = "ME"
_CENTRE: Final = "11"
_OUTSIDE_AREAS: Final = "30"
MEDIUM_AREAS: Final = frozenset({"2"})
"""Size class of urban areas of 50,000 to less than 200,000 inhabitants."""
SPARSE_DENSITY: Final = frozenset({"Rural à habitat dispersé", "Rural à habitat très dispersé"})
"""The two lowest of the seven levels of Insee's density grid."""


@dataclass(frozen=True)
class WeakeningThresholds:
    """When a sign counts. Each can be changed; defaults and their reasons are below."""

    population_change_pct: float = 0.0
    """% per year, the population falls below. Zero is what "falls" means; over ten years (2013 to 2023) the
    sampling of the census matters little, except in very small communes."""
    migratory_pct: float = 0.0
    """% per year, people leave below, if the natural balance pulls down less: "above all by departure"."""
    jobs_change_pct: float = 0.0
    """% per year, jobs fall below. France gained 0.2 % per year from 2013 to 2018 (Insee, census)."""
    executives_change_points: float = 0.0
    """Points of share over the period, skilled people leave below. Strict, since the share rises nearly
    everywhere; give the change of the region to ask who falls behind it."""
    vacancy_rate_pct: float = 10.0
    """% of dwellings, vacancy is high from there on: a fifth above France (8.2 % in 2018, Insee, census)."""


DEFAULT_THRESHOLDS: Final = WeakeningThresholds()


def metropolitan_flag(
    communes: pd.DataFrame,
    definition: str = "aav_700000",
    *,
    population: pd.Series | None = None,
    poles_abroad: bool = False,
) -> pd.Series:
    """Tell which communes belong to a métropole, under one of three definitions.

    Parameters
    ----------
    communes
        Index ``code_commune``. Text columns ``code_aav2020``, ``aav2020_size_class`` and, for
        ``"aav_500000"``, ``aav2020_detailed_class`` (urban attraction areas of 2020); or ``epci_nature``.
    definition
        ``"aav_700000"``
            Areas that Insee classes at 700,000 inhabitants or more (size classes 4 and 5, in 2017).
        ``"aav_500000"``
            The same from 500,000 inhabitants: the closest to the "15 urban areas over 500,000 inhabitants" of
            the source document. Areas cross the line from one census to the next: 16 in 2017, 18 in 2022.
        ``"epci_metropole"``
            EPCI of nature ``ME``, as Insee lists them: Grand Paris, Aix-Marseille and Lyon included.
    population
        For ``"aav_500000"``, inhabitants of another year on the same index, which must then hold all the
        communes of France: areas are counted again, on their French side, and the detailed class is not
        read. A commune without population adds none.
    poles_abroad
        Whether the French side of an area whose centre is abroad (Geneva, Luxembourg, Saarbrücken: codes of
        three letters) belongs to a métropole too. Insee's size class counts both sides. By default not: the
        iron basin of Longwy would be a métropole, because it is attracted by Luxembourg.

    Returns
    -------
    flag
        Nullable boolean on the index of ``communes``; ``<NA>`` where the area or the EPCI is not known.

    Raises
    ------
    ValueError
        Unknown definition, a column is absent, or ``population`` is on another index.

    Notes
    -----
    42 of the 250 communes of the Bassin minier are in the area of Lille, hence in a métropole under both
    definitions by area: leave them out of one side of a contrast, or say that they count in both
    (``n_both`` of `geo.robustness.contrast_under_variants`).
    """
    if definition not in DEFINITIONS:
        raise ValueError(f"unknown definition {definition!r}; expected one of {', '.join(DEFINITIONS)}")
    if definition == "epci_metropole":
        require_columns(communes, ["epci_nature"])
        return _flag(communes["epci_nature"].eq(_METROPOLE), communes["epci_nature"])
    require_columns(communes, ["code_aav2020", "aav2020_size_class"])
    area = communes["code_aav2020"]
    large = communes["aav2020_size_class"].isin(_LARGEST_CLASSES)
    if definition == "aav_500000":
        large |= _half_a_million(communes, population)
    if not poles_abroad:
        large &= ~area.str.isalpha().eq(True)  # noqa: FBT003
    return _flag(large, area.where(communes["aav2020_size_class"].notna()))


def weakening_signs(
    *,
    population_change: pd.Series | None = None,
    natural: pd.Series | None = None,
    migratory: pd.Series | None = None,
    jobs_change: pd.Series | None = None,
    executives_change: pd.Series | None = None,
    vacancy_rate: pd.Series | None = None,
    thresholds: WeakeningThresholds = DEFAULT_THRESHOLDS,
) -> pd.DataFrame:
    """Tell which signs of weakening each territory shows.

    Parameters
    ----------
    population_change
        Annual change of the population, in % per year (`geo.figures.annual_change_pct`).
    natural, migratory
        Balances, in % per year (`geo.demography.natural_and_migratory_balance`).
    jobs_change
        Annual change of jobs at the workplace, in % per year.
    executives_change
        Change of the share of executives over the period, in points.
    vacancy_rate
        Vacant dwellings, in % of dwellings.
    thresholds
        See `WeakeningThresholds`.

    Returns
    -------
    signs
        On the common index, one nullable boolean per sign (see `SIGNS`); ``<NA>`` where an input that the
        sign needs is not published, everywhere if it is not given. ``people_leave`` asks for a migratory
        balance below its threshold and below the natural balance.

    Raises
    ------
    ValueError
        No input, or inputs that do not share one index.
    """
    inputs = (population_change, natural, migratory, jobs_change, executives_change, vacancy_rate)
    given = [series for series in inputs if series is not None]
    if not given:
        raise ValueError("no input: give at least one Series")
    require_same_index(given[0], *given[1:])
    empty = pd.Series(np.nan, index=given[0].index)
    people, births, moves, jobs, executives, vacancy = (empty if s is None else s for s in inputs)
    return pd.DataFrame(
        {
            "population_falls": _flag(people < thresholds.population_change_pct, people),
            "people_leave": _flag(moves < thresholds.migratory_pct, moves)
            & _flag(moves < births, moves + births),
            "jobs_fall": _flag(jobs < thresholds.jobs_change_pct, jobs),
            "skilled_leave": _flag(executives < thresholds.executives_change_points, executives),
            "vacancy_high": _flag(vacancy >= thresholds.vacancy_rate_pct, vacancy),
        }
    )


def is_weakening(signs: pd.DataFrame, *, minimum_signs: int = 2) -> pd.Series:
    """Tell which territories weaken: the population falls or people leave, and enough signs in all.

    Parameters
    ----------
    signs
        Result of `weakening_signs`. A sign known for nobody (its input was not given) is not asked for; but
        if neither demographic sign is, nothing is known.
    minimum_signs
        Signs needed, the demographic one included. Two by default: one alone is common (one EPCI in five
        shows exactly one), and two from different sources are rarely chance.

    Returns
    -------
    weakening
        Nullable boolean on the index of ``signs``; ``<NA>`` where signs that are not known would decide.

    Raises
    ------
    ValueError
        A sign is absent.
    """
    require_columns(signs, SIGNS)
    used = signs.loc[:, signs.notna().any()]
    least = used.fillna(value=False).sum(axis=1)
    most = least + used.isna().sum(axis=1)
    enough = _flag(least >= minimum_signs, least.where((least >= minimum_signs) | (most < minimum_signs)))
    core = used[used.columns.intersection(["population_falls", "people_leave"])]
    return (_any(core) & enough).rename("weakening")


def industrial_in_crisis(
    industrial: pd.Series, unemployment_rate: pd.Series, *, unemployment_from: float = 13.4
) -> pd.Series:
    """Tell where an industrial tradition meets high unemployment.

    Parameters
    ----------
    industrial
        True where the territory has an industrial tradition: its EPCI is a *Territoire d'industrie*, or it
        is in the Bassin minier, or workers are many. Missing: not known.
    unemployment_rate
        Unemployed in % of the labour force of 15 to 64, census; same index.
    unemployment_from
        From there on unemployment is high. By default the rate of France in 2018 (13.4 %, Insee, census).

    Returns
    -------
    criterion
        Nullable boolean on the same index.
    """
    require_same_index(industrial, unemployment_rate)
    high = _flag(unemployment_rate >= unemployment_from, unemployment_rate)
    return (industrial.astype("boolean") & high).rename("industrial")


def remote_rural(
    density_level: pd.Series, aav_category: pd.Series, *, sparse: Collection[str] = SPARSE_DENSITY
) -> pd.Series:
    """Tell which communes are sparsely populated and outside the attraction of any town.

    Parameters
    ----------
    density_level
        Level of Insee's density grid, as text. Missing: not known.
    aav_category
        Category in the urban attraction area, as text: ``"30"`` is outside all areas, that is less than 15 %
        of employed residents work in the same centre. Same index.
    sparse
        Levels that count as sparse; by default the two lowest of seven.

    Returns
    -------
    criterion
        Nullable boolean on the same index.
    """
    require_same_index(density_level, aav_category)
    thin = _flag(density_level.isin(sparse), density_level)
    return (thin & _flag(aav_category.eq(_OUTSIDE_AREAS), aav_category)).rename("remote_rural")


def centre_to_ring_gap(
    pop0: pd.Series, pop1: pd.Series, years: float, code_aav: pd.Series, aav_category: pd.Series
) -> pd.Series:
    """Return how much slower, or faster, the centre of an urban area grows than the rest of it.

    Parameters
    ----------
    pop0, pop1
        Inhabitants at both dates, one per commune, on one index.
    years
        Years between them, above zero.
    code_aav, aav_category
        Urban attraction area and category in it, as text; ``"11"`` is the centre. Same index.

    Returns
    -------
    gap
        For centres only, in points of % per year: annual growth of the centre less that of all the other
        communes of its area together; below zero, the centre empties into its ring, or empties faster. NaN
        for the other communes, for an area of one commune, and where a population is not known.

    Raises
    ------
    ValueError
        The Series do not share one index, or ``years`` is not above zero.
    """
    require_same_index(pop0, pop1, code_aav, aav_category)
    if years <= 0:
        raise ValueError(f"years must be above zero, not {years}")
    known = pop0.notna() & pop1.notna()
    centre = aav_category.eq(_CENTRE) & code_aav.ne(_NO_AREA)
    counts = pd.DataFrame({"start": pop0.where(known), "end": pop1.where(known)}).astype(float)
    ring = counts[~centre].groupby(code_aav).sum()
    growth = _annual_growth_pct(counts["start"], counts["end"], years)
    around = code_aav.map(_annual_growth_pct(ring["start"], ring["end"], years)).astype(float)
    return (growth - around).where(centre).rename("centre_to_ring_gap")


def emptying_centre(
    aav_category: pd.Series,
    aav_size_class: pd.Series,
    population_change: pd.Series,
    centre_gap: pd.Series,
    *,
    sizes: Collection[str] = MEDIUM_AREAS,
) -> pd.Series:
    """Tell which communes are the centre of a medium-sized area and lose inhabitants to their surroundings.

    Parameters
    ----------
    aav_category, aav_size_class
        Category in the urban attraction area (``"11"``: centre) and size class of the area, as text.
    population_change
        Annual change of the population of the commune, in %; same index.
    centre_gap
        Result of `centre_to_ring_gap`; same index.
    sizes
        Size classes of a medium-sized town; by default areas of 50,000 to less than 200,000 inhabitants.

    Returns
    -------
    criterion
        Nullable boolean on the same index: a centre of such an area whose population falls, and falls faster
        than that of its ring, or while the ring grows. Known to be false for all that are no such centre.
    """
    require_same_index(aav_category, aav_size_class, population_change, centre_gap)
    centre = _flag(aav_category.eq(_CENTRE), aav_category) & _flag(aav_size_class.isin(sizes), aav_size_class)
    falls = _flag(population_change < 0, population_change) & _flag(centre_gap < 0, centre_gap)
    return (centre & falls).rename("town_centre")


def weakening_family(
    signs: pd.DataFrame,
    *,
    industrial: pd.Series,
    town_centre: pd.Series,
    remote_rural: pd.Series,
    minimum_signs: int = 2,
) -> pd.Series:
    """Return the family of weakening territories that each one belongs to.

    Parameters
    ----------
    signs
        Result of `weakening_signs`.
    industrial, town_centre, remote_rural
        Criteria (`industrial_in_crisis`, `emptying_centre`, `remote_rural`), on the same index.
    minimum_signs
        As in `is_weakening`.

    Returns
    -------
    family
        Category (see `FAMILIES`) on the index of ``signs``: ``none`` if it does not weaken, else the first
        family whose criterion holds, in the order industrial, town centre, remote rural, else ``other``.
        Missing if weakening is not known, or a criterion that would decide is not.

    Raises
    ------
    ValueError
        A sign is absent, or the criteria are on another index.
    """
    weakening = is_weakening(signs, minimum_signs=minimum_signs)
    criteria = {"industrial": industrial, "town_centre": town_centre, "remote_rural": remote_rural}
    require_same_index(weakening, *criteria.values())
    family = pd.Series("other", index=signs.index, dtype=object)
    for name, criterion in reversed(criteria.items()):
        nullable = criterion.astype("boolean")
        family = family.mask(nullable.fillna(value=False).astype(bool), name).mask(nullable.isna(), None)
    family = family.mask(~weakening.fillna(value=True).astype(bool), "none").mask(weakening.isna(), None)
    return family.astype(pd.CategoricalDtype(list(FAMILIES))).rename("family")


def majority(
    flags: pd.Series, weights: pd.Series, groups: pd.Series, *, share_pct: float = 50.0
) -> pd.Series:
    """Tell in which groups a flag holds for a large enough share of the inhabitants.

    Parameters
    ----------
    flags
        Nullable boolean, one per commune.
    weights
        Population, same index. A commune without is left out.
    groups
        Group of each commune (its EPCI), same index; communes without group are left out.
    share_pct
        Least share of the weights, in %; by default half.

    Returns
    -------
    majority
        Nullable boolean by group, sorted; ``<NA>`` where the communes whose flag is not known would decide.

    Raises
    ------
    ValueError
        The Series do not share one index, or a weight is negative.
    """
    require_same_index(flags, weights, groups)
    require_weights(weights)
    nullable = flags.astype("boolean")
    total = weights.groupby(groups).sum()
    sure = weights.where(nullable.fillna(value=False).astype(bool), 0.0).groupby(groups).sum()
    possible = weights.where(nullable.fillna(value=True).astype(bool), 0.0).groupby(groups).sum()
    needed = total * share_pct / 100.0
    decided = (sure >= needed) | (possible < needed)
    return _flag(sure >= needed, total.where(decided & (total > 0))).rename("majority")


def contains(flags: pd.Series, groups: pd.Series) -> pd.Series:
    """Tell which groups hold at least one commune with a flag.

    Parameters
    ----------
    flags
        Nullable boolean, one per commune.
    groups
        Group of each commune (its EPCI), same index; communes without group are left out.

    Returns
    -------
    contains
        Nullable boolean by group, sorted; ``<NA>`` if no commune has the flag and one is not known.

    Raises
    ------
    ValueError
        The Series do not share one index.
    """
    require_same_index(flags, groups)
    nullable = flags.astype("boolean")
    some = nullable.fillna(value=False).astype(bool).groupby(groups).any()
    unsure = nullable.isna().groupby(groups).any()
    return some.astype("boolean").mask(~some & unsure).rename("contains")


def _half_a_million(communes: pd.DataFrame, population: pd.Series | None) -> pd.Series:
    """Tell which communes are in an area of 500,000 inhabitants or more, as classed or as counted again."""
    if population is None:
        require_columns(communes, ["aav2020_detailed_class"])
        return communes["aav2020_detailed_class"].eq(_HALF_A_MILLION_CLASS)
    area = communes["code_aav2020"]
    require_same_index(area, population)
    return area.ne(_NO_AREA) & population.groupby(area).transform("sum").ge(_HALF_A_MILLION)


def _flag(condition: pd.Series, known: pd.Series) -> pd.Series:
    """Return a condition as nullable boolean, ``<NA>`` where what it rests on is not known."""
    return condition.astype("boolean").mask(known.isna())


def _any(flags: pd.DataFrame) -> pd.Series:
    """Return whether one of the flags holds; ``<NA>`` if none does for sure and one is not known."""
    some = flags.fillna(value=False).any(axis=1).astype("boolean")
    return some.mask(~some & (flags.isna().any(axis=1) | flags.columns.empty))


def _annual_growth_pct(start: pd.Series, end: pd.Series, years: float) -> pd.Series:
    """Return the mean annual growth rate, in %; NaN from nothing."""
    return 100.0 * ((end / start.where(start > 0)) ** (1.0 / years) - 1.0)
