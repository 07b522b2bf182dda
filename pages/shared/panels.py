"""The parts of a page around the map: sentences, the chosen commune, downloads, definitions."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.embed import is_embedded
from pages.shared.exports.files import french_csv
from pages.shared.exports.histogram import histogram_export
from pages.shared.exports.maps import map_table
from pages.shared.exports.menu import show_exports
from pages.shared.exports.model import Other, stem
from pages.shared.maps import communes_layer
from pages.shared.merges import Shown, merge_sentence
from pages.shared.url_state import change
from reports.portrait.subject import MEMBERSHIPS
from viz.french import Measure, Reading, in_name, reading_sentence, within

if TYPE_CHECKING:
    import pandas as pd

    from pages.shared.url_state import State
    from viz.layers import MapView

PORTRAIT = "pages/my_commune.py"
REFERENCE_PLACE = within("Nord–Pas-de-Calais")
Kind = Literal["ratio", "amount", "count"]


def lead(text: str) -> None:
    """Write the paragraph that opens a page; inside another website there is none."""
    if not is_embedded():
        st.html(f'<p class="bm-lead">{html.escape(text)}</p>')


def measure(state: State) -> Measure:
    """Return what a sentence about the chosen indicator speaks of."""
    item = data.cached_indicators()[state.indicator]
    return Measure(item.title, item.unit, item.decimals, cast("Kind", item.kind), state.year)


def reading(state: State, territory: str) -> Reading:
    """Return the figure of a territory for a sentence."""
    figure = data.cached_figure(state.indicator, state.year, territory)
    place = within(data.cached_territory(territory).label_in_sentence)
    return Reading(place, figure.value, figure.approximate)


def sentence_about(state: State) -> str:
    """Say the figure of the perimeter beside that of Nord–Pas-de-Calais, or of France beyond it."""
    local = data.extent_of(state.perimeter) == "local"
    reference = data.REFERENCE if local else data.FRANCE
    whole = state.perimeter == reference
    return reading_sentence(
        measure(state), reading(state, state.perimeter), None if whole else reading(state, reference)
    )


def lead_sentence(state: State) -> None:
    """Write the reading sentence above the map."""
    lead(sentence_about(state))


def histogram_title(state: State) -> str:
    """Return the title of the histogram: EPCI or communes, as the map goes, for all of France."""
    areas = "territoires" if state.perimeter == data.FRANCE else "communes"
    return f"Combien de {areas}, à quelles valeurs ?"


def histogram_menu(state: State, view: MapView) -> None:
    """Draw the menu of the histogram, where there is something in it."""
    if view.choropleth.areas["value"].notna().any():
        show_exports("carte-histogramme", lambda: histogram_export(view, state, histogram_title(state)))


def commune_card(state: State) -> None:
    """Say where the chosen commune is, what it belongs to, and its value on the map."""
    if not state.commune:
        return
    row = data.communes_of(data.extent_of(state.perimeter)).loc[[state.commune]].iloc[0]
    texts = (
        _where(row),
        memberships(state.commune),
        commune_sentence(state, state.commune),
        history_sentence(state, state.commune),
    )
    first = f"<strong>{html.escape(row['name'])}</strong> · code Insee {state.commune}"
    lines = "".join(f"<p>{html.escape(text)}</p>" for text in texts if text)
    st.html(f'<div class="bm-place">{first}{lines}</div>')


def commune_territories(state: State) -> None:
    """Offer the EPCI and the département of the chosen commune as perimeters, and its portrait."""
    if not state.commune:
        return
    commune_sheet(state)
    row = data.communes_of(data.extent_of(state.perimeter)).loc[[state.commune]].iloc[0]
    offers = {f"departement_{row['code_departement']}": "Voir son département"}
    if isinstance(row["code_epci"], str):
        offers = {f"epci_{row['code_epci']}": "Voir son intercommunalité", **offers}
    with st.container(horizontal=True):
        for territory, label in offers.items():
            disabled = territory == state.perimeter
            st.button(label, on_click=change, kwargs={"perimeter": territory}, disabled=disabled)


def commune_sheet(state: State) -> None:
    """Link to the portrait of the chosen commune."""
    if state.commune:
        icon = ":material/description:"
        st.page_link(PORTRAIT, label="Voir sa fiche complète", query_params=state.query(), icon=icon)


def _where(row: pd.Series) -> str:
    """Return the EPCI of a commune, and its département outside the Nord and the Pas-de-Calais."""
    epci = str(row["epci_name"]) if isinstance(row["epci_name"], str) else "Hors de toute intercommunalité"
    code = str(row["code_departement"])
    return epci if code in data.DEPARTEMENTS else f"{epci} · {departement_name(code)}"


def departement_name(code: str) -> str:
    """Return the name of a département with its code: « Aisne (02) »."""
    return f"{catalog.read_departements()[code].name} ({code})"


def commune_sentence(state: State, code: str) -> str:
    """Say the value of a commune beside the figure of the perimeter, or why there is none."""
    extent = data.extent_of(state.perimeter)
    place = in_name(str(data.communes_of(extent)["name"][code]))
    value = float(data.observations(state.indicator, state.year, extent)["value"][code])
    if math.isnan(value):
        why = data.value_text(state.indicator, state.year, code, extent)
        return f"{measure(state).title} en {state.year} : {why} {place}."
    return reading_sentence(measure(state), Reading(place, value), reading(state, state.perimeter))


def history_sentence(state: State, code: str) -> str:
    """Say what a merger since the year of the figure did to it; empty when there was none."""
    extent, item = data.extent_of(state.perimeter), data.cached_indicators()[state.indicator]
    status = str(data.observations(state.indicator, state.year, extent)["status"][code])
    exact = data.counts(item, state.year, extent) is not None
    name = str(data.communes_of(extent)["name"][code])
    shown = Shown(state.year, status, item.kind, exact)
    return merge_sentence(data.cached_table("commune_changes"), code, name, shown)


def memberships(code: str) -> str:
    """Say in which perimeters of the basin a commune lies; nothing outside the two départements."""
    if code not in data.cached_communes().index:
        return ""
    row = data.cached_communes().loc[[code]].iloc[0]
    names = [title for flag, title in MEMBERSHIPS.items() if bool(row[flag])]
    if not names:
        return "Hors des périmètres du bassin minier."
    return f"Dans : {', '.join(names)}."


def communes_files(state: State, view: MapView) -> tuple[Other, ...]:
    """Return the table of all communes, where the map shows intercommunalités."""
    if state.perimeter != data.FRANCE:
        return ()

    def table() -> bytes:
        return french_csv(map_table(view, state, communes_layer(state)))

    name = (
        f"{stem('tableau', state.indicator, str(state.year), data.file_stem(state.perimeter))}_communes.csv"
    )
    return (Other("Toutes les communes (CSV)", name, "text/csv", table),)


def indicator_words(state: State) -> None:
    """Write what the indicator means, and its limits."""
    item = data.cached_indicators()[state.indicator]
    st.subheader("Ce que mesure cet indicateur")
    st.write(item.definition)
    if item.caveat:
        st.write(f"**Limites.** {item.caveat}")
    perimeter_words(state)
    source = data.source_line(item, state.year, data.extent_of(state.perimeter))
    st.html(f'<p class="bm-source">{html.escape(source)}</p>')


def perimeter_words(state: State) -> None:
    """Write what the perimeter is and where its list comes from."""
    territory = data.cached_territory(state.perimeter)
    caveat = f" {territory.caveat}" if territory.caveat else ""
    text = f"Périmètre : {territory.label}. {territory.definition}{caveat}"
    source = f"Source du périmètre : {territory.source}."
    st.html(f'<p class="bm-source">{html.escape(text)} {html.escape(source)}</p>')
