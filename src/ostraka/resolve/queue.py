"""What is to be asked, and which records were compared: kept between runs.

Nothing here is a decision: the file can be removed, and the next run makes it anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from ostraka.resolve.deciding import Question
from ostraka.resolve.weights import ALGORITHM
from ostraka.screen.match import Feature

FILE = "resolve.sqlite"
_WAIT_SECONDS = 60
_TABLES = """
CREATE TABLE IF NOT EXISTS compared (
    dataset TEXT, id TEXT, checksum TEXT NOT NULL, PRIMARY KEY (dataset, id));
CREATE TABLE IF NOT EXISTS question (
    left_id TEXT, right_id TEXT, bits REAL NOT NULL, reason TEXT NOT NULL,
    explanation TEXT NOT NULL, PRIMARY KEY (left_id, right_id));
CREATE TABLE IF NOT EXISTS made_by (algorithm TEXT PRIMARY KEY);
"""
#: The records of one list by id, and a checksum of what is said of each.
Checksums = Mapping[str, Mapping[str, str]]


class Queue:
    """The questions of one home folder.

    Args:
        home: `OSTRAKA_HOME`.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE

    def compared(self) -> dict[str, dict[str, str]]:
        """Return the checksum of each record that was compared, by list and id.

        None was, if another algorithm compared them.
        """
        found: dict[str, dict[str, str]] = {}
        if not self.path.exists():
            return found
        with closing(self._open()) as connection:
            made_by = connection.execute("SELECT algorithm FROM made_by").fetchall()
            if made_by != [(ALGORITHM,)]:
                return found
            for dataset, id_, checksum in connection.execute("SELECT * FROM compared"):
                found.setdefault(dataset, {})[id_] = checksum
        return found

    def datasets(self) -> set[str]:
        """Return the lists whose records were compared, by whatever algorithm."""
        if not self.path.exists():
            return set()
        with closing(self._open()) as connection:
            rows = connection.execute("SELECT DISTINCT dataset FROM compared")
            return {dataset for (dataset,) in rows}

    def questions(self) -> list[Question]:
        """Return what is to be asked, the surest first."""
        if not self.path.exists():
            return []
        with closing(self._open()) as connection:
            rows = connection.execute(
                "SELECT left_id, right_id, bits, reason, explanation FROM question ORDER BY bits DESC, left_id, right_id"
            ).fetchall()
        return [
            Question(left, right, bits, reason, _features(explanation))
            for left, right, bits, reason, explanation in rows
        ]

    def keep(
        self,
        checksums: Checksums,
        questions: Iterable[Question],
        *,
        about: Collection[str] | None,
    ) -> None:
        """Keep what came of a run, all or nothing.

        Args:
            checksums: Of every record there is.
            questions: The new questions.
            about: Ids of the records compared anew, whose old questions go; None for all.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as connection, connection:
            _renew(connection, checksums)
            if about is None:
                connection.execute("DELETE FROM question")
            connection.executemany(
                "DELETE FROM question WHERE ?1 IN (left_id, right_id)",
                [(id_,) for id_ in about or ()],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?)",
                [
                    (q.left, q.right, q.bits, q.reason, _text(q.explanation))
                    for q in questions
                ],
            )
            connection.execute("DELETE FROM made_by")
            connection.execute("INSERT INTO made_by VALUES (?)", [ALGORITHM])

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS)
        connection.executescript(_TABLES)
        return connection


def _renew(connection: sqlite3.Connection, checksums: Checksums) -> None:
    """Write the checksums that differ from those that are there."""
    new = {(d, i): c for d, found in checksums.items() for i, c in found.items()}
    rows = connection.execute("SELECT dataset, id, checksum FROM compared")
    old = {(dataset, id_): checksum for dataset, id_, checksum in rows}
    connection.executemany(
        "DELETE FROM compared WHERE dataset = ? AND id = ?", old.keys() - new.keys()
    )
    connection.executemany(
        "INSERT OR REPLACE INTO compared VALUES (?, ?, ?)",
        [(*key, value) for key, value in new.items() if old.get(key) != value],
    )


def _text(explanation: Iterable[Feature]) -> str:
    return json.dumps([asdict(feature) for feature in explanation], ensure_ascii=False)


def _features(text: str) -> tuple[Feature, ...]:
    return tuple(Feature(**feature) for feature in json.loads(text))
