"""The tradition a name comes from, told by its letters; for groups, never for a person.

Naive Bayes over the runs of three letters of a name's words, learned from the hand-kept
`data/name_parts.tsv`.  A name is told only where one tradition is far likelier than the
others.  How often that is wrong is measured on names made of parts that were left out of
what was learned, and printed with every figure that rests on it.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ostraka.selftest.rates import Rate
from ostraka.text.fold import fold
from ostraka.text.romanise import romanise

#: Least probability at which a name is told.
LEAST_SURE = 0.9
#: Added to every count, so that an unseen run of letters does not decide alone.
_SMOOTHING = 0.15
#: Parts into which the table is cut to measure the error.
_FOLDS = 5
#: Names made of each origin to measure the error.
_TRIED = 60

#: Words by tradition and kind (`given`, `family`).
Parts = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Error:
    """How well origins are told of names whose parts were not learned.

    Attributes:
        told: Names told, of all tried.
        wrong: Names told wrongly, of those told.
        by_origin: Names told wrongly, of those told, by their true origin.
    """

    told: Rate
    wrong: Rate
    by_origin: Mapping[str, Rate]


class Origins:
    """Origins learned from a table of name parts.

    Args:
        parts: Words by tradition and kind.
    """

    def __init__(self, parts: Parts) -> None:
        self._counts = {
            origin: Counter(
                run for words in kinds.values() for w in words for run in _runs(w)
            )
            for origin, kinds in parts.items()
        }
        self._sums = {origin: sum(c.values()) for origin, c in self._counts.items()}
        self._kinds = len(set().union(*self._counts.values()))

    def tell(self, name: str) -> str | None:
        """Return the group of traditions a name comes from; None if it cannot be told."""
        runs = [run for word in _words(name) for run in _runs(word)]
        if not runs:
            return None
        logs = {origin: self._log(origin, runs) for origin in self._counts}
        most = max(logs.values())
        shares: dict[str, float] = defaultdict(float)
        for origin, log in logs.items():
            shares[groups()[origin]] += math.exp(log - most)
        best = max(shares, key=lambda group: shares[group])
        return best if shares[best] >= LEAST_SURE * sum(shares.values()) else None

    def _log(self, origin: str, runs: Iterable[str]) -> float:
        counts = self._counts[origin]
        whole = self._sums[origin] + _SMOOTHING * self._kinds
        return sum(math.log((counts[run] + _SMOOTHING) / whole) for run in runs)


@cache
def _table() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Return the lines of the table: group, tradition, kind, words."""
    text = files("ostraka.selftest").joinpath("data/name_parts.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        (g, origin, kind, tuple(words.split())) for g, origin, kind, words in lines
    )


@cache
def groups() -> Mapping[str, str]:
    """Return the group that is shown by each tradition that is learned."""
    return {origin: group for group, origin, _, _ in _table()}


@cache
def name_parts() -> Parts:
    """Return the words by tradition and kind."""
    parts: dict[str, dict[str, tuple[str, ...]]] = {}
    for _, origin, kind, words in _table():
        parts.setdefault(origin, {})[kind] = words
    return parts


@cache
def known_origins() -> Origins:
    """Return origins learned from the whole table."""
    return Origins(name_parts())


def measure_error(seed: int) -> Error:
    """Return how often an origin is told wrongly of names whose parts were left out.

    Args:
        seed: The same names on every run.
    """
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    asked: list[tuple[str, str | None]] = []
    for fold_number in range(_FOLDS):
        origins = Origins(_fold(fold_number, kept=True))
        for origin, kinds in _fold(fold_number, kept=False).items():
            for _ in range(_TRIED // _FOLDS):
                name = (
                    f"{chance.choice(kinds['given'])} {chance.choice(kinds['family'])}"
                )
                asked.append((groups()[origin], origins.tell(name)))
    told = [(true, found) for true, found in asked if found is not None]
    return Error(
        told=Rate(len(told), len(asked)),
        wrong=Rate(sum(true != found for true, found in told), len(told)),
        by_origin={
            group: Rate(
                sum(found != true for true, found in told if true == group),
                sum(true == group for true, _ in told),
            )
            for group in dict.fromkeys(groups().values())
        },
    )


def _fold(number: int, *, kept: bool) -> Parts:
    """Return the table without every fifth word, or only these."""
    return {
        origin: {
            kind: tuple(
                w for n, w in enumerate(words) if (n % _FOLDS != number) == kept
            )
            for kind, words in kinds.items()
        }
        for origin, kinds in name_parts().items()
    }


def _words(name: str) -> list[str]:
    return [latin for word in fold(name).split() for latin in romanise(word).split()]


def _runs(word: str) -> list[str]:
    """Return the runs of three letters of a word, its ends marked."""
    marked = f"^{word}$"
    return [marked[n : n + 3] for n in range(len(marked) - 2)]
