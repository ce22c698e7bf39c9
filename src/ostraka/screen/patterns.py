"""Ways in which names differ that say more than the bits of their words.

A word is left out, a key beside the right one is hit: the name is the same.  Two places,
two given names: it is another.  `native/patterns.c` has the same in C.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA

from ostraka.index.columns import PLACE, word_facts
from ostraka.screen.names import (
    NameBlock,
    Pairing,
)
from ostraka.screen.word_tables import WordBits, of_pairs
from ostraka.screen.words import (
    GENERIC_BITS,
    INITIAL,
    NONE,
    ODD_BITS,
    SAME,
    SOUND,
    VARIANT,
    WEAK,
    Flags,
)
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.words import is_patronymic

#: Least letters of a listed word in which a wrong letter is a slip; of the only word of a
#: name without a legal form that is the same; and how many slips a name may have.
LEAST_SLIP, LEAST_ALONE, MOST_SLIPS = 5, 6, 2
#: Least likeness of words that sound the same beside a father's name that is left out.
MIDDLE_LIKE = 0.94


def patterns(
    query: Sequence[str], legal: str, block: NameBlock, bits: WordBits, pairs: Pairing
) -> dict[str, Flags]:
    """Return which names differ from the one asked in each of the ways.

    Args:
        query: The words asked.
        legal: Class of the legal form asked.
        block: The candidates.
        bits: What the words tell.
        pairs: The best pairing of each candidate.
    """
    ends, form = _Ends(query, block, pairs), LEGAL_FORMS.index(legal)
    return {
        "given": ends.first | ends.turned,
        "middle": _middle(query, block, pairs, ends),
        "slip": _slip(query, form, block, bits, pairs),
        "places": _places(query, block, pairs),
        "dropped": _one_left_out(form, ends, block, bits, pairs),
        "added": _one_put_in(ends),
        "initialled": _initialled(ends, pairs),
    }


class _Ends:
    """How many words are paired and in which order, and whether the first and last are."""

    def __init__(self, query: Sequence[str], block: NameBlock, pairs: Pairing) -> None:
        self.asked, self.sizes = len(query), block.sizes
        last, final = len(query) - 1, (self.sizes - 1)[:, None]
        hit = pairs.level > NONE
        self.paired, self.same = hit.sum(axis=1), (pairs.level == SAME).sum(axis=1)
        self.ascending = pairs.ascending()
        asked_first, known_first = pairs.asked == 0, pairs.place == 0
        asked_last, known_last = pairs.asked == last, pairs.place == final
        self.first = (hit & asked_first & known_first).any(axis=1)
        self.last = (hit & asked_last & known_last).any(axis=1)
        # Where the surname comes first the given name comes next, or alone at the end.
        second = (pairs.place == 1) | known_last
        second_asked = (pairs.asked == 1) | asked_last
        self.turned = (
            (hit & asked_last & known_first).any(axis=1)
            & (hit & asked_first & second).any(axis=1)
        ) | (
            (hit & asked_first & known_last).any(axis=1)
            & (hit & known_first & second_asked).any(axis=1)
        )


def _middle(
    query: Sequence[str], block: NameBlock, pairs: Pairing, ends: _Ends
) -> Flags:
    """Tell which listed names have one more word, in the middle, and else the same.

    A father's name may be left out even where the others are variants, or sound the same
    and are spelled much alike.
    """
    one_more = (ends.sizes == len(query) + 1) & (ends.paired == len(query))
    candidates = one_more & ends.first & ends.last & (len(query) > 1)
    most = pairs.level.max(axis=1, initial=NONE)
    found: Flags = candidates & (most <= SAME)
    unlike = ((pairs.level == SOUND) & (pairs.likeness < MIDDLE_LIKE)).any(axis=1)
    nearly = candidates & (most >= VARIANT) & (most <= SOUND) & ~unlike
    for row in np.flatnonzero(nearly).tolist():
        text, _ = block.words.written(block.grid[row, _left_out(block, pairs, row)])
        found[row] = is_patronymic(text)
    return found


def _left_out(block: NameBlock, pairs: Pairing, row: int) -> int:
    """Return the place of the only word of a name that has no partner."""
    paired = {*pairs.place[row].tolist()}
    places = range(block.grid.shape[1])
    return next(n for n in places if n not in paired)


def _one_left_out(
    legal: int, ends: _Ends, block: NameBlock, bits: WordBits, pairs: Pairing
) -> Flags:
    """Tell which listed names have one more word, and else the same in the same order.

    A place that is left out is that of a branch.  Beside the only word that is asked the
    legal form must be the same, the word few bear, and the one left out a generic one.
    """
    count = ends.asked
    found: Flags = (ends.sizes == count + 1) & (ends.same == count) & ends.ascending
    if count == 1:
        found &= (block.legal == legal) & (legal > 0) & bits.odd[..., 0]
    for row in np.flatnonzero(found).tolist():
        left = _left_out(block, pairs, row)
        place = block.words.rows["sort"][block.grid[row, left]] == PLACE
        generic = float(bits.known[row, left]) < GENERIC_BITS
        found[row] = not place and (count > 1 or generic)
    return found


def _one_put_in(ends: _Ends) -> Flags:
    """Tell of which names the one asked has one more word, in the middle."""
    found: Flags = (
        (ends.sizes > 1)
        & (ends.sizes + 1 == ends.asked)
        & (ends.same == ends.sizes)
        & ends.ascending
        & ends.first
        & ends.last
    )
    return found


def _initialled(ends: _Ends, pairs: Pairing) -> Flags:
    """Tell which names have the words asked in order, some of them cut to initials."""
    initials = (pairs.level == INITIAL).sum(axis=1)
    found: Flags = (
        (ends.sizes == ends.asked)
        & (ends.paired == ends.asked)
        & (ends.same + initials == ends.asked)
        & (initials > 0)
        & (ends.same > 0)
        & ends.ascending
    )
    return found


def _slip(
    query: Sequence[str], legal: int, block: NameBlock, bits: WordBits, pairs: Pairing
) -> Flags:
    """Tell which names have the same words but for a wrong letter in one or two."""
    count = len(query)
    unlike = (pairs.level >= SOUND) & (pairs.level <= WEAK)
    slips = unlike.sum(axis=1)
    found: Flags = (
        ((pairs.level > NONE).sum(axis=1) == count)
        & (block.sizes == count)
        & ~((pairs.level == INITIAL) | (pairs.level == VARIANT)).any(axis=1)
        & (slips > 0)
        & (slips <= MOST_SLIPS)
    )
    odd_words = of_pairs(bits.odd, pairs.asked)
    for row, column in zip(*np.nonzero(unlike & found[:, None]), strict=True):
        asked = int(pairs.asked[row, column])
        ours = word_facts(query[asked]).text
        theirs, _ = block.words.written(block.grid[row, pairs.place[row, column]])
        if count == 1:
            same_form = 0 < legal == int(block.legal[row])
            listed = float(bits.known[row, pairs.place[row, column]])
            odd = bool(odd_words[row, column]) and listed >= ODD_BITS
            slip = _slip_of_one(ours, theirs, same_form, odd)
        else:
            slip = bool(odd_words[row, column]) and _slip_of_several(ours, theirs)
        if not slip or OSA.distance(ours, theirs) != 1:
            found[row] = False
    return found


def _slip_of_several(ours: str, theirs: str) -> bool:
    """Tell whether a letter may be wrong in a word beside others."""
    return len(theirs) >= LEAST_SLIP and ours[0] == theirs[0]


def _slip_of_one(ours: str, theirs: str, same_form: bool, odd: bool) -> bool:
    """Tell whether a letter may be wrong in the only word of a name."""
    if same_form:
        return max(len(ours), len(theirs)) >= LEAST_SLIP
    shorter = min(len(ours), len(theirs))
    return odd and shorter >= LEAST_ALONE and ours[0] == theirs[0]


def _places(query: Sequence[str], block: NameBlock, pairs: Pairing) -> Flags:
    """Tell which names have a place where the one asked has another."""
    ours = np.array([word_facts(word).sort == PLACE for word in query], dtype=bool)
    if not ours.any():
        return np.zeros(len(block.grid), dtype=bool)
    places = block.words.rows["sort"] == PLACE
    if not places.any():
        return np.zeros(len(block.grid), dtype=bool)
    mine, theirs = pairs.left(len(query), block.inside)
    mine, theirs = mine & ours[:, None], theirs & places.take(block.grid.T)
    found: Flags = np.any(mine, axis=0) & np.any(theirs, axis=0)
    return found
