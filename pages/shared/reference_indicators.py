"""The part « Indicateurs » of the reference page: one card each, from the dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.chrome import MAP
from pages.shared.reference_text import badge, enumeration, facts, is_odbl, plain, prose, years_text
from viz.french import counted, number, search_key, status_label

if TYPE_CHECKING:
    from loaders.catalog import Indicator
    from pages.shared.url_state import State

DIRECTIONS: Final = {
    "higher_is_better": "Plus élevé : situation plus favorable.",
    "lower_is_better": "Plus élevé : situation moins favorable.",
    "neutral": "Ni favorable ni défavorable en soi.",
}
STATUSES: Final = ("published", "estimated", "secret", "not_available")
NOT_MEANS: Final = {
    "médian": "Une moyenne de médianes n’est pas une médiane.",
    " décile": "Une moyenne de déciles n’est pas un décile.",
}
LEVELS: Final = {
    "country": "France",
    "region": "régions",
    "department": "départements",
    "employment_zone": "zones d’emploi",
    "epci": "intercommunalités",
}


@dataclass(frozen=True)
class Counted:
    """How many communes have each status, in one year."""

    year: int
    published: int
    estimated: int
    secret: int
    not_available: int

    @property
    def known(self) -> int:
        """Communes with a value."""
        return self.published + self.estimated

    @property
    def total(self) -> int:
        """All communes."""
        return self.known + self.secret + self.not_available


@st.cache_resource(show_spinner=False)
def cached_dictionary() -> dict[str, Indicator]:
    """Return every indicator of the dictionary, those without a value by commune included."""
    return catalog.read_indicators()


@st.cache_resource(show_spinner=False)
def cached_counts(indicator: str) -> tuple[Counted, ...]:
    """Return, per year, how many communes have a value of an indicator and why the others have none."""
    frames = data.cached_observations().get(indicator, {})
    return tuple(_counted(year, data.observations(indicator, year)["status"]) for year in sorted(frames))


def _counted(year: int, status: pd.Series) -> Counted:
    found = status.value_counts()
    return Counted(year, *(int(found.get(name, 0)) for name in STATUSES))


@st.cache_resource(show_spinner=False)
def cached_references(indicator: str) -> str:
    """Say for which larger territories the tables hold a value of an indicator, and in which years."""
    rows = data.cached_table("benchmarks")
    rows = rows[rows["indicator"].eq(indicator)]
    if rows.empty:
        return ""
    levels = [name for level, name in LEVELS.items() if rows["level"].eq(level).any()]
    return f"{enumeration(levels)} ({years_text({int(year) for year in rows['year']})})."


def show_indicators(state: State) -> None:
    """Draw the cards of the indicators of one theme, or of those that match the reader's words."""
    themes, items = catalog.read_themes(), cached_dictionary()
    st.header("Indicateurs")
    chosen, sought = st.columns([2, 3], vertical_alignment="bottom")
    theme = chosen.selectbox(
        "Thème",
        list(themes),
        index=list(themes).index(items[state.indicator].theme),
        format_func=themes.__getitem__,
        filter_mode=None,
    )
    words = sought.text_input(
        f"Chercher parmi les {len(items)} indicateurs",
        placeholder=plain("Par exemple : pauvreté, cadres, logement vacant"),
        type="search",
        live=True,
        key="reference_words",
    )
    found = matching(items, words) if words else of_theme(items, theme, state.indicator)
    st.html(f'<p class="bm-source">{prose(_found_sentence(len(found), themes[theme], words))}</p>')
    with st.container(key="bm-cards"):
        for item in found:
            _show_card(item, state)
    _show_dictionary_download()


def matching(items: dict[str, Indicator], words: str) -> list[Indicator]:
    """Return the indicators whose title, definition or source hold all the words, accents left aside."""
    wanted = search_key(words).split()
    texts = {
        name: search_key(f"{item.title} {item.definition} {item.source}") for name, item in items.items()
    }
    return [item for name, item in items.items() if wanted and all(word in texts[name] for word in wanted)]


def of_theme(items: dict[str, Indicator], theme: str, first: str) -> list[Indicator]:
    """Return the indicators of a theme, the one that is on the map before the others."""
    return sorted((item for item in items.values() if item.theme == theme), key=lambda item: item.id != first)


def _found_sentence(n: int, theme: str, words: str) -> str:
    where = f"pour « {words} », tous thèmes confondus" if words else f"dans le thème « {theme} »"
    return f"{counted(n, 'indicateur') if n else 'Aucun indicateur'} {where}."


def _show_card(item: Indicator, state: State) -> None:
    """Draw the card of an indicator and its door to the map."""
    with st.container(key=f"bm-card-{item.id}", gap=None):
        st.html(indicator_card(item, on_map=item.id == state.indicator))
        if item.years:
            year = state.year if state.year in item.years else max(item.years)
            query = {**state.query(), "indicateur": item.id, "annee": str(year)}
            st.page_link(MAP, label="Voir sur la carte", query_params=query, icon=":material/map:")


def indicator_card(item: Indicator, *, on_map: bool = False) -> str:
    """Return the card of an indicator: what it is, what it covers, how it adds up, its limits."""
    marks = [badge("choisi sur la carte", "bm-chosen")] if on_map else []
    marks += [badge("sans valeur par commune")] if not item.years else []
    marks += [badge("ODbL", "bm-odbl")] if is_odbl(data.cached_sidecar(item.table)["licence"]) else []
    pairs = [
        ("Unité", prose(item.unit)),
        ("Années", years_sentence(item)),
        ("Lecture", prose(DIRECTIONS[item.direction])),
        ("Ensemble", aggregation_sentence(item)),
        ("Comparaison", cached_references(item.id)),
        ("Source", prose(item.source)),
        ("Limites", prose(item.caveat)),
    ]
    return (
        f'<article class="bm-entry"><h3>{prose(item.title)} {" ".join(marks)}</h3>'
        f'<p class="bm-definition">{prose(item.definition)}</p>{coverage_bar(item)}{facts(pairs)}</article>'
    )


def years_sentence(item: Indicator) -> str:
    """Say in which years how many communes have a value, years with the same number together."""
    by_number: dict[tuple[int, int], list[int]] = {}
    for found in cached_counts(item.id):
        by_number.setdefault((found.known, found.total), []).append(found.year)
    parts = [
        f"{years_text(years)} : {number(known)} communes sur {number(total)}"
        for (known, total), years in by_number.items()
    ]
    return prose(" ; ".join(parts) + ".") if parts else "Aucune valeur par commune."


def aggregation_sentence(item: Indicator) -> str:
    """Say how the figure of several communes is made: exact from counts, or approximate."""
    if not item.years:
        return ""
    if item.kind == "count":
        return prose("Somme des communes : exacte dès que toutes ont une valeur.")
    items, sentences = cached_dictionary(), []
    exact = [year for year in item.years if year in item.ratio_years]
    if exact and item.numerator and item.denominator:
        above, below = (items[name].title for name in (item.numerator, item.denominator))
        sentences.append(f"Exact en {years_text(exact)} : total « {above} » rapporté au total « {below} ».")
    others = [year for year in item.years if year not in exact]
    if others:
        when = f" en {years_text(others)}" if exact else ""
        mean = f"moyenne pondérée par « {items[item.weight or 'population'].title} »"
        sentences.append(f"Approximation{when} : {mean}.")
        sentences += [warning for word, warning in NOT_MEANS.items() if word in item.title]
    return prose(" ".join(sentences))


def coverage_bar(item: Indicator) -> str:
    """Return, for the latest year, the parts of the communes by status, as the map draws them."""
    if not cached_counts(item.id):
        return ""
    latest = cached_counts(item.id)[-1]
    numbers = {status: int(getattr(latest, status)) for status in STATUSES}
    spans = "".join(
        f'<span class="bm-fill-{status}" style="flex:{n} 1 0"></span>' for status, n in numbers.items() if n
    )
    words = ", ".join(f"{number(n)} {status_in_words(status, n)}" for status, n in numbers.items() if n)
    text = prose(f"Communes en {latest.year} : {words}")
    return f'<div class="bm-coverage" aria-hidden="true">{spans}</div><p class="bm-origin">{text}</p>'


def status_in_words(status: str, n: int) -> str:
    """Return the status of ``n`` values, in agreement."""
    if status == "secret":
        return f"sous {status_label(status)}"
    label = status_label(status)
    plural = "s" if n > 1 else ""
    return f"non disponible{plural}" if status == "not_available" else f"{label}e{plural}"


def _show_dictionary_download() -> None:
    """Offer the whole dictionary as a table."""
    st.download_button(
        "Télécharger le dictionnaire des indicateurs (CSV)",
        dictionary_csv,
        file_name="dictionnaire_indicateurs.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def dictionary_csv() -> bytes:
    """Return the dictionary of indicators as CSV: semicolons, UTF-8 with its mark, French heads."""
    themes = catalog.read_themes()
    rows = [
        {
            "Identifiant": item.id,
            "Titre": item.title,
            "Thème": themes[item.theme],
            "Unité": item.unit,
            "Décimales": item.decimals,
            "Définition": item.definition,
            "Lecture": DIRECTIONS[item.direction],
            "Années": ", ".join(map(str, item.years)),
            "Années exactes": ", ".join(map(str, item.ratio_years)),
            "Numérateur": item.numerator,
            "Dénominateur": item.denominator,
            "Pondération": item.weight,
            "Source": item.source,
            "Limites": item.caveat,
            "Table": item.table,
        }
        for item in cached_dictionary().values()
    ]
    return pd.DataFrame(rows).to_csv(sep=";", index=False).encode("utf-8-sig")
