"""Code officiel géographique (INSEE, COG 2025 and 2026): the communes, what is inside them, what befell them.

CSV, commas, UTF-8, CRLF. ``v_commune`` lists communes (``TYPECOM`` COM) together with municipal districts
(ARM), delegated (COMD) and associated (COMA) communes; ``v_mvt_commune`` the events since 1943. Facts of the
files:

- both editions have 34,875 communes, the same: 2026 only has new names and fewer delegated communes;
- a delegated commune may bear the code of the commune that it belongs to (599 times in 2025);
- 17 communes (Mayotte) have no arrondissement, 56 no canton;
- a code may be born and gone on one day: 44225 and 50649 on 1 January 2018, when 49144 and 14513 changed
  département and merged at once;
- a creation may have no commune before, a suppression none after: the edition of 2026 added those overseas
  (1946, Mayotte on 31 March 2011, Saint-Barthélemy and Saint-Martin in 2007).
"""

from pathlib import Path

import pandas as pd

from loaders.checks import require_among, require_codes, require_unique
from loaders.errors import SchemaError, sample
from loaders.reading.archives import read_bytes
from loaders.reading.delimited import read_delimited

COMMUNE = "COM"
PARTS = {"ARM": "arrondissement municipal", "COMD": "commune déléguée", "COMA": "commune associée"}
"""Types of what is inside a commune."""
EVENTS = {
    "10": "changement de nom",
    "20": "création",
    "21": "rétablissement",
    "30": "suppression",
    "31": "fusion simple",
    "32": "création de commune nouvelle",
    "33": "fusion-association",
    "34": "transformation de fusion-association en fusion simple",
    "35": "suppression de commune déléguée",
    "41": "changement de code dû à un changement de département",
    "50": "changement de code dû à un transfert de chef-lieu",
    "70": "transformation de commune associée en commune déléguée",
    "71": "rétablissement de commune déléguée",
    "72": "création de commune déléguée",
}
"""Kinds of events (column ``MOD``), with INSEE's titles; 71 and 72 came after its list of 2023."""
COMMUNE_COLUMNS = {
    "TYPECOM": "type",
    "COM": "code_commune",
    "LIBELLE": "name",
    "DEP": "code_departement",
    "REG": "code_region",
    "CTCD": "code_ctcd",
    "ARR": "code_arrondissement",
    "CAN": "code_canton",
    "COMPARENT": "parent",
}
EVENT_COLUMNS = {
    "MOD": "insee_mod",
    "DATE_EFF": "date",
    "TYPECOM_AV": "type_before",
    "COM_AV": "code_before",
    "LIBELLE_AV": "name_before",
    "NCC_AV": "plain_name_before",
    "TYPECOM_AP": "type_after",
    "COM_AP": "code_after",
    "LIBELLE_AP": "name_after",
    "NCC_AP": "plain_name_after",
}
DATE = r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"


def load_communes(path: Path) -> pd.DataFrame:
    """Read the communes of ``v_commune``: districts, delegated and associated communes are left out.

    Returns
    -------
    communes
        Sorted by ``code_commune``: ``name``, ``code_departement``, ``code_region``, ``code_ctcd`` (body with
        the powers of a département), ``code_arrondissement``, ``code_canton``; missing where there is none.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, has another layout, an unknown type, or a code that is malformed or twice there.
    """
    raw = _listed(path)
    communes = raw[raw["type"] == COMMUNE].drop(columns=["type", "parent"])
    require_unique(communes, ["code_commune"], path)
    return communes.mask(communes == "").sort_values("code_commune", ignore_index=True)


def load_parts(path: Path) -> pd.DataFrame:
    """Read what ``v_commune`` has inside communes: municipal districts, delegated and associated communes.

    Returns
    -------
    parts
        ``code_part`` (a delegated commune may bear the code of its commune), ``type`` (a key of ``PARTS``),
        ``name``, ``code_commune``.

    Raises
    ------
    SourceError, SchemaError, CodeError
        As ``load_communes``; or a part that belongs to no commune of the file.
    """
    raw = _listed(path)
    inside = raw["type"] != COMMUNE
    parts = raw.loc[inside, ["code_commune", "type", "name", "parent"]]
    parts = parts.rename(columns={"code_commune": "code_part", "parent": "code_commune"})
    require_codes(parts["code_commune"], path)
    orphans = parts.loc[~parts["code_commune"].isin(raw.loc[~inside, "code_commune"]), "code_part"]
    if len(orphans):
        raise SchemaError(path, f"sans commune de rattachement : {sample(orphans)}.", "reprenez l'original.")
    return parts.sort_values(["type", "code_part"], ignore_index=True)


def _listed(path: Path) -> pd.DataFrame:
    raw = read_delimited(read_bytes(path), path, COMMUNE_COLUMNS, separator=",")
    require_among(raw["type"], [COMMUNE, *PARTS], path)
    require_codes(raw["code_commune"], path)
    return raw


def load_events(path: Path) -> pd.DataFrame:
    """Read the events of ``v_mvt_commune``, in the order of the file (from the latest).

    Returns
    -------
    events
        ``insee_mod`` (a key of ``EVENTS``), ``date`` ("2025-01-01", text), then before and after: ``type_…``,
        ``code_…``, ``name_…`` and ``plain_name_…`` (capitals, no accent nor hyphen). Before is "" for a
        creation, after is "" for a suppression.

    Raises
    ------
    SourceError, SchemaError, CodeError
        The file is absent, has another layout, an unknown kind of event or type, a malformed date or code.
    """
    events = read_delimited(read_bytes(path), path, EVENT_COLUMNS, separator=",")
    require_among(events["insee_mod"], EVENTS, path)
    _require_dates(events["date"], path)
    for side in ("before", "after"):
        require_among(events[f"type_{side}"], [COMMUNE, *PARTS, ""], path)
        codes = events[f"code_{side}"]
        require_codes(codes[events[f"type_{side}"] != ""], path)
    return events


def _require_dates(dates: pd.Series, where: object) -> None:
    wrong = dates[~dates.str.fullmatch(DATE)].unique()
    if len(wrong):
        raise SchemaError(where, f"date mal formée : {sample(wrong)}.", "attendu : « 2025-01-01 ».")
