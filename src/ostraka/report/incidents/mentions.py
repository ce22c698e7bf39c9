"""Where a text speaks of incidents: the word, and whether it tells one or takes one up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ostraka.report.acts.subjects import is_date
from ostraka.report.grammar.clauses import clause_end, clause_start
from ostraka.report.grammar.nouns import describes_next, phrase_start
from ostraka.report.grammar.passage import Passage
from ostraka.report.grammar.verbs import (
    DONE,
    MEANT,
    VerbGroup,
    find_verbs,
    looks_finite,
)
from ostraka.report.grammar.words import (
    AUXILIARIES,
    BE,
    DEMONSTRATIVES,
    DETERMINERS,
    FUTURE,
    INDEFINITE,
    POSSESSIVES,
    POSSIBLE,
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
    SUICIDE,
    TAKING,
    TRIED,
    TURNING,
    VERBS,
    kind_of_verb,
    turn_of,
)

#: How a mention speaks of an incident.
NEW, NAMED, TAKEN_UP, MANY = "new", "named", "taken up", "many"
_PLANNING = word_set(
    "plan planned planning plans plot plotted plotting intended prepared preparing sought",
    "attempted attempts tried trying conspired conspiring wanted",
)
_AFTER_HOSTAGE = word_set("crisis taking situation drama")
#: What an attack is called after that has no place of its own in a text.
_FIGURATIVE = word_set("heart panic angina verbal personal ad under")
#: Verbs with a crime behind them that nobody is told to have suffered.
_CHARGING = word_set(
    "convicted charged accused guilty suspected acquitted sentenced jailed tried wanted"
)
_TOLD = frozenset(NOUNS) | PLANS
_AIMING = word_set("of on against at in near outside")
#: What stands before an incident that may come or is only spoken of.
_FEARING = word_set(
    "could may might would can if warn warns warned warning threat threats risk risks fear",
    "fears feared possible potential future deter denied denies",
)
_FEAR_REACH = 5
#: What an incident is counted by: "a series of bombings".
_MEASURES = word_set("act acts series string wave spate campaign")
#: Nobody tells an incident who says that the police did it to these.
_SUSPECTS = word_set("suspect suspects gunman gunmen attacker attackers assailant assailants bomber")
_POLICE = word_set("police officers investigators prosecutors detectives authorities")
_PLURALS = frozenset(n for n in NOUNS if f"{n.removesuffix('s')}" in NOUNS and n.endswith("s"))  # fmt: skip
_WEEKDAYS = [[day] for day in WEEKDAYS]
_OBJECT_REACH = 6
#: What a vehicle is that explodes: "a truck packed with explosives".
_LOADED = word_set("packed laden loaded rigged explosives-packed explosives-laden")
_SELVES = word_set("himself herself itself themselves")
_BEFORE_VERBS = AUXILIARIES | {"they", "who", "to", "it", "not"}


@dataclass(frozen=True, slots=True)
class Telling:
    """One word of a text that speaks of an incident.

    Attributes:
        kind: Kind of incident.
        head: Number of the word.
        first: Number of the first word of its phrase, or of its clause for a verb.
        manner: `NEW` (`a plot`), `NAMED` (`the 1982 bombing of …`), `TAKEN_UP` (`these
            attacks`), or `MANY` (`two attacks`, told one by one afterwards).
        verb: The verb, if it is one.
    """

    kind: str
    head: int
    first: int
    manner: str
    verb: VerbGroup | None = None


def find_tellings(p: Passage) -> list[Telling]:
    """Return the words of a text that speak of incidents, in reading order."""
    found = [*_by_nouns(p), *_by_plans(p), *_by_verbs(p), *_by_turns(p)]
    return sorted(found, key=lambda telling: telling.head)


def _by_nouns(p: Passage) -> Iterator[Telling]:
    for i, word in enumerate(p.low):
        kind = NOUNS.get(word)
        if kind is None or (p.in_quotes(p.tokens.starts[i]) and _is_title(p, i)):
            continue
        head = i
        if word == "hostage":
            if p.low[i + 1 : i + 2] and p.low[i + 1] in _AFTER_HOSTAGE:
                head = i + 1
            else:
                continue
        elif p.low[i + 1 : i + 2] and p.low[i + 1] in TRIED and p.joined(i + 1):
            head = i + 1  # "an assassination attempt"
        elif describes_next(p, i) or p.low[i - 1] in _FIGURATIVE:
            continue
        first = phrase_start(p, head)
        first = _with_day(p, first)
        if _is_general(p, first, head) or _is_feared(p, first, head):
            continue
        if first > 1 and p.low[first - 1] == "of" and p.low[first - 2] in _MEASURES:
            first = phrase_start(p, first - 2)  # "an act of sabotage"
        if p.low[i - 1] == "at" and p.low[i - 2] in TRIED:
            head, first = i - 2, phrase_start(p, i - 2)  # "attempts at arson"
        if p.low[first] == "of" or _is_verb(p, i, first) or _is_charge(p, first):
            continue
        if kind == TAKING and p.low[head + 1 : head + 2] != ["of"]:
            continue
        if kind == ATTACK:
            described = [MODIFIED[w] for w in p.low[first:head] if w in MODIFIED]
            if word in ONLY_MODIFIED and not described:
                continue
            kind = described[-1] if described else kind
        manner = _manner(p, first, head)
        yield Telling(kind, head, first, manner)
        if manner == NAMED and p.low[head + 1 : head + 2] == ["of"]:
            yield from _further_ones(p, kind, head)


def _is_general(p: Passage, first: int, head: int) -> bool:
    """Tell whether a bare noun names no certain incident: `has outsourced murder`."""
    if first != head or p.tokens.is_capital(head) or head + 1 >= len(p.low):
        return False
    if "," in p.gap(head) and p.low[head].endswith("ing"):
        return True  # "…, killing at least two people"
    aimed = p.low[head + 1] in _AIMING and p.joined(head + 1)
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
    if not (FUTURE | POSSIBLE).isdisjoint(p.low[head + 1 : head + 2]):
        return True  # "an attack could …"
    lowest = max(p.sentence_of(first).first, first - _FEAR_REACH)
    for k in range(first - 1, lowest - 1, -1):
        if p.low[k] in _FEARING:
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


def _by_plans(p: Passage) -> Iterator[Telling]:
    """Yield `an attempt to kidnap …`: what is meant to be done stands behind it."""
    for i, word in enumerate(p.low[:-2]):
        meant = VERBS.get(p.low[i + 2]) if p.low[i + 1] == "to" else None
        if word in PLANS and word not in NOUNS and meant is not None:
            first = phrase_start(p, i)
            if p.low[first] in INDEFINITE | {"the"} and not _is_verb(p, i, first):
                yield Telling(PLOT, i, first, _manner(p, first, i))


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
    word = p.low[first]
    own = range(first, head)
    if word in DEMONSTRATIVES | POSSESSIVES:
        return TAKEN_UP
    if word in {"both", "all", "each"}:
        return TAKEN_UP
    if (
        word in INDEFINITE
        or word[:1].isdigit()
        or p.low[first : first + 2] == ["at", "least"]
    ):
        several = p.low[head].endswith("s") and word not in {"a", "an", "another"}
        return MANY if several else NEW
    proper = any(p.tokens.is_capital(k) and k > first for k in own)
    dated = any(is_date(p, k) for k in own)
    if word == "the" and _is_superlative(p, first, head):
        return TAKEN_UP  # "it was the deadliest attack on …"
    if word == "the" or proper or dated:
        of = p.low[head + 1 : head + 2] in (["of"], ["in"], ["on"], ["at"], ["against"])
        of = of and p.low[head + 2 : head + 3] not in _WEEKDAYS and p.joined(head + 1)
        return NAMED if dated or proper or of else TAKEN_UP
    aimed = p.low[head + 1 : head + 2] and p.low[head + 1] in _AIMING
    if p.low[head] in _PLURALS and word not in DETERMINERS and not aimed:
        return MANY  # "involved in murders and extortion": no certain ones
    return NEW


def _is_superlative(p: Passage, first: int, head: int) -> bool:
    own = p.low[first + 1 : head]
    most = any(w.endswith("est") and len(w) > 5 or w in {"worst", "most"} for w in own)
    predicate = first > 0 and p.low[first - 1] in BE
    return most or (predicate and "first" in own)


def _by_verbs(p: Passage) -> Iterator[Telling]:
    for verb in find_verbs(p, VERBS):
        if p.low[verb.head] in NOUNS and not _takes_object(p, verb):
            continue
        if _is_policing(p, verb):
            continue
        kind = kind_of_verb(verb.lemma)
        helpers = set(p.low[verb.first : verb.head])
        if verb.first and p.low[verb.first - 1] in _TOLD and verb.mood != DONE:
            continue  # "a plot to kill" is told by the noun
        if p.low[verb.first] in _TOLD and p.low[max(0, verb.first - 1)] in DETERMINERS:
            continue  # so is "a plan to kill", though "plan to" helps a verb elsewhere
        planned = verb.mood == MEANT and helpers & _PLANNING
        before = p.low[verb.first - 1] if verb.first else ""
        if verb.mood != DONE and not planned and before not in _PLANNING:
            continue
        if kind in {ATTACK, "killing"} and not SUICIDE.isdisjoint(
            p.low[clause_start(p, verb) : verb.head]
        ):
            kind = "bombing"
        if verb.lemma == "shoot" and p.low[verb.head + 1 : verb.head + 2] == ["down"]:
            kind = ATTACK
        start = clause_start(p, verb)
        loaded = not _LOADED.isdisjoint(p.low[start : verb.first])
        if verb.lemma == "blow" and _is_destroyed(p, verb):
            kind = "bombing"
        if kind in {"explosion", "killing"} and loaded:
            kind = "bombing"
        if planned or verb.mood != DONE:
            kind = PLOT
        yield Telling(kind, verb.head, min(start, verb.first), NEW, verb)


def _is_policing(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether the police search something, or stop whoever attacked."""
    after = p.low[verb.head + 1 : verb.head + 5]
    before = p.low[max(p.sentence_of(verb.head).first, verb.first - 3) : verb.first]
    if verb.lemma == "raid":
        return not _POLICE.isdisjoint(before) or not _POLICE.isdisjoint(after)
    return not (_POLICE.isdisjoint(before) or _SUSPECTS.isdisjoint(after))


def _takes_object(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether `attacks`, `plots` is a verb: it has an object or plans something."""
    after = p.low[verb.head + 1 : verb.head + 2]
    return p.joined(verb.head + 1) and (
        after[0] in DETERMINERS | {"to"} or p.tokens.is_capital(verb.head + 1)
    )


def _is_destroyed(p: Passage, verb: VerbGroup) -> bool:
    """Tell whether somebody blew something up, and it did not blow up by itself."""
    after = p.low[verb.head + 1 : verb.head + 3]
    if after[:1] == ["up"]:
        return verb.passive or (len(after) > 1 and after[1] in DETERMINERS | _SELVES)
    return len(after) > 1 and after[0] in _SELVES


def _by_turns(p: Passage) -> Iterator[Telling]:
    """Yield incidents told with a turn of phrase: `set fire to`, `brought down`."""
    for verb in find_verbs(p, TURNING):
        planned = verb.mood == MEANT and not _PLANNING.isdisjoint(
            p.low[verb.first : verb.head]
        )
        if verb.mood != DONE and not planned:
            continue
        start, end = clause_start(p, verb), clause_end(p, verb)
        behind = p.low[verb.head + 1 : min(end, verb.head + _OBJECT_REACH) + 1]
        kind = turn_of(verb.lemma, behind, p.low[start : verb.head])
        if kind is not None:
            first = min(start, verb.first)
            yield Telling(PLOT if planned else kind, verb.head, first, NEW, verb)
