"""Accueil: what this is, my commune, eight figures of the basin, and the doors to what exists."""

import streamlit as st

from pages.shared.chrome import page_foot
from pages.shared.doors import show_doors
from pages.shared.embed import end_of_embedding, is_embedded, page_title
from pages.shared.key_figures import show_key_figures
from pages.shared.maps import draw_map, find_commune, map_view
from pages.shared.panels import commune_card, commune_sheet, lead, lead_sentence, perimeter_words
from pages.shared.url_state import basin_state
from pages.shared.widgets import select_perimeter

state = basin_state()
if is_embedded():
    draw_map(map_view(state, "accueil", 480), state)
    end_of_embedding()
page_title("Le Bassin minier tel qu’il est, chiffres en main")
lead(
    "Des inégalités fortes, des contrastes à l’intérieur même du bassin, un patrimoine mondial et des "
    "habitants qui inventent. Choisissez votre commune ou un périmètre : chaque chiffre donne sa source, "
    "son année et ce qu’il couvre."
)

search, scope = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
with search:
    find_commune(state, "accueil-commune")
with scope:
    select_perimeter(state)
commune_card(state)
commune_sheet(state)

st.header("Huit chiffres pour commencer")
show_key_figures(state)
perimeter_words(state)

st.header("Sur la carte")
lead_sentence(state)
draw_map(map_view(state, "accueil", 480), state)

st.header("Par où continuer ?")
show_doors(state)
page_foot()
