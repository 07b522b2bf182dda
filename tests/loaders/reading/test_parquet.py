import io

import pandas as pd
import pytest

from loaders.errors import ArchiveError, SchemaError, SourceError
from loaders.reading import parquet
from loaders.reading.parquet import read_parquet

FRAME = pd.DataFrame({"siret": ["00542012", "31"], "x": [1, 2], "insee": ["01004", None]}, index=[7, 8])
COLUMNS = {"insee": "code_commune", "siret": "siret"}


def packed(frame=FRAME):
    content = io.BytesIO()
    frame.to_parquet(content)
    return content.getvalue()


def test_columns_come_renamed_with_the_types_they_are_stored_in():
    frame = read_parquet(packed(), "a.parquet", {**COLUMNS, "x": "count"})
    assert list(frame) == ["code_commune", "siret", "count"]
    assert frame["siret"].tolist() == ["00542012", "31"]
    assert frame["code_commune"].isna().tolist() == [False, True]
    assert str(frame["count"].dtype) == "int64"
    assert frame.index.tolist() == [0, 1]


def test_a_path_gives_the_same_as_its_bytes(tmp_path):
    (tmp_path / "a.parquet").write_bytes(packed())
    assert read_parquet(tmp_path / "a.parquet", "a", COLUMNS).equals(read_parquet(packed(), "a", COLUMNS))


def test_a_truncated_file_is_told_wherever_it_is_cut():
    content = packed()
    for length in range(1, len(content) - 1, 13):
        with pytest.raises(ArchiveError, match=r"a\.parquet : fichier Parquet tronqué, abîmé.*Remède"):
            read_parquet(content[:length], "a.parquet", COLUMNS)


def test_damaged_notes_of_pandas_do_no_harm():
    content = packed().replace(b'"index_columns"', b'"index_columns{')
    assert read_parquet(content, "a.parquet", COLUMNS)["siret"].tolist() == ["00542012", "31"]


@pytest.mark.parametrize(
    ("content", "error", "fault"),
    [
        (b"", SourceError, "fichier vide"),
        (b"insee;siret\n01004;1\n", ArchiveError, "d'un autre format"),
        (b"<!doctype html><p>Erreur</p>", ArchiveError, "d'un autre format"),
        (packed(FRAME.head(0)), SourceError, "aucune ligne"),
        (packed(FRAME.rename(columns={"insee": "inse"})), SchemaError, r"insee \(peut-être renommée inse\)"),
        (packed(FRAME.drop(columns="siret")), SchemaError, "colonne absente : siret"),
    ],
)
def test_what_is_not_as_announced_is_told(content, error, fault):
    with pytest.raises(error, match=rf"a\.parquet : .*{fault}.*Remède"):
        read_parquet(content, "a.parquet", COLUMNS)


def test_an_absent_file_is_told(tmp_path):
    with pytest.raises(SourceError, match="fichier absent"):
        read_parquet(tmp_path / "a.parquet", "a.parquet", COLUMNS)


def test_more_rows_than_any_source_has_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(parquet, "MOST_ROWS", 1)
    with pytest.raises(ArchiveError, match="2 lignes annoncées"):
        read_parquet(packed(), "a.parquet", COLUMNS)
