"""« Le réseau »: which partner, or which country, belongs to which programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from pages.shared.cooperations.frieze import cached_programmes
from pages.shared.cooperations.rows import FAMILIES, cached_cooperations
from pages.shared.cooperations.words import NETWORK_CAUTION, NETWORK_LEAD, SOURCE
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.options import option, set_option
from pages.shared.typography import clean, given, lines
from pages.shared.widgets import control, select_option
from viz.french import counted

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State
    from viz.palettes import Theme

ALL: Final = "tous"
CHOSEN: Final = "cadre_vu"
SIDE: Final = "reseau"
NOWHERE: Final = "Sans pays (réseau)"


def show_network(state: State) -> None:  # noqa: ARG001 (the choices are options)
    """Draw the network, one programme standing out."""
    chosen = option(CHOSEN)
    if chosen not in {ALL, *cached_programmes().index}:
        st.warning(clean("Ce programme de l’adresse n’est pas connu de ce site : tous sont affichés."))
        chosen = ALL
    left, right = st.columns(2)
    with left:
        select_option(SIDE, "Le réseau relie")
    with right:
        _select_programme(chosen)
    show_figure(cached_network(option(SIDE), chosen, page_theme()))


def _select_programme(chosen: str) -> None:
    """Offer the programmes, those with most partners first."""
    programmes = cached_programmes().sort_values("n", ascending=False, kind="stable")
    titles = {ALL: "Tous les programmes", **programmes["programme"]}
    key = f"choice_{CHOSEN}"

    def changed() -> None:
        set_option(CHOSEN, st.session_state[key])

    st.selectbox(
        "Programme mis en avant",
        list(titles),
        format_func=titles.__getitem__,
        key=control(key, chosen),
        on_change=changed,
    )


@st.cache_resource(show_spinner=False)
def cached_links() -> pd.DataFrame:
    """Return one row per cooperation: ``code`` and name of the ``programme``, ``partner``, ``country``."""
    table = cached_cooperations()
    order = {code: place for place, code in enumerate(cached_programmes().index)}
    links = pd.DataFrame(
        {
            "code": table["code"],
            "programme": table["programme"].map(given),
            "family": table["family"],
            "country": [
                given(c) if given(i) else NOWHERE
                for c, i in zip(table["country"], table["iso2"], strict=True)
            ],
            "partner": table["partner"].map(given),
        }
    )
    links["partner"] = [_named(p, c) for p, c in zip(links["partner"], links["country"], strict=True)]
    return links.sort_values("code", key=lambda codes: codes.map(order), kind="stable")


def _named(partner: str, country: str) -> str:
    """Return a partner after its country, which a phone then shows: « Irlande – Membres CABERNET »."""
    return partner if country == NOWHERE else f"{country} – {partner.replace(f' ({country})', '')}"


@st.cache_resource(show_spinner=False, max_entries=200)
def cached_network(side: str, chosen: str, theme: Theme) -> FigureBlock:
    """Return the block of the network, in a theme."""
    column = "partner" if side == "partenaires" else "country"
    links = cached_links()
    wanted = links if chosen == ALL else links[links["code"] == chosen]
    pairs = wanted.drop_duplicates(["code", column])
    rows = [
        (row["programme"], row[column], FAMILIES[row["family"]].label) for row in pairs.to_dict("records")
    ]
    right = "Partenaire" if column == "partner" else "Pays"
    return FigureBlock(
        key="reseau",
        title="Qui travaille avec qui ?",
        lead=clean(NETWORK_LEAD),
        description=f"Réseau des programmes et des {side}",
        chart=_chart(links, column, chosen, theme),
        sentences=_sentences(links, chosen),
        grid=Grid(("Programme", right, "Famille"), rows),
        source=SOURCE,
        caution=lines(NETWORK_CAUTION),
    )


def _sentences(links: pd.DataFrame, chosen: str) -> tuple[str, ...]:
    if chosen != ALL:
        mine = links[links["code"] == chosen]
        names = list(dict.fromkeys(mine["partner"]))
        head = f"{mine['programme'].iloc[0]}, {counted(len(names), 'partenaire cité', 'partenaires cités')}"
        return (clean(f"{head} : {' ; '.join(names)}."),)
    known = links[links["country"] != NOWHERE]
    programmes = known.groupby("country")["code"].nunique().sort_values(ascending=False, kind="stable")
    first, second = programmes.index[:2]
    several = int((programmes > 1).sum())
    return (
        clean(
            f"Pays présents dans le plus de programmes : {first} ({programmes.iloc[0]}) et {second} "
            f"({programmes.iloc[1]}) ; {several} pays sur {len(programmes)} sont dans plusieurs."
        ),
    )


def _chart(links: pd.DataFrame, column: str, chosen: str, theme: Theme) -> alt.LayerChart:
    from viz.charts.network import network  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    links = links.sort_values("code", key=lambda codes: codes != chosen, kind="stable")  # it comes first
    symbols = [FAMILIES[family] for family in links["family"]]
    frame = pd.DataFrame(
        {
            "left": links["programme"],
            "right": links[column],
            "colour": [symbol.light if theme == "light" else symbol.dark for symbol in symbols],
        }
    )
    name = None if chosen == ALL else str(links.loc[links["code"] == chosen, "programme"].iloc[0])
    return network(frame, inks(theme), name)
