"""A file that cannot be made: what Streamlit says of it in English has a French sentence."""

import inspect
from pathlib import Path

from streamlit.runtime import backend_operation_handler

from pages.shared import browser_modules

SAID = "Failed to generate file for download"


def test_the_words_of_streamlit_are_those_that_are_translated():
    assert SAID in inspect.getsource(backend_operation_handler)
    french = Path(browser_modules.FOLDER / "french_interface.js").read_text(encoding="utf-8")
    assert f'"{SAID}": "Ce fichier n’a pas pu être fait.' in french
