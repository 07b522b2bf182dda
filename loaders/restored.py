"""Communes re-established since 2016: some files give the figure of the former commune under the old code.

When a commune comes out of another one, the code of the latter goes on, on a smaller territory. A file that
was computed before then has nothing for the commune that came out, and a figure of both under the old code:
Filosofi 2021 has 927 people for Beaumont-les-Nonains (60054), where INSEE counts 337 in 2022.
"""

from typing import Final

import pandas as pd

RESTORED: Final = {
    "76601": "76676",  # Saint-Lucien, out of Sigy-en-Bray, 1 January 2017
    "14666": "14712",  # Sannerville, out of Saline (Troarn again), 31 December 2019
    "60694": "60054",  # Les Hauts-Talican kept the name, Beaumont-les-Nonains the code, 1 January 2024
    "85165": "85084",  # L'Oie, out of Essarts en Bocage, 1 January 2024
    "85212": "85084",  # Sainte-Florence, likewise
    "15031": "15141",  # Celles, out of Neussargues en Pinatelle, 1 January 2025
    "15035": "15141",  # Chalinargues, likewise
    "15047": "15141",  # Chavagnac, likewise
    "15171": "15141",  # Sainte-Anastasie, likewise
}
"""Code that came out to the code that went on (INSEE, ``v_mvt_commune``, events 21)."""
HIDDEN: Final = ("secret", "not_available")


def hide_former_perimeters(values: pd.DataFrame) -> pd.DataFrame:
    """Withdraw figures that are those of a former, larger commune.

    Parameters
    ----------
    values
        ``code_commune``, ``indicator``, ``year``, ``value``, ``status``, as a file gives them.

    Returns
    -------
    values
        The same rows. Where the file has a row, not available, for the commune that came out, the figure
        under the old code covers both: it becomes ``not_available`` as well, its value empty.
    """
    key = ["code_commune", "indicator", "year"]
    concerned = values[values["code_commune"].isin([*RESTORED, *RESTORED.values()])]
    empty = concerned[
        concerned["code_commune"].isin(list(RESTORED)) & (concerned["status"] == "not_available")
    ]
    former = empty.assign(code_commune=empty["code_commune"].map(RESTORED))[key].drop_duplicates()
    found = concerned.reset_index().merge(former, on=key)
    rows = found["index"][~found["status"].isin(HIDDEN)]
    hidden = values.copy()
    hidden.loc[rows, "value"] = float("nan")
    hidden.loc[rows, "status"] = "not_available"
    return hidden
