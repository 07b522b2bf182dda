import gzip

import pytest

from loaders.errors import ArchiveError, SchemaError, SourceError
from loaders.formats.facts import load_facts

TEXT = "code_commune,value\n01004,\n62498,0\n"


def test_a_code_keeps_its_zero_an_empty_cell_stays_empty_and_zero_stays_zero(tmp_path):
    (tmp_path / "a.csv").write_text(TEXT)
    frame = load_facts(tmp_path / "a.csv")
    assert frame["code_commune"].tolist() == ["01004", "62498"]
    assert frame["value"].tolist() == ["", "0"]


def test_gzip_gives_the_same_table(tmp_path):
    (tmp_path / "a.csv").write_text(TEXT)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert load_facts(tmp_path / "a.csv.gz").equals(load_facts(tmp_path / "a.csv"))


def test_a_truncated_archive_is_named(tmp_path):
    packed = gzip.compress((TEXT * 2000).encode())
    (tmp_path / "a.csv.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(ArchiveError, match=r"a\.csv\.gz : archive gzip tronquée.*Remède"):
        load_facts(tmp_path / "a.csv.gz")


@pytest.mark.parametrize(
    ("content", "error", "fault"),
    [
        (b"", SourceError, "fichier vide"),
        (b"name\nLi\xe9vin\n", SchemaError, "encodage autre que utf-8, ligne 2"),
        (b'a,b\n"1,2\n3,4\n', SchemaError, "CSV illisible, ligne incomplète ou trop longue"),
        (b"a,b,a\n1,2,3\n", SchemaError, "colonne en double : a"),
        (b"a;b\n1;2\n", SchemaError, "séparateur « ; » au lieu de « , »"),
    ],
)
def test_what_is_no_utf8_csv_is_named(tmp_path, content, error, fault):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(error, match=rf"a\.csv : {fault}"):
        load_facts(tmp_path / "a.csv")
