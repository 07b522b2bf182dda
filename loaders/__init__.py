"""Sources in, checked tables out. ``loaders.catalog`` is the only door to ``data/``."""
