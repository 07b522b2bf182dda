"""Cached readers: a table is read once per server, a figure computed once; frames are not to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
import streamlit as st

from geo.figures import Figure, group_figure
from geo.perimeters import members
from geo.reliability import FEW_SALES, SMALL_POPULATION, fragile_values
from loaders import catalog
from viz.french import counted, number, short_epci

if TYPE_CHECKING:
    import geopandas as gpd

    from loaders.catalog import Indicator

DEPARTEMENTS = ("59", "62")
DEFAULT_PERIMETER = "mbm_250"
REFERENCE = "nord_pas_de_calais"
COMMON_NOUNS = ("Département", "Bien inscrit", "Zone tampon")
WGS84 = 4326
LATEST = 2023  # latest reference population of the tables


@dataclass(frozen=True)
class Territory:
    """A group of communes with a name: a perimeter of the dictionary or an EPCI."""

    id: str
    title: str
    definition: str
    caveat: str
    source: str
    codes: pd.Index
    bounds: tuple[float, float, float, float]

    @property
    def label(self) -> str:
        """Name with the number of communes: never a perimeter without its size."""
        return f"{self.title}, {counted(len(self.codes), 'commune')}"

    @property
    def label_in_sentence(self) -> str:
        """Name with the number of communes in brackets, for the middle of a sentence."""
        size = counted(len(self.codes), "commune")
        title = self.title[0].lower() + self.title[1:] if self.title.startswith(COMMON_NOUNS) else self.title
        return f"{title[:-1]}, {size})" if title.endswith(")") else f"{title} ({size})"


@st.cache_resource
def cached_communes() -> pd.DataFrame:
    """Return the table of communes, indexed by code; the name of the EPCI is that of 2025, abridged."""
    communes = catalog.read_communes()
    return communes.assign(epci_name=communes["epci_full_name"].map(short_epci))


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


def observations(indicator: str, year: int) -> pd.DataFrame:
    """Return ``value`` and ``status`` of an indicator in a year, for every commune."""
    return cached_observations()[indicator][year]


def nearest_year(indicator: str, year: int) -> int:
    """Return the year with values that is closest to the one asked for (the earlier of two)."""
    return min(cached_observations()[indicator], key=lambda known: (abs(known - year), known))


@st.cache_resource
def cached_table(name: str) -> pd.DataFrame:
    """Return a table of the data folder."""
    return catalog.read_table(name)


def stacked_values(indicator: str, years: tuple[int, ...], codes: pd.Index) -> pd.Series:
    """Return the values of an indicator in several years, one after the other."""
    known = cached_observations()[indicator]
    return pd.concat([known[year]["value"].loc[codes] for year in years], ignore_index=True)


@st.cache_resource
def cached_population(year: int) -> pd.Series:
    """Return inhabitants by commune in the year closest to ``year``."""
    return cached_observations()["population"][nearest_year("population", year)]["value"]


@st.cache_resource
def cached_territories() -> dict[str, str]:
    """Return the id and title of each perimeter, then of each EPCI in alphabetical order."""
    named = {key: item.title for key, item in catalog.read_perimeters().items()}
    epcis = cached_communes().drop_duplicates("code_epci").set_index("code_epci")["epci_name"].dropna()
    return named | {f"epci_{code}": name for code, name in epcis.sort_values().items()}


@st.cache_resource
def cached_territory(territory: str) -> Territory:
    """Return a territory with its communes and its extent (south, west, north, east)."""
    codes = members(cached_communes(), territory)
    west, south, east, north = cached_boundaries().loc[codes].to_crs(WGS84).total_bounds.round(5).tolist()
    known = catalog.read_perimeters().get(territory)
    return Territory(
        id=territory,
        title=cached_territories().get(territory) or str(cached_communes().loc[codes[0], "name"]),
        definition=known.definition
        if known
        else "Communes du Nord et du Pas-de-Calais de cette intercommunalité.",
        caveat=known.caveat if known else "",
        source=known.source if known else "Insee, code officiel géographique 2025",
        codes=codes,
        bounds=(south, west, north, east),
    )


@st.cache_resource
def cached_figure(indicator: str, year: int, territory: str) -> Figure:
    """Return the figure of a territory: exact from counts wherever the dictionary gives them."""
    item, codes = cached_indicators()[indicator], cached_territory(territory).codes
    values = observations(indicator, year)["value"].loc[codes]
    population = cached_population(year).loc[codes]
    return group_figure(
        values,
        population,
        kind=item.kind,
        counts=_counts(item, year, codes),
        weights=_weights(item, year, codes),
        published=cached_benchmarks().get((*_level_and_code(territory), indicator, year)),
    )


@st.cache_resource
def cached_benchmarks() -> dict[tuple[str, str, str, int], float]:
    """Return the producers' own figures by level, code, indicator and year."""
    table = catalog.read_table("benchmarks").dropna(subset=["value"])
    keys = zip(table["level"], table["code"], table["indicator"], table["year"], strict=True)
    return dict(zip(keys, table["value"].astype(float), strict=True))


def _level_and_code(territory: str) -> tuple[str, str]:
    kind, _, code = territory.partition("_")
    return {"epci": "epci", "departement": "department"}.get(kind, kind), code


def _counts(item: Indicator, year: int, codes: pd.Index) -> tuple[pd.Series, pd.Series] | None:
    if not (item.numerator and item.denominator) or year not in item.ratio_years:
        return None
    known = cached_observations()
    return known[item.numerator][year]["value"].loc[codes], known[item.denominator][year]["value"].loc[codes]


def _weights(item: Indicator, year: int, codes: pd.Index) -> pd.Series | None:
    if not item.weight or item.weight not in cached_observations():
        return None
    return cached_observations()[item.weight][nearest_year(item.weight, year)]["value"].loc[codes]


def fragile(item: Indicator, year: int) -> pd.Series:
    """Tell which values of an indicator rest on too few sales or inhabitants (all communes)."""
    values = observations(item.id, year)["value"]
    if item.weight == "property_sales":
        return fragile_values(values, cached_observations()["property_sales"][year]["value"], FEW_SALES)
    if item.kind == "ratio":
        return fragile_values(values, cached_population(year), SMALL_POPULATION)
    return fragile_values(values, pd.Series(0.0, values.index), 0)


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


def source_line(item: Indicator, year: int) -> str:
    """Return the French credit of an indicator: source, vintage, geography, licence."""
    sidecar = cached_sidecar(item.table)
    geography = f"Communes au 1er janvier {sidecar['geography_year']}"
    return f"Source : {item.source}, {year}. {geography}. {sidecar['licence']}."


def value_text(indicator: str, year: int, commune: str) -> str:
    """Return the value of a commune, or why there is none."""
    item, row = cached_indicators()[indicator], observations(indicator, year).loc[commune]
    if pd.isna(row["value"]):
        return {"secret": "secret statistique"}.get(row["status"], "non disponible")
    return number(float(row["value"]), item.decimals)
