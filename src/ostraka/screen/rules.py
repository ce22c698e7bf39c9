"""The rules names are judged by: those of one reading, or for each name those of its own.

All names are counted at once, so a rule is a number where all are read in one way, and
else an array with one number for each name.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from ostraka.index.columns import Numbers
from ostraka.screen.features import FEATURES, SOUNDS_HIGH, place_of
from ostraka.screen.model import (
    CHANCE,
    LEAST_SAME,
    MEANT_WORDS,
    MOST_CONTAINED,
    MOST_CONTRADICTED,
    MOST_GENERIC,
    MOST_LAST_DIFFERS,
    MOST_ORDER,
    MOST_PLACES,
    NOTHING_AGREES,
    TOLD,
    Chance,
    Told,
    name_weights,
)
from ostraka.screen.words import GENERIC_BITS, Flags, Floats


@dataclass(frozen=True, slots=True)
class Whole:
    """What figures of whole names can add at most, in bits.

    Attributes:
        always: By what is not looked at before it is counted.
        acronym: Where one name has one word.
        same: For each bit a name tells whose joined words can be those asked.
        cut: The same where it can begin with them.
        joined: For the likeness of joined names; `joined_high` and `joined_told` for
            what of it is above `JOINED_HIGH`, alone and for each bit the names tell.
        letters: The same with the words in order, above `LETTERS_HIGH`.
    """

    always: Any
    acronym: Any
    same: Any
    cut: Any
    joined: Any
    joined_high: Any
    joined_told: Any
    letters: Any
    letters_high: Any
    letters_told: Any


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of some names.

    Attributes:
        weights: Bits for each figure, one row for each reading.
        taken: Bits that are taken off for each figure of chance, as `weights`.
        which: Reading of each name, by its row; None if there is but one.
        bias: Bits before any figure is known.
        told: When words tell enough.
        chance: What else is taken off for chance.
        whole: What whole names can add at most.
        contradicted: The most that names are worth that contradict.
        last_differs: The same where it is the last word.
        contained: The most that names are worth that are contained in a longer one.
        generic: The most that names are worth that agree in generic words.
    """

    weights: Floats
    taken: Floats
    which: Numbers | None
    bias: Any
    told: Told
    chance: Chance
    whole: Whole
    contradicted: Any
    last_differs: Any
    contained: Any
    generic: Any

    def each_weight(self) -> Floats:
        """Return the bits for each figure, of all names or one row for each."""
        found: Floats = self.weights[0 if self.which is None else self.which]
        return found

    def weighed(self, figures: Floats) -> Floats:
        """Return what the figures of names come to, in bits."""
        found: Floats = self._sum(figures, self.weights) + self.bias
        return found

    def by_chance(self, figures: Floats) -> Floats:
        """Return what the figures of chance take off."""
        return self._sum(figures, self.taken)

    def _sum(self, figures: Floats, bits: Floats) -> Floats:
        if self.which is None:
            one: Floats = figures @ bits[0]
            return one
        found: Floats = (bits @ figures.T)[self.which, np.arange(len(figures))]
        return found


def rules_of(kinds: tuple[str, ...], which: int | Numbers) -> Rules:
    """Return the rules of some names.

    Args:
        kinds: The readings, `person` or `body`.
        which: Place in `kinds` of their reading, or of that of each name.
    """
    if isinstance(which, int):
        return rules_of_one(kinds[which])
    weights, taken, table = _tables(kinds)
    rules = iter(table.take(which, axis=1))
    bias = next(rules)
    told, chance = Told(*islice(rules, _TOLD)), Chance(*islice(rules, _CHANCE))
    whole = Whole(*islice(rules, _WHOLE))
    return Rules(weights, taken, which, bias, told, chance, whole, *rules)


#: Figures of whole names.
_OF_WHOLE = ("sounds", "sounds_high", "spelled", "sorted_start", "acronym", "joined_bits",
             "cut", "joined", "joined_high", "joined_told", "letters", "letters_high",
             "letters_told")  # fmt: skip


@cache
def rules_of_one(kind: str) -> Rules:
    """Return the rules of names that are all read in one way."""
    weights, bias = name_weights(kind)
    chance = CHANCE[kind]
    return Rules(
        weights[None], _taken(chance)[None], None, bias, TOLD[kind], chance,
        _whole(weights), MOST_CONTRADICTED[kind], MOST_LAST_DIFFERS[kind],
        MOST_CONTAINED[kind], MOST_GENERIC[kind],
    )  # fmt: skip


_TOLD, _CHANCE, _WHOLE = (len(fields(part)) for part in (Told, Chance, Whole))


@cache
def _tables(kinds: tuple[str, ...]) -> tuple[Floats, Floats, Floats]:
    """Return weights, what is taken off, and all other rules, a row for each rule."""
    rules = [rules_of_one(kind) for kind in kinds]
    table = [
        (each.bias, *astuple(each.told), *astuple(each.chance), *astuple(each.whole),
         each.contradicted, each.last_differs, each.contained, each.generic)
        for each in rules
    ]  # fmt: skip
    return (
        np.concatenate([each.weights for each in rules]),
        np.concatenate([each.taken for each in rules]),
        np.array(table, dtype=np.float64).T.copy(),
    )


def _taken(chance: Chance) -> Floats:
    """Return what is taken off for each figure of chance, one number for each figure."""
    taken = np.zeros(len(FEATURES), dtype=np.float64)
    taken[place_of("ways")] = chance.ways
    taken[place_of("known_sound")] = chance.sound
    taken[place_of("known_near")] = chance.near
    taken[place_of("woman")] = chance.woman
    taken[place_of("initial_inside")] = chance.inside
    return taken


def _whole(weights: Floats) -> Whole:
    """Return what figures of whole names can add at most."""
    bits = {name: float(weights[place_of(name)]) for name in _OF_WHOLE}
    most = {name: max(weight, 0.0) for name, weight in bits.items()}
    sounds = most_of(bits["sounds"], bits["sounds_high"], SOUNDS_HIGH, 1.0)
    told = (
        "joined",
        "joined_high",
        "joined_told",
        "letters",
        "letters_high",
        "letters_told",
    )
    return Whole(
        float(sounds) + most["spelled"] + most["sorted_start"],
        64 * most["acronym"], most["joined_bits"], most["cut"],
        *(bits[name] for name in told),
    )  # fmt: skip


def most_of(weight: Any, above: Any, high: float, share: Any) -> Any:
    """Return the most of a likeness of at most `share`, and what is above `high` of it.

    Args:
        weight: Bits for the likeness.
        above: Bits for what is above `high`.
        high: From where it counts more.
        share: The most it can be.
    """
    at_high = weight * np.minimum(high, share)
    at_share = weight * share + above * np.maximum(share - high, 0)
    return np.maximum(np.maximum(at_high, at_share), 0)


def share_enough(figures: Floats, rule: Told) -> Flags:
    """Tell which names share words that tell enough, whatever else they lack.

    Args:
        figures: As `word_figures` returns them.
        rule: What is enough.
    """
    same = figures[:, place_of("same_bits")]
    alike = same + figures[:, place_of("variant_bits")]
    contradicted = figures[:, place_of("contradicted")] > 0
    found: Flags = (
        (alike >= np.where(contradicted, rule.contradicted, rule.alike))
        & (figures[:, place_of("rarest")] >= rule.rarest)
        & (same >= rule.rarest)
        & (figures[:, place_of("agreeing")] >= 2)
    )
    return found


def told_enough(figures: Floats, rule: Told) -> Flags:
    """Tell which names are always shown.

    Args:
        figures: What is known of the names; those of whole names but joined ones may be
            nought.
        rule: What is enough.
    """
    enough = share_enough(figures, rule) & (figures[:, place_of("given")] >= rule.given)
    middle = (figures[:, place_of("middle")] > 0) & (
        figures[:, place_of("least_told")] >= rule.middle
    )
    slip = (figures[:, place_of("slip")] > 0) & (
        figures[:, place_of("legal_other")] == 0
    )
    joined = (
        (figures[:, place_of("joined_bits")] > 0)
        & (figures[:, place_of("whole")] == 0)
        & (figures[:, place_of("legal_other")] == 0)
    )
    shown = enough | middle | slip | joined | _nearly_whole(figures, rule)
    found: Flags = shown & (figures[:, place_of("numbers")] == 0)
    return found


def _nearly_whole(figures: Floats, rule: Told) -> Flags:
    """Tell which names lack one word or have initials, and tell enough without."""
    told = figures[:, place_of("least_told")]
    other = figures[:, place_of("legal_other")] > 0
    dropped = (figures[:, place_of("dropped")] > 0) & (told >= rule.dropped) & ~other
    added = (figures[:, place_of("added")] > 0) & (told >= rule.added)
    wanted = rule.initials - rule.initial * figures[:, place_of("initials")]
    initials = (figures[:, place_of("initialled")] > 0) & (
        figures[:, place_of("same_bits")] >= wanted
    )
    found: Flags = dropped | added | initials
    return found


def less_chance(bits: Floats, figures: Floats, rules: Rules) -> Floats:
    """Return the evidence of names less what is chance.

    Args:
        bits: The evidence; more never gives less.
        figures: As `word_figures` returns them.
        rules: What is taken off.
    """
    chance = rules.chance
    if chance is CHANCE["body"]:
        return bits
    told = figures[:, place_of("least_told")]
    alone = (figures[:, place_of("one_word")] > 0) & (
        figures[:, place_of("missing")] > 0
    )
    taken = rules.by_chance(figures) + chance.alone * alone
    several = figures[:, place_of("one_word")] == 0
    taken = taken + chance.few * several * np.maximum(chance.few_told - told, 0.0)
    bits = bits - taken + chance.level
    most = told - chance.most + np.maximum(told - chance.rare, 0.0)
    bits = _held(bits, most, chance.beyond)
    weak = (figures[:, place_of("weakly")] > 0) & (
        figures[:, place_of("two_words")] > 0
    )
    bits = _held(bits, np.where(weak, chance.weak, math.inf), MOST_ORDER)
    return _fallen_short(bits, told, chance)


def _fallen_short(bits: Floats, told: Floats, chance: Chance) -> Floats:
    """Return the evidence of names, spread out where it falls short of a match."""
    times = chance.spread * (1 + chance.common * np.maximum(chance.few_told - told, 0))
    spread = chance.short + (bits - chance.short) * times
    short = bits < chance.short
    found: Floats = np.where(short, np.maximum(spread, NOTHING_AGREES), bits)
    return found


def _held(bits: Floats, most: Floats, beyond: Any) -> Floats:
    """Hold evidence down to the most it may be, and a part of what goes beyond."""
    found: Floats = np.minimum(bits, most) + beyond * np.maximum(bits - most, 0.0)
    return found


def at_most(bits: Floats, figures: Floats, rules: Rules, joined: Floats) -> Floats:
    """Hold down the evidence of names that contradict, or contain, another.

    Args:
        bits: The evidence.
        figures: All figures of the names.
        rules: The most they are worth.
        joined: Likeness of the joined names.
    """
    places = figures[:, place_of("places")] > 0
    most = np.where(places, MOST_PLACES, math.inf)
    contradicts = figures[:, place_of("contradicted")] > 0
    if _holds(rules.contradicted):
        other = contradicts & (joined < LEAST_SAME)
        last = other & (figures[:, place_of("last_differs")] > 0)
        most = np.where(other, np.minimum(most, rules.contradicted), most)
        most = np.where(last, np.minimum(most, rules.last_differs), most)
    if _holds(rules.contained):
        none_left = figures[:, place_of("left_known")] == 0
        contained = none_left & (figures[:, place_of("missing")] > 0) & ~contradicts
        most = np.where(contained, np.minimum(most, rules.contained), most)
    if _holds(rules.generic):
        generic = _by_meaning(figures) | _by_generic_words(figures)
        most = np.where(generic, np.minimum(most, rules.generic), most)
    return _held(bits, most, MOST_ORDER)


def _holds(most: Any) -> bool:
    """Tell whether a rule holds down any name; for most kinds of name some do not."""
    return not (isinstance(most, float) and math.isinf(most))


def _by_meaning(figures: Floats) -> Flags:
    """Tell of which names few words agree, by what they mean alone, and not all asked."""
    found: Flags = (
        (figures[:, place_of("variant_bits")] > 0)
        & (figures[:, place_of("same_bits")] == 0)
        & (figures[:, place_of("sound_bits")] == 0)
        & (figures[:, place_of("agreeing")] <= MEANT_WORDS)
        & (figures[:, place_of("left_asked")] > 0)
    )
    return found


def _by_generic_words(figures: Floats) -> Flags:
    """Tell which names agree in generic words alone, and have a telling one each."""
    found: Flags = (
        (figures[:, place_of("contradicted")] > 0)
        & (figures[:, place_of("rarest_sound")] < GENERIC_BITS)
        & (figures[:, place_of("left_most")] >= GENERIC_BITS)
        & (figures[:, place_of("left_most_known")] >= GENERIC_BITS)
    )
    return found
