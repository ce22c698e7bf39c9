"""What a person asks of the lists, beside the name or the file: one value of five options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """How a name or a file is to be screened.

    Attributes:
        threshold: Least score of a match; that of the algorithm if None.
        limit: Most matches of a name.
        as_of: The lists as they stood on that day; today if None.
        lists: Only these lists; all if None.
        links: Whether registers are asked too, and who owns or controls a match is said.
    """

    threshold: float | None
    limit: int
    as_of: str | None
    lists: list[str] | None
    links: bool
