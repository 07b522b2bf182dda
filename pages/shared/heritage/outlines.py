"""The official outlines of the property, when they have been loaded."""

from __future__ import annotations


def published_outlines() -> str:
    """Return the address of the outlines, or nothing as long as they are not loaded."""
    return ""


def outlines_choice() -> None:
    """Offer to load the outlines."""
