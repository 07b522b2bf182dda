"""Small browser modules of the pages: served once under the hash of their content, mounted as components."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from viz.static_files import module_loader, publish

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER: Final = Path(__file__).resolve().parent


@cache
def browser_module(name: str, site: str = "null") -> ComponentRenderer:
    """Return the component made of ``<name>.js`` of this folder: its default export is called with it.

    ``site`` is JSON that the module finds under ``SITE``: what never changes is served with it.
    """
    text = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    if site != "null":
        text = f"const SITE = {site};\n{text}"
    url = publish(name.replace("_", "-"), text.encode(), "js")
    return st.components.v2.component(name, js=module_loader(url), isolate_styles=False)
