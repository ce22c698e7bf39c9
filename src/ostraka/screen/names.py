"""Names against names: which words agree, and how much that says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

_NEAR = 0.84


@dataclass(frozen=True, slots=True)
class NameBlock:
    """Candidate names as numbers of words.

    Attributes:
        words: The different words of the block.
        grid: One row for each name: numbers of its words, -1 where there is none.
    """

    words: list[str]
    grid: Numbers


def block_of(names: Sequence[Sequence[str]]) -> NameBlock:
    """Return the block of some names given as words."""
    numbers: dict[str, int] = {}
    width = max(map(len, names), default=1)
    grid = np.full((len(names), max(width, 1)), -1, dtype=np.intp)
    for row, words in enumerate(names):
        grid[row, : len(words)] = [numbers.setdefault(w, len(numbers)) for w in words]
    return NameBlock(list(numbers), grid)


def name_bits(query: Sequence[str], block: NameBlock) -> Floats:
    """Return the evidence, in bits, that each name of a block is the name asked.

    Args:
        query: The words asked.
        block: The candidates.
    """
    if not block.words:
        return np.zeros(len(block.grid), dtype=np.float32)
    similar = cdist(query, block.words, scorer=JaroWinkler.similarity)
    asked = _information(query)
    known = np.append(_information(block.words), np.float32(0))
    worth = np.minimum(asked[:, None], known[None, :-1])
    gain = np.where(similar >= _NEAR, worth * (4 * similar - 3), 0)
    gain = np.hstack([gain, np.zeros((len(query), 1), gain.dtype)])
    matched_asked, matched_known, bits = _assign(gain, block.grid, asked, known)
    left_known = np.where(block.grid >= 0, known[block.grid], 0).sum(axis=1)
    left_asked = asked.sum() - matched_asked
    left_known = left_known - matched_known
    lesser = np.minimum(left_asked, left_known)
    total: Floats = 2 * bits - 0.35 * (left_asked + left_known) - 0.4 * lesser
    return total.astype(np.float32)


def _assign(
    gain: Floats, grid: Numbers, asked: Floats, known: Floats
) -> tuple[Floats, Floats, Floats]:
    """Pair words greedily, best pair first, each word once, for all names at once."""
    cells = gain[:, grid].transpose(1, 0, 2)  # name, word asked, word known
    names, width = len(grid), grid.shape[1]
    cells = np.ascontiguousarray(cells)
    matched_asked = np.zeros(names, np.float32)
    matched_known = np.zeros(names, np.float32)
    bits = np.zeros(names, np.float32)
    rows = np.arange(names)
    for _ in range(min(len(gain), width)):
        best = cells.reshape(names, -1).argmax(axis=1)
        row, column = best // width, best % width
        found = cells[rows, row, column]
        hit = found > 0
        if not hit.any():
            break
        bits += found
        matched_asked += np.where(hit, asked[row], 0)
        matched_known += np.where(hit, known[grid[rows, column]], 0)
        cells[rows, row, :] = 0
        cells[rows, :, column] = 0
    return matched_asked, matched_known, bits


def _information(words: Sequence[str]) -> Floats:
    return np.array([min(14.0, 2 + 1.6 * len(word)) for word in words], np.float32)
