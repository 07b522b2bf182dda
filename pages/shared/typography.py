"""Texts as the site writes French: narrow spaces, curly apostrophes, paragraphs; cells of tables as words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from loaders.french import typeset
from viz.explorer import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable


# --- our own words ------------------------------------------------------------------------------------------


def said(text: str, **values: str) -> str:
    """Return a text on one line, with French spaces; ``values`` fill its braces."""
    return typeset(" ".join(text.split())).format(**values)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, parted by empty lines, each on one line, with French spaces."""
    return tuple(said(part) for part in text.strip().split("\n\n"))


def lines(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text that has one on each line."""
    return tuple(clean(line) for line in text.strip().split("\n"))


# --- the words of tables ------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return a text of a table as the site writes French: curly apostrophes, narrow spaces."""
    return typeset(re.sub(r"(?<=[^\W\d]):(?= )", " :", text.replace("'", "’")))


def given(cell: object) -> str:
    """Return the text of a cell, empty when the cell is."""
    return "" if cell is None or bool(pd.isna(cell)) else clean(str(cell))  # type: ignore[call-overload]


def first_upper(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


# --- rows of explorers --------------------------------------------------------------------------------------


def facts(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the facts of a card, those without text left out."""
    return [[term, text] for term, text in pairs if text]


def coded(text: str | None) -> str | None:
    """Return the value of a facet, or None when there is none."""
    return code_of(text) or None if text else None


def labels_of(texts: Iterable[str | None]) -> dict[str, str]:
    """Return the labels of a facet: value of the address to French words, the most frequent first."""
    counted = pd.Series([text for text in texts if text], dtype=str).value_counts()
    return {code_of(text): text for text in counted.index}
