"""A name taken apart: its words in Latin letters and what kind of word each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ostraka.text.fold import fold
from ostraka.text.romanise import romanise

#: More words than this tell nothing more about who is meant.
MOST_WORDS = 16
#: Longest word that is compared; what follows is cut off.
LONGEST_WORD = 32
#: Longest text that is looked at.
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to read a name.

    Attributes:
        folded: The name in its own script, folded.
        words: Its words in the letters a-z and digits.
    """

    folded: str
    words: tuple[str, ...]


@lru_cache(maxsize=65536)
def read_name(text: str) -> tuple[NameForm, ...]:
    """Return the ways to read a name, the likeliest first; none if it has no letter.

    Args:
        text: The name as written.
    """
    folded = fold(text[:LONGEST_TEXT])
    words = tuple(
        latin[:LONGEST_WORD] for word in folded.split() if (latin := romanise(word))
    )
    return (NameForm(folded, words[:MOST_WORDS]),) if words else ()
