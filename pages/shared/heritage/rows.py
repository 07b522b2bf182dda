"""Tables of the property to rows of explorers: facts in French, nothing added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pages.shared.heritage.families import FAMILIES, PROTECTIONS, company_of, family_of, period_of
from pages.shared.typography import clean, coded, facts, first_upper, given
from viz.explorer import code_of
from viz.french import NBSP, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from viz.explorer import Row

SEPARATOR: Final = ";"
WORST_POINT_M: Final = 10_000
"""From this distance a point of the UNESCO is plainly wrong; nearer ones lie just outside the outline."""


def epcis_of(codes: object, epci: Mapping[str, str]) -> list[str]:
    """Return the EPCI of the communes of a row, in the order of the communes, each once."""
    names = [epci.get(code.strip(), "") for code in str(codes).split(SEPARATOR)]
    return [name for name in dict.fromkeys(names) if name]


def element_rows(elements: pd.DataFrame, components: pd.DataFrame, epci: Mapping[str, str]) -> list[Row]:
    """Return one row per element of the property.

    Parameters
    ----------
    elements, components
        Tables ``heritage_elements`` and ``heritage_components``.
    epci
        Commune code to the name of its EPCI.
    """
    names = dict(zip(components["component_no"], components["name_fr"].map(clean), strict=True))
    return [_element(row, names, epci) for row in elements.to_dict("records")]


def _element(row: Mapping[Any, Any], components: Mapping[int, str], epci: Mapping[str, str]) -> Row:
    family = family_of(str(row["kind"]), str(row["family"]))
    epcis, number_of = epcis_of(row["codes_commune"], epci), int(row["component_no"])
    return {
        "id": str(row["id"]),
        "name": first_upper(given(row["name"])),
        "line": f"{first_upper(given(row['kind']))} · {given(row['communes'])}",
        "lat": round(float(row["lat"]), 5),
        "lon": round(float(row["lon"]), 5),
        "kind": family,
        "area_ha": round(float(row["area_ha"]), 2) if row["area_ha"] > 0 else 0,
        "facets": {
            "famille": family,
            "compagnie": coded(company_of(row["company"])),
            "periode": coded(period_of(row["period"])),
            "protection": coded(given(row["monument_protection"])),
            "proprietaire": coded(given(row["owner"])),
            "epci": [code_of(name) for name in epcis],
            "composante": str(number_of),
        },
        "facts": _element_facts(row, components[number_of], epcis),
    }


def _element_facts(row: Mapping[Any, Any], component: str, epcis: list[str]) -> list[list[str]]:
    protection = given(row["monument_protection"])
    area, length = row["area_ha"], row["length_m"]
    return facts(
        [
            ("Type", first_upper(given(row["kind"]))),
            ("Communes", given(row["communes"])),
            ("Intercommunalité", ", ".join(clean(name) for name in epcis)),
            ("Compagnie", company_of(row["company"]) or ""),
            ("Période", given(period_of(row["period"])).replace("-", "–")),
            ("Protection", PROTECTIONS.get(str(row["monument_protection"]), protection)),
            ("Intérêt patrimonial de la cité", given(row["interest"])),
            ("Propriétaire déclaré", given(row["owner"])),
            ("Surface", f"{number(area, 2)}{NBSP}ha" if area > 0 else ""),
            ("Longueur", f"{number(length)}{NBSP}m" if length > 0 else ""),
            ("Composante du bien", clean(f"{row['component_no']}. {component}")),
            ("Remarque", given(row["note"])),
        ]
    )


def component_rows(components: pd.DataFrame, epci: Mapping[str, str]) -> list[Row]:
    """Return one row per component of the property, its anomalies told and marked."""
    return [_component(row, epci) for row in components.to_dict("records")]


def _component(row: Mapping[Any, Any], epci: Mapping[str, str]) -> Row:
    epcis = epcis_of(row["codes_commune"], epci)
    return {
        "id": str(row["component_no"]),
        "name": clean(f"{row['component_no']}. {row['name_fr']}"),
        "line": f"{number(row['area_ha'], 2)}{NBSP}ha · {given(row['communes'])}",
        "lat": round(float(row["lat"]), 5),
        "lon": round(float(row["lon"]), 5),
        "kind": "composante",
        "area_ha": round(float(row["area_ha"]), 2),
        "doubt": bool(given(row["note"])),
        "facets": {"section": coded(str(row["section"])), "epci": [code_of(name) for name in epcis]},
        "facts": facts(
            [
                ("Section du dossier", given(row["section"])),
                ("Communes", given(row["communes"])),
                ("Intercommunalité", ", ".join(clean(name) for name in epcis)),
                ("Surface", f"{number(row['area_ha'], 2)}{NBSP}ha"),
                ("Éléments", _contents(str(row["types"]))),
                ("Identifiant UNESCO", given(row["id_whc"]) or "aucun"),
                ("Nom dans la liste de l’UNESCO", given(row["name_whc"])),
                ("Remarque", component_note(row)),
            ]
        ),
    }


def _contents(types: str) -> str:
    pairs = [part.rsplit(":", 1) for part in types.split(SEPARATOR) if ":" in part]
    return ", ".join(f"{clean(kind.strip())}{NBSP}: {count.strip()}" for kind, count in pairs)


def component_note(row: Mapping[Any, Any]) -> str:
    """Say in a sentence what is wrong with a component in the sources; empty when nothing is."""
    if not given(row["note"]):
        return ""
    if not given(row["id_whc"]):
        return clean(
            "Cette composante n’a pas d’identifiant dans la liste en ligne de l’UNESCO, qui en a 108."
        )
    distance = float(row["whc_distance_m"])
    told = f"{number(distance / 1000, 1)}{NBSP}km"
    if distance >= WORST_POINT_M:
        return clean(
            f"Le point donné par l’UNESCO est faux : il tombe à {told}. La carte montre le point du contour."
        )
    return clean(
        f"Le point donné par l’UNESCO tombe hors du contour, à {told}. La carte montre le point du contour."
    )


def anomalies(components: pd.DataFrame) -> pd.DataFrame:
    """Return the components whose identifier or point of the UNESCO is missing or wrong."""
    return components[components["note"].notna()]


def family_labels() -> dict[str, str]:
    """Return the families in the order of the legend."""
    return {family: symbol.label for family, symbol in FAMILIES.items()}
