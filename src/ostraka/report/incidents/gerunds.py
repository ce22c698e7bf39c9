"""Incidents told with a noun made of a verb: `the blowing up of …`, `the destruction of …`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.grammar.nouns import noun_run
from ostraka.report.grammar.passage import Passage
from ostraka.report.incidents.kinds import (
    ATTACK,
    BUILT,
    NOUNS,
    TURNING,
    VERBS,
    kind_of_verb,
    turn_of,
)
from ostraka.report.incidents.telling import NAMED, Telling

_PARTICLES = frozenset({"up", "down", "off"})
#: What is done to a building or a ship is an incident; to evidence it is none.
_OF_BUILDINGS = frozenset({"destruction"})


def by_gerunds(p: Passage) -> Iterator[Telling]:
    """Yield the incidents a text names with a verb made a noun, and who suffers after "of"."""
    for i, word in enumerate(p.low[1:-2], start=1):
        of = i + 1 + (p.low[i + 1] in _PARTICLES)
        if word in NOUNS or p.low[i - 1] != "the" or p.low[of : of + 1] != ["of"]:
            continue
        if not p.joined(of) or of + 1 >= len(p.low):
            continue
        kind = _kind(p, i, of)
        if kind is not None:
            yield Telling(kind, i, i - 1, NAMED)


def _kind(p: Passage, i: int, of: int) -> str | None:
    end = noun_run(p, of + 1, p.sentence_of(i).last)
    object_words = p.low[of + 1 : end + 1]
    if p.low[i] in _OF_BUILDINGS:
        return None if BUILT.isdisjoint(object_words) else ATTACK
    lemma, form = VERBS.get(p.low[i]) or TURNING.get(p.low[i]) or ("", "")
    if form != "ing":
        return None
    if lemma in VERBS:
        return kind_of_verb(lemma)
    return turn_of(lemma, [*p.low[i + 1 : of], *object_words], ())
