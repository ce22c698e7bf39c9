"""From candidates to evidence: every name counted roughly, the leading ones in full.

Names that cannot reach what is wanted are left behind as soon as that is known; what is
still to be counted is told by its most.  `native/judge.c` does the same in C.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ostraka.index.columns import Numbers
from ostraka.screen.features import (
    JOINED,
    add_figures,
    add_whole_figures,
    rule_figures,
    word_figures,
)
from ostraka.screen.model import (
    LEAST_JOINED,
    MOST_NAMES,
    NOTHING_AGREES,
)
from ostraka.screen.names import (
    NameBlock,
    Pairing,
    pair_words,
    rows_of,
)
from ostraka.screen.reach import Letters, Reach, letters_of, most_by_whole
from ostraka.screen.rules import (
    Rules,
    rules_of,
)
from ostraka.screen.weigh import (
    evidence,
    first_count,
    may_be_told,
    most_evidence,
    rounded,
    word_agrees,
)
from ostraka.screen.word_tables import (
    WordBits,
    WordTable,
    word_table,
    word_tables,
)
from ostraka.screen.words import NEAR, SAME, Flags, Floats
from ostraka.text.name import NameForm


@dataclass(frozen=True, slots=True)
class Judged:
    """The names of a block that were judged.

    Attributes:
        rows: Their places in the block.
        bits: Evidence that each is the name asked (log2 of the odds).
    """

    rows: Numbers
    bits: Floats


# Numbers of readings: there are two.
_READINGS = np.arange(2)
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
    kinds = tuple([reading.kind for reading in readings])
    asked = _Asked(query, legal, word_tables(query, block.words, kinds), kinds)
    wanted = np.zeros(len(block.grid), dtype=np.float64) + least
    return _judge(asked, block, letters_of(block), readings, wanted)


def judge_best(
    forms: Iterable[NameForm], block: NameBlock, kind: str, least: Floats
) -> Floats:
    """Return the evidence that each name of a block is one of some names asked.

    Args:
        forms: The names asked.
        block: The names.
        kind: `person` or `body`.
        least: Evidence of each that need not be told if it is less; then it is none.
    """
    asked = [form for form in dict.fromkeys(forms) if form.words]
    places = {word: n for n, word in enumerate({w: 0 for f in asked for w in f.words})}
    best = np.full(len(block.grid), -math.inf)
    if not places:
        return best
    table, letters = word_table([*places], block.words, kind), letters_of(block)
    readings = (Reading(kind, len(best), len(best)),)
    for form in asked:
        mine = table.rows([places[word] for word in form.words])
        one = _Asked(form.words, form.legal, mine, (kind,))
        judged = _judge(one, block, letters, readings, np.maximum(least, best))
        best[judged.rows] = np.maximum(best[judged.rows], judged.bits)
    return best


def _judge(
    asked: _Asked,
    block: NameBlock,
    letters: Letters,
    readings: Sequence[Reading],
    wanted: Floats,
) -> Judged:
    """Judge names whose words are compared."""
    whole = letters.reach(asked.query)
    which = np.repeat(_READINGS[: len(readings)], [each.names for each in readings])
    shown = (wanted <= NOTHING_AGREES) | (whole.joined >= LEAST_JOINED - 1e-9)
    rows = (_may_agree(asked.table, block) | shown).nonzero()[0]
    if not len(rows):
        return NONE_JUDGED
    block, read = block.rows(rows), which.take(rows)
    pairs = pair_words(asked.table, block.grid, one_or_each(read))
    left = _Left(rows, read, wanted.take(rows), whole.rows(rows), block, pairs)
    left = left.those((word_agrees(pairs) | shown.take(rows)).nonzero()[0])
    left = _not_behind(asked.table, left, readings)
    return _judge_fully(asked, left) if len(left.rows) else NONE_JUDGED


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, how its words agree, and how names are read."""

    query: Sequence[str]
    legal: str
    table: WordTable
    kinds: tuple[str, ...]

    def of(self, left: _Left) -> tuple[WordBits, Rules]:
        """Return what the words of some names tell as they are read, and their rules."""
        read = one_or_each(left.which)
        return self.table.bits_of(left.block.grid, read), rules_of(self.kinds, read)


@dataclass(frozen=True, slots=True)
class _Left:
    """The names that are not ruled out yet.

    Attributes:
        rows: Their places in the block.
        which: Which reading each has; the first reading goes first.
        wanted: Evidence below which each need not be handed back.
        whole: How alike they can be as a whole.
        block: The names.
        pairs: Their words, paired with those asked.
    """

    rows: Numbers
    which: Numbers
    wanted: Floats
    whole: Reach
    block: NameBlock
    pairs: Pairing

    def those(self, chosen: Numbers) -> _Left:
        """Return some of the names, given in order."""
        if len(chosen) == len(self.rows):
            return self
        return _Left(
            self.rows.take(chosen),
            self.which.take(chosen),
            self.wanted.take(chosen),
            self.whole.rows(chosen),
            self.block.rows(chosen),
            self.pairs.rows(chosen),
        )

    def that_reach(self, most: Floats) -> Numbers:
        """Return which names can still reach what is wanted."""
        return (most >= self.wanted - 1e-6).nonzero()[0]


def _judge_fully(asked: _Asked, left: _Left) -> Judged:
    """Judge names of which the words are paired."""
    query, legal = asked.query, asked.legal
    bits, rules = asked.of(left)
    figures = word_figures(query, legal, left.block, bits, left.pairs)
    told = may_be_told(figures, left.pairs, left.whole.equal, rules.told, bits.odd)
    more = most_by_whole(figures, rules.whole, left.whole)
    joined = left.whole.joined + 1e-9
    few = left.that_reach(most_evidence(figures, rules, told, joined, more))
    if not len(few):
        return NONE_JUDGED
    left, figures, told = left.those(few), rows_of(figures, few), told.take(few)
    add_whole_figures(figures, query, left.block)
    _, rules = asked.of(left)
    few = left.that_reach(most_evidence(figures, rules, told, figures[:, JOINED]))
    if not len(few):
        return NONE_JUDGED
    # What rules go by costs the most to count.
    left, figures = left.those(few), rows_of(figures, few)
    bits, rules = asked.of(left)
    add_figures(figures, rule_figures(query, legal, left.block, bits, left.pairs))
    found = rounded(evidence(figures, left.pairs, rules))
    good = found >= left.wanted
    return Judged(left.rows[good], found[good])


def one_or_each(which: Numbers) -> int | Numbers:
    """Return the reading of some names if they have but one, else that of each.

    Args:
        which: The reading of each, those of the first before the others.
    """
    if not len(which):
        return 0
    return int(which[0]) if which[0] == which[-1] else which


def _may_agree(table: WordTable, block: NameBlock) -> Flags:
    """Tell of which names a word may agree, whichever words are partners."""
    some = ((table.level >= SAME) & (table.level <= NEAR)).any(axis=0)
    found: Flags = np.logical_or.reduce(some.take(table.columns_of(block.grid)), axis=0)
    return found


def _not_behind(table: WordTable, left: _Left, readings: Sequence[Reading]) -> _Left:
    """Return some names less those that fall behind in the first count of their reading."""
    if len(left.rows) <= min(reading.most for reading in readings):
        return left
    found = []
    for place, reading in enumerate(readings):
        few = (left.which == place).nonzero()[0]
        if len(few) > reading.most:
            grid = rows_of(left.block.grid, few)
            count = first_count(table.bits_of(grid, place), left.pairs.rows(few))
            few = few[_leading(count, reading.most)]
        found.append(few)
    return left.those(np.concatenate(found))


def _leading(count: Floats, most: int) -> Numbers:
    """Return the places of the names that lead, whatever the order they came in."""
    least = np.partition(count, -most)[-most]
    # Ties are kept, so that the answer does not depend on the order of the list.
    return np.flatnonzero(count >= least)
