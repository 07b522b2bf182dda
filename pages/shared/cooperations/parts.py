"""The parts of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.cooperations.frieze import show_frieze
from pages.shared.cooperations.network import show_network
from pages.shared.cooperations.partners import show_partners
from pages.shared.cooperations.regions import show_regions
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_cooperations"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "carte": show_partners,
        "frise": show_frieze,
        "reseau": show_network,
        "bassins": show_regions,
    },
)
