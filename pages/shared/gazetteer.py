"""The communes of France by name, code and postcode, read once per server."""

from __future__ import annotations

import streamlit as st

from loaders import catalog
from loaders.own_list.communes import Gazetteer


@st.cache_resource(show_spinner=False)
def cached_gazetteer() -> Gazetteer:
    """Return the communes of France by name: public data, the same for all readers."""
    return Gazetteer(catalog.read_communes(), catalog.read_table("commune_changes"))
