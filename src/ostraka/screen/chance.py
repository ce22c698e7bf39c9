"""How easily the words of two names agree by chance.

Of a chain of common names any two agree with many another chain, in some order; names
that are common and only sound alike are mostly two names.  `native/chance.c` has the
same in C.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

import numpy as np

from ostraka.index.columns import word_facts
from ostraka.screen.names import NameBlock, Pairing
from ostraka.screen.word_tables import WordBits, listed_of_pairs, of_pairs
from ostraka.screen.words import (
    BORNE_BITS,
    INITIAL,
    NEAR,
    NONE,
    ODD_BITS,
    SAME,
    SOUND,
    WEAK,
    Flags,
    Floats,
)
from ostraka.text.name import MOST_WORDS

#: Likeness from which two words are two spellings of one name.
ONE_NAME_LIKE = 0.8
_SURNAMES = ("ova", "eva", "ina", "aya")
# Bits of the ways in which so many words can be put in order; some more than names have.
_ORDERS = np.log2([float(factorial(count)) for count in range(MOST_WORDS + 3)])


def chances(
    query: Sequence[str], block: NameBlock, bits: WordBits, pairs: Pairing
) -> dict[str, Floats | Flags]:
    """Return the figures of what may be chance, by their names.

    Args:
        query: The words asked.
        block: The candidates.
        bits: What the words tell.
        pairs: The best pairing of each candidate.
    """
    by_sound = (pairs.level >= SAME) & (pairs.level <= SOUND)
    common = (pairs.worth * by_sound).max(axis=1) < ODD_BITS
    borne = _borne(bits, pairs)
    sounding = borne & (pairs.level == SOUND) & (pairs.likeness < ONE_NAME_LIKE)
    nearly = borne & (pairs.level >= NEAR) & (pairs.level <= WEAK)
    return {
        "ways": common * _ways(len(query), block, pairs),
        "known_sound": sounding.sum(axis=1).astype(np.float64),
        "known_near": nearly.sum(axis=1).astype(np.float64),
        "woman": _woman(query, block, pairs, borne & (pairs.level >= SOUND)),
        "initial_inside": _initials_inside(query, block, pairs),
    }


def _ways(asked: int, block: NameBlock, pairs: Pairing) -> Floats:
    """Return in how many ways as many words could be paired: bits.

    Words that stand in the order asked could stand in no other.
    """
    known = (block.grid >= 0).sum(axis=1)
    paired = (pairs.level > NONE).sum(axis=1)
    ours = _ORDERS[asked] - _ORDERS[paired] - _ORDERS[asked - paired]
    theirs = _ORDERS[known] - _ORDERS[paired] - _ORDERS[known - paired]
    found: Floats = ours + theirs + np.where(pairs.ascending(), 0.0, _ORDERS[paired])
    return found


def _borne(bits: WordBits, pairs: Pairing) -> Flags:
    """Tell which pairs are of two words that are borne.

    A word that few bear may be a slip of the pen; one that many bear is another name.
    """
    listed = listed_of_pairs(bits.known, pairs.place) < BORNE_BITS
    found: Flags = of_pairs(bits.borne, pairs.asked) & listed & (pairs.level > NONE)
    return found


def _woman(
    query: Sequence[str], block: NameBlock, pairs: Pairing, alike: Flags
) -> Flags:
    """Tell of which names a given name is the woman's form of the other's, or the man's.

    Of surnames it says nothing: abroad a woman bears her husband's.
    """
    found: Flags = np.zeros(len(block.grid), dtype=bool)
    for row, column in zip(*np.nonzero(alike), strict=True):
        asked = word_facts(query[pairs.asked[row, column]])
        text, spelled = block.words.written(block.grid[row, pairs.place[row, column]])
        if len(asked.text) < len(text):
            short, longer, loosely = asked.spelled, text, spelled
        else:
            short, longer, loosely = spelled, asked.text, asked.spelled
        found[row] |= (
            longer.endswith("a")
            and loosely == short + "a"
            and not longer.endswith(_SURNAMES)
        )
    return found


def _initials_inside(query: Sequence[str], block: NameBlock, pairs: Pairing) -> Floats:
    """Return how many last words have an initial inside the other name for a partner.

    A surname is not cut to an initial between given names.
    """
    final = (block.grid >= 0).sum(axis=1)[:, None] - 1
    rows = np.arange(len(block.grid))[:, None]
    short = block.words.rows["length"] == 1
    asked_short = np.array([len(word) == 1 for word in query], dtype=bool)
    initial = pairs.level == INITIAL
    asked_last = (pairs.asked == len(query) - 1) & (len(query) > 1)
    known_last = (pairs.place == final) & (final > 0)
    inside = (pairs.asked > 0) & (pairs.asked < len(query) - 1)
    inside_known = (pairs.place > 0) & (pairs.place < final)
    listed = asked_last & inside_known & short[block.grid[rows, pairs.place]]
    asked = known_last & inside & asked_short[pairs.asked]
    found: Floats = (initial & (listed | asked)).sum(axis=1).astype(np.float64)
    return found
