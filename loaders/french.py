"""French typography of texts that the loaders themselves write."""

import re

NARROW = "\u202f"
"""Narrow no-break space."""


def typeset(text: str) -> str:
    """Put narrow no-break spaces before high punctuation and inside guillemets."""
    closed = re.sub(r" ([;:!?%»])", NARROW + r"\1", text)
    return closed.replace("« ", f"«{NARROW}")
