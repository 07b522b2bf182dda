"""The command line of briefings: ``python -m reports commune 62498 --format pdf,docx --out DOSSIER``."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO

from tqdm import tqdm

from reports import batch, wishes
from reports.making import FORMATS
from reports.tables import Tables
from viz.french import NNBSP, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED: Final = 2
INTERRUPTED: Final = 130
STOPPED: Final = "Interrompu. Les fichiers finis sont gardés ; relancez la même commande pour continuer."
MANY: Final = 20
"""From so many communes on, several processes are worth their start."""
FRENCH: Final = (
    (r"the following arguments are required: (.*)", "il manque : {0}"),
    (r"unrecognized arguments: (.*)", "option inconnue : {0}"),
    (r"argument (.*): expected one argument", "l’option {0} attend une valeur"),
    (r"argument (.*): expected at least one argument", "l’option {0} attend une valeur"),
    (r"argument (.*): not allowed with argument (.*)", "les options {0} et {1} s’excluent"),
    (r"one of the arguments (.*) is required", "il faut l’une de ces options : {0}"),
    (r"argument (.*): invalid choice: '(.*?)'.*", "« {1} » n’est pas un choix possible pour {0}"),
    (r"argument (.*): invalid int value: '(.*)'", "l’option {0} attend un nombre entier, pas « {1} »"),
    (r"ambiguous option: (\S+).*", "option ambiguë : {0}"),
)
EXAMPLES: Final = """exemples :
  python -m reports commune 62498 --format pdf,docx,xlsx --out fiches
  python -m reports territory --perimeter mbm_250 --out fiches
  python -m reports territory --codes 62498,62427 --name "Lens et Hénin" --out fiches
  python -m reports batch --perimeter mbm_250 --out fiches"""


class Parser(argparse.ArgumentParser):
    """A parser that speaks French."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(add_help=False, formatter_class=Formatter, allow_abbrev=False, **options)
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="afficher cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with a command, and how to learn more."""
        for pattern, words in FRENCH:
            found = re.fullmatch(pattern, message)
            if found:
                message = words.format(*found.groups()).replace(" :", f"{NNBSP}:")
                break
        self.exit(REFUSED, f"Erreur{NNBSP}: {message}.\nAide{NNBSP}: {self.prog} --help\n")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose first word is French."""

    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Write how a command is used."""
        super().add_usage(usage, actions, groups, "utilisation : " if prefix is None else prefix)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, 2 if it cannot be done as asked, 130 if it was interrupted."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except wishes.WishError as error:
        _say(f"Erreur{NNBSP}: {error}", sys.stderr)
        return REFUSED
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _say(f"Erreur{NNBSP}: l’écriture a échoué{where}{NNBSP}: {wishes.reason_of(error)}.", sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        _say(STOPPED, sys.stderr)
        return INTERRUPTED


def _say(words: object, where: TextIO) -> None:
    print(words, file=where)


def parser() -> Parser:
    """Return the parser of the command line."""
    top = Parser(
        prog="python -m reports",
        description="Compose les fiches d’une commune ou d’un territoire : PDF de deux pages, DOCX, XLSX.",
        epilog=EXAMPLES,
    )
    commands = top.add_subparsers(required=True, metavar="commande", dest="commande", title="commandes")
    one = commands.add_parser("commune", help="la fiche d’une commune", description="Fiche d’une commune.")
    one.add_argument("code", help="code Insee, par exemple 62498")
    one.set_defaults(run=_commune)
    words = "la fiche d’un territoire"
    several = commands.add_parser("territory", help=words, description="Fiche d’un territoire.")
    choice = several.add_mutually_exclusive_group(required=True)
    choice.add_argument("--perimeter", metavar="ID", help="périmètre connu, par exemple mbm_250")
    choice.add_argument("--codes", metavar="CODES", help="codes Insee séparés par des virgules")
    choice.add_argument(
        "--codes-file", metavar="FICHIER", type=Path, help="codes Insee dans un fichier texte"
    )
    several.add_argument("--name", metavar="NOM", default="", help="nom du groupe de communes")
    several.set_defaults(run=_territory)
    words = "la fiche de chaque commune d’un périmètre"
    each = commands.add_parser(
        "batch", help=words, description="Une fiche par commune, reprise où elle en était."
    )
    each.add_argument("--perimeter", metavar="ID", required=True, help="périmètre, par exemple mbm_250")
    each.add_argument("--force", action="store_true", help="refaire aussi les fiches qui sont à jour")
    each.add_argument(
        "--jobs", metavar="N", type=int, default=0, help="processus en parallèle (défaut : au mieux)"
    )
    each.set_defaults(run=_batch)
    for command in (one, several, each):
        _add_common(command)
    return top


def _add_common(command: argparse.ArgumentParser) -> None:
    formats = ", ".join(FORMATS)
    command.add_argument(
        "--format",
        metavar="FORMATS",
        default="pdf",
        help=f"{formats}, séparés par des virgules (défaut : pdf)",
    )
    command.add_argument(
        "--out", metavar="DOSSIER", type=Path, default=Path(), help="où écrire (défaut : le dossier courant)"
    )
    command.add_argument(
        "--date", metavar="AAAA-MM-JJ", help="date portée sur les fiches (défaut : aujourd’hui)"
    )


def _order(options: argparse.Namespace) -> batch.Order:
    """Check what all commands share; the folder comes last, so that nothing is made for a wrong command."""
    formats = wishes.formats_of(options.format)
    day = wishes.day_of(options.date) if options.date else today()
    return batch.Order(wishes.folder_of(options.out), formats, day)


def today() -> date:
    """Return the day on which the command runs."""
    return datetime.now().astimezone().date()


def _commune(options: argparse.Namespace) -> int:
    wishes.formats_of(options.format)
    tables = Tables()
    return _one(tables, options, wishes.commune_of(tables, options.code))


def _territory(options: argparse.Namespace) -> int:
    wishes.formats_of(options.format)
    tables = Tables()
    if options.perimeter:
        return _one(tables, options, wishes.perimeter_of(tables, options.perimeter))
    codes = wishes.codes_in(options.codes_file) if options.codes_file else options.codes.split(",")
    return _one(tables, options, wishes.group_of(tables, codes, options.name), options.name)


def _one(tables: Tables, options: argparse.Namespace, perimeter: str, name: str = "") -> int:
    order = _order(options)
    for file in batch.make(tables, order, perimeter, name):
        _say(order.folder / file, sys.stdout)
    return 0


def _batch(options: argparse.Namespace) -> int:
    """Make the files that are missing, cut or of older tables."""
    wishes.formats_of(options.format)
    tables = Tables()
    codes = tables.members(wishes.perimeter_of(tables, options.perimeter))
    order, now = _order(options), batch.version()
    kept = set() if options.force else batch.finished(order.folder, now)
    perimeters = [f"commune_{code}" for code in codes]
    wanted = [one for one in perimeters if set(batch.expected(tables, one, order.formats)) - kept]
    jobs = options.jobs or (batch.processors() if len(wanted) >= MANY else 1)
    with tqdm(total=len(perimeters), initial=len(perimeters) - len(wanted), unit=" fiche") as bar:

        def done(files: list[str]) -> None:
            batch.remember(order, files, now)
            bar.update()

        batch.make_all(tables, order, wanted, jobs, done)
    _say(_summary(len(perimeters), len(wanted), order.folder), sys.stdout)
    return 0


def _summary(total: int, made: int, folder: Path) -> str:
    kept = total - made
    parts = [f"{counted(made, 'fiche faite', 'fiches faites')}"] if made else []
    parts += [f"{counted(kept, 'fiche déjà à jour', 'fiches déjà à jour')}"] if kept else []
    return f"{', '.join(parts)} dans {folder}."
