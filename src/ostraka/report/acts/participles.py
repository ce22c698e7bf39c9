"""Measures told by a participle: `two diplomats expelled by Peru`, `Mahan Air, listed by Peru, …`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ostraka.report.acts.frames import EXPULSION, frame_of
from ostraka.report.acts.model import Act
from ostraka.report.acts.nominal import (
    from_whom,
    is_known,
    is_only_wanted,
    phrase_last,
)
from ostraka.report.acts.subjects import agents_of, is_date, span_of
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import LOOSE, VerbGroup
from ostraka.report.states import Actor, actor_at

#: An agent stands at most so many words behind a participle.
_NEAR = 4


def by_participles(
    p: Passage, verbs: Sequence[VerbGroup], told: Sequence[Act]
) -> Iterator[Act]:
    """Yield measures a participle tells with who took them, if no verb tells them.

    Args:
        p: The text.
        verbs: The verbs of measures in the text.
        told: The measures it tells otherwise.
    """
    found, heads = list(told), {act.verb.head for act in told}
    for verb in verbs:
        if verb.mood != LOOSE or not verb.passive or verb.head in heads:
            continue
        act = _act(p, verb)
        if act is not None and not is_known(p, act, found):
            found.append(act)
            yield act


def _act(p: Passage, verb: VerbGroup) -> Act | None:
    k = verb.head
    lowest = p.sentence_of(k).first
    if verb.first != k or k <= lowest or p.low[k - 1] in {"and", "or"}:
        return None
    last, first = phrase_last(p, k), phrase_start(p, k - 1)
    near = p.low[first:k]
    frame = frame_of(verb.lemma, near, [*near, *p.low[k + 1 : last + 1]])
    if frame is None or p.in_quotes(p.tokens.starts[k]):
        return None
    who = _taken_by(p, verb, last, frame.kind)
    dated = any(is_date(p, i) for i in range(first, last + 1))
    if who is None or not dated or is_only_wanted(p, first, last):
        return None  # "the diplomats expelled by Norway": when is not said
    targets = () if frame.noun else (span_of(p, (first, k - 1)),)
    return Act(frame.kind, p.span(first, last), who, targets, verb)


def _taken_by(p: Passage, verb: VerbGroup, last: int, kind: str) -> Actor | None:
    """Return who a participle says took a measure: `by Peru`; `expelled from Peru`."""
    k = verb.head
    if "by" in p.low[k + 1 : k + 1 + _NEAR]:
        found = (actor_at(p, phrase) for phrase in agents_of(p, verb, last))
        return next((who for who in found if who is not None), None)
    away = kind == EXPULSION and p.low[k + 1 : k + 2] == ["from"]
    return from_whom(p, k, last) if away else None
