"""The only door to ``data/``: built tables, their sidecars, and the dictionaries. Nothing is cached here."""

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from loaders.formats.sirene_ess import read_ess_schema
from loaders.schema import conform
from loaders.swap import pending, settle

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
TABLES = DATA / "tables"
FRANCE_VALUES = "indicator_values_france"
"""Values of all communes of France: one Parquet row group for each indicator and year."""
KEYS = {
    "communes": "code_commune",
    "epci": "code_epci",
    "departements": "code_departement",
    "regions": "code_region",
}


@dataclass(frozen=True)
class Indicator:
    """An indicator, texts in French.

    ``years``: those in which communes of the Nord and the Pas-de-Calais have values, ``france_years`` those
    in which all of France has; empty when there is none.
    """

    id: str
    title: str
    short: str
    unit: str
    decimals: int
    theme: str
    direction: str
    kind: str
    definition: str
    source: str
    caveat: str
    years: tuple[int, ...]
    weight: str | None
    numerator: str | None
    denominator: str | None
    ratio_years: tuple[int, ...]
    table: str
    france_years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Perimeter:
    """A perimeter: ``column`` is the boolean column of ``communes`` that lists it, None for all communes."""

    id: str
    title: str
    definition: str
    column: str | None
    source: str
    year: int | None
    caveat: str


def table_names() -> list[str]:
    """List the built tables, in the order of ``data/tables.toml``."""
    names = list(_read("tables"))
    return _settled(lambda: [name for name in names if (TABLES / f"{name}.parquet").is_file()])


def read_table(name: str) -> pd.DataFrame:
    """Read one built table as it is stored (outlines: see ``read_boundaries``)."""
    return _settled(lambda: pd.read_parquet(TABLES / f"{name}.parquet"))


def read_table_bytes(name: str) -> bytes:
    """Read the Parquet file of a built table as it is, to hand it to a reader."""
    return _settled((TABLES / f"{name}.parquet").read_bytes)


def read_boundaries(level: str, departements: Collection[str] = ()) -> gpd.GeoDataFrame:
    """Read the outlines of a level.

    Parameters
    ----------
    level
        "communes", "epci", "departements" or "regions".
    departements
        Codes of the départements to read ("59", "2A", "974"), for levels "communes" and "departements";
        all when empty. The rest of the file is not decoded.

    Returns
    -------
    boundaries
        Index: the official code, sorted; geometry in EPSG:2154 (Lambert-93, metres; overseas a formal
        storage, in which nothing is to be measured); communes have ``code_departement`` too.
    """
    if level not in KEYS:
        raise ValueError(f"niveau inconnu : {level} (attendu : {', '.join(KEYS)})")
    path, filters = TABLES / f"boundaries_{level}.parquet", _only(departements)
    outlines = _settled(lambda: gpd.read_parquet(path, filters=filters))
    return outlines.set_index(KEYS[level]).sort_index()


def read_world_land() -> gpd.GeoDataFrame:
    """Read the outlines of the countries of the world, drawn broadly.

    Returns
    -------
    land
        Index: ISO 3166-1 code of two letters, "x-" and a number where there is none; ``name_fr`` (missing
        where there is no code); geometry in EPSG:4326.
    """
    land = _settled(lambda: gpd.read_parquet(TABLES / "world_land.parquet"))
    numbers = pd.Series([f"x-{number}" for number in range(len(land))])
    return land.set_index(land["iso2"].fillna(numbers).rename("iso2"))[["name_fr", "geometry"]].sort_index()


def _only(departements: Collection[str]) -> list[tuple[str, str, list[str]]] | None:
    return [("code_departement", "in", list(departements))] if departements else None


def read_communes(departements: Collection[str] = ()) -> pd.DataFrame:
    """Read the communes of France, or of some départements: index ``code_commune``, sorted."""
    path, filters = TABLES / "communes.parquet", _only(departements)
    communes = _settled(lambda: pd.read_parquet(path, filters=filters))
    return communes.set_index("code_commune").sort_index()


def read_france_values(indicator: str, year: int) -> pd.DataFrame:
    """Read one indicator in one year for every commune of France, and nothing else of the table.

    Returns
    -------
    values
        Index ``code_commune``, sorted; ``value`` (NaN when not published) and ``status`` (text).

    Raises
    ------
    ValueError
        The table has no such indicator in this year.
    """
    with pq.ParquetFile(TABLES / f"{FRANCE_VALUES}.parquet") as table:
        group = _row_groups(table.metadata).get((indicator, year))
        if group is None:
            raise ValueError(f"pas de valeurs de toute la France pour {indicator} en {year}")
        found = table.read_row_group(group, columns=["code_commune", "value", "status"]).to_pandas()
    return found.astype({"status": object}).set_index("code_commune")


def _row_groups(metadata: pq.FileMetaData) -> dict[tuple[str, int], int]:
    """Return the row group of each indicator and year, from the statistics of the file."""
    columns = [metadata.schema.names.index(name) for name in ("indicator", "year")]
    groups = {}
    for number in range(metadata.num_row_groups):
        indicator, year = (metadata.row_group(number).column(c).statistics.min for c in columns)
        groups[str(indicator), int(year)] = number
    return groups


@dataclass(frozen=True)
class Place:
    """A département or a region: ``title`` names its kind (« Département de l'Aisne »)."""

    code: str
    name: str
    title: str
    region: str


def read_departements() -> dict[str, Place]:
    """Read the 101 départements, by code."""
    return {
        code: Place(code, entry["name_fr"], entry["title_fr"], entry["region"])
        for code, entry in _read("departements").items()
    }


def read_regions() -> dict[str, Place]:
    """Read the 18 regions, by code."""
    return {
        code: Place(code, entry["name_fr"], entry["title_fr"], code)
        for code, entry in _read("regions").items()
    }


def read_sidecar(name: str) -> dict[str, Any]:
    """Read the sidecar of a table: title, producer, sources, licence, rows, sha256, columns."""
    return _read(f"tables/{name}")


def read_indicators() -> dict[str, Indicator]:
    """Read the indicators, ordered by theme then as in the dictionary."""
    themes = list(read_themes())
    entries = sorted(_read("indicators").items(), key=lambda item: themes.index(item[1]["theme"]))
    return {name: _indicator(name, entry) for name, entry in entries}


def _indicator(name: str, entry: dict[str, Any]) -> Indicator:
    return Indicator(
        id=name,
        title=entry["title_fr"],
        short=entry["short_fr"],
        unit=entry["unit_fr"],
        decimals=entry["decimals"],
        theme=entry["theme"],
        direction=entry["direction"],
        kind=entry["kind"],
        definition=entry["definition_fr"],
        source=entry["source"],
        caveat=entry["caveat_fr"],
        years=tuple(entry["years"]),
        weight=entry.get("weight"),
        numerator=entry.get("numerator"),
        denominator=entry.get("denominator"),
        ratio_years=tuple(entry.get("ratio_years", ())),
        table=entry["table"],
        france_years=tuple(entry.get("france_years", ())),
    )


def read_themes() -> dict[str, str]:
    """Read the themes: id to French label, in screen order."""
    return {name: entry["title_fr"] for name, entry in _read("themes").items()}


def read_perimeters() -> dict[str, Perimeter]:
    """Read the perimeters; the first, ``mbm_250``, is the default."""
    return {name: _perimeter(name, entry) for name, entry in _read("perimeters").items()}


def _perimeter(name: str, entry: dict[str, Any]) -> Perimeter:
    texts = {field: entry[f"{field}_fr"] for field in ("title", "definition", "caveat")}
    return Perimeter(
        id=name, column=entry.get("column"), source=entry["source"], year=entry.get("year"), **texts
    )


def read_sources() -> list[dict[str, Any]]:
    """Read the registry of sources, in its order."""
    return list(_read("sources")["source"])


def read_build_report() -> dict[str, Any]:
    """Read the report of the last build: table, join, check, difference."""
    return _read("build_report")


def read_ess_establishments() -> pd.DataFrame:
    """Read the establishments of the ESS (SIRENE): the columns of their schema, and no row yet."""
    table = read_ess_schema(DATA)
    return conform(pd.DataFrame(columns=list(table.columns), dtype="str"), table, table.name)


def read_concepts() -> dict[str, Any]:
    """Read concepts, factors, obstacles and cited figures of the seed documents."""
    return _read("concepts")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_settled(lambda: (DATA / f"{name}.toml").read_text(encoding="utf-8")))


def _settled(read: Callable[[], T]) -> T:
    """Read when no swap of tables is under way, and again if one began meanwhile (see ``loaders.swap``)."""
    while True:
        settle(DATA)
        result = read()
        if not pending(DATA):
            return result
