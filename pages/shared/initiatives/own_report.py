"""The report of a reader's list, row by row: what to check, what was left out, what may be there already."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders.french import typeset
from pages.shared import data
from pages.shared.figure_block import Grid, grid_html
from pages.shared.initiatives.rows import SURVEYS
from viz.french import counted, number

if TYPE_CHECKING:
    import pandas as pd

    from loaders.own_list.check import Checked

MOST_SHOWN: Final = 200
LEVELS: Final = {"good": "Bonne", "doubt": "À vérifier", "refused": "Écartée"}


def show_report(checked: Checked, duplicates: pd.DataFrame, repeats: pd.Series) -> None:
    """Draw the lines that have something to tell, then the likely duplicates."""
    told = [(line, checked.rows.loc[line], notes) for line, notes in checked.notes.items()]
    rows = [
        (number(line), row["name"] or "–", LEVELS[row["level"]], french(" ; ".join(notes)))
        for line, row, notes in told[:MOST_SHOWN]
    ]
    _folded("À vérifier, ligne par ligne", ("Ligne", "Nom", "Verdict", "Pourquoi"), rows, len(told))
    _folded(
        "Doublons probables",
        ("Ligne", "Nom", "Déjà dans", "Sous le nom", "Ressemblance"),
        _duplicates(checked, duplicates, repeats),
        len(duplicates) + len(repeats),
    )


def french(text: str) -> str:
    """Return a message with French apostrophes and spaces."""
    return typeset(text.replace("'", "’"))


def _duplicates(checked: Checked, duplicates: pd.DataFrame, repeats: pd.Series) -> list[tuple[str, ...]]:
    known = data.cached_table("initiatives")
    names = checked.rows["name"]
    found = [
        (
            number(line),
            names[line],
            SURVEYS[str(known["survey"][row.other])],
            f"{known['name'][row.other]} ({known['commune'][row.other]})",
            f"{row.likeness}\u202f%",
        )
        for line, row in zip(duplicates.index, duplicates.itertuples(), strict=True)
    ]
    again = [
        (number(line), names[line], "Votre fichier", f"même nom, même commune, ligne {number(first)}", "–")
        for line, first in repeats.items()
    ]
    return [*found, *again][:MOST_SHOWN]


def _folded(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]], total: int) -> None:
    if not rows:
        return
    more = (
        f"<p>Les {MOST_SHOWN} premières sont montrées ; la liste enrichie les a toutes.</p>"
        if total > len(rows)
        else ""
    )
    table = grid_html(Grid(columns, rows, frozenset({0})), title)
    head = html.escape(f"{title} ({counted(total, 'ligne')})")
    st.html(f"<details open><summary>{head}</summary>{more}{table}</details>")
