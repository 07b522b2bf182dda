"""Charts of the pages, drawn with Altair: frames in, charts out; ``theme`` gives them one French look."""
