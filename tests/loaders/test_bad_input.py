"""A faulty source: the build says file, fault, rows and remedy, and the tables stay as they are."""

import errno
import gzip
import hashlib
import io
import json
import os
import pathlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from loaders import __main__ as command
from loaders import build as building
from loaders import checks, tables
from loaders.errors import (
    ArchiveError,
    ChecksumError,
    CodeError,
    GeometryError,
    SchemaError,
    SourceError,
    StorageError,
)
from loaders.fetch import Places
from loaders.reading.archives import read_bytes, read_member, read_tar_member
from loaders.reading.delimited import read_delimited
from loaders.reading.geojson import read_geojson
from loaders.reading.numbers import parse_numbers
from loaders.reading.parquet import read_parquet
from loaders.reading.sheets import read_sheet
from loaders.schema import conform
from loaders.workshop import inspect
from tests.loaders.formats.tiny_xlsx import write_xlsx
from tests.loaders.reading.packing import bomb, tarred, zipped

TABLES = """
[pits]
title_fr = "Fosses"
sources = ["facts_pits"]
key = ["id"]
local = false
columns.id = { type = "text", unit_fr = "", description_fr = "Identifiant" }

[poverty]
title_fr = "Pauvreté"
sources = ["poverty"]
key = ["code_commune"]
local = false
columns.code_commune = { type = "text", unit_fr = "", description_fr = "Commune" }
columns.poverty_rate_pct = { type = "number", unit_fr = "%", description_fr = "Taux" }
columns.households = { type = "number", unit_fr = "ménages", description_fr = "Ménages" }
"""
REGISTRY = """
[[source]]
id = "facts_pits"
method = "curated"
file = "pits.csv"
sha256 = ""
parser = "facts"
tables = ["pits"]

[[source]]
id = "poverty"
method = "mirror_only"
file = "{name}"
mirror_file = "insee/{name}"
sha256 = "{digest}"
parser = "poverty"
tables = ["poverty"]
"""
COLUMNS = {"CODGEO": "code_commune", "TP60": "poverty_rate_pct", "NBMEN": "households"}
KNOWN = {"01004", "62498", "75056"}
CSV = "CODGEO;TP60;NBMEN\n01004;15,5;6412\n62498;32;14303,5\n75056;s;1\n"
ROWS = [["CODGEO", "TP60", "NBMEN"], ["01004", "15,5", 6412], ["62498", "32", "14303,5"], ["75056", "s", 1]]
FRAME = pd.DataFrame(ROWS[1:], columns=ROWS[0]).astype("str")
SQUARE = [[2.8, 50.4], [2.9, 50.4], [2.9, 50.5], [2.8, 50.4]]
BOW_TIE = [[2.8, 50.4], [2.9, 50.5], [2.9, 50.4], [2.8, 50.5], [2.8, 50.4]]
METRES = [[685_800, 7_036_000], [689_400, 7_036_000], [689_400, 7_039_400], [685_800, 7_036_000]]


def layer(ring=SQUARE):
    shapes = {"type": "Polygon", "coordinates": ring and [ring]}
    cells = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    features = [{"type": "Feature", "properties": one, "geometry": shapes} for one in cells]
    return json.dumps({"type": "FeatureCollection", "features": features})


def text_of(content, where):
    return read_delimited(content, where, COLUMNS, separator=";")


def layer_of(path, crs):
    return pd.DataFrame(read_geojson(read_bytes(path), path, COLUMNS, crs).drop(columns="geometry"))


READERS = {
    "poverty.csv": lambda path: text_of(read_bytes(path), path),
    "poverty.csv.gz": lambda path: text_of(read_bytes(path), path),
    "poverty.zip": lambda path: text_of(read_member(path, "com.csv"), f"{path}!com.csv"),
    "poverty.tgz": lambda path: text_of(read_tar_member(path, "package/com.csv"), f"{path}!com.csv"),
    "poverty.xlsx": lambda path: read_sheet(read_bytes(path), path, "COM", COLUMNS, header_row=1),
    "poverty.parquet": lambda path: read_parquet(path, path, COLUMNS),
    "degrees.geojson": lambda path: layer_of(path, 4326),
    "metres.geojson": lambda path: layer_of(path, 2154),
}


def make_poverty(shop):
    """Read, check and type the table as the recipes of the project do."""
    path, table = shop.path("poverty"), shop.schema["poverty"]
    raw = READERS[path.name](path)
    codes = raw["code_commune"]
    checks.require_codes(codes, path)
    checks.require_one_level(codes, path)
    checks.require_no_districts(codes, path)
    checks.require_known(codes, KNOWN, path)
    for column in ("poverty_rate_pct", "households"):
        raw[column] = parse_numbers(raw[column], path, decimal=",", hidden={"s": "secret"})["value"]
    checks.require_rates(raw.set_index(codes)["poverty_rate_pct"], path)
    checks.require_counts(raw.set_index(codes)["households"], path)
    frame = conform(raw, table, path)
    inspect(shop, table, frame, path)
    shop.report.add_table("poverty", len(raw), len(frame))
    return frame


@dataclass
class Project:
    """A project whose second table comes from an official file, in one of several formats."""

    data: Path
    places: Places

    def put(self, name, content, digest=""):
        """Write the official file, in place of any other, and the registry that names it."""
        (self.places.mirror / "insee" / name).write_bytes(content)
        (self.data / "sources.toml").write_text(REGISTRY.format(name=name, digest=digest))

    def build(self):
        return building.build(self.data, self.places, say=[].append)

    def edition(self, number):
        """Change the other table: it must never go in alone."""
        (self.places.facts / "pits.csv").write_text(f"id\nedition {number}\n")

    def state(self):
        """Read the bytes of all that is in the data folder, the registry left out."""
        files = [path for path in self.data.rglob("*") if path.is_file() and path.name != "sources.toml"]
        return {path.relative_to(self.data).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def good(tmp_path):
    """The official file as it should be, in each format."""
    packed = io.BytesIO()
    FRAME.to_parquet(packed)
    return {
        "poverty.csv": CSV.encode(),
        "poverty.csv.gz": gzip.compress(CSV.encode()),
        "poverty.zip": zipped({"com.csv": CSV}),
        "poverty.tgz": tarred({"package/com.csv": CSV.encode()}),
        "poverty.xlsx": write_xlsx(tmp_path / "a.xlsx", {"COM": ROWS}).read_bytes(),
        "poverty.parquet": packed.getvalue(),
        "degrees.geojson": layer().encode(),
        "metres.geojson": layer(METRES).encode(),
    }


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "RECIPES", {"poverty": make_poverty})
    places = Places(tmp_path / "facts", tmp_path / "mirror", tmp_path / "cache")
    made = Project(tmp_path / "data", places)
    for folder in (made.data, places.facts, places.mirror / "insee"):
        folder.mkdir(parents=True)
    (made.data / "tables.toml").write_text(TABLES, encoding="utf-8")
    made.edition(1)
    made.put("poverty.csv", CSV.encode())
    made.build()
    made.edition(2)
    return made


@pytest.mark.parametrize("name", READERS)
def test_each_format_gives_the_same_table(project, good, name):
    project.edition(1)
    before = project.state()
    project.put(name, good[name])
    project.build()
    assert project.state() == before


def spoiled(old, new, text=CSV):
    assert old in text
    return text.replace(old, new).encode()


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


PAGE = b"<!doctype html><html><title>Service indisponible</title></html>"
FAULTS = {
    "poverty.csv": {
        "missing column": (spoiled("TP60", "D9"), SchemaError, "colonne absente : TP60"),
        "renamed column": (spoiled("NBMEN", "NBMENAGE"), SchemaError, "NBMEN .peut-être renommée NBMENAGE"),
        "column twice": (spoiled("NBMEN", "NBMEN;TP60"), SchemaError, "colonne en double : TP60"),
        "separator": (spoiled(";", "\t"), SchemaError, "séparateur « tabulation » au lieu de « ; »"),
        "encoding": ("CODGEO;é\n".encode("cp1252"), SchemaError, "encodage autre que utf-8, ligne 1"),
        "decimal mark": (spoiled("15,5", "15.5"), SchemaError, r"nombre illisible .*ligne 2 : « 15\.5 »"),
        "UTF-16": (CSV.encode("utf-16"), SourceError, "texte UTF-16 au lieu d'un CSV"),
        "page": (PAGE, SourceError, r"page web \(HTML\) au lieu d'un CSV"),
        "empty": (b"", SourceError, r"fichier vide \(0 octet\)"),
        "cut row": (CSV.encode()[:-3], SchemaError, r"3 cellules.* : ligne 4 : 2 \('75056;s'\)"),
        "code twice": (spoiled("75056", "62498"), CodeError, r"clé en double \(code_commune\) : 62498"),
        "code without zero": (spoiled("01004", "1004"), CodeError, "code de commune mal formé : 1004"),
        "unknown code": (spoiled("62498", "62999"), CodeError, r"code inconnu \(code_commune\) : 62999"),
        "districts": (spoiled("75056", "75101"), CodeError, "au lieu de la commune : 75101"),
        "both levels": (spoiled("62498", "75101"), CodeError, "arrondissements à la fois : 75056"),
        "rate of 140 %": (spoiled("15,5", "140"), SchemaError, "taux hors de 0 à 100 %.*01004 → 140"),
        "negative count": (spoiled("6412", "-3"), SchemaError, "effectif négatif.*01004 → -3"),
    },
    "poverty.zip": {
        "cut": (lambda good: good[:-30], ArchiveError, "archive zip tronquée"),
        "damaged": (lambda good: flipped(good, 45), ArchiveError, "archive zip tronquée, abîmée"),
        "climbing": (zipped({"com.csv": CSV, "../x": ""}), ArchiveError, r"sort de son dossier : \.\./x"),
        "absolute": (zipped({"com.csv": CSV, "/etc/x": ""}), ArchiveError, "sort de son dossier : /etc/x"),
        "bomb": (lambda _: zipped({"com.csv": bytes(2**25)}), ArchiveError, "hors de toute proportion"),
        "page": (zipped({"com.csv": PAGE}), SourceError, r"page web \(HTML\)"),
        "without the member": (zipped({"iris.csv": CSV}), ArchiveError, r"membre absent : com\.csv"),
    },
    "poverty.csv.gz": {
        "cut": (lambda good: good[:-9], ArchiveError, "archive gzip tronquée"),
        "damaged": (lambda good: flipped(good, 20), ArchiveError, "archive gzip tronquée, abîmée"),
        "bomb": (lambda _: bomb(32), ArchiveError, "hors de toute proportion"),
    },
    "poverty.tgz": {
        "cut": (lambda good: good[:-9], ArchiveError, "archive tar tronquée"),
        "climbing": (tarred({"package/com.csv": b"x", "../x": b""}), ArchiveError, r"dossier : \.\./x"),
    },
    "poverty.xlsx": {
        "cut": (lambda good: good[: len(good) // 2], ArchiveError, "archive zip tronquée"),
        "damaged": (lambda good: flipped(good, len(good) // 2), ArchiveError, "archive zip tronquée, abîmée"),
        "page": (PAGE, SourceError, "page web .* au lieu d'un classeur"),
        "bomb": (lambda _: zipped({"xl/workbook.xml": bytes(2**25)}), ArchiveError, "toute proportion"),
    },
    "poverty.parquet": {
        "cut": (lambda good: good[:-5], ArchiveError, "fichier Parquet tronqué"),
        "damaged": (lambda good: flipped(good, len(good) - 7), ArchiveError, "Parquet tronqué, abîmé"),
        "page": (PAGE, ArchiveError, "Parquet tronqué, abîmé ou d'un autre format"),
    },
    "degrees.geojson": {
        "metres": (layer(METRES).encode(), GeometryError, "des mètres pris pour des degrés"),
        "empty outline": (layer([]).encode(), GeometryError, r"objet 1 \(vide\)"),
        "invalid outline": (layer(BOW_TIE).encode(), GeometryError, r"objet 1 \(Self-intersection"),
        "cut": (layer().encode()[:-5], SourceError, "JSON tronqué ou abîmé"),
    },
    "metres.geojson": {
        "degrees": (layer().encode(), GeometryError, "des degrés pris pour des mètres"),
    },
}
CASES = [(name, *case) for name, faults in FAULTS.items() for case in faults.values()]
NAMES = [f"{name}, {fault}" for name, faults in FAULTS.items() for fault in faults]


@pytest.mark.parametrize(("name", "content", "error", "told"), CASES, ids=NAMES)
def test_a_fault_is_told_and_nothing_of_the_build_goes_in(project, good, name, content, error, told):
    project.put(name, content(good[name]) if callable(content) else content)
    before = project.state()
    with pytest.raises(error, match=rf"{name}.* : .*(?:{told}).*Remède : \w"):
        project.build()
    assert project.state() == before


def test_a_file_with_a_byte_order_mark_is_read_all_the_same(project):
    project.edition(1)
    before = project.state()
    project.put("poverty.csv", b"\xef\xbb\xbf" + CSV.encode())
    project.build()
    assert project.state() == before


def test_another_file_than_the_pinned_one_is_told_before_it_is_read(project):
    project.put("poverty.csv", PAGE, hashlib.sha256(CSV.encode()).hexdigest())
    before = project.state()
    with pytest.raises(ChecksumError, match=r"poverty\.csv : empreinte différente.*Remède"):
        project.build()
    assert project.state() == before


def test_a_mirror_that_lacks_the_file_is_told(project):
    shutil.rmtree(project.places.mirror / "insee")
    before = project.state()
    with pytest.raises(SourceError, match=r"insee/poverty\.csv : fichier absent du miroir.*--mirror DOSSIER"):
        project.build()
    assert project.state() == before


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def half_a_table(frame, path, *_):
    path.write_bytes(b"PAR1 half of it")
    raise FULL


def failing(real, names):
    """Give a method of Path that finds the disk full for some files."""

    def call(path, *arguments, **options):
        if path.name in names:
            raise FULL
        return real(path, *arguments, **options)

    return call


@pytest.mark.parametrize("name", ["poverty.toml", "build_report.toml", ".swap.toml.draft"])
def test_a_full_disk_while_writing_a_text_is_told(project, monkeypatch, name):
    before = project.state()
    monkeypatch.setattr(pathlib.Path, "write_text", failing(pathlib.Path.write_text, {name}))
    with pytest.raises(StorageError, match=r"plus de place sur le disque\. Remède : libérez de la place"):
        project.build()
    assert project.state() == before


def test_a_full_disk_while_writing_a_table_is_told(project, monkeypatch):
    before = project.state()
    monkeypatch.setattr(tables, "_write_parquet", half_a_table)
    with pytest.raises(StorageError, match=r"pits\.parquet : plus de place sur le disque"):
        project.build()
    assert project.state() == before


@pytest.mark.parametrize("name", ["pits.parquet", "poverty.parquet", "poverty.toml", "build_report.toml"])
def test_a_full_disk_while_swapping_is_told(project, monkeypatch, name):
    before, replace = project.state(), pathlib.Path.replace

    def refuse(path, target):
        if path.name == name and path.is_relative_to(next(project.data.glob(".staging-*/new"))):
            raise FULL
        return replace(path, target)

    monkeypatch.setattr(pathlib.Path, "replace", refuse)
    with pytest.raises(StorageError, match="plus de place sur le disque"):
        project.build()
    assert project.state() == before


def test_the_command_says_it_in_one_line_of_french(project, monkeypatch, capsys):
    monkeypatch.setattr(command.catalog, "DATA", project.data)
    project.put("poverty.csv", PAGE)
    folders = ["--mirror", str(project.places.mirror), "--facts", str(project.places.facts)]
    assert command.main(["build", *folders]) == 1
    printed = capsys.readouterr().err.strip().splitlines()
    assert len(printed) == 1
    assert printed[0].startswith("Erreur : ")
    assert "poverty.csv : page web (HTML) au lieu d'un CSV" in printed[0]
