"""The parts of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.heritage.elsewhere import show_elsewhere
from pages.shared.heritage.people import show_people
from pages.shared.heritage.property import show_property
from pages.shared.heritage.shafts import show_shafts
from pages.shared.heritage.sites import show_sites
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_patrimoine"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "bien": show_property,
        "temps": show_shafts,
        "vivre": show_people,
        "sites": show_sites,
        "monde": show_elsewhere,
    },
)
