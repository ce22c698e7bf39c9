"""Short forms a text defines for itself: `Ministry of Intelligence (MOIS)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.report.name_forms import bare_name, fits_abbreviation
from ostraka.report.phrases import Phrases
from ostraka.report.tokens import Span, Tokens, fold_words
from ostraka.report.words import BODY_WORDS, SMALL_WORDS, is_function_word

_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_PARTS = re.compile(r"\s*(?:[/,;]|\bor\b)\s*")
_LEAD_IN = re.compile(
    r"^(?:the|hereafter|hereinafter|henceforth|also|known as|aka|a\.k\.a\.|in short)\s+"
)
_SHORT = re.compile(r"[A-Z][A-Za-z0-9&-]*[A-Z][A-Za-z0-9-]*")
_QUOTES = "\"'“”‘’«»„ "
_LONGEST = 14
_SAME_START = 5


@dataclass(frozen=True, slots=True)
class Definition:
    """A name in full and the short forms the text gives it.

    Attributes:
        first: Number of the first word of the name in full.
        last: Number of its last word.
        span: Its place.
        shorts: The short forms as written.
        short_spans: Where the definition writes them.
    """

    first: int
    last: int
    span: Span
    shorts: tuple[str, ...]
    short_spans: tuple[Span, ...]


class DefinedNames:
    """The names in full that a text gives short forms to.

    A name is known here by its key: its folded words joined with blanks.  Where a text
    defines one short form twice, the first definition counts.

    Args:
        tokens: The words of the text.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._full: dict[Span, str] = {}
        self._in_brackets: dict[Span, str] = {}
        self._shorts: dict[str, str] = {}
        for definition in find_definitions(tokens):
            key = " ".join(tokens.folded[definition.first : definition.last + 1])
            self._full[definition.span] = key
            shorts = zip(definition.shorts, definition.short_spans, strict=True)
            for short, place in shorts:
                if self._shorts.setdefault(short, key) == key:
                    self._in_brackets[place] = key

    def defines(self, span: Span) -> bool:
        """Tell whether the text itself says what the words at a place stand for."""
        return self._tokens.text[span.start : span.end] in self._shorts

    def key_at(self, span: Span) -> str | None:
        """Return the key of the name in full that is defined at a place."""
        return self._full.get(span)

    def short_key_at(self, span: Span) -> str | None:
        """Return the key of the name whose short form is defined at a place."""
        return self._in_brackets.get(span)

    def places(self) -> Iterator[tuple[str, Span, str]]:
        """Yield the key, the place and the manner of every use of a defined name."""
        for full, key in self._full.items():
            yield key, full, "defined in the text"
        phrases: Phrases[str] = Phrases()
        for short in self._shorts:
            phrases.add(fold_words(short), short)
        for found in phrases.find(self._tokens):
            span = found.span(self._tokens)
            defined = self._shorts.get(self._tokens.text[span.start : span.end])
            if defined is not None:
                yield defined, span, "abbreviation"

    def is_body(self, key: str) -> bool:
        """Tell whether a name's words say that it is a body's: `Ministry`, `Council`."""
        return not BODY_WORDS.isdisjoint(key.split())

    def says_the_same(self, key: str, names: Iterable[str]) -> bool:
        """Tell whether a name in full says the same as one of some other names.

        Every word of one that carries meaning stands in the other; `Organisation` and
        `Organization` are one word here, `Iranian` and `of Iran` are none.
        """
        wanted = _meaningful(key.split())
        for name in names:
            known = _meaningful(fold_words(bare_name(name)))
            few, many = sorted((wanted, known), key=len)
            if len(few) > 1 and all(any(_same(a, b) for b in many) for a in few):
                return True
        return False


def find_definitions(tokens: Tokens) -> list[Definition]:
    """Return the definitions of a text in reading order."""
    return list(_definitions(tokens))


def _meaningful(words: list[str]) -> list[str]:
    """Return the words of a name that tell it from others: no particles, no country."""
    return [w for w in words if w not in SMALL_WORDS and country_code(w) is None]


def _same(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SAME_START:
        return one == other
    return one[:_SAME_START] == other[:_SAME_START]


def _definitions(tokens: Tokens) -> Iterator[Definition]:
    ends = {end: i for i, end in enumerate(tokens.ends)}
    for found in _BRACKETS.finditer(tokens.text):
        before = found.start() - 1
        last = ends.get(before) if tokens.text[before : before + 1] == " " else None
        shorts = list(_shorts(found))
        if last is None or not shorts:
            continue
        first = _phrase_start(tokens, last)
        first = _fit(tokens, first, last, [short for short, _ in shorts])
        if last > first:
            yield Definition(
                first,
                last,
                tokens.span(first, last),
                tuple(short for short, _ in shorts),
                tuple(span for _, span in shorts),
            )


def _shorts(found: re.Match[str]) -> Iterator[tuple[str, Span]]:
    """Yield the short forms in a pair of brackets with their places."""
    at = found.start(1)
    for part in _PARTS.split(found[1]):
        short = _LEAD_IN.sub("", part.strip(_QUOTES)).strip(_QUOTES)
        if len(short) >= 2 and _SHORT.fullmatch(short):
            start = found.string.index(short, at)
            at = start + len(short)
            yield short, Span(start, at)


def _phrase_start(tokens: Tokens, last: int) -> int:
    """Return the first word of the capitalised phrase that ends at a word."""
    first = i = last
    while i >= 0 and last - i < _LONGEST:
        small = tokens.folded[i] in SMALL_WORDS and not tokens.is_capital(i)
        if not small and not tokens.is_capital(i):
            break
        if not small:
            first = i
        bare = tokens.bare[i - 1] if i else None
        # "France's Directorate General …": whose it is, is not its name.
        if not tokens.follows(i) or (bare is not None and country_code(bare)):
            break
        i -= 1
    while first < last and is_function_word(tokens.folded[first]):
        first += 1
    return first


def _fit(tokens: Tokens, first: int, last: int, shorts: list[str]) -> int:
    """Return where the name starts whose initials a short form is made of.

    Where the initials do not tell, it starts after the last "and" before it.
    """
    for start in range(first, last):
        words = tokens.folded[start : last + 1]
        if words[0] in SMALL_WORDS:
            continue
        places = frozenset(w for w in words if country_code(w) is not None)
        if any(
            fits_abbreviation(short, words, leave_out)
            for short in shorts
            for leave_out in (frozenset(), places)
        ):
            return start
    for start in range(last, first, -1):
        if tokens.folded[start - 1] == "and":
            return start
    return first
