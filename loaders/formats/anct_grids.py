"""Density, rurality and centrality of communes, as the ANCT publishes them (state of July 2026).

Three CSV files with a byte-order mark, one row per commune, a label instead of a code. Labels of two files
start with a space. Facts of the files: the 129 communes overseas have the label `` - undefined`` in the
centrality file, and 74 communes merged since the typology of ruralities was made have none in it.
"""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from loaders.checks import require_among, require_codes, require_unique
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited

GEOGRAPHY = 2025
"""Year of the commune codes: the 34,875 of COG 2025 (COG 2026 has the same)."""
DENSITY_CODES = {
    "Grands centres urbains": "1",
    "Centres urbains intermédiaires": "2",
    "Ceintures urbaines": "3",
    "Petites villes": "4",
    "Bourgs ruraux": "5",
    "Rural à habitat dispersé": "6",
    "Rural à habitat très dispersé": "7",
}
"""Seven levels of INSEE's grid, from dense to sparse. The file has no code: the numbers are INSEE's order."""
OUT_OF_SCOPE = "Hors champ : DOM ou commune urbaine"
CHANGED = "Commune dont le périmètre a changé depuis la réalisation de la typologie"
RURALITIES = (
    "Les petites polarités industrielles et artisanales",
    "Les petites polarités mixtes",
    "Les ruralités productives agricoles",
    "Les ruralités productives ouvrières",
    "Les ruralités résidentielles aisées",
    "Les ruralités résidentielles mixtes",
    "Les ruralités touristiques spécialisées",
    "Les ruralités touristiques à dominante résidentielle",
)
"""Types of rural communes; ``OUT_OF_SCOPE`` and ``CHANGED`` stand beside them in the file."""
CENTRALITIES = (
    "Communes non centre",
    "Centre local d'équipements et de services",
    "Centre intermédiaire d'équipements et de services",
    "Centre structurant d'équipements et de services",
    "Centre majeur d'équipements et de services",
)
"""Levels from none to highest."""
UNDEFINED = "- undefined"
"""What the centrality file writes for the communes overseas."""


def load_density(path: Path) -> pd.DataFrame:
    """Read the density level of every commune.

    Returns
    -------
    density
        Sorted by ``code_commune``: ``name``, ``density_level`` (INSEE's label) and ``density_code``, "1"
        (large urban centre) to "7" (very dispersed rural).

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, has another layout, an unknown label, or a code that is malformed or twice there.
    """
    density = _labels(path, "niveau_densite", "density_level", DENSITY_CODES)
    return density.assign(density_code=density["density_level"].map(DENSITY_CODES))


def load_rurality(path: Path) -> pd.DataFrame:
    """Read the type of rurality of every commune.

    Returns
    -------
    rurality
        Sorted by ``code_commune``: ``name`` and ``rurality_type``, one of ``RURALITIES``, ``OUT_OF_SCOPE``
        (urban or overseas) or ``CHANGED`` (merged since, without type).

    Raises
    ------
    SourceError, SchemaError, CodeError
        As ``load_density``.
    """
    return _labels(path, "niveau_ruralite", "rurality_type", (*RURALITIES, OUT_OF_SCOPE, CHANGED))


def load_centrality(path: Path) -> pd.DataFrame:
    """Read the level of centrality of every commune.

    Returns
    -------
    centrality
        Sorted by ``code_commune``: ``name`` and ``centrality_level``, one of ``CENTRALITIES``, missing where
        the file has ``- undefined``.

    Raises
    ------
    SourceError, SchemaError, CodeError
        As ``load_density``.
    """
    centrality = _labels(path, "niveau_centralite", "centrality_level", (*CENTRALITIES, UNDEFINED))
    levels = centrality["centrality_level"]
    return centrality.assign(centrality_level=levels.mask(levels == UNDEFINED))


def _labels(path: Path, column: str, name: str, levels: Collection[str]) -> pd.DataFrame:
    columns = {"insee_com": "code_commune", "lib_com": "name", column: name}
    raw = read_delimited(read_bytes(path), path, columns, separator=",")
    require_codes(raw["code_commune"], path)
    require_unique(raw, ["code_commune"], path)
    labels = raw.assign(**{name: raw[name].str.strip()})
    require_among(labels[name], levels, path)
    return labels.sort_values("code_commune", ignore_index=True)
