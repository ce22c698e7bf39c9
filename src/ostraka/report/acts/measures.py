"""Measures a text says were taken: by whom, against whom, when, with the passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ostraka.record.countries import country_code
from ostraka.report.acts.frames import (
    ASSET_FREEZE,
    CLOSURE,
    DECISIONS,
    DELISTING,
    EXPULSION,
    RELATIONS,
    RENEWAL,
    VERBS,
    Frame,
    frame_of,
)
from ostraka.report.acts.model import Act
from ostraka.report.acts.standing import had_frozen, standing
from ostraka.report.acts.subjects import (
    Phrase,
    agents_of,
    is_date,
    listed_phrases,
    span_of,
    subjects_of,
    with_antecedent,
)
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import (
    DONE,
    VerbGroup,
    clause_end,
    clause_start,
    find_verbs,
    looks_finite,
)
from ostraka.report.grammar.words import (
    HEDGES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)
from ostraka.report.states import actor_at
from ostraka.report.tokens import Span

_AGAINST = frozenset({"on", "against", "of", "with", "for", "targeting", "from"})
_TIMES = frozenset({"day", "week", "month", "year", "time", "morning"})
_OBJECT_REACH = 14
#: A measure is taken up in its own sentence or the next.
_STEPS = 2
_ANAPHORIC = frozenset({"these", "those", "the", "such", "same"})


def find_acts(p: Passage) -> list[Act]:
    """Return the measures a text says were taken, in reading order."""
    found: list[Act] = []
    for verb in find_verbs(p, VERBS):
        if verb.mood == DONE:
            found += _acts(p, verb, found)
    found += [*_the_same(p, found), *standing(p), *had_frozen(p)]
    found.sort(key=lambda act: act.verb.head)
    by_sentence: dict[int, list[Act]] = {}
    for act in found:
        by_sentence.setdefault(p.sentence_of(act.verb.head).number, []).append(act)
    return [_bounded(p, act, acts) for acts in by_sentence.values() for act in acts]


def _the_same(p: Passage, found: Sequence[Act]) -> Iterator[Act]:
    """Yield measures told as `France did the same`: of the kind told before."""
    for i in range(1, len(p.low) - 2):
        if p.low[i] not in {"did", "does", "done"} or p.low[i + 1 : i + 3] != [
            "the",
            "same",
        ]:
            continue
        verb = VerbGroup(i, i, "do", DONE, passive=False)
        before = [act for act in found if act.verb.head < i][-1:]
        near = [
            a
            for a in before
            if p.sentence_of(i).number - p.sentence_of(a.verb.head).number < 2
        ]
        if not near:
            continue
        span = p.span(clause_start(p, verb), clause_end(p, verb))
        for phrase in subjects_of(p, verb):
            if (who := actor_at(p, phrase)) is not None:
                yield replace(
                    near[-1],
                    span=span,
                    imposer=who,
                    verb=verb,
                    continues=True,
                    targets=(),
                )


def _acts(p: Passage, verb: VerbGroup, before: Sequence[Act]) -> Iterator[Act]:
    start, end = clause_start(p, verb), clause_end(p, verb)
    taken = range(verb.head + 1, min(end, verb.head + _OBJECT_REACH) + 1)
    near = [p.low[k] for k in _object(p, taken)]
    subjects = subjects_of(p, verb)
    if verb.passive:
        near = [p.low[k] for first, last in subjects for k in range(first, last + 1)]
    rest = [*p.low[verb.head + 1 : end + 1], *near, *_taken_up(p, verb, end)]
    frame = frame_of(verb.lemma, near, rest)
    if frame is None or (frame.needs == DECISIONS and not _is_near(p, verb, before)):
        return
    who = agents_of(p, verb, end) if verb.passive else subjects
    imposers = [a for phrase in who if (a := actor_at(p, phrase)) is not None]
    dated = any(is_date(p, k) for k in range(start, end + 1))
    if not imposers and not (verb.passive and _goes_without_agent(frame, near, dated)):
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


def _object(p: Passage, words: range) -> Iterator[int]:
    """Yield the words of a verb's object: up to the next verb or relative clause."""
    for k in words:
        if looks_finite(p, k) or p.low[k] in RELATIVES or p.parted(k):
            return
        yield k


def _goes_without_agent(frame: Frame, near: Sequence[str], dated: bool) -> bool:
    """Tell whether a passive verb says that a measure was taken without saying by whom."""
    sure = frame.noun or bool(frame.also) or frame.kind in {CLOSURE, DELISTING}
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
    if frame.noun:
        return list(_behind_noun(p, verb, frame, end, subjects))
    if verb.passive:
        return [span_of(p, phrase) for phrase in subjects]
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


def _bounded(p: Passage, act: Act, acts: Sequence[Act]) -> Act:
    """Return a measure whose passage ends where that of the next verb begins."""
    later = [
        other.verb.first
        for other in acts
        if other.verb.head > act.verb.head
        and p.tokens.starts[other.verb.first] < act.span.end
    ]
    if not later:
        return act
    last = min(later) - 1
    while p.low[last] in RELATIVES:
        last -= 1
    end = p.tokens.ends[last]
    words = p.text[act.span.start : end]
    for joint in (" and", ", and"):
        words = words.removesuffix(joint)
    return replace(act, span=p.trim(Span(act.span.start, act.span.start + len(words))))
