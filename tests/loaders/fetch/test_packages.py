"""Packages fetched by stand-ins for pip and npm: small programs that do what they are told."""

import hashlib
import sys

import pytest

from loaders.errors import ChecksumError, SourceError
from loaders.fetch import Places, Source, fetch, packages

CONTENT = b"an archive"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
PROGRAM = """
import pathlib, sys, time
told, name, *arguments = sys.argv[1:]
folder = pathlib.Path(arguments[-2])
(folder.parent / "asked.txt").write_text(" ".join(arguments[:-2] + arguments[-1:]))
if told == "fail":
    sys.exit("notice\\nERROR: No matching distribution found\\nlog in x")
if told == "sleep":
    time.sleep(60)
(folder / name).write_bytes(b"another one" if told == "spoil" else b"an archive")
"""
FILES = {"pypi": "pits-1.2-py3-none-any.whl", "npm": "mine-pits-1.2.tgz"}
NAMES = {"pypi": "pits", "npm": "@mine/pits"}


@pytest.fixture
def places(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)

    def make(told, name):
        command = (sys.executable, str(program), told, name)
        return Places(tmp_path, None, tmp_path / "cache", pip=command, npm=command)

    return make


def source(method, digest=DIGEST):
    return Source("s", method, FILES[method], digest, "p", (), package=NAMES[method], version="1.2")


def left(places):
    return sorted(path.name for path in places.cache.iterdir() if path.name not in {"asked.txt", ".lock"})


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("pypi", "download --quiet --no-deps --only-binary=:all: --dest pits==1.2"),
        ("npm", "pack --loglevel=error --ignore-scripts --pack-destination @mine/pits@1.2"),
    ],
)
def test_one_pinned_package_is_asked_for_without_running_anything_of_it(places, method, asked):
    where = places("bring", FILES[method])
    path = fetch(source(method), where)
    assert path == where.cache / FILES[method]
    assert path.read_bytes() == CONTENT
    assert (where.cache / "asked.txt").read_text() == asked
    assert left(where) == [FILES[method]]


@pytest.mark.parametrize("method", FILES)
def test_another_package_than_the_pinned_one_never_gets_its_name(places, method):
    where = places("spoil", FILES[method])
    with pytest.raises(ChecksumError, match=r"1\.2 : empreinte différente.*déposez"):
        fetch(source(method), where)
    assert left(where) == []


@pytest.mark.parametrize("method", FILES)
def test_a_failing_command_is_told_with_its_own_words(places, method):
    where = places("fail", FILES[method])
    told = r"1\.2 : téléchargement impossible \(ERROR: No matching distribution found\).*vérifiez le réseau"
    with pytest.raises(SourceError, match=told):
        fetch(source(method), where)
    assert left(where) == []


def test_a_slow_command_is_left_after_the_time_limit(places, monkeypatch):
    monkeypatch.setattr(packages, "SECONDS", 0.3)
    with pytest.raises(SourceError, match=r"pits==1\.2 : pas de réponse"):
        fetch(source("pypi"), places("sleep", FILES["pypi"]))


def test_an_archive_of_another_name_is_told(places):
    with pytest.raises(
        SourceError, match=r"mine-pits-1\.2\.tgz attendu, pits-1\.2\.tgz reçu.*corrigez « file »"
    ):
        fetch(source("npm"), places("bring", "pits-1.2.tgz"))


def test_an_absent_command_is_told(tmp_path):
    where = Places(tmp_path, None, tmp_path / "cache", npm=("no-such-npm",))
    with pytest.raises(
        SourceError, match=r"« no-such-npm » est introuvable.*installez-la, ou déposez mine-pits"
    ):
        fetch(source("npm"), where)
