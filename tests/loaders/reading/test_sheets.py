import pytest

from loaders.errors import ArchiveError, SchemaError, SourceError
from loaders.reading.sheets import read_sheet
from tests.loaders.formats.tiny_xlsx import write_xlsx
from tests.loaders.reading.packing import zipped

COLUMNS = {"CODGEO": "code_commune", "POP": "population"}
ROWS = [["Titre"], [], ["CODGEO", "LIB", "POP"], ["01004", "Ambérieu", 14035], ["62510", "Liévin", 30113.5]]


@pytest.fixture
def book(tmp_path):
    return lambda rows=ROWS, sheet="COM": write_xlsx(
        tmp_path / "a.xlsx", {"Notes": [["x"]], sheet: rows}
    ).read_bytes()


def read(content, **more):
    return read_sheet(content, "a.xlsx", "COM", COLUMNS, **{"header_row": 3, **more})


def test_columns_come_as_text_whole_numbers_without_point(book):
    assert read(book()).to_dict("list") == {
        "code_commune": ["01004", "62510"],
        "population": ["14035", "30113.5"],
    }


def test_rows_without_anything_are_left_out(book):
    assert len(read(book([*ROWS, ["", "", ""]]))) == 2


def test_an_absent_sheet_is_told_with_those_present(book):
    with pytest.raises(SchemaError, match=r"a\.xlsx : feuille absente : « COM » \(présentes : Notes, ARM\)"):
        read(book(sheet="ARM"))


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["CODGEO", "POP"], *ROWS[3:]], "feuille « COM », ligne 3 : colonne absente : CODGEO, POP"),
        ([*ROWS[:2], ["CODGEO", "POP", "POP"], *ROWS[3:]], "colonne en double : POP"),
        ([*ROWS[:2], ["CODGEO", "LIB", "POP22"], *ROWS[3:]], r"POP \(peut-être renommée POP22\)"),
        (ROWS[:1], "colonne absente"),
    ],
)
def test_a_header_that_is_not_where_or_what_it_should_be_is_told(book, rows, fault):
    with pytest.raises(SchemaError, match=rf"a\.xlsx, {fault}|a\.xlsx.*{fault}"):
        read(book(rows))


def test_a_sheet_without_a_row_is_told(book):
    with pytest.raises(SourceError, match="aucune ligne sous l'en-tête"):
        read(book(ROWS[:3]))


def test_a_truncated_or_damaged_workbook_is_told_wherever_it_is_cut(book):
    content = book()
    for length in range(4, len(content) - 1, 29):
        with pytest.raises(ArchiveError, match=r"a\.xlsx : .*Remède : supprimez"):
            read(content[:length])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "fichier vide"),
        (b"<!doctype html><p>Erreur 503", "page web .* au lieu d'un classeur"),
        (b"CODGEO;POP\n01004;1\n", "classeur illisible"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "classeur illisible"),
        (zipped({"a.csv": "CODGEO;POP"}), "classeur illisible"),
        (zipped({"xl/workbook.xml": bytes(32 * 2**20)}), "hors de toute proportion"),
        (zipped({"../workbook.xml": "x"}), "sort de son dossier"),
    ],
)
def test_what_is_no_workbook_is_told(content, fault):
    with pytest.raises(SourceError, match=rf"a\.xlsx.*{fault}"):
        read(content)
