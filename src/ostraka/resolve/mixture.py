"""How much each kind of agreement tells, learned from the records themselves.

Fellegi and Sunter's model: among pairs of one party a column agrees in some way with
probability *m*, among pairs of two parties with *u*, and the evidence is log2(m / u).
Neither is known, so both are estimated by expectation and maximisation (Winkler 1988).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

#: Rounds of estimation, and the change at which they end.
_ROUNDS, _SETTLED = 200, 1e-6
#: Pairs taken for seen in every cell, so that nothing is impossible.
_PRIOR_COUNT = 0.5


@dataclass(frozen=True, slots=True)
class Mixture:
    """What was learned of some pairs.

    Attributes:
        share: Share of the pairs that are one party.
        m: For each column, the probability of each level among pairs of one party.
        u: The same among pairs of two.
    """

    share: float
    m: tuple[Floats, ...]
    u: tuple[Floats, ...]

    @property
    def prior(self) -> float:
        """Evidence before anything is compared, in bits."""
        return float(np.log2(self.share / (1 - self.share)))

    def bits(self, levels: Levels) -> Floats:
        """Return the evidence of each column for each pair; a missing value tells nothing."""
        found = np.zeros(levels.shape, dtype=np.float64)
        for column, (m, u) in enumerate(zip(self.m, self.u, strict=True)):
            told = np.log2(m / u)
            told[0] = 0.0
            found[:, column] = told[levels[:, column]]
        return found


def learn(levels: Levels, count: int) -> Mixture:
    """Learn from pairs how much each level of each column tells.

    Args:
        levels: One row for each pair, one column for each column compared: 0 where a
            value is missing, 1 where the values are the same, more where they differ.
        count: Number of levels.
    """
    patterns, times = np.unique(levels, axis=0, return_counts=True)
    weight = times.astype(np.float64)
    agree = (patterns == 1).sum(axis=1) - (patterns > 1).sum(axis=1)
    chance = 1 / (1 + np.exp(-agree.astype(np.float64)))
    found = _estimate(patterns, weight, chance, count)
    for _ in range(_ROUNDS):
        odds = found.prior + found.bits(patterns).sum(axis=1)
        before, chance = chance, 1 / (1 + np.exp2(-np.clip(odds, -60, 60)))
        found = _estimate(patterns, weight, chance, count)
        if np.abs(chance - before).max() < _SETTLED:
            break
    return found


def _estimate(patterns: Levels, weight: Floats, chance: Floats, count: int) -> Mixture:
    sides = []
    for part in (weight * chance, weight * (1 - chance)):
        columns = []
        for column in patterns.T:
            cells = np.bincount(column, weights=part, minlength=count) + _PRIOR_COUNT
            cells[0] = 0  # of the values that are there
            columns.append(np.maximum(cells / cells.sum(), 1e-9))
        sides.append(tuple(columns))
    share = float(np.clip((weight * chance).sum() / weight.sum(), 1e-6, 1 - 1e-6))
    return Mixture(share, sides[0], sides[1])
