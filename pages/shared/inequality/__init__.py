"""The sections of the page « Inégalités », one module each: figures once per server, then a block."""
