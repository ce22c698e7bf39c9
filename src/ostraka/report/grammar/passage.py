"""A text with its words in small letters and its sentences: what the finders work on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from ostraka.report.grammar.sentences import Sentence, find_sentences
from ostraka.report.tokens import Span, Tokens

_DASHES = ("–", "—", " - ", "--")
_STATES = ("US", "U.")
_TRIMMED = " \t\r\n,;:–—-"


class Passage:
    """One text being read.

    Args:
        tokens: Its words.
        quoted: What stands in quotation marks, in reading order.
        names: Where parties are named: a name is never taken apart.
    """

    def __init__(
        self, tokens: Tokens, quoted: Iterable[Span] = (), names: Iterable[Span] = ()
    ) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.sentences: list[Sentence] = find_sentences(tokens)
        self.quoted = tuple(sorted(quoted, key=lambda span: span.start))
        self._names = {
            i: (first, last)
            for span in names
            for first, last in [(self.word_at(span.start), self.last_before(span.end))]
            for i in range(first, last + 1)
        }

    @cached_property
    def low(self) -> list[str]:
        """The words in small letters, as written otherwise, without a possessive `'s`."""
        tokens = self.tokens
        lowered = tokens.text.lower()
        if len(lowered) != len(tokens.text):  # "İ" becomes two characters
            lowered = "".join(
                c.lower() if len(c.lower()) == 1 else c for c in tokens.text
            )
        words = [
            lowered[start : end - 2 if bare is not None else end]
            for start, end, bare in zip(
                tokens.starts, tokens.ends, tokens.bare, strict=True
            )
        ]
        for i, word in enumerate(words):
            if word in {"us", "u.s", "u.s."} and tokens.raw(i)[:2] in _STATES:
                words[i] = "usa"  # the pronoun is another word
            elif "." in word:
                words[i] = word.replace(".", "")
        return words

    @cached_property
    def _starts(self) -> list[int]:
        return [s.first for s in self.sentences]

    @cached_property
    def _places(self) -> list[int]:
        return [s.span.start for s in self.sentences]

    @cached_property
    def _quotes_from(self) -> list[int]:
        return [span.start for span in self.quoted]

    def sentence_of(self, i: int) -> Sentence:
        """Return the sentence of a word."""
        return self.sentences[max(0, bisect_right(self._starts, i) - 1)]

    def name_at(self, i: int) -> tuple[int, int] | None:
        """Return the first and last word of the party's name a word is part of."""
        return self._names.get(i)

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence a place is in."""
        return self.sentences[max(0, bisect_right(self._places, place) - 1)]

    def word_at(self, place: int) -> int:
        """Return the number of the first word that starts at or after a place."""
        return bisect_left(self.tokens.starts, place)

    def last_before(self, place: int) -> int:
        """Return the number of the last word that ends at or before a place."""
        return bisect_right(self.tokens.ends, place) - 1

    def gap(self, i: int) -> str:
        """Return what stands before a word."""
        return self.tokens.gap(i - 1) if i > 0 else ""

    def joined(self, i: int) -> bool:
        """Tell whether only a blank or a hyphen stands before a word."""
        gap = self.gap(i)
        if gap in {"' ", "’ "}:
            return self.is_possessive(i - 1)  # "the United Nations' list"
        return gap in {" ", "-", "\u00a0", "\n", "’", " ‘", " “", " ("}

    def parted(self, i: int) -> bool:
        """Tell whether a dash, semicolon or colon stands before a word."""
        gap = self.gap(i)
        return ";" in gap or ":" in gap or any(dash in gap for dash in _DASHES)

    def is_possessive(self, i: int) -> bool:
        """Tell whether a word ends in a possessive `'s` or `s'`."""
        return self.tokens.bare[i] is not None or (
            self.low[i].endswith("s") and self.tokens.gap(i)[:1] in {"’", "'"}
        )

    def in_quotes(self, place: int) -> bool:
        """Tell whether a place is inside quotation marks."""
        before = bisect_left(self._quotes_from, place) - 1
        return before >= 0 and place < self.quoted[before].end

    def span(self, first: int, last: int) -> Span:
        """Return the place of some words, marks that open before them left out."""
        return Span(self.tokens.starts[first], self.tokens.ends[last])

    def trim(self, span: Span) -> Span:
        """Return a place without white space, commas and dashes at its edges."""
        words = self.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip(_TRIMMED))
        end = span.start + len(words.rstrip(_TRIMMED))
        return Span(start, max(start, end))

    def cut(self, span: Span) -> str:
        """Return the words at a place."""
        return self.text[span.start : span.end]
