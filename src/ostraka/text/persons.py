"""Names of persons: titles and particles left out, what makes one name joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ostraka.text.words import known_words

# The second half of Fath Allah, which most write as one word: Fathollah.
_OF_GOD = frozenset({"allah", "ullah", "ollah"})
_SON = re.compile("(.{3,}?)[oeauiyj]{1,3}[vw][iy](?:t?s?ch|tj|c|cz|tsh?|t?s|tz|g|kh?)")
_DAUGHTER = re.compile("(.{3,}?)[oeauiyj]{1,3}(?:[vwu]n|chn)a")
_DIN = re.compile(
    "(.{2,}?)(?:u[dl]|ou[dl]|e[dl]|o[dl]|a[dl])?(?<=[dl])d(?:ine?|een)"
    "|(.{4,}?)(?:u|ou)d(?:ine?|een)"
)
# Latvian gives Slavic names an ending of its own: Sergejs Lavrovs.
_LATVIAN = re.compile("(.{2,}(?:ov|ev|ej|ij|sk?ij?))s")


def person_words(words: Sequence[str]) -> list[str]:
    """Return the telling words of a person's name.

    Args:
        words: The romanised words of the name.
    """
    return _each_once(list(_telling(words)) or list(words))


def _telling(words: Sequence[str]) -> list[str]:
    known = known_words()
    kept: list[str] = []
    joining = False
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in known.joining and after and not joining:
            kept.append("abd" if word.startswith("abd") else word[:2] + "u")
            joining = True
        elif _is_article(word, after) or word in {"al", "el", "ul", "ol"}:
            continue
        elif joining or (word in _OF_GOD and kept):
            kept[-1] += word if joining else "ullah"
            joining = False
        elif word in known.titles or (word in known.particles and kept):
            continue
        elif word in known.endings and kept and not after:
            kept[-1] += word
        else:
            kept.extend(_read(word))
    return kept


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, ...]:
    """Return the words of one that is neither title nor particle."""
    return _of_faith(_compound(_father(_bare(word))))


def _each_once(words: list[str]) -> list[str]:
    """Leave out a word that comes again: Shoigu Shoigu Sergey is Sergey Shoigu.

    In a longer name it may be that of a forefather.
    """
    once = list(dict.fromkeys(words))
    return once if len(once) == 2 else words


def _bare(word: str) -> str:
    """Take the Latvian ending off a Slavic name."""
    found = _LATVIAN.fullmatch(word)
    return found[1] if found else word


def _father(word: str) -> str:
    """Cut a patronymic to the father's name, so that the ending tells nothing.

    Viktorovich, Viktorovitj and Viktorowicz become `viktorvc`, the daughter's
    Viktorovna `viktorvn`.
    """
    for ending, short in ((_SON, "vc"), (_DAUGHTER, "vn")):
        found = ending.fullmatch(word)
        if found is not None:
            return found[1].rstrip("aeiouyj") + short
    return word


def _of_faith(word: str) -> tuple[str, ...]:
    """Part Nuruddin, Nureddine and Nouraldin as Nur al-Din is parted."""
    found = _DIN.fullmatch(word)
    return (found[1] or found[2], "din") if found else (word,)


def _is_article(word: str, after: str) -> bool:
    return word in known_words().articles and after[:1] == word[1:2] != ""


def _compound(word: str) -> str:
    """Write Abdulrahman, Abdelrahman and Abdurrahman as one."""
    if not word.startswith("abd") or len(word) < 8 or word[3] not in "aeou":
        return word
    rest = word[4:]
    if rest[0] == "l" or rest[0] == rest[1]:
        rest = rest[1:]
    return "abd" + rest if len(rest) > 2 else word
