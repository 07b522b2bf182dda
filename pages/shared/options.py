"""Choices that only some pages offer, kept in the address like the others: one table says what is allowed.

A page reads an option with `option`, a widget writes it with `set_option`; links to other pages carry it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_QUOTE: Final = 40


@dataclass(frozen=True)
class Option:
    """One parameter of the address.

    Attributes
    ----------
    name
        French, with its article, for messages: « La définition des métropoles ».
    choices
        Allowed value to the French words of the control; empty when ``pattern`` decides.
    default
        Taken when the address says nothing, or something that is not allowed.
    pattern
        Regular expression of allowed values, for what cannot be listed (weights, thresholds).
    """

    name: str
    choices: Mapping[str, str]
    default: str
    pattern: str = ""

    def allows(self, value: str) -> bool:
        """Tell whether a value of the address is one of this option."""
        return value in self.choices or bool(self.pattern and re.fullmatch(self.pattern, value))


NATIONAL: Final = (
    "unemployment_rate_pct",
    "employment_rate_pct",
    "jobs_per_100_employed_residents",
    "median_income_eur",
    "poverty_rate_pct",
    "interdecile_ratio",
    "net_hourly_wage_eur",
    "social_benefits_share_pct",
    "taxed_households_share_pct",
    "vacant_housing_share_pct",
    "owner_occupiers_share_pct",
    "house_price_mean_eur_m2",
    "age_under_20_share_pct",
    "age_65_plus_share_pct",
)
"""Indicators of the page « Contrastes », all known for all of France."""
SIDE_BY_SIDE: Final = 4
"""Indicators at once: more would be a table."""
_PERCENT: Final = r"\d{1,2}(?:\.\d)?"
_ONE: Final = f"(?:{'|'.join(NATIONAL)})"


OPTIONS: Final[dict[str, Option]] = {
    "integration": Option("La vue intégrée", {"1": "Sans navigation, pour un autre site"}, ""),
    "partie": Option(
        "La partie",
        {
            "lecture": "Lire les chiffres",
            "indicateurs": "Indicateurs",
            "perimetres": "Périmètres",
            "tables": "Tables et licences",
            "sources": "Sources",
            "construction": "Rapport de construction",
            "limites": "Ce que ce site ne dit pas",
        },
        "lecture",
    ),
    # Ma commune
    "chercher": Option(
        "L’étendue de la recherche",
        {"nord": "Nord et Pas-de-Calais", "france": "Toute la France"},
        "nord",
    ),
    "rang": Option(
        "Le groupe du rang",
        {"wide": "Bassin minier ou département", "epci": "Intercommunalité", "peers": "Communes comparables"},
        "wide",
    ),
    "partie_contrastes": Option(
        "La partie",
        {
            "ecarts": "Les écarts",
            "repartition": "Les répartitions",
            "carte": "La carte des familles",
            "trajectoires": "Les trajectoires",
            "interieur": "À l’intérieur du bassin",
            "solidite": "Est-ce solide ?",
            "affirmation": "« 15 aires urbaines »",
        },
        "ecarts",
    ),
    "partie_inegalites": Option(
        "La partie",
        {
            "lorenz": "Qui a quelle part ?",
            "theil": "Entre ou à l’intérieur ?",
            "deciles": "Communes ou ménages ?",
            "convergence": "Au fil des ans",
            "voisinages": "Les voisinages",
            "fragilite": "Les fragilités",
        },
        "lorenz",
    ),
    "indicateurs": Option(
        "La liste d’indicateurs",
        {},
        "unemployment_rate_pct,median_income_eur,poverty_rate_pct,vacant_housing_share_pct",
        f"{_ONE}(?:,{_ONE}){{0,{SIDE_BY_SIDE - 1}}}",
    ),
    "annee_france": Option(
        "L’année de comparaison", {str(year): str(year) for year in range(2018, 2024)}, "2021"
    ),
    "groupes": Option(
        "Le découpage en groupes",
        {"epci": "Intercommunalités", "trois": "Périmètre, métropoles, reste"},
        "epci",
    ),
    "recette": Option(
        "La recette du score",
        {"deciles": "Points par thème", "fdep": "Indice FDep"},
        "deciles",
    ),
    "poids": Option("Le poids des thèmes", {}, "11111", r"(?!0+$)[0-3]{5}"),
    "seuils": Option(
        "La liste de seuils",
        {},
        "0_0_0_10_2_13.4",
        rf"(?:-?[01](?:\.\d)?_){{3}}{_PERCENT}_[1-4]_{_PERCENT}",
    ),
    "metropole": Option(
        "La définition des métropoles",
        {
            "aav_700000": "Aires d’attraction de 700 000 habitants ou plus",
            "aav_500000": "Aires d’attraction de 500 000 habitants ou plus",
            "epci_metropole": "Intercommunalités au statut de métropole",
        },
        "aav_700000",
    ),
    "partie_patrimoine": Option(
        "La partie",
        {
            "bien": "Le bien inscrit",
            "temps": "Le temps des puits",
            "vivre": "Qui y vit ?",
            "sites": "Les grands sites",
            "monde": "Ailleurs dans le monde",
        },
        "bien",
    ),
    "objets": Option(
        "Le choix d’objets", {"elements": "353 éléments", "composantes": "109 composantes"}, "elements"
    ),
    "annee_puits": Option("L’année des puits", {}, "1860", r"17[2-9]\d|18\d\d|19[0-8]\d|1990"),
    "comparaison": Option(
        "La comparaison",
        {"bien": "Bien inscrit et zone tampon", "puits": "Communes avec ou sans puits de mine"},
        "bien",
    ),
    # Mon territoire
    "composer": Option(
        "La façon de composer",
        {"carte": "Carte", "liste": "Liste", "perimetre": "Périmètre", "rayon": "Rayon"},
        "carte",
    ),
    "rayon": Option("Le rayon", {}, "10", r"[2-9]|[123]\d|40"),
    "centre": Option("La commune au centre", {}, "", r"(?:\d\d|2[AB])\d{3}"),
    "autre": Option("L’autre territoire", {}, "", r"[\w.-]{2,1500}(?:,[\w ’'-]{1,60})?"),
    "chiffre": Option("Le chiffre du graphique", {}, "unemployment_rate_pct", _ONE),
    # Coopérations
    "partie_cooperations": Option(
        "La partie",
        {
            "carte": "La carte",
            "frise": "La frise",
            "reseau": "Le réseau",
            "bassins": "Les bassins houillers d’Europe",
        },
        "carte",
    ),
    "reseau": Option(
        "Le réseau", {"partenaires": "Programmes et partenaires", "pays": "Programmes et pays"}, "partenaires"
    ),
    "cadre_vu": Option("Le programme mis en avant", {}, "tous", r"[a-z0-9-]{1,90}"),
    "regions": Option(
        "La liste de régions",
        {"liste": "Régions de la liste européenne", "petites": "Petites régions minières (NUTS 3)"},
        "liste",
    ),
    "mesure": Option(
        "La mesure",
        {
            "pib_ue": "PIB par habitant, Union européenne = 100",
            "pib": "PIB par habitant, en pouvoir d’achat",
            "pib_euros": "PIB par habitant, en euros",
            "population": "Population",
            "ages": "Part des 65 ans et plus",
        },
        "pib_ue",
    ),
    # Initiatives
    "partie_initiatives": Option(
        "La partie",
        {
            "carte": "La carte",
            "proximite": "Proximité et fragilité",
            "comparer": "Comparer",
            "comprendre": "Comprendre",
            "liste": "Ma liste",
            "proposer": "Proposer",
        },
        "carte",
    ),
    "etendue": Option(
        "L’étendue de la liste",
        {"nord": "Nord et Pas-de-Calais", "france": "Toute la liste, France"},
        "nord",
    ),
    "liste": Option(
        "La liste d’initiatives",
        {
            "labels": "Fabriques de territoire et manufactures de proximité",
            "fabriques": "Fabriques de territoire",
            "manufactures": "Manufactures de proximité",
            "tzcld": "Territoires zéro chômeur (liste partielle)",
            "bassin": "Relevé du bassin (non exhaustif)",
        },
        "labels",
    ),
    "loin": Option("La distance", {"5": "5 km", "10": "10 km", "15": "15 km", "20": "20 km"}, "10"),
    "programme": Option(
        "Le programme comparé",
        {
            "fabriques": "Fabriques de territoire",
            "manufactures": "Manufactures de proximité",
            "qpv": "Quartiers prioritaires (QPV)",
            "ti": "Territoires d’industrie",
            "acv": "Action cœur de ville",
            "pvd": "Petites villes de demain",
        },
        "fabriques",
    ),
}
"""Parameter of the address to option. Each page adds its own here."""


OPEN_ROW: Final = "choix"
EXPLORED: Final = frozenset(
    {
        *(OPEN_ROW, "recherche"),
        # Patrimoine mondial
        *("famille", "type", "compagnie", "periode", "protection", "proprietaire", "epci", "composante"),
        *("section", "theme", "pays", "inscription", "route"),
        # Coopérations
        *(
            "repere",
            "cadre",
            "nature",
            "ou",
            "sujet",
            "annees",
            "lieu",
            "document",
            "etat",
            "base",
            "niveau_vie",
        ),
        # Initiatives
        *("releve", "genre", "domaine", "forme", "initiateur", "confiance", "modele", "notion", "zone"),
    }
)
"""Parameters of the explorers (`viz.explorer`): a page keeps its own, links to other pages leave them out.
Each page adds the ids of its facets."""


def option(name: str) -> str:
    """Return the value of an option: that of the address if it is allowed, else the default."""
    asked = st.query_params.get(name, "")
    return asked if OPTIONS[name].allows(asked) else OPTIONS[name].default


def set_option(name: str, value: str) -> None:
    """Write an option into the address, which the browser remembers as one step back."""
    st.query_params[name] = value


def set_view(name: str, value: str) -> None:
    """Write an option that changes what is on the page: the row that an explorer had open stays behind."""
    kept = {key: text for key, text in st.query_params.to_dict().items() if key != OPEN_ROW}
    st.query_params.from_dict(kept | {name: value})


def options_in(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the options that an address states, those that are allowed only."""
    return tuple((name, query[name]) for name in OPTIONS if OPTIONS[name].allows(query.get(name, "")))


def refused_options(query: Mapping[str, str]) -> list[str]:
    """Return one French sentence per option of an address that is not allowed."""
    return [
        _refusal(item, query[name])
        for name, item in OPTIONS.items()
        if query.get(name) and not item.allows(query[name])
    ]


def _refusal(item: Option, value: str) -> str:
    quoted = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
    shown = "".join(c for c in quoted if c.isprintable()).replace("`", "'")
    known = "connue" if item.name.startswith("La ") else "connu"
    return (
        f"{item.name} `{shown}` de l’adresse n’est pas {known} de ce site : le choix par défaut est affiché."
    )
