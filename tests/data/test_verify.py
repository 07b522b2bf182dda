"""`python -m loaders check` is quiet on the committed data and loud on each fault."""

import shutil

import pandas as pd
import pytest

from loaders import __main__ as command
from loaders import catalog
from loaders.verify import verify


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    copy = tmp_path_factory.mktemp("copy") / "data"
    shutil.copytree(catalog.DATA, copy)
    return copy


@pytest.fixture
def data(pristine, tmp_path):
    """A data folder to spoil: links to the files, replaced (never written through) by a test."""
    copy = tmp_path / "data"
    shutil.copytree(
        pristine, copy, copy_function=lambda source, target: target and shutil.os.link(source, target)
    )
    return copy


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new, 1))


def test_committed_data_are_sound(capsys):
    assert command.main(["check"]) == 0
    assert "25 tables conformes" in capsys.readouterr().out


def test_faults_give_status_1(monkeypatch, data, capsys):
    (data / "tables" / "qpv.parquet").unlink()
    monkeypatch.setattr(command.catalog, "DATA", data)
    assert command.main(["check"]) == 1
    assert "table ou fiche absente : qpv" in capsys.readouterr().out


def test_a_changed_table_is_told(data):
    path = data / "tables" / "qpv.parquet"
    frame = pd.read_parquet(path)
    frame.loc[0, "code_commune"] = "59999"
    path.unlink()
    pd.concat([frame, frame.tail(1)]).to_parquet(path, index=False)
    faults = "\n".join(verify(data))
    assert "qpv.parquet : l'empreinte n'est pas celle de la fiche" in faults
    assert "239 lignes, 238 dans la fiche" in faults
    assert "clé vide ou en double" in faults
    assert "communes inconnues 59999" in faults


def test_a_column_of_another_type_is_told(data):
    path = data / "tables" / "mine_shafts.parquet"
    frame = pd.read_parquet(path)
    path.unlink()
    frame.assign(depth_m=frame["depth_m"].astype("str")).to_parquet(path, index=False)
    assert any("type inattendu pour depth_m" in fault for fault in verify(data))


def test_an_absent_column_is_told(data):
    path = data / "tables" / "mine_shafts.parquet"
    frame = pd.read_parquet(path)
    path.unlink()
    frame.drop(columns="depth_m").to_parquet(path, index=False)
    assert any("les colonnes ne sont pas celles" in fault for fault in verify(data))


def test_a_file_that_nobody_described_is_told(data):
    (data / "tables" / "secret.csv").write_text("x")
    assert any("fichier inattendu : secret.csv" in fault for fault in verify(data))


SPOILED = [
    (
        "indicators.toml",
        "years = [2013, 2019, 2021]",
        "years = [2013, 2019, 2022]",
        "median_income_eur : années",
    ),
    ("indicators.toml", 'theme = "revenus"', 'theme = "argent"', "thème inconnu « argent »"),
    ("indicators.toml", 'weight = "population"', 'weight = "people"', "indicateur lié inconnu people"),
    ("indicators.toml", 'unit_fr = "habitants"', 'unit_fr = ""', "population : texte absent (unit_fr"),
    ("indicators.toml", "[births]", "[naissances]", "indicateurs sans définition : births"),
    ("indicators.toml", "2021 = 345", "2021 = 344", "nombre de communes renseignées différent"),
    ("indicators.toml", 'table = "private_jobs"', 'table = "indicator_values"', "ne sont pas dans la table"),
    ("perimeters.toml", "n_communes = 250", "n_communes = 251", "périmètre mbm_250 : 250 communes"),
    ("perimeters.toml", 'column = "insee_336"', 'column = "insee"', "colonne insee absente"),
    ("sources.toml", 'tables = ["qpv"]', "tables = []", "source facts_qpv_2024 et table qpv"),
    ("tables.toml", "Les 353 éléments", "Les éléments", "heritage_elements : fiche en retard"),
]


@pytest.mark.parametrize(("name", "old", "new", "fault"), SPOILED)
def test_a_spoiled_dictionary_is_told(data, name, old, new, fault):
    rewrite(data / name, old, new)
    assert fault in "\n".join(verify(data))
