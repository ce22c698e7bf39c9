"""When two names of bodies say the same, and when one names a part of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ostraka.record.countries import country_code
from ostraka.text.fold import fold

_BRACKETS = re.compile(r"\(([^()]*)\)")
_SPLIT = re.compile(r"\s+/\s+|\s*;\s*|(?<=\w{4})/(?=\w{4})")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    [
        "a",
        "al",
        "an",
        "and",
        "as",
        "at",
        "de",
        "de'",
        "del",
        "der",
        "di",
        "du",
        "e",
        "el",
        "en",
        "et",
        "for",
        "in",
        "la",
        "le",
        "of",
        "on",
        "the",
        "to",
        "und",
        "y",
    ]
)
#: Nouns that name a part of a body by what the rest of the name says.
PART_NOUNS = frozenset(
    [
        "arm",
        "battalion",
        "branch",
        "brigade",
        "bureau",
        "cell",
        "command",
        "department",
        "detachment",
        "directorate",
        "division",
        "faction",
        "force",
        "section",
        "squadron",
        "unit",
        "wing",
    ]
)
#: Words that may stand with such a noun: which part it is.
_WITH_PARTS = frozenset(
    [
        "air",
        "aerospace",
        "armed",
        "civil",
        "cyber",
        "economic",
        "external",
        "financial",
        "foreign",
        "ground",
        "internal",
        "intelligence",
        "military",
        "missile",
        "naval",
        "navy",
        "operations",
        "overseas",
        "political",
        "protection",
        "relations",
        "rocket",
        "security",
        "special",
    ]
)
_SAME = {
    "organisation": "organization", "defence": "defense", "centre": "center",
    "quds": "qods", "hezbollah": "hizballah", "hizbullah": "hizballah",
    "hizbollah": "hizballah", "hezballah": "hizballah",
}  # fmt: skip
_SHORTEST = 5
_BEHIND = re.compile(r"\(([^()]*)\)\s*$")
_SHORT = re.compile(r"[A-Z][A-Z-]{2,7}")
_NEARLY = 0.7
_MOST_EXTRA = 6


@dataclass(frozen=True, slots=True)
class Words:
    """A name as it is compared.

    Attributes:
        words: Its words in any order, without particles, countries and brackets.
        countries: Codes of the countries its words are of.
    """

    words: frozenset[str]
    countries: frozenset[str]

    @property
    def is_telling(self) -> bool:
        """Tell whether the words by themselves can name one body."""
        letters = sum(len(word) for word in self.words)
        return letters >= _SHORTEST + 2 * (len(self.words) == 1)


def readings(name: str) -> Iterator[Words]:
    """Yield a name as it is compared: each part of `A / B`, without what is in brackets."""
    for part in _SPLIT.split(name):
        found = _read(_BRACKETS.sub(" ", part))
        if found.words:
            yield found


def in_brackets(name: str) -> Iterator[Words]:
    """Yield what stands in brackets in a name, as a name of its own."""
    for found in _BRACKETS.finditer(name):
        if (words := _read(found[1])).words:
            yield words


def abbreviations(name: str) -> Iterator[Words]:
    """Yield the abbreviations a name is, or has in brackets behind it: `IRGC`."""
    behind = _BEHIND.search(name)
    for short in (name, behind[1] if behind else ""):
        if _SHORT.fullmatch(short.strip()) and (words := _read(short)).words:
            yield words


def nearly_same(one: Words, other: Words) -> bool:
    """Tell whether one name only leaves out a word or so of the other."""
    few, many = sorted((one.words, other.words), key=len)
    if len(few) < 2 or not few <= many or _of_two(one, other):
        return False
    return len(few) / len(many) >= _NEARLY


@lru_cache(maxsize=1 << 18)
def _read(name: str) -> Words:
    words, countries = set(), set()
    for word in _WORD.findall(fold(_POSSESSIVE.sub("", name))):
        code = country_code(word) if len(word) > 3 else None
        if code is not None:
            countries.add(code.partition("-")[0])
        elif word not in _SMALL:
            words.add(_plain(word))
    return Words(frozenset(words), frozenset(countries))


def _plain(word: str) -> str:
    word = _SAME.get(word, word)
    plural = len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural and word != "corps" else word


def name_keys(name: str, *, is_primary: bool) -> Iterator[str]:
    """Yield the keys a name is found by: what it says, and if it may name a part, of what.

    Args:
        name: The name.
        is_primary: Whether the list prints it first; others name no part.
    """
    own = list(readings(name))
    yield from (key_of(words) for words in (*own, *in_brackets(name)))
    if is_primary:
        for words in own:
            if words.words & PART_NOUNS:
                yield from (f"part {word}" for word in words.words)


def key_of(words: Words) -> str:
    """Return the key of all names that say the same, whatever their countries."""
    return "same " + " ".join(sorted(words.words))


def part_key(whole: Words) -> str:
    """Return the key of all names that may name a part of a whole."""
    return f"part {max(whole.words, key=lambda word: (len(word), word))}"


def says_same(one: Words, other: Words) -> bool:
    """Tell whether two names say the same of a body, and of no two countries."""
    return one.words == other.words and not _of_two(one, other)


def part_named(whole: Words, name: Words) -> str | None:
    """Return what a name adds if it names a part of a whole: `wing military`; else None.

    `Directorate for Internal Security of the Ministry …` is a part; `Kata'ib Hizballah`
    only has the name in it.
    """
    extra = name.words - whole.words
    if (
        not (whole.words < name.words)
        or len(extra) > _MOST_EXTRA
        or _of_two(whole, name)
    ):
        return None
    nouns = extra & PART_NOUNS
    rest = extra - nouns - _WITH_PARTS
    known = all(word.isdigit() or len(word) < 3 for word in rest)
    return " ".join(sorted(extra)) if nouns and (known or len(rest) < 2) else None


def _of_two(one: Words, other: Words) -> bool:
    return bool(one.countries and other.countries) and one.countries.isdisjoint(
        other.countries
    )
