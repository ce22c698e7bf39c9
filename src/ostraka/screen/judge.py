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
    table = word_tables(query, block.words, [reading.kind for reading in readings])
    whole = reach_of(query, block)
    block = block.read_apart([reading.names for reading in readings])
    pairs = pair_words(table, block.grid)
    wanted = np.broadcast_to(least, len(block.grid))
    rows = np.flatnonzero(
        (wanted <= NOTHING_AGREES)
        | _word_agrees(pairs)
        | (whole.joined >= LEAST_JOINED - 1e-9)
    )
    ends = np.searchsorted(rows, np.cumsum([reading.names for reading in readings]))
    parts = [
        _not_behind(table.of(place), block, pairs, part, reading.most)
        for place, (reading, part) in enumerate(
            zip(readings, np.split(rows, ends[:-1]), strict=True)
        )
    ]
    rows = np.concatenate(parts)
    if not len(rows):
        return NONE_JUDGED
    chosen, pairs, whole = block.rows(rows), pairs.rows(rows), whole.rows(rows)
    which = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    figures = word_figures(query, legal, chosen, table.of(which), pairs)
    every = _Left(rows, wanted.take(rows), pairs, whole, figures)
    judged = [
        _judge_fully(
            _Asked(query, legal, block, table.of(place), reading.kind),
            every.those(np.flatnonzero(which == place)),
        )
        for place, reading in enumerate(readings)
        if len(parts[place])
    ]
    return Judged(
        np.concatenate([part.rows for part in judged]),
        np.concatenate([part.bits for part in judged]),
    )


def _not_behind(
    table: WordTable, block: NameBlock, pairs: Pairing, rows: Numbers, most: int
) -> Numbers:
    """Return the names that lead in the first count, where there are too many."""
    if len(rows) <= most:
        return rows
    count = first_count(table, block.rows(rows), pairs.rows(rows))
    return rows[_leading(count, most)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, and of which names, in one reading."""

    query: Sequence[str]
    legal: str
    block: NameBlock
    table: WordTable
    kind: str


def _judge_fully(asked: _Asked, every: _Left) -> Judged:
    """Judge names of one reading of which the figures of words are known."""
    kind, (weights, _) = asked.kind, name_weights(asked.kind)
    told = _may_be_told(every, TOLD[kind], asked.table.odd)
    more = most_by_whole(every.figures, weights, every.whole)
    left = every.that_reach(kind, told, every.whole.joined + 1e-9, more)
    if left is None:
        return NONE_JUDGED
    add_whole_figures(left.figures, asked.query, asked.block.rows(left.rows))
    # What rules go by costs the most to count.
    told = _may_be_told(left, TOLD[kind], asked.table.odd)
    left = left.that_reach(kind, told, left.figures[:, JOINED])
    if left is None:
        return NONE_JUDGED
    block = asked.block.rows(left.rows)
    rules = rule_figures(asked.query, asked.legal, block, asked.table, left.pairs)
    add_figures(left.figures, rules)
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

    def that_reach(
        self, kind: str, told: Flags, joined: Floats, more: Floats | float = 0.0
    ) -> _Left | None:
        """Return the names that can still reach what is wanted; None if none can.

        What rules go by is nought until it is known: it only takes off or holds down, so
        that a name is worth more without.

        Args:
            kind: `person` or `body`.
            told: Which may turn out to be always shown.
            joined: The most likeness of the joined names.
            more: The most that figures which are not known yet can add.
        """
        weights, bias = name_weights(kind)
        reach = self.figures @ weights + (more + bias)
        reach = less_chance(reach, self.figures, CHANCE[kind])
        most = np.maximum(reach, np.where(told, TOLD[kind].bits, NOTHING_AGREES))
        # A name that is raised keeps a part of its own evidence, and is held down after.
        held = most + TOLD_ORDER * np.maximum(reach - NOTHING_AGREES, 0)
        held = at_most(held, self.figures, kind, joined)
        least = self.wanted - 1e-6
        few = np.flatnonzero((most >= least) & (held >= least))
        return self.those(few) if len(few) else None

    def those(self, chosen: Numbers) -> _Left:
        """Return some of the names."""
        if len(chosen) == len(self.rows):
            return self
        return _Left(
            self.rows.take(chosen),
            self.wanted.take(chosen),
            self.pairs.rows(chosen),
            self.whole.rows(chosen),
            rows_of(self.figures, chosen),
        )


def _may_be_told(left: _Left, rule: Told, odd: Flags) -> Flags:
    """Tell which names may turn out to be told enough once all figures are known.

    Each way to be told enough (`told_enough`) needs one of these, so no name is lost:
    the joined names can be equal, or the words shared tell enough, or but for slips and
    initials all words agree, or one name has one word more and all others agree.

    Args:
        left: The names, with the figures of their words.
        rule: What is enough.
        odd: Which words asked are so rare that a letter may be wrong in them.
    """
    figures, pairs = left.figures, left.pairs
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
    found: Flags = (
        left.whole.equal | paired & (even | less) | share_enough(figures, rule)
    )
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
