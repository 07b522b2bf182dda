"""Bytes out of plain files, gzip files, zip and tar archives, within limits that no hostile one can pass."""

import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, cast

from loaders.errors import ArchiveError, SourceError, sample
from loaders.reading.bounds import REMEDY, Bounded

ABSENT = "vérifiez le dossier des sources (--mirror, --facts)."
RESTORE = "supprimez ce fichier et reprenez celui du producteur."
EDITION = "vérifiez l'édition du fichier et data/sources.toml."
DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile),
    *(EOFError, NotImplementedError, RuntimeError, OSError, ValueError),
)
"""What the standard library raises on archives that are cut, damaged, encrypted or of an unknown kind."""


def read_bytes(path: Path) -> bytes:
    """Read a file; one that ends in ``.gz`` is unpacked.

    Raises
    ------
    SourceError
        The file is absent or empty.
    ArchiveError
        The gzip file is truncated, damaged, or unpacks out of all proportion.
    """
    _require_file(path)
    if path.suffix != ".gz":
        return path.read_bytes()
    with _damage_told(path, "gzip"), gzip.open(path) as file:
        content = Bounded(cast("BinaryIO", file), path.stat().st_size, path).read_all()
    if not content:
        raise SourceError(path, "archive gzip d'un fichier vide.", RESTORE)
    return content


def read_member(path: Path, member: str) -> bytes:
    """Read one member of a zip archive (a wheel is one too).

    Raises
    ------
    SourceError
        The archive is absent or empty.
    ArchiveError
        It is truncated, damaged or encrypted, lacks the member or has it twice, holds a member whose path
        leaves the archive, or the member unpacks out of all proportion.
    """
    _require_file(path)
    with _damage_told(path, "zip"), zipfile.ZipFile(path) as archive:
        require_inside(archive.namelist(), path)
        _require_once(archive.namelist(), member, path)
        return _bounded(archive, archive.getinfo(member), path).read_all()


def read_tar_member(path: Path, member: str) -> bytes:
    """Read one member of a tar archive packed by gzip (npm packages are such).

    Raises
    ------
    SourceError
        The archive is absent or empty.
    ArchiveError
        It is truncated or damaged, lacks the member or has it twice, holds a member whose path leaves the
        archive, or unpacks out of all proportion.
    """
    _require_file(path)
    with _damage_told(path, "tar"), gzip.open(path) as file:
        stream = Bounded(cast("BinaryIO", file), path.stat().st_size, path)
        names, found = _scanned(stream, member)
        stream.drain()
    require_inside(names, path)
    _require_once(names, member, path)
    if found is None:
        raise ArchiveError(path, f"{member} n'est pas un fichier ordinaire.", REMEDY)
    return found


def unpack_lzma(content: bytes, where: object) -> bytes:
    """Unpack lzma (xz) bytes.

    Raises
    ------
    ArchiveError
        They are truncated, damaged, or unpack out of all proportion.
    """
    with _damage_told(where, "lzma"), lzma.open(io.BytesIO(content)) as file:
        return Bounded(cast("BinaryIO", file), len(content), where).read_all()


def require_sound_zip(content: bytes, where: object) -> None:
    """Unpack every member and keep nothing: raise ArchiveError if one is damaged, leaves, or is too large."""
    with _damage_told(where, "zip"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        require_inside(archive.namelist(), where)
        for info in archive.infolist():
            _bounded(archive, info, where).drain()


def require_inside(names: list[str], where: object) -> None:
    """Raise ArchiveError where the path of a member is absolute or climbs out of the archive."""
    leaving = [name for name in names if _leaves(name)]
    if leaving:
        raise ArchiveError(where, f"un membre de l'archive sort de son dossier : {sample(leaving)}.", REMEDY)


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(PureWindowsPath(name).drive)


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise SourceError(path, "fichier absent.", ABSENT)
    if not path.stat().st_size:
        raise SourceError(path, "fichier vide (0 octet).", RESTORE)


def _require_once(names: list[str], member: str, where: object) -> None:
    count = names.count(member)
    if count != 1:
        known = f"membre absent : {member} (présents : {sample(names)})." if not count else ""
        raise ArchiveError(where, known or f"membre en double : {member}.", EDITION)


@contextmanager
def _damage_told(where: object, kind: str) -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        fault = f"archive {kind} tronquée, abîmée ou d'un autre format ({error})."
        raise ArchiveError(where, fault, RESTORE) from error


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: object) -> Bounded:
    stream = cast("BinaryIO", archive.open(info))
    return Bounded(stream, info.compress_size, f"{where}, membre {info.filename}")


def _scanned(stream: Bounded, member: str) -> tuple[list[str], bytes | None]:
    """Read a tar archive to its end; give the names of its members, and the plain file asked for."""
    names, found = list[str](), None
    with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|") as archive:
        for info in archive:
            names.append(info.name)
            plain = info.isfile() and not info.issparse()  # the holes of a sparse file come out of nothing
            content = archive.extractfile(info) if info.name == member and plain else None
            if content is not None:
                found = content.read()
    return names, found
