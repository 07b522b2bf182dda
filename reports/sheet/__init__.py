"""A portrait as the plain values that the PDF template reads: printable texts, numbers for drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reports import content
from reports.sheet.first_page import heroes_of, legend_of, table_of
from reports.sheet.limits import cut, cut_lines
from reports.sheet.population import population_of
from reports.sheet.second_page import contrast_of, footer_of, missing_of, nearby_of, scope_of, twins_of
from viz import palettes

if TYPE_CHECKING:
    from datetime import date

    from reports.drawings import Drawings
    from reports.model import Portrait

__all__ = ["sheet_of"]

COLOURS: Final = {
    "ink": palettes.TEXT.light,
    "quiet": palettes.TEXT_MUTED.light,
    "accent": palettes.ACCENT.light,
    "above": palettes.sequential(5).colours[2],
    "below": palettes.sequential(5, ramp="slate").colours[3],
    "hair": "#d9d5cb",
    "wash": "#f6f3ec",
}


def sheet_of(portrait: Portrait, drawings: Drawings, made_on: date) -> dict[str, Any]:
    """Return what the template of the PDF reads; every text is fit to be printed, every number finite."""
    known = content.sources(portrait, drawings)
    return {
        **_frame(portrait, made_on),
        "map": legend_of(drawings.map, known) if drawings.map else None,
        "heroes": heroes_of(portrait),
        "table": table_of(portrait, known),
        "contrast": contrast_of(portrait, known),
        "course": population_of(portrait, known),
        "nearby": nearby_of(portrait, known),
        "twins": twins_of(portrait),
        "sentences": cut_lines(portrait.sentences, "sentences", "text"),
        "missing": missing_of(portrait),
        "scope": scope_of(portrait),
        "sources": [cut(source, "text") for source in known],
    }


def _frame(portrait: Portrait, made_on: date) -> dict[str, Any]:
    """Return what the document is called, and what stands around its parts."""
    subject = portrait.subject
    return {
        "colours": COLOURS,
        "title": cut(content.document_title(portrait), "line"),
        "credit": content.CREDIT,
        "keywords": [cut(word, "name") for word in content.keywords(portrait)],
        "day": [made_on.year, made_on.month, made_on.day],
        "made-on": f"Établi le {content.french_date(made_on)}",
        "strip": f"Bassin minier · {content.KINDS[subject.kind]}",
        "name": cut(subject.name, "name"),
        "facts": "  ·  ".join(cut_lines(subject.facts, "facts", "name")),
        "memberships": [
            word[:1].upper() + word[1:] for word in cut_lines(subject.memberships, "memberships", "name")
        ],
        "headline": cut(portrait.headline, "line"),
        "notes": [cut(note, "text") for note in subject.notes],
        "footer": footer_of(portrait),
    }
