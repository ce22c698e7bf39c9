"""From evidence to a score, and the numbers a user can see."""

from __future__ import annotations

import math

#: Name of the way matches are found and scored; results name it.
ALGORITHM = "ostraka-bits-0"
#: Score from which a candidate is a match unless the user says otherwise.
DEFAULT_THRESHOLD = 0.70
#: Evidence, in bits, at which the score is one half, and how fast it rises there.
MIDDLE, SCALE = 20.0, 8.0


def score_of(bits: float) -> float:
    """Return the score of some evidence: rising, between 0 and 1, never reaching 1."""
    return round(1 / (1 + math.exp(-(bits - MIDDLE) / SCALE)), 6)
