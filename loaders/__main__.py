"""Command line: ``python -m loaders build [--mirror DIR] [--facts DIR] [--only TABLE]``, and others."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from loaders import catalog
from loaders.build import build
from loaders.errors import LoaderError, SourceError
from loaders.fetch import Places
from loaders.heritage import load_outlines
from loaders.report import lines
from loaders.verify import verify

SHARED = catalog.ROOT.parent / "shared"
FACTS, MIRROR = SHARED / "facts", SHARED / "mirror"
CACHE = catalog.ROOT / ".cache"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 well done, 1 fault, 130 interrupted)."""
    options = _parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except LoaderError as error:
        print(f"Erreur : {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrompu : les tables sont toutes anciennes, ou toutes nouvelles.", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description="Construit et vérifie les tables.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="construire les tables depuis les sources")
    outlines = commands.add_parser("heritage", help="charger les contours officiels du bien inscrit")
    for command in (building, outlines):
        command.add_argument(
            "--mirror", type=Path, help="dossier miroir des fichiers officiels, lu avant le réseau"
        )
    building.add_argument("--facts", type=Path, help="dossier des faits relevés")
    building.add_argument("--only", action="append", metavar="TABLE", help="ne construire que cette table")
    commands.add_parser("check", help="vérifier les tables construites")
    return parser


def _places(options: argparse.Namespace) -> Places:
    """Take the folders that are given, else those beside the clone; a mirror is a choice, facts are not."""
    mirror = _folder(options.mirror, "--mirror") or (MIRROR if MIRROR.is_dir() else None)
    given = _folder(options.facts, "--facts") if "facts" in options else FACTS
    return Places(given or _folder(FACTS, "--facts") or FACTS, mirror, CACHE)


def _folder(path: Path | None, option: str) -> Path | None:
    if path is not None and not path.is_dir():
        raise SourceError(path, "dossier introuvable.", f"donnez-le avec {option} DOSSIER.")
    return path


def _build(options: argparse.Namespace) -> int:
    entries = build(catalog.DATA, _places(options), options.only or [])
    print(*lines(entries), sep="\n")
    return 0


def _check(_options: argparse.Namespace) -> int:
    faults = verify(catalog.DATA)
    print(*faults, sep="\n", end="\n" if faults else "")
    count = len(catalog.table_names())
    print(f"{len(faults)} défaut(s)." if faults else f"{count} tables conformes à leur fiche.")
    return 1 if faults else 0


def _heritage(options: argparse.Namespace) -> int:
    counts = load_outlines(_places(options), lambda words, share: print(f"{share:4.0%} {words}"))
    print(f"{sum(counts.values())} contours gardés dans {CACHE / 'heritage'}.")
    return 0


COMMANDS = {"build": _build, "check": _check, "heritage": _heritage}


if __name__ == "__main__":
    sys.exit(main())
