"""« Liste »: communes pasted as text, and the report of what was recognised, doubtful or unknown."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders.french import typeset
from loaders.own_list.paste import MOST_PIECES, Paste, Several, read_paste
from pages.shared.gazetteer import cached_gazetteer
from pages.shared.territory.choice import add, composed, tell
from pages.shared.territory.words import note, strong_line
from pages.shared.url_state import url_state
from pages.shared.widgets import control
from viz.french import counted

if TYPE_CHECKING:
    from pages.shared.url_state import State

BOX, TEXT, REPORT = "territory_box", "territory_text", "territory_report"
"""Keys of the session: the field, its text when another way of composing is open, what was made of it."""
DOUBT: Final = "territory_doubt"
SHOWN: Final = 25
"""Doubtful or unknown texts that are shown; more are counted."""
ASIDE: Final = ""
EXAMPLE: Final = "Lens\nLiévin (62)\n62427, 62065"


def show_pasted(state: State) -> None:
    """Draw the field, and what became of its text."""
    st.text_area(
        "Collez vos communes : une par ligne, ou séparées par des virgules",
        key=control(BOX, st.session_state.get(TEXT, "")),
        height=170,
        placeholder=EXAMPLE,
        on_change=_keep_text,
        help="Des codes Insee, des noms, « Nom (62) » ou des codes postaux. Un tableau copié convient aussi.",
    )
    st.button("Ajouter ces communes", type="primary", icon=":material/add:", on_click=_add)
    report: Paste | None = st.session_state.get(REPORT)
    if report is not None:
        _show_report(state, report)


def _keep_text() -> None:
    st.session_state[TEXT] = st.session_state[BOX]


def _add() -> None:
    """Read the text and add what is sure; the text stays."""
    _keep_text()
    paste = read_paste(st.session_state[TEXT], cached_gazetteer())
    if paste.empty:
        st.session_state.pop(REPORT, None)
        tell("Il n’y a rien à lire dans ce champ : collez des codes ou des noms de communes.")
        return
    st.session_state[REPORT] = paste
    add(found.code for found in paste.found)


def doubts_of(paste: Paste) -> list[Several]:
    """Return the texts for which the reader may choose: several communes, or names that are near."""
    near = [Several(unknown.text, unknown.likes) for unknown in paste.unknown if unknown.likes]
    return [*paste.several, *near]


def lines_of(paste: Paste, mine: tuple[str, ...]) -> list[str]:
    """Return the report of a paste, one French sentence per line.

    Parameters
    ----------
    paste
        What the text holds.
    mine
        The communes of the territory once the paste was added.
    """
    taken = sum(found.code in mine for found in paste.found)
    left = len(paste.found) - taken
    strangers = [unknown.text for unknown in paste.unknown if not unknown.likes]
    lines = [f"{counted(taken, 'commune reconnue', 'communes reconnues')}, dans votre territoire."]
    if left:
        lines.append(f"{counted(left, 'commune reconnue', 'communes reconnues')}, pas dans votre territoire.")
    if paste.repeated:
        lines.append(f"En double dans la liste : {_some(list(dict.fromkeys(paste.repeated)))}.")
    lines += [f"« {found.text} » : {note}." for found in paste.found for note in found.notes][:SHOWN]
    if strangers:
        lines.append(
            f"{counted(len(strangers), 'texte non reconnu', 'textes non reconnus')} : {_some(strangers)}."
        )
    if paste.unread:
        read = counted(MOST_PIECES, "première ligne", "premières lignes")
        lines.append(f"Seules les {read} ont été lues : {counted(paste.unread, 'ligne')} de plus attendent.")
    return [typeset(line) for line in lines]


def _some(texts: list[str]) -> str:
    more = len(texts) - SHOWN
    told = ", ".join(f"« {text} »" for text in texts[:SHOWN])
    return f"{told} et {counted(more, 'autre')}" if more > 0 else told


def _show_report(state: State, paste: Paste) -> None:
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in lines_of(paste, composed(state)))
    st.html(f'<ul class="bm-territory-report" role="status">{lines}</ul>')
    doubts = [doubt for doubt in doubts_of(paste) if not set(doubt.candidates) & set(composed(state))]
    if not doubts:
        return
    strong_line("À préciser : que vouliez-vous dire ?")
    for number, doubt in enumerate(doubts[:SHOWN]):
        _ask(number, doubt)
    if len(doubts) > SHOWN:
        note(f"{counted(len(doubts) - SHOWN, 'autre texte', 'autres textes')} ensuite.")
    st.button("Ajouter ces choix", on_click=_settle, args=(min(len(doubts), SHOWN),))


def _ask(number: int, doubt: Several) -> None:
    gazetteer = cached_gazetteer()
    names = {ASIDE: "Laisser de côté"} | {
        code: f"{gazetteer.names[code]} ({code[:2]}) · {code}" for code in doubt.candidates
    }
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.html(f'<p class="bm-territory-doubt">« {html.escape(doubt.text)} »</p>')
    right.selectbox(
        f"Choix {number + 1}",
        list(names),
        format_func=names.__getitem__,
        key=f"{DOUBT}_{number}",
        label_visibility="collapsed",
        filter_mode=None,
    )


def _settle(n: int) -> None:
    chosen = [st.session_state.get(f"{DOUBT}_{number}", ASIDE) for number in range(n)]
    codes = [code for code in chosen if code]
    for number in range(n):
        st.session_state.pop(f"{DOUBT}_{number}", None)
    if not codes:
        tell("Choisissez d’abord une commune dans l’une des listes.")
    elif set(codes) <= set(composed(url_state())):
        tell("Ces communes sont déjà dans votre territoire.")
    else:
        add(codes)
