"""Measures told by their name: `the expulsion of two diplomats by Peru`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ostraka.report.acts.frames import (
    ASSET_FREEZE,
    ASSETS,
    BAN,
    CLOSURE,
    DELISTING,
    EMBARGO,
    ENVOYS,
    EXPULSION,
    LIFTING,
    LISTS,
    PREMISES,
    RECALL,
    RELATED,
    RELATIONS,
    RESTRICTIONS,
    SANCTIONS,
    SUMMONS,
    TERROR,
    TERROR_LISTING,
    VERBS,
    frame_of,
)
from ostraka.report.acts.model import Act
from ostraka.report.acts.standing import keeper_of_list
from ostraka.report.acts.subjects import (
    agents_of,
    is_date,
    listed_phrases,
    span_of,
    subjects_of,
)
from ostraka.report.grammar.clauses import clause_start
from ostraka.report.grammar.nouns import phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import DONE, VerbGroup, looks_finite
from ostraka.report.grammar.words import (
    FUTURE,
    NEGATIONS,
    OBLIGING,
    POSSIBLE,
    RELATIVES,
    is_adverb,
    table_of,
    word_set,
)
from ostraka.report.states import Actor, actor_at, state_code

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Name:
    """What a measure is called.

    Attributes:
        kind: Its kind.
        needs: Words one of which stands behind it, or none.
        lemma: The verb it is made from.
    """

    kind: str
    needs: frozenset[str]
    lemma: str


_ANY: frozenset[str] = frozenset()
#: Noun → what it tells; the first whose words stand behind it counts.
_NAMES: dict[str, tuple[Name, ...]] = {
    "expulsion": (Name(EXPULSION, _ANY, "expel"),),
    "expulsions": (Name(EXPULSION, _ANY, "expel"),),
    "deportation": (Name(EXPULSION, _ANY, "deport"),),
    "recall": (Name(RECALL, ENVOYS, "recall"),),
    "withdrawal": (Name(RECALL, ENVOYS, "withdraw"),),
    "summoning": (Name(SUMMONS, ENVOYS, "summon"),),
    "designation": (Name(TERROR_LISTING, TERROR, "designate"), Name(SANCTIONS, _ANY, "designate")),
    "listing": (Name(TERROR_LISTING, TERROR, "list"), Name(SANCTIONS, _ANY, "list")),
    "blacklisting": (Name(TERROR_LISTING, TERROR, "blacklist"), Name(SANCTIONS, _ANY, "blacklist")),
    "proscription": (Name(TERROR_LISTING, _ANY, "proscribe"),),
    "placing": (Name(TERROR_LISTING, TERROR, "place"), Name(SANCTIONS, LISTS, "place")),
    "placement": (Name(TERROR_LISTING, TERROR, "place"), Name(SANCTIONS, LISTS, "place")),
    "inclusion": (Name(TERROR_LISTING, TERROR, "include"), Name(SANCTIONS, LISTS, "include")),
    "addition": (Name(TERROR_LISTING, TERROR, "add"), Name(SANCTIONS, LISTS, "add")),
    "removal": (Name(DELISTING, LISTS, "remove"), Name(LIFTING, RESTRICTIONS, "remove")),
    "delisting": (Name(DELISTING, _ANY, "delist"),),
    "freezing": (Name(ASSET_FREEZE, ASSETS, "freeze"),),
    "closure": (Name(CLOSURE, PREMISES, "close"),),
    "closing": (Name(CLOSURE, PREMISES, "close"),),
    "severing": (Name(RELATIONS, RELATED, "sever"),),
    "severance": (Name(RELATIONS, RELATED, "sever"),),
    "suspension": (Name(RELATIONS, RELATED, "suspend"),),
    "rupture": (Name(RELATIONS, RELATED, "sever"),),
    "imposition": (Name(SANCTIONS, RESTRICTIONS, "impose"),),
    "lifting": (Name(LIFTING, RESTRICTIONS, "lift"),),
    "ban": (Name(EMBARGO, word_set("export exports import imports flights sale sales"), "ban"), Name(BAN, _ANY, "ban")),
    "outlawing": (Name(BAN, _ANY, "outlaw"),),
}  # fmt: skip
#: What makes of a measure's name what somebody wants, fears or may do.
_ONLY_WANTED = word_set(
    "call calls called calling demand demands demanded demanding urge urges urged urging want",
    "wants wanted propose proposes proposed proposal favour favours favoured support supports",
    "supported oppose opposes opposed consider considers considered considering threaten",
    "threatens threatened threat debate discuss discussed discussing seek seeks sought seeking",
    "possible potential future planned recommend recommends recommended recommending need needs",
    "without avoid prevent if request requested ask asked asks asking campaign campaigned",
    "rejected reject rejects appeal appealed appeals unless whether refused consequences",
    "push pushed pushing press pressed pressing lobby lobbied lobbying vote voted argued case",
)
_DECISIONS = word_set("decision move order")
#: What an authority does to a measure that is told by its name.
_APPROVING = table_of(
    word_set("approve enact announce adopt authorise authorize endorse")
)
_REACH = 8
_OF = word_set("of on against")


def nominal(p: Passage, told: Sequence[Act]) -> Iterator[Act]:
    """Yield measures told by their name, where the text does not tell them with a verb.

    Args:
        p: The text.
        told: The measures it tells otherwise.
    """
    found = list(told)
    for i, word in enumerate(p.low[:-2]):
        if word not in _NAMES or p.low[i + 1] not in _OF or not p.joined(i + 1):
            continue
        if p.in_quotes(p.tokens.starts[i]):
            continue
        act = _named(p, i, _NAMES[word])
        if act is not None and not is_known(p, act, found):
            found.append(act)
            yield act


def decided(p: Passage, told: Sequence[Act]) -> Iterator[Act]:
    """Yield `Peru's decision to expel two diplomats`, where no verb tells it.

    Args:
        p: The text.
        told: The measures the text tells otherwise.
    """
    found = list(told)
    for i, word in enumerate(p.low[:-3]):
        to = _after_day(p, i + 1)
        lemma, form = VERBS.get(p.low[to + 1], ("", ""))
        if word not in _DECISIONS or p.low[to] != "to" or form != "base":
            continue
        first, last = phrase_start(p, i), phrase_last(p, i)
        words = p.low[to + 2 : last + 1]
        frame = frame_of(lemma, words, words)
        verb = VerbGroup(to + 1, to + 1, lemma, DONE, passive=False)
        who = _imposer(p, first, VerbGroup(i, i, lemma, DONE, passive=False), i, "")
        if frame is None or who is None or is_only_wanted(p, first, last):
            continue
        targets = [span_of(p, f) for f in listed_phrases(p, to + 2, last)]
        act = Act(frame.kind, p.span(first, last), who, tuple(targets[:1]), verb)
        if not is_known(p, act, found):
            found.append(act)
            yield act


def _after_day(p: Passage, k: int) -> int:
    """Return where a phrase goes on behind its day: `its decision in May 2019 to …`."""
    end = k + (p.low[k] in {"in", "on", "of"})
    if end == k:
        return k
    while end + 2 < len(p.low) and is_date(p, end):
        end += 1
    return end


def _named(p: Passage, i: int, names: Sequence[Name]) -> Act | None:
    first, last = phrase_start(p, i), phrase_last(p, i)
    if is_only_wanted(p, first, last):
        return None
    behind = p.low[i + 1 : last + 1]
    name = next(
        (n for n in names if not n.needs or not n.needs.isdisjoint(behind)), None
    )
    if name is None:
        return None
    verb = VerbGroup(i, i, name.lemma, DONE, passive=True)
    who = _imposer(p, first, verb, last, name.kind)
    if who is None:
        return None
    targets = [span_of(p, f) for f in listed_phrases(p, i + 2, last)]
    approved = _approved(p, first)
    if approved is not None:
        first = clause_start(p, approved)
    return Act(name.kind, p.span(first, last), who, tuple(targets[:1]), verb)


def _approved(p: Passage, first: int) -> VerbGroup | None:
    """Return the verb that makes what stands behind it a measure: `approved the …`."""
    found = _APPROVING.get(p.low[first - 1]) if first > 1 else None
    if found is None:
        return None
    start, lowest = first - 1, p.sentence_of(first).first
    while start - 1 > lowest and is_adverb(p.low[start - 1]):
        start -= 1
    return VerbGroup(start, first - 1, found[0], DONE, passive=False)


def phrase_last(p: Passage, i: int) -> int:
    """Return the last word of what a measure's name or a participle opens."""
    end = p.sentence_of(i).last
    for k in range(i + 1, end + 1):
        dated = "," in p.gap(k) and not is_date(p, k)
        if dated or looks_finite(p, k) or p.parted(k) or p.low[k] in RELATIVES:
            return k - 1
    return end


def is_only_wanted(p: Passage, first: int, last: int) -> bool:
    """Tell whether a measure is called for, feared or denied, and not told as taken."""
    lowest = max(p.sentence_of(first).first, first - _REACH)
    before = range(first - 1, lowest - 1, -1)
    for k in before:
        modal = p.low[k] in FUTURE | POSSIBLE | OBLIGING and not p.tokens.is_capital(k)
        if modal or p.low[k] in _ONLY_WANTED | NEGATIONS:
            return True
        if p.parted(k):
            break
    after = p.low[last + 1 : last + 3]
    return not (FUTURE | POSSIBLE | OBLIGING | NEGATIONS).isdisjoint(after)


def _imposer(
    p: Passage, first: int, verb: VerbGroup, last: int, kind: str
) -> Actor | None:
    """Return who a measure's name says took it: `Peru's …`, `the US …`, `… by Peru`."""
    i = verb.head
    for k in range(i - 1, first - 1, -1):
        whose = p.is_possessive(k) or k == i - 1
        who = actor_at(p, (first, k)) if whose and p.tokens.is_capital(k) else None
        if who is None and whose and (code := state_code(p.low[k])):
            who = Actor(p.span(k, k), code, is_state=True)
        if who is not None:
            return who
    for phrase in agents_of(p, verb, last):
        who = actor_at(p, phrase)
        if who is not None:
            return who
    if kind == EXPULSION:
        return from_whom(p, i, last)
    approved = _approved(p, first)
    if approved is not None:
        actors = (actor_at(p, phrase) for phrase in subjects_of(p, approved))
        if (who := next((a for a in actors if a is not None), None)) is not None:
            return who
    return keeper_of_list(p, verb, last)


def from_whom(p: Passage, i: int, last: int) -> Actor | None:
    """Return the state somebody was expelled from."""
    for k in range(i + 1, last):
        if p.low[k] != "from":
            continue
        start = k + 1 + (p.low[k + 1] == "the")
        who = actor_at(p, (k + 1, min(start, last)))
        if who is not None and who.is_state:
            return who
    return None


def is_known(p: Passage, act: Act, told: Sequence[Act]) -> bool:
    """Tell whether a measure is told already: of its kind, by the same, in no other year.

    Args:
        p: The text.
        act: The measure.
        told: Those told before or elsewhere.
    """
    return any(_is_same(p, act, other) for other in told)


def _is_same(p: Passage, one: Act, other: Act) -> bool:
    alike = {one.kind, other.kind} <= {SANCTIONS, TERROR_LISTING, BAN}
    if one.kind != other.kind and not alike:
        return one.span.holds(other.span) or other.span.holds(one.span)
    by = [a.imposer.code for a in (one, other) if a.imposer is not None]
    codes = {code for code in by if code is not None}
    if len(codes) > 1:
        return False
    years = [set(_YEAR.findall(p.cut(a.span))) for a in (one, other)]
    return not (years[0] and years[1] and years[0].isdisjoint(years[1]))
