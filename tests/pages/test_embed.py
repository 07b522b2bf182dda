"""`?integration=1` in the address: kept by every choice, refused when it is anything else."""

import pytest

from pages.shared.options import options_in, refused_options
from pages.shared.url_state import read_state


def test_the_parameter_survives_a_change_of_choices():
    state = read_state({"integration": "1", "perimetre": "mbm_250"})
    assert state.query()["integration"] == "1"
    assert state.problems == ()


@pytest.mark.parametrize("value", ["0", "oui", "<b>"])
def test_another_value_is_refused_in_french(value):
    assert options_in({"integration": value}) == ()
    (sentence,) = refused_options({"integration": value})
    assert sentence.startswith("La vue intégrée")
    assert sentence.endswith("le choix par défaut est affiché.")
