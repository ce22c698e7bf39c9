"""A screening run again on what it was run on, and its rows that could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ostraka.casework import Cases
from ostraka.casework.digests import digest
from ostraka.casework.screenings import (
    Asked,
    Basis,
    answers,
    read_screening,
    result_line,
)
from ostraka.casework.work import read_bytes
from ostraka.errors import NotFoundError, RefusedError
from ostraka.faces.casework import CustomerFile, asked_of
from ostraka.faces.session import Ostraka, Scope
from ostraka.record.canonical import Judgement
from ostraka.record.judgements import Judgements
from ostraka.record.versions import Version
from ostraka.screen import ALGORITHM

#: Letters of a moment down to its second.
_SECOND = len("2026-01-01T00:00:00")


@dataclass(slots=True)
class Replayed:
    """A screening run again.

    Attributes:
        screening: Its number.
        recorded: Digest of its results when it was run.
        now: Digest of the results of today.
        lines: Results.
    """

    screening: int
    recorded: str
    now: str = ""
    lines: int = 0

    @property
    def same(self) -> bool:
        """Tell whether the bytes are the same."""
        return self.recorded == self.now


def replay(
    o: Ostraka,
    cases: Cases,
    number: int,
    write: Callable[[bytes], object] = lambda _line: None,
) -> Replayed:
    """Run a screening again on the versions of the lists it was run on.

    Args:
        o: The home folder.
        cases: The cases.
        number: The screening.
        write: Takes each line of the results.

    Raises:
        NotFoundError: The screening, a version it used, or its input is gone.
        RefusedError: It was run by another algorithm, or never finished.
    """
    with cases.reading() as connection:
        row = read_screening(connection, number)
        _check_can_run(row)
        content = read_bytes(connection, row["input"])
    done = Replayed(number, row["results"])
    whole = sha256()
    with (
        TemporaryDirectory(prefix="ostraka-replay-") as folder,
        _pinned(o, row, Path(folder)) as pinned,
    ):
        basis = Basis(
            pinned.store, tuple(pinned.versions), pinned.index(), pinned.today,
            row["settings"]["threshold"],
        )  # fmt: skip
        rows = _rows_again(row, content, Path(folder))
        for _, result in answers(basis, rows):
            line = result_line(result)
            whole.update(line)
            write(line)
            done.lines += 1
    done.now = whole.hexdigest()
    return done


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of a customer file that could not be read whole.

    Attributes:
        row: Its line or row in the file, from 1.
        query_id: The customer's own id, or `row-<number>`.
        why: The value and what is wrong with it.
    """

    row: int
    query_id: str
    why: str


def unread_rows(cases: Cases, number: int, most: int = 500) -> list[Unread]:
    """Return the rows of a screening's file that could not be read whole.

    The file that is kept is read again, as far as the last of them.

    Args:
        cases: The cases.
        number: The screening.
        most: Most rows.

    Raises:
        NotFoundError: There is no such screening, or its file was erased.
    """
    with cases.reading() as connection:
        row = read_screening(connection, number)
        if row["kind"] != "file" or not row["bad"]:
            return []
        if row["input"] is None:
            raise NotFoundError(f"the file of screening {number} has been erased")
        content = read_bytes(connection, row["input"])
    with TemporaryDirectory(prefix="ostraka-unread-") as folder:
        rows = _rows_again(row, content, Path(folder))
        bad = (Unread(r.row or 0, r.query_id, r.error) for r in rows if r.error)
        return list(islice(bad, min(row["bad"], most)))


def _pinned(o: Ostraka, row: Mapping[str, Any], folder: Path) -> _Pinned:
    """Return a session with the versions of a screening, and the judgements of then."""
    versions = [_version(o, dataset, key) for dataset, key in row["lists"].items()]
    day = datetime.fromisoformat(f"{row['as_of']}T00:00:00+00:00")
    pinned = _Pinned(o.home, versions, lambda: day)
    before = [j for j in o.judgements.all() if _was_made_before(j, row)]
    pinned.judgements = Judgements(folder)
    if before:
        pinned.judgements.append(before)
    return pinned


def _was_made_before(judgement: Judgement, row: Mapping[str, Any]) -> bool:
    """Tell whether a judgement counted in a screening.

    Screenings of older programs keep no number of judgements, only their moment.
    """
    judged = row["settings"].get("judged")
    if judged is None:
        return judgement.at[:_SECOND] <= str(row["at"])[:_SECOND]
    return judgement.number <= int(judged)


class _Pinned(Ostraka):
    """Answers from the versions it is given, whatever is in force."""

    def __init__(
        self, home: Path, versions: list[Version], now: Callable[[], datetime]
    ) -> None:
        super().__init__(home, now=now)
        self.versions = versions

    def versions_in_force(self, scope: Scope) -> list[Version]:  # noqa: ARG002 - whatever is asked
        """Return the versions it was given."""
        return self.versions


def _version(o: Ostraka, dataset: str, key: str) -> Version:
    for version in o.store.versions(dataset):
        if version.id == key:
            return version
    raise NotFoundError(
        f"{dataset}: version {key} is not here any more; load its file again to replay"
    )


def _check_can_run(row: Mapping[str, Any]) -> None:
    if row["kind"] == "monitoring":
        raise RefusedError(
            f"screening {row['id']} is a monitoring, which keeps no copy of the customers; `ostraka monitor --everything` asks them all again"
        )
    if not row["results"]:
        raise RefusedError(
            f"screening {row['id']} was stopped before its end; there is nothing to compare with"
        )
    if row["input"] is None:
        raise NotFoundError(
            f"what screening {row['id']} asked has been erased; it cannot be run again"
        )
    if row["algorithm"] != ALGORITHM:
        raise RefusedError(
            f"screening {row['id']} was run by {row['algorithm']} of Ostraka {row['program']}, and this is {ALGORITHM}; install that version to run it again"
        )


def _rows_again(
    row: Mapping[str, Any], content: bytes, folder: Path
) -> Iterator[Asked]:
    if row["kind"] == "name":
        text = content.decode("utf-8", "surrogatepass")
        yield Asked(f"query-{digest(text)[:12]}", json.loads(text))
        return
    path = folder / row["name"]
    path.write_bytes(content)
    settings = row["settings"]
    file = CustomerFile(path, settings["mapping"], settings.get("sheet"))
    yield from map(asked_of, file.rows())
