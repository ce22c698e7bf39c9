"""Consonant classes: one key for the many spellings of one sound.

Mohammad, Muhammed and mhmd (what an abjad writes of it) share the key `MHMT`.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Letters and letter groups by sound, longest first; what is not here is a vowel.
_CLASSES = {
    "tsch": "J", "shch": "S", "sch": "S", "tch": "J", "dzh": "J", "dsh": "J",
    "sh": "S", "ch": "J", "dj": "J", "zh": "J", "kh": "H", "gh": "K", "ph": "F",
    "th": "T", "dh": "T", "ts": "S", "tz": "S", "ck": "K", "qu": "K", "rh": "R",
    "b": "P", "p": "P", "f": "F", "v": "F", "w": "F", "k": "K", "q": "K", "g": "K",
    "c": "K", "x": "KS", "h": "H", "j": "J", "t": "T", "d": "T", "s": "S", "z": "S",
    "m": "M", "n": "N", "l": "L", "r": "R",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_CLASSES, key=len, reverse=True)) + "|[0-9]")


@lru_cache(maxsize=131072)
def sound_key(word: str) -> str:
    """Return the consonant classes of a romanised word, repeats written once.

    Args:
        word: Letters a-z and digits.

    Returns:
        Class letters in order; a vowel at the start is `A`, an `h` at the end silent.
    """
    if len(word) > 2 and word.endswith("h") and word[-2] in "aeiou":
        word = word[:-1]
    key = "A" if word[:1] in {"a", "e", "i", "o", "u", "y"} else ""
    for found in _GROUP.finditer(word):
        group = found[0]
        for sound in _CLASSES.get(group, group):
            if not key.endswith(sound):
                key += sound
    return key
