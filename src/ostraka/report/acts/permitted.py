"""Measures told as what somebody may not do, or as what no longer holds for them."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.frames import DELISTING, LIFTING, TRAVEL_BAN
from ostraka.report.acts.model import Act
from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup
from ostraka.report.grammar.words import BE, word_set

#: What no longer holds, by the word that says it, and what that makes of it.
_ENDED = {
    **dict.fromkeys(("frozen", "blocked", "banned", "outlawed", "subject", "under"), LIFTING),
    **dict.fromkeys(("listed", "designated", "blacklisted", "proscribed", "sanctioned"), DELISTING),
}  # fmt: skip
_RESTRICTIONS = word_set("sanctions freeze ban embargo measures restrictions")
_REACH = 8


def no_longer(p: Passage) -> Iterator[Act]:
    """Yield `its assets are no longer frozen`: whoever ended it is not said."""
    for i, word in enumerate(p.low[:-3]):
        if word not in BE or p.low[i + 1 : i + 3] != ["no", "longer"]:
            continue
        kind = _ENDED.get(p.low[i + 3])
        near = p.low[i + 4 : i + 4 + _REACH]
        if p.low[i + 3] in {"subject", "under"} and _RESTRICTIONS.isdisjoint(near):
            kind = None
        yield from _acts(p, kind, VerbGroup(i, i + 3, p.low[i + 3], DONE, passive=True))


def may_not_travel(p: Passage) -> Iterator[Act]:
    """Yield `The two men may not travel to Peru`: they are banned from it."""
    for i, word in enumerate(p.low[:-3]):
        if word not in {"may", "can"} or p.tokens.is_capital(i):
            continue
        to = i + 2 if p.low[i + 1] == "not" else i + 3
        denied = to == i + 2 or p.low[i + 1 : to] == ["no", "longer"]
        if denied and _is_entry(p, to):
            verb = VerbGroup(i, to, p.low[to], DONE, passive=True)
            yield from _acts(p, TRAVEL_BAN, verb)


def _acts(p: Passage, kind: str | None, verb: VerbGroup) -> Iterator[Act]:
    targets = tuple(span_of(p, phrase) for phrase in subjects_of(p, verb))
    if kind is not None and targets:
        span = p.span(clause_start(p, verb), clause_end(p, verb))
        yield Act(kind, span, None, targets, verb)


def _is_entry(p: Passage, k: int) -> bool:
    """Tell whether a verb takes somebody into a state: `travel to Peru`, `enter the EU`."""
    where = k + 1 + (p.low[k] == "travel" and p.low[k + 1] in {"to", "into"})
    if p.low[k] not in {"travel", "enter"} or where >= len(p.low):
        return False
    named = p.tokens.is_capital(where) or p.low[where] == "the"
    return named and (p.low[k] == "enter" or where > k + 1)
