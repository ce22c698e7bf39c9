"""When, where, against whom and with what end: read from the passage of an incident."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ostraka.report.acts.subjects import (
    Phrase,
    agents_of,
    listed_phrases,
    span_of,
    subjects_of,
)
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    BE,
    HAVE,
    MONTHS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUNS,
    is_adverb,
)
from ostraka.report.incidents.kinds import FOILED, FOILED_WORDS, METHODS, NOUNS, VERBS
from ostraka.report.places import PlaceMention
from ostraka.report.spans import Placed
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span

_NUMBER = (
    r"(?:(?!(?:19|20)\d\d\b)\d+(?:,\d{3})*|"
    + "|".join(NUMBERS)
    + r"|nobody|no one|no-one|none)"
)
_ABOUT = r"(?:at least |about |some |around |nearly |almost |over |more than |up to |as many as |all )?"
_WORDS = r"(?:(?!that\b|which\b|who\b|and\b)[\w-]+ )"
_NO_TIMES = r"\b(?! (?:days|years|minutes|hours|months|weeks))"
_KILLED = re.compile(
    rf"\b(?:(?:killed|killing|kills|murdered|murdering|slaughtered|massacred|claimed the lives of|claiming the lives of|cost the lives of) {_ABOUT}(?P<after>{_NUMBER}){_NO_TIMES}"
    rf"|(?:left|leaving) {_ABOUT}(?P<left>{_NUMBER}) (?:[\w-]+ ){{0,3}}?dead"
    rf"|(?:claimed|claiming|took|taking|cost|costing) {_ABOUT}(?P<lives>{_NUMBER}) lives"
    rf"|(?:left|leaving) {_ABOUT}(?P<merely>{_NUMBER}){_NO_TIMES}"
    rf"|{_ABOUT}(?P<before>{_NUMBER}) {_WORDS}{{0,4}}?(?:were |was |have been |had been )?(?:killed|died|dead|murdered|shot dead|perished|lost their lives|slaughtered|massacred))",
    re.IGNORECASE,
)
_INJURED = re.compile(
    rf"\b(?:(?:injured|injuring|injures|wounded|wounding|wounds|hurt|hurting|maimed|maiming) {_ABOUT}(?P<after>{_NUMBER})\b"
    rf"|{_ABOUT}(?P<before>{_NUMBER}) {_WORDS}{{0,3}}?(?:were |was )?(?:seriously |slightly )?(?:injured|wounded|hurt|maimed))",
    re.IGNORECASE,
)
_UNHURT = re.compile(
    r"\bbefore any(?:one|body) (?:could |was |were )?(?:be |get |got )?(?:hurt|harmed|injured|killed)",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\b(?:during|at|in) (?:the|its) (?P<stage>[a-z-]+(?: [a-z-]+)?) (?:stage|phase)\b"
)
_AIMED = frozenset({"against", "targeting", "on", "of", "at", "into"})
_ONLY_NEXT = frozenset({"on", "of", "at", "into"})
_NO_NUMBER = frozenset({"nobody", "no one", "no-one", "none"})


def date_in(dates: Placed[TextDate], span: Span, head: int) -> TextDate | None:
    """Return the date of a passage: the first after its head, else the last before it."""
    inside = [d for d in dates.within(span) if d.precision != "duration"]
    after = [d for d in inside if d.span.start >= head]
    return after[0] if after else inside[-1] if inside else None


def place_in(
    places: Placed[PlaceMention], span: Span, head: int
) -> PlaceMention | None:
    """Return where a passage says something is: the first place after its head, if any."""
    inside = [m for m in places.within(span) if m.role == "place" and m.place.code]
    after = [m for m in inside if m.span.start >= head]
    return after[0] if after else inside[-1] if inside else None


def targets_after(p: Passage, head: int, last: int) -> Iterator[Span]:
    """Yield whom or what a noun is said to be aimed at: `of`, `against`, `targeting`."""
    k = head + 1
    while k < last:
        word = p.low[k]
        near = k == head + 1 or word not in _ONLY_NEXT
        if word in _AIMED and near and not _is_time(p, k + 1):
            first = next(iter(listed_phrases(p, k + 1, last)))
            yield span_of(p, first)
            k = first[1]
        elif word == "to" and METHODS.get(p.low[k + 1]) and k + 2 <= last:
            yield span_of(p, next(iter(listed_phrases(p, k + 2, last))))
            return
        k += 1


def objects_of(
    p: Passage, verb: VerbGroup, last: int, subjects: list[Phrase]
) -> Iterator[Span]:
    """Yield whom a verb says it was done to."""
    if verb.passive:
        yield from (span_of(p, phrase) for phrase in subjects)
        return
    first = verb.head + 1
    if first <= last and p.low[first] in {"dead", "down", "up"}:
        first += 1
    if first < last and p.low[first] in {"or", "and"} and p.low[first + 1] in VERBS:
        first += 2  # "to kidnap or kill a judge"
    counted = p.low[first : first + 2] in (["at", "least"], ["more", "than"])
    first += 2 * counted
    if first <= last and p.low[first] not in PREPOSITIONS | PRONOUNS:
        yield span_of(p, next(iter(listed_phrases(p, first, last))))


def foiled_in(p: Passage, first: int, last: int) -> tuple[int, Span | None] | None:
    """Return the word that says an incident came to nothing, and who saw to that."""
    for k in range(first, last + 1):
        found = FOILED.get(p.low[k])
        broken_up = p.low[k] in {"broken", "broke"} and p.low[k + 1 : k + 2] == ["up"]
        if (p.low[k] in FOILED_WORDS and found is None) or broken_up:
            return k, None
        if found is not None and found[1] in {"past", "pp"}:
            return k, _stopped_by(
                p, VerbGroup(k, k, found[0], "done", passive=True), last
            )
    return None


def _stopped_by(p: Passage, verb: VerbGroup, last: int) -> Span | None:
    """Return who saw to it that an incident came to nothing: `police foiled …`."""
    agents = agents_of(p, verb, last)
    if agents:
        return span_of(p, agents[0])
    k = verb.head - 1
    while k > 0 and is_adverb(p.low[k]):
        k -= 1
    if p.low[k] in BE or (p.low[k] not in HAVE and not looks_finite(p, verb.head)):
        return None
    first = k if p.low[k] in HAVE else verb.head
    who = subjects_of(p, replace(verb, first=first, passive=False))
    named = who and p.low[who[-1][1]] not in NOUNS
    return span_of(p, who[-1]) if named else None


def stage_in(words: str) -> str | None:
    """Return the stage a passage says a plot had reached."""
    found = _STAGE.search(words)
    return found["stage"] if found else None


def casualties_in(text: str, span: Span) -> tuple[int | None, int | None, Span | None]:
    """Return how many were killed and injured, and where a passage says so."""
    unhurt = _UNHURT.search(text, span.start, span.end)
    if unhurt is not None:
        return 0, 0, Span(*unhurt.span())
    killed = _KILLED.search(text, span.start, span.end)
    injured = _INJURED.search(text, span.start, span.end)
    where = killed or injured
    return _count(killed), _count(injured), Span(*where.span()) if where else None


def method_in(words: Sequence[str]) -> str | None:
    """Return with what an incident was done, if a passage says so."""
    return next((METHODS[word] for word in words if word in METHODS), None)


def _count(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    word = next(n for n in found.groups() if n).casefold().replace(",", "")
    if word in _NO_NUMBER:
        return 0
    return int(word) if word.isdigit() else NUMBERS.get(word)


def _is_time(p: Passage, k: int) -> bool:
    return p.low[k] in MONTHS or (p.low[k][:1].isdigit() and p.low[k + 1] in MONTHS)
