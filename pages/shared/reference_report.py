"""The part « Rapport de construction » of the reference page, from the report of the last build."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from loaders import catalog
from pages.shared import data
from pages.shared.reference_text import cached_titles, enumeration, fold, plain, prose, table
from viz.french import counted, number

if TYPE_CHECKING:
    from pages.shared.url_state import State

SHORT: Final = 5  # codes shown without folding


def show_report(_state: State) -> None:
    """Draw what the last build read, kept, lost, verified and found different."""
    report = catalog.read_build_report()
    st.header("Rapport de construction")
    st.html(f'<p class="bm-definition">{prose(summary(report))}</p>')
    for title, content in (
        ("Contrôles", checks_table(report["check"])),
        ("Le même chiffre dans deux sources", comparisons_text(report.get("comparison", []))),
        ("Différences entre sources et décisions prises", differences_list(report["difference"])),
        ("Rapprochements : lignes lues, gardées, perdues", joins_table(report["join"])),
        ("Lignes de chaque table", tables_table(report["table"])),
    ):
        st.subheader(plain(title))
        st.html(content)


def summary(report: dict[str, Any]) -> str:
    """Say in one paragraph how the last build went."""
    checks, joins = report["check"], report["join"]
    held = sum(item["ok"] for item in checks)
    losing = [item for item in joins if item["rows_lost"]]
    lines = sum(item["rows_kept"] for item in report["table"])
    verdict = "tous tenus" if held == len(checks) else f"dont {counted(held, 'tenu')}"
    return (
        f"{counted(len(report['table']), 'table')} et {counted(lines, 'ligne')}. "
        f"{counted(len(checks), 'contrôle')} sur des valeurs connues, {verdict}. "
        f"{counted(len(joins), 'rapprochement')} entre fichiers, dont {number(len(losing))} qui laissent "
        "des lignes de côté : leur nombre et la raison sont dits plus bas."
    )


def checks_table(checks: list[dict[str, Any]]) -> str:
    """Return the known values that the tables must hold, with what was found."""
    rows = [
        (
            prose(_check_title(item)),
            _value(item["expected"]),
            _value(item["found"]),
            "✓ tenu" if item["ok"] else "<b>✗ écart</b>",
        )
        for item in checks
    ]
    return table("Contrôles", ("Contrôle", "Attendu", "Trouvé", "Résultat"), rows, (1, 2))


def _check_title(item: dict[str, Any]) -> str:
    """Return the title of a check; the name of its table, at the end, gives way to the title of the table."""
    title, name = str(item["title_fr"]), str(item["table"])
    return f"{title.removesuffix(name)}: {cached_titles()[name]}" if title.endswith(f" {name}") else title


def _value(found: float) -> str:
    return number(found, 0 if float(found).is_integer() else 1)


def _table_title(name: str) -> str:
    return prose(cached_titles().get(name, name))


def joins_table(joins: list[dict[str, Any]]) -> str:
    """Return the rows read, kept and lost at each join, those with losses first."""
    ordered = sorted(joins, key=lambda item: not item["rows_lost"])
    rows = [
        (
            _table_title(item["table"]),
            _table_title(item["with"]),
            *(number(item[f"rows_{what}"]) for what in ("read", "kept", "lost")),
            _reason(item),
        )
        for item in ordered
    ]
    heads = ("Table", "Rapprochée de", "Lues", "Gardées", "Sans correspondance", "Raison")
    return table("Rapprochements", heads, rows, (2, 3, 4))


def _reason(item: dict[str, Any]) -> str:
    sample = f" Par exemple : {', '.join(item['codes_lost'])}." if item["codes_lost"] else ""
    return prose(f"{_sentence(item['reason_fr'])}{sample}" if item["rows_lost"] else "Aucune perte.")


def tables_table(tables: list[dict[str, Any]]) -> str:
    """Return the rows read and kept of each table."""
    rows = [
        (_table_title(item["name"]), number(item["rows_read"]), number(item["rows_kept"])) for item in tables
    ]
    return table("Lignes de chaque table", ("Table", "Lignes lues", "Lignes gardées"), rows, (1, 2))


def comparisons_text(comparisons: list[dict[str, Any]]) -> str:
    """Return how far two sources of one figure agree: a fold per pair of sources, differing ones first."""
    if not comparisons:
        return "<p>Aucun recoupement à la dernière construction.</p>"
    agreeing = [item for item in comparisons if not item["differing"]]
    introduction = (
        f"{counted(len(comparisons), 'recoupement')}, dont {number(len(agreeing))} sans aucune différence. "
        "Aucune valeur n’est changée pour autant : les deux sources sont seulement mises côte à côte."
    )
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in comparisons:
        groups.setdefault(f"{item['first_fr']} × {item['second_fr']}", []).append(item)
    ordered = sorted(groups.items(), key=lambda group: not _n_differing(group[1]))
    folds = "".join(_comparison_fold(sources, items) for sources, items in ordered)
    return f"<p>{prose(introduction)}</p>{folds}"


def _n_differing(items: list[dict[str, Any]]) -> int:
    return sum(item["differing"] > 0 for item in items)


def _comparison_fold(sources: str, items: list[dict[str, Any]]) -> str:
    """Return the figures of one pair of sources, folded; the title says whether they all agree."""
    apart = _n_differing(items)
    several = f"{number(apart)} " if apart < len(items) else ""
    verdict = f"{several}avec des différences" if apart else "aucune différence"
    ordered = sorted(items, key=lambda item: not item["differing"])
    rows = [(_compared(item), *(number(item[key]) for key in ("equal", "differing"))) for item in ordered]
    content = table(f"Recoupements : {sources}", ("Chiffre", "Égales", "Différentes"), rows, (1, 2))
    return fold(plain(f"{sources} : {counted(len(items), 'chiffre')}, {verdict}"), content)


def _compared(item: dict[str, Any]) -> str:
    """Return a figure with what was found, and the communes that differ."""
    detail = f'<p class="bm-origin">{prose(item["detail_fr"])}</p>'
    return f"{prose(item['title_fr'])}{detail}{_largest_gaps(item)}"


def _largest_gaps(item: dict[str, Any]) -> str:
    """Return the communes that a comparison names, as a part of those that differ."""
    known = _named(item["codes"])
    if not known:
        return ""
    title = f"{counted(len(known), 'commune')} sur {number(item['differing'])}"
    return fold(title, f"<p>{_enumerated(known)}.</p>")


def differences_list(differences: list[dict[str, Any]]) -> str:
    """Return the cross-checks between sources and what was done with each difference."""
    entries = [
        f'<article class="bm-entry"><h4>{prose(item["title_fr"])}</h4>'
        f'<p class="bm-origin">{_table_title(item["table"])}</p><p>{prose(_sentence(item["detail_fr"]))}</p>'
        f"{_places(item['codes'])}</article>"
        for item in differences
    ]
    return f'<div class="bm-entries">{"".join(entries)}</div>'


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _places(codes: list[str]) -> str:
    """Return the communes of a list of codes; a long list is folded, other codes are left to the text."""
    known = _named(codes)
    if not known:
        return ""
    text = f"<p>{_enumerated(known)}.</p>"
    return text if len(known) <= SHORT else fold(f"Les {len(known)} communes", text)


def _named(codes: list[str]) -> list[str]:
    names = data.cached_france()["name"]
    return [f"{names[code]} ({code})" for code in codes if code in names.index]


def _enumerated(texts: list[str]) -> str:
    return html.escape(plain(enumeration(texts)), quote=False)
