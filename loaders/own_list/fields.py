"""What a list of initiatives may hold, and which of its columns hold it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from loaders.own_list.words import folded

CLOSE: Final = 88
"""Least likeness (0 to 100) of a column's name with one that is known."""


@dataclass(frozen=True)
class Field:
    """One kind of cell: its title in the template, what it holds, other names that columns have for it."""

    id: str
    title: str
    meaning: str
    example: str
    names: tuple[str, ...] = ()


EXAMPLE: Final = "Exemple à effacer"
"""Name of the row that shows how the template is filled."""
FIELDS: Final = (
    Field(
        "name",
        "Nom",
        "Nom de l’initiative (obligatoire)",
        EXAMPLE,
        ("initiative", "intitule", "titre", "denomination", "structure", "raison sociale", "organisme"),
    ),
    Field(
        "commune",
        "Commune",
        "Nom de la commune, ou son code dans la colonne suivante",
        "Nœux-les-Mines",
        ("ville", "localite", "nom commune", "nom de la commune", "libelle commune", "municipalite"),
    ),
    Field(
        "code_commune",
        "Code commune",
        "Code Insee de la commune (pas le code postal)",
        "62617",
        ("code insee", "insee", "code insee commune", "codgeo", "code officiel geographique", "insee com"),
    ),
    Field(
        "postcode",
        "Code postal",
        "Départage les communes de même nom",
        "62290",
        ("cp", "postal", "code poste"),
    ),
    Field("lat", "Latitude", "Degrés, si le lieu exact est connu", "", ("lat", "y", "latitude wgs84")),
    Field(
        "lon",
        "Longitude",
        "Degrés, si le lieu exact est connu",
        "",
        ("lon", "lng", "long", "x", "longitude wgs84"),
    ),
    Field("kind", "Type", "Épicerie solidaire, tiers-lieu…", "épicerie solidaire", ("categorie", "nature")),
    Field(
        "domain",
        "Domaine",
        "Alimentation, emploi, énergie… séparés par une virgule",
        "alimentation",
        ("theme", "thematique", "secteur", "activite", "domaines"),
    ),
    Field(
        "legal_form",
        "Forme juridique",
        "Association, SCIC, commune…",
        "association",
        ("statut juridique", "forme"),
    ),
    Field(
        "initiator",
        "Initiateur",
        "Qui a lancé l’initiative",
        "habitants",
        ("porteur", "a l initiative de", "porteur de projet", "fondateur"),
    ),
    Field(
        "year",
        "Année",
        "Année de départ, quatre chiffres",
        "2019",
        ("date", "annee de creation", "creation", "debut"),
    ),
    Field(
        "source",
        "Source",
        "Adresse ou document où le fait se vérifie",
        "",
        ("lien", "url", "site", "site web", "reference"),
    ),
    Field("source_date", "Date de la source", "", "", ("date source", "consulte le", "mise a jour")),
    Field("note", "Remarque", "", "", ("commentaire", "description", "observation", "notes", "precisions")),
)
"""In the order of the template."""
BY_ID: Final = {field.id: field for field in FIELDS}


def recognised(columns: Sequence[str]) -> dict[str, str]:
    """Tell which column of a file holds which field; those that are like none are left out.

    Parameters
    ----------
    columns
        Names of the columns, as the file has them.

    Returns
    -------
    mapping
        Field id to name of column. A column serves one field at most: the same name first, then a close one.
    """
    free = {column: folded(column) for column in columns}
    mapping: dict[str, str] = {}
    for find in (_same, _close):
        for field in FIELDS:
            column = None if field.id in mapping else find(field, free)
            if column is not None:
                mapping[field.id] = column
                del free[column]
    return {field.id: mapping[field.id] for field in FIELDS if field.id in mapping}


def _names(field: Field) -> list[str]:
    return [folded(field.title), folded(field.id), *field.names]


def _same(field: Field, free: Mapping[str, str]) -> str | None:
    places = {key: column for column, key in reversed([*free.items()])}
    return next((places[name] for name in _names(field) if name in places), None)


def _close(field: Field, free: Mapping[str, str]) -> str | None:
    long = [name for name in _names(field) if len(name) > 3]  # noqa: PLR2004 (« cp » is close to anything)
    found = [
        (match[1], column)
        for column, key in free.items()
        if (match := process.extractOne(key, long, scorer=fuzz.ratio, score_cutoff=CLOSE))
    ]
    return max(found)[1] if found else None
