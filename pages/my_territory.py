"""Mon territoire: any group of communes, composed by hand, with what an official perimeter has."""

import streamlit as st

from pages.shared import data
from pages.shared.chrome import page_foot
from pages.shared.panels import lead
from pages.shared.portrait.page import show_portrait
from pages.shared.territory.choice import show_notice, shown
from pages.shared.territory.compare import show_compare
from pages.shared.territory.compose import show_compose
from pages.shared.territory.elsewhere import show_elsewhere
from pages.shared.url_state import url_state

state = url_state()
st.title("Mon territoire")
lead(
    "Réunissez les communes que vous voulez : un projet, un canton, un bassin de vie. Elles forment un "
    "périmètre comme les autres, que le lien de cette page garde et partage."
)
show_notice()
show_compose(state)

if shown(state):
    territory = data.cached_territory(state.perimeter)
    st.header(territory.label)
    show_portrait(state, state.perimeter)
    st.header("Côte à côte avec un autre")
    show_compare(state)
    st.header("Ouvrir ce territoire ailleurs")
    show_elsewhere(state)
page_foot()
