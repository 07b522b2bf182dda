"""Write tables: Parquet with a TOML sidecar, the same bytes for the same content."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from loaders.fetch import sha256
from loaders.schema import Table
from loaders.storage import writing
from loaders.toml_text import dumps

LEVEL = 19
"""Of zstd: slow to write, fast to read, small to commit."""
OUTLINES = {"compression_level": 9, "row_group_size": 1024, "use_dictionary": False}
"""Of Parquet: a higher level makes outlines no smaller; small groups of rows let a reader skip."""
BY_DEPARTEMENT = 4096
"""Rows of a group where a reader may ask for some départements: it unpacks the others' groups no more."""
SERIES: dict[str, Any] = {
    "compression_level": 9,
    "use_dictionary": ["indicator", "status"],
    "column_encoding": {"code_commune": "DELTA_BYTE_ARRAY", "value": "BYTE_STREAM_SPLIT"},
}
"""Of Parquet, for values in groups of one series each: sorted codes take no room, doubles a third less."""


def write_table(frame: pd.DataFrame, table: Table, folder: Path) -> Path:
    """Write one table and its sidecar into a folder; return the path of the Parquet file."""
    path = folder / f"{table.name}.parquet"
    with writing(path):
        _write_parquet(frame, path, table.head.get("rows_per_group"))
        path.with_suffix(".toml").write_text(dumps(sidecar(frame, table, path)), encoding="utf-8")
    return path


def _write_parquet(frame: pd.DataFrame, path: Path, group: int | None) -> None:
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, compression="zstd", geometry_encoding="WKB", **OUTLINES)
    elif group:
        frame.to_parquet(path, index=False, compression="zstd", row_group_size=group, **SERIES)
    else:
        rows = BY_DEPARTEMENT if "code_departement" in frame else None
        packed: dict[str, Any] = {"compression": "zstd", "compression_level": LEVEL, "row_group_size": rows}
        frame.to_parquet(path, index=False, engine="pyarrow", **packed)


def sidecar(frame: pd.DataFrame, table: Table, path: Path) -> dict[str, Any]:
    """Describe a written table: the texts of its description, rows, sha256, key, columns."""
    columns = {
        column.name: {"type": column.type, "unit_fr": column.unit, "description_fr": column.description}
        for column in table.columns.values()
    }
    counted = {"file": path.name, "rows": len(frame), "sha256": sha256(path)}
    return {**counted, **table.head, "columns": columns}
