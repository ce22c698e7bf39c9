"""Names of persons: titles and particles left out, what makes one name joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from ostraka.text.variants import SURNAME_ENDING
from ostraka.text.words import is_known, is_patronymic, known_words, less_one

# The second half of Fath Allah, which most write as one word: Fathollah.
_OF_GOD = frozenset({"allah", "ullah", "ollah"})
_BARE_ARTICLES = frozenset({"al", "el", "ul", "ol"})
_SON = re.compile(
    "(.{3,}?)[oeauiyj]{1,3}(?P<end>[vw][iy](?:t?s?ch|tj|c|cz|tsh?|t?s|tz|g|kh?))"
)
_DAUGHTER = re.compile("(.{3,}?)[oeauiyj]{1,3}(?:[vwu]n|chn)a")
# A surname written onto a father's name: AleksandrovichTRONIN.
_STUCK = re.compile(
    "(.{3,}?(?:[oe]vi(?:t?ch|tj|tsch)|ovych))([^aeiouy].{3,}|.{5,})"
    "|(.{3,}?[oe]vna)(.{4,})"
)
#: Endings of a father's name in which one letter may be wrong: Petrovixh, Igoreitj.
SLIPPING_ENDINGS = (
    "ovich", "evich", "avich", "ovych", "ovitj", "evitj", "avitj", "ovitch", "evitch",
)  # fmt: skip
_BEHIND_THE_V = ("ich", "ych", "itj", "itch")
#: Least letters before such an ending.
LEAST_FATHER = 3
#: Least letters of a name that ends with God's.
LEAST_WHOLE = 8
#: Least letters of a title in which one may be wrong: Shsikh.
LEAST_TITLE = 6
#: What joins a name with the next in which one letter may be wrong: Abdyl Hadi.
SERVANT_OF = "abdul"
_SERVANT_OF_GOD = re.compile("abd[aeou]ll?ah?")
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
    parts = list(map(_alone, words))
    if None in parts:
        kept = _telling(words) or list(words)
    else:
        kept = [word for part in parts if part for word in part]
    if len(kept) > 1 and any(map(is_patronymic, kept)):
        kept = _with_surname(kept, words)
    return _each_once(kept)


def _telling(words: Sequence[str]) -> list[str]:
    known = known_words()
    kept: list[str] = []
    joining = False
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if after and not joining and (start := _joins(word)):
            if start == "abd" and _is_whole(after):
                continue
            kept.append(start)
            joining = True
        elif _is_article(word, after) or word in _BARE_ARTICLES:
            continue
        elif joining or (word in _OF_GOD and kept):
            kept[-1] += word if joining else "ullah"
            joining = False
        elif _is_title(word) or (word in known.particles and kept):
            if not after and (_lack_surname(kept) or words[at - 1] in _BARE_ARTICLES):
                kept.append(word)
        elif word in known.endings and kept and not after:
            kept[-1] += word
        else:
            kept.extend(_read(word))
    return kept


def _lack_surname(kept: Sequence[str]) -> bool:
    """Tell whether a title or particle behind some words is a surname.

    Ahmad Sayyed and Hassan Sheikh are called so, and Sergey Yuryevich Ten.
    """
    return sum(not is_patronymic(word) for word in kept) == 1


def _is_whole(word: str) -> bool:
    """Tell whether a name needs no Abd before it: Saifullah, the sword of God."""
    return word.endswith(("ullah", "ollah")) and len(word) >= LEAST_WHOLE


@lru_cache(maxsize=65536)
def _is_title(word: str) -> bool:
    """Tell whether a word is a title, or a long one with a slip that is nobody's name."""
    titles = known_words().titles
    if word in titles:
        return True
    if len(word) < LEAST_TITLE - 1 or is_known(word, "person"):
        return False
    table = _slips_of_titles()
    return any(
        not word.startswith(title)  # Shaikhi is a name
        and OSA.distance(word, title, score_cutoff=1) == 1
        for key in less_one(word)
        for title in table.get(key, ())
    )


@cache
def _slips_of_titles() -> dict[str, list[str]]:
    """Return long titles by themselves and less a letter."""
    found: dict[str, list[str]] = {}
    for title in known_words().titles:
        if len(title) >= LEAST_TITLE:
            for key in less_one(title):
                found.setdefault(key, []).append(title)
    return found


@lru_cache(maxsize=65536)
def _joins(word: str) -> str:
    """Return what a word that makes one name with the next begins it with, or nothing."""
    if word in known_words().joining:
        return "abd" if word.startswith("abd") else word[:2] + "u"
    slipped = (
        word[:1] == "a"
        and OSA.distance(word, SERVANT_OF, score_cutoff=1) == 1
        and not is_known(word, "person")
    )
    return "abd" if slipped else ""


@lru_cache(maxsize=262144)
def _alone(word: str) -> tuple[str, ...] | None:
    """Return the words of one that says the same whatever stands beside it, as most do.

    It is no title and no particle, and makes no name with another.
    """
    known = known_words()
    leans = (
        _is_title(word)
        or word in known.particles
        or _joins(word)
        or word in known.articles
        or word in known.endings
        or word in _OF_GOD
        or word in _BARE_ARTICLES
    )
    return None if leans else _read(word)


@lru_cache(maxsize=262144)
def _read(word: str) -> tuple[str, ...]:
    """Return the words of one that is neither title nor particle."""
    stuck = _STUCK.fullmatch(word)
    if stuck is not None:
        return tuple(part for half in stuck.groups() if half for part in _read(half))
    return _of_faith(_compound(_father(_bare(word))))


def _each_once(words: list[str]) -> list[str]:
    """Leave out a word that comes again: Shoigu Shoigu Sergey is Sergey Shoigu.

    Initials may be the same and of two names, and a forefather's may be the bearer's.
    """
    if len(set(words)) == len(words):
        return words
    once = list(dict.fromkeys(words))
    if len(once) != 2 or min(map(len, once)) == 1 or _is_forefathers(words):
        return words
    return once


def _is_forefathers(words: list[str]) -> bool:
    """Tell whether a name stands on both sides of another: Mohamed Omar Mohamed."""
    return len(words) == 3 and words[0] == words[2]


def _with_surname(kept: list[str], words: Sequence[str]) -> list[str]:
    """Return the words with a surname that ends like a father's name written out.

    Of two such words the surname stands first or last: Markovich Ivan Petrovich, Ivan
    Petrovich Markovich.  Behind initials it is the surname, and beside one other word,
    since hardly anybody is written with a father's name and no surname.  Marković is one
    too, last of several: in lists in Czech or Slovene, where a father's name ends so, it
    stands between two others.
    """
    places = [n for n, word in enumerate(kept) if word.endswith("vc")]
    last = len(kept) - 1
    if len(places) > 1:
        at = 0 if places[0] == 0 and last > 1 else places[-1]
        kept[at] = _surname(kept[at], words)
    elif places and last == 1:
        kept[places[0]] = _surname(kept[places[0]], words)
    elif places == [last]:
        written = _surname(kept[last], words)
        initials = all(len(word) == 1 for word in kept[:-1])
        if initials or (written in words and written.endswith(SURNAME_ENDING)):
            kept[last] = written
    return kept


def _surname(read: str, words: Sequence[str]) -> str:
    """Return a word that was read as a father's name with its ending as of a surname."""
    for word in words:
        if _read(word) == (read,):
            found = _SON.fullmatch(word)
            return (
                word if found is None else word[: found.start("end")] + SURNAME_ENDING
            )
    return read


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
    cut = _slipped_father(word)
    return word if cut is None else cut.rstrip("aeiouyj") + "vc"


def _slipped_father(word: str) -> str | None:
    """Return a father's name whose ending has one wrong letter, without the ending.

    Only words nobody bears: Petrovixh is a slip, Markovic another name.
    """
    if len(word) < LEAST_FATHER + len(SLIPPING_ENDINGS[0]):
        return None
    # One slip leaves the v or all that follows it; this spares most words the rest.
    if "v" not in word[-7:-2] and not word.endswith(_BEHIND_THE_V):
        return None
    if is_known(word, "person"):
        return None
    for ending in SLIPPING_ENDINGS:
        for size in (len(ending), len(ending) + 1, len(ending) - 1):
            father = word[:-size]
            if (
                len(father) >= LEAST_FATHER
                and OSA.distance(word[-size:], ending, score_cutoff=1) == 1
            ):
                return father
    return None


def _of_faith(word: str) -> tuple[str, ...]:
    """Part Nuruddin, Nureddine and Nouraldin as Nur al-Din is parted."""
    found = _DIN.fullmatch(word)
    return (found[1] or found[2], "din") if found else (word,)


def _is_article(word: str, after: str) -> bool:
    return word in known_words().articles and after[:1] == word[1:2] != ""


def _compound(word: str) -> str:
    """Write Abdulrahman, Abdelrahman and Abdurrahman as one, and Abdulla and Abdallah."""
    if _SERVANT_OF_GOD.fullmatch(word):
        return "abdlah"
    if not word.startswith("abd") or len(word) < 8 or word[3] not in "aeou":
        return word
    rest = word[4:]
    if rest[0] == "l" or rest[0] == rest[1]:
        rest = rest[1:]
    return "abd" + rest if len(rest) > 2 else word
