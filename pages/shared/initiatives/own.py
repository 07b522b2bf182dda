"""« Ma liste » : a reader's own file, checked and shown for this session only. Nothing of it is kept.

What is worked out stays in the session of the reader (`st.session_state`): never in a cache that readers
share, never in a file that the app serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from loaders import catalog
from loaders.errors import LoaderError
from loaders.own_list.check import DOUBT, GOOD, REFUSED, Checked, Outlines, check_list
from loaders.own_list.downloads import csv_file, template_notes, template_table, workbook
from loaders.own_list.duplicates import likely_duplicates, repeated
from loaders.own_list.fields import FIELDS, recognised
from loaders.own_list.files import MOST_ROWS, Upload, read_own_list
from pages.shared import data
from pages.shared.gazetteer import cached_gazetteer
from pages.shared.initiatives.enriched import enriched
from pages.shared.initiatives.own_report import show_report
from pages.shared.initiatives.own_rows import show_own_map
from pages.shared.initiatives.words import OWN
from pages.shared.typography import said
from pages.shared.widgets import control
from viz.french import counted, number

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from pages.shared.url_state import State

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SESSION: Final = "own_list"
UPLOADER: Final = "own_list_file"
NONE: Final = "— aucune colonne —"
PLACES: Final = ("commune", "code_commune", "postcode", "lat")


@dataclass(frozen=True)
class Own:
    """A reader's list, worked out: what was read, how it was mapped, checked, and compared."""

    key: str
    upload: Upload
    checked: Checked
    duplicates: pd.DataFrame
    repeats: pd.Series


def show_own(state: State) -> None:  # noqa: ARG001 (the list is the reader's, whatever the perimeter)
    """Draw the template, the upload, the mapping, the report, the map and the downloads."""
    st.subheader("Ma liste, vérifiée et située")
    st.html(f'<p class="bm-block-lead">{said(OWN)}</p>')
    _templates()
    file = st.file_uploader(
        said(f"Mon fichier (CSV ou XLSX, {number(MOST_ROWS)} lignes et 10 Mo au plus)"),
        type=["csv", "txt", "tsv", "xlsx"],
        key=UPLOADER,
    )
    if file is None:
        st.session_state.pop(SESSION, None)
        return
    content = file.getvalue()
    try:
        upload = _read(content, file.name)
    except LoaderError as error:
        st.error(
            said(str(error).replace("'", "’").replace("{", "(").replace("}", ")")), icon=":material/error:"
        )
        return
    mapping = _mapping(upload, sha256(content).hexdigest()[:12])
    if "name" not in mapping or not set(mapping) & set(PLACES):
        st.warning("Dites quelle colonne donne le nom, et laquelle donne la commune, son code ou un point.")
        return
    _show(_worked_out(content, upload, mapping))


def _offer(label: str, stem: str, icon: str, book: Callable[[], bytes], text: Callable[[], bytes]) -> None:
    """Offer a list as XLSX and as CSV, each made when it is asked for."""
    with st.container(horizontal=True):
        for kind, mime, make in (("xlsx", XLSX, book), ("csv", "text/csv", text)):
            st.download_button(
                f"{label} ({kind.upper()})",
                make,
                file_name=f"{stem}.{kind}",
                mime=mime,
                icon=icon,
                on_click="ignore",
            )


def _templates() -> None:
    _offer(
        "Modèle",
        "modele_initiatives",
        ":material/table:",
        lambda: workbook(template_table(), template_notes()),
        lambda: csv_file(template_table()),
    )


def _read(content: bytes, name: str) -> Upload:
    """Read the file, or give back what this session read of the same bytes."""
    key = sha256(content).hexdigest()
    kept: tuple[str, Upload] | None = st.session_state.get(f"{SESSION}_read")
    if kept and kept[0] == key:
        return kept[1]
    upload = read_own_list(content, name)
    st.session_state[f"{SESSION}_read"] = (key, upload)
    return upload


def _mapping(upload: Upload, key: str) -> dict[str, str]:
    """Offer the column of each field, those recognised already chosen."""
    columns, proposed = list(upload.cells.columns), recognised(list(upload.cells.columns))
    complete = "name" in proposed and bool(set(proposed) & set(PLACES))
    found = counted(len(proposed), "colonne reconnue", "colonnes reconnues")
    lines = counted(len(upload.cells), "ligne")
    told = said(f"{upload.told} : {lines}, {found} sur {number(len(columns))}")
    chosen: dict[str, str] = {}
    with st.expander(f"Colonnes : {told}", expanded=not complete):
        places = st.columns(3)
        for n, field in enumerate(FIELDS):
            name = f"own_column_{key}_{field.id}"
            if name not in st.session_state:
                control(name, proposed.get(field.id, NONE))
            with places[n % 3]:
                column = st.selectbox(field.title, [NONE, *columns], key=name, help=field.meaning or None)
            if column != NONE:
                chosen[field.id] = column
    return chosen


def _outlines() -> Outlines:
    return Outlines(
        lambda: catalog.read_boundaries("departements").geometry,
        lambda codes: catalog.read_boundaries("communes", sorted(codes)).geometry,
    )


def _worked_out(content: bytes, upload: Upload, mapping: dict[str, str]) -> Own:
    """Check the list, or give back what this session found for the same file and columns."""
    key = sha256(content + repr(sorted(mapping.items())).encode()).hexdigest()
    kept: Own | None = st.session_state.get(SESSION)
    if kept and kept.key == key:
        return kept
    with st.spinner("Vérification de chaque ligne…"):
        checked = check_list(upload.cells, mapping, cached_gazetteer(), _outlines())
        own = Own(
            key,
            upload,
            checked,
            likely_duplicates(checked.kept, data.cached_table("initiatives")),
            repeated(checked.kept),
        )
    st.session_state[SESSION] = own
    return own


def _show(own: Own) -> None:
    levels = own.checked.rows["level"].value_counts()
    good, doubt, refused = (int(levels.get(level, 0)) for level in (GOOD, DOUBT, REFUSED))
    known = counted(len(own.duplicates), "doublon probable", "doublons probables")
    again = counted(len(own.repeats), "ligne répétée", "lignes répétées")
    verdicts = f"{counted(good, 'bonne')}, {number(doubt)} à vérifier, {counted(refused, 'écartée')}"
    total = counted(len(own.checked.rows), "ligne")
    st.markdown(said(f"**{total}** : {verdicts}. {known} de la liste du site, {again} dans le fichier."))
    if len(own.checked.kept):
        show_own_map(own.checked, own.duplicates)
    show_report(own.checked, own.duplicates, own.repeats)
    _downloads(own)


def _downloads(own: Own) -> None:
    def table() -> Any:  # noqa: ANN401 (a frame of text)
        return enriched(own.upload.cells, own.checked, own.duplicates, own.repeats)

    _offer(
        "Ma liste enrichie",
        "ma_liste_enrichie",
        ":material/download:",
        lambda: workbook(table()),
        lambda: csv_file(table()),
    )
