"""A briefing as a document that staff can edit: real styles, real tables, pictures with words for them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reports import content
from reports.docx import parts
from reports.glyphs import plain
from reports.pdf import pictures

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document

    from reports.drawings import Drawings
    from reports.model import Portrait

__all__ = ["docx"]


def docx(portrait: Portrait, drawings: Drawings, made_on: date) -> bytes:
    """Return a briefing as DOCX, A4, in French, to be edited.

    Parameters
    ----------
    portrait
        What is said.
    drawings
        The map.
    made_on
        Date written on the document.
    """
    from reports.docx.writing import Page, new_document  # noqa: PLC0415 (the package is slow to load)

    document = new_document()
    _describe(document, portrait, made_on)
    page = Page(document, content.sources(portrait, drawings))
    drawn = pictures(portrait, drawings, made_on, _wanted(portrait, drawings))
    parts.write(page, portrait, drawings, drawn, made_on)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _wanted(portrait: Portrait, drawings: Drawings) -> list[str]:
    """Return the names of the pictures that there is something to draw on."""
    there = {
        "map": drawings.map is not None,
        "contrast": content.contrast(portrait) is not None,
        "course": bool(portrait.course.points),
    }
    return [name for name, is_there in there.items() if is_there]


def _describe(document: Document, portrait: Portrait, made_on: date) -> None:
    """Fill the properties under which the document is filed."""
    about = document.core_properties
    about.title = plain(content.document_title(portrait))[:255]
    about.subject = plain(portrait.headline)[:255]
    about.author = content.CREDIT
    about.keywords = plain(", ".join(content.keywords(portrait)))[:255]
    about.language = "fr-FR"
    about.comments = ""
    about.created = about.modified = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    about.last_modified_by = content.CREDIT
