"""The sentences of a text, for its dates."""

from __future__ import annotations

import re
from bisect import bisect_right

from ostraka.report.tokens import Span

_SENTENCE_END = re.compile(r"[.!?][\"”’»)]*\s+(?=[A-Z“\"«(])|\n\s*\n")
_FUTURE = re.compile(r"\b(?:will|shall|would|plans? to|aims? to)\b")
#: "In May" opens a sentence three characters before its date.
_FIRST = 4


class Sentences:
    """Where the sentences of a text begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._future: dict[int, bool] = {}
        self._starts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]

    def number(self, place: int) -> int:
        """Return the number of the sentence a place is in, from 1."""
        return bisect_right(self._starts, place, hi=len(self._starts) - 1)

    def speaks_of_future(self, span: Span) -> bool:
        """Tell whether the sentence a span starts in says what will be."""
        number = self.number(span.start)
        if number not in self._future:
            start, end = self._starts[number - 1 : number + 1]
            self._future[number] = _FUTURE.search(self._text, start, end) is not None
        return self._future[number]

    def opens(self, place: int) -> bool:
        """Tell whether a place is in the first few characters of its sentence."""
        return place - self._starts[self.number(place) - 1] <= _FIRST
