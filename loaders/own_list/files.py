"""A reader's CSV or XLSX file as text: separator and encoding are found, limits hold before anything is read.

Official files are refused when they are not as announced (`loaders.reading`); a reader's list is read as it
is, and what is odd in a row is told with that row.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

import pandas as pd
from charset_normalizer import from_bytes

from loaders.errors import ArchiveError, SchemaError, SourceError
from loaders.reading.archives import require_sound_zip
from loaders.reading.delimited import SEPARATORS
from loaders.reading.sheets import ZIP, first_filled_sheet
from loaders.reading.texts import BYTE_ORDER_MARK, KINDS, is_web_page

LARGEST: Final = 10 * 2**20
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2_000
"""Characters of a cell that are kept."""
MOST_TEXT: Final = 200_000_000
"""Characters that the cells of a workbook may add up to: one long text may be named by a million cells."""
WESTERN: Final = ["cp1252", "mac_roman", "iso8859_15"]
SPLIT: Final = "divisez le fichier, ou retirez les lignes inutiles."
SAVE: Final = "ouvrez-le dans votre tableur et enregistrez-le en .xlsx ou en .csv."
EXTRA: Final = "…"
"""Name of the column that keeps the cells beyond the header."""


@dataclass(frozen=True)
class Upload:
    """A file as text: ``cells`` has the columns of the header, and the line of the file as index."""

    cells: pd.DataFrame
    told: str
    """What was found, in French: separator and encoding, or sheet."""


def read_own_list(content: bytes, name: str) -> Upload:
    """Read a CSV or XLSX file.

    Parameters
    ----------
    content
        Bytes of the file.
    name
        Its name, for messages; the content decides what it is.

    Returns
    -------
    upload
        Cells as text without control characters, "" where empty; rows with nothing are left out. Cells
        beyond the header are kept in a column `EXTRA`.

    Raises
    ------
    SourceError
        The file is empty, too large, another kind of file, or has no row.
    ArchiveError
        The workbook is damaged or unpacks out of all proportion.
    SchemaError
        More rows or columns than allowed; the header is absent.
    """
    if len(content) > LARGEST:
        raise SourceError(name, f"fichier de plus de {LARGEST // 2**20} Mo.", SPLIT)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise SourceError(name, "fichier vide.", SAVE)
    if is_web_page(content):
        raise SourceError(name, "c'est une page web, pas un tableau.", SAVE)
    rows, told = _workbook(content, name) if content.startswith(ZIP) else _text(content, name)
    return Upload(_framed(rows, name), told)


# --- CSV ----------------------------------------------------------------------------------------------------


def _text(content: bytes, name: str) -> tuple[list[list[str]], str]:
    text, encoding = _decoded(content, name)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [row for _, row in zip(range(MOST_ROWS + 2), reader, strict=False)]
    except csv.Error as error:
        raise SchemaError(name, f"texte illisible, ligne {reader.line_num} ({error}).", SAVE) from error
    shown = "tabulation" if separator == "\t" else separator
    return rows, f"CSV, séparateur « {shown} », encodage {encoding}"


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """Decode text: by its mark, as UTF-8, else by what its letters look like among Western encodings."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), "UTF-16"
    for mark, kind in KINDS.items():
        if content.startswith(mark):
            raise SourceError(name, f"{kind} : ce fichier n'est ni un CSV ni un classeur .xlsx.", SAVE)
    if b"\0" in content:
        raise SourceError(name, "fichier binaire : ni CSV, ni classeur .xlsx.", SAVE)
    try:
        return content.decode("utf-8").removeprefix(BYTE_ORDER_MARK), "UTF-8"
    except UnicodeDecodeError:
        best = from_bytes(content[: 2**18], cp_isolation=WESTERN).best()
        encoding = best.encoding if best else WESTERN[0]
    return content.decode(encoding, errors="replace"), {"cp1252": "Windows-1252"}.get(encoding, encoding)


def _separator(text: str) -> str:
    """Find the separator: the one that cuts the first lines into the most cells, the same number each."""
    lines = [line for line in text[: 2**16].splitlines() if line.strip()][:20]
    head = max(lines[:1], key=len, default="")
    widths = {mark: [len(row) for row in csv.reader(lines, delimiter=mark)] for mark in SEPARATORS}
    even = {mark: sum(width == sizes[0] for width in sizes) for mark, sizes in widths.items()}
    return max(SEPARATORS, key=lambda mark: (mark in head, even[mark], widths[mark][0]))


# --- workbooks ----------------------------------------------------------------------------------------------

CELL: Final = re.compile(rb"<c\b([^>]*[^/>])>")
PLACE: Final = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,4})(\d{1,8})["']""")
SHARED: Final = re.compile(rb"<si\b.*?</si>", re.DOTALL)


def _workbook(content: bytes, name: str) -> tuple[list[list[str]], str]:
    require_sound_zip(content, name)
    _require_small(content, name)
    sheet, rows = first_filled_sheet(content, name)
    return rows, f"classeur, feuille « {sheet} »"


def _require_small(content: bytes, name: str) -> None:
    """Refuse a workbook whose cells are many or far away: opening it would take memory for all of them."""
    cells = longest = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            raise ArchiveError(name, "archive zip : ce n'est pas un classeur .xlsx.", SAVE)
        for member in archive.namelist():
            if re.match(r"xl/worksheets/[^/]+\.xml$", member):
                cells += _counted(archive.read(member), name)
            elif member == "xl/sharedStrings.xml":
                longest = max((len(text) for text in SHARED.findall(archive.read(member))), default=0)
    if cells * longest > MOST_TEXT and longest > LONGEST_CELL:
        raise SchemaError(name, f"des cellules de plus de {LONGEST_CELL} caractères.", SPLIT)


def _counted(sheet: bytes, name: str) -> int:
    """Count the filled cells of a sheet; refuse one beyond the last row or column allowed."""
    filled = CELL.findall(sheet)
    places = [place for cell in filled if (place := PLACE.search(cell))]
    if any(int(place[2]) > MOST_ROWS + 100 for place in places):
        raise SchemaError(name, f"plus de {MOST_ROWS} lignes.", SPLIT)
    if any(_column(place[1]) > MOST_COLUMNS for place in places):
        raise SchemaError(name, f"plus de {MOST_COLUMNS} colonnes.", "retirez les colonnes inutiles.")
    return len(filled)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


# --- both ---------------------------------------------------------------------------------------------------


def _framed(rows: list[list[str]], name: str) -> pd.DataFrame:
    """Put rows under the names of the first one that has any, with the line of the file as index."""
    cleaned = [[_clean(cell) for cell in row] for row in rows]
    first = next((place for place, row in enumerate(cleaned) if any(row)), None)
    if first is None:
        raise SourceError(name, "aucune cellule remplie.", SAVE)
    header = _named(cleaned[first])
    body = [(first + 2 + n, row) for n, row in enumerate(cleaned[first + 1 :]) if any(row)]
    if not body:
        raise SourceError(name, "aucune ligne sous l'en-tête.", "remplissez au moins une ligne.")
    if len(body) > MOST_ROWS:
        raise SchemaError(name, f"plus de {MOST_ROWS} lignes.", SPLIT)
    if len(header) > MOST_COLUMNS:
        raise SchemaError(name, f"plus de {MOST_COLUMNS} colonnes.", "retirez les colonnes inutiles.")
    width = len(header)
    full = [
        [*row[:width], *[""] * (width - len(row)), " ".join(filter(None, row[width:]))] for _, row in body
    ]
    frame = pd.DataFrame(full, columns=[*header, EXTRA], index=[line for line, _ in body], dtype="str")
    return frame if frame[EXTRA].ne("").any() else frame.drop(columns=EXTRA)


def _clean(cell: str) -> str:
    """Drop what no cell should hold (control characters), and the end of a cell that never ends."""
    kept = cell[:LONGEST_CELL]
    if kept.isprintable():
        return kept.strip()
    return "".join(letter if letter.isprintable() else " " for letter in kept).strip()


def _named(header: list[str]) -> list[str]:
    """Name each column: once each, « Colonne 3 » where the file says nothing; empty ones at the end go."""
    while header and not header[-1]:
        header = header[:-1]
    names: list[str] = []
    for place, given in enumerate(header, start=1):
        name = given or f"Colonne {place}"
        while name in names or name == EXTRA:
            name += " bis"
        names.append(name)
    return names
