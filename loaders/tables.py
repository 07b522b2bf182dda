"""Write tables: Parquet with a TOML sidecar, the same bytes for the same content, swapped in at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from loaders.schema import Table
from loaders.sources import sha256
from loaders.toml_text import dumps

LEVEL = 19
"""Of zstd: slow to write, fast to read, small to commit."""
OUTLINES = {"compression_level": 9, "row_group_size": 1024, "use_dictionary": False}
"""Outlines are all different: a higher level makes them no smaller. Small groups of rows let a reader skip."""


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a folder to build in; move its files over the final ones only when the block ends well."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".staging-", dir=folder.parent))
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_table(frame: pd.DataFrame, table: Table, folder: Path) -> Path:
    """Write one table and its sidecar into a folder; return the path of the Parquet file."""
    path = folder / f"{table.name}.parquet"
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, compression="zstd", geometry_encoding="WKB", **OUTLINES)
    else:
        frame.to_parquet(path, index=False, compression="zstd", compression_level=LEVEL, engine="pyarrow")
    path.with_suffix(".toml").write_text(dumps(sidecar(frame, table, path)), encoding="utf-8")
    return path


def sidecar(frame: pd.DataFrame, table: Table, path: Path) -> dict[str, Any]:
    """Describe a written table: the texts of its description, rows, sha256, key, columns."""
    columns = {
        column.name: {"type": column.type, "unit_fr": column.unit, "description_fr": column.description}
        for column in table.columns.values()
    }
    counted = {"file": path.name, "rows": len(frame), "sha256": sha256(path)}
    return {**counted, **table.head, "columns": columns}
