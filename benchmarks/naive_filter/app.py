"""The naive page we compare with: a choice of family, and a folium map of its elements built and sent again.

Nothing is done to slow it down: the table is cached, the canvas renderer is on, Leaflet comes with the page,
no outline of communes is drawn. It has no clusters, no facet counts and no list.
"""

import re
from pathlib import Path

import folium
import js_lib_leaflet
import pandas as pd
import streamlit as st

from loaders import catalog
from pages.shared.heritage.families import FAMILIES, family_of

LEAFLET = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
PAINTED = """<script>
const nextFrame = then => requestAnimationFrame(then);
addEventListener('load', () => nextFrame(() => nextFrame(() => {
  if (document.querySelector('.leaflet-overlay-pane canvas')) {
    parent.naivePainted = { family: FAMILY, at: performance.timeOrigin + performance.now() };
  }
})));
</script>"""


@st.cache_data
def elements() -> pd.DataFrame:
    """Give the elements of the property with their family."""
    table = catalog.read_table("heritage_elements")
    table["ours"] = [family_of(k, f) for k, f in zip(table["kind"], table["family"], strict=True)]
    return table


def local(html: str) -> str:
    """Put Leaflet into the page in place of the links to CDNs, all of which are dropped."""
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    bare = re.sub(
        r'<script src="https://[^>]*></script>|<link rel="stylesheet" href="https://[^>]*>', "", html
    )
    return bare.replace("<head>", f"<head><style>{style}</style><script>{script}</script>", 1)


def folium_map(family: str) -> str:
    """Give the HTML of a map of the elements of a family."""
    drawing = folium.Map(location=(50.42, 2.95), zoom_start=9, tiles=None, prefer_canvas=True)
    table = elements()
    for row in table[table["ours"].eq(family)].itertuples():
        folium.CircleMarker(
            (row.lat, row.lon), radius=5, color=FAMILIES[family].light, fill=True, tooltip=row.name
        ).add_to(drawing)
    html = local(drawing.get_root().render())
    return html.replace("</html>", PAINTED.replace("FAMILY", repr(family)) + "</html>")


st.set_page_config(layout="wide")
chosen = st.radio("Famille", list(FAMILIES), horizontal=True)
st.iframe(folium_map(chosen), height=600)
