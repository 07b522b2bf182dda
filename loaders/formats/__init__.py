"""How each producer writes its files: one module per format, a checked frame of standard names out."""
