"""CSV files of official producers, read as text: separator, encoding and columns must be as announced."""

import csv
import io
import warnings
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

import pandas as pd

from loaders.errors import SchemaError, SourceError, sample
from loaders.reading.archives import RESTORE
from loaders.reading.texts import decoded

SEPARATORS = (";", ",", "\t", "|")


def read_delimited(
    content: bytes, where: object, columns: Mapping[str, str], *, separator: str, encoding: str = "utf-8"
) -> pd.DataFrame:
    """Read the columns that are asked for, as text; an empty cell stays "".

    Parameters
    ----------
    content
        Bytes of the file (see ``loaders.reading.archives``). A byte-order mark is dropped.
    where
        File (and member) named in messages.
    columns
        Name in the file to name in the frame; other columns of the file are left out.
    separator, encoding
        As the producer announces them: another one is refused, never guessed.

    Raises
    ------
    SourceError
        The file is empty, or is a web page, an archive or UTF-16 text in place of the CSV.
    SchemaError
        Another encoding or separator; a column is absent, renamed or there twice; a row is cut.
    """
    text = decoded(content, where, encoding, "un CSV")
    header = _header(text, where, separator)
    require_header(header, columns, where)
    return _rows(text, where, separator).loc[:, list(columns)].rename(columns=columns)


def _header(text: str, where: object, separator: str) -> list[str]:
    first = text.split("\n", 1)[0].rstrip("\r")
    header = next(csv.reader([first], delimiter=separator), [])
    found = max(SEPARATORS, key=first.count)
    if len(header) == 1 and first.count(found):
        fault = f"séparateur « {_shown(found)} » au lieu de « {_shown(separator)} » : {first[:60]}."
        raise SchemaError(where, fault, f"attendu : colonnes séparées par « {_shown(separator)} ».")
    return header


def _shown(separator: str) -> str:
    return "tabulation" if separator == "\t" else separator


def require_header(header: list[str], columns: Mapping[str, str], where: object) -> None:
    """Raise SchemaError unless each column asked for is in the header, once."""
    absent = [column for column in columns if column not in header]
    if absent:
        close = {name: get_close_matches(name, header, 1, 0.5) for name in absent}
        hints = [f"{name} (peut-être renommée {near[0]})" if near else name for name, near in close.items()]
        fault = f"colonne absente : {sample(hints)}. Présentes : {sample(header)}."
        raise SchemaError(where, fault, "vérifiez l'édition du fichier ; le format a peut-être changé.")
    twice = [column for column, count in Counter(header).items() if count > 1 and column in columns]
    if twice:
        raise SchemaError(where, f"colonne en double : {sample(twice)}.", "gardez une seule de ces colonnes.")


def _rows(text: str, where: object, separator: str) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # rows longer than the header
            frame = pd.read_csv(
                io.StringIO(text), sep=separator, dtype="str", keep_default_na=False, index_col=False
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as error:
        raise SchemaError(where, f"CSV illisible ({error}).", RESTORE) from error
    cut = frame.index[frame.isna().any(axis=1)]
    if len(cut):
        rows = sample(int(row) + 2 for row in cut)
        raise SchemaError(where, f"ligne incomplète : {rows} (fichier tronqué ?).", RESTORE)
    if frame.empty:
        raise SourceError(where, "aucune ligne sous l'en-tête.", RESTORE)
    return frame
