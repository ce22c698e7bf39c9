"""What is known of a word before it is compared: its kind, and how much it tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf

from ostraka.text.sound import sound_key

#: What a word that nobody in the tables carries tells, in bits.
RARE_BITS = 15.0
#: Least letters of two names written as one, and what each of them tells at most.
LEAST_PART, COMMON_BITS = 3, 8.0
#: A rare spelling of a common sound tells at most this much more than the sound.
SPELLING_BITS = 2.5
#: What a word tells at most more than the commonest word of its meaning.
MEANING_BITS = 3.0
#: What a father's name in the Slavic way tells at most: given names are few.
PATRONYMIC_BITS = 7.0
#: What a title tells at most that is somebody's surname.
TITLE_BITS = 4.0
#: What one letter, or a number, tells.
LETTER_BITS, NUMBER_BITS = 2.0, 6.0


@dataclass(frozen=True, slots=True)
class Words:
    """The hand-kept tables of words.

    Attributes:
        particles: Words between the parts of a person's name.
        articles: The Arabic article before a sun letter.
        titles: Rank, office, honour.
        joining: Words that make one name with the next.
        endings: Surname endings that may stand apart.
        legal_forms: Words of a legal form, and the class of the form.
        longest_form: Most words a legal form has.
        form_starts: First words of legal forms.
        stop: Function words in names of bodies.
        phrases: What several words call by one name, by their first word.
        same: Words of one meaning, line by line.
        places: Countries, and towns and provinces bodies are named after.
    """

    particles: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    joining: frozenset[str]
    endings: frozenset[str]
    legal_forms: dict[tuple[str, ...], str]
    longest_form: int
    form_starts: frozenset[str]
    stop: frozenset[str]
    phrases: dict[str, dict[tuple[str, ...], str]]
    same: tuple[tuple[str, ...], ...]
    places: frozenset[str]


@cache
def known_words() -> Words:
    """Return the tables as they stand in `data/words.json`."""
    table = json.loads(_read("words.json"))
    forms = {tuple(p.split()): form for p, form in table["legal_forms"].items()}
    return Words(
        particles=frozenset(table["particles"]),
        articles=frozenset(table["articles"]),
        titles=frozenset(table["titles"]),
        joining=frozenset(table["joining"]),
        endings=frozenset(table["endings"]),
        legal_forms=forms,
        longest_form=max(map(len, forms)),
        form_starts=frozenset(words[0] for words in forms),
        stop=frozenset(table["stop"]),
        phrases=_by_first(table["phrases"]),
        same=tuple(tuple(line) for line in table["same"]),
        places=frozenset(table["places"]),
    )


def _by_first(phrases: dict[str, str]) -> dict[str, dict[tuple[str, ...], str]]:
    """Return phrases by their first word, the longest first."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        words = tuple(phrase.split())
        found.setdefault(words[0], {})[words] = phrases[phrase]
    return found


def word_bits(word: str, kind: str) -> float:
    """Return what a word tells about who is meant, in bits.

    Args:
        word: A romanised word.
        kind: `person` or `body`.
    """
    if word.isdigit():
        return NUMBER_BITS
    if len(word) == 1:
        return LETTER_BITS
    if kind == "person" and is_patronymic(word):
        father = sound_bits(sound_key(word[:-2]), kind)
        # What nobody is called is no father's name, but a surname that ends like one.
        if father < RARE_BITS:
            return min(PATRONYMIC_BITS, father)
    own = _bits(kind).get(word, RARE_BITS)
    if kind == "person":
        own = min(own, _bits_of_two(word))
        if word in known_words().titles:
            own = min(own, TITLE_BITS)
    else:
        # A body named after its partners tells no more than their names do.
        own = min(own, _bits("person").get(word, RARE_BITS))
        own = min(own, _of_meaning().get(word, RARE_BITS))
    return min(own, sound_bits(sound_key(word), kind) + SPELLING_BITS)


@cache
def _of_meaning() -> dict[str, float]:
    """Return what words of a meaning tell at most in names of bodies."""
    found: dict[str, float] = {}
    bits = _bits("body")
    for meaning in known_words().same:
        commonest = min(bits.get(word, RARE_BITS) for word in meaning)
        for word in meaning:
            least = min(found.get(word, RARE_BITS), commonest + MEANING_BITS)
            found[word] = least
    return found


def _bits_of_two(word: str) -> float:
    """Return what two common names tell that are written as one: Mohammadreza."""
    told = inf
    bits = _bits("person")
    for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
        first = bits.get(word[:cut], RARE_BITS)
        if first < COMMON_BITS:
            second = bits.get(word[cut:], RARE_BITS)
            if second < COMMON_BITS:
                told = min(told, first + second)
    return told


def is_patronymic(word: str) -> bool:
    """Tell whether a telling word is a father's name in the Slavic way.

    Args:
        word: A word as `read_name` returns it: Viktorovich is `viktorvc`.
    """
    return word.endswith(("vc", "vn")) and len(word) > 4


def is_place(word: str) -> bool:
    """Tell whether a word names a country, or a town or province bodies are named after.

    Args:
        word: A romanised word.
    """
    return word in known_words().places


def sound_bits(key: str, kind: str) -> float:
    """Return what a sound key tells, in bits."""
    if len(key) < 2:
        return 2.0 * LETTER_BITS
    return _bits(kind).get(key, RARE_BITS)


def is_known(word: str, kind: str) -> bool:
    """Tell whether a word is common enough to stand in the tables.

    Args:
        word: A romanised word.
        kind: `person` or `body`.
    """
    return word in _bits(kind)


def common_bits(word: str, kind: str) -> float:
    """Return what a word tells that stands in the tables, infinity if it does not.

    Args:
        word: A romanised word.
        kind: `person` or `body`.
    """
    return _bits(kind).get(word, inf)


def less_one(word: str) -> Iterator[str]:
    """Yield a word, and it without each of its letters in turn.

    Two words that are one but for a slip have one of these in common.

    Args:
        word: A word, or several with blanks between.
    """
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@cache
def _bits(kind: str) -> dict[str, float]:
    lines = _read(f"{kind}_bits.tsv").splitlines()
    return {word: float(bits) for word, _, bits in (s.partition("\t") for s in lines)}


def _read(name: str) -> str:
    return files("ostraka.text").joinpath(f"data/{name}").read_text("utf-8")
