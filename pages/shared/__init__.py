"""What all pages share: cached tables, the state in the address, widgets, words and page furniture."""
