"""Portraits, each worked out once per server; the tables behind them are shared by all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from reports.portrait import portrait_of
from reports.tables import Tables

if TYPE_CHECKING:
    from reports.model import Portrait


@st.cache_resource(show_spinner=False)
def cached_tables() -> Tables:
    """Return the tables that portraits and briefings read."""
    return Tables()


@st.cache_resource(show_spinner="Calcul du portrait…", max_entries=400)
def cached_portrait(perimeter: str) -> Portrait:
    """Return the portrait of a perimeter (``commune_62498``, ``mbm_250`` …)."""
    return portrait_of(cached_tables(), perimeter)
