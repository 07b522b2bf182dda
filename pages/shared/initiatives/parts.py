"""The parts of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.initiatives.carte import show_carte
from pages.shared.initiatives.compare import show_compare
from pages.shared.initiatives.guide import show_guide
from pages.shared.initiatives.own import show_own
from pages.shared.initiatives.propose import show_propose
from pages.shared.initiatives.proximity import show_proximity
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_initiatives"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "carte": show_carte,
        "proximite": show_proximity,
        "comparer": show_compare,
        "comprendre": show_guide,
        "liste": show_own,
        "proposer": show_propose,
    },
)
