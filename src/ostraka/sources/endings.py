"""Designations that have run out: the record stays in the file, the party is not listed."""

from __future__ import annotations

from collections.abc import Iterable

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading


def have_ended(reading: Reading, sanctions: Iterable[Entity]) -> bool:
    """Tell whether all designations of a party ended before the day of the version.

    Args:
        reading: The version; its day decides, not today.
        sanctions: The party's `Sanction` entities.
    """
    ends = [max(sanction.texts("endDate"), default="") for sanction in sanctions]
    return bool(ends) and all(end and end < reading.seen[: len(end)] for end in ends)
