"""Measures told in the breath of others: `did the same`, `and France three in May`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ostraka.report.acts.model import Act
from ostraka.report.acts.subjects import is_date, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    BE,
    HAVE,
    NUMBERS,
    PREPOSITIONS,
    RELATIVES,
    word_set,
)
from ostraka.report.states import Actor, actor_at
from ostraka.report.tokens import Span

#: What says that somebody did what was told before, by the first word of it.
_LIKEWISE = {
    **dict.fromkeys(("did", "does", "done", "do"), (["the", "same"], ["so"], ["likewise"])),
    **dict.fromkeys(("followed", "follow", "follows"), (["suit"],)),
}  # fmt: skip
_FEW_WORDS = 4
_WHEN = word_set("in on since")


def the_same(p: Passage, found: Sequence[Act]) -> Iterator[Act]:
    """Yield measures told as `France did the same`: of the kind told before."""
    for i in range(1, len(p.low)):
        turns = _LIKEWISE.get(p.low[i], ())
        told = any(p.low[i + 1 : i + 1 + len(turn)] == turn for turn in turns)
        if not (told or _follows(p, i)):
            continue
        verb = VerbGroup(i, i, "do", DONE, passive=False)
        near = [act for act in found if _is_just_before(p, act, i)][-1:]
        span = _clause(p, verb)
        for phrase in subjects_of(p, verb) if near else ():
            if (who := actor_at(p, phrase)) is not None:
                yield _like(near[0], span, who, verb)


def _follows(p: Passage, i: int) -> bool:
    """Tell whether `followed` says that somebody did it too: `The EU followed in May`."""
    if p.low[i] != "followed" or p.low[i - 1] in BE | HAVE:
        return False
    end = p.sentence_of(i).last
    if "by" in p.low[i + 1 : min(end, i + _FEW_WORDS) + 1]:
        return False  # "followed in May by expelling two": that says what it did
    dated = i + 2 <= end and p.low[i + 1] in _WHEN and is_date(p, i + 2)
    return i == end or dated or "," in p.gap(i + 1)


def _clause(p: Passage, verb: VerbGroup) -> Span:
    start, end = clause_start(p, verb), clause_end(p, verb)
    if p.low[verb.head] == "followed" and "," in p.gap(min(end, verb.head + 1)):
        end = verb.head  # "followed, to the anger of Peru"
    if p.low[start] in RELATIVES:  # "…, which did so in May, welcomed the step"
        end = next((k - 1 for k in range(verb.head, end) if "," in p.gap(k)), end)
    return p.span(start, end)


def _is_just_before(p: Passage, act: Act, i: int) -> bool:
    """Tell whether a measure is told before a word, at most a sentence away."""
    number = p.sentence_of(act.verb.head).number
    return act.verb.head < i and p.sentence_of(i).number - number < 2


def gapped(p: Passage, act: Act) -> Iterator[Act]:
    """Yield a measure and what others did whom its clause names without a verb.

    `India outlawed it in 1992 and the United States in 1997`: the verb is said once.
    """
    first, last = act.verb.head + 1, p.last_before(act.span.end)
    cut, own = last, []
    for k in range(last - 1, first, -1):
        who = None if act.imposer is None else _named_alone(p, k, cut, first)
        if who is not None:
            start = p.word_at(who.span.start)
            own.append(_like(act, p.span(start, cut), who, act.verb))
            start -= p.low[start - 1] == "by"
            cut = start - 1 - (p.low[start - 1] == "and")
    if own:
        act = replace(act, span=p.trim(Span(act.span.start, p.tokens.ends[cut])))
    yield act
    yield from reversed(own)


def _named_alone(p: Passage, k: int, cut: int, first: int) -> Actor | None:
    """Return a state that ends at a word, joined to what is told and followed by when."""
    if not p.tokens.is_capital(k) or k + 1 > cut or cut - k > _FEW_WORDS:
        return None
    when = p.low[k + 1] in _WHEN and k + 2 <= cut and is_date(p, k + 2)
    many = p.low[k + 1] in NUMBERS or p.low[k + 1].isdigit()
    if not (when or many) or any(looks_finite(p, i) for i in range(k + 1, cut + 1)):
        return None
    start = phrase_start(p, k)
    before = start - (
        p.low[start - 1] == "by"
    )  # "by Peru in 1992 and by Chile in 1997"
    joined = p.low[before - 1] == "and" or "," in p.gap(before)
    if not joined or before <= first:
        return None
    if p.low[before - 2] in PREPOSITIONS and not is_date(p, before - 1):
        return None  # "in Norway and Peru since 1997"
    who = actor_at(p, (start, k))
    return who if who is not None and who.is_state else None


def _like(act: Act, span: Span, who: Actor, verb: VerbGroup) -> Act:
    return replace(act, span=span, imposer=who, verb=verb, continues=True, targets=())


def bounded(p: Passage, act: Act, acts: Sequence[Act]) -> Act:
    """Return a measure whose passage ends where that of the next verb begins.

    Args:
        p: The text.
        act: The measure.
        acts: Those of its sentence.
    """
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
