"""Briefings: what is said of a commune or a territory, and the documents that say it."""
