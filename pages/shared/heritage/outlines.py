"""The official outlines of the property: drawn once they are loaded, loaded when the reader asks."""

from __future__ import annotations

import html
from typing import Final

import streamlit as st

from loaders import heritage
from loaders.errors import LoaderError
from loaders.fetch import Places
from pages.shared.heritage.words import OUTLINES_HINT, OUTLINES_SOURCE
from pages.shared.typography import clean
from viz.explorer.polygons import FORMAT, Layer, polygons_file
from viz.static_files import publish_built

LAYERS: Final = (
    Layer("buffer", "Zone tampon", "#8a6d00", "#e0c060", 0.12, "5 4"),
    Layer("property", "Bien inscrit", "#9c3d24", "#f0946f", 0.22),
    Layer("estates", "Cités inscrites", "#326397", "#7fb0e0", 0.35),
    Layer("heaps", "Terrils inscrits", "#4d4a45", "#b9b4aa", 0.5),
    Layer("railways", "Cavaliers inscrits", "#7a5230", "#d0a27c", 0.6),
)


def published_outlines() -> str:
    """Return the address of the outlines, or nothing as long as they are not loaded."""
    stamp = heritage.kept_stamp()
    if not stamp:
        return ""
    return publish_built("contours-officiels", (FORMAT, stamp, repr(LAYERS)), _content)


def _content() -> bytes:
    kept = heritage.read_kept()
    return polygons_file([(layer, kept[layer.id].geometry) for layer in LAYERS])


def outlines_choice() -> None:
    """Offer to load the outlines when they are not, else say where they come from."""
    if heritage.kept_stamp():
        st.html(f'<p class="bm-source">{html.escape(OUTLINES_SOURCE)}</p>')
        return
    if st.button("Charger les contours officiels", help=OUTLINES_HINT, key="contours"):
        _load()


def _load() -> None:
    """Fetch the outlines in front of the reader; a fault is told in a sentence, and nothing else changes."""
    bar = st.progress(0.0, "Chargement des contours officiels…")
    places = Places(heritage.CACHE, None, heritage.CACHE, patience=heritage.QUICK)
    try:
        heritage.load_outlines(places, lambda words, share: bar.progress(share, words))
    except LoaderError as error:
        bar.empty()
        st.warning(clean(f"Les contours n’ont pas pu être chargés. {error}"), icon=":material/cloud_off:")
        return
    st.rerun()
