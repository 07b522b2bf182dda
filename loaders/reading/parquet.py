"""Columns of a Parquet file, with the types it stores."""

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.errors import ArchiveError, SourceError
from loaders.reading.archives import ABSENT, RESTORE
from loaders.reading.bounds import REMEDY
from loaders.reading.delimited import require_header

MOST_ROWS = 100_000_000
"""Twice the largest official table, the stock of establishments (repeated values pack to nothing)."""


def read_parquet(source: Path | bytes, where: object, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read the columns that are asked for; other columns are never unpacked.

    Parameters
    ----------
    source
        A path (large files: only the columns asked for are read) or the bytes of the file.
    where
        File named in messages.
    columns
        Name in the file to name in the frame.

    Returns
    -------
    frame
        In the order of ``columns``, types as stored: codes that the producer wrote as text stay text.

    Raises
    ------
    SourceError
        The file is absent, empty, or has no row.
    ArchiveError
        It is truncated, damaged, or no Parquet file.
    SchemaError
        A column is absent or there twice.
    """
    try:
        with pq.ParquetFile(_opened(source, where), page_checksum_verification=True) as file:
            require_header(list(file.schema_arrow.names), columns, where)
            _require_reasonable(file.metadata, where)
            table = file.read(columns=list(columns)).replace_schema_metadata(None)  # pandas' own notes
            frame = table.to_pandas()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        fault = f"fichier Parquet tronqué, abîmé ou d'un autre format ({error})."
        raise ArchiveError(where, fault, RESTORE) from error
    if frame.empty:
        raise SourceError(where, "aucune ligne.", RESTORE)
    return frame[list(columns)].rename(columns=columns)


def _require_reasonable(metadata: pq.FileMetaData, where: object) -> None:
    if metadata.num_rows > MOST_ROWS:
        raise ArchiveError(where, f"{metadata.num_rows} lignes annoncées, plus de {MOST_ROWS}.", REMEDY)


def _opened(source: Path | bytes, where: object) -> Path | io.BytesIO:
    if isinstance(source, Path) and not source.is_file():
        raise SourceError(where, "fichier absent.", ABSENT)
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size == 0:
        raise SourceError(where, "fichier vide (0 octet).", RESTORE)
    return source if isinstance(source, Path) else io.BytesIO(source)
