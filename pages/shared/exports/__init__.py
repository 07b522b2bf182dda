"""What a reader takes away from a map, a chart or an explorer: pictures, tables, layers, a link."""
