"""From a perimeter to finished files: bytes by format, and names that say what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reports.docx import docx
from reports.maps import drawings_of
from reports.pdf import pdf
from reports.portrait import portrait_of
from reports.xlsx import xlsx
from viz.french import strip_accents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from reports.drawings import Drawings
    from reports.model import Portrait, Subject
    from reports.tables import Tables

    Maker = Callable[[Portrait, Drawings, date], bytes]

MAKERS: Final[dict[str, Maker]] = {
    "pdf": pdf,
    "docx": docx,
    "xlsx": lambda portrait, drawings, made_on: xlsx(portrait, made_on, drawings),
}
FORMATS: Final = tuple(MAKERS)
LONGEST_NAME: Final = 60


def documents(
    tables: Tables, perimeter: str, formats: Sequence[str], made_on: date, name: str = ""
) -> dict[str, bytes]:
    """Return the files of a briefing by name.

    Parameters
    ----------
    tables
        Shared between briefings.
    perimeter
        Id of a perimeter (`geo.perimeters.members`).
    formats
        Of `FORMATS`.
    made_on
        Date written on the documents.
    name
        French name of a hand-made group.
    """
    portrait = portrait_of(tables, perimeter, name)
    drawings = drawings_of(tables, portrait.subject)
    return {file_name(portrait.subject, kind): MAKERS[kind](portrait, drawings, made_on) for kind in formats}


def made(tables: Tables, portrait: Portrait, kind: str, made_on: date) -> bytes:
    """Return a portrait that is already there as one document, ``kind`` being one of `FORMATS`."""
    return MAKERS[kind](portrait, drawings_of(tables, portrait.subject), made_on)


def file_name(subject: Subject, kind: str) -> str:
    """Return the name of a file: ``portrait-62498-lens.pdf``, ASCII, the same on every system."""
    start = subject.codes[0] if subject.kind == "commune" else _short_id(subject.id)
    return f"portrait-{start}-{slug(subject.name)}.{kind}".replace("--", "-")


def slug(text: str) -> str:
    """Return a text as lower-case ASCII words joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", strip_accents(text).lower())
    return "-".join(words)[:LONGEST_NAME].strip("-") or "sans-nom"


def _short_id(perimeter: str) -> str:
    """Return the id of a perimeter; of a hand-made group its checksum, which is enough to tell it apart."""
    bare = perimeter.partition(",")[0]
    return f"groupe-{bare[-6:]}" if bare.startswith("groupe_") else bare
