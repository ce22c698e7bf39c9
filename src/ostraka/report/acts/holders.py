"""Office-holders named without their office: `Edi Rama expelled the ambassador`."""

from __future__ import annotations

from ostraka.report.acts.frames import (
    ASSET_FREEZE,
    BAN,
    CLOSURE,
    EXPULSION,
    RECALL,
    RELATIONS,
    SANCTIONS,
    SUMMONS,
    TERROR_LISTING,
)
from ostraka.report.acts.subjects import Phrase
from ostraka.report.grammar.nouns import noun_run, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.states import AUTHORITY_WORDS, Actor, actor_at, state_code

#: What a state alone can do to diplomats and their posts, whoever's name stands for it.
_OF_STATES = frozenset({EXPULSION, RECALL, SUMMONS, RELATIONS})
#: What somebody does who is elsewhere said to hold an office.
_OF_OFFICES = _OF_STATES | {SANCTIONS, TERROR_LISTING, ASSET_FREEZE, CLOSURE, BAN}
_MOST_WORDS = 4
_APPOSED = 8


def holder_at(p: Passage, phrase: Phrase, kind: str) -> Actor | None:
    """Return the person a phrase names, if they can have taken a measure of a kind.

    `Rama` can where the text elsewhere says `Prime Minister Edi Rama` or `Edi Rama,
    the Albanian prime minister`; a full name can expel, recall and summon anyway.

    Args:
        p: The text.
        phrase: First and last word.
        kind: Kind of measure.
    """
    first, last = phrase
    names = all(p.tokens.is_capital(k) for k in range(first, last + 1))
    if kind not in _OF_OFFICES or not names or last - first >= _MOST_WORDS:
        return None
    if actor_at(p, phrase) is not None:
        return None
    span = p.tokens.span(first, last, bare=p.tokens.bare[last] is not None)
    for k in (k for k, word in enumerate(p.low) if word == p.low[last]):
        office = _office_before(p, k) or _office_after(p, k)
        if office is not None:
            return Actor(span, _code(p, office), is_state=False)
    sure = kind in _OF_STATES and last > first
    return Actor(span, None, is_state=False) if sure else None


def _office_before(p: Passage, k: int) -> Phrase | None:
    """Return the phrase that gives a name its office: `Albanian Prime Minister Edi Rama`."""
    first = phrase_start(p, k)
    words = p.low[first:k]
    return (first, k) if not AUTHORITY_WORDS.isdisjoint(words) else None


def _office_after(p: Passage, k: int) -> Phrase | None:
    """Return the apposition that does: `Edi Rama, the prime minister of Albania,`."""
    end = p.sentence_of(k).last
    if k + 1 > end or "," not in p.gap(k + 1) or not p.tokens.is_capital(k):
        return None
    last = noun_run(p, k + 1, min(end, k + _APPOSED))
    words = p.low[k + 1 : last + 1]
    return (k + 1, last) if not AUTHORITY_WORDS.isdisjoint(words) else None


def _code(p: Passage, phrase: Phrase) -> str | None:
    """Return the country a phrase with an office tells."""
    words = range(phrase[0], phrase[1] + 1)
    codes = [c for k in words if (c := state_code(p.low[k])) is not None]
    return codes[0] if codes else None
