"""French pieces that several parts of a portrait share: amounts, gaps, names, credits."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING, Final, cast

import pandas as pd

from geo.groups import name_of
from geo.reliability import FEW_SALES, SMALL_POPULATION
from loaders import catalog
from reports.model import Amount
from reports.tables import CHANGE, CHANGE_YEARS
from viz.french import Measure, Reading, coverage_sentence, in_name, number, of_name, quantity, signed, within
from viz.sentences.gaps import difference

if TYPE_CHECKING:
    from typing import Literal

    from geo.figures import Figure
    from loaders.catalog import Indicator
    from reports.tables import Tables

WITHHELD: Final = "secret statistique"
NOT_KNOWN: Final = "non disponible"
POINTS: Final = ("%", "% par an")
CHANGE_TITLE: Final = "Évolution annuelle moyenne de la population"
OWN: Final = "Mon territoire"
ZONES: Final = {"ze": "Zone d’emploi", "aav": "Aire d’attraction"}
"""Kinds of zones of Insee that a perimeter id may name, and how they are called."""
COMMON_NOUNS: Final = ("departement_", "region_", "ze_", "aav_")
"""Ids of perimeters whose title begins with a common noun."""
WHOLE_NAMES: Final = {"nord_pas_de_calais": "Nord–Pas-de-Calais", "mbm_250": "Bassin minier"}


def measure_of(tables: Tables, indicator: str, year: str) -> Measure:
    """Return what a sentence about an indicator speaks of; ``year`` may be a period."""
    number_of_year = int(year) if year.isdigit() else None
    if indicator == CHANGE:
        return Measure(CHANGE_TITLE, "% par an", 2, "ratio", number_of_year)
    item = tables.indicators[indicator]
    kind = cast("Literal['ratio', 'amount', 'count']", item.kind)
    return Measure(item.title, item.unit, item.decimals, kind, number_of_year)


def amount_text(measure: Measure, value: float) -> str:
    """Write a value with the sign of its unit: « 17,2 % », « −0,43 % », « 19 420 € »."""
    if measure.unit == "% par an":
        return signed(value, "%", measure.decimals)
    unit = "%" if measure.unit in POINTS else "€" if measure.unit.startswith("€") else ""
    return quantity(value, unit, measure.decimals)


def of_commune(tables: Tables, indicator: str, year: int, code: str, measure: Measure) -> Amount:
    """Return the value of one commune as its producer publishes it, or why there is none."""
    if indicator == CHANGE:
        value = float(tables.values(CHANGE, year)[code])
        return amount(measure, value)
    item, rows = tables.indicators[indicator], tables.of(indicator, year, pd.Index([code]))
    value, status = float(rows["value"].iloc[0]), str(rows["status"].iloc[0])
    if isnan(value) and tables.counts(item, year) is not None:
        value = tables.figure(indicator, year, f"commune_{code}").value
    found = amount(measure, value, status=status)
    return Amount(found.value, found.text, found.status, fragile=tables.fragile(item, year, code))


def amount(measure: Measure, value: float, *, status: str = "published") -> Amount:
    """Return a value with its text; a missing one says why."""
    if isnan(value):
        secret = status == "secret"
        return Amount(value, WITHHELD if secret else NOT_KNOWN, "secret" if secret else "not_available")
    return Amount(value, amount_text(measure, value), status if status == "estimated" else "published")


def of_group(measure: Measure, figure: Figure) -> Amount:
    """Return the figure of several communes, with what it rests on."""
    known = figure.coverage
    found = amount(measure, figure.value)
    partial = figure.method != "published" and known.n < known.total
    return Amount(
        found.value,
        found.text,
        found.status,
        approximate=figure.approximate and found.known,
        coverage=coverage_sentence(known.n, known.total, known.weight_share) if partial else "",
    )


def gap(measure: Measure, value: float, other: float) -> str:
    """Say how far a value stands from another: « 2,3 points de plus », « égal », nothing for a count."""
    if measure.kind == "count" or isnan(value) or isnan(other):
        return ""
    text = difference(measure, value, other)
    if not re.search(r"[1-9]", text):
        return "égal"
    return f"{text} de {'plus' if value > other else 'moins'}"


def title_of(tables: Tables, perimeter: str, name: str = "") -> str:
    """Return the French name of a perimeter; ``name`` is that of a hand-made group."""
    kind, _, code = perimeter.partition("_")
    if perimeter in tables.perimeters:
        return tables.perimeters[perimeter].title
    if perimeter == "france":
        return "France"
    if kind == "commune":
        return str(tables.communes.loc[code, "name"])
    if kind in {"departement", "region"}:
        return {"departement": tables.departements, "region": tables.regions}[kind][code].title
    columns = {"epci": "epci_name", "ze": "ze2020_name", "aav": "aav2020_name"}
    if kind in columns:
        found = str(tables.communes.loc[tables.members(perimeter)[0], columns[kind]])
        return f"{ZONES[kind]} {of_name(found)}".replace("'", "’") if kind in ZONES else found
    return name or name_of(perimeter) or OWN


def short_title(tables: Tables, perimeter: str, name: str = "") -> str:
    """Return the name of a perimeter for the head of a column."""
    kind, _, code = perimeter.partition("_")
    if perimeter in WHOLE_NAMES:
        return WHOLE_NAMES[perimeter]
    if kind in {"departement", "region"}:
        return {"departement": tables.departements, "region": tables.regions}[kind][code].name
    return title_of(tables, perimeter, name)


def place_of(tables: Tables, perimeter: str, name: str = "") -> str:
    """Return a perimeter with its preposition: « à Lens », « dans le Bassin minier », « en France »."""
    if perimeter.startswith("commune_"):
        return in_name(title_of(tables, perimeter))
    if perimeter.startswith(COMMON_NOUNS) and perimeter not in tables.perimeters:
        title = title_of(tables, perimeter)
        return within(title[:1].lower() + title[1:])
    return within(short_title(tables, perimeter, name))


def reading(tables: Tables, perimeter: str, found: Amount, name: str = "") -> Reading:
    """Return a value somewhere, for a sentence."""
    return Reading(place_of(tables, perimeter, name), found.value, found.approximate)


def licence_of(tables: Tables, item: Indicator, year: int, *, local: bool) -> str:
    """Return the licence of the table that holds the values."""
    own = local and year in item.years
    return str(tables.sidecar(item.table if own else catalog.FRANCE_VALUES)["licence"])


def credit(tables: Tables, indicator: str, year: int, *, local: bool) -> str:
    """Return the credit of a figure: producer, dataset, year, licence."""
    if indicator == CHANGE:
        item, when = tables.indicators["population"], "–".join(map(str, CHANGE_YEARS))
        return f"{item.source}, {when}, {licence_of(tables, item, CHANGE_YEARS[1], local=local)}"
    item = tables.indicators[indicator]
    return f"{item.source}, {year}, {licence_of(tables, item, year, local=local)}"


def fragile_words(item: Indicator) -> str:
    """Say why a value is fragile."""
    if item.weight == "property_sales":
        return f"moins de {FEW_SALES} ventes dans l’année"
    return f"moins de {number(SMALL_POPULATION)} habitants"
