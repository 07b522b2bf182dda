"""The parts of the page « Initiatives »."""
