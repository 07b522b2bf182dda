"""Families of the free words of the surveys: a row may be in several; words that say nothing give nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from viz.explorer import Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

GENRES: Final = {
    "tiers-lieux": Symbol("square", "#9c3d24", "#f0946f", "Tiers-lieux, fabriques, manufactures"),
    "zero-chomeur": Symbol("star", "#a8326e", "#f08cbb", "Territoires zéro chômeur"),
    "poles": Symbol("pentagon", "#326397", "#7fb0e0", "Pôles, clusters, forums de coopération"),
    "alimentation": Symbol("circle", "#457c38", "#8fc47c", "Alimentation et jardins"),
    "insertion": Symbol("triangle", "#8a6d00", "#e0c060", "Insertion, réemploi, mobilité"),
    "energie": Symbol("diamond", "#1d7a78", "#6cc9c5", "Énergie, habitat, transition"),
    "lien": Symbol("cross", "#6b4a93", "#b99be0", "Culture, santé, lien social"),
    "developpement": Symbol("bar", "#7a5230", "#d0a27c", "Démarches et outils de territoire"),
}
"""Key in the address to symbol, in the order of the legend."""
_GENRE_WORDS: Final = {
    "zero-chomeur": r"zéro chômeur|demandeurs d'emploi",
    "tiers-lieux": r"tiers-lieu|fabrique de territoire|manufacture de proximité|coworking",
    "poles": r"ptce|cluster|coopération territoriale|comité territorial|plateforme d'essai",
    "alimentation": r"aliment|cocagne|maraîchage|ferme|épicerie|produits territoriaux",
    "insertion": r"insertion|garage|ressourcerie|collecte|commerce solidaire|socio-économique",
    "energie": r"énerg|éco-|écologique|transition|environnement",
    "lien": r"culture|habitants|seniors|médico|accueil de jour|fondation",
    "developpement": r"dynamique|marque|monnaie|revitalisation|centre de ressources|logiciels libres",
}
INITIATORS: Final = {
    "societe-civile": (
        "Société civile, habitants",
        r"société civile|habitants|parents|citoyens|\bassociation\b",
    ),
    "collectivites": ("Collectivités", r"collectivité|communes?\b|\bca\b|\bcc\b"),
    "ess": (
        "Structures de l’ESS et de l’insertion",
        r"structures ess|scop|insertion|entreprise sociale|cress",
    ),
    "entreprises": ("Entreprises et bailleurs", r"entreprises\b|/entreprise|cluster|groupe archer"),
    "institutions": ("Institutions (Région, État, Union européenne)", r"institutions"),
    "fondations": ("Fondations", r"fondation"),
}
FORMS: Final = {
    "association": ("Association", r"associati|collectif|conseil citoyen"),
    "cooperative": ("Coopérative (SCIC, SCOP)", r"scic|scop"),
    "entreprise": ("Entreprise (SAS, SASU, entreprise d’insertion)", r"sasu?\b|entreprise|foncière"),
    "collectivite": (
        "Collectivité ou établissement public",
        r"commun|epci|syndicat mixte|ccas|gip|parc naturel|pays|département|comité local",
    ),
    "fondation": ("Fondation", r"fondation"),
    "projet": ("Projet porté par une autre structure", r"projet"),
}
MODELS: Final = {"modelisee": "Suit un modèle (PTCE, territoire zéro chômeur)"}


def genre_of(kind: str) -> str:
    """Return the family of a kind: the first whose words it has.

    Raises
    ------
    ValueError
        No family has any of its words.
    """
    for genre, words in _GENRE_WORDS.items():
        if re.search(words, kind.lower()):
            return genre
    raise ValueError(f"no family for the kind {kind!r}")


def groups_of(text: str, groups: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return every group (key to title and words) that a text names."""
    return [key for key, (_, words) in groups.items() if re.search(words, text.lower())]


def titles_of(groups: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the titles of groups, in their order."""
    return {key: title for key, (title, _) in groups.items()}


def is_modelled(kind: str) -> bool:
    """Tell whether a kind follows a model, in the sense of the glossary of the Labo de l'ESS."""
    return bool(re.search(r"ptce|zéro chômeur", kind.lower()))
