"""The choices of an explorer in the address of a page: what is allowed, and what is refused, in French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from viz.explorer.model import CHOICE, SEARCH, UNKNOWN, Facet, Row, facet_values, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST_SEARCH: Final = 80
LONGEST_QUOTE: Final = 40
KNOWN_ONLY: Final = "datees"
"""Third part of a range: rows without a year are left out."""
RANGE: Final = re.compile(rf"(\d{{1,4}})-(\d{{1,4}})(?:-({KNOWN_ONLY}))?")


@dataclass(frozen=True)
class Known:
    """What an address may say of an explorer.

    Attributes
    ----------
    values
        Allowed values by facet id; ranges are not in it.
    ranges
        Ids of the facets that are ranges.
    rows
        Ids of the rows.
    titles
        French titles by facet id.
    """

    values: Mapping[str, frozenset[str]]
    ranges: frozenset[str]
    rows: frozenset[str]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, facets: Sequence[Facet], rows: Sequence[Row]) -> Known:
        """Return what an address may say of these rows."""
        return cls(
            {facet.id: values_of(rows, facet) for facet in facets if facet.kind == "values"},
            frozenset(facet.id for facet in facets if facet.kind == "range"),
            frozenset(str(row["id"]) for row in rows),
            {facet.id: facet.title for facet in facets},
        )

    def names(self) -> tuple[str, ...]:
        """Return the parameters of the address."""
        return (*self.titles, SEARCH, CHOICE)

    def read(self, query: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
        """Return the allowed part of an address, and one French sentence per refused value."""
        state, problems = {}, []
        for name in self.names():
            kept, refused = self._sort(name, query.get(name, ""))
            problems += [_refusal(self._title(name), value) for value in refused]
            if kept:
                state[name] = kept
        return state, problems

    def _title(self, name: str) -> str:
        return self.titles.get(name, "Choix" if name == CHOICE else "Recherche")

    def _sort(self, name: str, text: str) -> tuple[str, list[str]]:
        if not text:
            return "", []
        if name == SEARCH:
            return text[:LONGEST_SEARCH], []
        if name == CHOICE:
            return (text, []) if text in self.rows else ("", [text])
        if name in self.ranges:
            return (text, []) if _is_range(text) else ("", [text])
        parts = list(dict.fromkeys(text.split(",")))
        kept = [part for part in parts if part in self.values[name]]
        return ",".join(kept), [part for part in parts if part not in self.values[name]]


def matches(row: Row, facet: Facet, text: str) -> bool:
    """Tell whether a row passes a facet, as the browser does: for counts on the server and for tests."""
    if not text:
        return True
    values = facet_values(row, facet.id)
    if facet.kind == "values":
        return bool(set(values or [UNKNOWN]) & set(text.split(",")))
    found = RANGE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a range: {text!r}")
    if not values:
        return found[3] is None
    return values[0] <= int(found[2]) and values[-1] >= int(found[1])


def _is_range(text: str) -> bool:
    found = RANGE.fullmatch(text)
    return found is not None and int(found[1]) <= int(found[2])


def _refusal(title: str, value: str) -> str:
    quoted = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
    shown = "".join(c for c in quoted if c.isprintable()).replace("`", "'")
    return (
        f"Filtre « {title} » : la valeur `{shown}` de l’adresse n’est pas connue de ce site "
        f"; elle est laissée de côté."
    )
