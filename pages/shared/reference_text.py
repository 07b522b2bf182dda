"""Words and small pieces of HTML of the reference page: typography, codes put in words, lists, tables."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders import catalog
from loaders.french import typeset
from viz.french import NNBSP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CODE: Final = re.compile(rf"«[ {NNBSP}]([A-Za-z][a-z_]*)[ {NNBSP}]»|\b[A-Za-z0-9]+(?:_[a-z0-9]+)+\b")
_COUNTS: Final = re.compile(r"\b(\d)(\d{3})(?= (?:communes|codes)\b)|(?<=communes sur )(\d)(\d{3})\b")
_ODBL: Final = "ODbL"


def prose(text: str) -> str:
    """Return a text of the data folder as safe HTML: French typography, identifiers in words or as code."""
    escaped = html.escape(_french(str(text)), quote=False)
    return _CODE.sub(_in_words, escaped)


def plain(text: str) -> str:
    """Return a text of the data folder for a label: French typography, identifiers in words."""
    return html.unescape(re.sub(r"</?code>", "", prose(text)))


def _french(text: str) -> str:
    """Write apostrophes, spaces, ordinals and thousands as French does, on one line."""
    curly = re.sub(r"(?<=\w)'(?=[\w«])", "’", typeset(text.strip("\n").replace("\n", " ")))
    ordinal = re.sub(r"\b1er\b", "1ᵉʳ", curly)
    return _COUNTS.sub(lambda found: NNBSP.join(part for part in found.groups() if part), ordinal)


def _in_words(found: re.Match[str]) -> str:
    """Put the title in the place of an identifier; a code that has no title is shown as code."""
    token = found[1] or found[0]
    if found[1] and token not in cached_codes():
        return found[0]
    title = cached_titles().get(token)
    if title is None or found[1]:
        return code(token)
    inner = _french(title).replace(f"«{NNBSP}", "“").replace(f"{NNBSP}»", "”")
    return f"«{NNBSP}{html.escape(inner, quote=False)}{NNBSP}»"


@st.cache_resource(show_spinner=False)
def cached_titles() -> dict[str, str]:
    """Return the French title of every table and perimeter, by identifier."""
    tables = {name: catalog.read_sidecar(name)["title_fr"] for name in catalog.table_names()}
    return tables | {name: item.title for name, item in catalog.read_perimeters().items()}


@st.cache_resource(show_spinner=False)
def cached_codes() -> frozenset[str]:
    """Return the words of the tables that are codes, not French: column names and levels of columns."""
    names: set[str] = set()
    for table in catalog.table_names():
        columns = catalog.read_sidecar(table)["columns"]
        described = " ".join(column["description_fr"] for column in columns.values())
        names |= set(columns) | {found[1] for found in _CODE.finditer(described) if found[1]}
    return frozenset(names)


def code(text: str) -> str:
    """Return a technical name, in code style."""
    return f"<code>{html.escape(text)}</code>"


def badge(text: str, kind: str = "") -> str:
    """Return a small framed word."""
    return f'<span class="bm-badge {kind}">{html.escape(text)}</span>'


def licence(text: str) -> str:
    """Return a licence; one that obliges to share alike is marked."""
    return f"{badge(_ODBL, 'bm-odbl')} {prose(text)}" if _ODBL in text else prose(text)


def is_odbl(text: str) -> bool:
    """Tell whether a licence obliges to share alike."""
    return _ODBL in text


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and their HTML; a term without text is left out."""
    rows = "".join(f"<dt>{html.escape(term)}</dt><dd>{text}</dd>" for term, text in pairs if text)
    return f'<dl class="bm-facts">{rows}</dl>'


def bullets(texts: Iterable[str]) -> str:
    """Return a list of texts of the data folder, one per line; a single one stands alone."""
    items = [prose(text) for text in texts]
    if len(items) == 1:
        return items[0]
    return f'<ul class="bm-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def fold(title: str, content: str) -> str:
    """Return a part that the reader opens, closed at first."""
    return f"<details><summary>{html.escape(title)}</summary>{content}</details>"


def table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table of HTML cells that scrolls in its own box; columns ``numbers`` are set to the right."""
    sides = ['class="bm-number"' if at in numbers else "" for at in range(len(heads))]
    head = "".join(
        f'<th scope="col" {side}>{html.escape(text)}</th>' for side, text in zip(sides, heads, strict=True)
    )
    body = "".join(
        f"<tr>{''.join(f'<td {side}>{cell}</td>' for side, cell in zip(sides, row, strict=True))}</tr>"
        for row in rows
    )
    return (
        f'<div class="bm-scroll" role="region" tabindex="0" aria-label="{html.escape(name)}">'
        f'<table class="bm-grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def enumeration(words: Sequence[str]) -> str:
    """Return words in one French list: ``a, b et c``."""
    return " et ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def years_text(years: Iterable[int]) -> str:
    """Return years in words, neighbours together: ``2011, 2013 à 2016 et 2020``."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return enumeration([word for run in runs for word in _run(run)])


def _run(years: list[int]) -> list[str]:
    """Write neighbouring years: one by one up to two, then by the first and the last."""
    first, last = years[0], years[-1]
    return [f"{first} à {last}"] if last > first + 1 else [str(year) for year in years]
