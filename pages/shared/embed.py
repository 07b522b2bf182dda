"""A page inside another website: `?integration=1` leaves out head, navigation, foot, exports and doors."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from pages.shared.options import option
from pages.shared.url_state import url_state

EMBED: Final = "integration"


def is_embedded() -> bool:
    """Tell whether the page is shown inside another website."""
    return option(EMBED) == "1"


def address_query() -> str:
    """Return the parameters of the reader's address, all choices stated, without that of the embedding."""
    stated = {**st.query_params.to_dict(), **url_state().query()}
    return urlencode({name: value for name, value in stated.items() if name != EMBED})


def page_title(text: str) -> None:
    """Write the title of a page; the map or figure that is embedded has its own."""
    if not is_embedded():
        st.title(text)


def end_of_embedding() -> None:
    """End an embedded page here, with a link to the whole site; do nothing on the site itself."""
    if is_embedded():
        site_link()
        st.stop()


def site_link() -> None:
    """Draw the link from an embedded page to the same page of the site."""
    parts = urlsplit(st.context.url or "")
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, address_query(), ""))
    with st.container(key="bm-site-link"):
        st.markdown(f"[Voir sur le site]({url})")
