"""Names as they stand in a sentence of a language that declines them.

`Владимира Путина`, `Владимиром Путиным` and `Владимир Путин` have one stem; so have
`بشار` and `وبشار`, whose first letter is an "and".  A stem is no word: it is only compared
with other stems.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ostraka.report.tokens import Tokens

_DECLINED = re.compile("[\u0400-\u04ff]")
_PREFIXED = re.compile("[\u0620-\u064a\u066e-\u06d3]")
#: Endings of cases, longest first; й and ё are folded where marks are.
_ENDINGS = re.compile(
    "(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|ием|еем|ией|ией|ях|ах|ый|ий|ой|ей|ай|яй"
    "|ая|яя|ую|юю|ию|ия|ие|ии|ее|ея|ею|ае|аю|ым|им|ом|ем|ою|а|я|у|ю|е|и|ы|о|ь|й|і|ї)$"
)
_PREFIXES = "وفبلك"
_SHORTEST_STEM = 3


def is_inflected(text: str) -> bool:
    """Tell whether a text has letters of a script whose languages inflect names."""
    return not text.isascii() and bool(_DECLINED.search(text) or _PREFIXED.search(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what is left of a folded word without endings of cases and prefixes."""
    if word.isascii():
        return word
    if _DECLINED.search(word):
        while (found := _ENDINGS.search(word)) and found.start() >= _SHORTEST_STEM:
            word = word[: found.start()]
        return word
    if _PREFIXED.search(word):
        while word[0] in _PREFIXES and len(word) > _SHORTEST_STEM:
            word = word[1:]
    return word


class Stems:
    """The words of a text by their stems, to be searched as `Tokens` are.

    Args:
        tokens: The words.

    Attributes:
        places: Numbers of the words that have a stem.
    """

    __slots__ = ("bare", "folded", "places")

    def __init__(self, tokens: Tokens) -> None:
        self.places = [i for i, w in enumerate(tokens.folded) if not w.isascii()]
        self.folded = [*tokens.folded]
        for i in self.places:
            self.folded[i] = stem(self.folded[i])
        self.bare: list[str | None] = [None] * len(self.folded)

    def __len__(self) -> int:
        return len(self.folded)
