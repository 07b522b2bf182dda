"""Carte: one indicator on one perimeter in one year, as a map, a histogram, a table and a sentence."""

import streamlit as st

from pages.shared.chrome import page_foot
from pages.shared.embed import end_of_embedding, is_embedded, page_title
from pages.shared.maps import draw_map, find_commune, map_view
from pages.shared.panels import (
    commune_card,
    commune_territories,
    communes_files,
    histogram_menu,
    histogram_title,
    indicator_words,
    lead_sentence,
)
from pages.shared.url_state import url_state
from pages.shared.widgets import select_map
from viz.map_component import show_histogram, show_table

page_title("Carte")
state = url_state()

if not is_embedded():
    select_map(state)
lead_sentence(state)
view = map_view(state, "carte", 620)
draw_map(view, state, communes_files(state, view))
end_of_embedding()

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader(histogram_title(state))
    show_histogram(view.key)
    histogram_menu(state, view)
with right:
    find_commune(state, "carte-commune")
    commune_card(state)
    commune_territories(state)

show_table(view.key)
indicator_words(state)
page_foot()
