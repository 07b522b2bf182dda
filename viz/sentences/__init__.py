"""Sentences made from figures: one noun per module, tested on the cases where French or arithmetic trips."""
