"""From candidates to evidence: every name counted roughly, the leading ones in full.

Names that cannot reach what is wanted are left behind as soon as that is known; what is
still to be counted is told by its most.  `native/judge.c` does the same in C.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ostraka.index.columns import Numbers
from ostraka.screen.features import (
    JOINED,
    add_figures,
    add_joined_figures,
    add_string_figures,
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
    NEAR,
    SAME,
    Flags,
    Floats,
    NameBlock,
    Pairing,
    WordTable,
    pair_words,
    word_table,
)
from ostraka.screen.reach import Reach, most_by_joined, most_by_strings, reach_of


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
    rows = rows[_leading(first_count(table, block.rows(rows), pairs.rows(rows)), most)]
    if not len(rows):
        return NONE_JUDGED
    chosen, pairs, whole = block.rows(rows), pairs.rows(rows), whole.rows(rows)
    figures = word_figures(query, legal, chosen, table, pairs)
    left = _left(_Left(rows, wanted[rows], pairs, whole, figures), kind, _may_be_told)
    if not len(left.rows):
        return NONE_JUDGED
    chosen = block.rows(left.rows)
    ruled = rule_figures(query, legal, chosen, table, left.pairs)
    add_figures(left.figures, ruled)
    left = _left(left, kind, _is_told_or_equal)
    add_joined_figures(left.figures, query, block.rows(left.rows))
    left = _left(left, kind, _is_told, joined=True)
    if not len(left.rows):
        return NONE_JUDGED
    add_string_figures(left.figures, query, block.rows(left.rows))
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
        whole: How alike the whole names can be.
        figures: What is known of them; what is not known yet is nought.
    """

    rows: Numbers
    wanted: Floats
    pairs: Pairing
    whole: Reach
    figures: Floats

    def those(self, chosen: Numbers) -> _Left:
        """Return some of the names."""
        return _Left(
            self.rows[chosen],
            self.wanted[chosen],
            self.pairs.rows(chosen),
            self.whole.rows(chosen),
            self.figures[chosen],
        )


def _left(
    left: _Left,
    kind: str,
    may_be_told: Callable[[_Left, Told], Flags],
    *,
    joined: bool = False,
) -> _Left:
    """Return the names that can still reach what is wanted.

    Figures that are not known yet are told by the most they can add.  What rules take
    off they only take off, so where that is not known a name is worth more, not less.

    Args:
        left: The names.
        kind: `person` or `body`.
        may_be_told: Tells which names may be worth what is always shown.
        joined: Whether the figures of the joined names are known.
    """
    weights, bias = name_weights(kind)
    most = left.figures @ weights + bias
    most += most_by_strings(left.figures, weights, left.whole)
    if not joined:
        most += most_by_joined(left.figures, weights, left.whole)
    most = less_chance(most, left.figures, CHANCE[kind])
    rule = TOLD[kind]
    told = np.where(may_be_told(left, rule), rule.bits, NOTHING_AGREES)
    return left.those(np.flatnonzero(np.maximum(most, told) >= left.wanted - 1e-6))


def _may_be_told(left: _Left, rule: Told) -> Flags:
    """Tell which names may turn out to be told enough once all figures are known.

    They can be equal when joined, or share words that tell enough, or all words of the
    shorter name have a partner and the longer has one more at most: nothing else does.
    """
    figures = left.figures
    nearly_whole = (figures[:, place_of("contradicting")] == 0) & (
        figures[:, place_of("missing")] <= 1
    )
    found: Flags = left.whole.equal | nearly_whole | share_enough(figures, rule)
    return found


def _is_told_or_equal(left: _Left, rule: Told) -> Flags:
    return left.whole.equal | told_enough(left.figures, rule)


def _is_told(left: _Left, rule: Told) -> Flags:
    return told_enough(left.figures, rule)


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
    return at_most(np.where(told, np.maximum(bits, raised), bits), figures, kind)


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
    rows = np.arange(len(block.grid))[:, None]
    hit = pairs.level > 0
    at = np.where(hit, block.grid[rows, pairs.place], -1)
    agree = np.where(hit, table.gain[pairs.asked, at], 0).sum(axis=1)
    asked = np.where(hit, table.asked[pairs.asked], 0).sum(axis=1)
    left_asked = table.asked.sum() - asked
    # the last word stands for none and tells nothing
    left_known = table.known[block.grid].sum(axis=1) - table.known[at].sum(axis=1)
    lesser = np.minimum(left_asked, left_known)
    return rounded(agree - LEFT * (left_asked + left_known) - LEFT_BOTH * lesser)


def _leading(count: Floats, most: int) -> Numbers:
    """Return the places of the names that lead, whatever the order they came in."""
    if len(count) <= most:
        return np.arange(len(count))
    least = np.partition(count, -most)[-most]
    # Ties are kept, so that the answer does not depend on the order of the list.
    return np.flatnonzero(count >= least)
