"""A reader's own list of initiatives: read, matched to communes, checked row by row, handed back enriched."""
