"""A text of a payment read for listed names: like a document, with few words.

Names that stand in it word for word are found whatever stands around them; what is left
between the words of trade is asked as a name, so that other spellings are found too.
Numbers that name a ship, a bank, a body or a wallet are looked up as such.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ostraka.index import Index
from ostraka.index.entry import family_of
from ostraka.payments.trade_words import CRAFT_WORDS, TRADE_WORDS
from ostraka.screen import Match, Query
from ostraka.screen.find import agreeing_words
from ostraka.text.fold import fold
from ostraka.text.name import read_name
from ostraka.text.words import word_bits

#: Longest name looked for, in words, and longest text, in characters.
MOST_WORDS, LONGEST_TEXT = 8, 4_000
#: Stretches of a text that are asked as a name, at most, and their words.
MOST_ASKED, FEWEST_WORDS, MOST_ASKED_WORDS = 4, 2, 6
#: Part of what a listed body's name tells that must stand in words that may be a name.
LEAST_SHARE = 0.6
#: A single word is a body's name if it is so long and tells so much, in bits.
LEAST_LETTERS, LEAST_BITS = 4, 11.0
#: Words of a name that may stand in another order: "ASADI ASSADOLLAH".
_TURNED = 3
_WORD = re.compile(r"[^\W_](?:[.'’`´‘&-]*[^\W_])*")
_STOPS = re.compile(r"[,;:/|()\[\]{}<>=*#+?\"]|\s-\s")
_IMO = re.compile(r"\bIMO[\s:.#-]*(?:NO|NUMBER)?[\s:.#-]*(\d{7})\b", re.IGNORECASE)
_BIC = re.compile(r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_LEI = re.compile(r"\b[A-Z0-9]{18}\d{2}\b")
_WALLET = re.compile(r"\b[A-Za-z0-9]{26,95}\b")
_NUMBER = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*\d){5})[A-Z0-9-]{7,20}\b")
_NUMBERS = (
    ("imoNumber", _IMO),
    ("swiftBic", _BIC),
    ("leiCode", _LEI),
    ("publicKey", _WALLET),
    ("idNumber", _NUMBER),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text to be asked.

    Attributes:
        text: The piece as written.
        query: What is asked.
        may_be_name: Whether it only may be a name: the words left between others.
    """

    text: str
    query: Query
    may_be_name: bool = False

    def means(self, match: Match) -> bool:
        """Tell whether a match can be meant.

        Words of everyday make up names of bodies too: what only may be a name must have
        most of what tells in the listed one, `golf club` is no Golf Resort and City Club.
        """
        if not self.may_be_name or family_of(match.schema) == "person":
            return True
        listed = next(
            (f.candidate for f in match.explanation if f.feature == "name"), ""
        )
        asked, known = (read_name(name or "", "body") for name in (self.text, listed))
        return any(
            _share(ours.words, theirs.words) >= LEAST_SHARE
            for ours in asked
            for theirs in known
        )


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    ends_phrase: bool


def find_stretches(
    index: Index, text: str, known: Collection[str] = ()
) -> Iterator[Stretch]:
    """Yield what of a text is to be asked: names it may hold, and numbers.

    Args:
        index: The lists.
        text: The text.
        known: Folded names and numbers that are asked anyway, of the payment's parties.
    """
    text = text[:LONGEST_TEXT]
    yield from _numbers(index, text, known)
    words = _words(text)

    def piece(first: int, last: int) -> str:
        return " ".join(text[words[first].start : words[last - 1].end].split())

    taken = [False] * len(words)
    for first, last, schema in _written(index, words):
        if not any(taken[first:last]):
            taken[first:last] = [True] * (last - first)
            found = piece(first, last)
            yield Stretch(found, Query((("name", found),), schema))
    asked = 0
    for first, last in _between(words):
        found = piece(first, last)
        if all(taken[first:last]) or fold(found) in known or asked == MOST_ASKED:
            continue
        asked += 1
        yield Stretch(found, Query((("name", found),)), may_be_name=True)


def _share(asked: Sequence[str], known: Sequence[str]) -> float:
    """Return how much of what a listed name tells has a partner in the name asked."""
    tells = [word_bits(word, "body") for word in known]
    paired = {place for _, place, _ in agreeing_words(asked, known, "body")}
    return sum(tells[place] for place in paired) / max(sum(tells), 1.0)


def _words(text: str) -> list[_Word]:
    found = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
    if not found:
        return []
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    return [
        _Word(start, end, folded, _STOPS.search(text, end, following) is not None)
        for (start, end, folded), following in zip(found, ends, strict=True)
        if folded
    ]


def _written(index: Index, words: Sequence[_Word]) -> list[tuple[int, int, str | None]]:
    """Return the stretches that are a listed name word for word, the longest first.

    With each comes the schema it is to be asked as: a ship only where the text speaks of
    ships, and nobody by a single word that many have.
    """
    joined = [word.folded.replace(" ", "") for word in words]
    windows = [
        (first, last, key)
        for first in range(len(words))
        for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1)
        for key in _turned(joined[first:last])
    ]
    hits = index.are_written([key for _, _, key in windows])
    found = [window for window, hit in zip(windows, hits.tolist(), strict=True) if hit]
    found.sort(key=lambda window: (window[0] - window[1], window[0]))
    return [
        (first, last, schema)
        for first, last, key in found
        for schema in [_asked_as(index, words, first, last, key)]
        if schema is not None
    ]


def _turned(words: Sequence[str]) -> Iterator[str]:
    """Yield a name, and with its surname at the other end."""
    yield "".join(words)
    if 2 <= len(words) <= _TURNED:
        yield "".join([*words[1:], words[0]])
        if len(words) > 2:
            yield "".join([words[-1], *words[:-1]])


def _asked_as(
    index: Index, words: Sequence[_Word], first: int, last: int, key: str
) -> str | None:
    """Return the schema a listed name is asked as; None if here it says nothing."""
    rows = [n for n in index.names_written(key) if not index.is_weak(n)]
    names = index.columns.names
    schemata = [index.entry(int(names[row]["party"])) for row in rows[:20]]
    families = {entry.family for entry in schemata}
    before = {word.folded for word in words[max(first - 3, 0) : first]}
    alone = last - first == 1
    if families & {"vessel", "airplane"} and not before.isdisjoint(CRAFT_WORDS):
        return next(e.schema for e in schemata if e.family in {"vessel", "airplane"})
    if families & {"body", "party"} and (not alone or _tells(words[first].folded)):
        return "Organization"
    if "person" in families and not alone:
        return "Person"
    return None


def _tells(word: str) -> bool:
    """Tell whether a single word can be meant as the name of a body."""
    return (
        len(word) >= LEAST_LETTERS
        and word not in TRADE_WORDS
        and word_bits(word, "body") >= LEAST_BITS
    )


def _between(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Yield the stretches between words of trade, numbers and stops."""
    first = 0
    for place, word in enumerate(words):
        has_digit = any(map(str.isdigit, word.folded))
        is_name = word.folded not in TRADE_WORDS and not has_digit
        last = place + 1 if is_name else place
        if not is_name or word.ends_phrase or place + 1 == len(words):
            if _may_be_name(words[first:last]):
                yield first, min(last, first + MOST_ASKED_WORDS)
            first = place + 1


def _may_be_name(words: Sequence[_Word]) -> bool:
    return sum(len(word.folded) > 1 for word in words) >= FEWEST_WORDS


def _numbers(index: Index, text: str, known: Collection[str]) -> Iterator[Stretch]:
    """Yield the numbers of a text that a listed party has."""
    seen: set[str] = set()
    for prop, pattern in _NUMBERS:
        for found in pattern.finditer(text):
            number = found[found.lastindex or 0]
            if number in seen or fold(number) in known:
                continue
            if index.parties_with_identifier(number, prop):
                seen.add(number)
                yield Stretch(found.group(), Query((), None, {prop: (number,)}))
