"""French wording and typography: the only place that writes numbers for the screen.

Narrow no-break space in thousands and before ``; : ! ? %``, no-break space before other units,
decimal comma, true minus. Numbers are rounded by `geo.classify.displayed`, like map classes, so
that a figure can never stand in a class that its legend excludes.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from geo.classify import displayed

NNBSP: Final = "\u202f"
NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
NO_VALUE: Final = "–"
"""What stands for a value that is not published; the status says why."""
MONTHS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_STATUS: Final = {
    "published": "publié",
    "estimated": "estimé",
    "secret": "secret statistique",
    "not_available": "non disponible",
}
_PLURAL_FROM: Final = 2  # in French, 1.9 is singular
_INVARIABLE: Final = ("s", "x", "z")
_UNITLESS: Final = ("", "rapport")
_POINTS: Final = ("%", "% par an")
_ALL: Final = 100.0


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number: ``1 487``, ``12,5``, ``−3``; `NO_VALUE` if it is missing or infinite."""
    if _missing(value):
        return NO_VALUE
    shown = _shown(value, decimals)
    digits = f"{abs(shown):,.{decimals}f}".replace(",", NNBSP).replace(".", ",")
    return f"{MINUS if shown < 0 else ''}{digits}"


def quantity(value: float | None, unit: str = "", decimals: int = 0) -> str:
    """Write a number with a unit of ``indicators.toml``: ``17,2 %``, ``1 habitant``.

    The unit takes the singular below 2, as French does. ``"rapport"`` is no unit. A missing
    value is `NO_VALUE` alone.
    """
    text = number(value, decimals)
    if _missing(value) or unit in _UNITLESS:
        return text
    gap = NNBSP if unit.startswith("%") else NBSP
    return f"{text}{gap}{_agreed(unit, _shown(value, decimals))}"


def signed(value: float | None, unit: str = "", decimals: int = 0) -> str:
    """Write a difference with its sign: ``+2,3 %``, ``−4``, ``0``."""
    text = quantity(value, unit, decimals)
    return f"+{text}" if not _missing(value) and _shown(value, decimals) > 0 else text


def status_label(status: str) -> str:
    """Return the French name of the status of a value; ValueError if there is no such status."""
    if status not in _STATUS:
        raise ValueError(f"unknown status {status!r}; expected one of {', '.join(_STATUS)}")
    return _STATUS[status]


def plural(n: float, singular: str, plural: str | None = None) -> str:
    """Return the word that goes with ``n``, without the number: singular below 2.

    The regular plural adds s (x after -au, -eu; -al gives -aux); give ``plural`` for others.
    """
    if abs(n) < _PLURAL_FROM:
        return singular
    return plural if plural is not None else _regular_plural(singular)


def counted(n: float, singular: str, plural_form: str | None = None) -> str:
    """Write a count and its word: ``1 commune``, ``1 487 communes``."""
    return f"{number(n)}{NBSP}{plural(n, singular, plural_form)}"


def of_name(name: str) -> str:
    """Return "of" a commune: ``d'Arras``, ``de Lens``, ``du Cateau-Cambrésis``, ``des Attaques``."""
    article, rest = _article(name)
    if article:
        return f"{_OF_ARTICLE[article]} {rest}"
    return f"d'{name}" if _elides(name) else f"de {name}"


def in_name(name: str) -> str:
    """Return "at" a commune: ``à Lens``, ``au Cateau-Cambrésis``, ``aux Attaques``."""
    article, rest = _article(name)
    return f"{_AT_ARTICLE[article]} {rest}" if article else f"à {name}"


def short_epci(full_name: str) -> str:
    """Abridge the kind of an EPCI: ``Communauté de communes du Ternois`` gives ``CC du Ternois``."""
    for kind, letters in _EPCI_KINDS.items():
        if full_name.startswith(f"{kind} "):
            return f"{letters} {full_name.removeprefix(kind).strip()}"
    return full_name


def within(place: str) -> str:
    """Return "in" a territory: ``dans le Bassin minier``, ``dans la CA de Lens``, ``en France``.

    The first word decides. A name that is not known here is quoted, which is always correct:
    ``dans le territoire « Mes communes »``; one that is quoted already stays so: ``dans « Mes communes »``.
    For communes, `in_name`.
    """
    if place.startswith(("«", *_ELIDED)):
        return f"dans {'' if place.startswith('«') else 'l’'}{place}"
    for start, preposition in _WITHIN.items():
        if re.match(rf"{re.escape(start)}\b", place):
            return f"{preposition} {place}"
    return f"dans le territoire «{NBSP}{place}{NBSP}»"


def class_label(lower: float, upper: float, decimals: int = 0, unit: str = "", first: bool = False) -> str:
    """Write the bounds of a class: ``de 12,5 à 15,3 %``, then ``plus de 15,3 à 18,0 %``.

    Parameters
    ----------
    lower, upper
        Edges of the class; the upper one belongs to it, the lower one only if ``first``.
    decimals, unit
        As in `quantity`; "" leaves the unit to the title of the legend.
    first
        The class is the lowest. A class of one single value reads as this value.
    """
    end = quantity(upper, unit, decimals)
    if number(lower, decimals) == number(upper, decimals):
        return end
    return f"{'de' if first else 'plus de'} {number(lower, decimals)} à {end}"


def coverage_sentence(
    n: int, total: int | None, share: float | None, word: str = "commune", none: str = "aucune commune"
) -> str:
    """Write what a figure rests on: ``1 487 communes sur 1 534, 99,8 % de la population``.

    Parameters
    ----------
    n
        Communes whose value is published.
    total
        Communes of the perimeter, or None if it is not known.
    word, none
        What is counted, if not communes, and how its absence is said.
    share
        Their part of the population, in %; None or NaN leaves it out. A part is never rounded
        to nothing or to everything: "moins de 0,1 %", "plus de 99,9 %".
    """
    communes = counted(n, word) if n else none
    ratio = "" if total is None else f" sur {number(total)}"
    return f"{communes}{ratio}{_population_share(share)}"


@dataclass(frozen=True)
class Measure:
    """What a sentence speaks of: an indicator in a year, as ``indicators.toml`` describes it."""

    title: str
    unit: str
    decimals: int
    kind: Literal["ratio", "amount", "count"] = "ratio"
    year: int | None = None


@dataclass(frozen=True)
class Reading:
    """The value of a measure somewhere.

    ``place`` comes with its preposition (`within`, `in_name`): "dans le Bassin minier (250
    communes)", "à Lens". ``value`` is None or NaN if not published. ``approximate`` marks a
    weighted mean where the exact figure needs counts or incomes that are not published.
    """

    place: str
    value: float | None
    approximate: bool = False


def reading_sentence(
    measure: Measure, here: Reading, reference: Reading | None = None, *, is_part: bool = True
) -> str:
    """Say one figure and its distance to a reference, in words that judge nothing.

    ``Taux de chômage en 2021 : 17,2 % dans le Bassin minier (250 communes), contre 14,9 % dans
    le Nord–Pas-de-Calais, soit 2,3 points de plus.``

    Parameters
    ----------
    measure
        Indicator and year. A rate is compared in points, an amount in euros and in %, a count
        as a part of the reference.
    here, reference
        The two values. Without reference, or if it is not published, ``here`` stands alone.
    is_part
        The place lies within the reference. If it does not, two counts are only set side by side.

    Returns
    -------
    sentence
        Differences are those of the figures shown, so that the reader can check them.
    """
    head = measure.title if measure.year is None else f"{measure.title} en {measure.year}"
    told = _told(measure, here)
    if reference is None or _missing(reference.value):
        body = told
    elif _missing(here.value):
        body = f"{told}{NNBSP}; {_told(measure, reference)}"
    else:
        body = f"{told}, {_compared(measure, here, reference, is_part=is_part)}"
    return f"{head}{NNBSP}: {body}."


def strip_accents(text: str) -> str:
    """Return the text without accents and ligatures: ``Étrœungt`` gives ``Etroeungt``."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def search_key(text: str) -> str:
    """Return what two spellings of a commune share: ``St-Étienne`` and ``saint etienne`` are one.

    Lower case, no accent, any punctuation is a space, st, ste, sts, stes written in full.
    """
    words = re.findall(r"[a-z0-9]+", strip_accents(text).lower())
    return " ".join(_SAINTS.get(word, word) for word in words)


_LIGATURES: Final = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"}
_SAINTS: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_OF_ARTICLE: Final = {"Le": "du", "Les": "des"}
_AT_ARTICLE: Final = {"Le": "au", "Les": "aux"}
_EPCI_KINDS: Final = {
    "Communauté d'agglomération": "CA",
    "Communauté de communes": "CC",
    "Communauté urbaine": "CU",
}
_ELIDED: Final = ("Aire d", "aire d")
_WITHIN: Final = {
    "Bassin minier": "dans le",
    "Bien inscrit": "dans le",
    "Zone tampon": "dans la",
    "Nord": "dans le",
    "Pas-de-Calais": "dans le",
    "Département": "dans le",
    "département": "dans le",
    "Région": "dans la",
    "région": "dans la",
    "bien inscrit": "dans le",
    "zone tampon": "dans la",
    "Zone d": "dans la",
    "zone d": "dans la",
    "Hauts-de-France": "dans les",
    "Métropole": "dans la",
    "CA": "dans la",
    "CC": "dans la",
    "CU": "dans la",
    "France": "en",
}
_ASPIRATED: Final = {
    *("ham", "hames", "harnes", "haut", "haute", "hecq", "hem", "houlle", "hulluch"),
    *("hambach", "haguenau", "hendaye", "hinx", "hochfelden", "hoerdt", "huningue"),
}
"""First words of names that usage does not elide (de Hem, de Harnes); other H are mute (d'Hénin)."""


def _missing(value: float | None) -> bool:
    """Tell whether there is no figure to write."""
    return value is None or bool(pd.isna(value)) or math.isinf(value)


def _shown(value: float | None, decimals: int) -> float:
    """Return the figure that the reader sees."""
    return float(displayed(float("nan") if value is None else float(value), decimals))


def _agreed(unit: str, shown: float) -> str:
    """Return a unit in the number of its figure: its first word loses its s below 2."""
    first, gap, rest = unit.partition(" ")
    is_singular = abs(shown) < _PLURAL_FROM and first.endswith("s") and first != "décès"
    return f"{first[:-1] if is_singular else first}{gap}{rest}"


def _regular_plural(word: str) -> str:
    """Return the regular French plural."""
    if word.endswith(_INVARIABLE):
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith(("au", "eu")) else f"{word}s"


def _article(name: str) -> tuple[str, str]:
    """Split "Le" or "Les" from a name; "La" and "L'" do not contract and stay."""
    first, _, rest = name.partition(" ")
    return (first, rest) if rest and first in _OF_ARTICLE else ("", name)


def _elides(name: str) -> bool:
    """Tell whether "de" becomes d' before a name: a vowel, a mute h, y before a consonant."""
    first_word = search_key(name).partition(" ")[0]
    if first_word.startswith("h"):
        return first_word not in _ASPIRATED
    return bool(re.match(r"[aeiou]|y[^aiou]", first_word))


def _population_share(share: float | None) -> str:
    """Return ", x % de la population", or nothing."""
    if share is None or _missing(share):
        return ""
    return f", {_part(share)} de la population"


def _part(share: float) -> str:
    """Write a part in %, never rounded to nothing or to everything."""
    shown = _shown(share, 1)
    if shown == _ALL:
        return quantity(_ALL, "%") if math.isclose(share, _ALL) else f"plus de {quantity(99.9, '%', 1)}"
    if shown == 0 and share > 0:
        return f"moins de {quantity(0.1, '%', 1)}"
    return quantity(share, "%", 1) if shown else quantity(0, "%")


def _told(measure: Measure, reading: Reading, unit: str | None = None) -> str:
    """Return "17,2 % (approximation) dans le Bassin minier"."""
    if _missing(reading.value):
        return f"aucune valeur publiée {reading.place}"
    text = quantity(reading.value, measure.unit if unit is None else unit, measure.decimals)
    return f"{text}{' (approximation)' if reading.approximate else ''} {reading.place}"


def _compared(measure: Measure, here: Reading, reference: Reading, *, is_part: bool) -> str:
    """Return the second half of a sentence whose two values are known."""
    value, other = (_shown(reading.value, measure.decimals) for reading in (here, reference))
    short = "%" if measure.unit in _POINTS else "€" if measure.unit.startswith("€") else ""
    if measure.kind == "count" and is_part and 0 <= value <= other != 0:
        return f"sur {_told(measure, reference, '')}, soit {_part(100 * value / other)} de l'ensemble"
    if value == other:
        note = " (approximation)" if reference.approximate else ""
        return f"comme {reference.place}{note}"
    against = f"contre {_told(measure, reference, short)}"
    if measure.kind == "count":
        return against
    return f"{against}, soit {_gap(measure, value, other)}"


def _gap(measure: Measure, value: float, other: float) -> str:
    """Return "2,3 points de plus" or "4 390 € de moins (−20,3 %)"."""
    gap = _shown(abs(value - other), measure.decimals)
    more = "de plus" if value > other else "de moins"
    if measure.unit in _POINTS:
        return f"{number(gap, measure.decimals)}{NBSP}{plural(gap, 'point')} {more}"
    if measure.kind != "amount":
        return f"{number(gap, measure.decimals)} {more}"
    relative = f" ({signed(100 * (value - other) / other, '%', 1)})" if other else ""
    return f"{quantity(gap, '€', measure.decimals)} {more}{relative}"
