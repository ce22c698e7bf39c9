"""From evidence to a score, and the numbers a user can see."""

from __future__ import annotations

import math
from functools import lru_cache

#: Name of the way matches are found and scored; results name it.
ALGORITHM = "ostraka-bits-10"
#: Score from which a candidate is a match unless the user says otherwise: at most ten of
#: a thousand people on no list reach it by name alone (`bench/accuracy.py`).
DEFAULT_THRESHOLD = 0.70
#: Evidence, in bits, at which the score is one half, and bits by which it rises from
#: there to 0.73.
MIDDLE, SCALE = -2.5, 5.2
#: Evidence that a score of nought needs: any party has more, and sums with it are numbers.
LEAST_BITS = -1000.0
# Digits of a score, and the most by which it is rounded up.
_DIGITS, _HALF_STEP = 6, 5e-7
#: Evidence of a full name that is exactly the same: it is always shown, however common
#: the name is, just above the default threshold.
EXACT_NAME = 2.0
#: What an exact name gains for each bit it tells beyond that, so that scores keep order.
EXACT_NAME_GAIN = 0.02
#: Another name speaks against no more than this; numbers can outweigh it.
LEAST_NAME = -12.0
#: Part of the evidence that is taken off, and the most, where several names are asked and
#: an alias agrees better than the main names do.
ALIAS_ONLY, MOST_ALIAS_ONLY = 0.9, 14.0


def score_of(bits: float) -> float:
    """Return the score of some evidence: rising, between 0 and 1, rounded."""
    return round(1 / (1 + math.exp(-(bits - MIDDLE) / SCALE)), _DIGITS)


@lru_cache(maxsize=1024)
def bits_of(score: float) -> float:
    """Return the least evidence that gives a score, which is rounded.

    Args:
        score: Between 0 and 1.
    """
    least = score - _HALF_STEP
    if least <= 0:
        return LEAST_BITS
    return MIDDLE + SCALE * math.log(least / (1 - least))
