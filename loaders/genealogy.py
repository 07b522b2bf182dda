"""Which communes of one year those of COG 2025 are made of: INSEE's events replayed, day by day.

The events are those between communes of ``v_mvt_commune`` (see ``loaders.formats.insee_cog.load_events``).
Two things need care, both met in the official file:

- a code may be born and gone on one day (49144 became 44225, that merged into 44180, on 1 January 2018): the
  events of a day are put in order;
- a commune that is re-established may be the former one again. When all those that had merged since the start
  are known apart, each goes back to its own; else the territory of one old commune is shared, and nothing
  tells how (60054 in 2019 is two communes of 2025; in 2018 it was one of them).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

import pandas as pd

TARGET: Final = 2025
"""Year of the commune geography of the project (COG 2025)."""
FIRST, LAST = 2016, 2026
COMMUNE = "COM"
RESTORED = "21"
"""Kind of event (``insee_mod``) by which a commune is re-established."""
COLUMNS: Final = ["code_old", "code_new", "date", "kind", "exact", "parts", "name_old", "name_new"]

BEFORE, AFTER = 1, 2
"""Places of the codes in a `Move`."""

STAYS, CAME, WENT, LEFT = range(4)
"""What happens to a code on a day, in the order in which it counts: at the end, one that stays is left."""

Origins = dict[str, frozenset[str]]


class Move(NamedTuple):
    """A commune before an event, and one that it is part of after; "" for none."""

    date: str
    before: str
    after: str
    mod: str = ""
    same_name: bool = True
    name_before: str = ""
    name_after: str = ""


def passage(events: pd.DataFrame, year: int) -> pd.DataFrame:
    """Give what became of the communes of one year by COG 2025, for those that changed.

    Parameters
    ----------
    events
        As ``load_events`` gives them, up to 2025 at least (2026 to come back from 2026).
    year
        Year of a commune geography, on 1 January, from 2016 to 2026.

    Returns
    -------
    passage
        One row per old commune and new one that has a part of it: ``code_old``, ``code_new`` (missing: none),
        ``date`` of the first change, ``kind``, ``exact`` (whether the new commune is made of whole old ones),
        ``parts`` (number of these), ``name_old``, ``name_new``. Kinds: ``split`` (the old commune is in
        several new ones), ``merge`` (several old ones in the new one), ``code_change``, ``name_change``,
        ``end``. A commune that merged and was re-established as it was has no row.

    Raises
    ------
    ValueError
        The year is not one of 2016 to 2026.
    """
    if not FIRST <= year <= LAST:
        raise ValueError(f"geography of {year}: only {FIRST} to {LAST}")
    between = _steps(_between(events, year), back=year > TARGET)
    existing = _existing(events, year)[0]
    origins = _replay(between, {code: frozenset([code]) for code in existing})
    rows = list(_rows(origins, existing, _Story(between)))
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values(["code_old", "code_new"], ignore_index=True)
    return frame.astype(
        dict.fromkeys(["code_old", "code_new", "date", "kind", "name_old", "name_new"], "str")
    )


def not_existing(events: pd.DataFrame, year: int) -> set[str]:
    """Give the codes that the events name and that were no commune on 1 January of a year."""
    return _existing(events, year)[1]


class _Story:
    """First change of each old code, first and last names, as told by the steps between two years."""

    def __init__(self, steps: list[list[Move]]) -> None:
        self.changes: dict[str, str] = {}
        self.renamings: dict[str, str] = {}
        self.old_names: dict[str, str] = {}
        self.new_names: dict[str, str] = {}
        for step in steps:
            before, after = (Counter(move[side] for move in step) for side in (BEFORE, AFTER))
            for move in step:
                alone = move.before == move.after and before[move.before] == after[move.after] == 1
                (self.renamings if alone else self.changes).setdefault(move.before, move.date)
                self.old_names.setdefault(move.before, move.name_before)
                self.new_names[move.after] = move.name_after

    def date(self, old: str) -> str:
        """Give the date of the first change of code or territory, or else of name."""
        return self.changes.get(old) or self.renamings[old]


def _rows(origins: Origins, existing: Iterable[str], story: _Story) -> Iterator[tuple[object, ...]]:
    shares = Counter(old for parts in origins.values() for old in parts)
    for new, parts in origins.items():
        exact = all(shares[old] == 1 for old in parts)
        for old in parts:
            names = story.old_names.get(old, ""), story.new_names.get(new, "")
            kind = _kind(old, new, shares[old], len(parts), changed=names[0] != names[1])
            if kind:
                yield old, new, story.date(old), kind, exact, len(parts), *names
    for old in set(existing) - set(shares):
        yield old, None, story.date(old), "end", False, 1, story.old_names[old], None


def _kind(old: str, new: str, shares: int, parts: int, *, changed: bool) -> str:
    if shares > 1:
        return "split"
    if parts > 1:
        return "merge"
    return "code_change" if old != new else "name_change" * changed


def _communes(events: pd.DataFrame) -> pd.DataFrame:
    """Keep the events of communes, creations and suppressions among them; not those inside communes."""
    kinds = [COMMUNE, ""]
    return events[events["type_before"].isin(kinds) & events["type_after"].isin(kinds)]


def _between(events: pd.DataFrame, year: int) -> list[Move]:
    low, high = sorted([_first_day(year), _first_day(TARGET)])
    kept = _communes(events[(events["date"] > low) & (events["date"] <= high)])
    columns = ["date", "code_before", "code_after", "insee_mod", "name_before", "name_after"]
    names = kept["plain_name_before"] == kept["plain_name_after"]
    rows = zip(*(kept[column].tolist() for column in columns), names.tolist(), strict=True)
    return sorted({Move(d, b, a, mod, same, nb, na) for d, b, a, mod, nb, na, same in rows})


def _first_day(year: int) -> str:
    return f"{year}-01-01"


def _steps(moves: list[Move], *, back: bool) -> list[list[Move]]:
    """Put moves in order: each step is a set of moves that happen together. ``back`` undoes them."""
    days = groupby(moves, key=lambda move: move.date)
    steps = [step for _, day in days for step in _rounds(list(day))]
    return [[_undone(move) for move in step] for step in reversed(steps)] if back else steps


def _rounds(day: list[Move]) -> Iterator[list[Move]]:
    while day:
        born = {move.after for move in day if move.before != move.after}
        stays = {move.before for move in day if move.before == move.after}
        ready = [move for move in day if move.before not in born - stays] or day
        yield ready
        done = set(ready)
        day = [move for move in day if move not in done]


def _undone(move: Move) -> Move:
    return Move(move.date, move.after, move.before, "", move.same_name, move.name_after, move.name_before)


def _existing(events: pd.DataFrame, year: int) -> tuple[set[str], set[str]]:
    """Tell the codes of the events that were communes on 1 January of a year from those that were not.

    The last event until then decides, or else the first one after. On one day, a code that stays existed
    before and after; one that both came and went did neither.
    """
    moves, day = _communes(events), _first_day(year)
    stays = moves["code_before"] == moves["code_after"]
    parts = [
        moves[stays].assign(code=moves["code_after"], then=STAYS),
        moves[~stays].assign(code=moves["code_after"], then=CAME),
        moves[~stays].assign(code=moves["code_before"], then=WENT),
    ]
    marks = pd.concat(parts)[["date", "code", "then"]].sort_values(["date", "then"])
    marks = marks[marks["code"] != ""]
    past = marks[marks["date"] <= day].replace({"then": {STAYS: LEFT}}).sort_values(["date", "then"])
    last = past.drop_duplicates("code", keep="last").set_index("code")["then"] != WENT
    first = marks[~marks["code"].isin(last.index)].drop_duplicates("code").set_index("code")["then"] != CAME
    known = pd.concat([last, first])
    return set(known.index[known]), set(known.index[~known])


def _replay(steps: list[list[Move]], origins: Origins) -> Origins:
    for step in steps:
        shares = _shares(step, origins)
        gone = {move.before for move in step}
        after: dict[str, frozenset[str]] = {}
        for move in step:
            share = shares.get((move.before, move.after), origins.get(move.before, frozenset()))
            after[move.after] = after.get(move.after, frozenset()) | share
        kept = {code: parts for code, parts in origins.items() if code not in gone}
        joined = {code: parts | kept.get(code, frozenset()) for code, parts in after.items() if code}
        origins = kept | joined
    return origins


def _shares(step: list[Move], origins: Origins) -> Mapping[tuple[str, str], frozenset[str]]:
    """Give back to communes that are re-established what they were before, where that is sure."""
    shares: dict[tuple[str, str], frozenset[str]] = {}
    restored = sorted((move for move in step if move.mod == RESTORED), key=lambda move: move.before)
    for parent, moves in groupby(restored, key=lambda move: move.before):
        for child, share in _given_back(list(moves), origins.get(parent, frozenset())).items():
            shares[parent, child] = share
    return shares


def _given_back(moves: list[Move], whole: frozenset[str]) -> dict[str, frozenset[str]]:
    """Share ``whole`` between the children: each its own, the rest to the one that kept the parent's name."""
    shares = {move.after: whole & {move.after} for move in moves if not move.same_name}
    rest = whole.difference(*shares.values())
    heirs = [move.after for move in moves if move.same_name]
    sure = all(shares.values()) and len(heirs) == bool(rest)
    return shares | dict.fromkeys(heirs, rest) if sure else {}
