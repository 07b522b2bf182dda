"""Writing to disk: what goes wrong there is told in French, and what is written stays written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import StorageError

FULL = {errno.ENOSPC, errno.EDQUOT}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def writing(where: object) -> Iterator[None]:
    """Turn a fault of the disk met in the block into a StorageError that names the file.

    Raises
    ------
    StorageError
        The disk is full, refuses to be written to, or fails.
    """
    try:
        yield
    except OSError as error:
        raise _told(error, where) from error


def _told(error: OSError, where: object) -> StorageError:
    if error.errno in FULL:
        return StorageError(where, "plus de place sur le disque.", "libérez de la place, puis relancez.")
    if error.errno in REFUSED:
        remedy = "vérifiez les droits sur ce dossier, et fermez le programme qui utilise ce fichier."
        return StorageError(where, "écriture refusée.", remedy)
    remedy = "vérifiez le disque et le chemin, puis relancez."
    return StorageError(where, f"écriture impossible ({error.strerror or error}).", remedy)


def sync(path: Path) -> None:
    """Have the content of a file, or the names in a folder, on the disk itself (a power cut keeps them)."""
    if path.is_dir() and os.name != "posix":
        return  # Windows does not open folders, and needs no such call
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write a whole text under its final name or not at all, and have it on the disk."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        with writing(path):
            draft.write_text(text, encoding="utf-8")
            sync(draft)
            draft.replace(path)
            sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)
