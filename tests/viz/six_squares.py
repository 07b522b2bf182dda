"""Six squares near Lens, one of each kind, and a name that could run as code."""

from xml.etree import ElementTree as ET

import pandas as pd

HOSTILE = "</script><script>alert(1)</script>{{ 7*7 }}{% raw %}<b>&"
ROWS = [{"lat": 50.43, "lon": 2.79, "name": HOSTILE, "facts": [["Fosse", HOSTILE]]}]
KM = 1000
# Squares of 1 km near Lens, in a row, then one next to the row and one 60 km away.
PLACES = {"62001": 0, "62002": 1, "62003": 2, "62004": 3, "59001": 4, "59002": 60}
CODES = tuple(sorted(PLACES))


def observed(statuses=("published", "estimated", "secret", "not_available")):
    values = [10.04, 20.0, float("nan"), float("nan")]
    codes = ["62001", "62002", "62003", "62004"]
    frame = pd.DataFrame({"value": values, "status": list(statuses)}, index=codes)
    return frame.assign(fragile=[True, False, False, False])


def parsed(svg):
    """Read a drawing again, as any XML reader does."""
    return ET.fromstring(svg)  # noqa: S314 (our own drawing)
