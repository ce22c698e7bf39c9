"""Many pairs of numbers, as few bytes as can be, with a quick answer whether one is there."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

import numpy as np
import numpy.typing as npt

Pair = tuple[int, int]
_BITS = 32
_LOW = (1 << _BITS) - 1


class Pairs(Collection[Pair]):
    """Pairs in order, each once; eight bytes for each.

    Args:
        left: The lesser number of each pair.
        right: The greater.
    """

    def __init__(self, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]) -> None:
        codes = np.unique(left.astype(np.int64) << _BITS | right.astype(np.int64))
        self._codes = array("q", codes.tobytes())

    def __contains__(self, pair: object) -> bool:
        """Tell whether a pair, the lesser number first, is there."""
        match pair:
            case (int(left), int(right)):
                code = left << _BITS | right
                place = bisect_left(self._codes, code)
                return place < len(self._codes) and self._codes[place] == code
        return False

    def __iter__(self) -> Iterator[Pair]:
        """Yield the pairs in order."""
        for code in self._codes:
            yield code >> _BITS, code & _LOW

    def __len__(self) -> int:
        """How many there are."""
        return len(self._codes)

    @classmethod
    def together(cls, parts: Iterable[Pairs]) -> Pairs:
        """Return the pairs of some in one."""
        codes = np.concatenate([part.codes for part in parts])
        return cls(codes >> _BITS, codes & _LOW)

    @property
    def codes(self) -> npt.NDArray[np.int64]:
        """One number for each pair, in order."""
        return np.frombuffer(self._codes, np.int64)

    def and_also(self, others: Iterable[Pair]) -> Pairs:
        """Return these pairs and others."""
        left, right = np.array(list(others), np.intp).reshape(-1, 2).T
        return Pairs.together([self, Pairs(left, right)])
