"""Accueil: what this is, my commune, eight figures of the basin, and the doors to what exists."""

import streamlit as st

from pages.shared.chrome import CONTRASTS, INEQUALITIES, MAP, SOURCES, page_foot
from pages.shared.key_figures import show_key_figures
from pages.shared.maps import draw_map, find_commune, map_view
from pages.shared.panels import commune_card, lead, lead_sentence, perimeter_words
from pages.shared.url_state import basin_state
from pages.shared.widgets import select_perimeter

state = basin_state()
st.title("Le Bassin minier tel qu’il est, chiffres en main")
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

st.header("Huit chiffres pour commencer")
show_key_figures(state)
perimeter_words(state)

st.header("Sur la carte")
lead_sentence(state)
draw_map(map_view(state, "accueil", 480))

st.header("Par où continuer ?")
for_elected, for_mission, for_class = st.columns(3, gap="large")
with for_elected:
    st.subheader("Vous êtes élu")
    st.write("Situez votre commune parmi les autres et emportez un lien et une phrase avec sa source.")
    st.page_link(MAP, label="Ouvrir la carte", query_params=state.query(), icon=":material/map:")
    st.page_link(
        CONTRASTS,
        label="Le bassin face aux métropoles",
        query_params=state.query(),
        icon=":material/compare_arrows:",
    )
with for_mission:
    st.subheader("Vous préparez un dossier")
    st.write(
        "Comparez les périmètres du bassin, téléchargez le tableau et une carte qui s’ouvre hors connexion."
    )
    st.page_link(
        MAP,
        label="Carte du bien inscrit et de ses éléments",
        query_params={**state.query(), "perimetre": "unesco_buffer_124", "couches": "elements,sites"},
        icon=":material/account_balance:",
    )
with for_class:
    st.subheader("Vous êtes en classe")
    st.write(
        "Changez la méthode de classement, voyez la carte changer, puis vérifiez d’où viennent les chiffres."
    )
    st.page_link(
        INEQUALITIES,
        label="Mesurer les inégalités entre communes",
        query_params=state.query(),
        icon=":material/balance:",
    )
    st.page_link(
        SOURCES,
        label="Sources, définitions et données",
        query_params=state.query(),
        icon=":material/menu_book:",
    )
page_foot()
