"""Families of figures that two sources give, as pairs to compare (``loaders.crosscheck``): nothing is read.

Facts are the project's compiled tables, always the first side but for two official files; the other side is
what the parsers of official files give. Titles are French.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from loaders.crosscheck import Figures, Pair

PROJECT = "Relevé du projet"
PEOPLE = "Population municipale"
FACTS_GEOGRAPHY = 2025
"""Year of the commune codes of the facts on the Nord and the Pas-de-Calais."""
NUTS_GEOGRAPHY = 2021
"""Year of the codes of European regions, in the facts and in Eurostat's files."""


@dataclass(frozen=True)
class Source:
    """One side of pairs: the French name of a file, its value frame, the year of its codes."""

    name: str
    values: pd.DataFrame
    geography: int

    @cached_property
    def parts(self) -> dict[tuple[str, int], pd.Series]:
        """Values by commune code of each indicator and year, in the order of the frame; NaN where hidden."""
        groups = self.values.groupby(["indicator", "year"], sort=False, observed=True)
        named = ((key, part.set_index("code_commune")["value"]) for key, part in groups)
        return {(str(indicator), int(str(year))): values for (indicator, year), values in named}

    def figures(self, indicator: str, year: int) -> Figures:
        """Take one indicator of one year."""
        return Figures(self.name, self.parts[indicator, year], self.geography)

    def filled(self) -> list[tuple[str, int]]:
        """List the indicators and years with at least one value."""
        return [key for key, values in self.parts.items() if values.notna().any()]


@dataclass(frozen=True)
class Words:
    """Title and unit of a figure, gap that rounding explains, sentence on what will be found (in French)."""

    title: str
    unit: str = ""
    tolerance: float = 0
    note: str = ""


def national_populations(facts: pd.DataFrame, official: Iterable[Source]) -> Iterator[Pair]:
    """Pair the national populations of the facts with those of each official file.

    Parameters
    ----------
    facts
        ``code_commune``, ``year``, ``population``, ``geography_year`` (the geography of each row).
    official
        Value frames with the indicator ``population``.
    """
    for source in official:
        for year in [year for indicator, year in source.filled() if indicator == "population"]:
            for geography, part in facts[facts["year"] == year].groupby("geography_year"):
                ours = Figures(PROJECT, part.set_index("code_commune")["population"], int(str(geography)))
                title, theirs = f"{PEOPLE}, France, {year}", source.figures("population", year)
                yield Pair("national_population", title, ours, theirs, "habitants")


def local_values(facts: pd.DataFrame, source: Source, words: Mapping[str, Words]) -> Iterator[Pair]:
    """Pair every indicator and year that both the facts and a source have; communes elsewhere are left out.

    Parameters
    ----------
    facts
        Value frame of all communes of some départements, in geography ``FACTS_GEOGRAPHY``.
    source
        The other side.
    words
        Indicator to its words; an indicator without words is not compared.
    """
    ours = Source(PROJECT, facts, FACTS_GEOGRAPHY)
    theirs = set(source.filled())
    for indicator, year in ours.filled():
        if indicator in words and (indicator, year) in theirs:
            told = words[indicator]
            sides = ours.figures(indicator, year), source.figures(indicator, year)
            title = f"{told.title}, {year}"
            yield Pair("indicator_values", title, *sides, told.unit, told.tolerance, within=True)


def same_meaning(first: Source, second: Source, indicators: tuple[str, str], year: int, words: Words) -> Pair:
    """Pair an indicator of one source with one of another that means the same; ``words`` say the year."""
    one, other = first.figures(indicators[0], year), second.figures(indicators[1], year)
    table = "indicator_values"
    return Pair(table, words.title, one, other, words.unit, words.tolerance, within=True, note=words.note)


def member_populations(members: Figures, official: Source, year: int, note: str) -> Pair:
    """Pair the populations in a list of EPCI members with the official file of the same census year."""
    title = f"{PEOPLE}, France, {year}"
    theirs = official.figures("population", year)
    return Pair("national_population", title, members, theirs, "habitants", note=note)


@dataclass(frozen=True)
class Places:
    """One side of pairs of labels: French name, frame with ``code_commune``, year of its codes."""

    name: str
    frame: pd.DataFrame
    geography: int = FACTS_GEOGRAPHY

    def figures(self, column: str) -> Figures:
        """Take one column: index ``code_commune``, a missing label is NaN."""
        return Figures(self.name, self.frame.set_index("code_commune")[column], self.geography)


def labels(first: Places, second: Places, column: str, words: Words) -> Pair:
    """Pair a column of labels that two frames have, on the communes of the first."""
    sides = first.figures(column), second.figures(column)
    return Pair("communes", words.title, *sides, within=True, note=words.note)


def district_counts(facts: pd.DataFrame, name: str, districts: pd.DataFrame) -> Pair:
    """Pair the districts of each commune: ``qpv_2024_count`` of the facts, rows of the source."""
    ours = facts.set_index("code_commune")["qpv_2024_count"].astype("float64")
    counted = districts.groupby("code_commune").size().reindex(ours.index, fill_value=0).astype("float64")
    first, second = Figures(PROJECT, ours, FACTS_GEOGRAPHY), Figures(name, counted, FACTS_GEOGRAPHY)
    return Pair("communes", "Quartiers prioritaires par commune, 2024", first, second, "quartiers")


def european_regions(
    facts: pd.DataFrame, source: tuple[str, pd.DataFrame], columns: Mapping[int, str], words: Words
) -> Iterator[Pair]:
    """Pair figures of European regions, on the regions of the facts.

    Parameters
    ----------
    facts
        ``nuts_id`` and one column per year.
    source
        Its name, and its frame: ``geo``, ``year``, ``value``.
    columns
        Year to column of the facts.
    words
        Of the figure.
    """
    name, frame = source
    for year, column in columns.items():
        ours = Figures(PROJECT, facts.set_index("nuts_id")[column].astype("float64"), NUTS_GEOGRAPHY)
        rows = frame[frame["year"] == year].set_index("geo")["value"]
        theirs = Figures(name, rows, NUTS_GEOGRAPHY)
        title = f"{words.title}, {year}"
        yield Pair("coal_regions", title, ours, theirs, words.unit, words.tolerance, within=True)
