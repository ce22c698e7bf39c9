"""Which records are one party: a pure function of the judgements, and of nothing else.

The records people and the resolver called the same form a party; its canonical id is
the id that was first named so.  That order never changes, so an id once given always
leads to a party: after a merge to the older one, after a split to the part that holds
the record of that id.

A judgement that would unite what another judgement keeps apart is not followed.  It
stays in the table, and `Parties.set_aside` names it, so that a person can decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: Who the resolver's own judgements are made by; a person's always go before them.
RESOLVER = "ostraka"
#: Ids made to stand for a party and not for a record: Wikidata's and nomenklatura's.
_MADE_IDS = re.compile(r"(Q\d+)|NK-.+")


class Answer(StrEnum):
    """What was judged about two records."""

    SAME = "same"
    DIFFERENT = "different"
    PART_OF = "part of"
    UNSURE = "unsure"
    #: As if the two had never been judged: how a judgement is taken back.
    WITHDRAWN = "withdrawn"


#: Answers that keep two records apart; a part is not the whole.
APART = frozenset({Answer.DIFFERENT, Answer.PART_OF})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided about two records, when, and on what evidence.

    Attributes:
        left: Id of a record; for `part of`, of the part.
        right: Id of the other record; for `part of`, of the whole.
        answer: What was decided.
        by: Who decided; `RESOLVER` for the program.
        at: When, ISO 8601 UTC.
        evidence: In words, or the explanation the decision rested on.
        score: Ranking signal in [0, 1] at the time, or None.
        number: Place in the table; 0 before it stands there.
    """

    left: str
    right: str
    answer: Answer
    by: str
    at: str
    evidence: str = ""
    score: float | None = None
    number: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, whichever was named first."""
        return (
            (self.left, self.right)
            if self.left < self.right
            else (self.right, self.left)
        )

    @property
    def by_person(self) -> bool:
        """Tell whether a person decided."""
        return self.by != RESOLVER


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties some judgements make of the records they speak about.

    Attributes:
        canonical: Canonical id by id; ids no judgement names are their own.
        members: Ids of a party by canonical id, the canonical id first.
        set_aside: Judgements `same` that were not followed, since others keep the two
            records, or those already united with them, apart.
    """

    canonical: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    set_aside: tuple[Judgement, ...]


def in_force(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Return for each pair the judgement that counts: a person's last, else the last.

    Args:
        judgements: In the order they were made.

    Returns:
        By pair, in the order those that count were made.
    """
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        before = last.get(judgement.pair)
        if before is None or judgement.by_person or not before.by_person:
            last.pop(judgement.pair, None)
            last[judgement.pair] = judgement
    return last


def parties_of(judgements: Iterable[Judgement]) -> Parties:
    """Return the parties some judgements make.

    Args:
        judgements: In the order they were made.
    """
    table = list(judgements)
    first: dict[str, int] = {}
    # Named as the same first of all: being told apart makes no id stand for others.
    for judgement in sorted(table, key=lambda j: j.answer is not Answer.SAME):
        for name in (judgement.left, judgement.right):
            first.setdefault(name, len(first))
    union = _Union(first)
    counting = in_force(table).values()
    set_aside: list[Judgement] = []
    # What people say stands before the resolver counts at all.
    for by_person in (True, False):
        said = [j for j in counting if j.by_person is by_person]
        for judgement in said:
            if judgement.answer in APART:
                union.keep_apart(*judgement.pair)
        same = [j for j in said if j.answer is Answer.SAME]
        set_aside += [j for j in same if not union.unite(*j.pair)]
    return Parties(*union.parties(), tuple(set_aside))


@dataclass(slots=True)
class _Union:
    """Records united into parties, and parties that must stay apart."""

    first: Mapping[str, int]
    held: dict[str, list[str]] = field(default_factory=dict)
    party: dict[str, str] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.held = {name: [name] for name in self.first}
        self.party = {name: name for name in self.first}

    def keep_apart(self, left: str, right: str) -> None:
        """Note that two records are two parties, unless they are one already."""
        one, other = self.party[left], self.party[right]
        if one != other:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def unite(self, left: str, right: str) -> bool:
        """Unite two parties; False if they must stay apart."""
        one, other = self.party[left], self.party[right]
        if one == other:
            return True
        if other in self.apart[one]:
            return False
        if len(self.held[one]) < len(self.held[other]):
            one, other = other, one
        for name in self.held[other]:
            self.party[name] = one
        self.held[one] += self.held.pop(other)
        for enemy in self.apart.pop(other, ()):
            self.apart[enemy].discard(other)
            self.apart[enemy].add(one)
            self.apart[one].add(enemy)
        return True

    def parties(self) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Return canonical id by id, and the ids of each party."""
        canonical: dict[str, str] = {}
        members: dict[str, tuple[str, ...]] = {}
        for held in self.held.values():
            ordered = tuple(sorted(held, key=self._rank))
            members[ordered[0]] = ordered
            canonical.update(dict.fromkeys(ordered, ordered[0]))
        return canonical, members

    def _rank(self, name: str) -> tuple[int, int]:
        made = _MADE_IDS.fullmatch(name)
        return (0 if made and made[1] else 1 if made else 2), self.first[name]
