"""Incidents a text names with a noun: `the 1982 bombing of …`, `an attempt to kidnap …`."""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.report.acts.subjects import is_date
from ostraka.report.grammar.nouns import describes_next, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import looks_finite
from ostraka.report.grammar.words import (
    AUXILIARIES,
    BE,
    DEMONSTRATIVES,
    DETERMINERS,
    FUTURE,
    INDEFINITE,
    POSSESSIVES,
    POSSIBLE,
    RELATIVES,
    WEEKDAYS,
    word_set,
)
from ostraka.report.incidents.kinds import (
    ATTACK,
    MODIFIED,
    NOUNS,
    ONLY_MODIFIED,
    PLANS,
    PLOT,
    TAKING,
    TRIED,
    VERBS,
)
from ostraka.report.incidents.telling import MANY, NAMED, NEW, TAKEN_UP, Telling

_AFTER_HOSTAGE = word_set("crisis taking situation drama")
#: What an attack is called after that has no place of its own in a text.
_FIGURATIVE = word_set("heart panic angina verbal personal ad under")
#: Verbs with a crime behind them that nobody is told to have suffered.
_CHARGING = word_set(
    "convicted charged accused guilty suspected acquitted sentenced jailed tried wanted"
)
_AIMING = word_set("of on against at in near outside")
#: What stands before an incident that may come or is only spoken of.
_FEARING = word_set(
    "could may might would can if warn warns warned warning threat threats risk risks fear",
    "fears feared possible potential future deter denied denies",
)
_FEAR_REACH = 5
#: What an incident is counted by: "a series of bombings".
_MEASURES = word_set("act acts series string wave spate campaign")
_PLURALS = frozenset(n for n in NOUNS if f"{n.removesuffix('s')}" in NOUNS and n.endswith("s"))  # fmt: skip
_WEEKDAYS = [[day] for day in WEEKDAYS]
_BEFORE_VERBS = AUXILIARIES | {"they", "who", "to", "it", "not"}
_MOST = word_set("worst most")
_NAMING = (["of"], ["in"], ["on"], ["at"], ["against"])
#: Their incidents were told before.
_KNOWN = DEMONSTRATIVES | POSSESSIVES | {"both", "all", "each"}


def by_nouns(p: Passage) -> Iterator[Telling]:
    """Yield the incidents a text names with a noun."""
    for i, word in enumerate(p.low):
        if word not in NOUNS or (p.in_quotes(p.tokens.starts[i]) and _is_title(p, i)):
            continue
        head = _head(p, i)
        if head is None:
            continue
        first = _with_day(p, phrase_start(p, head))
        if _is_general(p, first, head) or _is_feared(p, first, head):
            continue
        if p.low[first - 1] == "of" and p.low[first - 2] in _MEASURES:
            first = phrase_start(p, first - 2)  # "an act of sabotage"
        if p.low[i - 1] == "at" and p.low[i - 2] in TRIED:
            head, first = i - 2, phrase_start(p, i - 2)  # "attempts at arson"
        if p.low[first] == "of" or _is_verb(p, i, first) or _is_charge(p, first):
            continue
        kind = _kind(p, i, first, head)
        if kind is not None:
            yield from _told(p, kind, first, head)


def _head(p: Passage, i: int) -> int | None:
    """Return the head of the phrase that names an incident, or None if none does."""
    after = p.low[i + 1] if i + 1 < len(p.low) else ""
    if p.low[i] == "hostage":
        return i + 1 if after in _AFTER_HOSTAGE else None
    if after in TRIED and p.joined(i + 1):
        return i + 1  # "an assassination attempt"
    if describes_next(p, i) or p.low[i - 1] in _FIGURATIVE:
        return None
    return i


def _kind(p: Passage, i: int, first: int, head: int) -> str | None:
    """Return the kind a noun tells with the words before it, or None if it tells none."""
    kind = NOUNS[p.low[i]]
    if kind == TAKING and p.low[head + 1 : head + 2] != ["of"]:
        return None
    described = [MODIFIED[w] for w in p.low[first:head] if w in MODIFIED]
    if p.low[i] in ONLY_MODIFIED and not described:
        return None
    if kind != ATTACK:
        return kind
    return described[-1] if described else kind


def _told(p: Passage, kind: str, first: int, head: int) -> Iterator[Telling]:
    manner = _manner(p, first, head)
    yield Telling(kind, head, first, manner)
    if manner == NAMED and p.low[head + 1 : head + 2] == ["of"]:
        yield from _further_ones(p, kind, head)


def _is_general(p: Passage, first: int, head: int) -> bool:
    """Tell whether a bare noun names no certain incident: `has outsourced murder`."""
    if first != head or p.tokens.is_capital(head):
        return False
    if "," in p.gap(head) and p.low[head].endswith("ing"):
        return True  # "…, killing at least two people"
    after = p.low[head + 1] if head + 1 < len(p.low) else ""
    aimed = after in _AIMING and p.joined(head + 1)
    return not (aimed or p.low[head].endswith("s"))


def _with_day(p: Passage, first: int) -> int:
    """Return where a phrase starts with its day: `The April 18, 1983, embassy bombing`."""
    k = first
    while k > 0 and is_date(p, k - 1) and ("," in p.gap(k) or k < first):
        k -= 1
    if k < first and k > 0 and p.low[k - 1] == "the" and p.joined(k):
        return k - 1
    return first


def _is_feared(p: Passage, first: int, head: int) -> bool:
    """Tell whether an incident is only feared or possible: `warned of an attack`."""
    for k in range(head + 1, p.sentence_of(head).last):
        if p.low[k] in FUTURE | POSSIBLE and not p.tokens.is_capital(k):
            return True  # "an attack could …"
        if "," in p.gap(k) or p.low[k] in RELATIVES or looks_finite(p, k):
            break
    lowest = max(p.sentence_of(first).first, first - _FEAR_REACH)
    for k in range(first - 1, lowest - 1, -1):
        if p.low[k] in _FEARING and not p.tokens.is_capital(k):
            return True
        if "," in p.gap(k) or p.parted(k) or p.low[k] in {"who", "which", "and"}:
            return False
    return False


def _further_ones(p: Passage, kind: str, head: int) -> Iterator[Telling]:
    """Yield the second of `the murder of A in 1991 and of B in 1993`."""
    for k in range(head + 2, p.sentence_of(head).last - 1):
        if looks_finite(p, k) or p.parted(k):
            return
        if p.low[k : k + 2] == ["and", "of"] and p.tokens.is_capital(k + 2):
            yield Telling(kind, k, k + 1, NAMED)


def by_plans(p: Passage) -> Iterator[Telling]:
    """Yield `an attempt to kidnap …`: what is meant to be done stands behind it."""
    for i, word in enumerate(p.low[:-2]):
        meant = VERBS.get(p.low[i + 2]) if p.low[i + 1] == "to" else None
        first = phrase_start(p, i)
        if word in TRIED and _is_on_life(p, i):
            yield Telling("assassination", i, first, _manner(p, first, i))
            continue
        plan = word in PLANS and word not in NOUNS and meant is not None
        if plan and p.low[first] in INDEFINITE | {"the"} and not _is_verb(p, i, first):
            yield Telling(PLOT, i, first, _manner(p, first, i))


def _is_on_life(p: Passage, i: int) -> bool:
    """Tell whether an attempt is one `on the life of …`, `on his life`."""
    after = p.low[i + 1 : i + 4]
    return after[:1] == ["on"] and not {"life", "lives"}.isdisjoint(after)


def _is_charge(p: Passage, first: int) -> bool:
    """Tell whether a bare noun only says of what somebody is accused."""
    before = p.low[max(0, first - 4) : first]
    return (
        bool(before)
        and before[-1] in {"of", "with", "for"}
        and not _CHARGING.isdisjoint(before)
        and p.low[first] not in DETERMINERS
    )


def _is_title(p: Passage, i: int) -> bool:
    return p.tokens.is_capital(i)


def _is_verb(p: Passage, i: int, first: int) -> bool:
    """Tell whether `attacks`, `plots` is a verb: its subject stands right before it."""
    if first != i or i == 0 or not p.joined(i):
        return False
    before = p.low[i - 1]
    return p.tokens.is_capital(i - 1) or before in _BEFORE_VERBS


def _manner(p: Passage, first: int, head: int) -> str:
    word, own = p.low[first], range(first, head)
    if word in _KNOWN or (word == "the" and _is_superlative(p, first, head)):
        return TAKEN_UP
    least = p.low[first : first + 2] == ["at", "least"]
    if word in INDEFINITE or word[:1].isdigit() or least:
        several = p.low[head].endswith("s") and word not in {"a", "an", "another"}
        return MANY if several else NEW
    proper = any(p.tokens.is_capital(k) and k > first for k in own)
    dated = any(is_date(p, k) for k in own)
    if word == "the" or proper or dated:
        of = p.low[head + 1 : head + 2] in _NAMING and p.joined(head + 1)
        of = of and p.low[head + 2 : head + 3] not in _WEEKDAYS
        return NAMED if dated or proper or of else TAKEN_UP
    aimed = head + 1 < len(p.low) and p.low[head + 1] in _AIMING
    if p.low[head] in _PLURALS and word not in DETERMINERS and not aimed:
        return MANY  # "involved in murders and extortion": no certain ones
    return NEW


def _is_superlative(p: Passage, first: int, head: int) -> bool:
    """Tell whether a phrase only ranks an incident: `it was the deadliest attack on …`."""
    own = p.low[first + 1 : head]
    most = any((w.endswith("est") and len(w) > 5) or w in _MOST for w in own)
    predicate = first > 0 and p.low[first - 1] in BE
    return most or (predicate and "first" in own)
