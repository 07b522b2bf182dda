"""Words of a list as keys to compare: no accent, no hyphen, no case."""

import re
import unicodedata
from functools import lru_cache

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Write a text in small letters and figures only, words apart: « Nœux-les-Mines » is « noeux les mines ».

    « St » and « Ste » become « saint » and « sainte », as in names of communes.
    """
    apart = re.sub(r"[\W_]+", " ", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return " ".join(SAINTS.get(word, word) for word in plain.split())
