"""Pronouns, only where it is certain whom they stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.parties.model import Described
from ostraka.report.said.attribution import beside
from ostraka.report.said.reporting import Report
from ostraka.report.tokens import Span


def speaking(p: Passage, reports: Sequence[Report]) -> Iterator[Described]:
    """Yield `He explains`: the last person before who says something."""
    last: Span | None = None
    for report in reports:
        head = report.subject[0]
        if p.low[head] in {"he", "she"}:
            if last is not None:
                span = p.span(head, head)
                yield Described(
                    span, "pronoun", f"at {span.start}", "Person", same_as=last
                )
        elif (named := beside(p, report.subject)) is not None:
            last = named


def they(p: Passage, known: Sequence[Span]) -> Iterator[Described]:
    """Yield `They` at the head of a sentence, and `them` after it in the same one.

    They are whoever the sentence before is about: the subject of its last verb that is
    a party known here.

    Args:
        p: The text.
        known: Where parties are named or described, in reading order.
    """
    ordered = sorted(known, key=lambda span: span.start)
    for sentence in p.sentences[1:]:
        if sentence.first > sentence.last or p.low[sentence.first] != "they":
            continue
        who = _subject_before(p, sentence.number - 1, ordered)
        if who is None:
            continue
        for k in range(sentence.first, sentence.last + 1):
            if p.low[k] in {"they", "them"}:
                span = p.span(k, k)
                yield Described(
                    span, "pronoun", f"at {span.start}", "PublicBody", same_as=who
                )


def _subject_before(p: Passage, number: int, known: Sequence[Span]) -> Span | None:
    sentence = p.sentences[number]
    for k in range(sentence.last, sentence.first, -1):
        if not looks_finite(p, k):
            continue
        verb = VerbGroup(k, k, p.low[k], "done", passive=False)
        for phrase in subjects_of(p, verb):
            span = span_of(p, phrase)
            i = bisect_left(known, span.start, key=lambda s: s.start)
            if i < len(known) and known[i] == span:
                return span
    return None
