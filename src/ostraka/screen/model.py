"""The judgement on two names: fitted weights, summed to bits for or against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from ostraka.screen.features import FEATURES, JOINED, name_figures
from ostraka.screen.names import (
    NEAR,
    SAME,
    Floats,
    NameBlock,
    Numbers,
    Pairing,
    WordTable,
    pair_words,
    word_table,
)

#: Names that are judged in full; the others fell behind in the first count.
MOST_NAMES = 150
#: Evidence of names of which no word agrees, and the likeness of joined names that
#: stands for a word.
NOTHING_AGREES, LEAST_JOINED = -12.0, 0.75
# The first count: what agrees, less a part of what does not (design, section 5).
_LEFT, _LEFT_BOTH = 0.35, 0.4


@dataclass(frozen=True, slots=True)
class Judged:
    """The names of a block that were judged.

    Attributes:
        rows: Their places in the block.
        bits: Evidence that each is the name asked (log2 of the odds).
    """

    rows: Numbers
    bits: Floats


def judge_names(
    query: Sequence[str], legal: str, block: NameBlock, kind: str
) -> Judged:
    """Judge which names of a block are the name asked.

    Args:
        query: The telling words asked.
        legal: Class of the legal form asked, or `""`.
        block: The candidates.
        kind: `person` or `body`.
    """
    table = word_table(query, block.words, kind)
    pairs = pair_words(table, block.grid)
    rows = _leading(first_count(table, block, pairs))
    chosen = block.rows(rows)
    figures = name_figures(query, legal, chosen, table, pairs.rows(rows))
    weights, bias = _weights(kind)
    bits = figures @ weights + bias
    bits = np.where(_agree_at_all(figures, pairs.rows(rows)), bits, NOTHING_AGREES)
    # Rounded, so that the order in which a machine adds does not show.
    return Judged(rows, np.round(bits, 6))


def _agree_at_all(figures: Floats, pairs: Pairing) -> npt.NDArray[np.bool_]:
    """Tell whether a word agrees, or the names do when joined; else all is chance."""
    word = ((pairs.level >= SAME) & (pairs.level <= NEAR)).any(axis=1)
    joined = figures[:, JOINED] >= LEAST_JOINED
    found: npt.NDArray[np.bool_] = word | joined
    return found


def first_count(table: WordTable, block: NameBlock, pairs: Pairing) -> Floats:
    """Return a rough judgement of every name: bits that agree less bits that do not."""
    rows = np.arange(len(block.grid))[:, None]
    hit = pairs.level > 0
    gain = table.gain[pairs.asked, np.where(hit, block.grid[rows, pairs.place], -1)]
    asked = np.where(hit, table.asked[pairs.asked], 0).sum(axis=1)
    known = np.where(hit, table.known[block.grid[rows, pairs.place]], 0).sum(axis=1)
    left_asked = table.asked.sum() - asked
    total = np.where(block.grid >= 0, table.known[block.grid], 0).sum(axis=1)
    left_known = total - known
    lesser = np.minimum(left_asked, left_known)
    agree = np.where(hit, gain, 0).sum(axis=1)
    count: Floats = agree - _LEFT * (left_asked + left_known) - _LEFT_BOTH * lesser
    return count


def _leading(count: Floats) -> Numbers:
    """Return the places of the names that lead, whatever the order they came in."""
    if len(count) <= MOST_NAMES:
        return np.arange(len(count))
    least = np.partition(count, -MOST_NAMES)[-MOST_NAMES]
    # Ties are kept, so that the answer does not depend on the order of the list.
    return np.flatnonzero(count >= least)


@cache
def _weights(kind: str) -> tuple[Floats, float]:
    text = files("ostraka.screen").joinpath("data/name_weights.json").read_text("utf-8")
    table = json.loads(text)[kind]
    weights = [table["weights"].get(name, 0.0) for name, _, _ in FEATURES]
    return np.array(weights, dtype=np.float64), float(table["bias"])
