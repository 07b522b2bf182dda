"""What surrounds every page: name, navigation, foot, and French for the words of Streamlit itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.browser_modules import browser_module
from pages.shared.embed import is_embedded, site_link
from pages.shared.options import EXPLORED
from pages.shared.url_state import DEFAULT_INDICATOR, corrected, open_with, show_problems, url_state
from viz.static_files import publish

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from pages.shared.url_state import State

STYLE: Final = Path(__file__).resolve().parent / "style.css"
ICON: Final = str(Path(__file__).resolve().parent / "icon.png")
LOGO: Final = Path(__file__).resolve().parent / "logo.svg"

HOME: Final = "pages/home.py"
MAP: Final = "pages/map_explorer.py"
MY_TERRITORY: Final = "pages/my_territory.py"
CONTRASTS: Final = "pages/contrasts.py"
INEQUALITIES: Final = "pages/inequalities.py"
MY_COMMUNE: Final = "pages/my_commune.py"
HERITAGE: Final = "pages/heritage.py"
INITIATIVES: Final = "pages/initiatives.py"
COOPERATIONS: Final = "pages/partners_abroad.py"
SOURCES: Final = "pages/sources_method.py"
TITLES: Final = {
    HOME: "Accueil",
    MAP: "Carte",
    CONTRASTS: "Contrastes",
    INEQUALITIES: "Inégalités",
    MY_COMMUNE: "Ma commune",
    MY_TERRITORY: "Mon territoire",
    HERITAGE: "Patrimoine mondial",
    INITIATIVES: "Initiatives",
    COOPERATIONS: "Coopérations",
    SOURCES: "Sources et méthode",
}
ADDRESSES: Final = {
    MAP: "carte",
    CONTRASTS: "contrastes",
    INEQUALITIES: "inegalites",
    MY_COMMUNE: "ma-commune",
    MY_TERRITORY: "mon-territoire",
    HERITAGE: "patrimoine",
    INITIATIVES: "carte-initiatives",
    COOPERATIONS: "cooperations",
    SOURCES: "sources-et-methode",
}
FIRST_INDICATORS: Final = {TITLES[INEQUALITIES]: "median_income_eur"}
"""What a page shows first, by its title, where it is not the default of the site."""


def site_pages() -> list[StreamlitPage]:
    """Return the pages; no address is a file name, which the old discovery of Streamlit would serve."""
    return [
        st.Page(path, title=title, url_path=ADDRESSES.get(path), default=path == HOME)
        for path, title in TITLES.items()
    ]


BRAND: Final = """
<div class="bm-brand"><img src="%s" width="52" height="34" alt=""><span><strong>Bassin minier</strong>
<small>Nord–Pas-de-Calais</small></span></div>
"""
FOOT: Final = """
<footer class="bm-foot">
Chaque chiffre porte sa source, son année et son périmètre. Géographie : communes au 1er janvier 2025
(code officiel géographique 2025) ; la fiche d’une commune dit ce qu’une fusion a fait à ses chiffres.
Code libre (licence MIT) ; données publiques,
chacune sous sa licence. Ce site n’envoie rien à des tiers et ne garde rien sur vous.
</footer>
"""


@cache
def _style() -> str:
    url = publish("style", STYLE.read_bytes(), "css")
    return f'<style>@import url("{url}");</style>'


@cache
def _brand() -> str:
    return BRAND % publish("logo", LOGO.read_bytes(), "svg")


@cache
def _site() -> str:
    """Return the pages in their order, and the parameters that do not go from page to page."""
    pages = [(ADDRESSES.get(path, ""), title) for path, title in TITLES.items()]
    return json.dumps({"pages": pages, "left": sorted(EXPLORED)}, ensure_ascii=False)


def page_frame(current: StreamlitPage) -> None:
    """Draw the head of the page: name, links that keep the reader's choices, refused choices."""
    open_with(FIRST_INDICATORS.get(current.title, DEFAULT_INDICATOR))
    state = url_state()
    st.html(_style())
    browser_module("french_interface")(key="french", data={"addresses": ["", *ADDRESSES.values()]})
    if not is_embedded():
        _head(current, state)
    show_problems(state)


def _head(current: StreamlitPage, state: State) -> None:
    """Draw the name of the site and its navigation."""
    with st.container(key="bm-head", horizontal=True, vertical_alignment="center"):
        st.html(_brand(), width="content")
        with st.container(key="bm-nav"):
            message = {"page": current.url_path, "corrected": corrected(state)}
            browser_module("navigation", _site())(key="navigation", data=message)


def page_foot() -> None:
    """Draw the foot of the page; inside another website, a link to the site."""
    if is_embedded():
        site_link()
    else:
        st.html(FOOT)
