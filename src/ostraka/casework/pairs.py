"""Which customers match which parties: what is new, other, or over since it was asked last.

A pair is written in the change that opens or renews its alert, so that neither is there
without the other, whenever the program is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.alerts import find_alert
from ostraka.casework.customers import Customer, pieces
from ostraka.casework.database import Cases, Writing
from ostraka.casework.digests import canonical, digest
from ostraka.casework.evidence import evidence_of_parties
from ostraka.casework.model import Actor, Decision, Status
from ostraka.casework.opening import Asked, Opening, Outcome, ids_of
from ostraka.casework.screenings import Basis
from ostraka.casework.tables import alert, customer, note, pair
from ostraka.casework.transitions import reopen_alert
from ostraka.casework.webhooks import announce

#: Matches that are written at once.
_BATCH = 500
#: Why a match is over.
LEFT_LISTS = "the party is not on the lists any more"
LEFT_PORTFOLIO = "the customer left the portfolio"
NO_LONGER = "what is known of the two does not reach the threshold any more"


@dataclass(frozen=True, slots=True)
class Run:
    """The monitoring that is under way.

    Attributes:
        number: Its number.
        since: The last one that was proven, 0 if there is none.
        upto: Customers that changed after this entry have other values now.
    """

    number: int
    since: int
    upto: int


@dataclass(slots=True)
class _Diff:
    """What is to be written of one customer."""

    customer: Customer
    matches: list[tuple[dict[str, Any], Any]] = field(default_factory=list)
    ended: list[tuple[Any, str]] = field(default_factory=list)


class Findings:
    """What monitoring finds, written piece by piece.

    Args:
        cases: The cases.
        actor: Who monitors.
        basis: The lists.
        run: The monitoring.
        outcome: Counted up; has the number of the screening.
    """

    def __init__(
        self, cases: Cases, actor: Actor, basis: Basis, run: Run, outcome: Outcome
    ) -> None:
        self._cases = cases
        self._actor = actor
        self._basis = basis
        self._run = run
        self._in_force = basis.in_force
        self._ahead: list[_Diff] = []
        self._count = 0
        self.outcome = outcome

    def take(
        self, asked: Sequence[tuple[Customer, list[dict[str, Any]]]], rows: list[Any]
    ) -> None:
        """Take up the matches of some customers.

        Args:
            asked: Customers with all their matches.
            rows: Their pairs that stand, as `standing_pairs` gives them.
        """
        by_customer: dict[int, list[Any]] = {}
        for row in rows:
            by_customer.setdefault(row.customer, []).append(row)
        for one, matches in asked:
            self.outcome.queries += 1
            self.outcome.matched += bool(matches)
            diff = self._differ(one, matches, by_customer.get(one.number, []))
            if diff is not None:
                self._ahead.append(diff)
                self._count += len(diff.matches) + len(diff.ended)
            if self._count >= _BATCH:
                self.flush()

    def _differ(
        self, one: Customer, matches: list[dict[str, Any]], rows: list[Any]
    ) -> _Diff | None:
        """Return what is other than it stands; None if nothing is."""
        diff, left = _Diff(one), {row.id: row for row in rows}
        has_changed = one.changed > self._run.upto
        for match in matches:
            row = _pair_of(match, left.values())
            if row is not None:
                del left[row.id]
            if row is None or has_changed or self._is_other(row, match):
                diff.matches.append((match, row))
        for row in left.values():
            listed = self._basis.index.parties_with_id(row.party)
            diff.ended.append((row, NO_LONGER if listed else LEFT_LISTS))
        return diff if diff.matches or diff.ended else None

    def _is_other(self, row: Any, match: dict[str, Any]) -> bool:
        return bool(
            row.match != _digest(match)
            or row.party != match["entity_id"]
            or row.members != self._members(match)
        )

    def _members(self, match: dict[str, Any]) -> str:
        return members_text(self._basis, match["entity_id"])

    def flush(self) -> None:
        """Write what was taken up."""
        if not self._ahead:
            return
        groups = {
            match["entity_id"]: {
                *ids_of(match), *self._basis.members(match["entity_id"])
            }
            for diff in self._ahead
            for match, _ in diff.matches
        }  # fmt: skip
        basis = self._basis
        values = evidence_of_parties(basis.store, self._in_force, groups)
        opened, reopened = len(self.outcome.opened), len(self.outcome.reopened)
        with self._cases.writing(self._actor) as writing:
            opening = Opening(writing, self.outcome, values, basis.members)
            for diff in self._ahead:
                self._write(writing, opening, diff)
            opened = len(self.outcome.opened) - opened
            writing.enter(
                "matches found", f"monitoring {self._run.number}", opened=opened,
                reopened=len(self.outcome.reopened) - reopened,
                ended=sum(len(diff.ended) for diff in self._ahead),
            )  # fmt: skip
            if opened:
                told = {"monitoring": self._run.number, "alerts": opened}
                announce(writing, "alert.opened", told)
        self._ahead, self._count = [], 0

    def _write(self, writing: Writing, opening: Opening, diff: _Diff) -> None:
        if diff.matches:
            one = diff.customer
            asked = Asked(one.ref, {"id": one.ref, **one.entity}, ref=one.ref)
            key = opening.subject(asked, one.portfolio)
            for match, row in diff.matches:
                self._write_match(writing, opening.match(key, match), diff, match, row)
        for row, why in diff.ended:
            end_pair(writing, self._run, row, why)

    def _write_match(
        self,
        writing: Writing,
        number: int,
        diff: _Diff,
        match: dict[str, Any],
        row: Any,
    ) -> None:
        values = {
            "party": match["entity_id"], "members": self._members(match),
            "score": match["score"], "match": _digest(match), "alert": number,
            "changed": self._run.number,
        }  # fmt: skip
        if row is None:
            self._reopen(writing, number)
            writing.insert(
                pair, customer=diff.customer.number, began=self._run.number, **values
            )
        elif self._is_other(row, match):
            writing.change(pair, row.id, **values)

    def _reopen(self, writing: Writing, number: int) -> None:
        """Say that a match has come back; open again what was decided to be one."""
        ended = select(pair.c.id).where(pair.c.alert == number).limit(1)
        if writing.connection.execute(ended).scalar() is None:
            return
        found = find_alert(writing.connection, number)
        if found.status is Status.CLOSED and found.decision is Decision.TRUE_MATCH:
            reopen_alert(writing, found, "the match had ended and has come back")
            self.outcome.reopened.append(number)
        elif found.status is not Status.CLOSED:
            _note(writing, number, "The match is there again.")


def end_pair(writing: Writing, run: Run, row: Any, why: str) -> None:
    """Say that a match is over, and note it on an alert nobody has decided."""
    writing.change(pair, row.id, ended=run.number)
    status = writing.connection.execute(
        select(alert.c.status).where(alert.c.id == row.alert)
    ).scalar_one()
    if status != Status.CLOSED:
        _note(writing, row.alert, f"The match is over: {why}.")


def _note(writing: Writing, number: int, text: str) -> None:
    at, by = writing.at, writing.actor.name
    writing.insert(note, alert=number, at=at, by=by, text=text)


def end_removed(cases: Cases, actor: Actor, run: Run) -> int:
    """End the matches of customers who left, and return how many there were."""
    wanted = (
        select(pair)
        .where(pair.c.ended.is_(None))
        .where(~select(customer.c.id).where(customer.c.id == pair.c.customer).exists())
        .order_by(pair.c.id)
    )
    with cases.reading() as connection:
        rows = connection.execute(wanted).all()
    for start in range(0, len(rows), _BATCH):
        with cases.writing(actor) as writing:
            some = rows[start : start + _BATCH]
            for row in some:
                end_pair(writing, run, row, LEFT_PORTFOLIO)
            writing.enter(
                "matches ended", f"monitoring {run.number}", ended=len(some),
                why=LEFT_PORTFOLIO,
            )  # fmt: skip
    return len(rows)


def standing_pairs(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Return the pairs of some customers that stand."""
    found: list[Any] = []
    for some in pieces(numbers):
        found += connection.execute(
            select(pair)
            .where(pair.c.customer.in_(some), pair.c.ended.is_(None))
            .order_by(pair.c.id)
        ).all()
    return found


def members_text(basis: Basis, party: str) -> str:
    """Return all ids of a party as they are kept beside a pair."""
    return canonical(sorted(set(basis.members(party))))


def _pair_of(match: dict[str, Any], rows: Any) -> Any:
    """Return the pair of a match: of two parties that became one, that of its own id."""
    ids = set(ids_of(match))
    found = [row for row in rows if row.party in ids]
    return min(
        found, key=lambda row: (row.party != match["entity_id"], row.id), default=None
    )


def _digest(match: dict[str, Any]) -> str:
    return digest(canonical(match))
