"""From candidates to evidence: every name counted roughly, the leading ones in full.

Names that cannot reach what is wanted are left behind as soon as that is known; what is
still to be counted is told by its most.  `native/judge.c` does the same in C.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ostraka.index.columns import Numbers
from ostraka.screen.features import (
    JOINED,
    add_figures,
    add_whole_figures,
    place_of,
    rule_figures,
    word_figures,
)
from ostraka.screen.model import (
    CHANCE,
    LEAST_JOINED,
    LEFT,
    LEFT_BOTH,
    MOST_NAMES,
    NOTHING_AGREES,
    TOLD,
    TOLD_ORDER,
    Told,
    at_most,
    less_chance,
    name_weights,
    share_enough,
    told_enough,
)
from ostraka.screen.names import (
    NameBlock,
    Pairing,
    pair_words,
    rows_of,
)
from ostraka.screen.reach import Reach, most_by_whole, reach_of
from ostraka.screen.words import (
    NEAR,
    PENALTY,
    SAME,
    SOUND,
    WEAK,
    Flags,
    Floats,
    WordTable,
    word_table,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The names of a block that were judged.

    Attributes:
        rows: Their places in the block.
        bits: Evidence that each is the name asked (log2 of the odds).
    """

    rows: Numbers
    bits: Floats


NONE_JUDGED = Judged(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float64))


def judge_names(
    query: Sequence[str],
    legal: str,
    block: NameBlock,
    kind: str,
    *,
    least: Floats | float = -math.inf,
    most: int = MOST_NAMES,
) -> Judged:
    """Judge which names of a block are the name asked.

    Args:
        query: The telling words asked.
        legal: Class of the legal form asked, or `""`.
        block: The candidates.
        kind: `person` or `body`.
        least: Evidence, one for all or one for each, below which a name need not be
            handed back.
        most: Names that are judged in full at most, and those that tie with the last.
    """
    table = word_table(query, block.words, kind)
    pairs = pair_words(table, block.grid)
    wanted = np.broadcast_to(least, len(block.grid))
    whole = reach_of(query, block)
    rows = np.flatnonzero(
        (wanted <= NOTHING_AGREES)
        | _word_agrees(pairs)
        | (whole.joined >= LEAST_JOINED - 1e-9)
    )
    if len(rows) > most:
        count = first_count(table, block.rows(rows), pairs.rows(rows))
        rows = rows[_leading(count, most)]
    if not len(rows):
        return NONE_JUDGED
    chosen, pairs, whole = block.rows(rows), pairs.rows(rows), whole.rows(rows)
    figures = word_figures(query, legal, chosen, table, pairs)
    told = _may_be_told(figures, pairs, whole, TOLD[kind], table.odd)
    every = _Left(rows, wanted.take(rows), pairs, figures, told)
    weights, _ = name_weights(kind)
    left = every.that_reach(
        kind, whole.joined + 1e-9, most_by_whole(figures, weights, whole)
    )
    if left is None:
        return NONE_JUDGED
    chosen = block.rows(left.rows)
    add_whole_figures(left.figures, query, chosen)
    # What rules go by costs the most to count.
    left = left.that_reach(kind, left.figures[:, JOINED])
    if left is None:
        return NONE_JUDGED
    chosen = block.rows(left.rows)
    add_figures(left.figures, rule_figures(query, legal, chosen, table, left.pairs))
    bits = rounded(_evidence(left, kind))
    good = bits >= left.wanted
    return Judged(left.rows[good], bits[good])


@dataclass(frozen=True, slots=True)
class _Left:
    """The names that are not ruled out yet.

    Attributes:
        rows: Their places in the block.
        wanted: Evidence below which each need not be handed back.
        pairs: Their words, paired with those asked.
        figures: What is known of them; what is not known yet is nought.
        told: Which may turn out to be always shown.
    """

    rows: Numbers
    wanted: Floats
    pairs: Pairing
    figures: Floats
    told: Flags

    def that_reach(
        self, kind: str, joined: Floats, more: Floats | float = 0.0
    ) -> _Left | None:
        """Return the names that can still reach what is wanted; None if none can.

        What rules go by is nought until it is known: it only takes off or holds down, so
        that a name is worth more without.

        Args:
            kind: `person` or `body`.
            joined: The most likeness of the joined names.
            more: The most that figures which are not known yet can add.
        """
        weights, bias = name_weights(kind)
        reach = self.figures @ weights + (more + bias)
        reach = less_chance(reach, self.figures, CHANCE[kind])
        shown = np.where(self.told, TOLD[kind].bits, NOTHING_AGREES)
        most = np.maximum(reach, shown)
        # A name that is raised keeps a part of its own evidence, and is held down after.
        held = most + TOLD_ORDER * np.maximum(reach - NOTHING_AGREES, 0)
        held = at_most(held, self.figures, kind, joined)
        least = self.wanted - 1e-6
        few = np.flatnonzero((most >= least) & (held >= least))
        return self._those(few) if len(few) else None

    def _those(self, chosen: Numbers) -> _Left:
        return _Left(
            self.rows.take(chosen),
            self.wanted.take(chosen),
            self.pairs.rows(chosen),
            rows_of(self.figures, chosen),
            self.told.take(chosen),
        )


def _may_be_told(
    figures: Floats, pairs: Pairing, whole: Reach, rule: Told, odd: Flags
) -> Flags:
    """Tell which names may turn out to be told enough once all figures are known.

    Each way to be told enough (`told_enough`) needs one of these, so no name is lost:
    the joined names can be equal, or the words shared tell enough, or but for slips and
    initials all words agree, or one name has one word more and all others agree.

    Args:
        figures: As `word_figures` returns them.
        pairs: The words of the names, paired with those asked.
        whole: How alike the whole names can be.
        rule: What is enough.
        odd: Which words asked are so rare that a letter may be wrong in them.
    """
    paired = figures[:, place_of("contradicting")] == 0
    missing = figures[:, place_of("missing")]
    unlike = (pairs.level >= SOUND) & (pairs.level <= WEAK)
    slips = unlike.any(axis=1)
    if len(odd) > 1:
        slips &= ~(unlike & ~odd.take(pairs.asked)).any(axis=1)
    even = (missing == 0) & (slips | (figures[:, place_of("initials")] > 0))
    told = figures[:, place_of("least_told")]
    less = (missing == 1) & (told >= min(rule.middle, rule.dropped, rule.added))
    less &= (pairs.level <= SOUND).all(axis=1)
    found: Flags = whole.equal | paired & (even | less) | share_enough(figures, rule)
    return found


def _evidence(left: _Left, kind: str) -> Floats:
    """Return the evidence of names of which all figures are known."""
    figures, (weights, bias) = left.figures, name_weights(kind)
    # One after the other, as the kernel adds them up.
    bits = np.cumsum(figures * weights, axis=1)[:, -1] + bias
    bits = less_chance(bits, figures, CHANCE[kind])
    agrees = _word_agrees(left.pairs) | (figures[:, JOINED] >= LEAST_JOINED)
    bits = np.where(agrees, bits, NOTHING_AGREES)
    raised = TOLD[kind].bits + TOLD_ORDER * (bits - NOTHING_AGREES)
    told = told_enough(figures, TOLD[kind])
    bits = np.where(told, np.maximum(bits, raised), bits)
    return at_most(bits, figures, kind, figures[:, JOINED])


def rounded(bits: Floats) -> Floats:
    """Round to six digits, so that the order in which a machine adds does not show."""
    found: Floats = np.round(bits, 6)
    return found


def _word_agrees(pairs: Pairing) -> Flags:
    """Tell of which names a word agrees; of the others all is chance."""
    level = pairs.level
    found: Flags = np.any((level >= SAME) & (level <= NEAR), axis=1)
    return found


def first_count(table: WordTable, block: NameBlock, pairs: Pairing) -> Floats:
    """Return a rough judgement of every name: bits that agree less bits that do not."""
    # The last of the words known, and a last one asked, stand for none: they tell nothing.
    bits = np.append(table.asked, 0.0)
    agree = np.maximum(pairs.worth - PENALTY.take(pairs.level), 0.1) * (pairs.level > 0)
    paired = table.known.take(block.paired(pairs.place)) * (pairs.level > 0)
    left_asked = table.asked.sum() - bits.take(pairs.asked).sum(axis=1)
    left_known = table.known.take(block.grid.T).sum(axis=0) - paired.sum(axis=1)
    agree = agree.sum(axis=1)
    lesser = np.minimum(left_asked, left_known)
    return rounded(agree - LEFT * (left_asked + left_known) - LEFT_BOTH * lesser)


def _leading(count: Floats, most: int) -> Numbers:
    """Return the places of the names that lead, whatever the order they came in."""
    least = np.partition(count, -most)[-most]
    # Ties are kept, so that the answer does not depend on the order of the list.
    return np.flatnonzero(count >= least)
