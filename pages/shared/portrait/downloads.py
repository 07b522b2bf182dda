"""What a reader takes away from a portrait: a sheet to print, a document to edit, a workbook, a link."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.browser_modules import browser_module
from pages.shared.embed import address_query, is_embedded
from pages.shared.exports.maps import today
from pages.shared.portrait.tables import cached_portrait, cached_tables
from reports.making import file_name, made

if TYPE_CHECKING:
    from datetime import date

    from reports.model import Portrait

OFFERS: Final = {
    "pdf": ("Fiche PDF, deux pages", "application/pdf", ":material/picture_as_pdf:"),
    "docx": (
        "Document Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ":material/edit_document:",
    ),
    "xlsx": (
        "Classeur Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ":material/table_view:",
    ),
}
"""Format to label, type and icon."""


@st.cache_data(show_spinner=False, max_entries=60)
def cached_document(perimeter: str, kind: str, made_on: date) -> bytes:
    """Return a briefing about a perimeter; it is made once a day for the same perimeter."""
    return made(cached_tables(), cached_portrait(perimeter), kind, made_on)


def show_downloads(portrait: Portrait) -> None:
    """Offer the documents, made when they are asked for, and the link of the page."""
    if is_embedded():
        return
    subject = portrait.subject
    with st.container(key="bm-takeaway", horizontal=True, gap="small", vertical_alignment="center"):
        for kind, (label, mime, icon) in OFFERS.items():
            st.download_button(
                label,
                partial(cached_document, subject.id, kind, today()),
                file_name=file_name(subject, kind),
                mime=mime,
                icon=icon,
                on_click="ignore",
                type="primary" if kind == "pdf" else "secondary",
                key=f"takeaway-{kind}",
            )
        data = {"query": address_query(), "title": f"{subject.name}, portrait"}
        browser_module("share")(key="portrait-share", data=data)
