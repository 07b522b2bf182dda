"""One file over http: resumed when cut, tried again when the server falters, never given a name too early."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Never

import requests
from tqdm import tqdm

from loaders.errors import SourceError
from loaders.fetch.checksums import require_checksum
from loaders.reading.texts import ONLINE, is_web_page
from loaders.storage import sync, writing

CHUNK = 2**14
"""Bytes written at a time; a cut loses less than this."""
PARTIAL, OUT_OF_RANGE = 206, 416
PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers after which it is worth asking again."""
MARKUP = {".html", ".xml", ".gml"}
"""Files that may begin as a web page does."""


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: to connect, between two chunks, for one whole try, and after each failed try."""

    connect: float = 10
    read: float = 30
    whole: float = 3600
    waits: tuple[float, ...] = (1, 3, 9, 27)
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Part:
    """What was received so far: ``<name>.part``, and beside it the address and version it comes from."""

    target: Path
    url: str
    pinned: bool

    @property
    def path(self) -> Path:
        """The incomplete file."""
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def label(self) -> Path:
        """The small file that says what the incomplete one is a part of."""
        return self.target.with_name(f"{self.target.name}.part.txt")

    def version(self) -> str | None:
        """Give the version to resume ("" when only the checksum will tell), or None to start over."""
        if not (self.path.is_file() and self.label.is_file() and self.path.stat().st_size):
            return None
        url, _, version = self.label.read_text(encoding="utf-8").partition("\n")
        return version if url == self.url and (version or self.pinned) else None

    def begin(self, version: str) -> None:
        """Start over, from a file of that version."""
        self.drop()
        self.label.write_text(f"{self.url}\n{version}", encoding="utf-8")

    def drop(self) -> None:
        """Forget what was received."""
        self.path.unlink(missing_ok=True)
        self.label.unlink(missing_ok=True)


class _PassingError(Exception):
    """A fault worth another try; its text says which, in French."""


def download(url: str, target: Path, pinned: str, patience: Patience) -> None:
    """Fetch a file and give it its final name once it is whole and verified.

    Parameters
    ----------
    url
        Address, http or https.
    target
        Final path; the incomplete file stays beside it under ``<name>.part`` and is resumed by the next call.
    pinned
        SHA-256 that the file must have; any when empty.
    patience
        Tries and time limits.

    Raises
    ------
    SourceError
        No answer, a refusal, a web page in place of the file, or an empty file.
    ChecksumError
        Another file than the pinned one; nothing of it is kept.
    StorageError
        The disk is full or refuses to be written to.
    """
    part = Part(target, url, bool(pinned))
    for wait in (*patience.waits, None):
        try:
            _receive(part, patience)
            break
        except _PassingError as fault:
            if wait is None:
                raise _given_up(part, fault, len(patience.waits) + 1) from fault
            patience.sleep(wait)
    _finish(part, pinned)


def _given_up(part: Part, fault: _PassingError, tries: int) -> SourceError:
    kept = " ; ce qui est reçu sera gardé" if part.path.is_file() and part.path.stat().st_size else ""
    remedy = f"vérifiez le réseau et relancez{kept}, ou déposez {part.target.name} dans {part.target.parent}."
    count = f"{tries} essais" if tries > 1 else "un seul essai"
    return SourceError(part.url, f"{fault} ({count}).", remedy)


def _finish(part: Part, pinned: str) -> None:
    try:
        require_checksum(
            part.path,
            pinned,
            part.url,
            "relancez ; si la source a changé, relisez-la puis mettez à jour data/sources.toml.",
        )
    except SourceError:
        part.drop()
        raise
    with writing(part.target):
        sync(part.path)
        part.path.replace(part.target)
    part.drop()


def _receive(part: Part, patience: Patience) -> None:
    """Ask for what is missing and append it; raise _PassingError when cut."""
    version = part.version()
    headers = {"Accept-Encoding": "identity"}
    if version is not None:
        headers["Range"] = f"bytes={part.path.stat().st_size}-"
        headers |= {"If-Range": version} if version else {}
    try:
        with requests.get(
            part.url, headers=headers, stream=True, timeout=(patience.connect, patience.read)
        ) as answer:
            _require_file(answer, part)
            _require_same(answer, part, version)
            _append(answer, part, patience)
    except requests.Timeout as error:
        raise _PassingError(f"pas de réponse en {_seconds(patience.read)}") from error
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise _PassingError("connexion impossible ou coupée") from error
    except requests.RequestException as error:
        raise SourceError(
            part.url, f"demande impossible ({error}).", "corrigez l'adresse dans data/sources.toml."
        ) from error


def _require_file(answer: requests.Response, part: Part) -> None:
    if answer.status_code == OUT_OF_RANGE:
        part.drop()
        raise _PassingError("la partie déjà reçue ne convient plus")
    if answer.status_code in PASSING:
        raise _PassingError(f"le serveur répond {answer.status_code}")
    if not answer.ok:
        fault = f"le serveur répond {answer.status_code} ({answer.reason})."
        raise SourceError(part.url, fault, "l'adresse a peut-être changé : corrigez data/sources.toml.")
    if answer.headers.get("Content-Type", "").startswith("text/html") and part.target.suffix not in MARKUP:
        raise _page(part)


def _page(part: Part) -> SourceError:
    return SourceError(
        part.url, "page web (HTML) au lieu du fichier : le site a répondu par un message.", ONLINE
    )


def _require_same(answer: requests.Response, part: Part, version: str | None) -> None:
    """Check that what comes follows what is there; start over when the server sends the whole file."""
    if answer.status_code != PARTIAL or version is None:
        part.begin(_version(answer))
        return
    start = answer.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    if start != str(part.path.stat().st_size) or _version(answer) != version:
        part.drop()
        raise _PassingError("la suite envoyée n'est pas celle demandée")


def _version(answer: requests.Response) -> str:
    """Give what names this version of the file: a strong ETag, else its date, else ""."""
    tag = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _append(answer: requests.Response, part: Part, patience: Patience) -> None:
    start, limit = part.path.stat().st_size if part.path.is_file() else 0, time.monotonic() + patience.whole
    told = answer.headers.get("Content-Length", "")
    missing = int(told) if told.isdecimal() else 0
    with part.path.open("ab") as file, _bar(part, start, start + missing) as bar:
        for chunk in answer.iter_content(CHUNK):
            if file.tell() == 0 and is_web_page(chunk) and part.target.suffix not in MARKUP:
                raise _page(part)
            _write(file, chunk, part)
            bar.update(len(chunk))
            if time.monotonic() > limit:
                raise _PassingError(f"plus de {_seconds(patience.whole)}")
    if not part.path.stat().st_size:
        raise SourceError(part.url, "fichier vide (0 octet).", ONLINE)


def _seconds(value: float) -> str:
    return f"{value:g} s".replace(".", ",")


def _write(file: BinaryIO, chunk: bytes, part: Part) -> None:
    with writing(part.path):
        file.write(chunk)
        file.flush()


def _bar(part: Part, start: int, total: int) -> "tqdm[Never]":
    """Give a progress bar, drawn on a terminal only."""
    size = total if total > start else None
    return tqdm(
        desc=part.target.name, initial=start, total=size, unit="o", unit_scale=True, disable=None, leave=False
    )
