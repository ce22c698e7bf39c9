"""Words that are the same name, or mean the same, in another language or spelling."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ostraka.text.words import is_known, known_words

#: Least letters of what one with Abd before the name is called without.
LEAST_CALLED = 4


def variants_of(word: str) -> frozenset[str]:
    """Return the other spellings of a word: of mohammad, muhammed and mehmet too.

    The servant of the Merciful, Abd al-Rahman, is often called Rahman.

    Args:
        word: A romanised word.
    """
    known = _variants().get(word, frozenset())
    called = word.removeprefix("abd")
    if len(called) < LEAST_CALLED:
        return known
    servant = f"abd{called}"
    if not is_known(servant, "person"):
        return known
    return known | {called if word == servant else servant}


def key_word(word: str) -> str:
    """Return the word by which the index files a word: one for all of a meaning."""
    return _key_words().get(word, word)


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
