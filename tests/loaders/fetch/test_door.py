import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from loaders.errors import ChecksumError, SourceError
from loaders.fetch import Places, Source, fetch

CONTENT = b"content"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def source(method, digest=DIGEST, **more):
    return Source("pits", method, "pits.csv", digest, "facts", ("pits",), **more)


@pytest.fixture
def places(tmp_path):
    for name in ("facts", "mirror", "cache"):
        (tmp_path / name).mkdir()
    return Places(tmp_path / "facts", tmp_path / "mirror", tmp_path / "cache")


def test_a_curated_file_comes_from_the_facts(places):
    (places.facts / "pits.csv").write_bytes(CONTENT)
    assert fetch(source("curated"), places) == places.facts / "pits.csv"


def test_an_absent_fact_says_how_to_give_the_folder(places):
    with pytest.raises(SourceError, match="--facts DOSSIER"):
        fetch(source("curated"), places)


def test_another_file_is_refused_with_both_checksums(places):
    (places.facts / "pits.csv").write_bytes(CONTENT)
    with pytest.raises(ChecksumError, match=r"pits\.csv : empreinte différente.*attendue 000000.*Remède"):
        fetch(source("curated", "0" * 64), places)


METHODS = {
    "http": {"url": "http://127.0.0.1:1/pits.csv"},
    "pypi": {"package": "pits", "version": "1"},
    "npm": {"package": "pits", "version": "1"},
    "mirror_only": {},
}


@pytest.mark.parametrize("method", METHODS)
def test_a_mirror_is_read_before_anything_is_fetched(places, method):
    (places.mirror / "insee").mkdir()
    (places.mirror / "insee" / "pits.csv").write_bytes(CONTENT)
    wanted = source(method, mirror_file="insee/pits.csv", **METHODS[method])
    assert fetch(wanted, places) == places.mirror / "insee" / "pits.csv"


@pytest.mark.parametrize("method", ["http", "pypi", "npm"])
def test_what_was_fetched_once_is_not_fetched_again(places, method):
    (places.cache / "pits.csv").write_bytes(CONTENT)
    wanted = source(method, mirror_file="absent.csv", **METHODS[method])
    assert fetch(wanted, places) == places.cache / "pits.csv"


def test_a_spoiled_cache_is_refused(places):
    (places.cache / "pits.csv").write_bytes(b"conten")
    with pytest.raises(ChecksumError, match=r"pits\.csv.*supprimez"):
        fetch(source("http", **METHODS["http"]), places)


def test_a_file_without_address_asks_for_a_mirror(places):
    wanted = source("mirror_only", mirror_file="insee/pits.csv")
    with pytest.raises(SourceError, match=r"fichier absent du miroir.*--mirror DOSSIER.*insee/pits\.csv"):
        fetch(wanted, places)
    alone = Places(places.facts, None, places.cache)
    with pytest.raises(SourceError, match=r"pits : aucun miroir n'est donné.*adresse.*n'est pas connue"):
        fetch(wanted, alone)


PROGRAM = """
import pathlib, sys, time
folder = pathlib.Path(sys.argv[-2])
with (folder.parent / "asked.txt").open("a") as file:
    file.write("asked\\n")
time.sleep(0.2)
(folder / "pits.csv").write_bytes(b"content")
"""


def test_two_that_want_the_same_file_have_it_fetched_once(places, tmp_path):
    (tmp_path / "pip.py").write_text(PROGRAM)
    where = replace(places, pip=(sys.executable, str(tmp_path / "pip.py")))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: fetch(source("pypi", **METHODS["pypi"]), where), range(2)))
    assert found == [places.cache / "pits.csv"] * 2
    assert (places.cache / "asked.txt").read_text() == "asked\n"
