"""A name taken apart: its words in Latin letters, the telling and the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ostraka.text.bodies import body_words, unstuck
from ostraka.text.fold import fold
from ostraka.text.persons import person_words
from ostraka.text.romanise import romanise
from ostraka.text.wade_giles import as_pinyin
from ostraka.text.words import known_words

#: More telling words than this say nothing more about who is meant.
MOST_WORDS = 14
#: Longest word that is compared; what follows is cut off.
LONGEST_WORD = 32
#: Longest text that is looked at.
LONGEST_TEXT = 1000
# What payment messages put before a name.
_PAYMENT = re.compile(
    r"^\s*(?:for (?:further )?credit to|in favou?r of|payment to|beneficiary|by order of)"
    r"[:\s]+",
    re.IGNORECASE,
)
#: Least words of a name that is also found by its words in any order.
LEAST_TURNED = 3
#: Words of a payment's text that may follow the name.
MOST_BEHIND = 2
# A short form in brackets at the end: "LORD'S RESISTANCE ARMY (LRA)".
_BRACKET = re.compile(r"(.{4,}?)\s*\((\S[^()]{1,30})\)\s*")
# Initials written together before a surname: JC Juncker.
_INITIALS = re.compile(r"\s*[BCDFGHJKLMNPQRSTVWXZ]{2,3}\s+\w[a-z]")
_ARTICLES = frozenset({"the"})
# Letters that are written alone as initials: of Greek, Cyrillic, Hebrew, Arabic.
_FIRST_INITIAL, _LAST_INITIAL = "\u0370", "\u077f"
# Digits that look like letters; a one is an i or an l.
_DIGITS = re.compile("[0135]")
_LETTERS_FOR = tuple(str.maketrans("0135", f"o{one}es") for one in "il")


class NameForm(NamedTuple):
    """One way to read a name: of very many, so it is a tuple, which is made faster.

    Attributes:
        folded: The name in its own script, folded.
        words: Its telling words in the letters a-z and digits.
        legal: Class of its legal form, or `""`.
    """

    folded: str
    words: tuple[str, ...]
    legal: str = ""

    @property
    def joined(self) -> str:
        """The name without its blanks: names joined and split are one."""
        return self.folded.replace(" ", "")


@lru_cache(maxsize=65536)
def read_name(text: str, kind: str = "person") -> tuple[NameForm, ...]:
    """Return the ways to read a name, the likeliest first; none if it has no letter.

    Args:
        text: The name as written.
        kind: `person` or `body`: what may be left out differs.
    """
    texts = _texts_of(text)
    if kind == "body":
        texts = tuple([part for given in texts for part in _parts(given)])
    forms = [form for part in texts for form in _read(part, kind)]
    if len(forms) == 1:
        return tuple(forms)
    return tuple({form.words: form for form in forms}.values())


@lru_cache(maxsize=4096)
def _texts_of(text: str) -> tuple[str, ...]:
    """Return what of a text may be the name.

    Most names are read twice in a row, as a person's and as a body's.
    """
    whole = text[:LONGEST_TEXT]
    payment = _PAYMENT.match(whole)
    if payment is None:
        return _once(whole)
    plain = whole[payment.end() :]
    return (*_once(plain), *_without_the_end(plain))


@lru_cache(maxsize=4096)
def without_titles(folded: str, kind: str) -> tuple[str, ...]:
    """Return a name without the titles in front of it, one more left out in each.

    Args:
        folded: The name, folded.
        kind: `person` or `body`, which has the article alone.
    """
    left_out = _left_out(kind)
    words = folded.split()
    found = []
    while len(words) > 1 and words[0] in left_out:
        words = words[1:]
        found.append(" ".join(words))
    return tuple(found)


def _left_out(kind: str) -> frozenset[str]:
    return known_words().titles if kind == "person" else _ARTICLES


def whole_names(form: NameForm, kind: str) -> tuple[str, ...]:
    """Return the ways a whole name asked may be written on a list.

    That is without its blanks, as it is and without the titles in front of it, and its
    words by the alphabet.

    Args:
        form: The name.
        kind: `person` or `body`.
    """
    ways: tuple[str, ...] = (form.joined,)
    if form.folded.count(" ") >= LEAST_TURNED - 1:
        ways += (_by_alphabet(form.folded),)
    if form.folded.partition(" ")[0] not in _left_out(kind):
        return ways
    less = without_titles(form.folded, kind)
    return (*ways, *(name.replace(" ", "") for name in less))


def written_ways(form: NameForm, text: str) -> Iterator[str]:
    """Yield the ways a listed name is found by as it is written.

    In another order Abd, Allah and the like join other words; names without them are found
    in any order by their words.

    Args:
        form: The name as it is read.
        text: The name as it is listed, which may have a word twice.
    """
    yield form.joined
    yield fold(text).replace(" ", "")
    count = form.folded.count(" ") + 1
    if count >= LEAST_TURNED and count != len(form.words):
        yield _by_alphabet(form.folded)


def _by_alphabet(folded: str) -> str:
    return " ".join(sorted(folded.split()))


def _without_the_end(text: str) -> Iterator[str]:
    """Yield a payment's text less its last words, which may be a place."""
    words = text.split()
    for kept in range(len(words) - 1, max(1, len(words) - MOST_BEHIND - 1), -1):
        yield " ".join(words[:kept])


def _once(text: str) -> tuple[str, ...]:
    """Return a name that is given twice in a row once, or of which a part is.

    One word may be given twice, and may be first and last name: Abdullah Abdullah.
    """
    words = text.split()
    same = text.casefold().split()
    half, odd = divmod(len(words), 2)
    if half and not odd and same[:half] == same[half:]:
        once = " ".join(words[:half])
        return (once,) if half > 1 else (text, once)
    if len(words) == 3 and len(words[1]) > 1 and same[1] in {same[0], same[2]}:
        return (f"{words[0]} {words[2]}",)
    return (text,)


def _parts(text: str) -> tuple[str, ...]:
    """Return `NAME` and `ACRONYM` of "NAME (ACRONYM)", `A` and `B` of "A ; B".

    A legal form in brackets is no name of its own.
    """
    if ";" not in text and "(" not in text:
        return (text,)
    parts = [part for part in text.split(";") if part.strip()]
    found: list[str] = []
    for part in parts:
        bracket = _BRACKET.fullmatch(part)
        if bracket is None or _is_legal_form(bracket[2]):
            found.append(part)
        else:
            found.extend(bracket.groups())
    return tuple(found) or (text,)


def _is_legal_form(text: str) -> bool:
    words = " ".join(map(romanise, fold(text).split())).split()
    return tuple(words) in known_words().legal_forms


def _read(text: str, kind: str) -> Iterator[NameForm]:
    folded, words = _words_of(text)
    if not words:
        return
    if kind == "person":
        yield from _read_person(text, folded, words)
        return
    telling, legal = body_words(words)
    yield NameForm(folded, tuple(telling[:MOST_WORDS]), legal)
    if len(words) == 1:
        for rest, form in unstuck(words[0]):
            yield NameForm(folded, (rest,), form)


def _read_person(text: str, folded: str, words: tuple[str, ...]) -> Iterator[NameForm]:
    if _DIGITS.search(folded) and (letters := tuple(_digits_as_letters(words))):
        for meant in letters:
            yield NameForm(folded, tuple(person_words(meant)[:MOST_WORDS]))
        return
    yield NameForm(folded, tuple(person_words(words)[:MOST_WORDS]))
    if _INITIALS.match(text) and words[0] not in known_words().titles:
        yield NameForm(folded, (*words[0], *person_words(words[1:]))[:MOST_WORDS])
    for reading in as_pinyin(words):
        yield NameForm(folded, reading)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text folded, and its words in Latin letters."""
    folded = fold(text)
    latin = folded if folded.isascii() else " ".join(map(_in_latin, folded.split()))
    words = latin.split()
    if len(latin) > LONGEST_WORD:
        words = [word[:LONGEST_WORD] for word in words]
    return folded, _not_again(words)


def _in_latin(word: str) -> str:
    """Write a word in Latin letters; an initial stays one letter: Ю. is Y, ش. is s."""
    latin = romanise(word)
    if len(word) == 1 and _FIRST_INITIAL <= word <= _LAST_INITIAL:
        return latin[:1] or "a"  # ayn, which begins Abbas, Omar and Isa
    return latin


def _digits_as_letters(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words of a person's name with letters for the digits inside them: K1m.

    Nothing is yielded where no word has both.
    """
    mixed = [w for w in words if not w.isalpha() and not w.isdigit() and w.isalnum()]
    if mixed:
        for letters in _LETTERS_FOR:
            yield tuple(w.translate(letters) if w in mixed else w for w in words)


def _not_again(words: Sequence[str]) -> tuple[str, ...]:
    """Leave out a word that comes a third time: it tells nothing new."""
    if len(set(words)) == len(words):
        return tuple(words)
    seen: Counter[str] = Counter()
    kept = []
    for word in words:
        seen[word] += 1
        if seen[word] < 3:
            kept.append(word)
    return tuple(kept)
