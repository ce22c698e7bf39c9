"""What another threshold would have done to the alerts that people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ostraka.selftest.rates import Rate
from ostraka.selftest.summary import THRESHOLDS


@dataclass(frozen=True, slots=True)
class Decided:
    """An alert a person decided.

    Attributes:
        score: Score it was opened with.
        is_true: Whether it was decided to be the listed party.
    """

    score: float
    is_true: bool


def decided_curve(
    decided: Sequence[Decided], threshold: float
) -> dict[str, Any] | None:
    """Return how many true matches and false alerts each threshold would have kept.

    Nothing is known of what lay below the threshold the alerts were opened at: a lower
    one cannot be judged by them.

    Args:
        decided: Alerts decided as true match or false positive.
        threshold: The one in use.

    Returns:
        None if nothing was decided yet.
    """
    if not decided:
        return None
    true = [d.score for d in decided if d.is_true]
    false = [d.score for d in decided if not d.is_true]
    lowest = min(d.score for d in decided)
    rows = [
        {
            "threshold": at,
            "true_matches": Rate(sum(s >= at for s in true), len(true)).to_dict(),
            "false_positives": Rate(sum(s >= at for s in false), len(false)).to_dict(),
        }
        for at in sorted({*THRESHOLDS, threshold})
        if at >= min(lowest, threshold)
    ]
    return {"true_matches": len(true), "false_positives": len(false), "curve": rows}
