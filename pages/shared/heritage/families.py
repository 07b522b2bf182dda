"""Families of the elements as readers name them; spellings of the source put right, no cell filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from viz.explorer import Symbol

if TYPE_CHECKING:
    import pandas as pd

FAMILIES: Final = {
    "fosses": Symbol("square", "#9c3d24", "#f0946f", "Fosses et chevalements"),
    "terrils": Symbol("triangle", "#4d4a45", "#b9b4aa", "Terrils"),
    "cites": Symbol("circle", "#326397", "#7fb0e0", "Cités ouvrières"),
    "ecoles": Symbol("pentagon", "#8a6d00", "#e0c060", "Écoles"),
    "eglises": Symbol("cross", "#6b4a93", "#b99be0", "Églises et presbytères"),
    "sante": Symbol("star", "#a8326e", "#f08cbb", "Santé"),
    "voies": Symbol("bar", "#7a5230", "#d0a27c", "Cavaliers et équipements ferroviaires"),
    "etangs": Symbol("diamond", "#1d7a78", "#6cc9c5", "Étangs et espaces néo-naturels"),
    "autres": Symbol("diamond", "#6f7276", "#a5a7a4", "Autres bâtis et monuments"),
}
"""Key in the address to symbol, in the order of the legend."""
OF_KIND: Final = {
    "fosse": "fosses",
    "chevalement": "fosses",
    "école": "ecoles",
    "édifice religieux": "eglises",
    "équipement de santé": "sante",
    "équipement ferroviaire": "voies",
}
OF_SOURCE: Final = {
    "cité minière": "cites",
    "terril": "terrils",
    "cavalier": "voies",
    "espace néo-naturel": "etangs",
}
"""Family of the source to ours, where the kind does not decide."""
SPELLINGS: Final = {
    "Vicoigne-Noeux- Drocourt": "Vicoigne-Nœux-Drocourt",
    "Vicoigne-Noeux-Drocourt": "Vicoigne-Nœux-Drocourt",
    "Lievin": "Liévin",
    "Marles-les-Mines": "Marles",
    "Groupe Hénin-Liétard": "Groupe d'Hénin-Liétard",
    "HBNPC": "Houillères du Bassin du Nord et du Pas-de-Calais",
}
"""Company as one row of the source writes it to the name of the others."""
PROTECTIONS: Final = {
    "Classé MH": "Classé monument historique",
    "Inscrit MH": "Inscrit monument historique",
    "Inscrit MH et AVAP": "Inscrit monument historique et AVAP",
    "Situé en abords MH": "Aux abords d’un monument historique",
    "non": "Sans protection au titre des monuments historiques",
}
PERIODS: Final = ("Avant 1800", "1800-1880", "1880-1914", "1914-1945", "Après 1945")
NO_PERIOD: Final = "NC"
"""The source's « non connu »."""


def family_of(kind: str, source_family: str) -> str:
    """Return the family of an element from its kind, else from the family of the source."""
    return OF_KIND.get(kind) or OF_SOURCE.get(source_family, "autres")


def company_of(name: object) -> str | None:
    """Return a company under one spelling; None when the source names none."""
    if not isinstance(name, str) or not name:
        return None
    return SPELLINGS.get(name, name).replace("'", "’")


def period_of(name: object) -> str | None:
    """Return a period of `PERIODS`; None when the source does not know it."""
    return str(name) if isinstance(name, str) and name and name != NO_PERIOD else None


def counts(elements: pd.DataFrame) -> dict[str, int]:
    """Return the number of elements of each family, in the order of `FAMILIES`."""
    families = [family_of(k, f) for k, f in zip(elements["kind"], elements["family"], strict=True)]
    return {family: families.count(family) for family in FAMILIES}
