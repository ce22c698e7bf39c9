"""Measures told by what a law does: `Peru passed a law that suspends …`."""

from __future__ import annotations

from ostraka.report.acts.subjects import subjects_of
from ostraka.report.grammar.clauses import clause_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup, looks_finite
from ostraka.report.grammar.words import is_adverb, word_set
from ostraka.report.states import Actor, actor_at

_LAWS = word_set("law laws bill decree order regulation resolution act ordinance")
_MAKING = word_set(
    "signed passed adopted issued enacted approved published promulgated"
)
_REACH = 6


def lawgiver(p: Passage, verb: VerbGroup) -> tuple[int, Actor] | None:
    """Return who made the law a verb says something of, and where that is told from.

    Args:
        p: The text.
        verb: A verb behind "that" or "which".
    """
    relative, lowest = verb.first - 1, p.sentence_of(verb.head).first
    if p.low[relative] not in {"that", "which"} or relative <= lowest:
        return None
    reach = range(relative - 1, max(lowest, relative - _REACH), -1)
    law = next((k for k in reach if p.low[k] in _LAWS), None)
    if law is None or any(looks_finite(p, k) for k in range(law + 1, relative)):
        return None
    made = next((k for k in range(law - 1, lowest, -1) if looks_finite(p, k)), None)
    if made is None or p.low[made] not in _MAKING:
        return None
    first = made
    while first - 1 > lowest and is_adverb(p.low[first - 1]):
        first -= 1
    making = VerbGroup(first, made, p.low[made], DONE, passive=False)
    found = (actor_at(p, phrase) for phrase in subjects_of(p, making))
    who = next((who for who in found if who is not None), None)
    return None if who is None else (clause_start(p, making), who)
