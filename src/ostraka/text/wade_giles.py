"""Chinese names in the spelling of Wade and Giles, read as Pinyin: Tse-tung is Zedong.

The table is that of Wade-Giles against Hanyu Pinyin (ISO 7098).  Most people leave the
apostrophes out, so ch, p, t and k are read both ways where both give a syllable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product

# What only Wade and Giles write: none of these begins or ends a syllable of Pinyin.
_TELLING = re.compile(r"(?:hs|ts|tz|ss)[a-z]+|[a-z]*(?:ih|ieh|ueh|ien)|erh")
_SYLLABLE = re.compile("(hs|tz|ts|ss|ch|sh|[pmftnlkhjwys])?([aeiou][a-z]*)")
#: Initials: as they stand, and as they are with the apostrophe that was left out.
_INITIALS = {
    "p": ("b", "p"), "t": ("d", "t"), "k": ("g", "k"), "ch": ("zh", "ch"),
    "ts": ("z", "c"), "tz": ("z", "c"), "hs": ("x",), "ss": ("s",), "j": ("r",),
}  # fmt: skip
#: Initials before i, and before the u that was written with two dots.
_SOFT = {"zh": "j", "ch": "q"}
_FINALS = {
    "ien": "ian", "ieh": "ie", "ih": "i", "ung": "ong", "iung": "iong", "ueh": "ue",
    "uei": "ui", "erh": "er", "eh": "e",
}  # fmt: skip
_ALONE = {"yen": "yan", "yeh": "ye", "yueh": "yue", "yu": "you", "i": "yi", "erh": "er"}
#: Given names have at most so many syllables; readings that are tried at most.
MOST_SYLLABLES, MOST_READINGS = 2, 4


def as_pinyin(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a name in Pinyin: its surname and its given name as a word.

    Nothing is returned for a name that nothing marks as Wade and Giles's.

    Args:
        words: The words of the name, two or three, the surname first.
    """
    if not 2 <= len(words) <= 1 + MOST_SYLLABLES:
        return ()
    if not any(map(_is_telling, words)):
        return ()
    readings = [_readings(word) for word in words]
    if not all(readings):
        return ()
    found = [(first, "".join(given)) for first, *given in product(*readings)]
    return tuple(dict.fromkeys(found))[:MOST_READINGS]


@lru_cache(maxsize=65536)
def _is_telling(word: str) -> bool:
    """Tell whether a word is spelt as Wade and Giles alone spell it."""
    return _TELLING.fullmatch(word) is not None


@cache
def _readings(word: str) -> tuple[str, ...]:
    """Return the syllables of Pinyin a syllable may be; none if it is no such syllable."""
    if word in _ALONE:
        return (_ALONE[word],)
    parts = _SYLLABLE.fullmatch(word)
    if parts is None:
        return ()
    initial, final = parts[1] or "", parts[2]
    if initial in {"ts", "tz", "ss"} and final == "u":
        final = "i"
    elif final == "o" and initial not in {"p", "m", "f", "w"}:
        final = "e" if initial in {"k", "h"} else "uo"
    else:
        final = _FINALS.get(final, final)
    found = []
    for start in _INITIALS.get(initial, (initial,)):
        soft = final[0] == "i" and not parts[2].endswith("ih")
        found.append((_SOFT.get(start, start) if soft else start) + final)
    return tuple(found)
