"""Any CSV or workbook of a reader is read; what cannot be is refused in French, before it takes memory."""

import io
import zipfile

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import LoaderError
from loaders.own_list.downloads import workbook
from loaders.own_list.files import EXTRA, LARGEST, MOST_COLUMNS, MOST_ROWS, read_own_list

TEXT = "Nom;Commune\r\nÉpicerie d’Aimée;Nœux-les-Mines\r\n\r\nGarage à l'été;Béthune\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_spreadsheets(encoding):
    cells = read_own_list(TEXT.encode(encoding), "liste.csv").cells
    assert cells["Nom"].tolist() == ["Épicerie d’Aimée", "Garage à l'été"]
    assert cells.index.tolist() == [2, 4]  # the lines that the spreadsheet shows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    text = f"Nom{separator}Commune\nA{separator}Lens\n"
    assert list(read_own_list(text.encode(), "liste.csv").cells) == ["Nom", "Commune"]


def test_a_comma_within_cells_is_no_separator():
    text = "Nom;Domaine\nA;alimentation, emploi\nB;énergie, habitat, emploi\n"
    assert (
        read_own_list(text.encode(), "liste.csv").cells["Domaine"].tolist()[1] == "énergie, habitat, emploi"
    )


def test_uneven_rows_keep_all_their_cells():
    cells = read_own_list(b"Nom;Commune\nA\nB;Lens;de trop;encore\n", "liste.csv").cells
    assert cells["Commune"].tolist() == ["", "Lens"]
    assert cells[EXTRA].tolist() == ["", "de trop encore"]


def test_columns_without_a_name_or_with_the_same_one_are_told_apart():
    cells = read_own_list(b"Nom;;Nom;Lieu;;\nA;1;2;3\n", "liste.csv").cells
    assert list(cells) == ["Nom", "Colonne 2", "Nom bis", "Lieu"]


def test_control_characters_go():
    assert read_own_list(b"Nom;Lieu\nA\x07\x1bB;Lens\n", "l.csv").cells["Nom"].tolist() == ["A  B"]


def test_a_workbook_comes_back_as_it_was():
    table = pd.DataFrame({"Nom": ["A", "B"], "Code": ["01004", "62498"]})
    upload = read_own_list(workbook(table), "liste.xlsx")
    assert upload.cells.reset_index(drop=True).equals(table.astype("str"))
    assert "feuille « Initiatives »" in upload.told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"  \n", "vide"),
        (b"Nom;Commune\n", "aucune ligne"),
        (b"<!DOCTYPE html><html>", "page web"),
        (b"%PDF-1.7", "ni un CSV"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 100, "ni un CSV"),
        (b"PK\x03\x04 broken", "abîmée"),
        (b"a;b\n" * (MOST_ROWS + 2), "plus de 20000 lignes"),
        ((";".join(f"c{n}" for n in range(MOST_COLUMNS + 1)) + "\n1\n").encode(), "plus de 100 colonnes"),
        (b"a" * (LARGEST + 1), "plus de 10 Mo"),
        (b"Nom\0;x\n1;2\n", "binaire"),
    ],
)
def test_what_cannot_be_read_is_refused_in_french(content, told):
    with pytest.raises(LoaderError, match=told) as refused:
        read_own_list(content, "liste")
    assert "Remède" in str(refused.value)


def test_twenty_thousand_rows_are_allowed():
    assert len(read_own_list(b"Nom;Commune\n" + b"a;Lens\n" * MOST_ROWS, "l.csv").cells) == MOST_ROWS


def _book(write):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        write(book.add_worksheet())
    return buffer.getvalue()


@pytest.mark.parametrize(("row", "column", "told"), [(1_048_575, 0, "lignes"), (1, 16_383, "colonnes")])
def test_a_cell_at_the_end_of_the_world_is_refused_before_it_is_opened(row, column, told):
    content = _book(lambda sheet: (sheet.write(0, 0, "Nom"), sheet.write(row, column, "x")))
    with pytest.raises(LoaderError, match=told):
        read_own_list(content, "loin.xlsx")


def test_one_long_text_named_by_many_cells_is_refused():
    def write(sheet):
        for row in range(20_000):
            sheet.write_string(row, 0, "x" * 30_000)

    with pytest.raises(LoaderError, match="caractères"):
        read_own_list(_book(write), "long.xlsx")


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(LoaderError, match=r"pas un classeur"):
        read_own_list(buffer.getvalue(), "a.zip")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_remedy(content):
    try:
        upload = read_own_list(content, "octets")
    except LoaderError as error:
        assert "Remède" in str(error)  # noqa: PT017
    else:
        assert len(upload.cells)
