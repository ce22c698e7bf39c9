"""Shares with their intervals, and what equal shares would show by chance."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

#: Normal deviate of a 95 % interval.
_Z = 1.959964
#: Trials of what equal rates would show.
_TRIALS = 400


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many, with the 95 % interval of Wilson (1927).

    Attributes:
        found: How many.
        of: Of how many.
    """

    found: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.found / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval in which the true share lies, 19 times of 20."""
        if not self.of:
            return 0.0, 1.0
        share, n = self.value, self.of
        middle = share + _Z**2 / (2 * n)
        half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
        whole = 1 + _Z**2 / n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)

    def to_dict(self) -> dict[str, float | int]:
        """Return it as the results have it, rounded."""
        low, high = self.interval
        return {
            "found": self.found,
            "of": self.of,
            "rate": round(self.value, 5),
            "low": round(low, 5),
            "high": round(high, 5),
        }


def rate_of(hits: Sequence[bool]) -> Rate:
    """Return how many of some answers are true."""
    return Rate(sum(hits), len(hits))


def worst_over_median(rates: Sequence[Rate]) -> float | None:
    """Return how often the worst rate contains the median one; None if that is zero."""
    shares = [rate.value for rate in rates]
    middle = median(shares) if shares else 0.0
    return max(shares) / middle if middle else None


def null_interval(
    rates: Sequence[Rate], seed: int
) -> tuple[float, float | None] | None:
    """Return what the worst over the median would show if all true rates were equal.

    Chance alone makes some group the worst.  Groups of the same sizes are drawn with one
    common rate, many times; the interval holds 95 % of what came.

    Args:
        rates: The groups.
        seed: The same on every run.

    Returns:
        The interval, its end None where the median may be zero; None without alerts.
    """
    total = Rate(sum(r.found for r in rates), sum(r.of for r in rates))
    if not total.found or len(rates) < 2:
        return None
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    seen = []
    for _ in range(_TRIALS):
        drawn = [Rate(_drawn(r.of, total.value, chance), r.of) for r in rates]
        ratio = worst_over_median(drawn)
        seen.append(math.inf if ratio is None else ratio)
    seen.sort()
    low, high = seen[int(0.025 * _TRIALS)], seen[int(0.975 * _TRIALS)]
    return low, None if math.isinf(high) else high


def _drawn(of: int, share: float, chance: random.Random) -> int:
    """Draw how many of a group are hit: exact if it is small, else by the normal curve."""
    if of * share * (1 - share) > 30:
        spread = math.sqrt(of * share * (1 - share))
        return min(of, max(0, round(chance.gauss(of * share, spread))))
    # The gaps between hits: far fewer draws than one for each of the group.
    count, at = 0, 0
    if share <= 0:
        return 0
    while True:
        at += (
            int(math.log(1 - chance.random()) / math.log(1 - share)) + 1
            if share < 1
            else 1
        )
        if at > of:
            return count
        count += 1
