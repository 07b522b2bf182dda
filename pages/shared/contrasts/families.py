"""Where the families of weakening territories are: France by EPCI, the perimeter by commune."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from geo.classify import displayed
from geo.demography import TRAJECTORIES, trajectory_class
from geo.reliability import SMALL_POPULATION, fragile_values
from geo.typology import SIGNS, majority
from loaders.french import typeset
from pages.shared import data, france
from pages.shared.category_maps import category_view
from pages.shared.contrasts.choices import chosen_definitions, rules_words
from pages.shared.contrasts.words import FAMILIES_CAUTION, FAMILIES_FRANCE, FAMILIES_HERE, explained
from pages.shared.figure_block import FigureBlock, Grid, show_figure
from pages.shared.groups import METROPOLIS, definition_words
from pages.shared.maps import cached_geometry, draw_map
from pages.shared.memberships import (
    Definitions,
    Rules,
    Territories,
    cached_commune_families,
    cached_commune_territories,
    cached_epci_families,
    cached_epci_territories,
    cached_metropolitan,
)
from pages.shared.typography import paragraphs
from viz.categories import Category, Shown, category_map
from viz.choropleth import Words
from viz.french import coverage_sentence, number, quantity, signed, within
from viz.layers import MapView, National
from viz.map_component import show_table
from viz.palettes import TERRITORIES
from viz.sentences.families import FamilyCount, families_sentence, place_family_sentence

if TYPE_CHECKING:
    from pages.shared.url_state import State
    from viz.layers import Choropleth

LABELS: Final = {
    METROPOLIS: "Métropole",
    "industrial": "Tradition industrielle en crise",
    "town_centre": "Ville moyenne dont le centre se vide",
    "remote_rural": "Rural peu dense et éloigné",
    "other": "En affaiblissement, autre",
    "none": "Pas en affaiblissement",
}
CATEGORIES: Final = {key: Category(label, TERRITORIES[key]) for key, label in LABELS.items()}
FAMILY_WORDS: Final = {
    "industrial": "de tradition industrielle en crise",
    "town_centre": "de ville moyenne dont le centre se vide",
    "remote_rural": "de rural peu dense et éloigné",
    "other": "hors de ces familles",
}
SHOWN: Final = Shown("Familles de territoires", "Population, évolution par an", "% par an", 2)
SOURCE: Final = (
    "Insee, recensements 2013, 2018 et 2023, état civil 2013–2018, zonages (densité, aires d’attraction) "
    "; ANCT, Territoires d’industrie ; calculs du projet. Communes au 1er janvier 2025. Licence Ouverte "
    "2.0."
)
KEY_FRANCE, KEY_HERE = "familles-france", "familles-ici"


def show_families(state: State) -> None:
    """Draw the two maps, what they say, and the signs behind them."""
    chosen = chosen_definitions()
    st.subheader("En France, par intercommunalité")
    explained(FAMILIES_FRANCE)
    draw_map(_france_view(state, chosen))
    show_figure(_france_block(chosen))
    show_table(KEY_FRANCE)
    if data.extent_of(state.perimeter) == "local":
        st.subheader(f"{data.cached_territory(state.perimeter).title}, commune par commune")
        explained(FAMILIES_HERE)
        draw_map(category_view(state, KEY_HERE, cached_here_layer(chosen, state.perimeter), OWN_CATEGORIES))
        show_figure(_here_block(state, chosen))
        show_table(KEY_HERE)


def _source(chosen: Definitions) -> str:
    return f"{typeset(SOURCE)} {definition_words(chosen.metropolis)} {rules_words(chosen.rules)}"


# --- France by EPCI -----------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False, max_entries=50)
def cached_epci_categories(chosen: Definitions) -> pd.Series:
    """Return the category of each EPCI: a métropole where most inhabitants are in one, else its family."""
    people = data.cached_population(data.LATEST, data.FRANCE)
    cities = majority(cached_metropolitan(chosen.metropolis), people, france.cached_groups())
    families = cached_epci_families(chosen.rules).astype(object)
    return families.mask(cities.reindex(families.index).fillna(value=False).astype(bool), METROPOLIS)


@st.cache_resource(show_spinner=False, max_entries=50)
def cached_france_layer(chosen: Definitions) -> Choropleth:
    """Return the map of the EPCI of France."""
    categories = cached_epci_categories(chosen)
    return category_map(
        france.cached_files().epci,
        _areas(categories, cached_epci_territories()),
        CATEGORIES,
        SHOWN,
        Words(
            subtitle=france.epci_label(),
            notes=(_known(categories, france.cached_epcis()["population"], "territoire"),),
            source=_source(chosen),
            fragile_reason="",
        ),
        scale="epci",
    )


def _areas(categories: pd.Series, territories: Territories) -> pd.DataFrame:
    """Return what the map needs; the number beside the family is the change of the population."""
    change = territories.population_change.reindex(categories.index)
    known = categories.notna() & change.notna()
    return pd.DataFrame(
        {
            "category": categories.where(known),
            "value": displayed(change, SHOWN.decimals),
            "status": known.map({True: "published", False: "not_available"}),
        },
        index=categories.index,
    )


def _known(categories: pd.Series, people: pd.Series, unit: str) -> str:
    known = categories.notna()
    total = people.reindex(categories.index).sum()
    share = 100.0 * people.reindex(categories.index)[known].sum() / total
    return coverage_sentence(int(known.sum()), len(known), float(share), unit, f"aucune donnée ({unit})")


def _france_view(state: State, chosen: Definitions) -> MapView:
    whole = replace(state, perimeter=data.FRANCE)
    view = category_view(whole, KEY_FRANCE, cached_france_layer(chosen), CATEGORIES)
    point = france.cached_point(state.commune) if state.commune else None
    return replace(view, points=(), national=National(land=france.cached_files().land, chosen_at=point))


def _france_block(chosen: Definitions) -> FigureBlock:
    categories, people = cached_epci_categories(chosen), france.cached_epcis()["population"]
    families = [_count(categories, people, key) for key in FAMILY_WORDS]
    whole = _total(categories, people)
    return FigureBlock(
        key="familles-france",
        title="Ce que dit la carte de France",
        description="",
        sentences=(
            families_sentence("en France", families, whole, ("intercommunalité", "intercommunalités")),
        ),
        grid=_categories_grid(categories, people, CATEGORIES, "Intercommunalités"),
        source=_source(chosen),
        caution=paragraphs(FAMILIES_CAUTION),
    )


def _count(categories: pd.Series, people: pd.Series, key: str) -> FamilyCount:
    rows = categories.eq(key).fillna(value=False).astype(bool)
    inhabitants = float(people.reindex(categories.index)[rows].sum())
    return FamilyCount(FAMILY_WORDS.get(key, ""), int(rows.sum()), inhabitants)


def _total(categories: pd.Series, people: pd.Series) -> FamilyCount:
    known = categories.notna()
    return FamilyCount("", int(known.sum()), float(people.reindex(categories.index)[known].sum()))


def _categories_grid(categories: pd.Series, people: pd.Series, shown: dict[str, Category], unit: str) -> Grid:
    whole = _total(categories, people)
    rows = []
    for key, category in shown.items():
        count = _count(categories, people, key)
        share = 100.0 * count.people / whole.people if whole.people else float("nan")
        rows.append((category.label, number(count.n), number(count.people), f"{number(share, 1)} %"))
    columns = ("Classe", unit, "Habitants", "Part des habitants")
    return Grid(columns, [tuple(map(typeset, row)) for row in rows], frozenset({1, 2, 3}))


# --- the perimeter by commune -------------------------------------------------------------------------------

OWN_CATEGORIES: Final = {key: item for key, item in CATEGORIES.items() if key != METROPOLIS}
"""A commune of the perimeter shows its own signs, in a métropole or not."""


@st.cache_resource(show_spinner=False, max_entries=100)
def cached_here_layer(chosen: Definitions, perimeter: str) -> Choropleth:
    """Return the map of the communes of a perimeter."""
    territory = data.cached_territory(perimeter)
    categories = cached_commune_families(chosen.rules).loc[territory.codes].astype(object)
    people = data.cached_population(data.LATEST, data.FRANCE)
    areas = _areas(categories, cached_commune_territories())
    small = fragile_values(areas["value"], people.loc[areas.index], SMALL_POPULATION)
    return category_map(
        cached_geometry(),
        areas.assign(fragile=small),
        OWN_CATEGORIES,
        SHOWN,
        Words(
            subtitle=territory.label,
            notes=(_known(categories, people, "commune"),),
            source=_source(chosen),
            fragile_reason=typeset(f"Signes fragiles : moins de {SMALL_POPULATION} habitants"),
        ),
    )


@st.cache_resource(show_spinner=False, max_entries=50)
def cached_signs(rules: str) -> pd.DataFrame:
    """Return the signs that each commune of France shows for sure."""
    return cached_commune_territories().signs(Rules.read(rules)).fillna(value=False).astype(bool)


def _here_block(state: State, chosen: Definitions) -> FigureBlock:
    territory = data.cached_territory(state.perimeter)
    categories = cached_commune_families(chosen.rules).loc[territory.codes].astype(object)
    people = data.cached_population(data.LATEST, data.FRANCE)
    families = [_count(categories, people, key) for key in FAMILY_WORDS]
    sentences = (
        families_sentence(
            within(territory.label_in_sentence), families, _total(categories, people), ("commune", "communes")
        ),
        *_own_sentences(state, chosen),
    )
    return FigureBlock(
        key="familles-ici",
        title="Ce que disent les signes, intercommunalité par intercommunalité",
        description="",
        sentences=tuple(filter(None, sentences)),
        grid=_signs_grid(state.perimeter, chosen),
        source=typeset(f"{_source(chosen)} Le tableau porte sur toute l’intercommunalité, d’ouest en est."),
        caution=paragraphs(FAMILIES_CAUTION),
    )


def _own_sentences(state: State, chosen: Definitions) -> tuple[str, ...]:
    """Say the family and the signs of the chosen commune."""
    if not state.commune:
        return ()
    family = cached_commune_families(chosen.rules)[state.commune]
    signs = cached_signs(chosen.rules).loc[state.commune]
    words = None if pd.isna(family) else FAMILY_WORDS.get(str(family), "")
    shown = [typeset(SIGNS[sign].replace("'", "’")) for sign in SIGNS if signs[sign]]
    return (place_family_sentence(str(data.cached_france()["name"][state.commune]), words, shown),)


def _signs_grid(perimeter: str, chosen: Definitions) -> Grid:
    """Return the numbers behind the signs of each EPCI of a perimeter, from west to east."""
    communes = data.cached_france().loc[data.cached_territory(perimeter).codes]
    groups = france.cached_groups().loc[communes.index]
    order = communes.groupby(groups)["centroid_lon"].mean().sort_values().index
    rows = [_signs_row(str(code), chosen) for code in order]
    columns = (
        "Intercommunalité",
        "Famille",
        "Population par an, 2013–2023",
        "Naissances moins décès, 2013–2018",
        "Arrivées moins départs, 2013–2018",
        "Emploi par an, 2013–2018",
        "Logements vacants, 2018",
        "Chômage, 2018",
        "Trajectoire, 2013–2018",
    )
    return Grid(columns, rows, frozenset(range(2, 8)))


def _signs_row(code: str, chosen: Definitions) -> tuple[str, ...]:
    territories = cached_epci_territories()
    family = cached_epci_categories(chosen)[code]
    yearly = ("population_change", "natural", "migratory", "jobs_change")
    levels = ("vacancy_rate", "unemployment_rate")
    balance = pd.DataFrame(
        {"natural": [territories.natural[code]], "migratory": [territories.migratory[code]]}
    )
    trajectory = trajectory_class(balance).iloc[0]
    return (
        str(france.cached_epcis()["name"][code]),
        "non connue" if pd.isna(family) else LABELS[str(family)],
        *(signed(getattr(territories, name)[code], "%", 2) for name in yearly),
        *(quantity(getattr(territories, name)[code], "%", 1) for name in levels),
        "–" if pd.isna(trajectory) else typeset(TRAJECTORIES[str(trajectory)].replace("'", "’")),
    )
