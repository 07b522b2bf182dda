"""The page « Mon territoire »: a group of communes composed by hand, its portrait, another beside it."""
