"""The second page for the template: contrasts, what lies near, twins, what is missing, what all rests on."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from reports import content
from reports.sheet.limits import LONG, MOST, Cell, cut
from viz.french import NNBSP, number

if TYPE_CHECKING:
    from reports.model import Missing, Nearby, Portrait

LOW, HIGH = 80.0, 120.0
"""The scale of indices reaches at least so far on both sides of 100."""
NAMES: Final = 150
"""Characters of a list of names: the last name is whole."""


def contrast_of(portrait: Portrait, known: tuple[str, ...]) -> Cell | None:
    """Return the table of indices with the ends of their common scale, or None without any."""
    found = content.contrast(portrait)
    if found is None:
        return None
    rows = found.rows[: MOST["contrasts"]]
    indices = [index for row in rows for index in row.indices if not isnan(index)]
    return {
        "title": "Contrastes",
        "corner": f"100 = valeur de{NNBSP}:",
        "heads": [cut(head, "head") for head in found.heads],
        "low": min([*indices, LOW]),
        "high": max([*indices, HIGH]),
        "note": cut(found.note, "text"),
        "rows": [
            {
                "title": cut(row.title, "title"),
                "detail": cut(f"{row.value}, {row.year}", "head"),
                "refs": content.numbers(known, [row.source]),
                "indices": [_index(index) for index in row.indices],
            }
            for row in rows
        ],
    }


def _index(index: float) -> Cell:
    missing = isnan(index)
    return {"value": None if missing else index, "text": "n.d." if missing else number(index)}


def nearby_of(portrait: Portrait, known: tuple[str, ...]) -> list[Cell]:
    """Return heritage elements, shafts and initiatives."""
    return [
        {
            "title": cut(item.title, "title"),
            "inside": number(item.inside),
            "text": cut(_without_title(item), "line"),
            "names": cut(content.some_names(item.names, NAMES), "line"),
            "refs": content.numbers(known, [item.source]),
        }
        for item in portrait.nearby[: MOST["nearby"]]
    ]


def _without_title(item: Nearby) -> str:
    """Return what is said of places, without the title that stands above."""
    text = item.text.removeprefix(item.title).lstrip(f" {NNBSP}:")
    return f"{text[:1].upper()}{text[1:]}"


def twins_of(portrait: Portrait) -> Cell:
    """Return the communes that resemble the subject."""
    rows = [
        {
            "name": cut(twin.name, "head"),
            "text": cut(
                f", {twin.departement}{f'. {_first_upper(twin.differs)}' if twin.differs else ''}", "line"
            ),
        }
        for twin in portrait.twins[: MOST["twins"]]
    ]
    return {"title": "Communes qui lui ressemblent", "rows": rows, "note": cut(portrait.twins_note, "line")}


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def missing_of(portrait: Portrait) -> list[Cell]:
    """Return what is not said and why; what two pages cannot hold is counted."""
    shown = portrait.missing[: MOST["missing"]]
    rest = len(portrait.missing) - len(shown)
    lines = [{"title": cut(item.title, "title"), "text": cut(_reason(item), "line")} for item in shown]
    more = {"title": f"Et {number(rest)} de plus", "text": f"{NNBSP}: voir le classeur de cette fiche."}
    return [*lines, more] if rest else lines


def _reason(item: Missing) -> str:
    year = f" ({item.year})" if item.year else ""
    return f"{year}{NNBSP}: {item.reason}"


def scope_of(portrait: Portrait) -> list[str]:
    """Return what the perimeter is, then on what each incomplete figure rests."""
    lines = [cut(line, "definition") for line in content.coverages(portrait)[: MOST["scope"]]]
    return [cut(portrait.subject.definition, "definition"), *lines]


def footer_of(portrait: Portrait) -> str:
    """Return the foot of each page: who speaks, of what perimeter; its first sentence is enough."""
    first = portrait.subject.definition.split(". ")[0].rstrip(".")
    return cut(f"{content.CREDIT}. {first}.", "line")[: LONG["line"]]
