"""The parts of the page « Coopérations »."""
