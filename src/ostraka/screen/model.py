"""The judgement on two names: fitted weights, summed to bits for or against."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from ostraka.screen.features import FEATURES
from ostraka.screen.words import Floats

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
        dropped: The same without any one of its words.
        added: The same with one word more in the middle.
        initials: The same of the words that are whole where others are initials, with
            `initial` less for each of these.
    """

    alike: float
    contradicted: float
    rarest: float
    bits: float
    given: float
    middle: float
    dropped: float
    added: float
    initials: float
    initial: float = 2.0


@dataclass(frozen=True, slots=True)
class Chance:
    """What is taken off for what agrees by chance, in bits, and where to.

    Attributes:
        ways: Part of the bits of ways in which common words could have agreed.
        sound: For each two words many bear that only sound alike.
        near: For each two words many bear that are nearly the same.
        woman: Where a given name is the woman's form of the other.
        inside: For a last word that agrees with an initial inside the other name.
        alone: Where the only word of one name agrees, and the other has more.
        few: For each bit that the less telling of two names of several words lacks of
            `few_told`.
        few_told: What such a name must tell so that nothing is taken off.
        level: Added to every name, so that as many people on no list raise alerts at
            the default threshold as if nothing had been taken off.
        most: A name is worth what it tells less so many bits; what goes beyond counts
            by the part `beyond`.
        beyond: That part.
        rare: What a name tells beyond so many bits counts twice in what it is worth at
            most: of rare names the same letters are no chance.
        weak: The most that a name of two words is worth if one is only somewhat like.
        short: Evidence below which a name falls short; by how much counts `spread` times,
            and more by the part `common` for each bit that it lacks of `few_told`: near
            namesakes of common names are many, and threshold by threshold they would be
            the first to be let in.
        spread: What falls short counts so many times.
        common: More for each bit that is lacking.
    """

    ways: float = 0.0
    sound: float = 0.0
    near: float = 0.0
    woman: float = 0.0
    inside: float = 0.0
    alone: float = 0.0
    few: float = 0.0
    few_told: float = 0.0
    level: float = 0.0
    most: float = -math.inf
    beyond: float = 1.0
    rare: float = 0.0
    weak: float = math.inf
    short: float = -1000.0
    spread: float = 1.0
    common: float = 0.0


#: The same letters say little of two names that many bear.  Chosen on people on no list
#: (`bench/accuracy.py`); bodies have no chains of common names.
CHANCE = {
    "person": Chance(0.5, 1.0, 1.0, woman=4.0, inside=4.0, alone=2.0, few=0.3, few_told=13.0,
                     level=0.95, most=9.0, beyond=0.5, rare=14.0, weak=-3.0,
                     short=1.5, spread=0.8, common=0.15),
    "body": Chance(),
}  # fmt: skip
#: Part of a name's own evidence that is kept when it is raised, so that the nearest of a
#: group of companies goes first.
TOLD_ORDER = 0.01
#: A person's first and last name without the middle ones; the house name of a group of
#: companies.  Each costs less than one false alert in a thousand (`bench/accuracy.py`).
TOLD = {
    "person": Told(13.8, math.inf, 7.8, 1.91, given=1.0,
                   middle=9.0, dropped=12.0, added=13.0, initials=8.0),
    "body": Told(15.0, 22.0, 10.0, 1.91, given=0.0,
                 middle=math.inf, dropped=8.0, added=math.inf, initials=math.inf),
}  # fmt: skip
#: The most that names of persons are worth that have a word without partner on both
#: sides: brothers, cousins and clansmen differ in one.  Bodies are named in several
#: languages, so a word without partner says less.
MOST_CONTRADICTED = {"person": 0.95, "body": math.inf}
#: The same where it is the last word: a given name, be it double, is shared by many.
MOST_LAST_DIFFERS = {"person": -4.5, "body": math.inf}
#: The most that a listed name is worth that is contained in a longer one asked: a body's
#: unit is asked by the body's name and its own, and a listed name that has all goes first.
MOST_CONTAINED = {"person": math.inf, "body": 4.0}
#: The most that a listed name is worth that agrees in generic words: in so many words at
#: most by what they mean alone, where another was asked (a trading company is not
#: Roshan), or in none that tells so much, where each name has one that does.
MOST_GENERIC, MEANT_WORDS = {"person": math.inf, "body": 1.5}, 2
#: The most that names are worth in which one place stands for another; the part of the
#: evidence beyond the most that is kept, so that names keep their order; and the likeness
#: of joined names that no cut of words contradicts.
MOST_PLACES, MOST_ORDER, LEAST_SAME = 0.5, 0.05, 0.97


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
