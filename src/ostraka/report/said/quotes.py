"""Quotations a text weaves into its own sentences, and demands it lists as somebody's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ostraka.record.countries import country_code
from ostraka.report.grammar.nouns import noun_run
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import word_set
from ostraka.report.said.attribution import (
    attribution_after,
    attribution_before,
    beside,
    continues,
    named,
)
from ostraka.report.said.reporting import Report, by_sentence
from ostraka.report.speech import Quote, Recommendation
from ostraka.report.tokens import Span

_NAMING = word_set("entitled titled so-called called named dubbed headlined captioned")
#: How many sentences back somebody called `he` is looked for.
_NEAR = 3
_MARKED = re.compile("“[^“”\n]*”|«[^«»\n]*»|‘[^‘’\n]*’")
_EDIT = re.compile(r"\[[^\]\n]{1,80}\]|…(?:[ ,]*(?:and\b)?)|\.\.\.")


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are somebody's.

    Attributes:
        content: The words, with their marks where they have any.
        kind: `direct`, `partial` or `indirect_list`.
        cue: The words that say whose they are.
        who: The speaker's name, or None where the text says `he` or nothing.
        pronoun: Where it says `he` or `she`, or None.
        phrase: Who speaks, in the text's words, or None.
    """

    content: Span
    kind: str
    cue: Span
    who: Span | None
    pronoun: Span | None = None
    phrase: Span | None = None


def all_quotes(
    p: Passage,
    direct: Sequence[Quote],
    reports: Sequence[Report],
    demands: Sequence[Recommendation],
) -> list[Said]:
    """Return every quotation of a text in reading order.

    Args:
        p: The text.
        direct: Quotations with their speaker right beside them.
        reports: Where the text says that somebody says something.
        demands: The items of lists of demands.
    """
    known = {q.content: q for q in direct}
    told = by_sentence(p, reports)
    found: list[Said] = []
    for span in p.quoted:
        near = told.get(p.sentence_at(span.start).number, ())
        before = found[-1] if found else None
        said = (
            _direct(p, span, known.get(span))
            or _partial(p, span, near)
            or _continued(p, span, before)
        )
        if said is not None:
            found.append(said)
    found += _listed(p, reports, demands)
    return sorted(found, key=lambda said: said.content.start)


def edits_of(text: str, content: Span) -> list[Span]:
    """Return where a quotation shows that it was edited: brackets and omissions."""
    return [
        Span(found.start(), found.start() + len(found.group().rstrip()))
        for found in _EDIT.finditer(text, content.start, content.end)
    ]


def nested_in(text: str, content: Span) -> list[Span]:
    """Return what stands in quotation marks inside a quotation: terms, not speech."""
    found = _MARKED.finditer(text, content.start + 1, content.end - 1)
    return [Span(*mark.span()) for mark in found]


def is_title(p: Passage, span: Span) -> bool:
    """Tell whether words in quotation marks are a title or a term and nobody's speech."""
    first, last = p.word_at(span.start), p.last_before(span.end)
    before = p.low[first - 1] if first else ""
    if (
        before in _NAMING
        and first > 1
        and p.low[first - 2] not in {"he", "she", "they"}
    ):
        return True
    words = [k for k in range(first, last + 1) if len(p.low[k]) > 3]
    capital = sum(p.tokens.is_capital(k) for k in words)
    return len(words) > 1 and capital >= 0.6 * len(words)


def _direct(p: Passage, span: Span, quote: Quote | None) -> Said | None:
    """Return a quotation with who speaks right beside it, or None."""
    told = attribution_after(p, span) or attribution_before(p, span)
    if told is not None and (quote or is_speech(p, span) or not is_title(p, span)):
        who = told.name or (_antecedent(p, span) if told.pronoun else None)
        return Said(span, "direct", told.cue, who, told.pronoun, told.phrase)
    return Said(span, "direct", quote.cue, quote.who) if quote else None


def _antecedent(p: Passage, span: Span) -> Span | None:
    """Return the name of whom the sentences before quoted words are about, or None."""
    number = p.sentence_at(span.start).number
    for sentence in reversed(p.sentences[max(0, number - _NEAR) : number]):
        verb = next(
            (k for k in range(sentence.first, sentence.last) if looks_finite(p, k)),
            None,
        )
        if verb is None or sentence.first == verb:
            continue
        found = named(p, (sentence.first, verb - 1))
        if found is not None and country_code(p.cut(found)) is None:
            return found
    return None


def _continued(p: Passage, span: Span, before: Said | None) -> Said | None:
    """Return a quotation that goes on from the one before it, or None."""
    if before is None or before.kind != "direct" or is_title(p, span):
        return None
    return replace(before, content=span) if continues(p, before.content, span) else None


def is_speech(p: Passage, span: Span) -> bool:
    """Tell whether quoted words end as a sentence does that goes on outside its marks."""
    return p.text[span.end - 2 : span.end - 1] in {",", "!", "?"}


def _partial(p: Passage, span: Span, reports: Sequence[Report]) -> Said | None:
    """Return a quotation whose speaker is the subject of its sentence, or None."""
    if is_title(p, span):
        return None
    before = [r for r in reports if p.tokens.ends[r.verb.head] <= span.start]
    after = [r for r in reports if p.tokens.starts[r.verb.first] >= span.end]
    chosen = _saying(before) or after[:1]
    told = _according(p, span)
    if told is not None or not chosen:
        return told
    report = chosen[0]
    who = beside(p, report.subject)
    phrase = p.span(*report.subject)
    pronoun = phrase if p.low[report.subject[0]] in {"he", "she"} else None
    return Said(
        content=span,
        kind="partial",
        cue=p.span(report.verb.head, report.verb.head),
        who=who if pronoun is None else None,
        pronoun=pronoun,
        phrase=phrase,
    )


def _according(p: Passage, span: Span) -> Said | None:
    """Return a quotation whose sentence says `according to Zarek`, `in the words of Zarek`."""
    sentence = p.sentence_at(span.start)
    for k in range(sentence.first, sentence.last - 1):
        turn = p.low[k : k + 2]
        cited = turn == ["according", "to"] or p.low[k : k + 3] == [
            "the",
            "words",
            "of",
        ]
        if not cited or p.in_quotes(p.tokens.starts[k]):
            continue
        first = k + 2 + (turn != ["according", "to"])
        last = noun_run(p, first, sentence.last)
        phrase = p.span(first, last)
        if phrase.end > span.start > phrase.start:
            continue
        who = named(p, (first, last))
        return Said(span, "partial", p.span(k, first - 1), who, None, phrase)
    return None


def _saying(before: Sequence[Report]) -> list[Report]:
    """Return the report nearest before, or the one whose content it stands in."""
    holding = [r for r in before if r.content is not None]
    return [holding[-1]] if holding else list(before[-1:])


def _listed(
    p: Passage, reports: Sequence[Report], demands: Sequence[Recommendation]
) -> list[Said]:
    """Return lists of demands that the text gives as somebody's words."""
    groups: dict[Span, list[Recommendation]] = {}
    for demand in demands:
        if demand.addressee_span is not None:
            groups.setdefault(demand.addressee_span, []).append(demand)
    found = []
    for addressee, items in groups.items():
        content = Span(addressee.start, items[-1].span.end)
        number = p.sentence_at(addressee.start).number
        cue = next(
            (r for r in reports if p.sentence_of(r.verb.head).number == number), None
        )
        who = items[0].who
        if cue is None:
            if who is not None:
                found.append(Said(content, "indirect_list", who, who))
            continue
        last = cue.verb.head + (cue.content is not None)
        first = cue.subject[0]
        pronoun = p.span(first, first) if p.low[first] in {"he", "she"} else None
        who = who or (_antecedent(p, pronoun) if pronoun else None)
        place = p.span(first, last)
        phrase = p.span(*cue.subject)
        found.append(Said(content, "indirect_list", place, who, pronoun, phrase))
    return found
