"""Sheets of workbooks (xlsx, xls), read as text with calamine: it also opens those that openpyxl refuses."""

import io
from collections.abc import Mapping

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from loaders.errors import ArchiveError, SchemaError, SourceError, sample
from loaders.reading.archives import RESTORE, require_sound_zip
from loaders.reading.delimited import require_header
from loaders.reading.texts import ONLINE, as_text, is_web_page

ZIP = b"PK\x03\x04"


def read_sheet(
    content: bytes, where: object, sheet: str, columns: Mapping[str, str], *, header_row: int
) -> pd.DataFrame:
    """Read columns of one sheet as text; an empty cell is "", a whole number has no decimal point.

    Parameters
    ----------
    content
        Bytes of the workbook (see ``loaders.reading.archives``).
    where
        File named in messages.
    sheet
        Name of the sheet.
    columns
        Name in the sheet to name in the frame; other columns are left out.
    header_row
        Row of the column names, counted from 1 as a spreadsheet shows it.

    Raises
    ------
    ArchiveError
        The workbook is truncated or damaged.
    SchemaError
        The sheet or a column is absent, or a column is there twice.
    SourceError
        No row under the header.
    """
    rows = _rows(content, where, sheet)
    header = [as_text(cell) for cell in rows[header_row - 1]] if len(rows) >= header_row else []
    require_header(header, columns, f"{where}, feuille « {sheet} », ligne {header_row}")
    frame = pd.DataFrame(rows[header_row:], columns=header, dtype=object).loc[:, list(columns)]
    text = frame.map(as_text).astype("str").rename(columns=columns)
    filled = text[(text != "").any(axis=1)].reset_index(drop=True)
    if filled.empty:
        raise SourceError(f"{where}, feuille « {sheet} »", "aucune ligne sous l'en-tête.", RESTORE)
    return filled


def first_filled_sheet(content: bytes, where: object) -> tuple[str, list[list[str]]]:
    """Read the first sheet that has anything in it, whatever its columns: its name, and its rows as text.

    Raises
    ------
    ArchiveError
        The workbook is truncated or damaged.
    SourceError
        Nothing is in any sheet.
    """
    _require_workbook(content, where)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                return name, [[as_text(cell) for cell in row] for row in rows]
    except (CalamineError, OSError) as error:
        raise ArchiveError(where, f"classeur illisible, tronqué ou abîmé ({error}).", RESTORE) from error
    raise SourceError(where, "aucune feuille remplie.", RESTORE)


def _rows(content: bytes, where: object, sheet: str) -> list[list[object]]:
    _require_workbook(content, where)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        if sheet in names:
            return [[*row] for row in workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
    except (CalamineError, OSError) as error:
        raise ArchiveError(where, f"classeur illisible, tronqué ou abîmé ({error}).", RESTORE) from error
    fault = f"feuille absente : « {sheet} » (présentes : {sample(names)})."
    raise SchemaError(where, fault, "vérifiez l'édition du classeur.")


def _require_workbook(content: bytes, where: object) -> None:
    """Refuse what is no workbook; unpack an xlsx (a zip) within bounds first, calamine knows none."""
    if not content:
        raise SourceError(where, "fichier vide.", RESTORE)
    if is_web_page(content):
        fault = "page web (HTML) au lieu d'un classeur : le site a répondu par un message."
        raise SourceError(where, fault, ONLINE)
    if content.startswith(ZIP):
        require_sound_zip(content, where)
