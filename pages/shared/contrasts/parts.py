"""The parts of the page, in the order of its chooser."""

from __future__ import annotations

from typing import Final

from pages.shared.contrasts.claim import show_claim
from pages.shared.contrasts.distribution import show_distribution
from pages.shared.contrasts.families import show_families
from pages.shared.contrasts.gaps import show_gaps
from pages.shared.contrasts.interior import show_interior
from pages.shared.contrasts.robustness import show_robustness
from pages.shared.contrasts.trajectories import show_trajectories
from pages.shared.parts import parts_of

PARAMETER: Final = "partie_contrastes"
PARTS: Final = parts_of(
    PARAMETER,
    {
        "ecarts": show_gaps,
        "repartition": show_distribution,
        "carte": show_families,
        "trajectoires": show_trajectories,
        "interieur": show_interior,
        "solidite": show_robustness,
        "affirmation": show_claim,
    },
)
