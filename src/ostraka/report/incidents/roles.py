"""Who is said to be behind an incident, by the sentence that tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ostraka.report.acts.subjects import agents_of, span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup, looks_finite
from ostraka.report.grammar.words import word_set
from ostraka.report.incidents.kinds import NOUNS, SUICIDE
from ostraka.report.incidents.model import Role
from ostraka.report.incidents.passages import CITING
from ostraka.report.incidents.telling import Telling

_ROLE = "attributed to"
#: What does harm and is no one.
_NOBODY = (SUICIDE - {"bomber", "bombers"}) | word_set(
    "van truck car lorry vehicle packed laden loaded missile missiles drone drones device fire"
)
#: What was done by somebody: `carried out by two men`.
_CARRYING = word_set(
    "carried perpetrated committed mounted staged orchestrated organised"
)
_CHARGES = word_set(
    "suspicion charges charge accusations allegations evidence accusation count counts"
)
_BEHIND = word_set(
    "plotted planned directed ordered committed commissioned orchestrated"
)


def roles_of(p: Passage, telling: Telling) -> Iterator[Role]:
    """Yield who is said to be behind an incident.

    Args:
        p: The text.
        telling: The word that tells it.
    """
    lowest = p.sentence_of(telling.head).first
    verb = telling.verb or _verb_of(p, telling, lowest)
    if verb is None:
        return
    if verb.passive:
        yield from _agents(p, verb)
    elif verb.first and p.low[verb.first - 1] == "of":
        yield from _accused(p, verb)
    else:
        yield from _doers(p, verb, lowest)


def _verb_of(p: Passage, telling: Telling, lowest: int) -> VerbGroup | None:
    """Return the verb that says who did what a noun names, or None."""
    carried = _carried_out(p, telling)
    if carried is not None:
        return VerbGroup(carried, carried, p.low[carried], DONE, passive=True)
    k = telling.first - 1
    cited = [i for i in range(lowest, telling.first) if p.low[i] in CITING]
    k = cited[0] - 1 if cited else k
    if not cited and not (k >= lowest and p.low[k] in _BEHIND):
        return None
    behind = next((i for i in range(k, lowest, -1) if looks_finite(p, i)), None)
    if behind is None:
        return None
    first = _with_helpers(p, behind, lowest)
    return VerbGroup(first, behind, p.low[behind], DONE, passive=False)


def _carried_out(p: Passage, telling: Telling) -> int | None:
    """Return the participle that says by whom: `two attacks were carried out by …`."""
    for k in range(telling.head + 1, p.sentence_of(telling.head).last):
        if p.low[k] in _CARRYING:
            return k
        if p.parted(k) or p.low[k] in NOUNS:
            return None
    return None


def _agents(p: Passage, verb: VerbGroup) -> Iterator[Role]:
    """Yield who a passive says did it: `carried out by two men`."""
    for phrase in agents_of(p, verb, clause_end(p, verb)):
        if not _is_thing(p, phrase[1]):
            yield Role(span_of(p, phrase), _ROLE, p.span(verb.head, phrase[1]))


def _accused(p: Passage, verb: VerbGroup) -> Iterator[Role]:
    """Yield whom a sentence accuses: `accused Iran of planning to …`."""
    head = verb.first - 2
    if p.low[head] not in _CHARGES:
        accused = p.span(phrase_start(p, head), head)
        yield Role(accused, _ROLE, p.span(head, verb.head))


def _doers(p: Passage, verb: VerbGroup, lowest: int) -> Iterator[Role]:
    """Yield the subjects of a verb that are somebody: a bomb is no one."""
    k = verb.first - 1
    if verb.mood != DONE and k > lowest and looks_finite(p, k):
        # "has plotted to kidnap"
        first = _with_helpers(p, k, lowest)
        verb = replace(verb, first=first, head=k, lemma=p.low[k])
    for phrase in subjects_of(p, verb):
        if not _is_thing(p, phrase[1]):
            yield Role(span_of(p, phrase), _ROLE, p.span(phrase[0], verb.head))


def _is_thing(p: Passage, k: int) -> bool:
    return p.low[k] in _NOBODY or p.low[k] in NOUNS


def _with_helpers(p: Passage, verb: int, lowest: int) -> int:
    first = verb
    while first - 1 > lowest and looks_finite(p, first - 1) and p.joined(first):
        first -= 1
    return first
