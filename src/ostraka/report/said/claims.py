"""What a text claims, clause by clause, and who holds each claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.sentences import Sentence
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import HEDGES, PARTING, word_set
from ostraka.report.said.quotes import Said
from ostraka.report.said.reporting import Report, by_sentence
from ostraka.report.tokens import Span

T = TypeVar("T")

DOCUMENT_VOICE, INDIRECT, DIRECT = "document_voice", "indirect", "direct_quote"
_OPENERS = word_set(
    "now so but and while also when however meanwhile moreover then yet"
)
_SURE = re.compile(
    r"^(It is (?:clear|evident|obvious|undeniable|certain)|There is no doubt)"
)
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a text says is so.

    Attributes:
        span: The words.
        mode: `document_voice`, `indirect` or `direct_quote`.
        report: The verb and subject that say who holds it, or None.
        said: The quotation it is, or None.
        hedged: Whether the words themselves are not sure.
        marker: Words that say how sure it is, or None.
    """

    span: Span
    mode: str
    report: Report | None = None
    said: Said | None = None
    hedged: bool = False
    marker: Span | None = None


def find_claims(
    p: Passage,
    reports: Sequence[Report],
    quotes: Sequence[Said],
    demands: Sequence[Span],
) -> list[Claim]:
    """Return what a text claims, in reading order.

    Args:
        p: The text.
        reports: Where the text says that somebody says something.
        quotes: Its quotations.
        demands: What it says should be done: no claims.
    """
    found: list[Claim] = []
    whole = _by_sentence(p, [(q.content, q) for q in quotes if q.kind == "direct"])
    called = _by_sentence(p, [(span, span) for span in demands])
    told = by_sentence(p, reports)
    for sentence in p.sentences:
        inside = whole.get(sentence.number, ())
        if inside:
            found += [Claim(q.content, DIRECT, said=q) for q in inside]
        elif sentence.number not in called:
            found += _sentence(p, sentence, told.get(sentence.number, ()))
    return list({c.span: c for c in found if c.span.start < c.span.end}.values())


def _by_sentence(p: Passage, items: Iterable[tuple[Span, T]]) -> dict[int, list[T]]:
    """Return some things by the numbers of the sentences they touch."""
    found: dict[int, list[T]] = {}
    for span, item in items:
        first = p.sentence_at(span.start).number
        for number in range(first, p.sentence_at(span.end - 1).number + 1):
            found.setdefault(number, []).append(item)
    return found


def _sentence(
    p: Passage, sentence: Sentence, reports: Sequence[Report]
) -> Iterator[Claim]:
    if p.text[sentence.span.end - 1] == "?":
        return
    inside = [r for r in reports if r.content is not None]
    told = [r for r in inside if not _is_of_the_text(r)]
    start = sentence.first
    if told:
        if p.low[told[0].verb.head].endswith("ing"):
            yield from _clauses(p, start, told[0].verb.first - 1, None)
        content = told[0].content
        if content is not None and content <= sentence.last:
            yield from _clauses(p, content, sentence.last, told[0])
        return
    yield from _clauses(p, start, sentence.last, None)


def _is_of_the_text(report: Report) -> bool:
    """Tell whether what somebody is said to think is the text's own claim: `they know`."""
    return report.verb.lemma in {"know", "believe", "think", "find", "show"}


def _clauses(
    p: Passage, first: int, last: int, report: Report | None
) -> Iterator[Claim]:
    """Yield the clauses of a stretch of words that have a verb."""
    start = first
    for k in [*range(first + 1, last + 1), last + 1]:
        if k <= last and not _parts(p, k):
            continue
        begin = start
        while begin < k - 1 and p.low[begin] in _OPENERS:
            begin += 1
        end = k - 1
        while end > begin and p.low[end] in {"and", "but"}:
            end -= 1
        if end - begin + 1 >= _FEWEST_WORDS and any(
            looks_finite(p, i) for i in range(begin, end + 1)
        ):
            yield _claim(p, p.trim(p.span(begin, end)), begin, end, report)
            start = k
        elif end - begin + 1 < _FEWEST_WORDS and k <= last:
            continue
        else:
            start = k


def _parts(p: Passage, k: int) -> bool:
    if p.parted(k):
        return p.low[k] == "and"
    if p.low[k] == "and" and p.low[k + 1 : k + 2] == ["that"]:
        return True
    return "," in p.gap(k) and p.low[k] in PARTING | {"which", "so"}


def _claim(
    p: Passage, span: Span, first: int, last: int, report: Report | None
) -> Claim:
    sure = _SURE.match(p.cut(span))
    marker = Span(span.start, span.start + sure.end()) if sure else None
    return Claim(
        span=span,
        mode=INDIRECT if report else DOCUMENT_VOICE,
        report=report,
        hedged=not HEDGES.isdisjoint(p.low[first : last + 1]),
        marker=marker,
    )
