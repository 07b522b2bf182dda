"""« 15 aires urbaines » : what the source document says, and what the tables allow to say."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from loaders import catalog
from loaders.french import typeset
from pages.shared import data
from pages.shared.figure_block import FigureBlock, Grid, page_theme, show_figure
from pages.shared.reference_text import plain
from viz.french import number, plural, quantity, signed

if TYPE_CHECKING:
    import altair as alt

    from pages.shared.url_state import State

TABLE: Final = "employment_concentration"
CLAIM: Final = "urban_areas_wage_bill"
JOBS: Final = {2014: "private_jobs_2014", 2019: "private_jobs_2019", 2024: "private_jobs_2024"}
ALL_JOBS: Final = "jobs_at_workplace"
CENSUS: Final = (2013, 2018)
DOCUMENT: Final = (
    "« Innovation territoriale et nouvelle gouvernance pour la transition des territoires », "
    "Le Cinquième Pôle"
)
COMPARABLE: Final = (
    "Une quinzaine de grandes aires portent plus de la moitié de l’emploi privé, avec bien moins de la "
    "moitié des habitants, et leur part augmente : l’ordre de grandeur se compare, et le sens de "
    "l’évolution."
)
NOT_COMPARABLE: Final = (
    "Une masse salariale n’est pas un nombre d’emplois. Les salaires étant plus élevés dans les grandes "
    "aires, leur part de la masse salariale dépasse sans doute leur part des emplois ; aucun fichier de "
    "masse salariale par aire n’a été trouvé. L’affirmation n’est donc ni confirmée ni infirmée. Les "
    "aires ne sont pas non plus les mêmes : aires urbaines de 2010 dans le document, aires d’attraction "
    "des villes de 2020 dans la table."
)
CAUTION: Final = (
    "Le seuil est fragile : selon le zonage et l’année, 15 à 18 aires dépassent 500 000 habitants.",
    (
        "Les aires transfrontalières (Lille, Strasbourg, Valenciennes…) ne comptent ici que leurs "
        "communes françaises. L’emploi salarié privé laisse de côté les emplois publics et les "
        "indépendants, que le recensement compte."
    ),
)


@dataclass(frozen=True)
class Share:
    """A part of France held by some urban areas, in %."""

    name: str
    value: float
    role: str


@st.cache_resource(show_spinner=False)
def cached_areas() -> pd.DataFrame:
    """Return the urban areas from the largest to the smallest, those that are no area left out."""
    return data.cached_table(TABLE).dropna(subset=["rank"]).sort_values("rank")


def share_of_france(column: str, n: int) -> float:
    """Return the part of France, in %, of the ``n`` largest areas by population; all rows make France."""
    whole = data.cached_table(TABLE)[column].sum()
    return 100.0 * float(cached_areas()[column].head(n).sum() / whole)


@st.cache_resource(show_spinner=False)
def cached_census_jobs() -> pd.DataFrame:
    """Return jobs at the workplace by urban area and year (columns), communes known at both dates."""
    table = pd.DataFrame({year: data.observations(ALL_JOBS, year, data.FRANCE)["value"] for year in CENSUS})
    known = table.dropna()
    return known.groupby(data.cached_france()["code_aav2020"].loc[known.index]).sum()


def all_jobs_share(year: int, n: int) -> float:
    """Return the part of all jobs (census), in %, of the ``n`` areas that are the largest by population."""
    jobs = cached_census_jobs()[year]
    largest = cached_areas()["code_aav2020"].head(n)
    return 100.0 * float(jobs.loc[largest].sum() / jobs.sum())


def over_threshold() -> int:
    """Return how many areas are above 500,000 inhabitants in the table."""
    return int(cached_areas()["over_500000"].sum())


@st.cache_resource(show_spinner=False)
def cached_claim() -> dict:
    """Return what the source document claims."""
    return next(claim for claim in catalog.read_concepts()["claims"] if claim["id"] == CLAIM)


@st.cache_resource(show_spinner=False)
def cached_shares() -> tuple[Share, ...]:
    """Return the claim, then what the table says, in the order of the picture."""
    n, wide = int(cached_claim()["n_urban_areas"]), over_threshold()
    jobs = [
        Share(f"Emplois privés en {year}, {n} aires les plus peuplées", _jobs(year, n), "metropolis")
        for year in JOBS
    ]
    return (
        Share(
            f"Affirmation : masse salariale, {n} aires urbaines", float(cached_claim()["value"]), "reference"
        ),
        *jobs,
        Share(
            f"Emplois privés en 2024, {wide} aires de plus de 500 000 hab.",
            _jobs(2024, wide),
            "metropolis",
        ),
        *(
            Share(
                f"Tous les emplois en {year}, {n} aires les plus peuplées",
                all_jobs_share(year, n),
                "metropolis",
            )
            for year in CENSUS
        ),
        Share(f"Habitants en 2022, {n} aires les plus peuplées", _people(n), "rest"),
        Share(f"Habitants en 2022, {wide} aires de plus de 500 000 hab.", _people(wide), "rest"),
    )


def _jobs(year: int, n: int) -> float:
    """Return the part of private jobs as the table gives it: the source's France, Mayotte left out."""
    return float(cached_areas()[f"share_of_france_{year}_pct"].head(n).sum())


def _people(n: int) -> float:
    return share_of_france("population_2022", n)


def show_claim(_: State) -> None:
    """Draw the claim beside what the tables allow, and what of it compares."""
    show_figure(_claim_block())
    left, right = st.columns(2, gap="large")
    with left:
        _said("Ce qui se compare", COMPARABLE)
    with right:
        _said("Ce qui ne se compare pas", NOT_COMPARABLE)


def _said(title: str, text: str) -> None:
    st.subheader(title)
    st.html(f"<p>{html.escape(typeset(text))}</p>")


def _claim_block() -> FigureBlock:
    sidecar, claim = data.cached_sidecar(TABLE), cached_claim()
    census = data.source_line(data.cached_indicators()[ALL_JOBS], CENSUS[-1], data.FRANCE)
    both = census.replace(f", {CENSUS[-1]}.", f", {CENSUS[0]} et {CENSUS[-1]}.").replace("Source : ", "")
    return FigureBlock(
        key="affirmation",
        title="« 15 aires urbaines portent 55 % de la masse salariale » : que disent les données ?",
        lead=typeset(
            f"Un document de départ de ce site affirme : {plain(claim['claim_fr']).rstrip('.')} "
            f"({DOCUMENT}). La masse salariale par aire n’est pas publiée ; voici ce qui l’est. Le trait "
            ": la moitié de la France."
        ),
        description="Part de la France portée par les plus grandes aires, en %",
        chart=_drawn(),
        sentences=_sentences(),
        grid=_grid(),
        source=typeset(f"{sidecar['attribution']} Tous les emplois : {both} France hors Mayotte."),
        caution=tuple(map(typeset, CAUTION)),
    )


def _drawn() -> alt.LayerChart:
    from viz.charts.dot_rows import dot_rows  # noqa: PLC0415 (Altair takes a second)
    from viz.charts.theme import inks  # noqa: PLC0415

    shares = cached_shares()
    texts = [quantity(share.value, "%", 0 if share.role == "reference" else 1) for share in shares]
    rows = pd.DataFrame(
        {
            "label": [typeset(share.name) for share in shares],
            "shown": texts,
            "strong": [share.role == "reference" for share in shares],
        }
    )
    marks = pd.DataFrame(
        {
            "row": range(len(shares)),
            "value": [share.value for share in shares],
            "name": rows["label"],
            "text": texts,
            "role": [share.role for share in shares],
            "part": False,
        }
    )
    return dot_rows(marks, rows, inks(page_theme()), 50.0)


def _sentences() -> tuple[str, ...]:
    n = int(cached_claim()["n_urban_areas"])
    first, last = min(JOBS), max(JOBS)
    gain = round(_jobs(last, n), 1) - round(_jobs(first, n), 1)
    largest = cached_areas().iloc[0]
    before, after, people = (quantity(x, "%", 1) for x in (_jobs(first, n), _jobs(last, n), _people(n)))
    alone = quantity(_jobs(last, 1), "%", 1), quantity(_people(1), "%", 1)
    told = (
        (
            f"Les {n} aires d’attraction les plus peuplées portent {after} des emplois salariés privés de "
            f"France en {last}, avec {people} des habitants (2022)."
        ),
        (
            f"De {first} à {last}, leur part des emplois salariés privés passe de {before} à {after} "
            f"({signed(gain, '', 1)} {plural(gain, 'point')})."
        ),
        (
            f"L’aire de {largest['name']} à elle seule : {alone[0]} des emplois salariés privés en {last} et "
            f"{alone[1]} des habitants (2022)."
        ),
    )
    return tuple(map(typeset, told))


def _grid() -> Grid:
    areas = cached_areas().head(over_threshold())
    rows = [
        (
            f"{number(area['rank'])}. {area['name']}",
            number(area["population_2022"]),
            *(quantity(area[f"share_of_france_{year}_pct"], "%", 1) for year in JOBS),
        )
        for _, area in areas.iterrows()
    ]
    years = tuple(f"Part des emplois privés {year}" for year in JOBS)
    return Grid(("Aire d’attraction", "Habitants 2022", *years), rows, frozenset({1, 2, 3, 4}))
