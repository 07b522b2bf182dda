import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import SchemaError, SourceError
from loaders.reading.delimited import read_delimited

COLUMNS = {"CODGEO": "code_commune", "MED": "median"}
TEXT = "LIB;CODGEO;MED\nL'Abergement;01004;\nLiévin;62510;17250,5\n"


def read(content, columns=COLUMNS, separator=";", **more):
    content = content.encode() if isinstance(content, str) else content
    return read_delimited(content, "filo.csv", columns, separator=separator, **more)


def cells(frame):
    return frame.to_dict("list")


FOUND = {"code_commune": ["01004", "62510"], "median": ["", "17250,5"]}


def test_columns_come_renamed_in_the_order_asked_for_as_text_and_empty_stays_empty():
    frame = read(TEXT)
    assert cells(frame) == FOUND
    assert list(frame) == ["code_commune", "median"]
    assert frame.dtypes.astype("str").unique().tolist() == ["str"]
    assert frame.index.tolist() == [0, 1]


def test_without_columns_all_come_under_their_own_name():
    assert list(read(TEXT, None)) == ["LIB", "CODGEO", "MED"]


@pytest.mark.parametrize("word", ["NA", "nan", "null", "NULL", "None", "n/a", "#N/A", "true", "1e5", "007"])
def test_no_word_is_taken_for_a_missing_value_or_another_type(word):
    assert cells(read(f"CODGEO;MED\n01004;{word}\n"))["median"] == [word]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.rstrip("\n"),
        "\n" + TEXT.replace("\n", "\n\n"),
        TEXT.replace("CODGEO", '"CODGEO"').replace("Liévin", '"Liévin; ""ville"" "'),
    ],
    ids=["BOM", "CRLF", "CR", "no last newline", "blank lines", "quoted"],
)
def test_ways_of_writing_the_same_table(content):
    assert cells(read(content)) == FOUND


def test_another_encoding_that_is_announced_is_decoded():
    frame = read(TEXT.encode("cp1252"), {"LIB": "name"}, encoding="cp1252")
    assert cells(frame) == {"name": ["L'Abergement", "Liévin"]}


NO_NEWLINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)


@given(st.lists(st.tuples(NO_NEWLINE, NO_NEWLINE), min_size=1), st.sampled_from(";,\t|"))
def test_what_a_csv_writer_writes_is_read_back(rows, separator):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("CODGEO", "MED"), *rows])
    frame = read(text.getvalue(), separator=separator)
    assert list(frame.itertuples(index=False, name=None)) == rows


PAGE = "<!DOCTYPE html>\n<html><head><title>Insee - Service indisponible</title></head></html>"
REFUSED = {
    "missing column": (
        TEXT.replace("MED", "D5"),
        SchemaError,
        r"colonne absente : MED.*Présentes : LIB, CODGEO, D5",
    ),
    "renamed column": (
        TEXT.replace("CODGEO", "CODGEO25"),
        SchemaError,
        r"CODGEO \(peut-être renommée CODGEO25\)",
    ),
    "column twice": (TEXT.replace("LIB", "MED"), SchemaError, "colonne en double : MED"),
    "comma for semicolon": (
        TEXT.replace(",", ".").replace(";", ","),
        SchemaError,
        "séparateur « , » au lieu de « ; »",
    ),
    "tab for semicolon": (TEXT.replace(";", "\t"), SchemaError, "séparateur « tabulation » au lieu de « ; »"),
    "a separator too many": (
        TEXT.replace("Liévin", "Lié;vin"),
        SchemaError,
        r"l'en-tête a 3 cellules.*ligne 3 : 4 \('Lié;vin",
    ),
    "each row longer": (
        TEXT.replace("01004;", "01004;;").replace("17", ";17"),
        SchemaError,
        "ligne 2 : 4.*, ligne 3 : 4",
    ),
    "cut row": (TEXT[:-9], SchemaError, r"ligne 3 : 2 \('Liévin;62510'\)"),
    "open quotation mark": (TEXT.replace("Liévin", '"Liévin'), SchemaError, "CSV illisible"),
    "quotation mark over rows": (
        'CODGEO;MED\n"01004;1\n62510";2\n',
        SchemaError,
        r"« code_commune » sur plusieurs lignes",
    ),
    "latin-1": (TEXT.encode("latin-1"), SchemaError, r"encodage autre que utf-8, ligne 3 : b'.*Li\\xe9vin"),
    "UTF-16": (TEXT.encode("utf-16"), SourceError, "texte UTF-16 au lieu d'un CSV"),
    "UTF-16 without BOM": (TEXT.encode("utf-16-le"), SourceError, "octets nuls"),
    "page": (PAGE, SourceError, r"page web \(HTML\) au lieu d'un CSV"),
    "page with BOM": ("\ufeff\n" + PAGE.lower(), SourceError, "page web"),
    "zip": (b"PK\x03\x04...", SourceError, "archive zip ou classeur au lieu d'un CSV"),
    "gzip": (b"\x1f\x8b...", SourceError, "archive gzip au lieu d'un CSV"),
    "parquet": (b"PAR1...", SourceError, "fichier Parquet au lieu d'un CSV"),
    "PDF": (b"%PDF-1.7", SourceError, "document PDF"),
    "empty": (b"", SourceError, "fichier vide"),
    "blank": (b"\xef\xbb\xbf \r\n\n", SourceError, "fichier vide"),
    "header alone": (TEXT.split("\n", maxsplit=1)[0], SourceError, "aucune ligne sous l'en-tête"),
    "endless line": ('"' + "x" * 200_000, SchemaError, "en-tête illisible"),
}


@pytest.mark.parametrize(("content", "error", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_as_announced_is_refused_with_file_fault_and_remedy(content, error, fault):
    with pytest.raises(error, match=rf"filo\.csv : .*{fault}.*Remède : \w"):
        read(content)


def test_utf_8_announced_as_another_encoding_is_refused():
    with pytest.raises(SchemaError, match="encodage utf-8 au lieu de cp1252"):
        read(TEXT, encoding="cp1252")


def test_only_the_first_faulty_rows_are_shown_and_all_are_counted():
    with pytest.raises(SchemaError, match=r"ligne 2 : 1 .*ligne 6 : 1 .* et 15 autres"):
        read("CODGEO;MED\n" + "x\n" * 20)


def test_several_lines_in_a_cell_of_a_column_left_out_do_no_harm():
    assert cells(read(TEXT.replace("Liévin", '"Liévin\nmairie"'))) == FOUND
