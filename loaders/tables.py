"""Write tables: Parquet with a TOML sidecar, the same bytes for the same content, swapped in when all is well."""

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

COMPRESSION = {"compression": "zstd", "compression_level": 19}


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


def write_table(frame: pd.DataFrame, table: Table, folder: Path, **extra: Any) -> Path:  # noqa: ANN401
    """Write one table and its sidecar into a folder; ``extra`` joins the sidecar. Returns the Parquet path."""
    path = folder / f"{table.name}.parquet"
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, geometry_encoding="WKB", **COMPRESSION)
    else:
        frame.to_parquet(path, index=False, engine="pyarrow", **COMPRESSION)
    text = dumps(sidecar(frame, table, path, **extra))
    path.with_suffix(".toml").write_text(text, encoding="utf-8")
    return path


def sidecar(frame: pd.DataFrame, table: Table, path: Path, **extra: Any) -> dict[str, Any]:  # noqa: ANN401
    """Describe a written table: the texts of its description, rows, sha256, key, columns."""
    columns = {
        column.name: {"type": column.type, "unit_fr": column.unit, "description_fr": column.description}
        for column in table.columns.values()
    }
    plain = {name: value for name, value in table.head.items() if name != "surveys"}
    counted = {"file": path.name, "rows": len(frame), "sha256": sha256(path)}
    nested = {name: value for name, value in table.head.items() if name == "surveys"}
    return {**counted, **plain, **extra, **nested, "columns": columns}
