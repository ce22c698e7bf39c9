"""Names against names: which of their words are partners.

Every name of a block of candidates is compared with the one asked at the same time: a
table of word against word first (`words.py`), then the best pairing of words, then
figures for the model.  One name at a time or a thousand, the figures are the same.
`native/pairs.c` does the same in C.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import WORD, Columns, Numbers, columns_of
from ostraka.screen.word_tables import WordTable
from ostraka.screen.words import BlockWords, Flags, Floats

_Value = TypeVar("_Value", bound=np.generic)

# What is known of no word: it has no letter, no sound, and tells nothing.
_NO_WORD = np.zeros((), dtype=WORD)
_NO_WORD["sound"] = _NO_WORD["slavic"] = -1
# Up to so many words a mark for each is quicker than sorting.
_FEW_WORDS = 300_000


@dataclass(frozen=True, slots=True)
class NameBlock:
    """Candidate names as numbers of words.

    Attributes:
        words: The different words of the block.
        grid: One row for each name: places of its words in `words`, -1 for none.
        legal: Class of each name's legal form, as its place in `LEGAL_FORMS`.
    """

    words: BlockWords
    grid: Numbers
    legal: npt.NDArray[np.uint8]

    @property
    def inside(self) -> Flags:
        """Which places of each name have a word."""
        return self.grid >= 0

    @property
    def sizes(self) -> Numbers:
        """How many words each name has."""
        found: Numbers = np.add.reduce(self.grid.T >= 0, axis=0, dtype=np.intp)
        return found

    def rows(self, chosen: Numbers) -> NameBlock:
        """Return some names of the block."""
        return NameBlock(
            self.words, rows_of(self.grid, chosen), self.legal.take(chosen)
        )


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words of each name paired with the words asked, best pair first.

    All arrays have one row for each name and one column for each pair; a pair that was
    not found has level 0 and the places -1.
    """

    asked: Numbers
    place: Numbers
    level: npt.NDArray[np.int8]
    worth: Floats
    likeness: Floats

    def rows(self, chosen: Numbers) -> Pairing:
        """Return the pairs of some names."""
        return Pairing(
            rows_of(self.asked, chosen),
            rows_of(self.place, chosen),
            rows_of(self.level, chosen),
            rows_of(self.worth, chosen),
            rows_of(self.likeness, chosen),
        )

    def left(self, asked: int, inside: Flags) -> tuple[Flags, Flags]:
        """Tell for each name which words asked have no partner, and which of its own.

        Args:
            asked: How many words are asked.
            inside: Which places of each name have a word.

        Returns:
            One column for each name.
        """
        names = np.arange(len(inside))
        # A last row takes what was not found.
        mine = np.ones((asked + 1, len(inside)), dtype=bool)
        theirs = np.ones((inside.shape[1] + 1, len(inside)), dtype=bool)
        mine[self.asked.T, names] = theirs[self.place.T, names] = False
        return mine[:-1], theirs[:-1] & inside.T

    def ascending(self) -> Flags:
        """Tell for each name whether its words come in the order asked."""
        names = len(self.asked)
        places = np.full((int(self.asked.max(initial=-1)) + 2, names), -1)
        places[self.asked.T, np.arange(names)] = self.place.T
        places = places[:-1]
        found: Flags = (
            (places < 0) | (places == np.maximum.accumulate(places, axis=0))
        ).all(axis=0)
        return found


def block_of(
    names: Sequence[Sequence[str]], legal: Sequence[int] | None = None
) -> NameBlock:
    """Return the block of some names given as words."""
    columns = columns_of(names, legal)
    return block(columns, np.arange(len(names)))


def block(columns: Columns, names: Numbers) -> NameBlock:
    """Return names of an index with their words numbered anew, each word once."""
    # `take` gives what brackets give, of rows of several fields many times as fast.
    rows = columns.names.take(names)
    lengths = rows["length"].astype(np.intp)
    places = np.arange(max(int(lengths.max(initial=1)), 1))[:, None]
    inside = places < lengths
    at = (rows["start"].astype(np.intp) + places)[inside]
    grid = np.full(inside.shape, -1, dtype=np.intp)
    used = columns.name_words.take(at)
    numbers, grid[inside] = _each_once(used, len(columns.words))
    return NameBlock(
        BlockWords(columns, numbers, _known(columns, numbers)), grid.T, rows["legal"]
    )


def _known(columns: Columns, numbers: Numbers) -> npt.NDArray[np.void]:
    """Return what is known of some words, and last of none."""
    known = np.empty(len(numbers) + 1, dtype=WORD)
    columns.words.take(numbers, out=known[:-1], mode="clip")
    known[-1] = _NO_WORD
    return known


def rows_of(table: npt.NDArray[_Value], chosen: Numbers) -> npt.NDArray[_Value]:
    """Return some rows of a table whose columns lie in one piece, and so that they do.

    Names are many and their words are few: a column at a time numpy adds up the words of
    all names in a few steps, a row at a time it takes each name by itself.

    Args:
        table: One row for each name.
        chosen: Which of them.
    """
    return table.T.take(chosen, axis=1).T


def _each_once(used: npt.NDArray[np.uint32], most: int) -> tuple[Numbers, Numbers]:
    """Return numbers below `most`, each once and in order, and where each one went."""
    if most > _FEW_WORDS:
        distinct, back = np.unique(used, return_inverse=True)
        return distinct.astype(np.intp), back
    seen = np.zeros(most, dtype=bool)
    seen[used] = True
    numbers = np.flatnonzero(seen)
    places = np.empty(most, dtype=np.int32)
    places[numbers] = np.arange(len(numbers), dtype=np.int32)
    return numbers, places.take(used).astype(np.intp)


def pair_words(table: WordTable, grid: Numbers, readings: int | Numbers = 0) -> Pairing:
    """Pair words greedily, best pair first, each word once, for all names at once.

    Args:
        table: How words agree.
        grid: One row for each name: its words, -1 for none.
        readings: How the names are read, or how each is.
    """
    columns = table.columns_of(grid, readings)
    asked, (width, names) = len(table.gain), columns.shape
    cells = table.gain.take(columns, axis=1).transpose(2, 0, 1).copy()
    flat, rows = cells.reshape(names, asked * width), np.arange(names)
    found = []
    for _ in range(min(asked, width) if names else 0):
        best = flat.argmax(axis=1)
        hit = flat[rows, best] > 0
        if not hit.any():
            break
        row, place = np.divmod(best, width)
        found.append((np.where(hit, row, -1), np.where(hit, place, -1)))
        cells[rows, row] = 0
        cells[rows, :, place] = 0
    if not found:
        found.append((np.full(names, -1), np.full(names, -1)))
    pairs: Numbers = np.array(found)
    return _paired(table, columns, pairs[:, 0], pairs[:, 1])


def _paired(
    table: WordTable, columns: Numbers, row: Numbers, place: Numbers
) -> Pairing:
    """Look up pairs: one column for each name, and one row for each pair."""
    known = columns[place, np.arange(columns.shape[1])]
    # The last column of a table stands for none.
    width = table.gain.shape[1]
    cell = np.where(row < 0, width - 1, row * width + known)
    return Pairing(
        asked=row.T,
        place=place.T,
        level=table.level.take(cell).T,
        worth=table.worth.take(cell).T,
        likeness=table.likeness.take(cell).T,
    )
