"""What a briefing says of a commune or a territory, as plain values: the page and every document print this.

Every text is French, ready to be shown, with French spaces. Numbers stand beside their text, so that a
workbook keeps them as numbers and a test compares them with the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Literal

SubjectKind = Literal["commune", "territory"]


@dataclass(frozen=True)
class Subject:
    """What the briefing is about.

    Attributes
    ----------
    id
        Id of the perimeter (``commune_62498``, ``mbm_250``, ``epci_246200364``, ``groupe_…``).
    kind
        A single commune, or several under one name.
    name, place
        French: alone, and with its preposition for the middle of a sentence (« à Lens »).
    codes
        Communes, in the order of the table.
    definition
        What the perimeter is and how many communes it has, for the foot of each document.
    facts
        Short lines under the name: code, intercommunalité, area, density, programmes.
    memberships
        Perimeters that it belongs to, as a reader says them; empty for a territory.
    notes
        What a reader must know first: a merger, a perimeter that changed.
    """

    id: str
    kind: SubjectKind
    name: str
    place: str
    codes: tuple[str, ...]
    definition: str
    facts: tuple[str, ...] = ()
    memberships: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Amount:
    """A value, or why there is none.

    Attributes
    ----------
    value
        In the unit of the figure; NaN when it is not given.
    text
        With its unit (« 17,2 % »), or the reason: « secret statistique », « non disponible ».
    status
        ``published``, ``estimated``, ``secret`` or ``not_available``.
    approximate
        A weighted mean of rates or medians: not the rate or the median of the whole.
    fragile
        Rests on too few sales or inhabitants to stand alone.
    coverage
        « 218 communes sur 250, 96,4 % de la population », empty when everything is known.
    """

    value: float
    text: str
    status: str = "published"
    approximate: bool = False
    fragile: bool = False
    coverage: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a value."""
        return not isnan(self.value)


@dataclass(frozen=True)
class Beside:
    """The same figure elsewhere: EPCI, basin, département, France, peers, twins.

    Attributes
    ----------
    id
        ``epci``, ``basin``, ``departement``, ``france``, ``peers`` or ``twins``.
    name
        French name of the reference, with its size where that is not obvious.
    amount
        Its value.
    gap
        How far the subject stands from it (« 2,3 points de plus »), empty when one of both is not known.
    """

    id: str
    name: str
    amount: Amount
    gap: str = ""


@dataclass(frozen=True)
class Standing:
    """Where the subject's value stands among the communes of a group that is named.

    Attributes
    ----------
    group
        French name of the group.
    rank
        1 for the highest value; equal values share the better rank.
    of
        Communes of the group whose value is published, the subject among them.
    total
        Communes of the group.
    lower_pct
        Part of the other published communes whose value is lower, in %; equal ones count for half.
    text
        « 12e valeur sur 249, de la plus haute à la plus basse ; plus haute que dans 95 % des autres ».
    id
        ``wide`` (basin, département or France), ``epci`` or ``peers``.
    """

    group: str
    rank: int
    of: int
    total: int
    lower_pct: float
    text: str
    id: str = "wide"


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the subject, beside its references.

    Attributes
    ----------
    id
        Indicator, or ``population_change_pct`` for the one that is worked out here.
    title, short, theme, unit, decimals, kind
        Of the dictionary; ``theme`` is its French title; ``kind`` is ``ratio``, ``amount`` or ``count``.
    year
        Of the value (« 2021 », « 2017–2023 »).
    trend
        Year and value of each year with a value that can be compared, in order; empty with fewer than two.
    source
        Producer, dataset, year, licence: one line.
    definition, caveat
        Of the dictionary.
    """

    id: str
    title: str
    short: str
    theme: str
    unit: str
    decimals: int
    kind: str
    year: str
    amount: Amount
    beside: tuple[Beside, ...]
    standings: tuple[Standing, ...]
    trend: tuple[tuple[int, float], ...]
    source: str
    definition: str
    caveat: str = ""


@dataclass(frozen=True)
class Missing:
    """What is not said, and why."""

    title: str
    year: str
    reason: str


@dataclass(frozen=True)
class Deviation:
    """A rate beside three contexts, each at 100 (`geo.contrasts.territorial_deviations`).

    Attributes
    ----------
    contexts
        French names of the general, territorial and neighbour contexts.
    deviations
        ``100 * rate / rate of the context``, in the same order; NaN when not known.
    sentence
        What it means, in words.
    """

    title: str
    year: str
    amount: Amount
    contexts: tuple[str, str, str]
    deviations: tuple[float, float, float]
    sentence: str
    source: str


@dataclass(frozen=True)
class Period:
    """Why the population changed between two censuses (`geo.demography`); NaN when not known.

    ``natural`` and ``migratory`` add up to ``change``, in inhabitants.
    """

    start: int
    end: int
    change: float
    natural: float
    migratory: float
    text: str


@dataclass(frozen=True)
class Course:
    """Inhabitants since 1968.

    Attributes
    ----------
    points
        Year, inhabitants, and the licence of the table that says so.
    periods
        Where births and deaths are known.
    notes
        What the curve does not say; years that are missing; mergers.
    sources
        One credit per table; those under ODbL say so.
    """

    points: tuple[tuple[int, float, str], ...]
    periods: tuple[Period, ...]
    sentence: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Twin:
    """A commune that resembles the subject (`geo.twins`)."""

    code: str
    name: str
    departement: str
    distance: float
    differs: str


@dataclass(frozen=True)
class Nearby:
    """Heritage elements, shafts or initiatives in the subject and around it.

    Attributes
    ----------
    title
        « Éléments du patrimoine mondial ».
    inside, near
        How many in the subject; how many more within ``radius_km`` of its outline.
    names
        Some of them, those inside first.
    text
        One line that says it all.
    """

    title: str
    inside: int
    near: int
    radius_km: int
    names: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True)
class Portrait:
    """All that a briefing says.

    Attributes
    ----------
    headline
        One sentence, the first thing a reader sees.
    peers
        Words for the communes of the same size and kind: who they are, how many; empty for a territory.
    sentences
        Three reading sentences, each with its source after it in brackets.
    sources
        Every source used, once, with vintage and licence.
    """

    subject: Subject
    headline: str
    figures: tuple[KeyFigure, ...]
    missing: tuple[Missing, ...]
    deviations: tuple[Deviation, ...]
    course: Course
    peers: str
    twins: tuple[Twin, ...]
    twins_note: str
    nearby: tuple[Nearby, ...]
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
