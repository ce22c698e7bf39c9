"""A name taken apart: its words in Latin letters, the telling and the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
#: Words of a payment's text that may follow the name.
MOST_BEHIND = 2
# A short form in brackets at the end: "LORD'S RESISTANCE ARMY (LRA)".
_BRACKET = re.compile(r"(.{4,}?)\s*\((\S[^()]{1,30})\)\s*")
# Initials written together before a surname: JC Juncker.
_INITIALS = re.compile(r"\s*[BCDFGHJKLMNPQRSTVWXZ]{2,3}\s+\w[a-z]")


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to read a name.

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
    plain = _PAYMENT.sub("", text[:LONGEST_TEXT])
    texts = [_once(plain)]
    if len(plain) < len(text[:LONGEST_TEXT]):
        texts.extend(_without_the_end(plain))
    parts = [p for t in texts for p in (_parts(t) if kind == "body" else (t,))]
    forms = [form for part in parts for form in _read(part, kind)]
    if len(forms) == 1:
        return tuple(forms)
    return tuple({form.words: form for form in forms}.values())


def _without_the_end(text: str) -> Iterator[str]:
    """Yield a payment's text less its last words, which may be a place."""
    words = text.split()
    for kept in range(len(words) - 1, max(1, len(words) - MOST_BEHIND - 1), -1):
        yield " ".join(words[:kept])


def _once(text: str) -> str:
    """Return a name that is given twice in a row once, or of which a part is."""
    words = text.split()
    half, odd = divmod(len(words), 2)
    if half and not odd and words[:half] == words[half:]:
        return " ".join(words[:half])
    if len(words) == 3 and len(words[1]) > 1 and words[1] in {words[0], words[2]}:
        return f"{words[0]} {words[2]}"
    return text


def _parts(text: str) -> tuple[str, ...]:
    """Return `NAME` and `ACRONYM` of "NAME (ACRONYM)", `A` and `B` of "A ; B".

    A legal form in brackets is no name of its own.
    """
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
        yield NameForm(folded, tuple(person_words(words)[:MOST_WORDS]))
        if _INITIALS.match(text) and words[0] not in known_words().titles:
            yield NameForm(folded, (*words[0], *person_words(words[1:]))[:MOST_WORDS])
        for reading in as_pinyin(words):
            yield NameForm(folded, reading)
        return
    telling, legal = body_words(words)
    yield NameForm(folded, tuple(telling[:MOST_WORDS]), legal)
    if len(words) == 1:
        for rest, form in unstuck(words[0]):
            yield NameForm(folded, (rest,), form)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text folded, and its words in Latin letters.

    Most names are read twice in a row, as a person's and as a body's.
    """
    folded = fold(text)
    latin = folded if folded.isascii() else " ".join(map(_in_latin, folded.split()))
    return folded, _not_again([word[:LONGEST_WORD] for word in latin.split()])


def _in_latin(word: str) -> str:
    """Write a word in Latin letters; an initial stays one letter: Ю. is Y."""
    latin = romanise(word)
    return latin[:1] if len(word) == 1 and "\u0400" <= word <= "\u04ff" else latin


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
