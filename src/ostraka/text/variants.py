"""Words that are the same name, or mean the same, in another language or spelling."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from ostraka.text.words import is_known, known_words

#: How surnames are read that end like a father's name: Markovich as `markovic`.
SURNAME_ENDING = "vic"
#: Least letters of a word of a meaning in which one may be wrong.
LEAST_MEANT = 7
#: Least letters of what one with Abd before the name is called without.
LEAST_CALLED = 4


def variants_of(word: str) -> frozenset[str]:
    """Return the other spellings of a word: of mohammad, muhammed and mehmet too.

    The servant of the Merciful, Abd al-Rahman, is often called Rahman; Petrovich is a
    father's name in one name and a surname in another.

    Args:
        word: A romanised word.
    """
    known = _variants().get(word, frozenset())
    if word.endswith(("vc", SURNAME_ENDING)) and len(word) > LEAST_CALLED:
        return known | _fathers_or_surname(word)
    called = word.removeprefix("abd")
    if len(called) < LEAST_CALLED:
        return known
    servant = f"abd{called}"
    if not is_known(servant, "person"):
        return known
    return known | {called if word == servant else servant}


def _fathers_or_surname(word: str) -> frozenset[str]:
    """Return a father's name read as a surname, or a surname read as a father's name."""
    if word.endswith("vc"):
        return frozenset(f"{word[:-2]}{vowel}{SURNAME_ENDING}" for vowel in "oea")
    return frozenset({word.removesuffix(SURNAME_ENDING).rstrip("aeiouyj") + "vc"})


def key_word(word: str) -> str:
    """Return the word by which the index files a word: one for all of a meaning.

    A long word with a slip is filed as the one meant: Maritmie as maritime.
    """
    filed = _key_words().get(word)
    return filed or (_meant(word) if len(word) >= LEAST_MEANT else word)


@lru_cache(maxsize=65536)
def _meant(word: str) -> str:
    """Return where a word is filed that is one of a meaning but for a letter."""
    if is_known(word, "body") or is_known(word, "person"):
        return word
    table = _slips()
    for key in (word, *(word[:at] + word[at + 1 :] for at in range(len(word)))):
        for other in table.get(key, ()):
            if OSA.distance(word, other, score_cutoff=1) == 1:
                return _key_words()[other]
    return word


@cache
def _slips() -> dict[str, tuple[str, ...]]:
    """Return long words of a meaning by what they are less one letter."""
    found: dict[str, tuple[str, ...]] = {}
    for word in _key_words():
        if len(word) >= LEAST_MEANT:
            for key in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                found[key] = (*found.get(key, ()), word)
    return found


@cache
def _key_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning in known_words().same:
        for word in meaning:
            found.setdefault(word, meaning[0])
    return found


@cache
def _variants() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _learned().splitlines():
        first, _, others = line.partition("\t")
        for other in others.split():
            found.setdefault(first, set()).add(other)
            found.setdefault(other, set()).add(first)
    for meaning in known_words().same:
        for word in meaning:
            found.setdefault(word, set()).update(w for w in meaning if w != word)
    return {word: frozenset(others) for word, others in found.items()}


def _learned() -> str:
    table = files("ostraka.text").joinpath("data/variants.tsv")
    return table.read_text("utf-8")
