"""Files handed to the reader: tables, the template of a list, the list enriched. No cell of them can act."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from loaders.own_list.fields import FIELDS

BYTE_ORDER_MARK: Final = "\ufeff"
FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r|%]")
NUMBER: Final = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
SHEET: Final = "Initiatives"
NOTES: Final = "Lisez-moi"
WIDEST: Final = 60
MOST_CELL: Final = 32_000
Note = str | tuple[str, str]
"""A line of a second sheet: one cell, or a term and its text."""


def neutralised(text: str) -> str:
    """Write a cell that no spreadsheet computes and no browser draws.

    An apostrophe goes before what a spreadsheet would take for a formula (numbers stay numbers), and ``<``
    becomes ``&lt;``, so that a tag is text wherever the cell is pasted.
    """
    plain = text.replace("<", "&lt;")
    return f"'{plain}" if FORMULA.match(plain) and not NUMBER.match(plain.strip()) else plain


def csv_file(
    table: pd.DataFrame, decimals: Mapping[str, int] | None = None, *, separator: str = ";", comma: str = ","
) -> bytes:
    """Return a table as CSV; as it stands, a French spreadsheet opens it.

    Parameters
    ----------
    table
        Columns of text, and columns of numbers, whose missing values are empty cells.
    decimals
        Decimals of columns of numbers; those without have what they need.
    separator, comma
        ``;`` and ``,`` for a French spreadsheet, with the mark of UTF-8; ``,`` and ``.`` without it are the
        plain form.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([neutralised(str(name)) for name in table.columns])
    columns = [_texts(table[name], (decimals or {}).get(str(name)), comma) for name in table.columns]
    writer.writerows(zip(*columns, strict=True))
    mark = BYTE_ORDER_MARK if separator == ";" else ""
    return (mark + out.getvalue()).encode()


def _texts(column: pd.Series, decimals: int | None, comma: str) -> list[str]:
    if not is_number(column):
        return [neutralised(cell) for cell in column]
    return [number_text(value, decimals).replace(".", comma) for value in column]


def is_number(column: pd.Series) -> bool:
    """Tell whether the cells of a column are numbers."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def number_text(value: float, decimals: int | None = None) -> str:
    """Write a number as programs read it: ``17.20`` with 2 decimals; nothing when it is missing."""
    if pd.isna(value):
        return ""
    if decimals is None:
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return f"{value:.{decimals}f}"


def workbook(
    table: pd.DataFrame,
    notes: Sequence[Note] = (),
    decimals: Mapping[str, int] | None = None,
    *,
    sheets: tuple[str, str] = (SHEET, NOTES),
) -> bytes:
    """Return a table as a workbook: numbers as numbers, everything else as text.

    Parameters
    ----------
    table, decimals
        As in `csv_file`.
    notes
        Fill a second sheet.
    sheets
        Names of the sheets.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(sheets[0])
        for place, name in enumerate(table.columns):
            sheet.write_string(0, place, neutralised(str(name)), bold)
            shown = _column(book, sheet, place, table[name], (decimals or {}).get(str(name)))
            sheet.set_column(place, place, _width([str(name), *shown[:200]]))
        sheet.freeze_panes(1, 1)
        if notes:
            _write_notes(book, notes, sheets[1])
    return buffer.getvalue()


def _column(
    book: xlsxwriter.Workbook, sheet: Worksheet, place: int, column: pd.Series, decimals: int | None
) -> list[str]:
    """Write the cells of a column; return their texts, for its width."""
    if is_number(column):
        shape = book.add_format({"num_format": f"0.{'0' * decimals}" if decimals else "0"})
        own = shape if decimals is not None else None
        for row, value in enumerate(column, start=1):
            if pd.notna(value):
                sheet.write_number(row, place, float(value), own)
        return [number_text(value, decimals) for value in column]
    cells = [neutralised(cell)[:MOST_CELL] for cell in column]
    for row, cell in enumerate(cells, start=1):
        if cell:
            sheet.write_string(row, place, cell)
    return cells


def _width(cells: Sequence[str]) -> int:
    return min(WIDEST, max(10, 2 + max(len(cell) for cell in cells)))


def _write_notes(book: xlsxwriter.Workbook, notes: Sequence[Note], name: str) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    pairs = [note for note in notes if not isinstance(note, str)]
    sheet.set_column(0, 0, 24 if pairs else 110)
    sheet.set_column(1, 1, 110)
    for row, note in enumerate(notes):
        cells = (note,) if isinstance(note, str) else note
        for place, cell in enumerate(cells):
            is_term = place == 0 and len(cells) > 1
            sheet.write_string(row, place, neutralised(cell)[:MOST_CELL], bold if is_term else wrapped)


def template_table() -> pd.DataFrame:
    """Return the template: a column for each field, one row that shows how to fill it."""
    return pd.DataFrame({field.title: [field.example] for field in FIELDS}, dtype="str")


def template_notes() -> list[str]:
    """Return what the template says of itself."""
    fields = [f"{field.title} : {field.meaning}" for field in FIELDS if field.meaning]
    return [
        "Effacez la ligne d’exemple, puis écrivez une initiative par ligne.",
        "Seuls le nom et un lieu (commune, code ou point) sont nécessaires ; une case inconnue reste vide.",
        *fields,
    ]
