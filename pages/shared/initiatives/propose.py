"""« Proposer » : a ready text for the Mission, to download; nothing is sent, nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders.own_list.duplicates import likely_duplicates
from loaders.own_list.words import folded
from pages.shared import data
from pages.shared.gazetteer import cached_gazetteer
from pages.shared.initiatives.words import PROPOSE
from pages.shared.typography import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.shared.url_state import State

import pandas as pd

ASKED: Final = {
    "nom": ("Nom de l’initiative", ""),
    "commune": ("Commune", "Nom ou code Insee"),
    "type": ("Type", "Épicerie solidaire, tiers-lieu, jardin…"),
    "domaine": ("Domaine", "Alimentation, emploi, énergie…"),
    "forme": ("Forme juridique", "Association, SCIC, commune…"),
    "initiateur": ("À l’initiative de", "Habitants, collectivité…"),
    "annee": ("Année de départ", ""),
    "source": ("Où le vérifier", "Adresse d’une page, article, document"),
}
UNKNOWN: Final = "non précisé"


def show_propose(state: State) -> None:  # noqa: ARG001 (nothing of it depends on the choices)
    """Draw the form, the text and its download."""
    st.subheader("Proposer une initiative")
    st.html(f'<p class="bm-block-lead">{said(PROPOSE)}</p>')
    columns = st.columns(2)
    given = {}
    for n, (key, (label, hint)) in enumerate(ASKED.items()):
        with columns[n % 2]:
            given[key] = st.text_input(label, key=f"propose_{key}", placeholder=hint, max_chars=300).strip()
    given["texte"] = st.text_area("En quelques mots", key="propose_texte", max_chars=1500).strip()
    if not given["nom"]:
        st.caption("Le texte apparaît dès que le nom est rempli.")
        return
    _tell_known(given)
    text = proposal(given)
    st.text_area("Texte prêt", text, height=330, disabled=True)
    st.download_button(
        "Télécharger le texte",
        text.encode(),
        file_name="proposition_initiative.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
    )


def _tell_known(given: Mapping[str, str]) -> None:
    """Say whether the initiative may be in the list already, and whether its commune is known."""
    is_code = given["commune"].isdigit()
    match = cached_gazetteer().find(
        "" if is_code else given["commune"], given["commune"] if is_code else "", ""
    )
    for note in match.notes if given["commune"] else ():
        st.info(said(f"{note[0].upper()}{note[1:]}.".replace("'", "’").replace("{", "(").replace("}", ")")))
    row = pd.DataFrame({"name": [given["nom"]], "code_commune": [match.code]})
    found = likely_duplicates(row, data.cached_table("initiatives")) if folded(given["nom"]) else row.iloc[:0]
    if len(found):
        known = data.cached_table("initiatives").loc[found["other"].iloc[0]]
        st.warning("Elle est peut-être déjà dans la liste, sous ce nom :", icon=":material/content_copy:")
        st.text(f"{known['name']} ({known['commune']})")


def proposal(given: Mapping[str, str]) -> str:
    """Return the text to hand to the Mission, what is not given said to be so."""
    lines = [f"{label} : {given.get(key) or UNKNOWN}" for key, (label, _) in ASKED.items()]
    text = "\n".join(
        [
            "À la Mission Bassin Minier Nord–Pas-de-Calais",
            "",
            "Objet : proposition d’une initiative pour le tableau de bord du Bassin minier",
            "",
            "Madame, Monsieur,",
            "",
            "Je vous propose d’ajouter l’initiative suivante à la liste des initiatives solidaires.",
            "",
            *lines,
            "",
            "En quelques mots :",
            given.get("texte") or UNKNOWN,
            "",
            "Une initiative n’est ajoutée que si une source publique la confirme.",
        ]
    )
    return text.replace(" :", "\u202f:")
