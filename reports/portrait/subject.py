"""Who a portrait is about: name, where it lies, what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from reports import model
from reports.portrait.words import ZONES, place_of, title_of
from reports.tables import LATEST
from viz.french import NNBSP, counted, number, of_name

if TYPE_CHECKING:
    from reports.portrait.choice import Subject
    from reports.tables import Tables

MEMBERSHIPS: Final = {
    "mbm_250": "Bassin minier (Mission Bassin Minier)",
    "insee_336": "Bassin minier de l’Insee",
    "unesco_property_87": "bien inscrit au patrimoine mondial",
    "unesco_buffer_124": "zone tampon du bien inscrit",
}
COMMUNE: Final = "Commune, code Insee {code}, dans ses limites au 1er janvier 2025."
GROUP: Final = "Liste de communes choisie par le lecteur, dans leurs limites au 1er janvier 2025."


def described(tables: Tables, subject: Subject) -> model.Subject:
    """Return the subject with its words."""
    rows = tables.communes.loc[subject.codes]
    name = title_of(tables, subject.id, subject.name)
    return model.Subject(
        id=subject.id,
        kind="commune" if subject.commune else "territory",
        name=name,
        place=place_of(tables, subject.id, subject.name),
        codes=tuple(subject.codes),
        definition=_definition(tables, subject),
        facts=_facts(rows) if subject.commune else _group_facts(tables, rows),
        memberships=_memberships(rows) if subject.commune else (),
        notes=_notes(tables, subject),
    )


def _definition(tables: Tables, subject: Subject) -> str:
    """Say what the perimeter is and how many communes it has."""
    if subject.commune:
        return COMMUNE.format(code=subject.commune)
    size = counted(len(subject.codes), "commune")
    known = tables.perimeters.get(subject.id)
    if known:
        return f"{known.title}, {size}. {known.definition} Source du périmètre{NNBSP}: {known.source}."
    if subject.id.startswith("groupe_") or not subject.id:
        return f"{GROUP} {size.capitalize()}."
    return f"{title_of(tables, subject.id)}, {size} au 1er janvier 2025 (code officiel géographique)."


def _facts(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return short lines about a commune."""
    row = rows.iloc[0]
    lines = [f"Code Insee {rows.index[0]}", f"{row['departement_name']} ({row['code_departement']})"]
    if pd.notna(row["epci_name"]):
        lines.append(str(row["epci_name"]))
    if pd.notna(row["ze2020_name"]):
        lines.append(_zone("ze", row["ze2020_name"]))
    if pd.notna(row["aav2020_name"]) and row["code_aav2020"] != "000":
        area = _zone("aav", row["aav2020_name"])
        lines.append(f"{area} ({_lower(row['aav2020_category_name'])})")
    if pd.notna(row["density_level"]):
        lines.append(f"{row['density_level']} (grille de densité)")
    if pd.notna(row["area_km2"]):
        lines.append(f"{number(float(row['area_km2']), 1)} km²")
    return (*lines, *_programmes(row))


def _zone(kind: str, name: object) -> str:
    return f"{ZONES[kind]} {of_name(str(name))}".replace("'", "’")


def _programmes(row: pd.Series) -> list[str]:
    """Return the programmes of the State that a commune is part of."""
    lines = []
    if row["qpv_2024_count"]:
        n = int(row["qpv_2024_count"])
        lines.append(counted(n, "quartier prioritaire", "quartiers prioritaires"))
    if pd.notna(row["code_acv"]):
        lines.append("Action cœur de ville")
    if pd.notna(row["pvd_2021"]) and bool(row["pvd_2021"]):
        lines.append("Petites villes de demain")
    if pd.notna(row["territoire_industrie"]):
        lines.append(f"Territoire d’industrie {row['territoire_industrie']}")
    return lines


def _lower(text: object) -> str:
    words = str(text)
    return words[:1].lower() + words[1:]


def _group_facts(tables: Tables, rows: pd.DataFrame) -> tuple[str, ...]:
    """Return short lines about several communes."""
    places = rows.groupby("code_departement").size()
    where = ", ".join(f"{tables.departements[str(code)].name} ({n})" for code, n in places.items())
    people = tables.population(LATEST).loc[rows.index]
    largest = ", ".join(rows.loc[people.nlargest(3).index, "name"])
    lines = [counted(len(rows), "commune"), where]
    if len(rows) > 1:
        lines.append(f"Communes les plus peuplées{NNBSP}: {largest}")
    if rows["area_km2"].notna().all():
        lines.append(f"{number(float(rows['area_km2'].sum()), 0)} km²")
    inside = int(rows["mbm_250"].eq(True).sum())  # noqa: FBT003
    if 0 < inside < len(rows):
        lines.append(f"{counted(inside, 'commune')} dans le Bassin minier")
    return tuple(lines)


def _memberships(rows: pd.DataFrame) -> tuple[str, ...]:
    row = rows.iloc[0]
    return tuple(title for flag, title in MEMBERSHIPS.items() if bool(row[flag]))


def _notes(tables: Tables, subject: Subject) -> tuple[str, ...]:
    """Say what mergers did to the communes."""
    changes = tables.table("commune_changes")
    since = changes[changes["new_code"].isin(subject.codes) & changes["kind"].eq("merge")]
    names = tables.communes.loc[sorted(since["new_code"].unique()), "name"]
    if names.empty:
        return ()
    last = since["date"].max()[:4]
    if subject.commune:
        return (
            f"Commune nouvelle ({last})\u202f: les chiffres plus anciens réunissent les communes d’alors.",
        )
    return (f"Réunions de communes dans ce périmètre\u202f: {', '.join(names[:6])}.",)
