"""Events on communes as ``load_events`` gives them, written by hand in a line each."""

import pandas as pd

from loaders.formats.insee_cog import EVENT_COLUMNS

MERGE, RESTORE, RENAME, MOVE = "32", "21", "10", "50"


def event(date, mod, before, after, names=("", ""), types=("COM", "COM")):
    """One row: codes and names before and after; names default to the codes."""
    old, new = (name or code for name, code in zip(names, (before, after), strict=True))
    kinds = [kind if code else "" for kind, code in zip(types, (before, after), strict=True)]
    sides = ((kinds[0], before, old, old.upper()), (kinds[1], after, new, new.upper()))
    return (mod, date, *sides[0], *sides[1])


def merger(date, lead, *others, name=""):
    """Communes that become one under the code of the first, with the rows of delegated communes."""
    rows = [event(date, MERGE, code, lead, (code, name or lead)) for code in (lead, *others)]
    return [*rows, *(event(date, MERGE, code, code, types=("COM", "COMD")) for code in others)]


def made_up(*rows):
    return pd.DataFrame(rows, columns=list(EVENT_COLUMNS.values()), dtype="str")
