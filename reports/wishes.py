"""What is asked for on the command line, checked before anything is made; faults are told in French."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from geo.groups import MOST, group_id, is_name
from reports.making import FORMATS
from viz.french import NNBSP, counted, number, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reports.tables import Tables

CANDIDATES: Final = 5
SHOWN: Final = 8
OTHERS: Final = (
    "france, region_32, departement_62, epci_246200364, ze_3215, aav_042, commune_62498 "
    "(ou un autre code de région, département, intercommunalité, zone d’emploi, aire ou commune)"
)


FAULTS: Final = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "accès refusé"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "il n’y a plus de place sur le disque"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "un fichier porte déjà ce nom"),
    errno.ENOENT: "chemin introuvable",
    errno.EISDIR: "c’est un dossier",
}
"""What goes wrong with files, by code of the system."""


class WishError(ValueError):
    """Something asked for that cannot be: the message says what, and what can."""


def reason_of(error: OSError) -> str:
    """Say in French why a file or folder cannot be used."""
    return FAULTS.get(error.errno or 0, f"erreur {error.errno} du système")


def formats_of(text: str) -> tuple[str, ...]:
    """Return the formats of a list such as ``pdf,docx``."""
    asked = [part.strip().lower() for part in text.split(",") if part.strip()]
    wrong = [part for part in asked if part not in FORMATS]
    if wrong or not asked:
        raise WishError(
            f"format inconnu{NNBSP}: {', '.join(wrong) or 'aucun'}. "
            f"Formats possibles{NNBSP}: {', '.join(FORMATS)}."
        )
    return tuple(dict.fromkeys(asked))


def day_of(text: str) -> date:
    """Return a date written ``2025-06-30``."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WishError(f"date inconnue{NNBSP}: «{NNBSP}{text}{NNBSP}». Écrivez-la AAAA-MM-JJ.") from error


def folder_of(path: Path) -> Path:
    """Return a folder that can be written to, made if need be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WishError(f"le dossier {path} ne peut pas être créé{NNBSP}: {reason_of(error)}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise WishError(
            f"le dossier {path} n’est pas accessible en écriture. Choisissez-en un autre avec --out."
        )
    return path


def commune_of(tables: Tables, text: str) -> str:
    """Return the perimeter id of a commune given by its code."""
    code = text.strip().upper()
    if code in tables.communes.index:
        return f"commune_{code}"
    raise WishError(f"commune inconnue{NNBSP}: «{NNBSP}{text}{NNBSP}». {_candidates(tables, code)}")


def _candidates(tables: Tables, text: str) -> str:
    """Propose communes: what a former code became, those of this name, those whose code or name is close."""
    changes = tables.table("commune_changes")
    known = tables.communes["name"]
    former = changes.loc[changes["old_code"].eq(text) & changes["new_code"].isin(known.index)]
    if len(former):
        row = former.iloc[-1]
        new = row["new_code"]
        return f"{row['old_name']} ({text}) fait maintenant partie de {known[new]} ({new})."
    close = _close(tables, text)
    if not close:
        return "Donnez un code Insee de commune (cinq caractères, par exemple 62498)."
    return f"Vouliez-vous dire{NNBSP}: {', '.join(f'{known[code]} ({code})' for code in close)}{NNBSP}?"


def _close(tables: Tables, text: str) -> list[str]:
    names = tables.communes["name"]
    if re.match(r"\d", text):
        posts = tables.communes["postcodes"].fillna("").str.split()
        same_post = [str(code) for code, known in posts.items() if text in known]
        near = [code for code in names.index if code[:2] == text[:2]] or list(names.index)
        return same_post[:CANDIDATES] or get_close_matches(text, near, CANDIDATES)
    keys = names.map(search_key)
    wanted = search_key(text)
    found = (
        [wanted] if keys.eq(wanted).any() else get_close_matches(wanted, keys.unique().tolist(), CANDIDATES)
    )
    return [str(code) for code in keys.index[keys.isin(found)][:CANDIDATES]]


def perimeter_of(tables: Tables, text: str) -> str:
    """Return the id of a perimeter that has communes."""
    try:
        tables.members(text)
    except ValueError as error:
        known = "\n".join(f"  {key} – {item.title}" for key, item in tables.perimeters.items())
        raise WishError(
            f"périmètre inconnu{NNBSP}: «{NNBSP}{text}{NNBSP}». "
            f"Périmètres possibles{NNBSP}:\n{known}\n  {OTHERS}"
        ) from error
    return text


def group_of(tables: Tables, codes: Iterable[str], name: str) -> str:
    """Return the id of a group of communes given by their codes; every unknown code is told."""
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    unknown = [code for code in wanted if code not in tables.communes.index]
    if unknown:
        told = "\n".join(f"  {code} – {_candidates(tables, code)}" for code in unknown[:SHOWN])
        rest = f"\n  … et {number(len(unknown) - SHOWN)} autres" if len(unknown) > SHOWN else ""
        raise WishError(f"{counted(len(unknown), 'code inconnu', 'codes inconnus')}{NNBSP}:\n{told}{rest}")
    if not wanted:
        raise WishError("aucun code de commune. Donnez-les avec --codes 62498,62427 ou --codes-file FICHIER.")
    if len(wanted) > MOST:
        raise WishError(f"{counted(len(wanted), 'commune')}{NNBSP}: un groupe en a {number(MOST)} au plus.")
    if name and not is_name(name):
        raise WishError(
            f"nom refusé{NNBSP}: «{NNBSP}{name[:60]}{NNBSP}». "
            "Lettres, chiffres, espaces, tirets et apostrophes, 60 caractères au plus."
        )
    return group_id(wanted, name)


def codes_in(path: Path) -> Sequence[str]:
    """Return the codes of a text file: one by line, or separated by commas, semicolons or spaces."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "ce n’est pas un texte en UTF-8"
        raise WishError(f"le fichier {path} ne peut pas être lu{NNBSP}: {reason}.") from error
    return re.split(r"[\s,;]+", text.strip())
