"""Cases put to the lists: the score of the right party, and whether it came first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from ostraka.index import Index
from ostraka.index.entry import Entry
from ostraka.screen import Match, Query, compare, search
from ostraka.selftest.cases import Case
from ostraka.selftest.classes import BY_NAME
from ostraka.text.fold import fold
from ostraka.text.script import scripts_in

#: Matches of an answer that are looked at.
MOST_MATCHES = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a case.

    Attributes:
        kind: Class of the change.
        tier: Its tier.
        expected: `hit`, `review` or `no hit`.
        dataset: The list of the party asked for.
        family: `person`, `body`, `vessel` …
        script: Script of the name asked, or `mixed`.
        party: Id of the party.
        name: The listed name.
        asked: The name asked.
        score: Best score of the party asked for, or of one of the same name; 0 below
            the least score looked at.
        first: Score of the first answer, whoever it is.
        first_party: The first answer's name, and its list.
        is_right: Whether the first answer is the party asked for, or of the same name.
    """

    kind: str
    tier: str
    expected: str
    dataset: str
    family: str
    script: str
    party: str
    name: str
    asked: str
    score: float
    first: float
    first_party: str
    is_right: bool

    def is_found(self, threshold: float) -> bool:
        """Tell whether the party is among the matches at a threshold."""
        return self.score >= threshold

    def is_wrong_first(self, threshold: float) -> bool:
        """Tell whether another party has a higher score, at or above a threshold."""
        return not self.is_right and self.first >= threshold and self.first > self.score


def ask(
    index: Index,
    cases: Iterable[Case],
    floor: float,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Answer]:
    """Put cases to the lists and yield what came of each.

    Args:
        index: The lists.
        cases: What is asked.
        floor: Least score looked at, below the threshold: what is just missed shows.
        progress: Called with the number of cases done, from time to time.
    """
    for number, case in enumerate(cases, start=1):
        entry = index.entry(case.party)
        yield (
            _held_back(case, entry)
            if case.asked.held_back
            else _asked(index, case, entry, floor)
        )
        if progress is not None and number % 100 == 0:
            progress(number)


def _asked(index: Index, case: Case, entry: Entry, floor: float) -> Answer:
    found = search(index, _query(case, entry), threshold=floor, limit=MOST_MATCHES)
    own = {entry.id, *entry.referents}
    keys = name_keys(entry, "name") | {_key(case.name)}
    if BY_NAME[case.kind].expected == "no hit":
        keys = frozenset()  # a namesake's alert is no fault of what was asked
    places = (n for n, match in enumerate(found) if _is_right(index, match, own, keys))
    place = next(places, None)
    return _answer(case, entry, found[place].score if place is not None else 0.0,
                   found[0] if found else None, is_right=place == 0)  # fmt: skip


def _is_right(
    index: Index, match: Match, own: AbstractSet[str], keys: frozenset[tuple[str, ...]]
) -> bool:
    """Tell whether a match is the party asked for, or has its name.

    Lists share parties, and a list may have one twice: a record that nobody has judged
    to be the same party can be told to be right only by its name.
    """
    if not own.isdisjoint({match.entity_id, *match.referents}):
        return True
    if not keys:
        return False
    records = index.parties_with_id(match.entity_id)
    return any(not keys.isdisjoint(name_keys(index.entry(n))) for n in records)


def name_keys(entry: Entry, kind: str | None = None) -> frozenset[tuple[str, ...]]:
    """Return the names of a party, weak aliases left out, whatever the order of words.

    Args:
        entry: The party.
        kind: Only names of this kind; all if None.
    """
    return frozenset(
        _key(known.value)
        for own, known in entry.names
        if own != "weakAlias" and kind in {None, own}
    )


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(fold(name).split()))


def _held_back(case: Case, entry: Entry) -> Answer:
    """Compare the name asked with the party's other names: no list has the name then."""
    asked, left_out = case.asked.name, _left_out(case)
    names: dict[str, list[str]] = {}
    for kind, known in entry.names:
        if not left_out(known.value):
            names.setdefault(kind, []).append(known.value)
    left = {"schema": entry.schema, "properties": {"name": [asked]}}
    right = {"schema": entry.schema, "properties": names}
    score = compare(left, right).score if names else 0.0
    return _answer(case, entry, score, None, is_right=True)


def _left_out(case: Case) -> Callable[[str], bool]:
    """Return what tells the names that are left out of the party's record."""
    if case.kind == "translit_cyrillic":
        return lambda name: "Cyrillic" in scripts_in(name)
    if case.kind == "cross_script":
        script = scripts_in(case.asked.name)
        return lambda name: not scripts_in(name).isdisjoint(script)
    asked = fold(case.asked.name)
    return lambda name: fold(name) == asked


def _query(case: Case, entry: Entry) -> Query:
    properties: dict[str, Any] = {"name": [case.asked.name]}
    properties |= {prop: list(values) for prop, values in case.asked.facts.items()}
    return Query.from_entity({"schema": entry.schema, "properties": properties})


def _answer(
    case: Case, entry: Entry, score: float, first: Match | None, *, is_right: bool
) -> Answer:
    kind = BY_NAME[case.kind]
    scripts = scripts_in(case.asked.name)
    return Answer(
        kind=kind.name,
        tier=kind.tier,
        expected=kind.expected,
        dataset=min(entry.datasets, default=""),
        family=entry.family,
        script=next(iter(scripts)) if len(scripts) == 1 else "mixed",
        party=entry.id,
        name=case.name,
        asked=case.asked.name,
        score=score,
        first=first.score if first is not None else 0.0,
        first_party=f"{first.caption} ({', '.join(first.datasets)})"
        if first is not None
        else "",
        is_right=is_right,
    )
