"""Numbers in names as digits: Forty-Fourth, 44th and XLIV say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ROMAN = (
    "ii",
    "iii",
    "iv",
    "vi",
    "vii",
    "viii",
    "ix",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
)
_ROMAN_VALUES = (2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15)
_VALUES = {
    **{word: n for n, word in enumerate(_ONES, 1)},
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{word[:-1] + "ieth": 10 * n for n, word in enumerate(_TENS, 2)},
    **dict(zip(_ROMAN, _ROMAN_VALUES, strict=True)),
    "fourty": 40,
}  # fmt: skip
#: Words that are numbers.
NUMBER_WORDS = frozenset(_VALUES)
# What says that a number counts, in English, French, Italian and Spanish, Romanian, Irish
# and Lithuanian; one letter behind one digit may be a brand (3i).
_COUNTED = re.compile(
    "([0-9]+)(?:st|nd|rd|th|er|re|eme|ieme)|([0-9]{2,})(?:e|o|lea|u|oji|iasis|asis)"
)


def numerals_as_digits(words: Sequence[str]) -> list[str]:
    """Return the words of a name with the numbers among them in digits.

    A ten and the one behind it are one number.  Single Roman letters stay as they are:
    they are more often initials.

    Args:
        words: Romanised words.
    """
    kept: list[str] = []
    ten = 0
    for word in words:
        value = _value(word)
        if ten and value is None and len(word) == 1 and word.isdigit():
            value = int(word)  # Forty 4
        if ten and value is not None and 0 < value < 10:
            kept[-1] = str(ten + value)
        else:
            kept.append(word if value is None else str(value))
        ten = value if value is not None and value in range(20, 100, 10) else 0
    return kept


def _value(word: str) -> int | None:
    counted = _COUNTED.fullmatch(word)
    if counted is not None:
        return int(counted[1] or counted[2])
    if word.isdigit():
        return None
    return _VALUES.get(word)
