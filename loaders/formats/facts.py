"""Tables of the curated facts folder: CSV (plain or gzip), UTF-8, commas, empty cell for no value."""

import gzip
import zlib
from pathlib import Path
from typing import Literal

import pandas as pd

from loaders.errors import ArchiveError, SchemaError


def load_facts(path: Path) -> pd.DataFrame:
    """Read a facts table as text: codes keep their leading zero, an empty cell stays "".

    Raises
    ------
    ArchiveError
        The gzip file is truncated.
    SchemaError
        The file is not a UTF-8 CSV.
    """
    compression: Literal["gzip"] | None = "gzip" if path.suffix == ".gz" else None
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, compression=compression)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ArchiveError(path, "archive tronquée ou abîmée.", "restaurez le fichier d'origine.") from error
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        remedy = "attendu : CSV à virgules, UTF-8, une ligne d'en-tête."
        raise SchemaError(path, f"CSV illisible ({error}).", remedy) from error
