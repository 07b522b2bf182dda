"""What lies in and near the subject, whom it resembles, and what is not said of it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from viz.french import NBSP, number

if TYPE_CHECKING:
    from reports.model import Missing, Nearby, Portrait, Twin


def show_nearby(portrait: Portrait) -> None:
    """Draw heritage, shafts and initiatives."""
    st.subheader("Patrimoine et initiatives, ici et autour")
    st.html(f'<div class="bm-nearby">{"".join(_nearby(row) for row in portrait.nearby)}</div>')


def _nearby(row: Nearby) -> str:
    names = (
        f"<p>{html.escape(', '.join(row.names))}{'…' if row.inside + row.near > len(row.names) else ''}</p>"
    )
    around = (
        f"{number(row.near)} de plus à moins de {row.radius_km}{NBSP}km"
        if row.near
        else f"rien d’autre à moins de {row.radius_km}{NBSP}km"
    )
    return (
        f'<section><h4>{html.escape(row.title)}</h4><p class="bm-many"><strong>{number(row.inside)}</strong> '
        f"<span>{around}</span></p>{names if row.names else ''}"
        f'<p class="bm-source">{html.escape(row.source)}</p></section>'
    )


def show_twins(portrait: Portrait) -> None:
    """Draw the communes that resemble a commune."""
    if portrait.subject.kind != "commune":
        return
    st.subheader("Communes jumelles")
    rows = "".join(_twin(twin) for twin in portrait.twins)
    st.html(
        f'<p class="bm-block-lead">{html.escape(portrait.twins_note)}</p><ul class="bm-twins">{rows}</ul>'
    )


def _twin(twin: Twin) -> str:
    link = f"ma-commune?commune={quote(twin.code)}"
    return (
        f'<li><a href="{link}">{html.escape(twin.name)}</a>, {html.escape(twin.departement)}'
        f"<small>distance {number(twin.distance, 2)} · {html.escape(twin.differs)}</small></li>"
    )


def show_missing(portrait: Portrait) -> None:
    """Say what is secret, not published or fragile, and why."""
    if not portrait.missing:
        st.html('<p class="bm-source">Aucun des chiffres clés n’est secret, absent ou fragile.</p>')
        return
    rows = "".join(_missing(row) for row in portrait.missing)
    st.html(
        '<details class="bm-missing" open><summary>Ce qui est secret, absent ou fragile, et pourquoi'
        f"</summary><ul>{rows}</ul></details>"
    )


def _missing(row: Missing) -> str:
    year = f", {row.year}" if row.year else ""
    return f"<li><strong>{html.escape(row.title)}{year}</strong>{NBSP}: {html.escape(row.reason)}.</li>"
