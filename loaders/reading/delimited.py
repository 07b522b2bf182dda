"""CSV files of official producers, read as text: separator, encoding and columns must be as announced."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import pandas as pd
import pyarrow as pa
from pyarrow.csv import ConvertOptions, InvalidRow, ParseOptions, ReadOptions, read_csv

from loaders.errors import SchemaError, SourceError, sample
from loaders.reading.archives import RESTORE
from loaders.reading.texts import decoded

SEPARATORS = (";", ",", "\t", "|")
HEAD = 2**18
"""Characters within which the header is."""


def read_delimited(
    content: bytes,
    where: object,
    columns: Mapping[str, str] | None,
    *,
    separator: str,
    encoding: str = "utf-8",
) -> pd.DataFrame:
    """Read the columns that are asked for, as text; an empty cell stays "".

    Parameters
    ----------
    content
        Bytes of the file (see ``loaders.reading.archives``). A byte-order mark is dropped.
    where
        File (and member) named in messages.
    columns
        Name in the file to name in the frame; other columns of the file are left out. None: all of them.
    separator, encoding
        As the producer announces them: another one is refused, never guessed.

    Returns
    -------
    frame
        In the order of ``columns``; index 0..n-1.

    Raises
    ------
    SourceError
        The file is empty, or is a web page, an archive or UTF-16 text in place of the CSV; it has no row.
    SchemaError
        Another encoding or separator; a column is absent, renamed or there twice; a row has not as many
        cells as the header (cut, or a separator in a cell); a quotation mark is not closed.
    """
    text = decoded(content, where, encoding, "un CSV")
    head = text[:HEAD]
    lines, header = _header(head, where, separator)
    wanted = {name: name for name in header} if columns is None else columns
    _require_separator(head, header, wanted, where, separator)
    require_header(header, wanted, where)
    table = _table(text, lines, header, [header.index(name) for name in wanted], where, separator)
    frame = table.to_pandas().set_axis(list(wanted.values()), axis="columns")
    _require_closed(frame, where)
    return frame


def _header(text: str, where: object, separator: str) -> tuple[int, list[str]]:
    """Give the names of the columns, and how many lines of the file they take with the blank ones above."""
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    try:
        return next((reader.line_num, names) for names in reader if names)
    except csv.Error as error:
        raise SchemaError(where, f"en-tête illisible ({error}) : {text[:60]}.", RESTORE) from error


def _require_separator(
    text: str, header: Sequence[str], wanted: Mapping[str, str], where: object, separator: str
) -> None:
    """Refuse a header that another separator would split into the columns asked for, or at least split."""
    first = text.lstrip("\r\n").splitlines()[0]
    if len(header) > 1 and set(wanted) <= set(header):
        return
    names = {other: [name.strip('"') for name in first.split(other)] for other in SEPARATORS}
    cut = {other: split for other, split in names.items() if other != separator}
    better = [other for other, split in cut.items() if set(wanted) <= set(split) and len(split) > 1]
    likely = [other for other, split in cut.items() if len(header) == 1 and len(split) > 1]
    found = max(better or likely, key=first.count, default="")
    if found:
        fault = f"séparateur « {_shown(found)} » au lieu de « {_shown(separator)} » : {first[:60]}."
        raise SchemaError(where, fault, f"attendu : colonnes séparées par « {_shown(separator)} ».")


def _shown(separator: str) -> str:
    return "tabulation" if separator == "\t" else separator


def require_header(header: Sequence[str], columns: Mapping[str, object], where: object) -> None:
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


def _table(
    text: str, lines: int, header: Sequence[str], positions: Sequence[int], where: object, separator: str
) -> pa.Table:
    """Read some columns, all as text; every row must have as many cells as the header."""
    content = (text if "\n" in text else text.replace("\r", "\n")).encode() + b"\n"
    odd = list[InvalidRow]()
    names = [str(position) for position in range(len(header))]

    def keep(row: InvalidRow) -> str:
        odd.append(row)
        return "skip"

    reading = ReadOptions(use_threads=False, block_size=len(content), skip_rows=lines, column_names=names)
    parsing = ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=keep)
    kept = [str(position) for position in positions]
    converting = ConvertOptions(column_types=dict.fromkeys(names, pa.string()), include_columns=kept)
    try:
        table = read_csv(io.BytesIO(content), reading, parsing, converting)
    except pa.ArrowInvalid as error:
        raise SchemaError(where, f"CSV illisible ({error}).", RESTORE) from error
    if odd:
        raise _uneven(odd, where)
    if not len(table):
        raise SourceError(where, "aucune ligne sous l'en-tête.", RESTORE)
    return table


def _uneven(odd: Sequence[InvalidRow], where: object) -> SchemaError:
    told = [f"ligne {row.number} : {row.actual_columns} ({row.text[:40]!r})" for row in odd]
    width = odd[0].expected_columns
    fault = f"CSV illisible, ligne incomplète ou trop longue ; l'en-tête a {width} cellules : {sample(told)}."
    remedy = f"fichier tronqué, ou séparateur dans une cellule sans guillemets : {RESTORE}"
    return SchemaError(where, fault, remedy)


def _require_closed(frame: pd.DataFrame, where: object) -> None:
    """Refuse a cell that runs over several lines: a quotation mark was opened and not closed."""
    for name, cells in frame.items():
        long = cells[cells.str.contains("\n", regex=False)]
        if len(long):
            told = sample(f"{cell[:40]!r}" for cell in long)
            fault = f"cellule de « {name} » sur plusieurs lignes ({told})."
            raise SchemaError(where, fault, f"guillemet non refermé ? {RESTORE}")
