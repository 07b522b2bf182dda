"""The head of a portrait: name, where it lies, what it belongs to, its first sentence."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model import Portrait


def show_header(portrait: Portrait) -> None:
    """Draw perimeters and zonings under the title, the headline, and what a reader must know first."""
    subject = portrait.subject
    chips = _list("bm-chips", subject.memberships) if subject.memberships else ""
    notes = "".join(f'<p class="bm-note">{html.escape(note)}</p>' for note in subject.notes)
    outside = _outside(portrait)
    st.html(
        f'<div class="bm-portrait-head"><p class="bm-headline">{html.escape(portrait.headline)}</p>'
        f"{chips}{outside}{_list('bm-facts', subject.facts)}{notes}</div>"
    )


def _outside(portrait: Portrait) -> str:
    """Say that a commune is in no perimeter of the basin."""
    if portrait.subject.kind != "commune" or portrait.subject.memberships:
        return ""
    return '<p class="bm-outside">Hors des périmètres du bassin minier.</p>'


def _list(name: str, lines: Iterable[str]) -> str:
    return f'<ul class="{name}">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>'
