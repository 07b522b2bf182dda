"""Command line: ``python -m loaders build [--facts DIR] [--only TABLE]`` and ``python -m loaders check``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from loaders import catalog
from loaders.build import build
from loaders.errors import LoaderError, SourceError
from loaders.report import lines
from loaders.verify import verify

FACTS = catalog.ROOT.parent / "shared" / "facts"
CACHE = catalog.ROOT / ".cache"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status (0 well done, 1 fault)."""
    options = _parser().parse_args(arguments)
    try:
        return _check() if options.command == "check" else _build(options.facts, options.only or [])
    except LoaderError as error:
        print(f"Erreur : {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m loaders", description="Construit et vérifie les tables.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="construire les tables depuis les sources")
    building.add_argument("--facts", type=Path, default=FACTS, help="dossier des faits relevés")
    building.add_argument("--only", action="append", metavar="TABLE", help="ne construire que cette table")
    commands.add_parser("check", help="vérifier les tables construites")
    return parser


def _build(facts: Path, only: Sequence[str]) -> int:
    if not facts.is_dir():
        raise SourceError(facts, "dossier des faits introuvable.", "donnez-le avec --facts DOSSIER.")
    entries = build(catalog.DATA, facts, CACHE, only)
    print(*lines(entries), sep="\n")
    return 0


def _check() -> int:
    faults = verify(catalog.DATA)
    print(*faults, sep="\n", end="\n" if faults else "")
    count = len(catalog.table_names())
    print(f"{len(faults)} défaut(s)." if faults else f"{count} tables conformes à leur fiche.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
