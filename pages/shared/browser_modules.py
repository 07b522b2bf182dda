"""Small browser modules of the pages: served once under the hash of their content, mounted as components."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from viz.static_files import module_loader, publish

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER: Final = Path(__file__).resolve().parent
IMPORTED: Final = re.compile(r'from "\./(\w+)\.js"')


@cache
def browser_module(name: str, site: str = "null") -> ComponentRenderer:
    """Return the component made of ``<name>.js`` of this folder: its default export is called with it.

    ``site`` is JSON that the module finds under ``SITE``: what never changes is served with it.
    """
    return st.components.v2.component(name, js=module_loader(_published(name, site)), isolate_styles=False)


@cache
def _published(name: str, site: str = "null") -> str:
    """Publish a module, and before it those that it imports from this folder; return its address."""
    code = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    served = IMPORTED.sub(lambda found: f'from "./{Path(_published(found[1])).name}"', code)
    if site != "null":
        served = f"const SITE = {site};\n{served}"
    return publish(name.replace("_", "-"), served.encode(), "js")
