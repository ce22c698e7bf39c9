"""What a text claims, clause by clause, and who holds each claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.sentences import Sentence
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import (
    ARTICLES,
    DETERMINERS,
    HEDGES,
    PARTING,
    PREPOSITIONS,
    PRONOUNS,
    word_set,
)
from ostraka.report.incidents.kinds import NOUNS
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
        content = told[0].content
        if p.low[told[0].verb.head].endswith("ing"):
            yield from _clauses(p, start, told[0].verb.first - 1, None)
            content = told[0].verb.first  # "…, outlining how …": it has no other verb
        if content is not None and content <= sentence.last:
            yield from _clauses(p, content, sentence.last, told[0])
        return
    front = _front(p, start, sentence.last)
    if front is not None:
        opens = start + (p.low[start] in _OPENERS)
        yield _claim(p, p.trim(p.span(opens, front - 1)), opens, front - 1, None)
        start = front
    yield from _clauses(p, start, sentence.last, None)


def _front(p: Passage, first: int, last: int) -> int | None:
    """Return where a sentence goes on behind what it takes for granted: `After the attack, …`."""
    if p.low[first] in _OPENERS:
        first += 1
    if first >= last or p.low[first] not in PREPOSITIONS:
        return None
    comma = next((k for k in range(first + 1, last) if "," in p.gap(k)), None)
    if comma is None or any(looks_finite(p, k) for k in range(first, comma)):
        return None
    return comma if not NOUNS.keys().isdisjoint(p.low[first:comma]) else None


def _is_of_the_text(report: Report) -> bool:
    """Tell whether what somebody is said to think is the text's own claim: `they know`."""
    return report.verb.lemma in {"know", "believe", "think", "find", "show"}


def _clauses(
    p: Passage, first: int, last: int, report: Report | None
) -> Iterator[Claim]:
    """Yield the clauses of a stretch of words that have a verb."""
    start, verbless = first, report is not None  # "how the group uses …" has a verb
    for k in [*range(first + 1, last + 1), last + 1]:
        purpose = k <= last and _is_purpose(p, start, k)
        if k <= last and not (purpose or _parts(p, start, k, last)):
            continue
        begin = start
        while begin < k - 1 and p.low[begin] in _OPENERS | {"including"}:
            begin += 1
        end = k - 1
        while end > begin and p.low[end] in {"and", "but"}:
            end -= 1
        long = end - begin + 1 >= _FEWEST_WORDS
        if long and (verbless or _has_verb(p, begin, end)):
            yield _claim(p, _closed(p, begin, end), begin, end, report)
            start = k
        elif long or k > last:
            start = k
        verbless = purpose


def _has_verb(p: Passage, first: int, last: int) -> bool:
    return any(looks_finite(p, i) for i in range(first, last + 1))


def _closed(p: Passage, first: int, last: int) -> Span:
    """Return the place of some words with the bracket that closes what they open."""
    span = p.trim(p.span(first, last))
    opened = p.cut(span).count("(") > p.cut(span).count(")")
    return Span(span.start, span.end + (opened and p.text[span.end : span.end + 1] == ")"))  # fmt: skip


def _is_purpose(p: Passage, start: int, k: int) -> bool:
    """Tell whether `…, and punish the …` goes on with what something is done for."""
    return (
        p.low[k] == "and"
        and "," in p.gap(k)
        and "to" in p.low[start:k]
        and p.low[k + 2 : k + 3] != []
        and p.low[k + 2] in ARTICLES
        and p.low[k + 1].isalpha()
        and not p.tokens.is_capital(k + 1)
        and not looks_finite(p, k + 1)
        and p.low[k + 1] not in PREPOSITIONS | DETERMINERS | PRONOUNS
    )


def _parts(p: Passage, start: int, k: int, last: int) -> bool:
    """Tell whether another claim begins at a word."""
    word, following = p.low[k], p.low[k + 1 : k + 2]
    if p.parted(k):
        return word == "and"
    if word == "and" and p.low[start] == "including":
        return k < last and looks_finite(
            p, k + 1
        )  # "X, who ordered it and paid for it"
    if word == "and" or "," not in p.gap(k):
        return following == ["that"] and word == "and"
    if word == "including":
        whose = next((i for i in range(k, last) if p.low[i] in {"who", "which"}), None)
        return whose is not None and looks_finite(p, whose + 1)
    if word == "but" and following in (["it"], ["they"]):
        return False  # it only limits what was said
    return word in PARTING | {"which", "so"}


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
