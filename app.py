"""The dashboard of the Bassin minier: page configuration and navigation, nothing else."""

import streamlit as st

from pages.shared.chrome import ICON, page_frame, site_pages

st.set_page_config(page_title="Bassin minier", page_icon=ICON, layout="wide")
page = st.navigation(site_pages(), position="hidden")
page_frame(page)
page.run()
