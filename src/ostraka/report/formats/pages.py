"""Pages of a document, and which letter of a page stands where in its text."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.report.tokens import Span

#: Parts a heading from what follows it, in one letter as a line break is.
PARTED = "\u2029"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document.

    Attributes:
        number: From 1.
        span: Where its text stands in the document's.
        cuts: Where letters of the original were left out, so that a place in the text
            can be found on the page: `(place on the page as read, letters left out)`.
    """

    number: int
    span: Span
    cuts: tuple[tuple[int, int], ...] = ()

    def original(self, place: int) -> int:
        """Return which letter of the page as published stands at a place of the text."""
        at = place - self.span.start
        for cut, letters in self.cuts:
            if at >= cut:
                at += letters
        return at
