"""Every choice lives in the address: shareable, restored by Back, kept from page to page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from pages.shared import data
from pages.shared.options import options_in, refused_options

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
DEFAULT_YEAR: Final = 2021


@dataclass(frozen=True)
class State:
    """The reader's choices, all valid, and what was refused in the address."""

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

    def query(self) -> dict[str, str]:
        """Return the choices as the parameters of an address; what is empty is left out."""
        parameters = {
            "indicateur": self.indicator,
            "perimetre": self.perimeter,
            "annee": str(self.year),
            "commune": self.commune or "",
            "methode": self.method,
            "classes": str(self.classes),
            "echelle": self.scale,
            "couches": ",".join(self.layers),
        }
        return {name: value for name, value in parameters.items() if value} | dict(self.options)


def default_year(indicator: str) -> int:
    """Return the latest year in which an indicator has values."""
    return max(data.cached_observations()[indicator])


def read_state(query: dict[str, str]) -> State:
    """Turn the parameters of an address into choices; what is not valid is named and replaced.

    Parameters
    ----------
    query
        Parameters of the address, as text.

    Returns
    -------
    state
        Valid choices; ``problems`` holds one French sentence per refused value.
    """
    problems: list[str] = []
    indicator = _known(query, "indicateur", data.cached_indicators(), DEFAULT_INDICATOR, problems)
    years = data.cached_observations()[indicator]
    year = DEFAULT_YEAR if indicator == DEFAULT_INDICATOR else default_year(indicator)
    return State(
        indicator=indicator,
        perimeter=_known(query, "perimetre", data.cached_territories(), data.DEFAULT_PERIMETER, problems),
        year=int(_known(query, "annee", {str(known) for known in years}, str(year), problems)),
        commune=_known(query, "commune", data.cached_communes().index, "", problems) or None,
        method=_known(query, "methode", METHODS, "quantiles", problems),
        classes=int(_known(query, "classes", {str(k) for k in CLASSES}, "5", problems)),
        scale=_known(query, "echelle", SCALES, "fixe", problems),
        layers=_layers(query.get("couches", ""), problems),
        options=options_in(query),
        problems=(*problems, *refused_options(query)),
    )


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
    """Read the choices of the current address."""
    return read_state(st.query_params.to_dict())


def change(**choices: object) -> None:
    """Write changed choices into the address, which the browser remembers as one step back."""
    state = replace(url_state(), **choices)  # type: ignore[arg-type]
    if state.year not in data.cached_observations()[state.indicator]:
        state = replace(state, year=data.nearest_year(state.indicator, state.year))
    st.query_params.from_dict(state.query())


def show_problems(state: State) -> None:
    """Tell the reader what the address asked for in vain."""
    for problem in state.problems:
        st.warning(problem, icon=":material/link_off:")
