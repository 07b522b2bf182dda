"""Tables to drawings: palettes, French wording, legends, maps and charts."""
