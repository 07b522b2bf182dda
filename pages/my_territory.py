"""Mon territoire: any group of communes, composed by hand, with the portrait of an official perimeter."""

import streamlit as st

from pages.shared.chrome import page_foot

st.title("Mon territoire")
page_foot()
