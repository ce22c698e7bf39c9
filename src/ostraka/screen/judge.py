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
    LEAST_JOINED,
    LEFT,
    LEFT_BOTH,
    MOST_NAMES,
    NOTHING_AGREES,
    TOLD_ORDER,
    Told,
)
from ostraka.screen.names import (
    NameBlock,
    Pairing,
    pair_words,
    rows_of,
)
from ostraka.screen.reach import Reach, most_by_whole, reach_of
from ostraka.screen.rules import (
    Rules,
    at_most,
    less_chance,
    rules_of,
    share_enough,
    told_enough,
)
from ostraka.screen.words import (
    NEAR,
    PENALTY,
    SAME,
    SOUND,
    WEAK,
    Flags,
    Floats,
    WordTable,
    of_pairs,
    word_tables,
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
    readings = (Reading(kind, len(block.grid), most),)
    return judge_readings(query, legal, block, readings, least=least)


@dataclass(frozen=True, slots=True)
class Reading:
    """Names of a block that are read in one way; they come after those of the last.

    Attributes:
        kind: `person` or `body`.
        names: How many they are.
        most: How many of them are judged in full.
    """

    kind: str
    names: int
    most: int


def judge_readings(
    query: Sequence[str],
    legal: str,
    block: NameBlock,
    readings: Sequence[Reading],
    *,
    least: Floats | float = -math.inf,
) -> Judged:
    """Judge which names of a block are the name asked, each as it is read.

    Words are the same in every reading and so is how they agree: it is counted once.

    Args:
        query: The telling words asked, the same in every reading.
        legal: Class of the legal form asked, or `""`.
        block: The candidates, those of one reading after those of another.
        readings: How they are read.
        least: Evidence, one for all or one for each, below which a name need not be
            handed back.
    """
    kinds = [reading.kind for reading in readings]
    tables = word_tables(query, block.words, kinds)
    whole = reach_of(query, block)
    block = block.read_apart([reading.names for reading in readings])
    pairs = pair_words(tables, block.grid)
    wanted = np.zeros(len(block.grid), dtype=np.float64) + least
    rows = np.flatnonzero(
        (wanted <= NOTHING_AGREES)
        | _word_agrees(pairs)
        | (whole.joined >= LEAST_JOINED - 1e-9)
    )
    asked = _Asked(query, legal, block, tables, kinds)
    rows = _not_behind(asked, pairs, rows, readings)
    if not len(rows):
        return NONE_JUDGED
    ends = np.cumsum([reading.names for reading in readings])
    which = np.searchsorted(ends, rows, side="right")
    chosen, pairs = block.rows(rows), pairs.rows(rows)
    figures = word_figures(query, legal, chosen, asked.table(which), pairs)
    every = _Left(rows, which, wanted.take(rows), pairs, figures)
    return _judge_fully(asked, every, whole.rows(rows))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, and of which names."""

    query: Sequence[str]
    legal: str
    block: NameBlock
    tables: WordTable
    kinds: Sequence[str]

    def table(self, which: Numbers) -> WordTable:
        """Return the words as they are read in each of some names."""
        return self.tables.of(0 if len(self.kinds) == 1 else which)


def _judge_fully(asked: _Asked, every: _Left, whole: Reach) -> Judged:
    """Judge names of which the figures of words are known."""
    rules = rules_of(asked.kinds, every.which)
    odd = asked.table(every.which).odd
    told = _may_be_told(every, whole.equal, rules.told, odd)
    more = most_by_whole(every.figures, rules, whole)
    few = every.that_reach(rules, told, whole.joined + 1e-9, more)
    if not len(few):
        return NONE_JUDGED
    left, told = every.those(few), told.take(few)
    add_whole_figures(left.figures, asked.query, asked.block.rows(left.rows))
    rules = rules_of(asked.kinds, left.which)
    few = left.that_reach(rules, told, left.figures[:, JOINED])
    if not len(few):
        return NONE_JUDGED
    # What rules go by costs the most to count.
    left = left.those(few)
    block, table = asked.block.rows(left.rows), asked.table(left.which)
    add_figures(
        left.figures, rule_figures(asked.query, asked.legal, block, table, left.pairs)
    )
    bits = rounded(_evidence(left, rules_of(asked.kinds, left.which)))
    good = bits >= left.wanted
    return Judged(left.rows[good], bits[good])


def _not_behind(
    asked: _Asked, pairs: Pairing, rows: Numbers, readings: Sequence[Reading]
) -> Numbers:
    """Return some names less those that fall behind in the first count of their reading."""
    if len(rows) <= min(reading.most for reading in readings):
        return rows
    found, end = [], 0
    for place, reading in enumerate(readings):
        start, end = end, end + reading.names
        few = rows[(rows >= start) & (rows < end)]
        if len(few) > reading.most:
            table = asked.tables.of(place)
            count = first_count(table, asked.block.rows(few), pairs.rows(few))
            few = few[_leading(count, reading.most)]
        found.append(few)
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class _Left:
    """The names that are not ruled out yet.

    Attributes:
        rows: Their places in the block.
        which: Which reading each has.
        wanted: Evidence below which each need not be handed back.
        pairs: Their words, paired with those asked.
        figures: What is known of them; what is not known yet is nought.
    """

    rows: Numbers
    which: Numbers
    wanted: Floats
    pairs: Pairing
    figures: Floats

    def that_reach(
        self, rules: Rules, told: Flags, joined: Floats, more: Floats | float = 0.0
    ) -> Numbers:
        """Return which names can still reach what is wanted.

        What rules go by is nought until it is known: it only takes off or holds down, so
        that a name is worth more without.

        Args:
            rules: Those of the names.
            told: Which may turn out to be always shown.
            joined: The most likeness of the joined names.
            more: The most that figures which are not known yet can add.
        """
        reach = less_chance(rules.weighed(self.figures) + more, self.figures, rules)
        reach = np.maximum(reach, NOTHING_AGREES)
        most = np.where(told, np.maximum(reach, _raised(reach, rules.told)), reach)
        most = at_most(most, self.figures, rules, joined)
        return np.flatnonzero(most >= self.wanted - 1e-6)

    def those(self, chosen: Numbers) -> _Left:
        """Return some of the names."""
        return _Left(
            self.rows.take(chosen),
            self.which.take(chosen),
            self.wanted.take(chosen),
            self.pairs.rows(chosen),
            rows_of(self.figures, chosen),
        )


def _may_be_told(left: _Left, equal: Flags, rule: Told, odd: Flags) -> Flags:
    """Tell which names may turn out to be told enough once all figures are known.

    Each way to be told enough (`told_enough`) needs one of these, so no name is lost:
    the joined names can be equal, or the words shared tell enough, or but for slips and
    initials all words agree, or one has one word more and all others agree,
    of which there are several, or the legal form agrees too.

    Args:
        left: The names, with the figures of their words.
        equal: Of which the joined names can be equal.
        rule: What is enough.
        odd: Which words asked are so rare that a letter may be wrong in them.
    """
    figures, pairs = left.figures, left.pairs
    paired = figures[:, place_of("contradicting")] == 0
    missing = figures[:, place_of("missing")]
    unlike = (pairs.level >= SOUND) & (pairs.level <= WEAK)
    slips = unlike.any(axis=1)
    if odd.shape[-1] > 1:
        slips &= ~(unlike & ~of_pairs(odd, pairs.asked)).any(axis=1)
    even = (missing == 0) & (slips | (figures[:, place_of("initials")] > 0))
    told = figures[:, place_of("least_told")]
    less = (missing == 1) & (
        told >= np.minimum(np.minimum(rule.middle, rule.dropped), rule.added)
    )
    several = figures[:, place_of("one_word")] == 0
    same_form = figures[:, place_of("legal_same")] > 0
    less &= (pairs.level <= SOUND).all(axis=1) & (several | same_form)
    found: Flags = equal | paired & (even | less) | share_enough(figures, rule)
    return found


def _evidence(left: _Left, rules: Rules) -> Floats:
    """Return the evidence of names of which all figures are known."""
    figures = left.figures
    # One after the other, as the kernel adds them up.
    bits = np.cumsum(figures * rules.each_weight(), axis=1)[:, -1] + rules.bias
    bits = less_chance(bits, figures, rules)
    agrees = _word_agrees(left.pairs) | (figures[:, JOINED] >= LEAST_JOINED)
    bits = np.where(agrees, bits, NOTHING_AGREES)
    told = told_enough(figures, rules.told)
    bits = np.where(told, np.maximum(bits, _raised(bits, rules.told)), bits)
    return at_most(bits, figures, rules, figures[:, JOINED])


def _raised(bits: Floats, rule: Told) -> Floats:
    """Return what names are worth that are always shown: the nearest goes first."""
    found: Floats = rule.bits + TOLD_ORDER * (bits - NOTHING_AGREES)
    return found


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
