"""The build report: rows read, kept and lost at joins, checks, comparisons, differences. Texts in French."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from loaders.crosscheck import Comparison
from loaders.errors import SAMPLE, ExpectationError
from loaders.french import typeset

Entry = dict[str, Any]
SECTIONS = ("table", "join", "check", "comparison", "difference")


@dataclass
class Report:
    """Collects entries as tables are built; each entry names its table."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in SECTIONS})

    def add_table(self, table: str, rows_read: int, rows_kept: int) -> None:
        """Record the rows of a table."""
        self.entries["table"].append({"name": table, "rows_read": rows_read, "rows_kept": rows_kept})

    def add_join(self, table: str, other: str, codes: pd.Series, known: Collection[str], reason: str) -> None:
        """Record a join of a table's codes with those another table knows, and what it loses."""
        wanted = set(known)
        lost = codes[[code not in wanted for code in codes.tolist()]]
        self.entries["join"].append(
            {
                "table": table,
                "with": other,
                "rows_read": len(codes),
                "rows_kept": len(codes) - len(lost),
                "rows_lost": len(lost),
                "codes_lost": sorted(lost.astype("str").unique())[:SAMPLE],
                "reason_fr": typeset(reason) if len(lost) else "aucune perte",
            }
        )

    def add_check(self, table: str, title: str, expected: float, found: float) -> None:
        """Record a known value; raise ExpectationError if it does not hold."""
        holds = expected == found
        entry = {
            "table": table,
            "title_fr": typeset(title),
            "expected": expected,
            "found": found,
            "ok": holds,
        }
        self.entries["check"].append(entry)
        if not holds:
            fault = f"{title} : attendu {expected}, trouvé {found}."
            raise ExpectationError(table, fault, "comparez la source avec data/sources.toml.")

    def add_comparison(self, table: str, found: Comparison) -> None:
        """Record what comparing two sources of the same figure found; labels have no ``largest_gap``."""
        gap = {} if found.largest_gap is None else {"largest_gap": found.largest_gap}
        entry = {
            "table": table,
            "title_fr": found.title,
            "first_fr": found.first,
            "second_fr": found.second,
            "compared": found.compared,
            "equal": found.equal,
            "differing": found.differing,
            **gap,
            "codes": list(found.codes),
            "detail_fr": found.detail,
        }
        self.entries["comparison"].append(entry)

    def add_difference(self, table: str, title: str, detail: str, codes: Sequence[str] = ()) -> None:
        """Record what two sources say differently, or a decision taken, with the codes concerned."""
        entry = {
            "table": table,
            "title_fr": typeset(title),
            "detail_fr": typeset(detail),
            "codes": list(codes),
        }
        self.entries["difference"].append(entry)

    def restricted(self, tables: Collection[str]) -> "Report":
        """Keep the entries of some tables (others may have been made on the way)."""
        kept = {name: [e for e in entries if table_of(e) in tables] for name, entries in self.entries.items()}
        return Report(kept)

    def merged(self, former: Entry, order: Sequence[str]) -> Entry:
        """Join this report with a former one: tables built now replace their former entries."""
        now = {entry["name"] for entry in self.entries["table"]}
        merged = {name: _merge(former.get(name, []), self.entries[name], now, order) for name in SECTIONS}
        if not self.entries["comparison"]:  # made when all tables are
            merged["comparison"] = former.get("comparison", [])
        return merged


def table_of(entry: Entry) -> str:
    """Return the table an entry speaks of."""
    return str(entry.get("table", entry.get("name")))


def _merge(former: list[Entry], new: list[Entry], now: set[str], order: Sequence[str]) -> list[Entry]:
    kept = [entry for entry in former if table_of(entry) not in now]
    return sorted([*kept, *new], key=lambda entry: list(order).index(table_of(entry)))


def lines(entries: Entry) -> list[str]:
    """Write a report for the terminal, in French."""
    texts = [
        f"  {e['name']} : {e['rows_read']} lignes lues, {e['rows_kept']} gardées" for e in entries["table"]
    ]
    texts += ["Jointures"]
    texts += [f"  {_join_line(e)}" for e in entries["join"]]
    texts += ["Valeurs connues"]
    texts += [f"  {e['title_fr']} : {e['found']} (attendu {e['expected']})" for e in entries["check"]]
    texts += ["Recoupements entre sources"]
    texts += [f"  {_comparison_line(e)}" for e in entries["comparison"]]
    texts += ["Écarts et décisions"]
    texts += [f"  {e['table']}, {e['title_fr']} : {e['detail_fr']}" for e in entries["difference"]]
    return ["Tables", *texts]


def _join_line(entry: Entry) -> str:
    counts = (
        f"{entry['rows_read']} lues, {entry['rows_kept']} appariées, {entry['rows_lost']} sans appariement"
    )
    codes = f", p. ex. {', '.join(entry['codes_lost'])}" if entry["codes_lost"] else ""
    return f"{entry['table']} × {entry['with']} : {counts} ({entry['reason_fr']}{codes})"


def _comparison_line(entry: Entry) -> str:
    sources = f"{entry['first_fr']} × {entry['second_fr']}"
    return f"{entry['table']}, {entry['title_fr']} ({sources}) : {entry['detail_fr']}"
