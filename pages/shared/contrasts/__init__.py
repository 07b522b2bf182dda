"""The sections of the page « Contrastes », one module each: figures once per server, then blocks."""
