"""The naive page we compare with: a folium map built again, and sent again, at each change of indicator.

Nothing is done to slow it down: tables are cached, geometry is simplified already, the canvas renderer (the
faster one at this size) is on, and Leaflet comes with the page instead of from a CDN. A script of five lines
tells the parent window when the map has been painted.
"""

import re
from pathlib import Path

import branca
import folium
import geopandas as gpd
import js_lib_leaflet
import numpy as np
import pandas as pd
import streamlit as st

from loaders import catalog

LEAFLET = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
LILLE_LENS = (50.45, 2.75)
COLOURS = ["#f1eef6", "#d7b5d8", "#df65b0", "#dd1c77", "#980043"]
PAINTED = """<script>
const nextFrame = then => requestAnimationFrame(then);
addEventListener('load', () => nextFrame(() => nextFrame(() => {
  const drawn = document.querySelector('.leaflet-overlay-pane canvas, .leaflet-overlay-pane path');
  if (drawn) { parent.naivePainted = { title: TITLE, at: performance.timeOrigin + performance.now() }; }
})));
</script>"""


@st.cache_data
def titles() -> dict[str, str]:
    """Give the indicators with values for communes, by title."""
    return {entry.title: name for name, entry in catalog.read_indicators().items() if entry.years}


@st.cache_data
def outlines() -> gpd.GeoDataFrame:
    """Give the communes of Nord and Pas-de-Calais with their names, in WGS84."""
    shapes = catalog.read_boundaries("communes", ["59", "62"]).to_crs(4326)
    return shapes[["geometry"]].join(catalog.read_communes()["name"])


@st.cache_data
def values() -> pd.DataFrame:
    """Give all values of all indicators."""
    return catalog.read_table("indicator_values")


def local(html: str) -> str:
    """Put Leaflet into the page in place of the links to CDNs, all of which are dropped."""
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    bare = re.sub(
        r'<script src="https://[^>]*></script>|<link rel="stylesheet" href="https://[^>]*>', "", html
    )
    return bare.replace("<head>", f"<head><style>{style}</style><script>{script}</script>", 1)


def folium_map(title: str, indicator: str) -> str:
    """Give the HTML of a map of the latest year of one indicator, in five quantile classes."""
    table = values()
    table = table[table["indicator"] == indicator]
    table = table[table["year"] == table["year"].max()].set_index("code_commune")
    shapes = outlines().join(table["value"]).reset_index(names="code")
    breaks = np.unique(np.nanquantile(shapes["value"], np.linspace(0, 1, len(COLOURS) + 1)))
    colours = branca.colormap.StepColormap(
        COLOURS[: len(breaks) - 1], index=breaks, vmin=breaks[0], vmax=breaks[-1]
    )
    drawing = folium.Map(location=LILLE_LENS, zoom_start=9, tiles=None, prefer_canvas=True)
    folium.GeoJson(
        shapes,
        style_function=lambda feature: {
            "fillColor": "#cccccc"
            if feature["properties"]["value"] is None
            else colours(feature["properties"]["value"]),
            "fillOpacity": 1,
            "color": "#ffffff",
            "weight": 0.5,
        },
        tooltip=folium.GeoJsonTooltip(["name", "value"]),
    ).add_to(drawing)
    html = local(drawing.get_root().render())
    return html.replace("</html>", PAINTED.replace("TITLE", repr(title)) + "</html>")


st.set_page_config(layout="wide")
chosen = st.selectbox("Indicateur", list(titles()), filter_mode=None)
st.iframe(folium_map(chosen, titles()[chosen]), height=600)
