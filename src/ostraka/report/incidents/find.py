"""The incidents of a text, put together from the words that speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ostraka.report.acts.dates import counted_day, same_day, weekday
from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.sentences import Sentence
from ostraka.report.grammar.verbs import VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    PREPOSITIONS,
    RELATIVES,
    word_set,
)
from ostraka.report.incidents.counting import Facts, counts_ahead, goes_with
from ostraka.report.incidents.enough import is_told
from ostraka.report.incidents.join import joined, take_up
from ostraka.report.incidents.kinds import (
    ALLEGED_WORDS,
    ATTEMPTED_WORDS,
    FOILED,
    PLOT,
    TRIED,
)
from ostraka.report.incidents.known import known
from ostraka.report.incidents.mentions import find_tellings
from ostraka.report.incidents.model import Incident, Role
from ostraka.report.incidents.passages import is_reduced, passage_of
from ostraka.report.incidents.roles import roles_of
from ostraka.report.incidents.slots import (
    casualties_in,
    date_in,
    foiled_in,
    method_in,
    objects_of,
    place_in,
    stage_in,
    targets_after,
)
from ostraka.report.incidents.telling import MANY, NAMED, TAKEN_UP, Telling
from ostraka.report.places import PlaceMention
from ostraka.report.states import state_code
from ostraka.report.text_dates import TextDate
from ostraka.report.tokens import Span

#: What is used on somebody: `opened fire on …`.
_USED = word_set(
    "fire bomb bombs missile missiles rocket rockets grenade grenades explosives"
)
_BUILDINGS = word_set(
    "embassy consulate mission centre center office airport synagogue mosque church building",
)
_NEAR = 30
#: A date that opens a sentence starts within so many characters of it.
_FRONTED = 5
#: What stands at most so many words before what was only planned.
_PLAN_REACH = 6
_PLANNED = word_set("plotted planned plotting planning preparing conspiring plot plan")
_PAYING = word_set("offered offering offers hired bounty contract paid")
_SOIL = word_set("soil territory")


def find_incidents(facts: Facts) -> list[Incident]:
    """Return the incidents a text tells, in the order it introduces them."""
    p = facts.passage
    by_sentence: dict[int, list[Telling]] = {}
    for telling in find_tellings(p):
        by_sentence.setdefault(p.sentence_of(telling.head).number, []).append(telling)
    found: list[Incident] = []
    for sentence in p.sentences:
        tellings = [
            known(p, found[-_NEAR:], t) for t in by_sentence.get(sentence.number, [])
        ]
        told = [
            incident
            for incident in _told(facts, sentence, tellings)
            if is_told(p, incident)
        ]
        # What was told long before is not taken up again without its name.
        past, near = found[:-_NEAR], found[-_NEAR:]
        for incident in told:
            near = joined(p, near, incident, sentence)
        taken = [t for t in tellings if t.manner == TAKEN_UP]
        if taken or not told:
            near = take_up(p, near, sentence, taken, same=bool(told))
        found = past + near
    return found


def _told(
    facts: Facts, sentence: Sentence, tellings: Sequence[Telling]
) -> Iterator[Incident]:
    """Yield the incidents one sentence tells."""
    p = facts.passage
    new = [t for t in tellings if t.manner != TAKEN_UP]
    many = next((t for t in new if t.manner == MANY), None)
    if many is not None:
        ones = [k for k in range(many.head + 1, sentence.last) if _is_one(p, k)]
        if len(ones) > 1:
            yield from _one_by_one(facts, sentence, many, ones)
            return
    counting = [t for t in new if counts_ahead(p, t, new)]
    new = [t for t in new if t not in counting and not goes_with(facts, t, tellings)]
    for place, telling in enumerate(new):
        following = new[place + 1] if place + 1 < len(new) else None
        span = passage_of(p, sentence, telling, following, first=place == 0)
        if place == 0 and counting:
            span = Span(p.tokens.starts[counting[0].first], span.end)
        yield _incident(facts, telling, span)


def _is_one(p: Passage, k: int) -> bool:
    return p.low[k] == "one" and p.low[k + 1] in PREPOSITIONS


def _one_by_one(
    facts: Facts, sentence: Sentence, many: Telling, ones: list[int]
) -> Iterator[Incident]:
    """Yield the incidents of `two attacks: one in A in March, and one in B in June`."""
    p = facts.passage
    header = p.span(sentence.first, ones[0] - 1)
    general = _incident(facts, many, header)
    bounds = [*ones[1:], sentence.last + 1]
    for number, (first, after) in enumerate(zip(ones, bounds, strict=True)):
        last = after - 1
        while p.low[last] == "and":
            last -= 1
        own = p.span(first, last)
        told = _incident(facts, Telling(many.kind, first, first, NAMED), own)
        start = sentence.span.start if number == 0 else own.start
        yield replace(
            told,
            kind=_kind(p, many),
            head=own,
            evidence=(p.trim(Span(start, own.end)),),
            targets=(*told.targets, *general.targets),
            roles=general.roles,
            is_named=False,
            outcome="unknown" if _kind(p, many) == PLOT else "completed",
            stage="unknown" if _kind(p, many) == PLOT else None,
        )


def _kind(p: Passage, telling: Telling) -> str:
    """Return the kind; what was only plotted, or paid for, is a plot."""
    if telling.verb is not None:
        return telling.kind
    lowest = max(p.sentence_of(telling.head).first, telling.first - _PLAN_REACH)
    for k in range(telling.first - 1, lowest - 1, -1):
        word = p.low[k]
        paid = p.low[telling.first - 1] == "for" and word in _PAYING
        if (word in _PLANNED and p.low[telling.first - 1] != "for") or paid:
            return PLOT
        if (
            ", " in p.gap(k + 1)
            or word in RELATIVES
            or (looks_finite(p, k) and not paid)
        ):
            break
    return telling.kind


def _incident(facts: Facts, telling: Telling, span: Span) -> Incident:
    p = facts.passage
    first, last = p.word_at(span.start), p.last_before(span.end)
    head = p.tokens.starts[telling.head]
    place = place_in(facts.places, span, head)
    killed, injured, casualties = casualties_in(p.text, span)
    words = p.low[first : last + 1]
    incident = Incident(
        kind=_kind(p, telling),
        head=p.span(telling.head, telling.head),
        evidence=(span,),
        date=date_in(facts.dates, span, head)
        or _date_before(facts, first)
        or counted_day(p, span, facts.dates)
        or same_day(p, span, facts.dates)
        or _fronted_date(facts, telling)
        or weekday(p, span, facts.written),
        place=place.place.code if place else _own_soil(p, first, last),
        place_span=place.span if place else None,
        targets=tuple(_without_place(p, t, place) for t in _targets(p, telling, last)),
        roles=tuple(roles_of(p, telling)),
        method=method_in(words),
        killed=killed,
        injured=injured,
        casualties=casualties,
        is_named=telling.manner == NAMED,
        is_many=telling.manner == MANY,
        is_alleged=not ALLEGED_WORDS.isdisjoint(words),
    )
    return _with_outcome(p, incident, first, last)


def _date_before(facts: Facts, first: int) -> TextDate | None:
    """Return the date a clause with "when" is about: `in January 2020, when …`."""
    p = facts.passage
    if p.low[first] != "when" or first == 0:
        return None
    return facts.dates.ending_at(p.tokens.ends[first - 1])


def _fronted_date(facts: Facts, telling: Telling) -> TextDate | None:
    """Return the only date of a sentence, where it opens it: `In May police stopped …`."""
    sentence = facts.passage.sentence_of(telling.head)
    inside = [d for d in facts.dates.within(sentence.span) if d.precision != "duration"]
    if len(inside) != 1 or inside[0].span.start - sentence.span.start > _FRONTED:
        return None
    return inside[0]


def _without_place(p: Passage, target: Span, place: PlaceMention | None) -> Span:
    """Return a target without the place it is in, where that is the incident's own."""
    if place is None or not target.holds(place.span) or target.end != place.span.end:
        return target
    before = p.last_before(place.span.start)
    while before > 0 and p.low[before] in {"the", "in", "at"}:
        before -= 1
    first = p.word_at(target.start)
    return (
        p.span(first, before) if before > first and _is_building(p, before) else target
    )


def _is_building(p: Passage, k: int) -> bool:
    return p.low[k] in _BUILDINGS


def _with_outcome(p: Passage, incident: Incident, first: int, last: int) -> Incident:
    foiled = foiled_in(p, first, last) or _stopped_after(p, last)
    stage = stage_in(p.text[incident.evidence[0].start : incident.evidence[0].end])
    if foiled is not None:
        word, by = foiled
        role = (Role(by, "thwarted by", p.span(word, word)),) if by else ()
        return replace(
            incident,
            outcome="disrupted_in_preparation" if stage else "foiled",
            stage=stage or "unknown",
            roles=(*incident.roles, *role),
        )
    tried = p.low[p.word_at(incident.head.start)] in TRIED
    described = not ATTEMPTED_WORDS.isdisjoint(p.low[first : last + 1])
    if tried or (described and incident.kind != PLOT):
        return replace(incident, outcome="attempted")
    if incident.kind == PLOT:
        return replace(incident, outcome="unknown", stage=stage or "unknown")
    return incident


def _stopped_after(p: Passage, last: int) -> tuple[int, Span | None] | None:
    """Return the word behind a plot that says who stopped it: `…, but police stopped …`."""
    end = p.sentence_of(last).last
    if last >= end or p.low[last + 1] != "but":
        return None
    for k in range(last + 2, min(end, last + _NEAR) + 1):
        found = FOILED.get(p.low[k])
        if found is not None and found[1] in {"past", "pp"}:
            verb = VerbGroup(k, k, found[0], "done", passive=False)
            who = subjects_of(p, verb)
            return k, span_of(p, who[-1]) if who else None
    return None


def _own_soil(p: Passage, first: int, last: int) -> str | None:
    """Return the code of the state on whose soil an incident is: `Denmark … on its soil`."""
    words = p.low[first : last + 1]
    if _SOIL.isdisjoint(words) or not {"its", "their"} & set(words):
        return None
    lowest = p.sentence_of(first).first
    codes = {
        code
        for k in range(lowest, last + 1)
        if p.tokens.is_capital(k)
        and p.low[k] not in PREPOSITIONS
        and (code := state_code(p.low[k])) is not None
    }
    return next(iter(codes)) if len(codes) == 1 else None


def _targets(p: Passage, telling: Telling, last: int) -> Iterator[Span]:
    if telling.verb is None:
        yield from targets_after(p, telling.head, last)
        return
    subjects = subjects_of(p, telling.verb)
    if is_reduced(telling.verb):
        head = telling.verb.head - 1
        subjects = [(phrase_start(p, head), head)]
    end = min(last, clause_end(p, telling.verb))
    for span in objects_of(p, telling.verb, end, subjects):
        used = p.last_before(span.end)
        if p.low[used] not in _USED or telling.verb.passive:
            yield span
        else:
            yield from targets_after(p, used, end)
