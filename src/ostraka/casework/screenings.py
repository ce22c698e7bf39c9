"""Screening with a memory: matches become alerts, cleared pairs stay out of the way.

Every screening keeps what was asked, the versions of the lists, the algorithm and the
settings, and the digest of its results, so that it can be run again byte for byte.
All matches at or above the threshold are looked at: a cleared pair takes nobody's place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version as version_of
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.database import Cases
from ostraka.casework.digests import canonical
from ostraka.casework.evidence import evidence_of_parties
from ostraka.casework.model import Actor, Right
from ostraka.casework.opening import Asked, Members, Opening, Outcome, ids_of
from ostraka.casework.tables import screening
from ostraka.casework.webhooks import announce
from ostraka.casework.work import file_name, keep_bytes
from ostraka.errors import NotFoundError, UsageError
from ostraka.index import Index
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD, Answer, screen_batch

__all__ = [
    "Asked",
    "Basis",
    "Input",
    "Outcome",
    "answers",
    "ids_of",
    "read_screening",
    "result_line",
    "screen_into",
    "screenings",
]

#: Most matches of one row; nothing a person would read to the end.
MOST_MATCHES = 500
#: Matches that are written at once.
_BATCH = 500
_PROGRESS_ROWS = 200
#: Rows that could not be read of which it is said at once which they are.
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Basis:
    """What a screening rests on.

    Attributes:
        store: The record, for the parties' values.
        versions: The lists' versions.
        index: Over these versions.
        day: The day asked about.
        threshold: Least score of a match.
        members: All ids of the party that an id belongs to.
        judged: How many judgements there are on which records are one party.
    """

    store: Store
    versions: tuple[Version, ...]
    index: Index
    day: date
    threshold: float = DEFAULT_THRESHOLD
    members: Members = lambda key: (key,)
    judged: int = 0

    @property
    def lists(self) -> dict[str, str]:
        """Version in force by dataset."""
        return {v.dataset: v.id for v in self.versions}

    @property
    def in_force(self) -> tuple[Version, ...]:
        """The versions that say what a party is, also of lists that are not asked.

        What a case file has of a party must not change with the lists somebody names.
        """
        named = set(self.lists)
        return tuple(
            version
            for version in self.store.current(self.day)
            if version.dataset in named
            or (version.entities and not version.is_register)
        )


@dataclass(frozen=True, slots=True)
class Input:
    """What was given to be screened.

    Attributes:
        kind: `name` or `file`.
        name: Of the file; empty for a name.
        content: The bytes that are kept for a replay.
        portfolio: Whose customers they are: ids are unique within.
        mapping: Column of the file → our name for it, where it was said.
        sheet: Which sheet of a workbook was read, where it was said.
        told: What is odd about the file as a whole, each in a sentence.
    """

    kind: str
    name: str
    content: bytes
    portfolio: str = "customers"
    mapping: Mapping[str, str] | None = None
    sheet: str | None = None
    told: tuple[str, ...] = ()


def screen_into(
    cases: Cases,
    actor: Actor,
    basis: Basis,
    given: Input,
    rows: Iterable[Asked],
    *,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Screen some parties and open an alert for every pair that nobody has decided.

    What is written comes in pieces, each whole; a run that was killed is repeated and
    opens nothing twice.

    Args:
        cases: The cases.
        actor: Who asks.
        basis: The lists and settings.
        given: What is kept for a replay.
        rows: The parties, read from it.
        progress: Called from time to time.
    """
    actor.need(Right.SCREEN)
    outcome = Outcome(_begin(cases, actor, basis, given))
    run = _Run(cases, actor, basis, given, outcome)
    try:
        run.screen(rows, progress)
    except UsageError as error:
        _note_refusal(cases, actor, outcome.screening, str(error))
        raise
    run.finish()
    return outcome


def _note_fault(outcome: Outcome, asked: Asked, result: Mapping[str, Any]) -> None:
    """Count a row that could not be read whole, and keep the first of them."""
    if result["status"] == 200:
        return
    outcome.bad += 1
    if len(outcome.faults) < MOST_FAULTS:
        place = asked.query_id if asked.row is None else f"row {asked.row}"
        outcome.faults.append((place, result["error"]))


def _note_refusal(cases: Cases, actor: Actor, number: int, why: str) -> None:
    """Say of a screening that its file was refused further on, and why."""
    with cases.writing(actor) as writing:
        kept = writing.connection.execute(
            select(screening.c.settings).where(screening.c.id == number)
        ).scalar_one()
        settings = {**json.loads(kept), "refused": why}
        writing.change(screening, number, settings=canonical(settings))
        writing.enter("screening refused", f"screening {number}")


def answers(
    basis: Basis, rows: Iterable[Asked]
) -> Iterator[tuple[Asked, dict[str, Any]]]:
    """Yield each party with its result, as result files have it; nothing is written."""
    for asked in rows:
        yield asked, _answer(basis, asked).to_dict()


def _answer(basis: Basis, asked: Asked) -> Answer:
    if asked.entity is None:
        error = asked.error or "the row cannot be read"
        return Answer(asked.query_id, error=error)
    (found,) = screen_batch(
        basis.index, [asked.entity], threshold=basis.threshold, limit=MOST_MATCHES
    )
    return replace(found, query_id=asked.query_id, error=found.error or asked.error)


def result_line(result: Mapping[str, Any]) -> bytes:
    """Return a result as the line of bytes whose digest is kept."""
    return (json.dumps(result, ensure_ascii=False) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def read_screening(connection: Connection, number: int) -> dict[str, Any]:
    """Return a screening's row, with lists and settings read.

    Raises:
        NotFoundError: There is no such screening.
    """
    row = (
        connection.execute(select(screening).where(screening.c.id == number))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFoundError(f"there is no screening {number}")
    found = dict(row)
    return {
        **found,
        "lists": json.loads(found["lists"]),
        "settings": json.loads(found["settings"]),
    }


def screenings(connection: Connection, limit: int = 50) -> list[dict[str, Any]]:
    """Return the last screenings, the newest first."""
    rows = connection.execute(
        select(screening).order_by(screening.c.id.desc()).limit(limit)
    )
    return [
        {
            **dict(row),
            "lists": json.loads(row["lists"]),
            "settings": json.loads(row["settings"]),
        }
        for row in rows.mappings()
    ]


def _begin(cases: Cases, actor: Actor, basis: Basis, given: Input) -> int:
    settings = {
        "threshold": basis.threshold,
        "portfolio": given.portfolio,
        "mapping": given.mapping,
        "judged": basis.judged,
        **({"sheet": given.sheet} if given.sheet else {}),
        **({"told": given.told} if given.told else {}),
    }
    with cases.writing(actor) as writing:
        kept = keep_bytes(writing, given.content)
        number = writing.insert(
            screening, at=writing.at, by=actor.name, kind=given.kind,
            name=file_name(given.name) if given.name else "", algorithm=ALGORITHM,
            program=version_of("ostraka"), lists=canonical(basis.lists),
            as_of=basis.day.isoformat(), settings=canonical(settings), input=kept,
            results="", queries=0, matched=0,
        )  # fmt: skip
        writing.enter(
            "screening begun", f"screening {number}",
            lists=basis.lists, algorithm=ALGORITHM, threshold=basis.threshold,
        )  # fmt: skip
    return number


@dataclass(frozen=True, slots=True)
class _Run:
    """A screening under way: what every piece that is written needs."""

    cases: Cases
    actor: Actor
    basis: Basis
    given: Input
    outcome: Outcome

    def screen(
        self, rows: Iterable[Asked], progress: Callable[[Outcome], None] | None
    ) -> None:
        """Screen the rows, and write what was found from time to time."""
        outcome = self.outcome
        whole = sha256()
        pending: list[tuple[Asked, dict[str, Any]]] = []
        for asked, result in answers(self.basis, rows):
            whole.update(result_line(result))
            outcome.queries += 1
            _note_fault(outcome, asked, result)
            outcome.matched += bool(result["matches"])
            pending += [(asked, match) for match in result["matches"]]
            if len(pending) >= _BATCH:
                self.write(pending)
                pending = []
            if progress is not None and outcome.queries % _PROGRESS_ROWS == 0:
                progress(outcome)
        self.write(pending)
        outcome.results = whole.hexdigest()

    def finish(self) -> None:
        """Enter what came of the whole, and tell who wants to know of alerts."""
        outcome = self.outcome
        with self.cases.writing(self.actor) as writing:
            writing.change(
                screening, outcome.screening, results=outcome.results,
                queries=outcome.queries, matched=outcome.matched, bad=outcome.bad,
            )  # fmt: skip
            writing.enter(
                "screening done", f"screening {outcome.screening}",
                queries=outcome.queries, matched=outcome.matched,
                opened=len(outcome.opened), results=outcome.results,
            )  # fmt: skip
            if outcome.opened:
                announce(writing, "alert.opened",
                         {"screening": outcome.screening, "alerts": len(outcome.opened)})  # fmt: skip

    def write(self, pending: Sequence[tuple[Asked, dict[str, Any]]]) -> None:
        """Write matches found since the last time: all of them, or none."""
        if not pending:
            return
        basis = self.basis
        groups = {
            match["entity_id"]: {*ids_of(match), *basis.members(match["entity_id"])}
            for _, match in pending
        }
        values = evidence_of_parties(basis.store, basis.in_force, groups)
        with self.cases.writing(self.actor) as writing:
            opening = Opening(writing, self.outcome, values, basis.members)
            for asked, match in pending:
                key = opening.subject(asked, self.given.portfolio)
                opening.match(key, match)
            opening.done()
