"""Measures a text says were taken: by whom, against whom, when, with the passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ostraka.record.countries import country_code
from ostraka.report.acts.frames import (
    ASSET_FREEZE,
    DECISIONS,
    DELISTING,
    EXPULSION,
    PEOPLE,
    RELATIONS,
    RENEWAL,
    VERBS,
    Frame,
    frame_of,
)
from ostraka.report.acts.holders import holder_at
from ostraka.report.acts.joined import bounded, gapped, the_same
from ostraka.report.acts.laws import lawgiver
from ostraka.report.acts.model import Act
from ostraka.report.acts.nominal import decided, nominal
from ostraka.report.acts.participles import by_participles
from ostraka.report.acts.permitted import may_not_travel, no_longer
from ostraka.report.acts.standing import (
    banned_in,
    given_days,
    had_frozen,
    keeper_of_list,
    standing,
    to_leave,
)
from ostraka.report.acts.subjects import (
    Phrase,
    agents_of,
    is_date,
    listed_phrases,
    span_of,
    subjects_of,
    with_antecedent,
)
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import noun_run, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import (
    DONE,
    LOOSE,
    VerbGroup,
    find_verbs,
    looks_finite,
)
from ostraka.report.grammar.words import (
    HEDGES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)
from ostraka.report.states import Actor, actor_at
from ostraka.report.tokens import Span

_AGAINST = frozenset({"on", "against", "of", "with", "for", "targeting", "from"})
_DECREES = frozenset(
    {"order", "orders", "decree", "law", "laws", "regulation", "directive"}
)
_TIMES = frozenset({"day", "week", "month", "year", "time", "morning"})
_OBJECT_REACH = 14
#: A measure is taken up in its own sentence or the next.
_STEPS = 2
_ANAPHORIC = frozenset({"these", "those", "the", "such", "same"})


def find_acts(p: Passage) -> list[Act]:
    """Return the measures a text says were taken, in reading order."""
    found: list[Act] = []
    verbs = list(find_verbs(p, VERBS))
    for verb in verbs:
        if verb.mood == DONE:
            found += _acts(p, verb, found)
        elif verb.mood == LOOSE and found:
            found += _alongside(p, verb, found)
    found += [
        *the_same(p, found),
        *standing(p),
        *given_days(p),
        *had_frozen(p),
        *to_leave(p),
        *no_longer(p),
        *may_not_travel(p),
    ]
    found += by_participles(p, verbs, found)
    found += nominal(p, found)
    found += decided(p, found)
    found.sort(key=lambda act: act.verb.head)
    by_sentence: dict[int, list[Act]] = {}
    for act in found:
        by_sentence.setdefault(p.sentence_of(act.verb.head).number, []).append(act)
    return [
        each
        for acts in by_sentence.values()
        for act in acts
        for each in gapped(p, bounded(p, act, acts))
    ]


def _alongside(p: Passage, verb: VerbGroup, found: Sequence[Act]) -> Iterator[Act]:
    """Yield what a participle says was done with a measure: `…, freezing its assets`."""
    k = verb.head
    with_it = p.low[k].endswith("ing") and p.low[k] not in PREPOSITIONS
    if not with_it or verb.first != k or "," not in p.gap(k):
        return
    before = [a for a in found if p.sentence_of(a.verb.head) == p.sentence_of(k)]
    if before and before[-1].imposer is not None:
        done = replace(verb, mood=DONE)
        acts = _acts(p, done, found, before[-1].imposer)
        yield from (replace(a, span=p.span(k, clause_end(p, verb))) for a in acts)


def _acts(
    p: Passage, verb: VerbGroup, before: Sequence[Act], by: Actor | None = None
) -> Iterator[Act]:
    start, end = clause_start(p, verb), clause_end(p, verb)
    taken = range(verb.head + 1, min(end, verb.head + _OBJECT_REACH) + 1)
    near = [p.low[k] for k in _object(p, taken)]
    subjects = subjects_of(p, verb)
    if verb.passive:
        near = [p.low[k] for first, last in subjects for k in range(first, last + 1)]
    near += _meant_by(p, taken, subjects if verb.passive else [])
    rest = [*p.low[verb.head + 1 : end + 1], *near, *_taken_up(p, verb, end)]
    rest += p.low[start : verb.first] if verb.passive else []
    frame = frame_of(verb.lemma, near, rest)
    if frame is None or (frame.needs == DECISIONS and not _is_near(p, verb, before)):
        return
    who = agents_of(p, verb, end) if verb.passive else subjects
    imposers = [
        a
        for phrase in who
        if (a := actor_at(p, phrase) or holder_at(p, phrase, frame.kind)) is not None
    ]
    if by is not None:
        imposers = [by]
    elif not imposers and verb.passive and (whose := _whose(p, verb, end)):
        imposers = [whose]
    elif not imposers and (made := lawgiver(p, verb)) is not None:
        start, imposers = made[0], [made[1]]
    dated = any(is_date(p, k) for k in range(start, end + 1))
    untold = verb.passive and _goes_without_agent(frame, near, dated)
    if not (imposers or untold or _by_decree(p, verb, start)):
        return
    targets = _targets(p, verb, frame, end, subjects)
    act = Act(
        kind=frame.kind,
        span=p.span(with_antecedent(p, start), end),
        imposer=None,
        targets=tuple(targets),
        verb=verb,
        status="reported" if HEDGES & set(p.low[start : verb.head]) else "imposed",
        continues=verb.passive and p.low[start] in _ANAPHORIC and frame.noun,
        first_time="first time" in p.cut(p.span(verb.head, end)),
        hedge=_hedge(p, verb.head, end),
    )
    if not imposers:
        yield act
    yield from (replace(act, imposer=imposer) for imposer in imposers)


def _whose(p: Passage, verb: VerbGroup, end: int) -> Actor | None:
    """Return whose measure a passive tells: by the list it names, or the country."""
    return keeper_of_list(p, verb, end) or banned_in(p, verb, end)


def _meant_by(p: Passage, taken: range, subjects: Sequence[Phrase]) -> Iterator[str]:
    """Yield what the words of an object stand for: `four Russians`, `Co-operation`."""
    places = [k for first, last in subjects for k in range(first, last + 1)]
    for k in places or list(_object(p, taken)):
        one = p.low[k].removesuffix("s")
        if one != p.low[k] and p.tokens.is_capital(k) and country_code(one):
            yield PEOPLE
        if k + 1 < len(p.low) and p.gap(k + 1) == "-":
            yield p.low[k] + p.low[k + 1]


def _by_decree(p: Passage, verb: VerbGroup, start: int) -> bool:
    """Tell whether an act in writing does it: `An executive order forbids …`."""
    if verb.passive or start >= verb.first:
        return False
    return p.low[noun_run(p, start, verb.first - 1)] in _DECREES


def _object(p: Passage, words: range) -> Iterator[int]:
    """Yield the words of a verb's object: up to the next verb or relative clause."""
    for k in words:
        if looks_finite(p, k) or p.low[k] in RELATIVES or p.parted(k):
            return
        yield k


def _goes_without_agent(frame: Frame, near: Sequence[str], dated: bool) -> bool:
    """Tell whether a passive verb says that a measure was taken without saying by whom."""
    sure = frame.noun or bool(frame.also or frame.needs) or frame.kind == DELISTING
    return sure or (len(near) > 1 and (dated or frame.kind == EXPULSION))


def _taken_up(p: Passage, verb: VerbGroup, end: int) -> Iterator[str]:
    """Yield `list` for the list that "on it" means: `created a list and put five on it`."""
    listed = any(
        p.low[k] in {"on", "to"} and p.low[k + 1] == "it"
        for k in range(verb.head + 1, end)
    )
    before = p.low[p.sentence_of(verb.head).first : verb.first]
    if listed and not {"list", "blacklist", "regime"}.isdisjoint(before):
        yield "list"


def _is_near(p: Passage, verb: VerbGroup, before: Sequence[Act]) -> bool:
    """Tell whether a measure stands before a verb that takes "that decision" up."""
    number = p.sentence_of(verb.head).number
    return any(number - p.sentence_of(a.verb.head).number < _STEPS for a in before[-3:])


def _targets(
    p: Passage, verb: VerbGroup, frame: Frame, end: int, subjects: list[Phrase]
) -> list[Span]:
    """Return whom a measure is against, in the text's words."""
    denied = verb.lemma in {"deny", "refuse"} and p.low[verb.head + 1 : verb.head + 2]
    if denied == ["to"] and verb.passive and verb.head + 2 <= end:
        return [span_of(p, f) for f in listed_phrases(p, verb.head + 2, end)]
    if frame.noun:
        return list(_behind_noun(p, verb, frame, end, subjects))
    if verb.passive:
        return [span_of(p, phrase) for phrase in subjects]
    return _objects(p, verb, end)


def _objects(p: Passage, verb: VerbGroup, end: int) -> list[Span]:
    """Return the object of an active verb, or whom its "which" is about."""
    start = clause_start(p, verb)
    if p.low[start] in {"which", "whom", "that"} and 0 < start < verb.first - 1:
        return [span_of(p, (phrase_start(p, start - 1), start - 1))]
    first = verb.head + 1
    if first <= end and p.low[first] in {"home", "back", "out"}:
        first += 1
    if first > end:
        return []
    if p.low[first] in PRONOUNS:
        return [p.span(first, first)]
    return [
        span_of(p, phrase)
        for phrase in listed_phrases(p, first, end)
        if p.low[phrase[0]] not in PREPOSITIONS
    ]


def _behind_noun(
    p: Passage, verb: VerbGroup, frame: Frame, end: int, subjects: list[Phrase]
) -> Iterator[Span]:
    """Yield what a measure's name says it is against: `sanctions on …`, `their assets`."""
    places = (
        [k for first, last in subjects for k in range(first, last + 1)]
        if verb.passive
        else list(range(verb.head + 1, end + 1))
    )
    named = next((k for k in places if p.low[k] in frame.needs), None)
    if named is None:
        return
    first = phrase_start(p, named)
    if frame.kind == RENEWAL:
        return
    whose = p.low[first] in {"their", "its", "his", "her"} or p.is_possessive(first)
    if frame.kind != ASSET_FREEZE and p.low[named + 1 : named + 2] == ["against"]:
        whose = False  # "its sanctions against Chile": they are the imposer's
    own = frame.kind == ASSET_FREEZE and country_code(p.low[first]) is not None
    if (whose and frame.kind != RELATIONS) or own:
        yield span_of(p, (first, first))
        return
    for k in range(named + 1, min(end, named + 6) + 1):
        if p.low[k] in _AGAINST and k < end and not _is_day(p, k + 1, end):
            found = list(listed_phrases(p, k + 1, end))
            yield from (span_of(p, f) for f in found if p.low[f[1]] not in _TIMES)
            return
        if p.low[k] in {"over", "after", "in", "until"}:
            return


def _is_day(p: Passage, k: int, end: int) -> bool:
    """Tell whether a number starts a date: `on 15 November`, not `on 17 officials`."""
    return is_date(p, k) and (k == end or is_date(p, k + 1))


def _hedge(p: Passage, first: int, end: int) -> Span | None:
    words = [k for k in range(first, end + 1) if p.low[k] in HEDGES]
    return p.span(words[0], words[0]) if words else None
