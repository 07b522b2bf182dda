"""Tables of the curated facts folder: CSV (plain or gzip), UTF-8, commas, empty cell for no value."""

from pathlib import Path

import pandas as pd

from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited


def load_facts(path: Path) -> pd.DataFrame:
    """Read a facts table as text: codes keep their leading zero, an empty cell stays "".

    Raises
    ------
    SourceError
        The file is absent, empty, or no CSV.
    ArchiveError
        The gzip file is truncated or damaged.
    SchemaError
        Another encoding or separator, a column twice, a row cut.
    """
    return read_delimited(read_bytes(path), path, None, separator=",")
