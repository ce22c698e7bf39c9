"""The judgement on two names: fitted weights, summed to bits for or against."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Numbers
from ostraka.screen.features import (
    FEATURES,
    JOINED,
    add_joined_figures,
    add_string_figures,
    place_of,
    word_figures,
)
from ostraka.screen.names import (
    NEAR,
    SAME,
    Floats,
    NameBlock,
    Pairing,
    WordTable,
    pair_words,
    word_table,
)
from ostraka.screen.reach import most_by_joined, most_by_strings, reach_of

#: Names that are judged in full; the others fell behind in the first count.
MOST_NAMES = 300
#: Evidence of names of which no word agrees, and the likeness of joined names that
#: stands for a word.
NOTHING_AGREES, LEAST_JOINED = -12.0, 0.75
#: The first count: parts of what does not agree that are taken off what does (design,
#: section 5), of both names and of the one with less of it.
LEFT, LEFT_BOTH = 0.35, 0.4


@dataclass(frozen=True, slots=True)
class Told:
    """When names share words that tell so much that they are always shown.

    Attributes:
        alike: Least bits of the words that are the same or known variants.
        contradicted: The same, where both names have a word without partner.
        rarest: Least bits of the rarest of them, and of those that are the same.
        bits: Evidence that such names have at least.
        given: 1 if the first word must agree too: father and son share the others.
        middle: Least bits of a name without one of its middle words that is shown.
    """

    alike: float
    contradicted: float
    rarest: float
    bits: float
    given: float
    middle: float


#: Part of a name's own evidence that is kept when it is raised, so that the nearest of a
#: group of companies goes first.
TOLD_ORDER = 0.01
#: A person's first and last name without the middle ones; the house name of a group of
#: companies.  Each costs less than one false alert in a thousand (`bench/accuracy.py`).
TOLD = {
    "person": Told(13.8, math.inf, 7.8, 1.91, given=1.0, middle=9.0),
    "body": Told(15.0, 22.0, 10.0, 1.91, given=0.0, middle=math.inf),
}
#: The most that names of persons are worth that have a word without partner on both
#: sides: brothers, cousins and clansmen differ in one.  Bodies are named in several
#: languages, so a word without partner says less.
MOST_CONTRADICTED = {"person": 0.0, "body": math.inf}
#: The most that names are worth in which one place stands for another; the part of the
#: evidence beyond the most that is kept, so that names keep their order; and the likeness
#: of joined names that no cut of words contradicts.
MOST_PLACES, MOST_ORDER, LEAST_SAME = 0.5, 0.05, 0.97


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
    wanted, chosen, pairs = wanted[rows], block.rows(rows), pairs.rows(rows)
    whole = whole.rows(rows)
    figures = word_figures(query, legal, chosen, table, pairs)
    weights, bias = name_weights(kind)
    told = _told_enough(figures, TOLD[kind])
    strings = most_by_strings(figures, weights, whole)
    reach = figures @ weights + strings + most_by_joined(figures, weights, whole)
    few = _may_reach(np.maximum(reach + bias, told), wanted)
    rows, pairs, figures = rows[few], pairs.rows(few), figures[few]
    strings, told = strings[few], told[few]
    add_joined_figures(figures, query, block.rows(rows))
    reach = figures @ weights + strings + bias
    few = _may_reach(np.maximum(reach, told), wanted[few])
    rows, pairs, figures, told = rows[few], pairs.rows(few), figures[few], told[few]
    add_string_figures(figures, query, block.rows(rows))
    # One after the other, as the kernel adds them up.
    bits = np.cumsum(figures * weights, axis=1)[:, -1] + bias
    agrees = _word_agrees(pairs) | (figures[:, JOINED] >= LEAST_JOINED)
    bits = np.where(agrees, bits, NOTHING_AGREES)
    raised = np.maximum(bits, told + TOLD_ORDER * (bits - NOTHING_AGREES))
    bits = _at_most(np.where(told > NOTHING_AGREES, raised, bits), figures, kind)
    bits = rounded(bits)
    good = bits >= np.broadcast_to(least, len(block.grid))[rows]
    return Judged(rows[good], bits[good])


def _told_enough(figures: Floats, rule: Told) -> Floats:
    """Return the least that names are worth that are always shown."""
    same = figures[:, place_of("same_bits")]
    alike = same + figures[:, place_of("variant_bits")]
    contradicted = figures[:, place_of("contradicted")] > 0
    enough = (
        (alike >= np.where(contradicted, rule.contradicted, rule.alike))
        & (figures[:, place_of("rarest")] >= rule.rarest)
        & (same >= rule.rarest)
        & (figures[:, place_of("agreeing")] >= 2)
        & (figures[:, place_of("given")] >= rule.given)
    )
    middle = (figures[:, place_of("middle")] > 0) & (
        figures[:, place_of("least_told")] >= rule.middle
    )
    slip = (figures[:, place_of("slip")] > 0) & (
        figures[:, place_of("legal_other")] == 0
    )
    shown = (enough | middle | slip) & (figures[:, place_of("numbers")] == 0)
    found: Floats = np.where(shown, rule.bits, NOTHING_AGREES)
    return found


def _at_most(bits: Floats, figures: Floats, kind: str) -> Floats:
    """Hold down the evidence of names of which a word contradicts another."""
    contradicted = (figures[:, place_of("contradicted")] > 0) & (
        figures[:, JOINED] < LEAST_SAME
    )
    most = np.where(contradicted, MOST_CONTRADICTED[kind], math.inf)
    places = figures[:, place_of("places")] > 0
    most = np.where(places, np.minimum(most, MOST_PLACES), most)
    held: Floats = np.minimum(bits, most) + MOST_ORDER * np.maximum(bits - most, 0.0)
    return held


def _may_reach(most: Floats, wanted: Floats) -> Numbers:
    """Return the places of the names that can still reach what is wanted."""
    return np.flatnonzero(np.maximum(most, NOTHING_AGREES) >= wanted - 1e-6)


def rounded(bits: Floats) -> Floats:
    """Round to six digits, so that the order in which a machine adds does not show."""
    found: Floats = np.round(bits, 6)
    return found


def _word_agrees(pairs: Pairing) -> npt.NDArray[np.bool_]:
    """Tell of which names a word agrees; of the others all is chance."""
    level = pairs.level
    found: npt.NDArray[np.bool_] = np.any((level >= SAME) & (level <= NEAR), axis=1)
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


@cache
def name_weights(kind: str) -> tuple[Floats, float]:
    """Return the weight of each figure, and the bits before any is known.

    Args:
        kind: `person` or `body`.
    """
    text = files("ostraka.screen").joinpath("data/name_weights.json").read_text("utf-8")
    table = json.loads(text)[kind]
    weights = [table["weights"].get(name, 0.0) for name, _, _ in FEATURES]
    return np.array(weights, dtype=np.float64), float(table["bias"])
