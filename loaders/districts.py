"""Paris, Lyon and Marseille: some files give the municipal districts, some the commune, some both.

The codes are those of the Code officiel géographique (INSEE, COG 2025): types ARM and COM of ``v_commune``.
"""

from typing import Final

import pandas as pd

DISTRICTS: Final = {
    "75056": tuple(str(code) for code in range(75101, 75121)),  # Paris, 20 arrondissements
    "13055": tuple(str(code) for code in range(13201, 13217)),  # Marseille, 16
    "69123": tuple(str(code) for code in range(69381, 69390)),  # Lyon, 9
}
"""The districts of each of the three communes."""
COMMUNES: Final = {district: commune for commune, parts in DISTRICTS.items() for district in parts}
"""The commune of each district."""


def is_district(codes: pd.Series) -> pd.Series:
    """Tell which codes are municipal districts: booleans on the same index, False for an empty code."""
    return codes.isin(list(COMMUNES))


def commune_of(codes: pd.Series) -> pd.Series:
    """Give the commune of each code: that of a district, any other code as it is.

    Parameters
    ----------
    codes
        Codes of communes and districts, as text. A missing code stays missing.

    Returns
    -------
    communes
        On the same index. Counts may be added up by it; medians and rates may not.
    """
    return codes.where(~is_district(codes), codes.map(COMMUNES))
