"""Measures told as a state of things: `is a proscribed organisation`, `under EU sanctions`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.countries import country_code
from ostraka.report.acts.frames import (
    ASSET_FREEZE,
    ASSETS,
    EMBARGO,
    EXPULSION,
    SANCTIONS,
    TERROR_LISTING,
    TRAVEL_BAN,
)
from ostraka.report.acts.model import Act
from ostraka.report.acts.subjects import span_of, subjects_of
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup
from ostraka.report.grammar.words import BE, HAVE, NEGATIONS, NUMBERS, word_set
from ostraka.report.states import Actor, actor_at

_LISTED = word_set("proscribed banned designated outlawed listed")
_BODY = word_set("organisation organization group entity movement party")
_REACH = 8
_LISTS = word_set("list lists blacklist")
_TERROR = word_set("terror terrorist terrorists terrorism")
_UNITS = word_set("hours days weeks month")
#: Who is posted somewhere and can be sent home.
_POSTED = word_set(
    "staff diplomats diplomat officers attaché attachés envoys ambassador employees officials"
)
#: What somebody is subject to, by the word that says it first.
_RESTRICTING = {
    "asset": ASSET_FREEZE, "assets": ASSET_FREEZE, "freeze": ASSET_FREEZE, "travel": TRAVEL_BAN,
    "sanctions": SANCTIONS, "restrictive": SANCTIONS, "arms": EMBARGO, "embargo": EMBARGO,
}  # fmt: skip
_THEIR = word_set("their its his her")
#: Verbs whose place is whose measure it is: `was banned in Peru`.
_LOCAL = word_set("ban outlaw proscribe blacklist designate list expel deport")
_DONE_TO = word_set("frozen blocked seized confiscated")


def had_frozen(p: Passage) -> Iterator[Act]:
    """Yield `Seven people had their assets frozen`: whoever did it is not said."""
    for i, word in enumerate(p.low):
        if word not in HAVE or p.low[i + 1 : i + 2] == [] or p.low[i + 1] not in _THEIR:
            continue
        words = range(i + 2, min(i + 2 + _REACH, p.sentence_of(i).last + 1))
        done = next((k for k in words if p.low[k] in _DONE_TO), None)
        if done is None or ASSETS.isdisjoint(p.low[i + 2 : done]):
            continue
        verb = VerbGroup(i, done, "freeze", DONE, passive=True)
        targets = tuple(span_of(p, phrase) for phrase in subjects_of(p, verb))
        if targets:
            span = p.span(clause_start(p, verb), clause_end(p, verb))
            yield Act(ASSET_FREEZE, span, None, targets, verb)


def to_leave(p: Passage) -> Iterator[Act]:
    """Yield `The staff of the post are to leave Norway`, `had to`: they are expelled."""
    for i, word in enumerate(p.low[:-2]):
        if word not in {"are", "is", "had"} or p.low[i + 1 : i + 3] != ["to", "leave"]:
            continue
        verb = VerbGroup(i, i + 2, "leave", DONE, passive=True)
        phrases = subjects_of(p, verb)
        if any(
            p.low[k] in _POSTED
            for first, last in phrases
            for k in range(first, last + 1)
        ):
            span = p.span(clause_start(p, verb), clause_end(p, verb))
            targets = tuple(span_of(p, phrase) for phrase in phrases)
            yield Act(EXPULSION, span, None, targets, verb)


def standing(p: Passage) -> Iterator[Act]:
    """Yield measures a text says are in force without saying who took them when.

    Only those that say where, or since when.
    """
    for i, word in enumerate(p.low[:-1]):
        if word not in BE or not NEGATIONS.isdisjoint(p.low[i : i + 2]):
            continue
        verb = VerbGroup(i, i, "be", DONE, passive=False)
        end = clause_end(p, verb)
        found = (
            _proscribed(p, i, end)
            or _under(p, i, end)
            or _on_list(p, verb, end)
            or _subject_to(p, i, end)
        )
        if found is None:
            continue
        kind, imposer = found
        first = i - 1 if p.low[i - 1] in HAVE else i
        verb = VerbGroup(first, i, "be", DONE, passive=False)
        targets = tuple(span_of(p, phrase) for phrase in subjects_of(p, verb))
        if targets:
            span = p.span(clause_start(p, verb), end)
            yield Act(kind, span, imposer, targets, verb)


def given_days(p: Passage) -> Iterator[Act]:
    """Yield `Ten diplomats have ten days to leave the country`: they are expelled."""
    for i, word in enumerate(p.low[:-4]):
        if word not in {"has", "have", "had"} or p.low[i + 3 : i + 5] != [
            "to",
            "leave",
        ]:
            continue
        number, unit = p.low[i + 1 : i + 3]
        if unit not in _UNITS or not (number in NUMBERS or number.isdigit()):
            continue
        verb = VerbGroup(i, i, "have", DONE, passive=True)
        targets = tuple(span_of(p, phrase) for phrase in subjects_of(p, verb))
        if targets:
            span = p.span(clause_start(p, verb), clause_end(p, verb))
            yield Act(EXPULSION, span, None, targets, verb)


def keeper_of_list(p: Passage, verb: VerbGroup, end: int) -> Actor | None:
    """Return whose list a clause speaks of: `was added to the United Nations' list`."""
    for k in range(verb.head + 1, min(end, verb.head + _REACH) + 1):
        if p.low[k] not in _LISTS or k - 1 <= verb.head:
            continue
        first = phrase_start(p, k)
        for last in range(k - 1, first - 1, -1):
            who = actor_at(p, (first, last))
            if who is not None and who.is_state:
                return who
    return None


def banned_in(p: Passage, verb: VerbGroup, end: int) -> Actor | None:
    """Return the state a passive verb says something is banned in or expelled from.

    Args:
        p: The text.
        verb: The verb.
        end: Last word of its clause.
    """
    k = verb.head + 1
    place = {"expel": "from", "deport": "from"}.get(verb.lemma, "in")
    if verb.lemma not in _LOCAL or k >= end or p.low[k] != place:
        return None
    last = k + 1 + (p.low[k + 1] == "the")
    while last < end and p.tokens.is_capital(last + 1) and p.joined(last + 1):
        last += 1
    who = actor_at(p, (k + 1, min(last, end)))
    return who if who is not None and who.is_state else None


def _on_list(p: Passage, verb: VerbGroup, end: int) -> tuple[str, Actor] | None:
    """Return what `is on the EU's sanctions list` says, and whose list it is."""
    if p.low[verb.head + 1] != "on":
        return None
    who = keeper_of_list(p, verb, end)
    if who is None:
        return None
    words = p.low[verb.head + 1 : min(end, verb.head + _REACH) + 1]
    return (SANCTIONS if _TERROR.isdisjoint(words) else TERROR_LISTING), who


def _proscribed(p: Passage, be: int, end: int) -> tuple[str, Actor] | None:
    near = p.low[be + 1 : min(end, be + 6) + 1]
    if _LISTED.isdisjoint(near[:2]) or _BODY.isdisjoint(near):
        return None
    for k in range(be + 2, min(end, be + _REACH) + 1):
        if p.low[k] == "in" and k < end:
            first = k + 1
            last = first
            while last < end and p.tokens.is_capital(last + 1) and p.joined(last + 1):
                last += 1
            who = actor_at(p, (first, last))
            if who is not None and who.is_state:
                return TERROR_LISTING, who
    return None


def _subject_to(p: Passage, be: int, end: int) -> tuple[str, None] | None:
    """Return what `are subject to an asset freeze and a travel ban` says first."""
    words = p.low[be + 1 : min(end, be + _REACH) + 1]
    if words[:2] not in (["subject", "to"], ["now", "subject"], ["also", "subject"]):
        return None
    for word in words:
        if word in _RESTRICTING:
            return _RESTRICTING[word], None
    return None


def _under(p: Passage, be: int, end: int) -> tuple[str, Actor] | None:
    for k in range(be + 1, min(end - 1, be + 4)):
        code = country_code(p.low[k + 1])
        if p.low[k] == "under" and code and p.low[k + 2 : k + 3] == ["sanctions"]:
            code = code.partition("-")[0]
            return SANCTIONS, Actor(p.span(k + 1, k + 1), code, is_state=True)
    return None
