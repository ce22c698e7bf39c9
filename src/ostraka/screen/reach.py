"""How alike whole names can be at most, told before they are written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Numbers, word_facts
from ostraka.screen.features import place_of
from ostraka.screen.names import NameBlock
from ostraka.screen.rules import Rules
from ostraka.screen.words import Floats


@dataclass(frozen=True, slots=True)
class Reach:
    """The most that whole names can be alike, by the letters they have.

    Attributes:
        joined: Likeness of the joined names.
        letters: Likeness with the words in order and blanks between.
        equal: Whether the joined names can be equal.
        cut: Whether the one listed can begin with the one asked.
    """

    joined: Floats
    letters: Floats
    equal: npt.NDArray[np.bool_]
    cut: npt.NDArray[np.bool_]

    def rows(self, chosen: Numbers) -> Reach:
        """Return it for some of the names."""
        return Reach(
            self.joined.take(chosen),
            self.letters.take(chosen),
            self.equal.take(chosen),
            self.cut.take(chosen),
        )


def reach_of(query: Sequence[str], block: NameBlock) -> Reach:
    """Return how alike whole names can be.

    Args:
        query: The words asked.
        block: The candidates.
    """
    size, masks = _letters_asked(tuple(query))
    letters = block.words.rows["letters"].take(block.grid.T)
    lengths = block.words.rows["length"].take(block.grid.T)
    theirs = np.bitwise_or.reduce(letters, axis=0)
    common = np.zeros(len(block.grid), dtype=np.int64)
    for mask in masks:
        common += np.bitwise_count(theirs & mask)
    other = lengths.sum(axis=0, dtype=np.int64)
    full = common == size
    common = np.minimum(common, other)
    blanks, others = (
        max(len(query) - 1, 0),
        np.maximum((lengths > 0).sum(axis=0) - 1, 0),
    )
    return Reach(
        joined=2 * common / np.maximum(size + other, 1),
        letters=2
        * (common + np.minimum(blanks, others))
        / np.maximum(size + other + blanks + others, 1),
        equal=full & (other == size),
        cut=full & (other > size),
    )


@lru_cache(maxsize=64)
def _letters_asked(query: tuple[str, ...]) -> tuple[int, tuple[np.uint64, ...]]:
    """Return how many letters are asked, and which: at all, twice and more often."""
    text = "".join([word_facts(word).text for word in query])
    times: dict[int, int] = {}
    for letter in set(text):
        bit = ord(letter) & 63
        times[bit] = times.get(bit, 0) + text.count(letter)
    masks = [0] * max(times.values(), default=0)
    for bit, count in times.items():
        for less in range(count):
            masks[less] |= 1 << bit
    return len(text), tuple(map(np.uint64, masks))


def most_by_whole(figures: Floats, rules: Rules, reach: Reach) -> Floats:
    """Return the most that figures of whole names can still add to each name.

    Args:
        figures: As `word_figures` returns them.
        rules: Bits for each figure.
        reach: How alike the names can be.
    """
    return _most_by_joined(figures, rules, reach) + _most_by_strings(
        figures, rules, reach
    )


def _most_by_joined(figures: Floats, rules: Rules, reach: Reach) -> Floats:
    told = figures[:, place_of("least_told")]
    same = np.where(reach.equal, np.maximum(rules.weight("joined_bits"), 0), 0)
    same = np.where(reach.cut, np.maximum(rules.weight("cut"), 0), same)
    above = rules.weight("joined_high") + rules.weight("joined_told") * told
    found: Floats = same * told
    return found + _most(rules.weight("joined"), above, 0.85, reach.joined)


def _most_by_strings(figures: Floats, rules: Rules, reach: Reach) -> Floats:
    told = figures[:, place_of("least_told")]
    above = rules.weight("letters_high") + rules.weight("letters_told") * told
    letters = _most(rules.weight("letters"), above, 0.8, reach.letters)
    one = np.ones(1, dtype=np.float64)
    sounds = _most(rules.weight("sounds"), rules.weight("sounds_high") * one, 0.8, one)
    spelled, start, acronym = (
        np.maximum(rules.weight(name), 0)
        for name in ("spelled", "sorted_start", "acronym")
    )
    acronym = 64 * acronym * figures[:, place_of("one_word")]
    found: Floats = letters + sounds + spelled + start + acronym
    return found


def _most(weight: Any, above: Floats, high: float, share: Floats) -> Floats:
    """Return the most of a likeness of at most `share`, and what is above `high` of it."""
    at_high = weight * np.minimum(high, share)
    at_share = weight * share + above * np.maximum(share - high, 0)
    found: Floats = np.maximum(np.maximum(at_high, at_share), 0)
    return found
