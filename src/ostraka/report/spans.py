"""Things with a place in a text, looked up by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from ostraka.report.tokens import Span

T = TypeVar("T")


class Placed(Generic[T]):
    """Things by where they start.

    Args:
        items: The things.
        span: Returns the place of one.
    """

    def __init__(self, items: Iterable[T], span: Callable[[T], Span]) -> None:
        self._items = sorted(items, key=lambda item: _order(span(item)))
        self._spans = [span(item) for item in self._items]
        self._starts = [place.start for place in self._spans]
        self._longest = max((s.end - s.start for s in self._spans), default=0)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def within(self, place: Span) -> list[T]:
        """Return what lies within a place, in reading order."""
        first = bisect_left(self._starts, place.start)
        last = bisect_right(self._starts, place.end)
        return [
            self._items[k]
            for k in range(first, last)
            if self._spans[k].end <= place.end
        ]

    def around(self, place: Span) -> list[T]:
        """Return what a place lies within, in reading order."""
        first = bisect_left(self._starts, place.end - self._longest)
        last = bisect_right(self._starts, place.start)
        return [
            self._items[k]
            for k in range(first, last)
            if self._spans[k].end >= place.end
        ]

    def ending_at(self, end: int) -> T | None:
        """Return what ends at a place, or None."""
        first = bisect_left(self._starts, end - self._longest)
        last = bisect_right(self._starts, end)
        ending = (k for k in range(first, last) if self._spans[k].end == end)
        return next((self._items[k] for k in ending), None)

    def before(self, place: int) -> list[T]:
        """Return the few things that start last before a place, in reading order."""
        last = bisect_left(self._starts, place)
        return self._items[max(0, last - 20) : last]


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end
