"""The command line: what it makes, how it goes on where it stopped, and what it says when it cannot."""

from __future__ import annotations

import json
from datetime import date

import pytest

from geo.groups import group_id
from reports import batch, command, wishes
from reports.making import file_name, slug
from tests.reports.sample import LENS

DAY = "2025-06-30"


@pytest.fixture(autouse=True)
def shared_tables(monkeypatch, tables):
    monkeypatch.setattr(command, "Tables", lambda: tables)


@pytest.fixture
def quick(monkeypatch):
    """Files of a few bytes, and the list of what was made: here the files matter, not what they say."""
    made: list[str] = []

    def documents(tables, perimeter, formats, made_on, name=""):
        made.append(perimeter)
        names = batch.expected(tables, perimeter, formats)
        return {file: f"{perimeter} {made_on}".encode() for file in names}

    monkeypatch.setattr(batch, "documents", documents)
    monkeypatch.setattr(batch, "version", lambda: "v1")
    return made


def refused(capsys, *arguments: str) -> str:
    """What a command that cannot be done says; it has written nothing on the other channel."""
    try:
        code = command.main(arguments)
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert "Traceback" not in said.err
    return said.err


# --- faults -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["commune", "62999"], ["commune inconnue", "Ytres (62909)"]),
        (["commune", "lens"], ["Lens (62498)"]),
        (["commune", "62498", "--format", "pdf,svg"], ["format inconnu", "svg", "pdf, docx, xlsx"]),
        (["commune", "62498", "--format", ","], ["format inconnu"]),
        (["commune", "62498", "--date", "30/06/2025"], ["date inconnue", "AAAA-MM-JJ"]),
        (["territory", "--perimeter", "mbm"], ["périmètre inconnu", "mbm_250", "epci_246200364"]),
        (["territory", "--codes", "62498,00000,62x"], ["2\u00a0codes inconnus", "00000", "62X"]),
        (["territory", "--codes", " , "], ["aucun code"]),
        (["territory", "--codes", "62498", "--name", "=cmd()"], ["nom refusé"]),
        (["territory", "--codes-file", "/nowhere.txt"], ["ne peut pas être lu", "chemin introuvable"]),
        (["territory"], ["il faut l’une de ces options"]),
        (["territory", "--perimeter", "mbm_250", "--codes", "1"], ["s’excluent"]),
        (["batch", "--perimeter"], ["attend une valeur"]),
        (["batch", "--perimeter", "mbm_250", "--jobs", "x"], ["attend un nombre entier"]),
        (["print"], ["n’est pas un choix possible"]),
        (["commune", "62498", "--colour"], ["option inconnue"]),
        ([], ["il manque"]),
    ],
)
def test_a_fault_is_told_in_french(capsys, quick, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    said = refused(capsys, *arguments)
    assert [part for part in words if part not in said] == []
    assert not quick
    assert list(tmp_path.iterdir()) == []


def test_a_former_code_says_what_it_became(capsys, tables):
    changes = tables.table("commune_changes")
    known = changes[changes["new_code"].isin(tables.communes.index)]
    gone = known[~known["old_code"].isin(tables.communes.index)].iloc[0]
    assert f"({gone['new_code']})" in refused(capsys, "commune", str(gone["old_code"]))


def test_a_folder_that_is_a_file_is_refused(capsys, quick, tmp_path):
    (tmp_path / "taken").write_text("here")
    said = refused(capsys, "commune", "62498", "--out", str(tmp_path / "taken"))
    assert "ne peut pas être créé : un fichier porte déjà ce nom".replace(" :", "\u202f:") in said
    assert (tmp_path / "taken").read_text() == "here"


def test_a_group_has_a_most(tables):
    with pytest.raises(wishes.WishError, match="400 au plus"):
        wishes.group_of(tables, tables.communes.index[:401], "")


def test_help_is_french(capsys):
    with pytest.raises(SystemExit) as stop:
        command.main(["batch", "--help"])
    said = capsys.readouterr().out
    assert stop.value.code == 0
    assert "utilisation" in said
    assert "afficher cette aide" in said
    assert "show this" not in said


# --- one subject --------------------------------------------------------------------------------------------


def test_a_commune_gives_one_file_for_each_format(capsys, quick, tmp_path):
    out = tmp_path / "new" / "folder"
    arguments = ["commune", "62498", "--format", "pdf, XLSX,pdf", "--out", str(out), "--date", DAY]
    assert command.main(arguments) == 0
    files = [out / f"portrait-62498-lens.{kind}" for kind in ("pdf", "xlsx")]
    assert sorted(out.iterdir()) == files
    assert files[0].read_text() == f"commune_62498 {DAY}"
    assert capsys.readouterr().out.splitlines() == [str(file) for file in files]


def test_codes_come_from_a_file_in_any_form(quick, tmp_path):
    (tmp_path / "codes.txt").write_text("\ufeff62498\r\n62427; 62250,62498\n", encoding="utf-8")
    out = tmp_path / "out"
    assert command.main(["territory", "--codes-file", str(tmp_path / "codes.txt"), "--out", str(out)]) == 0
    assert quick == [group_id(["62250", "62427", "62498"])]


def test_file_names_are_ascii_and_tell_what_they_hold():
    assert file_name(LENS.subject, "pdf") == "portrait-62498-lens.pdf"
    assert slug("Le Cateau-Cambrésis / L’Œuf") == "le-cateau-cambresis-l-oeuf"
    assert slug("../..") == "sans-nom"


# --- many communes ------------------------------------------------------------------------------------------


def run(folder, *more: str) -> int:
    arguments = ["batch", "--perimeter", "ze_3215", "--out", str(folder), "--date", DAY, "--jobs", "1"]
    return command.main([*arguments, *more])


@pytest.fixture
def five(monkeypatch, tables):
    """A perimeter of five communes."""
    codes = tables.members("epci_246200364")[:5]
    monkeypatch.setitem(tables._members, "ze_3215", codes)
    return [f"commune_{code}" for code in codes]


def test_a_batch_makes_each_commune_then_nothing(capsys, quick, five, tmp_path):
    assert run(tmp_path) == 0
    assert quick == five
    assert "5\u00a0fiches faites" in capsys.readouterr().out
    quick.clear()
    assert run(tmp_path) == 0
    assert quick == []
    assert "5\u00a0fiches déjà à jour" in capsys.readouterr().out


def test_a_batch_makes_again_what_is_gone_cut_or_old(quick, five, tmp_path, monkeypatch):
    run(tmp_path)
    files = sorted(path for path in tmp_path.iterdir() if path.suffix == ".pdf")
    files[0].unlink()
    files[3].write_bytes(files[3].read_bytes()[:5])
    quick.clear()
    run(tmp_path)
    assert quick == [five[0], five[3]]
    quick.clear()
    monkeypatch.setattr(batch, "version", lambda: "v2")
    run(tmp_path)
    assert quick == five


def test_force_makes_all_again(quick, five, tmp_path):
    run(tmp_path)
    quick.clear()
    run(tmp_path, "--force")
    assert quick == five


def test_another_format_is_made_beside_the_first(quick, five, tmp_path):
    run(tmp_path)
    quick.clear()
    run(tmp_path, "--format", "xlsx")
    assert quick == five
    assert len(list(tmp_path.glob("*.pdf"))) == len(list(tmp_path.glob("*.xlsx"))) == 5


def test_a_batch_goes_on_where_it_was_stopped(quick, five, tmp_path, monkeypatch, capsys):
    def stopped(tables, perimeter, *rest, **more):
        if perimeter == five[2]:
            raise KeyboardInterrupt
        return whole(tables, perimeter, *rest, **more)

    whole = batch.documents
    monkeypatch.setattr(batch, "documents", stopped)
    assert run(tmp_path) == 130
    assert "Interrompu" in capsys.readouterr().err
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    assert not list(tmp_path.glob(f"*{batch.PART}")) + list(tmp_path.glob(f".*{batch.PART}"))
    quick.clear()
    monkeypatch.setattr(batch, "documents", whole)
    assert run(tmp_path) == 0
    assert quick == five[2:]


def test_a_line_of_the_manifest_that_was_cut_counts_for_nothing(quick, five, tmp_path):
    run(tmp_path)
    manifest = tmp_path / batch.MANIFEST
    lines = manifest.read_text().splitlines()
    assert json.loads(lines[0])["version"] == "v1"
    manifest.write_text("\n".join([*lines[:-1], lines[-1][:20]]))
    quick.clear()
    run(tmp_path)
    assert quick == five[-1:]


def test_a_file_is_never_half_written(tmp_path, monkeypatch):
    path = tmp_path / "fiche.pdf"
    path.write_bytes(b"old")

    def full(self, content):
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(type(path), "write_bytes", full)
    with pytest.raises(OSError, match="28"):
        batch.write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_in_french(capsys, quick, tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(batch, "write_whole", full)
    assert "plus de place sur le disque" in refused(capsys, "commune", "62498", "--out", str(tmp_path))


def test_the_version_follows_tables_and_code(monkeypatch):
    first = batch.version()
    assert first == batch.version()
    real = batch.catalog.read_sidecar
    monkeypatch.setattr(batch.catalog, "read_sidecar", lambda name: {**real(name), "sha256": "other"})
    assert batch.version() != first


def test_today_is_a_date():
    assert isinstance(command.today(), date)
