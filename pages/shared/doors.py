"""The doors of the home page: for each kind of reader, what to do next and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.chrome import (
    CONTRASTS,
    COOPERATIONS,
    HERITAGE,
    INEQUALITIES,
    INITIATIVES,
    MAP,
    MY_COMMUNE,
    MY_TERRITORY,
    SOURCES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.shared.url_state import State


@dataclass(frozen=True)
class Door:
    """A link to a page, with the choices of the reader and some of its own."""

    page: str
    label: str
    icon: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """A kind of reader: how we address them, what we propose, the doors."""

    title: str
    words: str
    doors: tuple[Door, ...]


READERS: Final = (
    Reader(
        "Vous êtes élu",
        "Situez votre commune parmi les autres et emportez un lien et une phrase avec sa source.",
        (
            Door(MY_COMMUNE, "La fiche de ma commune", "description"),
            Door(MAP, "Ouvrir la carte", "map"),
            Door(CONTRASTS, "Le bassin face aux métropoles", "compare_arrows"),
            Door(INITIATIVES, "Les initiatives près de chez vous", "handshake"),
        ),
    ),
    Reader(
        "Vous préparez un dossier",
        "Comparez les périmètres du bassin, téléchargez le tableau et une carte qui s’ouvre hors connexion.",
        (
            Door(
                MAP,
                "Carte du bien inscrit et de ses éléments",
                "account_balance",
                {"perimetre": "unesco_buffer_124", "couches": "elements,sites"},
            ),
            Door(MY_TERRITORY, "Composer mon territoire", "dashboard_customize"),
            Door(HERITAGE, "Le bien, élément par élément, et ses puits", "landscape"),
            Door(COOPERATIONS, "Vingt ans de coopérations", "public"),
        ),
    ),
    Reader(
        "Vous êtes en classe",
        "Changez la méthode de classement, voyez la carte changer, puis vérifiez d’où viennent les chiffres.",
        (
            Door(INEQUALITIES, "Mesurer les inégalités entre communes", "balance"),
            Door(SOURCES, "Sources, définitions et données", "menu_book"),
        ),
    ),
)


def show_doors(state: State) -> None:
    """Draw a column per kind of reader."""
    for column, reader in zip(st.columns(len(READERS), gap="large"), READERS, strict=True):
        with column:
            st.subheader(reader.title)
            st.write(reader.words)
            for door in reader.doors:
                choices = {**state.query(), **door.choices}
                icon = f":material/{door.icon}:"
                st.page_link(door.page, label=door.label, query_params=choices, icon=icon)
