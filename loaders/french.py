"""French typography of texts that the loaders themselves write."""

import re

NARROW = "\u202f"
"""Narrow no-break space."""


def typeset(text: str) -> str:
    """Put narrow no-break spaces before high punctuation and inside guillemets."""
    closed = re.sub(r" ([;:!?%»])", NARROW + r"\1", text)
    return closed.replace("« ", f"«{NARROW}")


def written(value: float, decimals: int = 2) -> str:
    """Write a number: thousands apart, decimal comma, no decimal that says nothing (1 234,5)."""
    text = f"{value:,.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:,.0f}"
    return text.replace(",", NARROW).replace(".", ",").replace("-", "−")
