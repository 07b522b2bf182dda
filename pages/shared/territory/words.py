"""Short texts of the page: escaped, with French spaces."""

from __future__ import annotations

import html

import streamlit as st

from loaders.french import typeset


def note(text: str) -> None:
    """Write a small paragraph."""
    st.html(f'<p class="bm-source">{html.escape(typeset(text))}</p>')


def strong_line(text: str) -> None:
    """Write a line that stands out."""
    st.html(f'<p class="bm-territory-size">{html.escape(typeset(text))}</p>')
