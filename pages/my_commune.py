"""Ma commune: a one-screen portrait of any commune of France, to read, to quote and to take away."""

import streamlit as st

from pages.shared.chrome import page_foot
from pages.shared.embed import is_embedded
from pages.shared.portrait.commune import commune_title, find_any_commune, invite
from pages.shared.portrait.page import show_portrait
from pages.shared.url_state import url_state

state = url_state()
name, search = st.columns([3, 2], gap="large", vertical_alignment="center")
with name:
    st.title(commune_title(state))
if not is_embedded():
    with search:
        find_any_commune(state)
if state.commune:
    show_portrait(state, f"commune_{state.commune}")
else:
    invite(state)
page_foot()
