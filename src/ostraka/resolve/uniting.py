"""Records united to parties, the surest pair first, unless something keeps them apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ostraka.resolve.pairs import Pair

#: Why two parties are not united.
KEPT_APART = "one list keeps records of the two apart"
CONTRADICTING = "records of the two contradict each other"


@dataclass(slots=True)
class Uniting:
    """Records on their way to parties.

    Attributes:
        lists: Number of the list of each record; -1 for one that is on none.
        contradicting: Pairs of records that must not be one party, the lesser first.
        twice: Pairs of records of one list that may be: the list has a party twice.
    """

    lists: Sequence[int]
    contradicting: Collection[Pair] = frozenset()
    twice: Collection[Pair] = frozenset()
    _party: list[int] = field(default_factory=list)
    _held: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._party = list(range(len(self.lists)))

    def party(self, record: int) -> int:
        """Return the number of the party a record belongs to."""
        return self._party[record]

    def members(self, record: int) -> Sequence[int]:
        """Return the records of the party of a record."""
        return self._of(self._party[record])

    def unite(self, left: int, right: int) -> str | None:
        """Unite the parties of two records; return why not, if something forbids it."""
        one, other = self._party[left], self._party[right]
        if one == other:
            return None
        obstacle = self._obstacle(one, other)
        if obstacle is None:
            self.join(left, right)
        return obstacle

    def join(self, left: int, right: int) -> None:
        """Unite the parties of two records whatever speaks against it: it was judged."""
        one, other = self._party[left], self._party[right]
        if one == other:
            return
        if len(self._of(one)) < len(self._of(other)):
            one, other = other, one
        moved = self._held.pop(other, [other])
        for record in moved:
            self._party[record] = one
        self._held.setdefault(one, [one]).extend(moved)

    def _obstacle(self, one: int, other: int) -> str | None:
        for left in self._of(one):
            for right in self._of(other):
                pair = (left, right) if left < right else (right, left)
                if pair in self.contradicting:
                    return CONTRADICTING
                same_list = self.lists[left] == self.lists[right] >= 0
                if same_list and pair not in self.twice:
                    return KEPT_APART
        return None

    def _of(self, party: int) -> Sequence[int]:
        """Return the records of a party; one alone is not noted."""
        return self._held.get(party, (party,))
