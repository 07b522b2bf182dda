"""The dashboard of the Bassin minier: page configuration and navigation, nothing else."""

import streamlit as st

from pages.shared.chrome import ICON, page_frame, site_pages

page = st.navigation(site_pages(), position="hidden")
st.set_page_config(page_title=f"{page.title} – Bassin minier", page_icon=ICON, layout="wide")
page_frame(page)
page.run()
