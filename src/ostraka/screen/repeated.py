"""Ids that stand on several rows of a file, found in eight bytes an id."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

_BATCH = 1 << 14
#: Repeated ids that are kept to be told.
_MOST_TOLD = 100
Hashes = npt.NDArray[np.int64]


class RepeatedIds:
    """Remembers the ids of a file as hashes in order, in runs that grow.

    Attributes:
        times: How often an id stood there again.

    Args:
        batch: Ids that are looked up together.
    """

    def __init__(self, batch: int = _BATCH) -> None:
        self.times = 0
        self._batch = batch
        self._told: Counter[str] = Counter()
        self._new: dict[str, int] = {}
        self._runs: list[Hashes] = []

    def add(self, key: str) -> None:
        """Take in the id of a row."""
        times = self._new.get(key)
        self._new[key] = 1 if times is None else times + 1
        if len(self._new) >= self._batch:
            self._flush()

    def found(self) -> Counter[str]:
        """Return the first repeated ids and how often each stands beyond its first row."""
        self._flush()
        return self._told

    def _flush(self) -> None:
        if not self._new:
            return
        keys = list(self._new)
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys))
        known = np.zeros(len(keys), dtype=bool)
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, hashes), len(run) - 1)
            known |= run[place] == hashes
        for key, before in zip(keys, known.tolist(), strict=True):
            times = self._new[key] - (not before)
            if times:
                self._tell(key, times)
        self._new = {}
        self._keep(np.sort(hashes[~known]))

    def _tell(self, key: str, times: int) -> None:
        self.times += times
        if key in self._told or len(self._told) < _MOST_TOLD:
            self._told[key] += times

    def _keep(self, run: Hashes) -> None:
        """Keep a run; runs of about one length become one, so that few are searched."""
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        if len(run):
            self._runs.append(run)
