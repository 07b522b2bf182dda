"""Bytes out of plain files, gzip files and zip archives, within limits that a hostile archive cannot pass."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from loaders.errors import ArchiveError, SourceError, sample

LARGEST = 512 * 2**20
"""Bytes that one file or member may unpack to."""
LARGEST_RATIO = 200
"""Times its packed size that a member may unpack to, above `SMALL` (text packs about ten to one)."""
SMALL = 2**20
ABSENT = "vérifiez le dossier des sources (--mirror, --facts)."
RESTORE = "supprimez ce fichier et reprenez celui du producteur."


def read_bytes(path: Path) -> bytes:
    """Read a file; one that ends in ``.gz`` is unpacked.

    Raises
    ------
    SourceError
        The file is absent or empty.
    ArchiveError
        The gzip file is truncated, damaged, or unpacks to more than `LARGEST` bytes.
    """
    if not path.is_file():
        raise SourceError(path, "fichier absent.", ABSENT)
    content = _gunzip(path) if path.suffix == ".gz" else path.read_bytes()
    if not content:
        raise SourceError(path, "fichier vide (0 octet).", RESTORE)
    return content


def _gunzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            content = file.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ArchiveError(path, "archive gzip tronquée ou abîmée.", RESTORE) from error
    if len(content) > LARGEST:
        raise ArchiveError(path, f"l'archive dépasse {LARGEST // 2**20} Mo une fois ouverte.", RESTORE)
    return content


def read_member(path: Path, member: str) -> bytes:
    """Read one member of a zip archive (a wheel and an xlsx are zip archives too).

    Raises
    ------
    SourceError
        The archive is absent or empty.
    ArchiveError
        It is truncated or damaged, lacks the member, holds a member whose path leaves the archive,
        or the member unpacks out of all proportion.
    """
    with _opened(path) as archive:
        _require_inside(archive, path)
        info = _info(archive, member, path)
        _require_size(info, path)
        return archive.read(info)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        raise SourceError(path, "fichier absent.", ABSENT)
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArchiveError(path, f"archive zip tronquée ou abîmée ({error}).", RESTORE) from error


def _require_inside(archive: zipfile.ZipFile, path: Path) -> None:
    names = [PurePosixPath(name.replace("\\", "/")) for name in archive.namelist()]
    leaving = [name for name in names if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]]
    if leaving:
        fault = f"un membre de l'archive sort de son dossier : {sample(leaving)}."
        raise ArchiveError(path, fault, "ce fichier ne vient pas du producteur : supprimez-le.")


def _info(archive: zipfile.ZipFile, member: str, path: Path) -> zipfile.ZipInfo:
    if member not in archive.namelist():
        fault = f"membre absent : {member} (présents : {sample(archive.namelist())})."
        raise ArchiveError(path, fault, "vérifiez l'édition du fichier et data/sources.toml.")
    return archive.getinfo(member)


def _require_size(info: zipfile.ZipInfo, path: Path) -> None:
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > LARGEST or (info.file_size > SMALL and ratio > LARGEST_RATIO):
        fault = (
            f"{info.filename} s'ouvrirait sur {info.file_size / 2**20:.0f} Mo, {ratio:.0f} fois sa taille."
        )
        raise ArchiveError(path, fault, "ce n'est pas le fichier du producteur : supprimez-le.")
