"""Downloads from a server on this machine that behaves as badly as it is told to."""

import errno
import hashlib
import itertools
import pathlib
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import ChecksumError, SourceError, StorageError
from loaders.fetch.download import CHUNK, Patience, download

CONTENT = bytes(range(256)) * 2000
LENGTH = len(CONTENT)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
HASTY = Patience(connect=2, read=2, whole=20, waits=(0, 0, 0))


class Server(ThreadingHTTPServer):
    """Gives each request to the next of its turns (the last one serves all that follow)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.turns, self.asked = [whole()], []

    def handle_error(self, *_):
        """Say nothing of a client that left."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/pits.bin"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(dict(self.headers))
        self.server.turns[min(len(self.server.asked), len(self.server.turns)) - 1](self)

    def log_message(self, *_):
        pass

    def start(self, status, length, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def wanted(self):
        """Give where the asked range starts."""
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))


def whole(content=CONTENT, status=200, **headers):
    """Answer with all of it, whatever was asked."""

    def turn(handler):
        handler.start(status, len(content), **headers)
        handler.wfile.write(content)

    return turn


def ranged(until=LENGTH, content=CONTENT, shift=0, **headers):
    """Answer with what was asked, cut at a position of the file."""

    def turn(handler):
        start = handler.wanted()
        if not start:
            handler.start(200, len(content), **headers)
        else:
            span = f"bytes {start + shift}-{len(content) - 1}/{len(content)}"
            handler.start(206, len(content) - start, Content_Range=span, **headers)
        handler.wfile.write(content[start : max(until, start)])

    return turn


@pytest.fixture(scope="module")
def running():
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(running):
    running.turns, running.asked = [whole()], []
    return running


@pytest.fixture
def target(tmp_path):
    return tmp_path / "pits.bin"


def names(target):
    return sorted(path.name for path in target.parent.iterdir())


def test_a_whole_file_gets_its_name_and_nothing_is_left_beside_it(server, target, capsys):
    download(server.url, target, DIGEST, HASTY)
    assert target.read_bytes() == CONTENT
    assert names(target) == ["pits.bin"]
    assert capsys.readouterr() == ("", "")  # no bar where there is no terminal


def test_a_file_cut_midway_is_resumed_where_it_was_cut(server, target):
    server.turns = [ranged(200_000, ETag='"v1"'), ranged(ETag='"v1"')]
    download(server.url, target, "", HASTY)
    assert target.read_bytes() == CONTENT
    assert [asked.get("Range") for asked in server.asked] == [None, f"bytes={200_000 // CHUNK * CHUNK}-"]
    assert server.asked[1]["If-Range"] == '"v1"'
    assert names(target) == ["pits.bin"]


def test_a_server_that_ignores_ranges_is_read_from_the_start(server, target):
    server.turns = [ranged(200_000, ETag='"v1"'), whole(ETag='"v1"')]
    download(server.url, target, "", HASTY)
    assert "Range" in server.asked[1]
    assert target.read_bytes() == CONTENT


@settings(max_examples=25)
@given(st.lists(st.integers(0, len(CONTENT) - 1), max_size=3))
def test_wherever_it_is_cut_the_file_is_the_same(running, tmp_path_factory, cuts):
    target = tmp_path_factory.mktemp("cut") / "pits.bin"
    running.turns, running.asked = [*(ranged(cut) for cut in cuts), ranged()], []
    download(running.url, target, DIGEST, HASTY)
    assert target.read_bytes() == CONTENT


def test_what_was_received_is_kept_for_the_next_call(server, target):
    server.turns = [ranged(cut, ETag='"v1"') for cut in (20_000, 40_000, 60_000, 80_000)]
    with pytest.raises(
        SourceError, match=r"pits\.bin : connexion .*coupée \(4 essais\).*ce qui est reçu sera gardé"
    ):
        download(server.url, target, "", HASTY)
    assert names(target) == ["pits.bin.part", "pits.bin.part.txt"]
    server.turns = [ranged(ETag='"v1"')]
    download(server.url, target, "", HASTY)
    assert server.asked[-1]["Range"] == f"bytes={80_000 // CHUNK * CHUNK}-"
    assert target.read_bytes() == CONTENT


OTHER = CONTENT[::-1]


@pytest.mark.parametrize(
    "follow",
    [
        ranged(content=OTHER, ETag='"v2"'),
        whole(OTHER, ETag='"v2"'),
        ranged(content=OTHER, shift=1, ETag='"v1"'),
    ],
    ids=["another version", "the whole of another version", "another place"],
)
def test_two_versions_are_never_mixed(server, target, follow):
    server.turns = [ranged(200_000, ETag='"v1"'), follow, whole(OTHER, ETag='"v2"')]
    download(server.url, target, "", HASTY)
    assert target.read_bytes() == OTHER


def test_without_a_version_nor_a_checksum_nothing_is_resumed(server, target):
    server.turns = [ranged(200_000), ranged()]
    download(server.url, target, "", HASTY)
    assert "Range" not in server.asked[1]
    assert target.read_bytes() == CONTENT


def test_what_comes_from_another_address_is_not_resumed(server, target):
    server.turns = [ranged(200_000, ETag='"v1"')]
    with pytest.raises(SourceError):
        download(f"{server.url}?old", target, "", HASTY)
    server.turns = [ranged(ETag='"v1"')]
    download(server.url, target, "", HASTY)
    assert "Range" not in server.asked[-1]


def test_a_range_that_no_longer_exists_starts_over(server, target):
    server.turns = [ranged(200_000, ETag='"v1"'), whole(b"", 416), whole(b"short")]
    download(server.url, target, "", HASTY)
    assert target.read_bytes() == b"short"


def test_a_faltering_server_is_asked_again_after_growing_waits(server, target):
    waited = []
    server.turns = [whole(b"busy", 500), whole(b"busy", 503), whole()]
    download(server.url, target, DIGEST, replace(HASTY, waits=(1, 3, 9), sleep=waited.append))
    assert target.read_bytes() == CONTENT
    assert waited == [1, 3]


def test_a_server_that_stays_down_is_told(server, target):
    server.turns = [whole(b"busy", 500)]
    with pytest.raises(SourceError, match=r"le serveur répond 500 \(4 essais\).*déposez pits\.bin dans"):
        download(server.url, target, DIGEST, HASTY)
    assert names(target) == []


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_refusal_is_not_asked_twice(server, target, status):
    server.turns = [whole(b"no", status)]
    with pytest.raises(SourceError, match=rf"le serveur répond {status}.*corrigez data/sources\.toml"):
        download(server.url, target, DIGEST, HASTY)
    assert len(server.asked) == 1
    assert names(target) == []


def test_a_silent_server_is_left_after_the_time_limit(server, target):
    server.turns = [lambda _: time.sleep(1), whole()]
    download(server.url, target, DIGEST, replace(HASTY, read=0.1))
    assert target.read_bytes() == CONTENT
    server.turns = [lambda _: time.sleep(1)]
    target.unlink()
    with pytest.raises(SourceError, match=r"pas de réponse en 0,1 s \(un seul essai\)"):
        download(server.url, target, DIGEST, replace(HASTY, read=0.1, waits=()))


def test_a_server_that_drips_is_left_after_the_time_limit(server, target):
    def drip(handler):
        handler.start(200, len(CONTENT))
        for at in itertools.count(0, 70_000):
            handler.wfile.write(CONTENT[at : at + 70_000])
            time.sleep(0.1)

    server.turns = [drip]
    with pytest.raises(SourceError, match=r"plus de 0,15 s"):
        download(server.url, target, DIGEST, replace(HASTY, whole=0.15, waits=()))


def test_no_server_at_all_is_told(target):
    with pytest.raises(SourceError, match=r"connexion impossible ou coupée.*vérifiez le réseau"):
        download("http://127.0.0.1:9/pits.bin", target, DIGEST, HASTY)
    assert names(target) == []


def test_an_address_that_is_none_is_told(target):
    with pytest.raises(SourceError, match=r"demande impossible.*corrigez l'adresse"):
        download("http://", target, DIGEST, HASTY)


def test_another_file_than_the_pinned_one_never_gets_its_name(server, target):
    server.turns = [whole(OTHER)]
    with pytest.raises(ChecksumError, match=rf"attendue {DIGEST[:12]}…, trouvée .*Remède : relancez"):
        download(server.url, target, DIGEST, HASTY)
    assert names(target) == []


PAGE = b"\n<!DOCTYPE html><html><title>Maintenance</title></html>"


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_page_in_place_of_the_file_never_gets_its_name(server, target, kind):
    server.turns = [whole(PAGE, Content_Type=kind)]
    with pytest.raises(SourceError, match=r"page web \(HTML\) au lieu du fichier.*dans un navigateur"):
        download(server.url, target, "", HASTY)
    assert not target.exists()
    assert len(server.asked) == 1


def test_an_empty_answer_is_refused(server, target):
    server.turns = [whole(b"")]
    with pytest.raises(SourceError, match=r"fichier vide \(0 octet\)"):
        download(server.url, target, "", HASTY)
    assert not target.exists()


def test_a_full_disk_is_told(server, target, monkeypatch):
    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def tell(self):
            return 0

        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    real = pathlib.Path.open
    monkeypatch.setattr(
        pathlib.Path,
        "open",
        lambda path, mode="r", **more: (
            Full(real(path, mode)) if path.suffix == ".part" else real(path, mode, **more)
        ),
    )
    with pytest.raises(StorageError, match=r"pits\.bin\.part : plus de place sur le disque"):
        download(server.url, target, DIGEST, HASTY)
    assert not target.exists()
