"""Verbs that only say more of an incident told beside them: its victims, what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.record.countries import country_code
from ostraka.report.acts.subjects import subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import DETERMINERS, RELATIVES, word_set
from ostraka.report.incidents.kinds import can_be_one
from ostraka.report.incidents.passages import KILLING_VERBS
from ostraka.report.incidents.slots import date_in, objects_of, place_in
from ostraka.report.incidents.telling import MANY, TAKEN_UP, Telling
from ostraka.report.places import PlaceMention
from ostraka.report.spans import Placed
from ostraka.report.text_dates import TextDate

#: Between victims and what they are victims of: `Two were killed in an attack`.
_VICTIMS_OF = word_set("when in by during")
_WHOSE = word_set("who whom whose")
#: Kinds a second verb of one subject tells of the same incident: `rammed … and exploded`.
_WITH = frozenset({"killing", "explosion", "shooting", "stabbing", "hostage_taking", "bombing", "attack"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a text before its incidents are looked for.

    Attributes:
        passage: The text.
        dates: The dates it mentions.
        places: The places it names.
        written: The day it is from, if that is certain.
    """

    passage: Passage
    dates: Placed[TextDate]
    places: Placed[PlaceMention]
    written: date | None = None


def counts_ahead(p: Passage, telling: Telling, others: Sequence[Telling]) -> bool:
    """Tell whether a verb counts the victims of what comes: `Two were killed when …`.

    Args:
        p: The text.
        telling: The verb.
        others: What else its sentence tells.
    """
    verb = telling.verb
    later = [t for t in others if t.head > telling.head]
    if verb is None or verb.lemma not in KILLING_VERBS or not (verb.passive and later):
        return False
    between = range(verb.head + 1, later[0].first + (later[0].verb is None))
    if any(p.low[k] == "when" for k in range(verb.head + 1, later[0].head)):
        return True
    if later[0].verb is not None or any("," in p.gap(k) for k in between):
        return False
    return later[0].first == verb.head + 2 and p.low[verb.head + 1] in _VICTIMS_OF


def goes_with(facts: Facts, telling: Telling, others: Sequence[Telling]) -> bool:
    """Tell whether a verb only says more of an incident told beside it.

    Args:
        facts: What is known of the text.
        telling: The verb.
        others: All its sentence tells, itself and what takes an incident up with it.
    """
    p, verb = facts.passage, telling.verb
    if verb is None or len(others) == 1:
        return False
    listed = verb.lemma == "plot" and any(t.manner == MANY for t in others)
    if listed or _says_more(p, telling, others) or _plans_next(p, telling, others):
        return True
    clause = p.span(clause_start(p, verb), clause_end(p, verb))
    own = date_in(facts.dates, clause, clause.start) and place_in(
        facts.places, clause, clause.start
    )
    if own or _names_victim(p, telling):
        return False
    earlier = [t for t in others if t.head < telling.head and t.manner != TAKEN_UP]
    if verb.lemma in KILLING_VERBS and earlier:
        return True
    return bool(earlier) and _has_its_subject(facts, telling, earlier[-1])


def _plans_next(p: Passage, telling: Telling, others: Sequence[Telling]) -> bool:
    """Tell whether a verb only plans what the next one tells: `plotted to bomb`."""
    k = telling.head
    after = p.low[k + 1 : k + 2] == ["to"]
    return after and any(t.verb is not None and k < t.head < k + 4 for t in others)


def _names_victim(p: Passage, telling: Telling) -> bool:
    """Tell whether a verb says by name whom it hit: `and shot Anna Zarek`."""
    verb = telling.verb
    if verb is None:
        return False
    hit = objects_of(p, verb, clause_end(p, verb), subjects_of(p, verb))
    return any(
        p.tokens.is_capital(k)
        and p.low[k] not in DETERMINERS
        and country_code(p.low[k]) is None
        and country_code(p.low[k].removesuffix("s")) is None
        for span in hit
        for k in range(p.word_at(span.start), p.last_before(span.end) + 1)
        if not p.tokens.opens_sentence(k) or p.tokens.is_capital(k + 1)
    )


def _has_its_subject(facts: Facts, telling: Telling, before: Telling) -> bool:
    """Tell whether a verb is the second of the one before: `stormed it and shot two`."""
    p, verb = facts.passage, telling.verb
    if verb is None or before.verb is None or verb.passive or before.verb.passive:
        return False
    joined = p.low[verb.first - 1] == "and" or "," in p.gap(verb.first)
    if not joined or clause_start(p, verb) != verb.first:
        return False
    alike = can_be_one(before.kind, telling.kind) or telling.kind in _WITH
    clause = p.span(verb.first, clause_end(p, verb))
    dated = date_in(facts.dates, clause, clause.start)
    placed = place_in(facts.places, clause, clause.start)
    return alike and dated is None and placed is None


def _says_more(p: Passage, telling: Telling, others: Sequence[Telling]) -> bool:
    """Tell whether a verb is in a clause about an incident named before it.

    `a blast in Lima that killed five`, `a fire in Oslo, which destroyed …`, `drone strikes
    on a camp killed six`.
    """
    verb = telling.verb
    if verb is None:
        return False
    before = [t for t in others if t.verb is None and t.head < verb.first]
    if not before:
        return False
    if p.low[verb.first - 1] == "who":  # "the kidnapping of Zarek, who was lured …"
        near = all(not looks_finite(p, k) for k in range(before[-1].head, verb.first))
        return near and can_be_one(before[-1].kind, telling.kind)
    counts = verb.lemma in KILLING_VERBS and not verb.passive
    if p.low[verb.first - 1] not in {"that", "which"} and not counts:
        return not verb.passive and _is_subject(p, telling, before)
    between = range(before[-1].head + 1, verb.first)
    plain = not any(looks_finite(p, k) or p.low[k] in _WHOSE for k in between)
    return plain or _is_subject(p, telling, before)


def _is_subject(p: Passage, telling: Telling, before: Sequence[Telling]) -> bool:
    """Tell whether an incident is what a verb's clause is about: `The attack … killed`."""
    verb = telling.verb
    if verb is None or p.low[verb.first - 1] in RELATIVES:
        return False
    start = clause_start(p, verb)
    before = [t for t in before if t.manner != MANY]  # "explosions rocked a house"
    heads = {t.head for t in before if t.first >= start or t.first <= start <= t.head}
    subject = subjects_of(p, verb)
    inside = any(first <= head <= last for first, last in subject for head in heads)
    return inside or any(t.first == start for t in before)
