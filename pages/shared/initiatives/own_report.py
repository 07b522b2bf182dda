"""The report of a reader's list, row by row: what to check, what was left out, what may be there already."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders.french import typeset
from pages.shared import data
from pages.shared.figure_block import Grid, grid_html
from pages.shared.initiatives.rows import SURVEYS
from viz.french import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from loaders.own_list.check import Checked

MOST_SHOWN: Final = 200
LEVELS: Final = {"good": "Bonne", "doubt": "À vérifier", "refused": "Écartée"}


def show_report(checked: Checked, duplicates: pd.DataFrame, repeats: pd.Series) -> None:
    """Draw the lines that have something to tell, then the likely duplicates."""
    kept = checked.rows[["name", "level"]].astype(str).to_dict("index")
    rows = [
        (str(line), kept[line]["name"] or "–", LEVELS[kept[line]["level"]], french(" ; ".join(notes)))
        for line, notes in [*checked.notes.items()][:MOST_SHOWN]
    ]
    _folded("À vérifier, ligne par ligne", ("Ligne", "Nom", "Verdict", "Pourquoi"), rows, len(checked.notes))
    _folded(
        "Doublons probables",
        ("Ligne", "Nom", "Déjà dans", "Sous le nom", "Ressemblance"),
        _duplicates(checked, duplicates, repeats),
        len(duplicates) + len(repeats),
    )


def french(text: str) -> str:
    """Return a message with French apostrophes and spaces."""
    return typeset(text.replace("'", "’"))


def _duplicates(checked: Checked, duplicates: pd.DataFrame, repeats: pd.Series) -> Sequence[tuple[str, ...]]:
    known = data.cached_table("initiatives")[["survey", "name", "commune"]].astype(str).to_dict("index")
    names = checked.rows["name"].to_dict()
    found = [
        (
            str(line),
            str(names[line]),
            SURVEYS[known[other]["survey"]],
            f"{known[other]['name']} ({known[other]['commune']})",
            f"{likeness}\u202f%",
        )
        for line, other, likeness in duplicates[["other", "likeness"]].itertuples(name=None)
    ]
    again = [
        (str(line), str(names[line]), "Votre fichier", f"même nom, même commune, ligne {first}", "–")
        for line, first in repeats.to_dict().items()
    ]
    return [*found, *again][:MOST_SHOWN]


def _folded(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], total: int) -> None:
    if not rows:
        return
    more = (
        f"<p>Les {MOST_SHOWN} premières sont montrées ; la liste enrichie les a toutes.</p>"
        if total > len(rows)
        else ""
    )
    table = grid_html(Grid(columns, rows), title)
    head = html.escape(f"{title} ({counted(total, 'ligne')})")
    st.html(f"<details open><summary>{head}</summary>{more}{table}</details>")
