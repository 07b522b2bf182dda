"""Verify ``data/``: tables against sidecars, dictionaries against tables. Faults come as French lines."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pandas.api.types as kinds

from loaders.errors import sample
from loaders.fetch import sha256
from loaders.schema import Table, read_schema
from loaders.swap import settle

Entry = dict[str, Any]
TESTS = {
    "text": kinds.is_string_dtype,
    "integer": kinds.is_integer_dtype,
    "number": kinds.is_float_dtype,
    "boolean": kinds.is_bool_dtype,
    "category": lambda dtype: isinstance(dtype, pd.CategoricalDtype),
    "geometry": kinds.is_object_dtype,
}
DEPARTEMENTS = ("59", "62")
"""Départements of the local tables and of the perimeters."""
CHECKED_YEAR = 2022
"""Year of the population that perimeters.toml states."""
TEXTS = ("title_fr", "short_fr", "unit_fr", "definition_fr", "source")


def verify(data: Path) -> list[str]:
    """List every fault found in a data folder; an empty list means all is well."""
    settle(data)
    schema = read_schema(data / "tables.toml")
    absent = [
        name for name in schema if not _paths(data, name)[0].is_file() or not _paths(data, name)[1].is_file()
    ]
    if absent:
        return [f"table ou fiche absente : {sample(absent)} (lancez « python -m loaders build »)."]
    tables = {name: pd.read_parquet(_paths(data, name)[0]) for name in schema}
    faults = [fault for name, table in schema.items() for fault in _table_faults(data, table, tables)]
    return [*faults, *_strangers(data, schema), *_dictionary_faults(data, tables)]


def _paths(data: Path, name: str) -> tuple[Path, Path]:
    return data / "tables" / f"{name}.parquet", data / "tables" / f"{name}.toml"


def _strangers(data: Path, schema: dict[str, Table]) -> Iterator[str]:
    expected = {path.name for name in schema for path in _paths(data, name)}
    for path in sorted((data / "tables").iterdir()):
        if path.name not in expected:
            yield f"fichier inattendu : {path.name} (décrivez-le dans tables.toml ou supprimez-le)."


def _table_faults(data: Path, table: Table, tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    parquet, side = _paths(data, table.name)
    frame, sidecar = tables[table.name], _read(side)
    if sha256(parquet) != sidecar["sha256"]:
        yield f"{parquet.name} : l'empreinte n'est pas celle de la fiche (reconstruisez la table)."
    if len(frame) != sidecar["rows"]:
        yield f"{parquet.name} : {len(frame)} lignes, {sidecar['rows']} dans la fiche."
    if list(frame.columns) != list(sidecar["columns"]):
        yield f"{parquet.name} : les colonnes ne sont pas celles de la fiche."
        return
    wrong = [
        name for name, entry in sidecar["columns"].items() if not TESTS[entry["type"]](frame[name].dtype)
    ]
    if wrong:
        yield f"{parquet.name} : type inattendu pour {sample(wrong)}."
    yield from _key_faults(table, frame, tables["communes"])
    yield from _text_faults(table, sidecar)


def _key_faults(table: Table, frame: pd.DataFrame, communes: pd.DataFrame) -> Iterator[str]:
    keys = frame[list(table.key)]
    if keys.isna().any(axis=None) or keys.duplicated().any():
        yield f"{table.name} : clé vide ou en double ({', '.join(table.key)})."
    if table.local:
        codes, known = frame["code_commune"].dropna(), set(_local(communes)["code_commune"])
        unknown = codes[[code not in known for code in codes.tolist()]]
        if len(unknown):
            yield f"{table.name} : communes inconnues {sample(unknown.unique())}."


def _local(communes: pd.DataFrame) -> pd.DataFrame:
    return communes[communes["code_departement"].isin(DEPARTEMENTS)]


def _text_faults(table: Table, sidecar: Entry) -> Iterator[str]:
    stale = [text for text, value in table.head.items() if sidecar.get(text) != value]
    if stale:
        yield f"{table.name} : fiche en retard sur tables.toml ({sample(stale)}) ; reconstruisez la table."


def _dictionary_faults(data: Path, tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    indicators, themes = _read(data / "indicators.toml"), _read(data / "themes.toml")
    filled = _filled(tables)
    for name, entry in indicators.items():
        yield from _indicator_faults(name, entry, indicators, themes)
        yield from _year_faults(name, entry, filled)
    yield from _france_faults(indicators, tables["indicator_values_france"])
    orphans = set(filled.index.get_level_values("indicator")) - set(indicators)
    if orphans:
        yield f"indicateurs sans définition : {sample(sorted(orphans))}."
    yield from _perimeter_faults(data, tables)
    yield from _source_faults(data, tables)


def _filled(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Count the communes with a value by table, indicator and year."""
    named = {name: tables[name].dropna(subset="value") for name in ("indicator_values", "private_jobs")}
    rows = [frame.astype({"indicator": "str"}).assign(table=name) for name, frame in named.items()]
    return pd.concat(rows).groupby(["table", "indicator", "year"]).size()


def _indicator_faults(name: str, entry: Entry, indicators: Entry, themes: Entry) -> Iterator[str]:
    empty = [text for text in TEXTS if not entry.get(text)]
    if empty or "caveat_fr" not in entry:
        yield f"indicateur {name} : texte absent ({sample([*empty, 'caveat_fr'])})."
    if entry["theme"] not in themes:
        yield f"indicateur {name} : thème inconnu « {entry['theme']} »."
    linked = [entry[role] for role in ("weight", "numerator", "denominator") if role in entry]
    unknown = [other for other in linked if other not in indicators]
    if unknown:
        yield f"indicateur {name} : indicateur lié inconnu {sample(unknown)}."
    if not set(entry.get("ratio_years", [])) <= set(entry["years"]):
        yield f"indicateur {name} : années du rapport hors de ses années."


def _year_faults(name: str, entry: Entry, filled: pd.Series) -> Iterator[str]:
    found = filled[filled.index.get_level_values("indicator") == name]
    years = found.index.get_level_values("year").tolist()
    if years != entry["years"]:
        yield f"indicateur {name} : années {entry['years']} au dictionnaire, {years} dans les tables."
    if set(found.index.get_level_values("table")) - {entry["table"]}:
        yield f"indicateur {name} : ses valeurs ne sont pas dans la table {entry['table']}."
    counts = dict(zip(map(str, years), found.tolist(), strict=True))
    if counts != entry.get("communes_with_value", {}):
        yield f"indicateur {name} : nombre de communes renseignées différent du dictionnaire."


def _france_faults(indicators: Entry, france: pd.DataFrame) -> Iterator[str]:
    """Hold the values of all France to the dictionary, and to one full row group for each series."""
    sizes = france.groupby(["indicator", "year"], observed=True).size()
    uneven = sizes.index[sizes != france["code_commune"].nunique()]
    if len(uneven):
        yield f"indicator_values_france : séries incomplètes {sample(uneven)}."
    found = france.dropna(subset="value").groupby("indicator", observed=True)["year"].unique()
    for name, entry in indicators.items():
        years = sorted(found.get(name, []))
        if years != entry.get("france_years", []):
            told = entry.get("france_years", [])
            yield f"indicateur {name} : années de toute la France {told} au dictionnaire, {years} trouvées."


def _perimeter_faults(data: Path, tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    communes = _local(tables["communes"]).set_index("code_commune")
    values = tables["indicator_values"]
    counted = values[(values["indicator"] == "population") & (values["year"] == CHECKED_YEAR)]
    people = counted.set_index("code_commune")["value"]
    for name, entry in _read(data / "perimeters.toml").items():
        column = entry.get("column")
        if column is not None and column not in communes:
            yield f"périmètre {name} : colonne {column} absente des communes."
            continue
        members = communes.index[communes[column]] if column else communes.index
        found = (len(members), int(people.loc[members].sum()))
        if found != (entry["n_communes"], entry["population_2022"]):
            yield f"périmètre {name} : {found[0]} communes et {found[1]} habitants trouvés."


def _source_faults(data: Path, tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    sources = {source["id"]: source for source in _read(data / "sources.toml")["source"]}
    used = {(source, name) for name in tables for source in _read(_paths(data, name)[1])["sources"]}
    told = {(name, table) for name, source in sources.items() for table in source["tables"]}
    for source, table in sorted(used ^ told):
        yield f"source {source} et table {table} : le registre et la fiche se contredisent."


def _read(path: Path) -> Entry:
    with path.open("rb") as file:
        return tomllib.load(file)
