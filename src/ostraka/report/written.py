"""What every part of a reading is written with: places with their words, and who holds them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ostraka.report.reading import Reading, speaker_of
from ostraka.report.said.quotes import Said
from ostraka.report.said.reporting import Report, by_sentence
from ostraka.report.tokens import Span

Json = dict[str, Any]
#: Who holds what a text says, where no publisher is stated.
THE_DOCUMENT = "document"


@dataclass(frozen=True)
class Written:
    """A reading whose parts are written as JSON."""

    reading: Reading

    @property
    def text(self) -> str:
        """The text all places count."""
        return self.reading.passage.text

    def span(self, span: Span) -> Json:
        """Return a place with its words."""
        return {
            "start": span.start,
            "end": span.end,
            "text": self.text[span.start : span.end],
        }

    def spans(self, spans: Iterable[Span]) -> list[Json]:
        """Return several places with their words."""
        return [self.span(span) for span in spans]

    @cached_property
    def _reports(self) -> dict[int, list[Report]]:
        return by_sentence(self.reading.passage, self.reading.reports)

    @cached_property
    def _publisher(self) -> str:
        parties = self.reading.parties.entities
        return next((e.id for e in parties if e.role == "publisher"), THE_DOCUMENT)

    def holder(self, span: Span) -> list[str]:
        """Return who holds what a passage says: the publisher, then whom it quotes."""
        return self.chain(self.teller(span))

    def teller(self, span: Span) -> str | None:
        """Return who is said to say what a passage says, or None for the text itself."""
        for quote in self._quotes_near(span):
            if quote.content.holds(span):
                return self.speaker(quote)
        p = self.reading.passage
        for report in self._reports.get(p.sentence_at(span.start).number, ()):
            said = report.content
            if said is not None and p.tokens.starts[said] < span.end:
                return self.party_at(speaker_of(p, report))
        return None

    def _quotes_near(self, span: Span) -> Sequence[Said]:
        quotes = self.reading.quotes
        after = bisect_right(quotes, span.start, key=lambda q: q.content.start)
        return quotes[max(0, after - 2) : after]

    def chain(self, speaker: str | None) -> list[str]:
        """Return the publisher, and behind it a speaker who is somebody else."""
        mine = self._publisher
        return [mine, *([speaker] if speaker and speaker != mine else [])]

    def speaker(self, said: Said) -> str | None:
        """Return who is quoted, by name, pronoun or description."""
        return (
            self.party_at(said.who)
            or self.party_at(said.pronoun)
            or self.party_at(said.phrase)
        )

    def party_at(self, span: Span | None) -> str | None:
        """Return the id of the party a span names, or None."""
        return self.reading.parties.at(span)
