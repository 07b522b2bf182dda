"""Files that a browser keeps for ever: the address is the content, and nothing is ever half there."""

import json
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from viz import static_files
from viz.static_files import (
    COMPONENT,
    COMPONENT_FILES,
    EXPLORER,
    EXPLORER_FILES,
    publish,
    publish_cluster,
    publish_component,
    publish_leaflet,
    publish_set,
    short_hash,
    write_once,
)


def test_the_hash_is_the_start_of_the_sha_256():
    assert short_hash(b"abc") == "ba7816bf8f01"  # FIPS 180-2, B.1
    assert short_hash(b"a", b"bc") == "ba7816bf8f01"


def test_the_same_content_has_the_same_address_and_another_has_another(tmp_path):
    first = publish("communes", b"{}", root=tmp_path)
    assert publish("communes", b"{}", root=tmp_path) == first
    assert publish("communes", b"[]", root=tmp_path) != first
    assert re.fullmatch(r"\./app/static/data/communes-[0-9a-f]{12}\.json", first)
    assert len(list((tmp_path / "data").iterdir())) == 2


def test_the_file_holds_the_content_and_every_reader_may_open_it(tmp_path):
    name = publish("style", b"p { }", "css", root=tmp_path).rpartition("/")[2]
    path = tmp_path / "data" / name
    assert path.read_bytes() == b"p { }"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_file_already_there_is_left_alone(tmp_path):
    path = tmp_path / "x.json"
    write_once(path, b"first")
    before = path.stat().st_mtime_ns
    write_once(path, b"second")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (b"first", before)


def test_a_write_that_fails_leaves_no_file_under_the_final_name(tmp_path, monkeypatch):
    def full(self, target):
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        publish("communes", b"x" * 1000, root=tmp_path)
    assert list((tmp_path / "data").glob("communes-*")) == []


def test_the_final_name_appears_with_the_whole_content(tmp_path, monkeypatch):
    seen = []
    replace = Path.replace

    def watch(self, target):
        seen.append((Path(target).exists(), self.read_bytes()))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watch)
    publish("communes", b"x" * 100_000, root=tmp_path)
    assert seen == [(False, b"x" * 100_000)]


def test_sessions_that_start_together_get_one_whole_file(tmp_path):
    content = b"y" * 200_000
    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(lambda _: publish("communes", content, root=tmp_path), range(24)))
    (path,) = (tmp_path / "data").iterdir()
    assert len(urls) == 1
    assert path.read_bytes() == content


def test_leaflet_comes_whole_from_its_package(tmp_path):
    folder = tmp_path / publish_leaflet(tmp_path).rpartition("/")[2]
    assert "Leaflet 1.9" in (folder / "leaflet.js").read_text(encoding="utf-8")[:200]
    assert (folder / "leaflet.css").stat().st_size > 10_000
    assert (folder / "images" / "layers.png").read_bytes().startswith(b"\x89PNG")


def test_a_missing_leaflet_says_what_to_do(monkeypatch):
    monkeypatch.setattr(static_files, "find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match=r"pip install -r requirements\.txt"):
        static_files.leaflet_folder()


PUBLISHED = {**dict.fromkeys(COMPONENT_FILES, COMPONENT), **dict.fromkeys(EXPLORER_FILES, EXPLORER)}
"""File of the map or of the explorer to its folder."""


def test_the_code_of_the_map_is_published_whole_and_imports_only_what_is_published(tmp_path):
    folder = tmp_path / publish_component(tmp_path).rpartition("/")[2]
    assert {path.name for path in folder.iterdir()} == set(PUBLISHED)
    for source, names in ((COMPONENT, COMPONENT_FILES), (EXPLORER, EXPLORER_FILES)):
        assert {path.name for path in source.iterdir() if path.suffix in {".js", ".css"}} == set(names)
    for path in folder.glob("*.js"):
        code = path.read_text(encoding="utf-8")
        assert code == (PUBLISHED[path.name] / path.name).read_text(encoding="utf-8")
        imported = re.findall(r'(?:from|import)\s*\(?\s*"(\./[^"]+)"', code)
        assert {name.removeprefix("./") for name in imported} <= set(PUBLISHED)


def test_the_code_of_the_map_names_no_other_host():
    for name, folder in PUBLISHED.items():
        addresses = re.findall(r"https?://[^\s\"'`)]+", (folder / name).read_text(encoding="utf-8"))
        assert [url for url in addresses if not url.startswith("http://www.w3.org/")] == [], name


def test_the_bubbles_come_whole_from_their_package(tmp_path):
    folder = tmp_path / publish_cluster(tmp_path).rpartition("/")[2]
    assert (folder / "leaflet.markercluster.js").stat().st_size > 30_000
    assert ".leaflet-cluster-anim" in (folder / "MarkerCluster.css").read_text(encoding="utf-8")


def test_missing_bubbles_say_what_to_do(monkeypatch):
    monkeypatch.setattr(static_files, "find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match=r"pip install -r requirements\.txt"):
        static_files.cluster_folder()


def test_a_change_of_one_byte_of_code_changes_the_address(tmp_path, monkeypatch):
    before = publish_component(tmp_path)
    copy = tmp_path / "component"
    copy.mkdir()
    for name in COMPONENT_FILES:
        (copy / name).write_bytes((COMPONENT / name).read_bytes() + (b" " if name == "text.js" else b""))
    monkeypatch.setattr(static_files, "COMPONENT", copy)
    assert publish_component(tmp_path) != before
    assert json.dumps(before)


def test_files_made_together_are_made_once_and_know_the_addresses_of_all(tmp_path):
    calls = []

    def build(urls):
        calls.append(dict(urls))
        return {name: url.encode() for name, url in urls.items()}

    urls = publish_set(["a", "b"], ("v1",), build, root=tmp_path)
    assert publish_set(["a", "b"], ("v1",), build, root=tmp_path) == urls
    assert calls == [urls]
    for name, url in urls.items():
        path = tmp_path / "data" / url.rpartition("/")[2]
        assert path.name.startswith(f"{name}-")
        assert path.read_text() == url


def test_files_made_together_are_made_again_when_one_is_missing_or_their_inputs_change(tmp_path):
    calls = []

    def build(urls):
        calls.append(urls)
        return dict.fromkeys(urls, b"{}")

    first = publish_set(["a", "b"], ("v1",), build, root=tmp_path)
    (tmp_path / "data" / first["b"].rpartition("/")[2]).unlink()
    assert publish_set(["a", "b"], ("v1",), build, root=tmp_path) == first
    assert publish_set(["a", "b"], ("v2",), build, root=tmp_path) != first
    assert len(calls) == 3
