"""What names are worth: roughly, at most, and in the end.

`native/weigh.c` does the same in C.
"""

from __future__ import annotations

import numpy as np

from ostraka.screen.features import JOINED, place_of
from ostraka.screen.model import (
    LEAST_JOINED,
    LEFT,
    LEFT_BOTH,
    NOTHING_AGREES,
    TOLD_ORDER,
    Told,
)
from ostraka.screen.names import Pairing
from ostraka.screen.rules import Rules, at_most, less_chance, share_enough, told_enough
from ostraka.screen.word_tables import WordBits, listed_of_pairs, of_pairs
from ostraka.screen.words import NEAR, PENALTY, SAME, SOUND, WEAK, Flags, Floats


def most_evidence(
    figures: Floats,
    rules: Rules,
    told: Flags,
    joined: Floats,
    more: Floats | float = 0.0,
) -> Floats:
    """Return the most evidence that names can have.

    What rules go by is nought until it is known: it only takes off or holds down, so
    that a name is worth more without.

    Args:
        figures: What is known of them; what is not known yet is nought.
        rules: Those of the names.
        told: Which may turn out to be always shown.
        joined: The most likeness of the joined names.
        more: The most that figures which are not known yet can add.
    """
    reach = less_chance(rules.weighed(figures) + more, figures, rules)
    reach = np.maximum(reach, NOTHING_AGREES)
    raised = np.maximum(reach, _raised(reach, rules.told))
    return at_most(np.where(told, raised, reach), figures, rules, joined)


def may_be_told(
    figures: Floats, pairs: Pairing, equal: Flags, rule: Told, odd: Flags
) -> Flags:
    """Tell which names may turn out to be told enough once all figures are known.

    Each way to be told enough (`told_enough`) needs one of these, so no name is lost:
    the joined names can be equal, or the words shared tell enough, or but for slips and
    initials all words agree, or one has one word more and all others agree,
    of which there are several, or the legal form agrees too.

    Args:
        figures: As `word_figures` returns them.
        pairs: Their words, paired with those asked.
        equal: Of which the joined names can be equal.
        rule: What is enough.
        odd: Which words asked are so rare that a letter may be wrong in them.
    """
    level = pairs.level.T
    paired = figures[:, place_of("contradicting")] == 0
    missing = figures[:, place_of("missing")]
    unlike = (level >= SOUND) & (level <= WEAK)
    slips = np.logical_or.reduce(unlike, axis=0)
    if odd.shape[-1] > 1:
        common = ~of_pairs(odd, pairs.asked).T
        slips &= ~np.logical_or.reduce(unlike & common, axis=0)
    even = (missing == 0) & (slips | (figures[:, place_of("initials")] > 0))
    told = figures[:, place_of("least_told")]
    less = (missing == 1) & (
        told >= np.minimum(np.minimum(rule.middle, rule.dropped), rule.added)
    )
    several = figures[:, place_of("one_word")] == 0
    same_form = figures[:, place_of("legal_same")] > 0
    less &= np.logical_and.reduce(level <= SOUND, axis=0) & (several | same_form)
    shared = share_enough(figures, rule)
    found: Flags = equal | paired & (even | less) | shared
    return found


def evidence(figures: Floats, pairs: Pairing, rules: Rules) -> Floats:
    """Return the evidence of names.

    Args:
        figures: All figures of the names.
        pairs: Their words, paired with those asked.
        rules: Bits for each figure, and the rules.
    """
    # One after the other, as the kernel adds them up.
    bits = np.cumsum(figures * rules.each_weight(), axis=1)[:, -1] + rules.bias
    bits = less_chance(bits, figures, rules)
    agrees = word_agrees(pairs) | (figures[:, JOINED] >= LEAST_JOINED)
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


def word_agrees(pairs: Pairing) -> Flags:
    """Tell of which names a word agrees; of the others all is chance.

    Args:
        pairs: Their words, paired with those asked.
    """
    level = pairs.level.T
    found: Flags = np.logical_or.reduce((level >= SAME) & (level <= NEAR), axis=0)
    return found


def first_count(bits: WordBits, pairs: Pairing) -> Floats:
    """Return a rough judgement of every name: bits that agree less bits that do not.

    Args:
        bits: What the words of the names tell.
        pairs: Their words, paired with those asked.
    """
    level = pairs.level.T
    agree = np.maximum(pairs.worth.T - PENALTY.take(level), 0.1) * (level > 0)
    asked = of_pairs(bits.asked, pairs.asked).T * (level > 0)
    paired = listed_of_pairs(bits.known, pairs.place).T * (level > 0)
    left_asked = bits.asked.sum(axis=-1) - asked.sum(axis=0)
    left_known = bits.known.T.sum(axis=0) - paired.sum(axis=0)
    lesser = np.minimum(left_asked, left_known)
    both = LEFT * (left_asked + left_known)
    return rounded(agree.sum(axis=0) - both - LEFT_BOTH * lesser)
