"""Maps beyond the Nord and the Pas-de-Calais: files made once, figures of EPCI, communes behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pandas as pd
import streamlit as st

from geo.aggregate import coverage
from geo.classify import class_breaks
from geo.figures import group_figures
from loaders import catalog
from pages.shared import data
from viz.choropleth import class_labels, colours, with_closed_side
from viz.france import (
    Broad,
    broad_outlines,
    commune_files,
    epci_file,
    land_file,
    largest_towns,
    values_file,
)
from viz.french import counted, coverage_sentence
from viz.layers import Detail, Geometry
from viz.search_index import national_index
from viz.static_files import publish_built, publish_set
from viz.topology import FORMAT, WGS84, interior_points

if TYPE_CHECKING:
    import geopandas as gpd

    from pages.shared.url_state import State

COMMUNES_FROM_ZOOM: Final = 8.5
"""From here on a commune is wide enough to be read."""
LEAST_SHARE: Final = 50.0
"""% of the population of an EPCI that published communes must hold, or it has no figure."""
FULL_SHARE: Final = 95.0
"""Under this share the figure of an EPCI is said to be partial."""
EPCI, LAND = "epci-france", "departements-france"
WITHOUT_EPCI = "Commune hors intercommunalité"


# --- places -------------------------------------------------------------------------------------------------


@st.cache_resource
def cached_groups() -> pd.Series:
    """Return the EPCI of each commune; a commune outside any EPCI stands for itself, by its own code."""
    codes = data.cached_france()["code_epci"]
    return codes.fillna(codes.index.to_series()).astype("category").rename("group")


@st.cache_resource
def cached_epcis() -> pd.DataFrame:
    """Return name, départements, population of each EPCI, and of each commune that is in none; by code."""
    communes, groups = data.cached_france(), cached_groups().astype(str)
    names = {code: place.name for code, place in catalog.read_departements().items()}
    population = data.cached_population(data.LATEST, data.FRANCE)
    pairs = pd.DataFrame({"group": groups, "code": communes["code_departement"]}).drop_duplicates()
    first = communes.groupby(groups).first()
    alone = first["code_epci"].isna()
    return pd.DataFrame(
        {
            "name": first["epci_name"].where(~alone, first["name"]),
            "epci_name": pairs["code"].map(names).groupby(pairs["group"]).agg(", ".join),
            "code_departement": first["code_departement"],
            "population": population.groupby(groups).sum(min_count=1),
            "alone": alone,
        }
    )


@dataclass(frozen=True)
class FranceFiles:
    """Addresses of the files behind every map of France."""

    epci: Geometry
    land: str
    communes: dict[str, Geometry]


@st.cache_resource(show_spinner="Préparation des contours de toute la France (une seule fois)…")
def cached_files() -> FranceFiles:
    """Publish the outlines of France and return their addresses."""
    tables = ("boundaries_communes", "communes", catalog.FRANCE_VALUES)
    inputs = (FORMAT, *(str(data.cached_sidecar(table)["sha256"]) for table in tables))
    by_departement = data.cached_france().groupby("code_departement").groups
    parts = {str(code): f"communes-{code}" for code in by_departement}
    urls = publish_set([EPCI, LAND, *parts.values()], inputs, _contents)
    return FranceFiles(
        epci=Geometry((urls[EPCI],), tuple(cached_epcis().index)),
        land=urls[LAND],
        communes={code: Geometry((urls[name],), tuple(by_departement[code])) for code, name in parts.items()},
    )


@st.cache_resource(show_spinner="Préparation des contours de toute la France (une seule fois)…")
def cached_broad() -> Broad:
    """Return simplified outlines of the EPCI and of the départements."""
    communes = data.cached_france()
    outlines = catalog.read_boundaries("communes").geometry.loc[communes.index]
    return broad_outlines(outlines, cached_groups().astype(str), communes["code_departement"])


def _contents(urls: dict[str, str]) -> dict[str, bytes]:
    """Return the content of all files."""
    population = data.cached_population(data.LATEST, data.FRANCE)
    communes = data.cached_france().assign(population=population)
    outlines = catalog.read_boundaries("communes").geometry.loc[communes.index]
    broad = cached_broad()
    files = {f"communes-{code}": content for code, content in commune_files(outlines, communes).items()}
    large = population.nlargest(1000).index
    towns = largest_towns(communes, interior_points(outlines.loc[large]))
    departements = _departements(communes, urls)
    return files | {
        EPCI: epci_file(broad.epci, cached_epcis()),
        LAND: land_file(broad.departements, departements, towns),
    }


def _departements(communes: pd.DataFrame, urls: dict[str, str]) -> pd.DataFrame:
    """Return what `viz.france.land_file` says of each département."""
    sizes, places = communes.groupby("code_departement").size(), catalog.read_departements()
    outlines = catalog.read_boundaries("departements").geometry.to_crs(WGS84).bounds.round(4)
    return pd.DataFrame(
        {
            "name": [places[str(code)].name for code in sizes.index],
            "title": [places[str(code)].title for code in sizes.index],
            "url": [urls[f"communes-{code}"] for code in sizes.index],
            "offset": sizes.cumsum() - sizes,
            "n": sizes,
            "bounds": outlines.loc[sizes.index, ["miny", "minx", "maxy", "maxx"]].to_numpy().tolist(),
        },
        index=sizes.index,
    )


def geometry_of(territory: data.Territory) -> Geometry:
    """Return the files of the départements in which a territory lies."""
    found = data.cached_france()["code_departement"].loc[territory.codes].unique()
    parts = [cached_files().communes[code] for code in sorted(found)]
    return Geometry(
        tuple(url for part in parts for url in part.urls),
        tuple(code for part in parts for code in part.codes),
    )


@st.cache_resource(show_spinner=False)
def cached_search_index() -> str:
    """Publish the search index of the communes of France and return its address."""

    def build() -> bytes:
        names = {code: place.name for code, place in catalog.read_departements().items()}
        population = data.cached_population(data.LATEST, data.FRANCE)
        return national_index(data.cached_france(), population, names)

    inputs = [str(data.cached_sidecar(table)["sha256"]) for table in ("communes", catalog.FRANCE_VALUES)]
    return publish_built("recherche-france", (FORMAT, *inputs), build)


@st.cache_resource(max_entries=2000, show_spinner=False)
def cached_point(code: str) -> tuple[float, float]:
    """Return latitude and longitude of a point inside a commune."""
    departement = str(data.cached_france().loc[code, "code_departement"])
    outlines: gpd.GeoSeries = catalog.read_boundaries("communes", [departement]).geometry.loc[[code]]
    point = interior_points(outlines).iloc[0]
    return round(point.y, 5), round(point.x, 5)


# --- figures of EPCI ----------------------------------------------------------------------------------------


@st.cache_resource(max_entries=300, show_spinner=False)
def cached_epci_observations(indicator: str, year: int) -> pd.DataFrame:
    """Return the figure of each EPCI, as exact as the data allow.

    Returns
    -------
    observed
        Index of `cached_epcis`. ``value``, ``status``, ``fragile``, ``doubt`` as in `viz.layers.Choropleth`;
        ``n``, ``total``, ``weight_share`` and ``method`` as in `geo.figures.group_figures`. Under
        `LEAST_SHARE` of the population in published communes there is no value.
    """
    item, groups = data.cached_indicators()[indicator], cached_groups()
    observed = data.observations(indicator, year, data.FRANCE)
    figures = group_figures(
        observed["value"],
        data.cached_population(year, data.FRANCE),
        groups,
        kind=item.kind,
        counts=data.counts(item, year, data.FRANCE),
        weights=data.weights(item, year, data.FRANCE),
        published=cached_published().get((indicator, year)),
    )
    own = figures["method"].eq("published")
    figures["value"] = figures["value"].where(own | figures["weight_share"].ge(LEAST_SHARE))
    known = figures["value"].notna()
    partial = known & ~own & figures["weight_share"].lt(FULL_SHARE)
    secret = observed["status"].eq("secret").groupby(groups, observed=True).any().to_numpy()
    return figures.assign(
        status=np.select([known, secret], ["published", "secret"], "not_available"),
        fragile=False,
        doubt=np.select(
            [partial, known & figures["method"].eq("weighted_mean")], ["partial", "approximate"], ""
        ),
    )


@st.cache_resource
def cached_published() -> dict[tuple[str, int], pd.Series]:
    """Return the producers' own figures of EPCI, by indicator and year; index: codes."""
    table = catalog.read_table("benchmarks").query("level == 'epci'").dropna(subset=["value"])
    return {
        cast("tuple[str, int]", key): rows.set_index("code")["value"].astype(float)
        for key, rows in table.groupby(["indicator", "year"], observed=True)
    }


def epci_notes(observed: pd.DataFrame) -> tuple[str, ...]:
    """Return the French notes of a legend of EPCI: coverage, and what is approximate, partial or left out."""
    population = cached_epcis()["population"]
    known = coverage(observed["value"], population)
    share = data.known_share(known, population)
    lines = [coverage_sentence(known.n, known.total, share, "territoire", "aucun territoire")]
    doubts = observed["doubt"].value_counts()
    if observed["method"].eq("weighted_mean").any() and doubts.get("approximate", 0):
        lines.append(
            "Approximation : moyenne pondérée des communes, faute d’effectifs ou de chiffre publié "
            "par intercommunalité."
        )
    if doubts.get("partial", 0):
        shaky = counted(int(doubts["partial"]), "chiffre partiel", "chiffres partiels")
        lines.append(f"{shaky} : une partie des communes n’est pas publiée.")
    if (
        observed["value"].isna().any()
        and observed["n"].gt(0).mask(observed["value"].notna(), other=False).any()
    ):
        lines.append("Aucun chiffre où moins de la moitié des habitants vivent dans une commune publiée.")
    return tuple(lines)


def epci_label() -> str:
    """Return « France, 1 253 intercommunalités et 4 communes hors intercommunalité »."""
    alone = cached_epcis()["alone"]
    others = counted(int(alone.sum()), "commune")
    return f"France, {counted(int((~alone).sum()), 'intercommunalité')} et {others} hors intercommunalité"


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_epci_breaks(indicator: str, year: int, method: str, classes: int, scale: str) -> list[float]:
    """Return the class breaks of EPCI: of all years together when the scale is fixed, else of one year."""
    years = data.years_of(indicator, data.FRANCE) if scale == "fixe" else (year,)
    values = pd.concat([cached_epci_observations(indicator, known)["value"] for known in years])
    return class_breaks(values, method, classes, decimals=data.cached_indicators()[indicator].decimals)


# --- the communes behind ------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=300)
def cached_values(indicator: str, year: int) -> str:
    """Publish the values of all communes of France and return their address."""
    item = data.cached_indicators()[indicator]
    sha = str(data.cached_sidecar(catalog.FRANCE_VALUES)["sha256"])

    def build() -> bytes:
        observed = data.observations(indicator, year, data.FRANCE)
        return values_file(observed.assign(fragile=data.fragile(item, year, data.FRANCE)), item.decimals)

    return publish_built(f"valeurs-{indicator}-{year}", (FORMAT, sha, str(item.decimals)), build)


def detail(state: State, breaks: list[float], notes: tuple[str, ...]) -> Detail:
    """Return the communes behind a map of EPCI."""
    item = data.cached_indicators()[state.indicator]
    labels = class_labels(breaks, item.decimals)
    return Detail(
        values=cached_values(state.indicator, state.year),
        zoom=COMMUNES_FROM_ZOOM,
        breaks=tuple(breaks),
        class_labels=labels,
        subtitle=f"{state.year} · {data.cached_territory(data.FRANCE).label}",
        notes=with_closed_side(notes, labels),
        light=colours(len(labels), "light").classes,
        dark=colours(len(labels), "dark").classes,
    )
