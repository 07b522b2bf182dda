"""The part « Périmètres » of the reference page: one card each, sizes computed from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.chrome import MAP
from pages.shared.reference_text import badge, enumeration, facts, plain, prose
from viz.french import number

if TYPE_CHECKING:
    from loaders.catalog import Perimeter
    from pages.shared.url_state import State

POPULATION_YEARS: Final = (2022, 2023)
REBUILT: Final = "reconstitué"
INTRODUCTION: Final = """
Aucun périmètre n’est « le » bassin minier : les chiffres changent avec la définition, et chaque carte
nomme la sienne. Les nombres de communes et d’habitants sont calculés à partir des tables.
"""
WARNING: Final = """
Les listes de {sizes} communes ({names}) sont reconstituées à partir des couches cartographiques : leur
nombre est celui qui est publié, mais aucun texte officiel qui nomme les communes une par une n’a été lu.
"""
OTHERS: Final = """
La carte propose aussi chacune des {epcis} intercommunalités du Nord et du Pas-de-Calais, dans leur
composition actuelle.
"""


def show_perimeters(state: State) -> None:
    """Draw the card of each perimeter, and warn of those whose list is rebuilt."""
    items = catalog.read_perimeters()
    st.header("Périmètres")
    st.html(f'<p class="bm-definition">{prose(INTRODUCTION)}</p>')
    rebuilt = [item for item in items.values() if is_rebuilt(item)]
    if rebuilt:
        st.warning(rebuilt_sentence(rebuilt), icon=":material/warning:")
    with st.container(key="bm-cards"):
        for item in items.values():
            with st.container(key=f"bm-card-{item.id}", gap=None):
                st.html(perimeter_card(item))
                query = {**state.query(), "perimetre": item.id}
                st.page_link(MAP, label="Voir sur la carte", query_params=query, icon=":material/map:")
    epcis = number(data.cached_communes()["code_epci"].nunique())
    st.html(f'<p class="bm-source">{prose(OTHERS.format(epcis=epcis))}</p>')


def is_rebuilt(item: Perimeter) -> bool:
    """Tell whether the list of communes of a perimeter was rebuilt, not read in an official text."""
    return REBUILT in item.caveat


def rebuilt_sentence(items: list[Perimeter]) -> str:
    """Warn that the lists of some perimeters were rebuilt."""
    sizes = enumeration([number(len(data.cached_territory(item.id).codes)) for item in items])
    names = enumeration([f"« {item.title} »" for item in items])
    return plain(WARNING.format(sizes=sizes, names=names))


def perimeter_card(item: Perimeter) -> str:
    """Return the card of a perimeter: size, inhabitants, definition, source, caveat."""
    figures = [(len(data.cached_territory(item.id).codes), "communes")]
    for year in POPULATION_YEARS:
        people = data.cached_figure("population", year, item.id).value
        figures.append((int(people), f"habitants en {year}"))
    sizes = "".join(f"<span><b>{number(size)}</b> {name}</span>" for size, name in figures)
    mark = badge("liste reconstituée", "bm-caution") if is_rebuilt(item) else ""
    year_text = f", {item.year}" if item.year and str(item.year) not in item.source else ""
    pairs = [("Source", prose(f"{item.source}{year_text}")), ("Limites", prose(item.caveat))]
    return (
        f'<article class="bm-entry"><h3>{prose(item.title)} {mark}</h3><p class="bm-sizes">{sizes}</p>'
        f'<p class="bm-definition">{prose(item.definition)}</p>{facts(pairs)}</article>'
    )
