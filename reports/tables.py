"""The tables that briefings read: each is read once, a figure of a known perimeter is worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.figures import Figure, annual_change_pct, group_figure
from geo.perimeters import members
from geo.reliability import FEW_SALES, LEAST_SHARE, SMALL_POPULATION
from loaders import catalog
from viz.french import short_epci

if TYPE_CHECKING:
    from loaders.catalog import Indicator, Place

LOCAL: Final = ("59", "62")
LATEST: Final = 2023
"""Latest reference population of the tables."""
CHANGE: Final = "population_change_pct"
"""Mean annual change of the population: worked out from two counts, not in the dictionary."""
CHANGE_YEARS: Final = (2017, 2023)
LEVELS: Final = {"epci_": "epci", "departement_": "department", "region_": "region"}


@dataclass
class Tables:
    """Communes of France, their values and what lies in them.

    One instance serves any number of briefings; it fills itself as it is asked. Frames that it gives are not
    to be changed.
    """

    _observed: dict[tuple[str, int], pd.DataFrame] = field(default_factory=dict, repr=False)
    _figures: dict[tuple[str, int, str], Figure] = field(default_factory=dict, repr=False)
    _members: dict[str, pd.Index] = field(default_factory=dict, repr=False)
    _shapes: dict[str, gpd.GeoSeries] = field(default_factory=dict, repr=False)
    _sidecars: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def communes(self) -> pd.DataFrame:
        """The communes of France, indexed by code; EPCI with an abridged name too."""
        communes = catalog.read_communes()
        communes.index = communes.index.astype(object)  # looked up hundreds of times, faster than Arrow text
        return communes.assign(epci_name=communes["epci_full_name"].map(short_epci, na_action="ignore"))

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The dictionary of indicators."""
        return catalog.read_indicators()

    @cached_property
    def themes(self) -> dict[str, str]:
        """Theme to French title."""
        return catalog.read_themes()

    @cached_property
    def perimeters(self) -> dict[str, catalog.Perimeter]:
        """The dictionary of perimeters."""
        return catalog.read_perimeters()

    @cached_property
    def departements(self) -> dict[str, Place]:
        """Code to département."""
        return catalog.read_departements()

    @cached_property
    def regions(self) -> dict[str, Place]:
        """Code to region."""
        return catalog.read_regions()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as it is stored, read once."""
        if name not in self._stored:
            self._stored[name] = catalog.read_table(name)
        return self._stored[name]

    def by_commune(self, name: str) -> dict[int, pd.Series]:
        """Return the inhabitants by commune of each year of a table of populations."""
        if name not in self._years:
            rows = self.table(name)
            parts = rows.groupby("year", observed=True)
            self._years[name] = {
                int(str(year)): part.set_index("code_commune")["population"].astype(float)
                for year, part in parts
            }
        return self._years[name]

    @cached_property
    def _years(self) -> dict[str, dict[int, pd.Series]]:
        return {}

    @cached_property
    def _stored(self) -> dict[str, pd.DataFrame]:
        return {}

    def sidecar(self, name: str) -> dict[str, Any]:
        """Return what is known of a table."""
        if name not in self._sidecars:
            self._sidecars[name] = catalog.read_sidecar(name)
        return self._sidecars[name]

    def outlines(self, departement: str) -> gpd.GeoSeries:
        """Return the outlines of the communes of a département (EPSG:2154), indexed by code."""
        if departement not in self._shapes:
            self._shapes[departement] = catalog.read_boundaries("communes", (departement,)).geometry
        return self._shapes[departement]

    def places(self, name: str) -> tuple[pd.DataFrame, gpd.GeoSeries]:
        """Return the rows of a table of places with the name to show, and their points.

        Points are in EPSG:2154, in metres; None where the row has none.
        """
        if name not in self._places:
            rows = self.table(name).reset_index(drop=True)
            known = rows.dropna(subset=["lat", "lon"])
            points = gpd.points_from_xy(known["lon"], known["lat"])
            metres = gpd.GeoSeries(points, index=known.index, crs=4326).to_crs(2154)
            self._places[name] = rows.assign(shown=_shown_names(rows)), metres.reindex(rows.index)
        return self._places[name]

    @cached_property
    def _places(self) -> dict[str, tuple[pd.DataFrame, gpd.GeoSeries]]:
        return {}

    @cached_property
    def departement_outlines(self) -> gpd.GeoSeries:
        """The outlines of the départements (EPSG:2154), indexed by code."""
        return catalog.read_boundaries("departements").geometry

    # --- values ---------------------------------------------------------------------------------------------

    @cached_property
    def _local_rows(self) -> dict[tuple[str, int], pd.DataFrame]:
        """Rows of the Nord and the Pas-de-Calais by indicator and year."""
        frames: dict[tuple[str, int], pd.DataFrame] = {}
        for name in sorted({item.table for item in self.indicators.values() if item.years}):
            rows = self.table(name).set_index("code_commune")
            rows = rows[rows.index.isin(self.local)]
            for key, part in rows.groupby(["indicator", "year"], observed=True):
                indicator, year = cast("tuple[str, int]", key)
                frames[indicator, int(year)] = part[["value", "status"]].astype({"status": object})
        return frames

    @cached_property
    def local(self) -> pd.Index:
        """Codes of the communes of the Nord and the Pas-de-Calais."""
        return self.communes.index[self.communes["code_departement"].isin(LOCAL)]

    @cached_property
    def local_codes(self) -> frozenset[str]:
        """Codes of the communes of the Nord and the Pas-de-Calais, to look one up."""
        return frozenset(self.local)

    def published(self, perimeter: str, indicator: str, year: int) -> float | None:
        """Return the producer's own figure of a perimeter, if there is one."""
        return self._published.get((*_level_and_code(perimeter), indicator, year))

    def years(self, indicator: str, *, local: bool) -> tuple[int, ...]:
        """Return the years in which an indicator has values: in the two départements, or in all of France."""
        item = self.indicators[indicator]
        return tuple(sorted({*item.france_years, *(item.years if local else ())}))

    def observed(self, indicator: str, year: int) -> pd.DataFrame:
        """Return ``value`` and ``status`` of every commune of France.

        The values of the Nord and the Pas-de-Calais are those of their own, more detailed table wherever it
        has the year; elsewhere a year that is known for the two départements only is ``not_available``.
        """
        key = (indicator, year)
        if key not in self._observed:
            self._observed[key] = self._join(indicator, year)
        return self._observed[key]

    def of(self, indicator: str, year: int, codes: pd.Index) -> pd.DataFrame:
        """Return ``value`` and ``status`` of some communes: all of France is read only where one needs it."""
        own = self._local_rows.get((indicator, year))
        if own is None or (indicator, year) in self._observed or not self.local_codes.issuperset(codes):
            return self.observed(indicator, year).loc[codes]
        rows = own.reindex(codes)
        return rows.assign(status=rows["status"].fillna("not_available"))

    def _join(self, indicator: str, year: int) -> pd.DataFrame:
        index = self.communes.index
        values, statuses = np.full(len(index), np.nan), np.full(len(index), "not_available", dtype=object)
        sources = [self._local_rows.get((indicator, year))]
        if year in self.indicators[indicator].france_years:
            sources.insert(0, catalog.read_france_values(indicator, year))
        for rows in sources:
            if rows is not None:
                places = index.get_indexer(rows.index)
                known = places >= 0
                values[places[known]] = rows["value"].to_numpy(dtype=float)[known]
                statuses[places[known]] = rows["status"].to_numpy(dtype=object)[known]
        return pd.DataFrame({"value": values, "status": pd.Series(statuses, dtype=object).array}, index=index)

    def values(self, indicator: str, year: int) -> pd.Series:
        """Return the value of every commune of France; the change of the population is worked out."""
        if indicator == CHANGE:
            return self._change()
        return self.observed(indicator, year)["value"]

    def _change(self) -> pd.Series:
        start, end = (self.observed("population", year)["value"] for year in CHANGE_YEARS)
        years = CHANGE_YEARS[1] - CHANGE_YEARS[0]
        return 100 * ((end / start.where(start > 0)) ** (1 / years) - 1)

    def population(self, year: int = LATEST) -> pd.Series:
        """Return inhabitants in the known year that is closest to one."""
        known = self.years("population", local=False)
        closest = min(known, key=lambda other: (abs(other - year), other))
        return self.observed("population", closest)["value"]

    # --- groups ---------------------------------------------------------------------------------------------

    def members(self, perimeter: str) -> pd.Index:
        """Return the communes of a perimeter (see `geo.perimeters.members`)."""
        if perimeter not in self._members:
            self._members[perimeter] = members(self.communes, perimeter)
        return self._members[perimeter]

    def figure(self, indicator: str, year: int, perimeter: str) -> Figure:
        """Return the figure of a perimeter, worked out once."""
        key = (indicator, year, perimeter)
        if key not in self._figures:
            self._figures[key] = self.figure_of(indicator, year, self.members(perimeter), perimeter)
        return self._figures[key]

    def figure_of(self, indicator: str, year: int, codes: pd.Index, perimeter: str = "") -> Figure:
        """Return the figure of any communes, in the most exact way that the data allow.

        Where the values cover too little of the population (`LEAST_SHARE`), the producer's own figure of
        the perimeter stands if there is one, else none.
        """
        if indicator == CHANGE:
            return self._change_of(codes)
        item = self.indicators[indicator]
        published = self.published(perimeter, indicator, year)
        figure = self._worked_out(item, year, codes, published)
        if not figure.coverage.weight_share < LEAST_SHARE:
            return figure
        method = "published" if published is not None else figure.method
        value = float("nan") if published is None else published
        return Figure(value, method, figure.coverage)

    def _worked_out(self, item: Indicator, year: int, codes: pd.Index, published: float | None) -> Figure:
        counts, weights = self.counts(item, year), self._weights(item, year)
        return group_figure(
            self.observed(item.id, year)["value"].loc[codes],
            self.population(year).loc[codes],
            kind=item.kind,
            counts=counts and (counts[0].loc[codes], counts[1].loc[codes]),
            weights=None if weights is None else weights.loc[codes],
            published=published,
        )

    def _change_of(self, codes: pd.Index) -> Figure:
        start, end = (self.observed("population", year)["value"].loc[codes] for year in CHANGE_YEARS)
        known = start.notna() & end.notna()
        whole = group_figure(end.where(known), self.population(CHANGE_YEARS[1]).loc[codes], kind="count")
        years = CHANGE_YEARS[1] - CHANGE_YEARS[0]
        return Figure(
            annual_change_pct(float(start[known].sum()), whole.value, years), "rate", whole.coverage
        )

    def counts(self, item: Indicator, year: int) -> tuple[pd.Series, pd.Series] | None:
        """Return numerator and denominator of an indicator in a year, if both are known."""
        if year not in item.ratio_years:
            return None
        names = (str(item.numerator), str(item.denominator))
        if any(year not in self.years(name, local=True) for name in names):
            return None
        above, below = (self.observed(name, year)["value"] for name in names)
        return above, below

    def _weights(self, item: Indicator, year: int) -> pd.Series | None:
        """Return what an indicator is a mean over, in the closest year."""
        if not item.weight:
            return None
        known = self.years(item.weight, local=True)
        if not known:
            return None
        return self.observed(item.weight, min(known, key=lambda other: (abs(other - year), other)))["value"]

    @cached_property
    def _published(self) -> dict[tuple[str, str, str, int], float]:
        """The producers' own figures by level, code, indicator and year."""
        rows = self.table("benchmarks").dropna(subset=["value"])
        keys = zip(rows["level"], rows["code"], rows["indicator"], rows["year"], strict=True)
        return dict(zip(keys, rows["value"].astype(float), strict=True))

    def fragile(self, item: Indicator, year: int, code: str) -> bool:
        """Tell whether the value of a commune rests on too few sales or inhabitants (`geo.reliability`)."""
        if item.weight == "property_sales":
            known = year in self.years("property_sales", local=True)
            return known and bool(self.observed("property_sales", year)["value"][code] < FEW_SALES)
        return item.kind == "ratio" and bool(self.population(year)[code] < SMALL_POPULATION)


def _shown_names(rows: pd.DataFrame) -> pd.Series:
    """Return the name of each place: that of the row, or pit and shaft."""
    if "name" in rows:
        return rows["name"].fillna(rows["kind"])
    return "Fosse " + rows["pit"].fillna("sans nom") + ", " + rows["commune"]


def _level_and_code(perimeter: str) -> tuple[str, str]:
    """Return where the table of benchmarks has a perimeter."""
    if perimeter == "france":
        return "country", "FR"
    for prefix, level in LEVELS.items():
        if perimeter.startswith(prefix):
            return level, perimeter.removeprefix(prefix)
    return "", ""
