"""From weighed pairs to judgements: what is sure is judged, what is not is asked.

Numbers that lists state for one another decide first, then the surest evidence.  What
people have judged stands, and nothing is united that one list keeps apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ostraka.record.canonical import APART, RESOLVER, Answer, Judgement
from ostraka.resolve.name_table import NameTable
from ostraka.resolve.pairs import Pair
from ostraka.resolve.records import Records
from ostraka.resolve.stated import Number
from ostraka.resolve.uniting import Uniting
from ostraka.resolve.weighing import Weighed
from ostraka.resolve.weights import (
    ASKED,
    Flags,
    explain,
    in_words,
    is_sure,
    listed_twice,
)
from ostraka.screen.match import Feature

#: Lists that copy others: their ids are named last, so that they stand for no party.
COPIES = frozenset({"us_csl"})
#: Lists that other authorities put into force: a resolution of the Security Council
#: binds all members (Charter of the United Nations, Article 25).
SOURCES = frozenset({"un_sc"})
#: Begins the evidence of what a stated number decided.
_BY_NUMBER = "both have"
#: Why a sure pair is asked all the same.
_LISTED_TWICE = "one list has both, under one programme"
_TAKEN_BACK = "a judgement on the two was taken back"
_NUMBER_ONLY = "a number is stated for both, and their names do not agree"


@dataclass(frozen=True, slots=True)
class Question:
    """Two records a person is asked about.

    Attributes:
        left: Id of one record.
        right: Id of the other.
        bits: The evidence that they are one party.
        reason: Why it is not decided, or "" where the evidence alone is not enough.
        explanation: The evidence, the names first.
    """

    left: str
    right: str
    bits: float
    reason: str
    explanation: tuple[Feature, ...]


@dataclass(slots=True)
class Decided:
    """What came of some pairs.

    Attributes:
        judgements: New judgements of the resolver, in the order they are to be made.
        questions: What a person is asked, the surest first.
    """

    judgements: list[Judgement] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known before.

    Attributes:
        judged: The judgement in force by pair of ids.
        members: Ids of the party of each id, where a party has several.
        at: The moment the new judgements are made, ISO 8601 UTC.
    """

    judged: Mapping[tuple[str, str], Judgement]
    members: Mapping[str, Collection[str]]
    at: str


def decide(
    records: Records,
    table: NameTable,
    weighed: Weighed,
    stated: Mapping[Number, Sequence[int]],
    known: Known,
) -> Decided:
    """Decide pairs of records.

    Args:
        records: The records.
        table: Their names.
        weighed: The pairs worth a word.
        stated: Records by the numbers that lists state for them.
        known: Judgements made before.
    """
    return _Deciding(records, table, weighed, known).run(stated)


def to_weigh_again(records: Records, fresh: Flags, known: Known) -> Iterator[Pair]:
    """Yield the pairs the resolver judged the same of which a record has changed."""
    for judgement in known.judged.values():
        if _rests_on_evidence(judgement):
            for pair in _pairs_of(records, judgement):
                if fresh[pair[0]] or fresh[pair[1]]:
                    yield pair


def _rests_on_evidence(judgement: Judgement) -> bool:
    """Tell whether the resolver judged two the same, and by no stated number."""
    by_itself = judgement.answer is Answer.SAME and not judgement.by_person
    return by_itself and not judgement.evidence.startswith(_BY_NUMBER)


def outdated(records: Records, weighed: Weighed, known: Known) -> Iterator[Judgement]:
    """Yield what takes back the resolver's judgements on records that now contradict.

    What a number decided stands.
    """
    evidence = "values of the two now contradict each other"
    found = [
        (pair, old)
        for old in known.judged.values()
        if _rests_on_evidence(old)
        for pair in _pairs_of(records, old)
        if pair in weighed.contradicting
    ]
    for _, old in sorted(found, key=lambda item: item[0]):
        yield replace(old, answer=Answer.WITHDRAWN, at=known.at, evidence=evidence)


class _Deciding:
    """One run over the pairs."""

    def __init__(
        self,
        records: Records,
        table: NameTable,
        weighed: Weighed,
        known: Known,
    ) -> None:
        self.records = records
        self.table = table
        self.weighed = weighed
        self.known = known
        self.found = Decided()
        self.asked: dict[Pair, Question] = {}
        self.done: set[Pair] = set()
        self.pairs = list(
            zip(weighed.left.tolist(), weighed.right.tolist(), strict=True)
        )
        self.place = {pair: place for place, pair in enumerate(self.pairs)}
        self.twice = listed_twice(weighed.figures, weighed.bits, weighed.persons)
        self.uniting = Uniting(
            _lists(records),
            weighed.contradicting.and_also(
                [*self._kept_apart(), *map(_sorted, weighed.parts)]
            ),
            {self.pairs[place] for place in np.flatnonzero(self.twice).tolist()},
        )
        self._join_known()

    def run(self, stated: Mapping[Number, Sequence[int]]) -> Decided:
        """Decide by stated numbers, then by evidence, and collect what is left to ask."""
        self._judge_parts()
        for number, holders in stated.items():
            self._by_number(number, holders)
        sure = is_sure(self.weighed.figures, self.weighed.bits, self.weighed.persons)
        order = np.lexsort((-self.weighed.bits, ~self._of_source(), ~self.twice))
        for place in order.tolist():
            if self._is_open(self.pairs[place]):
                self._by_evidence(place, sure=bool(sure[place]))
        best = sorted(self.asked.items(), key=lambda item: -item[1].bits)
        self.found.questions = [
            question
            for (left, right), question in best
            if self.uniting.party(left) != self.uniting.party(right)
        ]
        return self.found

    def _of_source(self) -> Flags:
        """Tell which pairs have a record of the list that others put into force.

        Where a list has a party twice, as made and as taken over, the one taken over is
        found by its source.  So these pairs go first, and before them what one list has
        twice: else its two records draw others apart.
        """
        of_source = np.array(
            [not lists.isdisjoint(SOURCES) for lists in self.records.datasets],
            dtype=np.bool_,
        )
        found: Flags = of_source[self.weighed.left] | of_source[self.weighed.right]
        return found

    def _by_number(self, number: Number, holders: Sequence[int]) -> None:
        """Unite the records a number is stated for, where their names agree at all."""
        once = _of_lists_that_state_it_once(self.records, holders)
        first, *others = sorted(
            holders, key=lambda holder: (holder not in once, holder)
        )
        for other in others:
            pair = _sorted((first, other))
            if not self._is_open(pair):
                continue
            place = self.place.get(pair)
            evidence = f"{_BY_NUMBER} {number.scheme.upper()} number {number.value}"
            if self._judged(pair) is not None:
                reason = _TAKEN_BACK
            elif place is None or self.weighed.bits[place] < ASKED:
                reason = _NUMBER_ONLY
            elif other in once and first in once:
                reason = self.uniting.unite(first, other) or ""
            else:
                reason = "one list states the number for several records"
            if reason:
                self._ask(pair, reason)
            else:
                self._judge(pair, evidence)

    def _by_evidence(self, place: int, *, sure: bool) -> None:
        pair = self.pairs[place]
        reason = ""
        if self._judged(pair) is not None:
            reason = _TAKEN_BACK
        elif sure:
            reason = self.uniting.unite(*pair) or ""
            if not reason:
                self._judge(pair)
                return
        elif self.weighed.bits[place] < ASKED:
            reason = _LISTED_TWICE
        self._ask(pair, reason)

    def _judge(self, pair: Pair, evidence: str = "") -> None:
        words = in_words(self._explain(pair))
        self.done.add(pair)
        self._add(pair, Answer.SAME, f"{evidence}; {words}" if evidence else words)

    def _add(self, pair: Pair, answer: Answer, evidence: str) -> None:
        one, other = pair
        if answer is Answer.SAME and not self.records.datasets[one].isdisjoint(COPIES):
            one, other = other, one
        left, right = self.records.ids[one], self.records.ids[other]
        self.found.judgements.append(
            Judgement(left, right, answer, RESOLVER, self.known.at, evidence)
        )

    def _ask(self, pair: Pair, reason: str) -> None:
        """Ask about two parties once, by their surest pair."""
        parties = tuple(sorted(self.uniting.party(number) for number in pair))
        if pair not in self.place or (parties[0], parties[1]) in self.asked:
            return
        left, right = (self.records.ids[number] for number in pair)
        bits = float(self.weighed.bits[self.place[pair]])
        self.asked[parties[0], parties[1]] = Question(
            left, right, bits, reason, self._explain(pair)
        )

    def _explain(self, pair: Pair) -> tuple[Feature, ...]:
        place = self.place[pair]
        rows = self.weighed.names[place].tolist()
        names = None
        if min(rows) >= 0:
            names = (self.table.shown[rows[0]], self.table.shown[rows[1]])
        persons = bool(self.weighed.persons[place])
        return explain(self.weighed.figures[place], names, persons=persons)

    def _is_open(self, pair: Pair) -> bool:
        """Tell whether two records are still to be judged; those of one id are not."""
        if pair in self.done:
            return False
        judgement = self._judged(pair)
        taken_back = judgement is None or judgement.answer is Answer.WITHDRAWN
        left, right = (self.records.ids[number] for number in pair)
        return taken_back and left != right

    def _judged(self, pair: Pair) -> Judgement | None:
        left, right = sorted(self.records.ids[number] for number in pair)
        return self.known.judged.get((left, right))

    def _kept_apart(self) -> Iterator[Pair]:
        """Yield the pairs of records that were judged to be two parties."""
        for judgement in self.known.judged.values():
            if judgement.answer in APART:
                yield from _pairs_of(self.records, judgement)

    def _judge_parts(self) -> None:
        """Judge which are parts of another: links, and no reason to unite."""
        for pair in sorted(self.weighed.parts):
            if self._is_open(pair):
                part, whole = (self.records[number] for number in pair)
                evidence = f"“{part.names[0][1]}” names a part of “{whole.caption}”"
                self._add(pair, Answer.PART_OF, evidence)

    def _join_known(self) -> None:
        """Unite what is one already: by id, or by judgements."""
        for number, name in enumerate(self.records.ids):
            if number == self.records.with_id(name)[0]:
                for member in self.known.members.get(name, (name,)):
                    for other in self.records.with_id(member):
                        self.uniting.join(number, other)


def _sorted(pair: Pair) -> Pair:
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def _pairs_of(records: Records, judgement: Judgement) -> Iterator[Pair]:
    """Yield the pairs of records that a judgement is on: an id may be on two lists."""
    for one in records.with_id(judgement.left):
        for other in records.with_id(judgement.right):
            yield _sorted((one, other))


def _lists(records: Records) -> list[int]:
    """Return a number for the list of each record; -1 if it is on none or on several."""
    known: dict[str, int] = {}
    return [
        known.setdefault(next(iter(lists)), len(known)) if len(lists) == 1 else -1
        for lists in records.datasets
    ]


def _of_lists_that_state_it_once(records: Records, holders: Sequence[int]) -> set[int]:
    """Return the holders of a number whose list gives it to no other record."""
    by_list: dict[frozenset[str], list[int]] = defaultdict(list)
    for holder in holders:
        by_list[records.datasets[holder]].append(holder)
    return {held[0] for held in by_list.values() if len(held) == 1}
