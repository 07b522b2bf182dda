"""Pure measures: frames in, Series or frames out. No file, no clock, no Streamlit, no folium."""
