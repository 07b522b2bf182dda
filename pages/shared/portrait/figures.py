"""The key figures of a portrait as one table, which becomes a card per figure on a phone."""

from __future__ import annotations

import html
from math import floor, isnan
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared.options import option, set_option
from pages.shared.widgets import control
from viz.charts.sparkline import dot_on_line, sparkline
from viz.french import NBSP, number, quantity

if TYPE_CHECKING:
    from reports.model import Amount, Beside, KeyFigure, Portrait, Standing

RANK: Final = "rang"
HEADS: Final = {
    "epci": "Interco.",
    "basin": "Bassin minier",
    "departement": "Département",
    "france": "France",
    "peers": "Comparables",
    "twins": "Jumelles",
}
ABOUT: Final = "≈"
LEGEND: Final = (
    f"{ABOUT}{NBSP}approximation{NBSP}: moyenne pondérée des communes, et non la médiane ou le taux de "
    "l’ensemble."
)
RANKS: Final = (
    "Un rang dit une place de la plus haute à la plus basse valeur, jamais un mérite. Une valeur fragile "
    "n’en a pas."
)


def show_figures(portrait: Portrait) -> None:
    """Draw the table, with the group in which a commune is ranked for the reader to choose."""
    group = _select_group(portrait)
    roles = [
        role for role in HEADS if any(row.id == role for figure in portrait.figures for row in figure.beside)
    ]
    heads = "".join(f'<th scope="col" class="bm-number">{_head(portrait, role)}</th>' for role in roles)
    rank = '<th scope="col">Rang</th>' if group else ""
    body = "".join(_theme(portrait, theme, roles, group) for theme in _themes(portrait))
    st.html(
        '<table class="bm-portrait-table"><thead><tr><th scope="col">Chiffre clé</th>'
        f'<th scope="col" class="bm-number">{html.escape(portrait.subject.name)}</th>'
        f'<th scope="col">Évolution</th>{heads}{rank}</tr></thead>{body}</table>'
        f'<p class="bm-source">{html.escape(_legend(portrait, group))}</p>'
    )


def _legend(portrait: Portrait, group: str) -> str:
    return " ".join(filter(None, (LEGEND, RANKS if group else "", _peers(portrait))))


def _peers(portrait: Portrait) -> str:
    if not portrait.peers:
        return ""
    twins = f" Jumelles{NBSP}: les {len(portrait.twins)} communes nommées plus bas." if portrait.twins else ""
    return f"Comparables{NBSP}: {portrait.peers}{twins}"


# --- ranks --------------------------------------------------------------------------------------------------


def _groups(portrait: Portrait) -> dict[str, str]:
    """Return the groups in which the commune is ranked: id to name with size."""
    return {place.id: place.group for figure in portrait.figures for place in figure.standings}


def _select_group(portrait: Portrait) -> str:
    """Offer the groups; return the id of the chosen one, nothing when there is no rank."""
    groups = _groups(portrait)
    if not groups:
        return ""
    asked = option(RANK)
    chosen = asked if asked in groups else next(iter(groups))
    key = f"choice_{RANK}"
    st.segmented_control(
        "Rang et place parmi les communes",
        list(groups),
        format_func=groups.__getitem__,
        key=control(key, chosen),
        on_change=lambda: set_option(RANK, st.session_state[key]),
        required=True,
    )
    return chosen


def _rank(figure: KeyFigure, group: str) -> str:
    if not group:
        return ""
    place = next((place for place in figure.standings if place.id == group), None)
    return f'<td class="bm-rank" data-label="Rang">{_rank_words(place) if place else ""}</td>'


def _rank_words(place: Standing) -> str:
    nth = f"{place.rank}<sup>{'re' if place.rank == 1 else 'e'}</sup> sur {number(place.of)}"
    told = html.escape(place.text)
    if isnan(place.lower_pct):
        return f'<span title="{told}">{nth}</span>'
    share = quantity(floor(place.lower_pct), "%")
    line = dot_on_line(place.lower_pct)
    return f'<span title="{told}">{nth}</span>{line}<small>plus haute que {share}</small>'


# --- rows ---------------------------------------------------------------------------------------------------


def _themes(portrait: Portrait) -> list[str]:
    return list(dict.fromkeys(figure.theme for figure in portrait.figures))


def _head(portrait: Portrait, role: str) -> str:
    """Return the head of a column, with the whole name of the place under it."""
    names = (row.name for figure in portrait.figures for row in figure.beside if row.id == role)
    name = next(names)
    return html.escape(name if role in {"departement", "france", "basin"} else HEADS[role])


def _theme(portrait: Portrait, theme: str, roles: list[str], group: str) -> str:
    rows = [figure for figure in portrait.figures if figure.theme == theme]
    columns = 3 + len(roles) + bool(group)
    head = f'<tr class="bm-theme"><th scope="rowgroup" colspan="{columns}">{html.escape(theme)}</th></tr>'
    return f"<tbody>{head}{''.join(_row(figure, roles, group) for figure in rows)}</tbody>"


def _row(figure: KeyFigure, roles: list[str], group: str) -> str:
    beside = {row.id: row for row in figure.beside}
    cells = "".join(_cell(beside.get(role), HEADS[role]) for role in roles)
    told = f"{figure.title}. {figure.definition} {figure.caveat} Source{NBSP}: {figure.source}."
    name = f"{html.escape(figure.short)} <small>{figure.year}</small>"
    return (
        f'<tr><th scope="row"><details><summary>{name}</summary>'
        f"<p>{html.escape(' '.join(told.split(' ')))}</p></details></th>"
        f'<td class="bm-number bm-own">{_amount(figure.amount)}{_unit(figure)}</td>'
        f'<td class="bm-trend">{_trend(figure)}</td>{cells}{_rank(figure, group)}</tr>'
    )


def _unit(figure: KeyFigure) -> str:
    """Return the unit where the value does not carry it."""
    if not figure.amount.known or figure.unit == "%":
        return ""
    unit = figure.unit.removeprefix("%").removeprefix("€").strip()
    return f"<small>{html.escape(unit)}</small>"


def _cell(beside: Beside | None, label: str) -> str:
    if beside is None:
        return f'<td class="bm-number bm-none" data-label="{html.escape(label)}"></td>'
    gap = f"<small>{html.escape(beside.gap)}</small>" if beside.gap else ""
    told = f' title="{html.escape(beside.amount.coverage)}"' if beside.amount.coverage else ""
    label = html.escape(beside.name)
    return f'<td class="bm-number" data-label="{label}"{told}>{_amount(beside.amount)}{gap}</td>'


def _amount(amount: Amount) -> str:
    about = f'<abbr title="approximation">{ABOUT}</abbr>{NBSP}' if amount.approximate else ""
    if not amount.known:
        return f'<span class="bm-withheld">{html.escape(amount.text)}</span>'
    fragile = ' <span class="bm-fragile">fragile</span>' if amount.fragile else ""
    estimated = ' <span class="bm-fragile">estimé</span>' if amount.status == "estimated" else ""
    return f"<span>{about}{html.escape(amount.text)}</span>{fragile}{estimated}"


def _trend(figure: KeyFigure) -> str:
    if not figure.trend:
        return ""
    (first, start), (last, end) = figure.trend[0], figure.trend[-1]
    words = f"De {number(start, figure.decimals)} en {first} à {number(end, figure.decimals)} en {last}"
    return f"{sparkline(figure.trend, words)}<small>{first}–{last}</small>"
