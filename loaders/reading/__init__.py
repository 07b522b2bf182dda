"""From the bytes of a source to a frame of text, or a message that says what is wrong: nothing is guessed.

``archives`` unpacks, ``delimited`` reads CSV, ``sheets`` workbooks, ``numbers`` turns text into values and
statuses. What the columns of a producer mean is the business of ``loaders.formats``.
"""
