"""The sections of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.inequality.lorenz import show_lorenz
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_inegalites"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "lorenz": show_lorenz,
    },
)
