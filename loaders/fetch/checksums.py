"""The checksum of a file, and what to say when it is not the pinned one."""

import hashlib
from pathlib import Path

from loaders.errors import ChecksumError


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verified(path: Path, pinned: str) -> Path:
    """Return the path of a local file whose SHA-256 is the pinned one (any when nothing is pinned).

    Raises
    ------
    ChecksumError
        It is another file.
    """
    change = "si la source a vraiment changé, relisez-la puis mettez à jour data/sources.toml"
    require_checksum(path, pinned, path, f"supprimez ou restaurez ce fichier ; {change}.")
    return path


def require_checksum(path: Path, pinned: str, where: object, remedy: str) -> None:
    """Raise ChecksumError, with the given place and remedy, unless a file has the pinned SHA-256."""
    found = sha256(path) if pinned else ""
    if found != pinned:
        fault = f"empreinte différente du registre (attendue {pinned[:12]}…, trouvée {found[:12]}…)."
        raise ChecksumError(where, fault, remedy)
