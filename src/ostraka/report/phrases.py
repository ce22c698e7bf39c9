"""Sequences of words looked up in a text: one step for each word, however many there are.

The first two words say how long the sequences are that start with them, so that
"Mohammad Ali …" costs a look at three or four lengths and not at two hundred names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ostraka.report.tokens import Span, Tokens

V = TypeVar("V")

#: Longer names are not looked for: no text repeats them word for word.
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A sequence of words found in a text.

    Attributes:
        first: Number of its first word in the text.
        last: Number of its last word.
        bare: Whether the last word is followed by a possessive `'s`.
        values: What was stored under it.
    """

    first: int
    last: int
    bare: bool
    values: Sequence[V]

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1

    def span(self, tokens: Tokens) -> Span:
        """Return its place in the text."""
        return tokens.span(self.first, self.last, bare=self.bare)


class Words(Protocol):
    """The words of a text as they are looked up."""

    @property
    def folded(self) -> list[str]:
        """Each word folded."""

    @property
    def bare(self) -> list[str | None]:
        """Each word without a possessive `'s`, or None if it has none."""

    def __len__(self) -> int: ...


class Phrases(Generic[V]):
    """Values stored under sequences of folded words."""

    __slots__ = ("_lengths", "_values")

    def __init__(self) -> None:
        # Tuples: the garbage collector looks again and again at every list.
        self._values: dict[str, tuple[V, ...]] = {}
        # Bit n is set if a sequence of n words starts with these two.
        self._lengths: dict[str, int] = {}

    def add(self, words: Sequence[str], value: V) -> None:
        """Store a value under a sequence of folded words."""
        if not words or len(words) > MOST_WORDS:
            return
        phrase = " ".join(words)
        self._values[phrase] = (*self._values.get(phrase, ()), value)
        if len(words) > 1:
            start = f"{words[0]} {words[1]}"
            self._lengths[start] = self._lengths.get(start, 0) | 1 << len(words)

    def get(self, words: Sequence[str]) -> Sequence[V]:
        """Return what is stored under a sequence of folded words."""
        return self._values.get(" ".join(words), ())

    def find(
        self, tokens: Words, places: Iterable[int] | None = None
    ) -> Iterator[Found[V]]:
        """Yield every stored sequence in a text, the longest first at each word.

        Args:
            tokens: The words.
            places: Where a sequence may start; anywhere if None.
        """
        folded, bare, lengths = tokens.folded, tokens.bare, self._lengths
        last = len(folded) - 1
        for i in range(len(folded)) if places is None else places:
            word = folded[i]
            if i < last:
                # Most words start no name: asking here spares a generator for each.
                if known := lengths.get(f"{word} {folded[i + 1]}"):
                    yield from self._longer(tokens, i, known)
                second = bare[i + 1]
                if second is not None and (known := lengths.get(f"{word} {second}")):
                    yield from self._longer(tokens, i, known)
            if (values := self._values.get(word)) is not None:
                yield Found(i, i, False, values)
            if (plain := bare[i]) is not None and plain in self._values:
                yield Found(i, i, True, self._values[plain])

    def _longer(self, tokens: Words, first: int, lengths: int) -> Iterator[Found[V]]:
        while lengths:
            words = lengths.bit_length() - 1
            lengths ^= 1 << words
            last = first + words - 1
            if last >= len(tokens):
                continue
            known = tokens.folded[first : last + 1]
            values = self._values.get(" ".join(known))
            if values is not None:
                yield Found(first, last, False, values)
            plain = tokens.bare[last]
            if plain is not None:
                values = self._values.get(" ".join([*known[:-1], plain]))
                if values is not None:
                    yield Found(first, last, True, values)
