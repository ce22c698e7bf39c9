"""How alike whole names can be at most, told before they are written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Numbers, word_facts
from ostraka.screen.features import JOINED_HIGH, LETTERS_HIGH, place_of
from ostraka.screen.names import NameBlock
from ostraka.screen.rules import Whole, most_of
from ostraka.screen.words import Flags, Floats


@dataclass(frozen=True, slots=True)
class Reach:
    """The most that whole names can be alike, by the letters they have.

    Attributes:
        asked: Letters of the name asked, and its blanks.
        common: How many of the letters asked each name can have.
        letters: How many letters it has.
        words: How many words.
    """

    asked: tuple[int, int]
    common: Numbers
    letters: Numbers
    words: Numbers

    def rows(self, chosen: Numbers) -> Reach:
        """Return it for some of the names."""
        return Reach(
            self.asked,
            self.common.take(chosen),
            self.letters.take(chosen),
            self.words.take(chosen),
        )

    @property
    def joined(self) -> Floats:
        """Likeness of the joined names."""
        common = np.minimum(self.common, self.letters)
        found: Floats = 2 * common / np.maximum(self.letters + self.asked[0], 1)
        return found

    @property
    def spaced(self) -> Floats:
        """Likeness with the words in order and blanks between."""
        size, blanks = self.asked
        others = np.maximum(self.words - 1, 0)
        common = np.minimum(self.common, self.letters) + np.minimum(others, blanks)
        every = self.letters + others + (size + blanks)
        found: Floats = 2 * common / np.maximum(every, 1)
        return found

    @property
    def equal(self) -> Flags:
        """Whether the joined names can be equal."""
        size, _ = self.asked
        found: Flags = (self.common == size) & (self.letters == size)
        return found

    @property
    def cut(self) -> Flags:
        """Whether the one listed can begin with the one asked."""
        size, _ = self.asked
        found: Flags = (self.common == size) & (self.letters > size)
        return found


@dataclass(frozen=True, slots=True)
class Letters:
    """What letters some names have.

    Attributes:
        which: One bit for each.
        count: How many letters each name has.
        words: How many words.
    """

    which: npt.NDArray[np.uint64]
    count: Numbers
    words: Numbers

    def reach(self, query: Sequence[str]) -> Reach:
        """Return how alike the names can be to another.

        Args:
            query: The words of that.
        """
        size, masks = _letters_asked(tuple(query))
        common = np.zeros(len(self.which), dtype=np.int64)
        for mask in masks:
            common += np.bitwise_count(self.which & mask)
        return Reach((size, max(len(query) - 1, 0)), common, self.count, self.words)


def letters_of(block: NameBlock) -> Letters:
    """Return what letters the names of a block have."""
    rows, grid = block.words.rows, block.grid.T
    lengths = rows["length"].take(grid)
    return Letters(
        which=np.bitwise_or.reduce(rows["letters"].take(grid), axis=0),
        count=np.add.reduce(lengths, axis=0, dtype=np.int64),
        words=np.add.reduce(lengths > 0, axis=0, dtype=np.int64),
    )


@lru_cache(maxsize=64)
def _letters_asked(query: tuple[str, ...]) -> tuple[int, tuple[np.uint64, ...]]:
    """Return how many letters are asked, and which: at all, twice and more often."""
    text = "".join([word_facts(word).text for word in query])
    masks: list[int] = []
    for letter in text:
        bit = 1 << (ord(letter) & 63)
        times = 0
        while times < len(masks) and masks[times] & bit:
            times += 1
        if times == len(masks):
            masks.append(0)
        masks[times] |= bit
    return len(text), tuple([np.uint64(mask) for mask in masks])


def most_by_whole(figures: Floats, whole: Whole, reach: Reach) -> Floats:
    """Return the most that figures of whole names can still add to each name.

    Args:
        figures: As `word_figures` returns them.
        whole: Bits for each figure.
        reach: How alike the names can be.
    """
    told = figures[:, place_of("least_told")]
    joined = whole.joined_high + whole.joined_told * told
    letters = whole.letters_high + whole.letters_told * told
    found: Floats = (
        whole.always
        + whole.acronym * figures[:, place_of("one_word")]
        + (whole.same * reach.equal + whole.cut * reach.cut) * told
        + most_of(whole.joined, joined, JOINED_HIGH, reach.joined)
        + most_of(whole.letters, letters, LETTERS_HIGH, reach.spaced)
    )
    return found
