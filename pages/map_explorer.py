"""Carte: one indicator on one perimeter in one year, as a map, a histogram, a table and a sentence."""

import streamlit as st

from pages.shared.chrome import page_foot
from pages.shared.data import extent_of
from pages.shared.embed import end_of_embedding
from pages.shared.maps import draw_map, find_commune, map_view
from pages.shared.panels import (
    commune_card,
    commune_territories,
    communes_files,
    histogram_title,
    indicator_words,
    lead_sentence,
)
from pages.shared.url_state import url_state
from pages.shared.widgets import CHOICES_ROW, select_classes, select_indicator, select_territory, select_year
from viz.map_component import show_histogram, show_table

st.title("Carte")
state = url_state()

with st.container(key="bm-choices"):
    widths = CHOICES_ROW[extent_of(state.perimeter)]
    choices, where, when, how = st.columns(widths, vertical_alignment="bottom")
    with choices:
        select_indicator(state)
    with where:
        select_territory(state)
    with when:
        select_year(state)
    with how, st.popover("Classes", width="stretch"):
        select_classes(state)

lead_sentence(state)
view = map_view(state, "carte", 620)
draw_map(view, state, communes_files(state, view))
end_of_embedding()

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader(histogram_title(state))
    show_histogram(view.key)
with right:
    find_commune(state, "carte-commune")
    commune_card(state)
    commune_territories(state)

show_table(view.key)
indicator_words(state)
page_foot()
