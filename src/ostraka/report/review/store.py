"""Proposals, decisions and preferred values on disk: appended, never edited.

`$OSTRAKA_HOME/reviews.sqlite`.  Triggers refuse to change or take a row, so that what
was proposed and who decided what stays as it was.  Only erasure takes a document, whole,
and leaves a row that says who erased it when and why.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ostraka.errors import NotFoundError, StoreError, UsageError
from ostraka.report.items import (
    KINDS,
    Json,
    check_correction,
    corrected,
    find_item,
    items_of,
    names_of,
)
from ostraka.text.counts import counted

FILE = "reviews.sqlite"
ACCEPTED, CORRECTED, REJECTED = "accepted", "corrected", "rejected"
ANSWERS = (ACCEPTED, CORRECTED, REJECTED)
_WAIT_SECONDS = 60
#: Letters of a document's id by which it can be called.
SHORTEST_ID = 6
_TABLES = (
    """CREATE TABLE IF NOT EXISTS document (
        id TEXT PRIMARY KEY, path TEXT NOT NULL, kept_at TEXT NOT NULL,
        reading TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS decision (
        number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL,
        item TEXT NOT NULL, answer TEXT NOT NULL, correction TEXT NOT NULL,
        made_by TEXT NOT NULL, made_at TEXT NOT NULL, note TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS preference (
        number INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL,
        slot TEXT NOT NULL, value TEXT NOT NULL, made_by TEXT NOT NULL,
        made_at TEXT NOT NULL, reason TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS erasure (
        number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL,
        decisions INTEGER NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
        ground TEXT NOT NULL)""",
)
_TRIGGERS = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'nothing here is ever changed'); END"""
    for table in ("document", "decision", "preference", "erasure")
    for verb in ("UPDATE", "DELETE")
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about one proposal.

    Attributes:
        item: Id of the proposal.
        answer: `accepted`, `corrected` or `rejected`.
        correction: What is to be put in place of what was proposed.
        by: Who decided.
        at: When, ISO 8601 UTC.
        note: Why, in words.
    """

    item: str
    answer: str
    by: str
    at: str
    correction: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """The value somebody prefers of those that contradict, with the reason."""

    event: str
    slot: str
    value: str
    by: str
    at: str
    reason: str


class Reviews:
    """The proposals kept under one home folder, and what was decided.

    Args:
        home: `OSTRAKA_HOME`; the file is made when the first reading is kept.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE

    def keep(self, reading: Mapping[str, Any], at: str, *, text: str = "") -> str:
        """Keep a reading for review; return its id.  The same text is kept once.

        Args:
            reading: As `ostraka read --format json` gives it.
            at: When, ISO 8601 UTC.
            text: The text its places count in.
        """
        name = str(reading["document"]["text_sha256"])
        if text:
            whole = {**reading["document"], "text": text}
            reading = {**reading, "document": whole}
        with self._writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)",
                (name, reading["document"]["path"], at, json.dumps(reading)),
            )
        return name

    def documents(self) -> list[tuple[str, str]]:
        """Return id and file name of every document kept, oldest first."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id, path FROM document ORDER BY rowid")
            return [(str(name), str(path)) for name, path in rows.fetchall()]

    def find(self, name: str) -> str:
        """Return the id of the document called by the start of its id or its file name.

        Raises:
            NotFoundError: None is kept, or several are.
        """
        fitting = [
            key
            for key, path in self.documents()
            if path == name or (len(name) >= SHORTEST_ID and key.startswith(name))
        ]
        if len(fitting) != 1:
            count = counted(len(fitting), "document") if fitting else "no document"
            raise NotFoundError(f"{name}: {count} of that name; see `ostraka review`")
        return fitting[0]

    def reading(self, document: str) -> Json:
        """Return what was proposed of a document."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT reading FROM document WHERE id = ?", [document]
            ).fetchone()
        if row is None:
            raise NotFoundError(f"{document}: not kept; see `ostraka read --keep`")
        found: Json = json.loads(row[0])
        return found

    def last_decisions(self, document: str) -> dict[str, Decision]:
        """Return the decision that counts about each proposal: the last."""
        return {made.item: made for made in self.decisions(document)}

    def decide(self, document: str, decisions: Iterable[Decision]) -> None:
        """Append decisions about proposals of a document, all or none.

        Raises:
            UsageError: A proposal is not there, or a correction does not apply.
        """
        reading = self.reading(document)
        rows = []
        for made in decisions:
            item = find_item(reading, made.item)
            if made.answer == CORRECTED and not made.correction:
                raise UsageError(f"{made.item}: say what is to be corrected, e.g. date=1983-04-18")  # fmt: skip
            check_correction(item, made.correction)
            rows.append((document, made.item, made.answer, json.dumps(dict(made.correction)), made.by, made.at, made.note))  # fmt: skip
        with self._writing() as connection:
            connection.executemany(
                "INSERT INTO decision (document, item, answer, correction, made_by, made_at, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def decisions(self, document: str) -> list[Decision]:
        """Return every decision about a document, in the order they were made."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT item, answer, made_by, made_at, correction, note FROM decision WHERE document = ? ORDER BY number",
                [document],
            ).fetchall()
        return [Decision(i, a, by, at, json.loads(c), n) for i, a, by, at, c, n in rows]

    def accepted(self, document: str) -> Json:
        """Return a reading with only what was accepted, as corrected.

        The last decision about a proposal counts.  `names` has the names of all parties,
        by id, since what is accepted may speak of one that is not.
        """
        reading = self.reading(document)
        reading["names"] = names_of(reading)
        last = self.last_decisions(document)
        for kind in KINDS:
            kept = []
            for content in reading[kind]:
                made = last.get(content["id"])
                if made is not None and made.answer != REJECTED:
                    whole = corrected(content, made.correction) if made.correction else content  # fmt: skip
                    kept.append(whole | {"decided": {"by": made.by, "at": made.at, "note": made.note}})  # fmt: skip
            reading[kind] = kept
        return reading

    def open_items(self, document: str) -> list[str]:
        """Return the ids of the proposals nothing was decided about."""
        decided = {made.item for made in self.decisions(document)}
        reading = self.reading(document)
        return [item.id for item in items_of(reading) if item.id not in decided]

    def erase(self, document: str, *, by: str, at: str, ground: str) -> int:
        """Take a document with all decisions about it; return how many these were.

        Args:
            document: Its id; one that is not kept here leaves its row all the same.
            by: Who erases it.
            at: When, ISO 8601 UTC.
            ground: Why.
        """
        with self._writing() as connection:
            for table in ("document", "decision"):
                connection.execute(f"DROP TRIGGER {table}_DELETE")
            connection.execute("DELETE FROM document WHERE id = ?", [document])
            done = connection.execute("DELETE FROM decision WHERE document = ?", [document])  # fmt: skip
            for trigger in _TRIGGERS:
                connection.execute(trigger)
            connection.execute(
                "INSERT INTO erasure (document, decisions, made_by, made_at, ground) VALUES (?, ?, ?, ?, ?)",
                (document, done.rowcount, by, at, ground),
            )
        return done.rowcount

    def prefer(self, preference: Preference) -> None:
        """Append which of contradicting values is preferred; the last one counts."""
        if not preference.reason.strip():
            raise UsageError("a preferred value needs a reason")
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO preference (event, slot, value, made_by, made_at, reason) VALUES (?, ?, ?, ?, ?, ?)",
                (preference.event, preference.slot, preference.value, preference.by, preference.at, preference.reason),
            )  # fmt: skip

    def preferences(self) -> dict[tuple[str, str], Preference]:
        """Return the value preferred for each slot of each event."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT event, slot, value, made_by, made_at, reason FROM preference ORDER BY number"
            ).fetchall()
        return {(row[0], row[1]): Preference(*row) for row in rows}

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._open(":memory:" if not self.path.exists() else self.path) as made:
            yield made

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._open(self.path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _open(self, path: Path | str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            for statement in (*_TABLES, *_TRIGGERS):
                connection.execute(statement)
            yield connection
        except sqlite3.OperationalError as error:
            raise UsageError(f"{self.path}: cannot be used: {error}; try again when no other process writes it") from error  # fmt: skip
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path}: damaged, or not ours: {error}") from error
        finally:
            connection.close()  # what was not committed is rolled back
