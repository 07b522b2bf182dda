"""Cached readers: a table is read once per server, a figure computed once; frames are not to be changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeVar, cast

import numpy as np
import pandas as pd
import streamlit as st

from geo.figures import Figure, group_figure
from geo.groups import GroupCodeError, is_group, members_of, name_of
from geo.perimeters import members
from geo.reliability import FEW_SALES, SMALL_POPULATION, fragile_values
from loaders import catalog
from viz.french import NBSP, counted, number, of_name, short_epci, strip_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd

    from geo.aggregate import Coverage
    from loaders.catalog import Indicator

DEPARTEMENTS = ("59", "62")
FILLED_HERE = {"pvd_2021": "bool", "n_mine_shafts": "int64"}
DEFAULT_PERIMETER = "mbm_250"
REFERENCE = "nord_pas_de_calais"
COMMON_NOUNS = ("Département", "Région", "Bien inscrit", "Zone tampon", "Zone d’emploi", "Aire d’attraction")
OWN: Final = "Mon territoire"
"""What a group of communes is called as long as its reader gives it no name."""
NAMED_MEMBERS: Final = 12
"""Communes that the definition of a group names."""
ZONES: Final = {"ze": ("ze2020", "Zone d’emploi"), "aav": ("aav2020", "Aire d’attraction")}
OUTSIDE_AREAS: Final = "000"
"""Insee's code for communes that are in no urban attraction area."""
WGS84 = 4326
OVERSEAS = frozenset({"971", "972", "973", "974", "976"})
LATEST = 2023  # latest reference population of the tables
FRANCE: Final = "france"
Extent = Literal["local", "france"]
"""Which table has the figures: that of the Nord and the Pas-de-Calais, or that of all of France."""
Rows = TypeVar("Rows", pd.Series, pd.DataFrame)


@dataclass(frozen=True)
class Territory:
    """A group of communes with a name: a perimeter of the dictionary, an EPCI, or one made by a reader."""

    id: str
    title: str
    definition: str
    caveat: str
    source: str
    codes: pd.Index
    bounds: tuple[float, float, float, float]
    extent: Extent = "local"

    def of(self, known: Rows) -> Rows:
        """Return the rows about this territory, of a column or table of all communes of the extent."""
        return known if len(known) == len(self.codes) else known.loc[self.codes]

    @property
    def label(self) -> str:
        """Name with the number of communes: never a perimeter without its size."""
        return f"{self.title}, {counted(len(self.codes), 'commune')}"

    @property
    def label_in_sentence(self) -> str:
        """Name with the number of communes in brackets, for the middle of a sentence."""
        size = counted(len(self.codes), "commune")
        if is_group(self.id):
            return f"«{NBSP}{self.title}{NBSP}» ({size})"
        title = self.title[0].lower() + self.title[1:] if self.title.startswith(COMMON_NOUNS) else self.title
        return f"{title[:-1]}, {size})" if title.endswith(")") else f"{title} ({size})"


@st.cache_resource
def cached_communes() -> pd.DataFrame:
    """Return the communes of the Nord and the Pas-de-Calais; EPCI have their name of 2025, abridged."""
    return _named(catalog.read_communes(DEPARTEMENTS)).astype(FILLED_HERE)


@st.cache_resource
def cached_france() -> pd.DataFrame:
    """Return the communes of France, indexed by code; what is known of the two départements only is empty."""
    return _named(catalog.read_communes())


def _named(communes: pd.DataFrame) -> pd.DataFrame:
    return communes.assign(epci_name=communes["epci_full_name"].map(short_epci, na_action="ignore"))


@st.cache_resource
def cached_boundaries() -> gpd.GeoSeries:
    """Return the outlines of the communes of the Nord and the Pas-de-Calais (EPSG:2154), in code order."""
    return catalog.read_boundaries("communes", DEPARTEMENTS).geometry


@st.cache_resource
def cached_indicators() -> dict[str, Indicator]:
    """Return the indicators that have values for communes."""
    return {key: item for key, item in catalog.read_indicators().items() if item.years}


@st.cache_resource
def cached_themes() -> dict[str, str]:
    """Return the themes that have at least one indicator, with their French titles."""
    used = {item.theme for item in cached_indicators().values()}
    return {key: title for key, title in catalog.read_themes().items() if key in used}


@st.cache_resource
def cached_sidecar(table: str) -> dict:
    """Return what is known of a table: producer, licence, vintage."""
    return catalog.read_sidecar(table)


@st.cache_resource
def cached_observations() -> dict[str, dict[int, pd.DataFrame]]:
    """Return values and statuses by indicator and year; each frame is indexed by commune."""
    frames: dict[str, dict[int, pd.DataFrame]] = {}
    for table in sorted({item.table for item in cached_indicators().values()}):
        long = catalog.read_table(table)
        long = long[long["code_commune"].isin(cached_communes().index)]
        places = cached_communes().index.get_indexer(pd.Index(long["code_commune"]))
        values, statuses = long["value"].to_numpy(), long["status"].astype(object).to_numpy()
        for key, rows in (
            long[["indicator", "year"]].groupby(["indicator", "year"], observed=True).indices.items()
        ):
            indicator, year = cast("tuple[str, int]", key)
            frame = _by_commune(places[rows], values[rows], statuses[rows])
            frames.setdefault(indicator, {})[int(year)] = frame
    return frames


def _by_commune(places: np.ndarray, values: np.ndarray, statuses: np.ndarray) -> pd.DataFrame:
    """Put values and statuses at the places of their communes; a commune without a row has no value."""
    index = cached_communes().index
    frame = {
        "value": np.full(len(index), np.nan),
        "status": np.full(len(index), "not_available", dtype=object),
    }
    frame["value"][places], frame["status"][places] = values, statuses
    return pd.DataFrame(frame, index=index)


@st.cache_resource(max_entries=200)
def cached_france_observations(indicator: str, year: int) -> pd.DataFrame:
    """Return ``value`` and ``status`` of an indicator in a year, for every commune of France."""
    return catalog.read_france_values(indicator, year).reindex(cached_france().index)


def observations(indicator: str, year: int, extent: Extent = "local") -> pd.DataFrame:
    """Return ``value`` and ``status`` of an indicator in a year, for every commune of the extent."""
    if extent == FRANCE:
        return cached_france_observations(indicator, year)
    return cached_observations()[indicator][year]


def years_of(indicator: str, extent: Extent = "local") -> tuple[int, ...]:
    """Return the years in which an indicator has values, in order; none if it is unknown there."""
    item = cached_indicators().get(indicator)
    if item is None:
        return ()
    return item.france_years if extent == FRANCE else tuple(sorted(cached_observations()[indicator]))


def offered(extent: Extent) -> dict[str, Indicator]:
    """Return the indicators that have values in an extent."""
    return {key: item for key, item in cached_indicators().items() if years_of(key, extent)}


def nearest_year(indicator: str, year: int, extent: Extent = "local") -> int:
    """Return the year with values that is closest to the one asked for (the earlier of two)."""
    return min(years_of(indicator, extent), key=lambda known: (abs(known - year), known))


@st.cache_resource
def cached_table(name: str) -> pd.DataFrame:
    """Return a table of the data folder."""
    return catalog.read_table(name)


def stacked_values(indicator: str, years: tuple[int, ...], territory: Territory) -> pd.Series:
    """Return the values of an indicator in a territory in several years, one after the other."""
    known = [observations(indicator, year, territory.extent)["value"] for year in years]
    return pd.concat([territory.of(values) for values in known], ignore_index=True)


@st.cache_resource
def cached_population(year: int, extent: Extent = "local") -> pd.Series:
    """Return inhabitants by commune in the year closest to ``year``."""
    return observations("population", nearest_year("population", year, extent), extent)["value"]


@st.cache_resource
def cached_territories() -> dict[str, str]:
    """Return the id and title of each perimeter, then of each EPCI in alphabetical order."""
    named = {key: item.title for key, item in catalog.read_perimeters().items()}
    epcis = cached_communes().drop_duplicates("code_epci").set_index("code_epci")["epci_name"].dropna()
    return named | {f"epci_{code}": name for code, name in epcis.sort_values().items()}


@st.cache_resource
def cached_national_territories() -> dict[str, str]:
    """Return the id and title of France, its regions, and the départements that are no local perimeter."""
    regions = {f"region_{code}": place.title for code, place in catalog.read_regions().items()}
    departements = {f"departement_{code}": place.title for code, place in catalog.read_departements().items()}
    others = {key: title for key, title in departements.items() if key not in cached_territories()}
    return {FRANCE: "France", **regions, **others}


@st.cache_resource
def cached_known_territories() -> dict[str, str]:
    """Return the id and title of every territory that an address may name: any EPCI of France too."""
    epcis = cached_france().dropna(subset="code_epci").drop_duplicates("code_epci").set_index("code_epci")
    elsewhere = {f"epci_{code}": name for code, name in epcis["epci_name"].items()}
    return {**elsewhere, **cached_national_territories(), **cached_territories()}


class Territories:
    """Every territory that an address may name; France is read for those elsewhere only."""

    def __contains__(self, territory: str) -> bool:
        """Tell whether there is such a territory."""
        if territory in cached_territories() or territory in cached_national_territories():
            return True
        if is_group(territory):
            return _is_known_group(territory)
        if territory.startswith(("ze_", "aav_")):
            return territory in cached_zones()
        return territory.startswith("epci_") and territory in cached_known_territories()


def _is_known_group(territory: str) -> bool:
    try:
        codes = members_of(territory)
    except GroupCodeError:
        return False
    return _all_here(codes) or all(code in cached_france().index for code in codes)


def _all_here(codes: Iterable[str]) -> bool:
    return all(code in cached_communes().index for code in codes)


TERRITORIES: Final = Territories()


@dataclass(frozen=True)
class Zone:
    """A zone of Insee that an address may name."""

    title: str
    extent: Extent
    here: bool
    """True when a commune of the Nord or the Pas-de-Calais is in it."""


@st.cache_resource
def cached_zones() -> dict[str, Zone]:
    """Return the zones d'emploi and the urban attraction areas of France, by perimeter id."""
    return {key: zone for kind in ZONES for key, zone in _zones(kind)}


def _zones(kind: str) -> Iterator[tuple[str, Zone]]:
    column, words = ZONES[kind]
    communes = cached_france().dropna(subset=f"code_{column}")
    local = communes["code_departement"].isin(DEPARTEMENTS)
    found = pd.DataFrame(
        {"code": communes[f"code_{column}"], "name": communes[f"{column}_name"], "local": local}
    )
    found = found[found["code"].ne(OUTSIDE_AREAS)].groupby("code").agg({"name": "first", "local": "mean"})
    for code, name, share in found.sort_values("name").itertuples():
        title = f"{words} {of_name(name)}".replace("'", "’")
        yield f"{kind}_{code}", Zone(title, "local" if share == 1 else FRANCE, share > 0)


def extent_of(territory: str) -> Extent:
    """Return which table has the figures of a territory."""
    kind, _, code = territory.partition("_")
    if kind in ZONES:
        return cached_zones()[territory].extent
    if is_group(territory):
        local = _all_here(members_of(territory))
    else:
        local = code in cached_communes().index if kind == "commune" else territory in cached_territories()
    return "local" if local else FRANCE


def communes_of(extent: Extent) -> pd.DataFrame:
    """Return the communes of an extent."""
    return cached_france() if extent == FRANCE else cached_communes()


@st.cache_resource(max_entries=1000)
def cached_territory(territory: str) -> Territory:
    """Return a territory with its communes and its extent (south, west, north, east)."""
    extent = extent_of(territory)
    codes = members(communes_of(extent), territory)
    known = catalog.read_perimeters().get(territory)
    return Territory(
        id=territory,
        title=_title(territory, extent) or str(communes_of(extent).loc[codes[0], "name"]),
        definition=known.definition if known else _definition(territory, codes, extent),
        caveat=known.caveat if known else "",
        source=known.source if known else _source(territory),
        codes=codes,
        bounds=_france_bounds(territory, codes)
        if extent == FRANCE
        else _bounds(cached_boundaries().loc[codes]),
        extent=extent,
    )


def _title(territory: str, extent: Extent) -> str | None:
    if is_group(territory):
        return name_of(territory) or OWN
    if territory.partition("_")[0] in ZONES:
        return cached_zones()[territory].title
    return (cached_known_territories() if extent == FRANCE else cached_territories()).get(territory)


def _source(territory: str) -> str:
    communes = "Insee, code officiel géographique 2025"
    return f"choix d’un lecteur ; communes : {communes}" if is_group(territory) else communes


def _definition(territory: str, codes: pd.Index, extent: Extent) -> str:
    kind = territory.partition("_")[0]
    if is_group(territory):
        return f"Communes réunies à la main : {_listed(communes_of(extent).loc[codes, 'name'].tolist())}."
    zones = {
        "ze": "Toutes les communes de cette zone d’emploi (Insee, 2020).",
        "aav": "Toutes les communes de cette aire d’attraction d’une ville (Insee, 2020), côté français.",
    }
    if extent == "local":
        return zones.get(kind, "Communes du Nord et du Pas-de-Calais de cette intercommunalité.")
    kinds = zones | {
        "region": "Toutes les communes de la région.",
        "departement": "Toutes les communes du département.",
        "epci": "Toutes les communes de cette intercommunalité.",
    }
    default = "Toutes les communes de métropole et des cinq départements d’outre-mer."
    return kinds.get(kind, default)


def _listed(names: list[str]) -> str:
    """Return names as a sentence lists them, the first ones only if there are many."""
    names = sorted(names, key=strip_accents)
    if len(names) > NAMED_MEMBERS:
        return f"{', '.join(names[: NAMED_MEMBERS - 1])} et {len(names) - NAMED_MEMBERS + 1} autres"
    return " et ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _bounds(outlines: gpd.GeoSeries) -> tuple[float, float, float, float]:
    west, south, east, north = outlines.to_crs(WGS84).total_bounds.round(5).tolist()
    return south, west, north, east


def _france_bounds(territory: str, codes: pd.Index) -> tuple[float, float, float, float]:
    """Return the extent of a national territory; France is shown by its European part."""
    kind, _, code = territory.partition("_")
    if is_group(territory) or kind in ZONES:
        parts = cached_france().loc[codes, "code_departement"].unique()
        return _bounds(catalog.read_boundaries("communes", sorted(parts)).geometry.loc[codes])
    if kind == "epci":
        return _bounds(catalog.read_boundaries("epci").geometry.loc[[code]])
    places = catalog.read_departements()
    if kind == "commune":
        return _bounds(catalog.read_boundaries("communes").geometry.loc[[code]])
    wanted = {FRANCE: set(places) - OVERSEAS, "departement": {code}}.get(
        kind, {key for key, place in places.items() if place.region == code}
    )
    return _bounds(catalog.read_boundaries("departements", sorted(wanted)).geometry)


@st.cache_resource(max_entries=20_000)
def cached_figure(indicator: str, year: int, territory: str) -> Figure:
    """Return the figure of a territory: exact from counts wherever the dictionary gives them."""
    item, place = cached_indicators()[indicator], cached_territory(territory)
    above_and_below, by = counts(item, year, place.extent), weights(item, year, place.extent)
    return group_figure(
        place.of(observations(indicator, year, place.extent)["value"]),
        place.of(cached_population(year, place.extent)),
        kind=item.kind,
        counts=above_and_below and (place.of(above_and_below[0]), place.of(above_and_below[1])),
        weights=None if by is None else place.of(by),
        published=cached_benchmarks().get((*level_and_code(territory), indicator, year)),
    )


@st.cache_resource
def cached_benchmarks() -> dict[tuple[str, str, str, int], float]:
    """Return the producers' own figures by level, code, indicator and year."""
    table = catalog.read_table("benchmarks").dropna(subset=["value"])
    keys = zip(table["level"], table["code"], table["indicator"], table["year"], strict=True)
    return dict(zip(keys, table["value"].astype(float), strict=True))


def file_stem(territory: str) -> str:
    """Return a territory as part of the name of a file: the name of a group, not its code."""
    if not is_group(territory):
        return territory
    return re.sub(r"[^a-z0-9]+", "_", strip_accents((name_of(territory) or OWN).lower())).strip("_")


def level_and_code(territory: str) -> tuple[str, str]:
    """Return where the table of benchmarks has a territory."""
    kind, _, code = territory.partition("_")
    levels = {"france": ("country", "FR"), "departement": ("department", code)}
    return levels.get(kind, (kind, code))


def counts(item: Indicator, year: int, extent: Extent) -> tuple[pd.Series, pd.Series] | None:
    """Return the numerator and denominator of an indicator in a year, if both are known in the extent."""
    names = (item.numerator, item.denominator)
    if year not in item.ratio_years or any(year not in years_of(name or "", extent) for name in names):
        return None
    above, below = (observations(str(name), year, extent)["value"] for name in names)
    return above, below


def weights(item: Indicator, year: int, extent: Extent) -> pd.Series | None:
    """Return what an indicator is a mean over, in the closest year, if it is known in the extent."""
    if not item.weight or not years_of(item.weight, extent):
        return None
    return observations(item.weight, nearest_year(item.weight, year, extent), extent)["value"]


def fragile(item: Indicator, year: int, extent: Extent = "local") -> pd.Series:
    """Tell which values of an indicator rest on too few sales or inhabitants (all communes)."""
    values = observations(item.id, year, extent)["value"]
    if item.weight == "property_sales" and year in years_of("property_sales", extent):
        return fragile_values(values, observations("property_sales", year, extent)["value"], FEW_SALES)
    if item.kind == "ratio":
        return fragile_values(values, cached_population(year, extent), SMALL_POPULATION)
    return fragile_values(values, pd.Series(0.0, values.index), 0)


def known_share(known: Coverage, population: pd.Series) -> float | None:
    """Return the share of the population that a figure rests on, unless the population itself has gaps."""
    return known.weight_share if population.notna().all() or known.n == known.total else None


def fragile_reason(item: Indicator) -> str:
    """Return the French reason why values of an indicator may be fragile."""
    if item.weight == "property_sales":
        return f"Valeur fragile : moins de {FEW_SALES} ventes dans l’année"
    return f"Valeur fragile : moins de {SMALL_POPULATION} habitants"


def notes(item: Indicator, observed: pd.DataFrame) -> tuple[str, ...]:
    """Return the French notes of a legend: how many values are estimated or fragile."""
    estimated, shaky = int(observed["status"].eq("estimated").sum()), int(observed["fragile"].sum())
    lines = []
    if estimated:
        lines.append(f"{counted(estimated, 'valeur estimée', 'valeurs estimées')} par la source.")
    if shaky:
        reason = fragile_reason(item).split(" : ")[1]
        lines.append(f"{counted(shaky, 'valeur fragile', 'valeurs fragiles')} ({reason}).")
    return tuple(lines)


def source_line(item: Indicator, year: int, extent: Extent = "local") -> str:
    """Return the French credit of an indicator: source, vintage, geography, licence."""
    sidecar = cached_sidecar(catalog.FRANCE_VALUES if extent == FRANCE else item.table)
    geography = f"Communes au 1er janvier {sidecar['geography_year']}"
    return f"Source : {item.source}, {year}. {geography}. {sidecar['licence']}."


def value_text(indicator: str, year: int, commune: str, extent: Extent = "local") -> str:
    """Return the value of a commune, or why there is none."""
    item, row = cached_indicators()[indicator], observations(indicator, year, extent).loc[commune]
    if pd.isna(row["value"]):
        return {"secret": "secret statistique"}.get(row["status"], "non disponible")
    return number(float(row["value"]), item.decimals)
