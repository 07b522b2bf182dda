"""Files handed to the reader: the template, and the list enriched. No cell of them can act."""

import io
import re
from collections.abc import Sequence
from typing import Final

import pandas as pd
import xlsxwriter

from loaders.own_list.fields import FIELDS

BYTE_ORDER_MARK: Final = "\ufeff"
FORMULA: Final = re.compile(r"^\s*[=+\-@\t\r|%]")
NUMBER: Final = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
SHEET: Final = "Initiatives"
WIDEST: Final = 60
MOST_CELL: Final = 32_000


def neutralised(text: str) -> str:
    """Write a cell that no spreadsheet computes and no browser draws.

    An apostrophe goes before what a spreadsheet would take for a formula (numbers stay numbers), and ``<``
    becomes ``&lt;``, so that a tag is text wherever the cell is pasted.
    """
    plain = text.replace("<", "&lt;")
    return f"'{plain}" if FORMULA.match(plain) and not NUMBER.match(plain.strip()) else plain


def csv_file(table: pd.DataFrame) -> bytes:
    """Return a table of text as CSV: UTF-8 with its mark and semicolons, as a French spreadsheet opens it."""
    safe = table.map(neutralised).rename(columns=neutralised)
    return (BYTE_ORDER_MARK + safe.to_csv(index=False, sep=";", lineterminator="\r\n")).encode()


def workbook(table: pd.DataFrame, notes: Sequence[str] = ()) -> bytes:
    """Return a table of text as a workbook, every cell written as text; ``notes`` fill a second sheet."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(SHEET)
        for column, name in enumerate(table.columns):
            cells = [neutralised(cell)[:MOST_CELL] for cell in table[name]]
            sheet.write_string(0, column, neutralised(name), bold)
            sheet.set_column(column, column, _width([name, *cells[:200]]))
            for row, cell in enumerate(cells, start=1):
                if cell:
                    sheet.write_string(row, column, cell)
        sheet.freeze_panes(1, 1)
        if notes:
            _write_notes(book, notes)
    return buffer.getvalue()


def _width(cells: Sequence[str]) -> int:
    return min(WIDEST, max(10, 2 + max(len(cell) for cell in cells)))


def _write_notes(book: xlsxwriter.Workbook, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet("Lisez-moi")
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True})
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, note, wrapped)


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
