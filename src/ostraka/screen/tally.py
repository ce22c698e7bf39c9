"""What came of a file: counts by list and by reason, and the rows that could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ostraka.screen.batch import Answer
from ostraka.screen.match import Match

#: Rows that could not be read of which the reason is kept, and kinds of note.
MOST_BAD, MOST_NOTES = 1_000, 100
_COUNTERS = ("left_out", "repeated", "by_list", "by_reason", "orders")


@dataclass(slots=True)
class FileTally:
    """What came of a file.

    Attributes:
        rows: Rows read.
        alerts: Rows with at least one match.
        matches: Matches in all, up to the limit of each row.
        limited: Rows with as many matches as the limit lets through: others may match.
        unread: Rows that could not be read, or not whole.
        bad: Row number and reason of the first of them.
        by_list: Rows with a match on a list, by list; of a limited row, those given.
        by_reason: Rows with a match, by what agrees in the best one.
        read_as: How the file was understood, in a sentence.
        told: What else is to be known of the file, each in a sentence.
        left_out: Values that were not understood, counted.
        repeated: Ids that stand on several rows, counted.
        orders: Dates by the order they are written in.
        resumed: Rows that were done by a run before, which was cut short.
    """

    rows: int = 0
    alerts: int = 0
    matches: int = 0
    limited: int = 0
    unread: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    by_list: Counter[str] = field(default_factory=Counter)
    by_reason: Counter[str] = field(default_factory=Counter)
    read_as: str = ""
    told: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    orders: Counter[str] = field(default_factory=Counter)
    resumed: int = 0

    def count(self, number: int, answer: Answer, limit: int) -> None:
        """Count one row and what was found for it, of which at most `limit` is given."""
        self.rows += 1
        if answer.error is not None:
            self.unread += 1
            self.bad.append((number, answer.error))
        if answer.matches:
            self.alerts += 1
            self.matches += len(answer.matches)
            self.limited += len(answer.matches) >= limit
            self.by_list.update({d for m in answer.matches for d in m.datasets})
            self.by_reason[reason_of(answer.matches[0])] += 1

    def add(self, other: FileTally) -> None:
        """Take in what came of further rows."""
        self.rows += other.rows
        self.alerts += other.alerts
        self.matches += other.matches
        self.limited += other.limited
        self.unread += other.unread
        self.bad += other.bad[: MOST_BAD - len(self.bad)]
        self.by_list.update(other.by_list)
        self.by_reason.update(other.by_reason)
        self.orders.update(other.orders)
        for text, times in other.left_out.items():
            known = text in self.left_out or len(self.left_out) < MOST_NOTES
            self.left_out[text if known else "others not understood"] += times

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            name: dict(value) if isinstance(value, Counter) else value
            for name in self.__slots__
            for value in (getattr(self, name),)
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FileTally:
        """Read back what `to_dict` gave, also after it was JSON."""
        found = cls(**values)
        for name in _COUNTERS:
            setattr(found, name, Counter(values.get(name, ())))
        found.bad = [(number, reason) for number, reason in found.bad]
        found.told = tuple(found.told)
        return found


def reason_of(match: Match) -> str:
    """Return what speaks for a match, e.g. `name, birth date`."""
    said = (f.feature.replace("_", " ") for f in match.explanation if f.bits > 0)
    return ", ".join(dict.fromkeys(said)) or "name"


def most(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return what was counted, the most first; the same order in every run."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
