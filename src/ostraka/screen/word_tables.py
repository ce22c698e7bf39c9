"""Tables of words asked against words listed: how they agree, and what they tell.

The words are compared in `words.py`, of which these tables are looked up for very many
names at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Numbers
from ostraka.screen.words import (
    BORNE_BITS,
    NONE,
    ODD_BITS,
    PENALTY,
    SOUND,
    BlockWords,
    Flags,
    Floats,
    agreements,
    asked_word,
)
from ostraka.text.words import RARE_BITS, SPELLING_BITS

_Value = TypeVar("_Value", bound=np.generic)


@dataclass(frozen=True, slots=True)
class WordTable:
    """How the words asked agree with those of a block.

    Only words that agree with any have columns of their own, once for each reading; the
    last column of a reading stands for the others, and for none.

    Attributes:
        columns: Of each word of the block, and last of none, its column.
        apart: How many columns a reading has.
        level: How each two words agree.
        worth: What they tell if they are partners.
        gain: The same, less what is taken off by how they agree.
        likeness: How like they are spelled.
        asked: What each word asked tells, one row for each reading.
        known: What each word of the block tells, and last none, one row for each.
        odd: Which words asked few or none bear: a letter may be wrong in them.
        borne: Which words asked are known to be borne.
    """

    columns: Numbers
    apart: int
    level: npt.NDArray[np.int8]
    worth: Floats
    gain: Floats
    likeness: Floats
    asked: Floats
    known: Floats
    odd: Flags
    borne: Flags

    def rows(self, chosen: Sequence[int]) -> WordTable:
        """Return it for some of the words asked, given by their places."""
        rows = np.array(chosen, dtype=np.intp)
        return WordTable(
            columns=self.columns,
            apart=self.apart,
            level=self.level.take(rows, axis=0),
            worth=self.worth.take(rows, axis=0),
            gain=self.gain.take(rows, axis=0),
            likeness=self.likeness.take(rows, axis=0),
            asked=self.asked.take(rows, axis=1),
            known=self.known,
            odd=self.odd.take(rows, axis=1),
            borne=self.borne.take(rows, axis=1),
        )

    def bits_of(self, grid: Numbers, readings: int | Numbers = 0) -> WordBits:
        """Return what the words tell in some names.

        Args:
            grid: One row for each name: its words, -1 for none.
            readings: Place of the reading in those of `word_tables`, or one for each.
        """
        # Before the next reading's words stands what none of this one tells: -1 finds it.
        at = grid.T + readings * self.known.shape[1]
        return WordBits(
            self.asked[readings],
            self.known.take(at).T,
            self.odd[readings],
            self.borne[readings],
        )

    def columns_of(self, grid: Numbers, readings: int | Numbers = 0) -> Numbers:
        """Return the columns of the words of some names, one column for each name.

        Args:
            grid: One row for each name: its words, -1 for none.
            readings: Place of the reading, or one for each.
        """
        found: Numbers = self.columns.take(grid.T) + readings * self.apart
        return found


@dataclass(frozen=True, slots=True)
class WordBits:
    """What the words of some names tell, and what those asked tell beside them.

    Attributes:
        asked: What each word asked tells, for all names or one row for each.
        known: What each word of each name tells; nought for none.
        odd: Which words asked few bear, as `asked`.
        borne: Which words asked are known to be borne.
    """

    asked: Floats
    known: Floats
    odd: Flags
    borne: Flags


def of_pairs(known: npt.NDArray[_Value], asked: Numbers) -> npt.NDArray[_Value]:
    """Return what is known of the words asked that are paired.

    Args:
        known: It of each word asked, for all names or one row for each.
        asked: Which words are paired, one row for each name.
    """
    if known.ndim == 1:
        return known.take(asked)
    names, count = known.shape
    found: npt.NDArray[_Value] = known.take(asked.T + np.arange(names) * count).T
    return found


def listed_of_pairs(known: Floats, places: Numbers) -> Floats:
    """Return what the listed words tell that are paired.

    Args:
        known: What each word of each name tells.
        places: Which words are paired, one row for each name.
    """
    found: Floats = known.T[places.T, np.arange(len(known))].T
    return found


def word_table(query: Sequence[str], words: BlockWords, kind: str) -> WordTable:
    """Compare each word asked with each word of a block."""
    return word_tables(query, words, (kind,))


def word_tables(
    query: Sequence[str], words: BlockWords, kinds: Sequence[str]
) -> WordTable:
    """Compare the words asked with those of a block, which are read in some ways.

    How words agree is the same in every reading, what they tell is not.

    Args:
        query: The words asked.
        words: The words of the block.
        kinds: The readings, `person` or `body`.
    """
    read = [[asked_word(word, kind) for word in query] for kind in kinds]
    found = agreements(read[0], words)
    chosen, columns = _columns(found.theirs, len(words))
    level = np.zeros((len(query), len(chosen)), dtype=np.int8)
    likeness = np.zeros(level.shape, dtype=np.float64)
    at = found.mine, columns.take(found.theirs)
    level[at], likeness[at] = found.level, found.likeness
    bits = np.array([[word.bits for word in row] for row in read], dtype=np.float64)
    key_bits = np.array([[w.key_bits for w in row] for row in read], dtype=np.float64)
    known = np.array([words.rows[kind] for kind in kinds])
    worth = np.minimum(bits[:, :, None], known.take(chosen, axis=1)[:, None])
    by_sound = np.minimum(worth, key_bits[:, :, None] + 1.0)
    worth = np.where(level == SOUND, by_sound, worth)
    unknown = np.minimum(key_bits + SPELLING_BITS, RARE_BITS)
    return WordTable(
        columns=columns,
        apart=len(chosen),
        level=np.concatenate([level] * len(kinds), axis=1),
        worth=_side_by_side(worth),
        gain=_side_by_side(
            np.maximum(worth - PENALTY.take(level), 0.1) * (level > NONE)
        ),
        likeness=np.concatenate([likeness] * len(kinds), axis=1),
        asked=bits,
        known=known,
        odd=bits >= np.minimum(unknown, ODD_BITS),
        borne=bits < np.minimum(unknown, BORNE_BITS),
    )


def _columns(agreeing: Numbers, words: int) -> tuple[Numbers, Numbers]:
    """Return the words that agree and none, and of each word the column it has."""
    has = np.zeros(words + 1, dtype=bool)
    has[agreeing] = has[words] = True
    chosen = has.nonzero()[0]
    columns = np.full(words + 1, len(chosen) - 1)
    columns[chosen] = np.arange(len(chosen))
    return chosen, columns


def _side_by_side(tables: Floats) -> Floats:
    """Put the tables of the readings beside each other."""
    return np.concatenate(list(tables), axis=1)
