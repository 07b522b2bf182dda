"""Which commune a row means: by code, by name (accents, hyphens, articles, former names), or by neither."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process

from loaders.own_list.words import folded

ARTICLES: Final = ("le", "la", "les", "l")
CITIES: Final = {"751": "75056", "693": "69123", "132": "13055"}
"""Paris, Lyon and Marseille, by how the codes of their arrondissements start."""
ARRONDISSEMENT: Final = re.compile(
    r"^(paris|lyon|marseille) \d{1,2}(?: ?(?:e|er|eme|ere))?(?: arrondissement)?$"
)
CEDEX: Final = re.compile(r" cedex(?: \d+)?$")
HERE: Final = ("59", "62")
LIKE: Final = 84
MOST_NAMED: Final = 6
DEPARTEMENT: Final = re.compile(r"\((\d{2,3}|2[AB])\)\s*$", re.IGNORECASE)
FIVE: Final = re.compile(r"\b(\d{5})\b")
ALONE: Final = re.compile(r"\b(?:\d{5}|2[AB]\d{3})\b", re.IGNORECASE)
SHORT: Final = re.compile(r"\d{4}")
"""A code or a postcode whose leading zero a spreadsheet has lost."""


@dataclass(frozen=True)
class Match:
    """The commune of a row: its code, or "", and what the reader should know about how it was found.

    Without a code, ``candidates`` are the communes that the row may mean, ``likes`` those whose name is near.
    """

    code: str = ""
    notes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """Communes of France by code and by name.

    Attributes
    ----------
    communes
        Index ``code_commune``; columns ``name``, ``code_departement``, ``postcodes`` (separated by spaces).
    changes
        ``old_code``, ``old_name``, ``new_code``: communes that merged or changed name or code.
    """

    communes: pd.DataFrame
    changes: pd.DataFrame
    _likes: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, str]:
        """Name by code."""
        return dict(zip(self.communes.index, self.communes["name"], strict=True))

    @cached_property
    def postcodes(self) -> dict[str, frozenset[str]]:
        """Postcodes by code."""
        texts = self.communes["postcodes"].fillna("")
        return {code: frozenset(text.split()) for code, text in zip(texts.index, texts, strict=True)}

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Codes by folded name without article."""
        return _grouped((key_of(name), code) for code, name in self.names.items())

    @cached_property
    def former_codes(self) -> dict[str, str]:
        """Code of today by former code."""
        changes = self.changes[~self.changes["old_code"].isin(self.communes.index)]
        return {old: new for old, new in _pairs(changes, "old_code") if new in self.names}

    @cached_property
    def former_names(self) -> dict[str, list[str]]:
        """Codes of today by former name."""
        pairs = ((key_of(old), new) for old, new in _pairs(self.changes, "old_name") if new in self.names)
        return _grouped(pairs)

    def find(self, name: str, code: str, postcode: str) -> Match:
        """Find the commune of a row from what the list gives, any of it perhaps empty."""
        by_code = self._of_code(code)
        by_name = self._of_name(name, postcode) if name else Match()
        if not code:
            return by_name if name else self._of_postcode(postcode)
        if not by_code.code or not name:
            return by_code if by_code.code else self._code_unknown(code, by_name)
        return self._of_both(code, by_code, by_name, name)

    def look_up(self, text: str, *, codes_first: bool = False) -> Match:
        """Find the commune of a piece of text: a code, a name, a postcode, or two of them.

        Five digits may be a code and a postcode, of other communes: candidates unless ``codes_first``.
        """
        five = ALONE.search(text) or SHORT.fullmatch(text.strip())
        if not five:
            return self.find(text, "", "")
        number, name = five[0].strip().upper().zfill(5), text[: five.start()] + text[five.end() :]
        by_code = self._of_code(number)
        if any(letter.isalpha() for letter in name):
            named = by_code.code and self._is_called(by_code.code, _bare(name))
            return by_code if named else self.find(name, "", number)
        by_postcode = self._by_postcode.get(number, [])
        if by_code.code and (codes_first or by_postcode in ([], [by_code.code])):
            return by_code
        if by_code.code:
            both = tuple(dict.fromkeys([by_code.code, *by_postcode]))
            return Match("", (f"{number} est un code de commune et un code postal",), both)
        return self._of_postcode(number) if by_postcode else Match("", (f"code « {number} » inconnu",))

    def is_code(self, text: str) -> bool:
        """Tell whether a text is the code of a commune, of today or former, and no postcode."""
        return bool(self._of_code(text).code) and text not in self._by_postcode

    def is_postcode(self, text: str) -> bool:
        """Tell whether a text is a postcode, and no code of a commune."""
        return text in self._by_postcode and not self._of_code(text).code

    def _of_both(self, code: str, by_code: Match, by_name: Match, name: str) -> Match:
        if by_name.code == by_code.code or self._is_called(by_code.code, _bare(name)):
            return by_code
        if by_name.code and code in self.postcodes[by_name.code]:
            return self._code_unknown(code, by_name)
        told = f"le code {code} est celui de {self.names[by_code.code]}, le nom dit « {name} »"
        return Match(by_code.code, (f"{told} : le code a été suivi",))

    def _is_called(self, code: str, name: str) -> bool:
        key = key_of(name)
        return key == key_of(self.names[code]) or code in self.former_names.get(key, [])

    def _of_code(self, code: str) -> Match:
        code = code.strip().upper().removesuffix(".0")
        padded = code.zfill(5) if code.isdigit() else code
        if padded in self.names:
            return Match(padded)
        if padded[:3] in CITIES and padded.isdigit():
            return Match(CITIES[padded[:3]])
        new = self.former_codes.get(padded, "")
        return Match(new, (f"{padded} est devenue {self.names[new]} ({new})",)) if new else Match()

    def _code_unknown(self, code: str, by_name: Match) -> Match:
        if by_name.code and code in self.postcodes[by_name.code]:
            return Match(
                by_name.code, (f"« {code} » est un code postal, pas un code de commune", *by_name.notes)
            )
        return Match(by_name.code, (f"code de commune « {code} » inconnu", *by_name.notes))

    def _of_postcode(self, postcode: str) -> Match:
        if not postcode:
            return Match()
        found = self._by_postcode.get(postcode, [])
        if len(found) == 1:
            return Match(found[0], (f"commune déduite du code postal {postcode}",))
        told = (f"code postal {postcode} : {self._listed(found)}",) if found else ()
        return Match("", told, tuple(found))

    @cached_property
    def _by_postcode(self) -> dict[str, list[str]]:
        return _grouped((postcode, code) for code, all_ in self.postcodes.items() for postcode in all_)

    def _of_name(self, name: str, postcode: str) -> Match:
        hint = DEPARTEMENT.search(name)
        postcode = postcode or next(iter(FIVE.findall(name)), "")
        bare = _bare(name)
        key = key_of(bare)
        found = self.by_name.get(key) or []
        if found:
            return self._chosen(found, bare, postcode, hint[1].upper() if hint else "")
        return self._former(key, bare, postcode) or self._unknown(bare)

    def _former(self, key: str, name: str, postcode: str) -> Match | None:
        found = self.former_names.get(key, [])
        if not found:
            return None
        match = self._chosen(found, name, postcode, "")
        if not match.code:
            return match
        return Match(
            match.code, (f"« {name.strip()} » fait partie de {self.names[match.code]}", *match.notes)
        )

    def _chosen(self, found: list[str], name: str, postcode: str, departement: str) -> Match:
        """Choose among communes of the same name: by département, postcode, exact name, then the region."""
        hints = (
            [code for code in found if self._departement(code) == departement],
            [code for code in found if postcode in self.postcodes[code]],
            [code for code in found if postcode and self._departement(code) == postcode[:2]],
        )
        for kept in hints:
            if len(kept) == 1:
                return Match(kept[0])
        same = [code for code in found if folded(self.names[code]) == folded(name)] or found
        if len(same) == 1 and not postcode:
            return Match(same[0])
        if len(same) == 1:
            return Match(same[0], (f"le code postal {postcode} n’est pas celui de {self.names[same[0]]}",))
        near = [code for code in same if self._departement(code) in HERE]
        if len(near) == 1:
            told = f"{len(same)} communes de ce nom en France : celle du Nord ou du Pas-de-Calais est retenue"
            return Match(near[0], (told,))
        told = f"plusieurs communes de ce nom : {self._listed(near or same)}"
        return Match("", (told,), tuple(near or same))

    def _departement(self, code: str) -> str:
        return self._departements[code]

    @cached_property
    def _departements(self) -> dict[str, str]:
        return dict(zip(self.communes.index, self.communes["code_departement"], strict=True))

    def _listed(self, codes: list[str]) -> str:
        told = [f"{self.names[code]} ({code})" for code in codes[:MOST_NAMED]]
        return ", ".join(told) + (f" et {len(codes) - MOST_NAMED} autres" if len(codes) > MOST_NAMED else "")

    def _unknown(self, name: str) -> Match:
        likes = self._like(key_of(name))
        names = [f"{self.names[code]} ({code})" for code in likes]
        told = f" ; peut-être {' ou '.join(names)}" if likes else ""
        return Match("", (f"commune « {name.strip()} » inconnue{told}",), likes=tuple(likes))

    def _like(self, key: str) -> list[str]:
        """Return the communes of the two départements whose name is like this one."""
        if key not in self._likes:
            found = process.extract(key, self._choices, scorer=fuzz.ratio, score_cutoff=LIKE, limit=2)
            self._likes[key] = [code for _, _, code in found]
        return self._likes[key]

    @cached_property
    def _choices(self) -> dict[str, str]:
        local = self.communes[self.communes["code_departement"].isin(HERE)]
        return {code: key_of(name) for code, name in zip(local.index, local["name"], strict=True)}


def key_of(name: str) -> str:
    """Return what names of communes are compared by: folded, no article in front or behind, no « cedex »."""
    words = CEDEX.sub("", folded(name))
    if ARRONDISSEMENT.match(words):
        return words.split()[0]
    parts = words.split()
    if len(parts) > 1 and parts[0] in ARTICLES:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] in ARTICLES:
        parts = parts[:-1]
    return " ".join(parts)


def _bare(name: str) -> str:
    """Leave the département in brackets and the postcode out of a name."""
    hint = DEPARTEMENT.search(name)
    return FIVE.sub(" ", name[: hint.start()] if hint else name)


def _pairs(changes: pd.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    return zip(changes[column], changes["new_code"], strict=True)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, code in pairs:
        if code not in groups[key]:
            groups[key].append(code)
    return dict(groups)
