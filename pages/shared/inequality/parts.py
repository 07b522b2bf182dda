"""The sections of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.inequality.convergence import show_convergence
from pages.shared.inequality.deciles import show_deciles
from pages.shared.inequality.fragility import show_fragility
from pages.shared.inequality.lisa import show_lisa
from pages.shared.inequality.lorenz import show_lorenz
from pages.shared.inequality.theil import show_theil
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_inegalites"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "lorenz": show_lorenz,
        "theil": show_theil,
        "deciles": show_deciles,
        "convergence": show_convergence,
        "voisinages": show_lisa,
        "fragilite": show_fragility,
    },
)
