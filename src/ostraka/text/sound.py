"""Consonant classes: one key for the many spellings of one sound.

Mohammad, Muhammed and mhmd (what an abjad writes of it) share the key `MHMT`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

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
_SOUNDS = {**_CLASSES, **{digit: digit for digit in "0123456789"}}


# How the spellings of Slavic names in other languages write the sounds of English ones:
# Timofejevitj, Timofejewitsch, Timofiejewicz are Timofeyevich.
_SLAVIC = (
    ("tsch", "ch"), ("tj", "ch"), ("cz", "ch"), ("shch", "sh"), ("sj", "sh"),
    ("zj", "zh"), ("sz", "sh"), ("rz", "zh"), ("ie", "e"), ("je", "e"), ("ye", "e"),
    ("ja", "ya"), ("ia", "ya"), ("ju", "yu"), ("iu", "yu"), ("jo", "yo"), ("j", "i"),
    ("kh", "h"), ("w", "v"), ("ova", "ov"),
)  # fmt: skip
# Vowels by place in the mouth, consonants that Latin spellings of one sound waver on.
_SPELLING = (
    ("ph", "f"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"),
    ("zh", "z"), ("ch", "c"), ("dj", "j"), ("ck", "k"), ("oo", "u"), ("ou", "u"),
    ("ee", "i"), ("ei", "i"), ("ey", "i"), ("ay", "ai"), ("aw", "au"), ("ow", "u"),
)  # fmt: skip
_ONE_SPELLING = str.maketrans({
    "y": "i", "o": "u", "e": "a", "q": "k", "g": "k", "c": "k", "x": "ks", "w": "v",
    "p": "b", "d": "t", "z": "s",
})  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
#: What is repeated, once: Python puts it in much faster than the template `\1`.
_ONCE = itemgetter(1)


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
    start = "A" if word[:1] in {"a", "e", "i", "o", "u", "y"} else ""
    sounds = start + "".join([_SOUNDS[group] for group in _GROUP.findall(word)])
    return _REPEATED.sub(_ONCE, sounds)


@lru_cache(maxsize=131072)
def slavic_key(word: str) -> str:
    """Return the sound key of a word read as a Slavic name in another language."""
    if not _SLAVIC_LETTERS.search(word):
        return sound_key(word)
    for group, sound in _SLAVIC:
        word = word.replace(group, sound)
    return sound_key(word)


@lru_cache(maxsize=131072)
def spelling(word: str) -> str:
    """Return a word without what spellers waver on: vowels by class, letters once."""
    for group, sound in _SPELLING:
        word = word.replace(group, sound)
    return _REPEATED.sub(_ONCE, word.translate(_ONE_SPELLING))


_SLAVIC_LETTERS = re.compile("[jw]|[cs]z|rz|kh|i[aeu]|ova$")


@lru_cache(maxsize=262144)
def sound_number(key: str) -> int:
    """Return a number for a sound key; -1 for one sound, which is no key.

    Args:
        key: As `sound_key` returns it; what follows the seventh sound does not count.
    """
    return int.from_bytes(key[:7].encode(), "big") if len(key) > 1 else -1
