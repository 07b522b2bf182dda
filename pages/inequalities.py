"""Inégalités: how unequal communes are, where, between whom, since when, and how sure one can be."""

import streamlit as st

from pages.shared.chrome import page_foot
from pages.shared.data import extent_of
from pages.shared.inequality.parts import PARAMETER, PARTS
from pages.shared.maps import find_commune
from pages.shared.panels import lead, perimeter_words
from pages.shared.parts import select_part
from pages.shared.url_state import url_state
from pages.shared.widgets import CHOICES_ROW, select_indicator, select_territory, select_year

state = url_state()
st.title("Inégalités")
lead(
    "Les communes se ressemblent-elles ? Les écarts passent-ils entre territoires ou à l’intérieur "
    "de chacun ? Se réduisent-ils ? Chaque mesure est donnée avec ce qu’elle ne dit pas."
)

with st.container(key="bm-choices"):
    widths = CHOICES_ROW[extent_of(state.perimeter)][:3]
    choices, where, when = st.columns(widths, vertical_alignment="bottom")
    with choices:
        select_indicator(state)
    with where:
        select_territory(state)
    with when:
        select_year(state)

find_commune(state, "inegalites-commune")
part = select_part(PARAMETER)
PARTS[part].show(state)
perimeter_words(state)
page_foot()
