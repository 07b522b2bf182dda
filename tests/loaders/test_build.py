import tomllib

import pandas as pd
import pytest

from loaders import __main__ as command
from loaders import build as building
from loaders.build import build
from loaders.errors import ChecksumError, CodeError, LoaderError, SchemaError, SourceError
from loaders.report import SECTIONS


def run(world, *only):
    return build(world.data, world.places, only, say=[].append)


def test_a_build_writes_each_table_with_its_sidecar_and_the_report(world):
    run(world)
    names = [
        "pits.parquet",
        "pits.toml",
        "population_1968_1999.parquet",
        "population_1968_1999.toml",
        "build_report.toml",
    ]
    assert list(world.tables()) == names
    assert pd.read_parquet(world.data / "tables" / "pits.parquet")["id"].tolist() == ["a", "b"]
    sidecar = tomllib.loads((world.data / "tables" / "pits.toml").read_text())
    assert sidecar["rows"] == 2
    assert sidecar["title_fr"] == "Fosses"
    assert sidecar["columns"]["depth_m"] == {"type": "number", "unit_fr": "m", "description_fr": "Profondeur"}


def test_the_same_input_gives_the_same_bytes(world):
    run(world)
    first = world.tables()
    for path in (world.data / "tables").iterdir():
        path.unlink()
    run(world)
    assert world.tables() == first


def test_the_report_counts_rows(world):
    assert run(world)["table"][0] == {"name": "pits", "rows_read": 2, "rows_kept": 2}


def test_building_one_table_keeps_the_others_and_their_report(world):
    run(world)
    before = world.tables()
    world.write("pits.csv", "id,code_commune,depth_m,open\nc,59172,1,1\n")
    report = run(world, "pits")
    assert [entry["rows_read"] for entry in report["table"]] == [1, 2]
    changed = [name for name, content in world.tables().items() if content != before[name]]
    assert changed == ["pits.parquet", "pits.toml", "build_report.toml"]


def test_an_unknown_table_is_refused_with_the_known_ones(world):
    with pytest.raises(SourceError, match=r"mines : table inconnue.*pits, population_1968_1999"):
        run(world, "mines")


HEAD = "code_commune,year,population,status\n"
FAULTS = {
    "renamed column": (
        "code,year,population,status\n01004,1975,7,published\n",
        SchemaError,
        "absente : code_commune",
    ),
    "missing column": ("code_commune,year,population\n01004,1975,7\n", SchemaError, "absente : status"),
    "no leading zero": (f"{HEAD}1004,1975,7,published\n", CodeError, "1004"),
    "repeated key": (f"{HEAD}01004,1975,7,published\n01004,1975,8,published\n", CodeError, "01004 / 1975"),
    "hidden value shown": (f"{HEAD}01004,1975,7,secret\n", SchemaError, "01004 / 1975 / 7 / secret"),
    "unreadable number": (f"{HEAD}01004,1975,s,published\n", SchemaError, "illisible : s"),
}


@pytest.mark.parametrize(("text", "error", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_file_and_remedy_and_leaves_the_former_tables(world, text, error, fault):
    run(world)
    before = world.tables()
    world.write(
        "pits.csv", "id,code_commune,depth_m,open\nc,59172,1,1\n"
    )  # a good change that must not go in alone
    world.write("people.csv", text)
    with pytest.raises(error, match=rf"people\.csv.*{fault}.*Remède"):
        run(world)
    assert world.tables() == before
    assert not list(world.data.glob(".staging-*"))


def test_a_changed_file_is_refused_and_the_former_tables_stay(world):
    run(world)
    before = world.tables()
    (world.facts / "people.csv").write_text(f"{HEAD}01004,1975,8,published\n")
    with pytest.raises(ChecksumError, match=r"people\.csv"):
        run(world)
    assert world.tables() == before


def test_a_first_build_that_fails_leaves_no_table(world):
    world.write("people.csv", "nothing\n")
    with pytest.raises(LoaderError):
        run(world)
    assert world.tables() == {}


CORRECTION = """
[[population_1968_1999.corrections]]
row = { code_commune = "62498", year = "1968" }
column = "status"
found = "published"
becomes = "secret"
reason_fr = "vide"
"""


def test_a_declared_correction_is_applied_and_told(world):
    with (world.data / "tables.toml").open("a") as file:
        file.write(CORRECTION)
    world.write("people.csv", f"{HEAD}62498,1968,,published\n")
    report = run(world)
    frame = pd.read_parquet(world.data / "tables" / "population_1968_1999.parquet")
    assert frame["status"].tolist() == ["secret"]
    assert report["difference"][0]["codes"] == ["62498", "1968"]


def test_a_correction_that_finds_nothing_stops_the_build(world):
    with (world.data / "tables.toml").open("a") as file:
        file.write(CORRECTION)
    with pytest.raises(SchemaError, match="correction sans objet"):
        run(world)


def test_the_command_says_how_to_give_the_facts(capsys, tmp_path):
    assert command.main(["build", "--facts", str(tmp_path / "nowhere")]) == 1
    assert "--facts DOSSIER" in capsys.readouterr().err


def test_the_command_reports_a_fault_with_status_1(world, monkeypatch, capsys):
    monkeypatch.setattr(command.catalog, "DATA", world.data)
    world.write("people.csv", "nothing\n")
    assert command.main(["build", "--facts", str(world.facts)]) == 1
    assert "people.csv" in capsys.readouterr().err


def test_the_command_prints_progress_and_the_report(world, monkeypatch, capsys):
    monkeypatch.setattr(command.catalog, "DATA", world.data)
    assert command.main(["build", "--facts", str(world.facts)]) == 0
    printed = capsys.readouterr().out
    assert "pits : 2 lignes lues, 2 gardées" in printed


def test_the_command_says_how_to_give_the_mirror(capsys, tmp_path):
    assert command.main(["build", "--facts", str(tmp_path), "--mirror", str(tmp_path / "nowhere")]) == 1
    assert (
        "nowhere : dossier introuvable. Remède : donnez-le avec --mirror DOSSIER" in capsys.readouterr().err
    )


EMPTY = {name: [] for name in SECTIONS}


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Folders beside the clone, and the places that the command gives to the build."""
    given = []
    monkeypatch.setattr(command, "FACTS", tmp_path / "shared" / "facts")
    monkeypatch.setattr(command, "MIRROR", tmp_path / "shared" / "mirror")
    monkeypatch.setattr(command, "build", lambda _, places, *__: given.append(places) or EMPTY)
    return given


def test_folders_beside_the_clone_are_taken_unless_others_are_given(asked, tmp_path):
    for name in ("shared/facts", "shared/mirror", "facts", "mirror"):
        (tmp_path / name).mkdir(parents=True)
    assert command.main(["build"]) == 0
    assert (
        command.main(["build", "--facts", str(tmp_path / "facts"), "--mirror", str(tmp_path / "mirror")]) == 0
    )
    assert [(places.facts, places.mirror) for places in asked] == [
        (tmp_path / "shared" / "facts", tmp_path / "shared" / "mirror"),
        (tmp_path / "facts", tmp_path / "mirror"),
    ]


def test_without_a_mirror_the_network_is_left_but_facts_must_be_somewhere(asked, tmp_path, capsys):
    assert command.main(["build"]) == 1
    assert "--facts DOSSIER" in capsys.readouterr().err
    (tmp_path / "shared" / "facts").mkdir(parents=True)
    assert command.main(["build"]) == 0
    assert [places.mirror for places in asked] == [None]


def test_an_interrupted_build_says_so_and_leaves_the_tables(world, monkeypatch, capsys):
    def interrupt(*_):
        raise KeyboardInterrupt

    run(world)
    before = world.tables()
    monkeypatch.setattr(command.catalog, "DATA", world.data)
    monkeypatch.setattr(building, "_make", interrupt)
    assert command.main(["build", "--facts", str(world.facts)]) == 130
    assert capsys.readouterr().err.startswith("Interrompu : les tables")
    assert world.tables() == before
    assert list(world.data.glob(".staging-*")) == []
