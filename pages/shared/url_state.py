"""Every choice lives in the address: shareable, restored by Back, kept from page to page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from geo.groups import LONGEST_NAME, group_id, is_group, is_name, name_of, named
from pages.shared import data
from pages.shared.group_links import refused_group
from pages.shared.options import EXPLORED, options_in, refused_options

METHODS: Final = {
    "quantiles": ("quantile", "Quantiles (autant de communes par classe)"),
    "naturelles": ("natural", "Seuils naturels (Jenks)"),
    "egales": ("equal", "Amplitudes égales"),
    "ecarts_types": ("stddev", "Moyenne et écarts-types"),
}
CLASSES: Final = (3, 4, 5, 6, 7)
SCALES: Final = {"fixe": "Mêmes classes toutes les années", "annee": "Classes propres à l’année"}
LAYERS: Final = ("elements", "puits", "initiatives", "sites")
DEFAULT_INDICATOR: Final = "unemployment_rate_pct"
SECOND_INDICATOR: Final = "population"
"""Shown where the default has no values."""
DEFAULT_YEAR: Final = 2021
FIRST: Final = "first_indicator"
"""Where the session keeps what the page shows first."""


@dataclass(frozen=True)
class State:
    """The reader's choices, all valid, and what was refused in the address.

    The id of a group made by hand holds its name, which the address says apart (``nom``). ``offer`` are the
    communes that could be read in the link of a group that was refused.
    """

    indicator: str = DEFAULT_INDICATOR
    perimeter: str = data.DEFAULT_PERIMETER
    year: int = DEFAULT_YEAR
    commune: str | None = None
    method: str = "quantiles"
    classes: int = 5
    scale: str = "fixe"
    layers: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = field(default=(), compare=False)
    offer: tuple[str, ...] = field(default=(), compare=False)

    def query(self) -> dict[str, str]:
        """Return the choices as the parameters of an address; what is empty is left out."""
        parameters = {
            "indicateur": self.indicator,
            "perimetre": named(self.perimeter, "") if is_group(self.perimeter) else self.perimeter,
            "nom": name_of(self.perimeter),
            "annee": str(self.year),
            "commune": self.commune or "",
            "methode": self.method,
            "classes": str(self.classes),
            "echelle": self.scale,
            "couches": ",".join(self.layers),
        }
        return {name: value for name, value in parameters.items() if value} | dict(self.options)


def default_year(indicator: str, extent: data.Extent = "local") -> int:
    """Return the latest year in which an indicator has values."""
    return max(data.years_of(indicator, extent))


def read_state(query: dict[str, str], first: str = DEFAULT_INDICATOR) -> State:
    """Turn the parameters of an address into choices; what is not valid is named and replaced.

    Parameters
    ----------
    query
        Parameters of the address, as text.
    first
        The indicator shown when the address names none.

    Returns
    -------
    state
        Valid choices; ``problems`` holds one French sentence per refused value.
    """
    problems: list[str] = []
    perimeter, offer = _perimeter(query, problems)
    extent = data.extent_of(perimeter)
    indicator = _indicator(query, extent, first, problems)
    year = _first_year(indicator, extent)
    years = {str(known) for known in data.years_of(indicator, extent)}
    asked = query.get("indicateur")
    replaced = asked in data.cached_indicators() and asked != indicator  # its year is not of the one shown
    return State(
        indicator=indicator,
        perimeter=perimeter,
        year=year if replaced else int(_known(query, "annee", years, str(year), problems)),
        commune=_known(query, "commune", data.communes_of(extent).index, "", problems) or None,
        method=_known(query, "methode", METHODS, "quantiles", problems),
        classes=int(_known(query, "classes", {str(k) for k in CLASSES}, "5", problems)),
        scale=_known(query, "echelle", SCALES, "fixe", problems),
        layers=_layers(query.get("couches", ""), problems),
        options=options_in(query),
        problems=(*problems, *refused_options(query)),
        offer=offer,
    )


def _perimeter(query: dict[str, str], problems: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the perimeter of the address, with its name if it is a group; else what can be read of it."""
    asked, name = query.get("perimetre", "") or _home(query.get("commune", "")), query.get("nom", "")
    if not is_group(asked):
        return _known(
            {"perimetre": asked}, "perimetre", data.TERRITORIES, data.DEFAULT_PERIMETER, problems
        ), ()
    if asked not in data.TERRITORIES:
        refused = refused_group(asked)
        problems.append(refused.problem)
        return data.DEFAULT_PERIMETER, refused.offer
    if name and not is_name(name):
        problems.append(NAME_REFUSED)
        return asked, ()
    return (named(asked, name) if name else asked), ()


def _home(commune: str) -> str:
    """Return the département of a commune that only the table of France knows, else nothing.

    An address that names such a commune and no perimeter means the commune.
    """
    here = re.fullmatch(COMMUNE, commune) is None or commune in data.cached_communes().index
    if here or commune not in data.cached_france().index:
        return ""
    return f"departement_{data.cached_france()['code_departement'][commune]}"


def _indicator(query: dict[str, str], extent: data.Extent, first: str, problems: list[str]) -> str:
    """Return the indicator of the address, or the default where it has no values."""
    offered = data.offered(extent)
    default = first if first in offered else SECOND_INDICATOR
    indicator = _known(query, "indicateur", data.cached_indicators(), default, problems)
    if indicator in offered:
        return indicator
    asked, shown = (data.cached_indicators()[name].title for name in (indicator, default))
    problems.append(
        f"« {asked} » n’existe ici que pour le Nord et le Pas-de-Calais. « {shown} » est affiché à la place "
        f"; la liste « Indicateur » donne les {len(offered)} indicateurs connus pour toute la France."
    )
    return default


def _first_year(indicator: str, extent: data.Extent) -> int:
    """Return the year shown when the address names none."""
    known = data.years_of(indicator, extent)
    return DEFAULT_YEAR if indicator == DEFAULT_INDICATOR and DEFAULT_YEAR in known else max(known)


COMMUNE: Final = r"\d[\dAB]\d{3}"
NAMES: Final = {
    "indicateur": "L’indicateur",
    "perimetre": "Le périmètre",
    "annee": "L’année",
    "commune": "La commune",
    "methode": "La méthode de classement",
    "classes": "Le nombre de classes",
    "echelle": "L’échelle des classes",
    "couches": "La couche",
}
NAME_REFUSED: Final = (
    f"Le nom du territoire n’a pas pu être repris : {LONGEST_NAME} caractères au plus, des lettres, "
    "des chiffres, des espaces, des traits d’union et des apostrophes. Ses communes sont bien là."
)
LONGEST_QUOTE: Final = 40


def _known(query: dict[str, str], name: str, allowed: object, default: str, problems: list[str]) -> str:
    value = query.get(name, "")
    if not value:
        return default
    if value in allowed:  # type: ignore[operator]
        return value
    problems.append(_refusal(name, value))
    return default


def _refusal(name: str, value: str) -> str:
    quoted = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
    shown = "".join(c for c in quoted if c.isprintable()).replace("`", "'")
    what = "n’est pas disponible pour cet indicateur" if name == "annee" else "n’est pas connu de ce site"
    if NAMES[name].startswith("La "):
        what = "n’est pas connue de ce site"
    return f"{NAMES[name]} `{shown}` de l’adresse {what} : le choix par défaut est affiché."


def _layers(text: str, problems: list[str]) -> tuple[str, ...]:
    asked = [part for part in text.split(",") if part]
    problems.extend(_refusal("couches", part) for part in asked if part not in LAYERS)
    return tuple(part for part in LAYERS if part in asked)


def url_state() -> State:
    """Read the choices of the current address; what the page shows first is said by `open_with`."""
    return read_state(st.query_params.to_dict(), st.session_state.get(FIRST, DEFAULT_INDICATOR))


def open_with(indicator: str) -> None:
    """Show this indicator on the current page as long as the address names none."""
    st.session_state[FIRST] = indicator


def corrected(state: State) -> dict[str, str]:
    """Return the parameters of the address that links to other pages carry otherwise, or not at all ("")."""
    valid = state.query() | {"couches": ",".join(state.layers)}
    found = {name: text for name, text in st.query_params.to_dict().items() if name not in EXPLORED}
    return {name: valid.get(name, "") for name, text in found.items() if valid.get(name, "") != text}


def basin_state() -> State:
    """Read the choices for a page about the Nord and the Pas-de-Calais; others are left out."""
    return read_state(basin_query(st.query_params.to_dict()))


def basin_query(query: dict[str, str]) -> dict[str, str]:
    """Leave out of an address what the two départements do not have, if it is about another territory."""
    if data.extent_of(read_state(query).perimeter) == "local":
        return query
    foreign = query.get("commune", "") not in data.cached_communes().index
    dropped = {"perimetre", "annee", *(["commune"] if foreign else [])}
    return {name: value for name, value in query.items() if name not in dropped}


def change(**choices: object) -> None:
    """Write changed choices into the address, which the browser remembers as one step back."""
    state = replace(url_state(), **choices)  # type: ignore[arg-type]
    extent = data.extent_of(state.perimeter)
    years = data.years_of(state.indicator, extent)
    if years and state.year not in years:
        state = replace(state, year=data.nearest_year(state.indicator, state.year, extent))
    if state.commune not in data.communes_of(extent).index:
        state = replace(state, commune=None)
    explored = {name: text for name, text in st.query_params.to_dict().items() if name in EXPLORED}
    st.query_params.from_dict(state.query() | explored)


def show_problems(state: State) -> None:
    """Tell the reader what the address asked for in vain."""
    for problem in state.problems:
        st.warning(problem, icon=":material/link_off:")
    if state.offer:
        st.button(
            "Reprendre ce qui a pu être lu",
            icon=":material/restore:",
            on_click=change,
            kwargs={"perimeter": group_id(state.offer)},
        )
