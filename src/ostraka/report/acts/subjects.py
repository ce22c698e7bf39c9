"""Who does something, and whom it is done to, around a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.report.grammar.clauses import clause_start, is_closed
from ostraka.report.grammar.nouns import noun_run, phrase_end, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    ARTICLES,
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    is_adverb,
    word_set,
)
from ostraka.report.tokens import Span

_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}")
_BEFORE_MONTHS = frozenset({"in", "since", "until", "last", "next", "early", "late"})
_OF = frozenset({"of"})
#: What may follow a party inside the phrase that names it.
_TAILS = frozenset({"of", "to", "in", "at", "from"})
_ENVOY = word_set(
    "ambassador ambassadors diplomat diplomats envoy envoys consul members officers",
    "embassy consulate mission council centre center institute office school mosque",
)

#: A phrase by its first and last word.
Phrase = tuple[int, int]


def subjects_of(p: Passage, verb: VerbGroup) -> list[Phrase]:
    """Return the phrases that are the subject of a verb, in reading order.

    `the Netherlands, France, and Albania expelled` has three; a verb without a subject
    of its own has that of the verb before it.
    """
    start = clause_start(p, verb)
    relative = verb.first - 1
    if start >= relative > 0 and p.low[relative] in RELATIVES:
        return [(phrase_start(p, relative - 1), relative - 1)]
    if start >= verb.first:
        earlier = _verb_before(p, verb)
        return subjects_of(p, earlier) if earlier is not None else []
    head = _subject_head(p, start, verb.first)
    if head is None and start and p.low[start - 1] in CONJUNCTIONS:
        earlier = _verb_before(p, verb)  # "and in December put …"
        return subjects_of(p, earlier) if earlier is not None else []
    return [] if head is None else list(reversed(list(_joined(p, start, head))))


def agents_of(p: Passage, verb: VerbGroup, end: int) -> list[Phrase]:
    """Return who a passive verb says it is done by."""
    for k in range(verb.head + 1, end):
        if p.low[k] == "by" and p.low[k + 1] not in MONTHS:
            return list(listed_phrases(p, k + 1, end))
    return []


def listed_phrases(p: Passage, first: int, end: int) -> Iterator[Phrase]:
    """Yield the noun phrases of an enumeration that starts at a word.

    A bare plural takes the clause that says which are meant: `diplomats that were …`.
    """
    k: int | None = first
    while k is not None and k <= end:
        start, last = k, with_places(p, noun_run(p, k, end), end)
        last = _with_tail(p, start, last, end)
        yield start, last
        k = _next_item(p, last + 1, end)
        if k is not None and _is_apposition(p, first, k):
            # "Saud al-Qahtani, a former royal adviser, and …"
            k = _next_item(p, noun_run(p, k, end) + 1, end)


def with_places(p: Passage, last: int, end: int) -> int:
    """Return the last word of a phrase with whose and where it is: `to Vienna`."""
    while last < end:
        local = p.low[last] in _ENVOY or p.tokens.is_capital(last)
        further = phrase_end(
            p, last, _TAILS if local and p.low[last] in _ENVOY else _OF
        )
        if further == last:
            break
        last = min(end, further)
    return last


def with_antecedent(p: Passage, start: int) -> int:
    """Return where a passage starts that opens with `which`: at whom that is."""
    sentence = p.sentence_of(start)
    if p.low[start] not in {"who", "which", "whom"} or start <= sentence.first:
        return start
    if p.low[start - 1] in PREPOSITIONS:
        return start
    return max(sentence.first, phrase_start(p, start - 1))


def is_date(p: Passage, k: int) -> bool:
    """Tell whether a word is part of a date."""
    if _YEAR.fullmatch(p.low[k]) is not None:
        return True
    if p.low[k] not in MONTHS:
        return False
    # "Theresa May" is no month.
    beside = [p.low[i] for i in (k - 1, k + 1) if 0 <= i < len(p.low)]
    return any(w[:1].isdigit() or w in _BEFORE_MONTHS for w in beside)


def span_of(p: Passage, phrase: Phrase) -> Span:
    """Return the place of a phrase, without a possessive at its end."""
    first, last = phrase
    span = p.tokens.span(first, last, bare=p.tokens.bare[last] is not None)
    closes = p.text[span.end : span.end + 1] == ")" and "(" in p.cut(span)
    return Span(span.start, span.end + 1) if closes else span


def _verb_before(p: Passage, verb: VerbGroup) -> VerbGroup | None:
    """Return the last verb with a subject before a verb in its sentence."""
    lowest = p.sentence_of(verb.head).first
    for k in range(verb.first - 1, lowest, -1):
        if looks_finite(p, k):
            first = k
            while first - 1 > lowest and (
                looks_finite(p, first - 1) or is_adverb(p.low[first - 1])
            ):
                first -= 1
            return VerbGroup(first, k, p.low[k], "done", passive=False)
    return None


def _subject_head(p: Passage, start: int, end: int) -> int | None:
    """Return the head of the subject that stands somewhere before a verb.

    An apposition between commas and what a preposition adds are stepped over.
    """
    k = end - 1
    relative = _relative_in(p, start, end)
    if relative is not None and p.low[start] in PREPOSITIONS:
        # "In view of evidence that agents did it, the minister has …"
        after = next((i for i in range(relative + 1, end) if "," in p.gap(i)), None)
        if after is not None:
            return _subject_head(p, after, end)
    if relative is not None:
        k = relative - 1
    elif "," in p.gap(end) and (comma := _comma_before(p, start, k)) is not None:
        k = comma - 1
    while k >= start:
        first = phrase_start(p, k)
        if is_date(p, k):
            first = _date_start(p, start, k)
        elif is_date(p, first):
            return k  # "In 2012 Canada closed"
        before = first - 1
        if before >= start and p.joined(first) and p.low[before] in PREPOSITIONS:
            k = before - 1
            continue
        return k
    return None


def _relative_in(p: Passage, start: int, end: int) -> int | None:
    """Return the relative pronoun of a clause between a subject and its verb."""
    for k in range(start + 1, end):
        if p.low[k] in {"that", "who", "whom", "which"} and is_closed(p, k, end):
            return k
    return None


def _date_start(p: Passage, start: int, k: int) -> int:
    while k > start and is_date(p, k - 1):
        k -= 1
    return k


def _comma_before(p: Passage, start: int, k: int) -> int | None:
    while k > start:
        if "," in p.gap(k):
            return k
        k -= 1
    return None


def _joined(p: Passage, start: int, head: int) -> Iterator[Phrase]:
    """Yield the phrases joined by commas and "and" that end with a head, last first."""
    first = max(start, _without_date(p, phrase_start(p, head), head))
    yield first, head
    linked = first > start and p.low[first - 1] == "and"
    while linked or (first > start and "," in p.gap(first)):
        head = first - 2 if linked else first - 1
        if head < start:
            return
        nxt = phrase_start(p, head)
        if p.low[head] in PREPOSITIONS | PRONOUNS or is_date(p, head):
            return
        if not linked and not _in_list(p, nxt, start):
            return
        first = nxt
        yield first, head
        linked = first > start and p.low[first - 1] == "and"
        if not linked and not (first > start and "," in p.gap(first)):
            return


def _without_date(p: Passage, first: int, head: int) -> int:
    while first < head and is_date(p, first):
        first += 1
    return first


def _in_list(p: Passage, first: int, start: int) -> bool:
    """Tell whether a phrase before a comma is an item of a list and no fronted phrase."""
    return first == start or p.low[first - 1] not in PREPOSITIONS


def _with_tail(p: Passage, first: int, last: int, end: int) -> int:
    """Return the last word of a phrase with brackets, or the clause it cannot do without."""
    if last < end and p.tokens.gap(last).strip() == "(":
        closing = p.text.find(")", p.tokens.ends[last])
        return max(last, p.last_before(closing)) if closing >= 0 else last
    bare = p.low[first] not in DETERMINERS and not p.tokens.is_capital(first)
    if (
        bare
        and last < end
        and p.low[last + 1] in {"that", "who"}
        and p.joined(last + 1)
    ):
        return end
    return last


def _is_apposition(p: Passage, first: int, k: int) -> bool:
    """Tell whether a phrase after a comma says who the name before it is."""
    return (
        "," in p.gap(k)
        and p.low[k] in ARTICLES
        and p.tokens.is_capital(k - 1)
        and not p.tokens.is_capital(min(k + 1, len(p.low) - 1))
        and k > first
    )


def _next_item(p: Passage, k: int, end: int) -> int | None:
    """Return where the next item of an enumeration starts, or None."""
    if k > end:
        return None
    gap = p.gap(k)
    if p.low[k] in CONJUNCTIONS and k < end:
        k += 1
        if p.low[k] in {"on", "against", "of"} and k < end:
            k += 1
    elif p.low[k] == "including" and k < end:
        k += 1
    elif "," not in gap:
        return None
    blocked = PREPOSITIONS | RELATIVES | CONJUNCTIONS
    if p.low[k] in blocked or looks_finite(p, k) or p.low[k].endswith("ing"):
        return None
    return k
