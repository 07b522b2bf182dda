"""The parts of « Patrimoine mondial »."""
