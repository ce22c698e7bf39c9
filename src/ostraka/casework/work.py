"""The work on an alert before it is decided: who has it, notes, files, escalation."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.alerts import Alert, find_alert
from ostraka.casework.database import Cases, Writing
from ostraka.casework.model import (
    Actor,
    ConflictError,
    ForbiddenError,
    Right,
    Role,
    Status,
)
from ostraka.casework.tables import alert, blob, note, person
from ostraka.errors import NotFoundError, UsageError

#: Largest file and longest note.
MOST_BYTES, MOST_TEXT = 20_000_000, 10_000
_LONGEST_NAME = 200


def assign(
    cases: Cases, actor: Actor, number: int, version: int, to: str | None
) -> Alert:
    """Give an alert to somebody, take it, or put it back (None).

    Analysts take and put back; reviewers give to others too.

    Raises:
        ConflictError: The alert has changed since.
        ForbiddenError: The role may not, or an analyst gives to somebody else.
        UsageError: There is nobody of that name who decides.
    """
    actor.need(Right.DECIDE)
    if to not in {None, actor.name} and not actor.may(Right.CONFIRM):
        raise ForbiddenError("an analyst takes alerts; a reviewer gives them to others")
    with cases.writing(actor) as writing:
        if to is not None and to != actor.name:
            _check_decides(writing.connection, to)
        _change(writing, number, version, assigned=to)
        writing.enter("alert assigned", f"alert {number}", to=to)
    return _read(cases, number)


def escalate(
    cases: Cases, actor: Actor, number: int, version: int, *, text: str
) -> Alert:
    """Hand an alert to the reviewers, with a sentence why.

    Raises:
        ConflictError: The alert has changed since.
        UsageError: There is no reason.
    """
    actor.need(Right.DECIDE)
    if not text.strip():
        raise UsageError("say why a reviewer must decide")
    with cases.writing(actor) as writing:
        _change(writing, number, version, escalated=1, assigned=None)
        writing.insert(note, alert=number, at=writing.at, by=actor.name,
                       text=_checked(f"Escalated: {text.strip()}"))  # fmt: skip
        writing.enter("alert escalated", f"alert {number}")
    return _read(cases, number)


def add_note(cases: Cases, actor: Actor, number: int, text: str) -> int:
    """Write a note beside an alert and return its number."""
    actor.need(Right.DECIDE)
    if not text.strip():
        raise UsageError("an empty note")
    with cases.writing(actor) as writing:
        find_alert(writing.connection, number)
        key = writing.insert(note, alert=number, at=writing.at, by=actor.name,
                             text=_checked(text.strip()))  # fmt: skip
        writing.enter("note written", f"alert {number}", note=key)
    return key


def add_file(
    cases: Cases, actor: Actor, number: int, name: str, content: bytes, text: str = ""
) -> int:
    """Lay a file beside an alert and return the note's number.

    Raises:
        UsageError: It is empty or too large.
    """
    actor.need(Right.DECIDE)
    if not content or len(content) > MOST_BYTES:
        raise UsageError(f"a file has from 1 to {MOST_BYTES:,} bytes")
    with cases.writing(actor) as writing:
        find_alert(writing.connection, number)
        kept = keep_bytes(writing, content)
        key = writing.insert(note, alert=number, at=writing.at, by=actor.name,
                             text=_checked(text.strip()), file=file_name(name), blob=kept)  # fmt: skip
        writing.enter("file added", f"alert {number}", note=key, size=len(content))
    return key


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was given."""

    name: str
    content: bytes


def read_file(connection: Connection, key: int) -> File:
    """Return the file of a note.

    Raises:
        NotFoundError: The note has none.
    """
    row = connection.execute(
        select(note.c.file, note.c.blob).where(note.c.id == key)
    ).one_or_none()
    if row is None or row.blob is None:
        raise NotFoundError(f"there is no file at note {key}")
    return File(row.file, read_bytes(connection, row.blob))


def keep_bytes(writing: Writing, content: bytes) -> int:
    """Keep some bytes and return their number."""
    return writing.insert(
        blob, size=len(content), sha256=sha256(content).hexdigest(),
        packed=zlib.compress(content, 6),
    )  # fmt: skip


def read_bytes(connection: Connection, key: int) -> bytes:
    """Return kept bytes.

    Raises:
        NotFoundError: They were erased.
    """
    row = connection.execute(
        select(blob.c.packed).where(blob.c.id == key)
    ).one_or_none()
    if row is None:
        raise NotFoundError("what was kept here has been erased")
    return zlib.decompress(row.packed)


def file_name(name: str) -> str:
    """Return a file's name without folders and control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable()).strip(". ")
    return kept[-_LONGEST_NAME:] or "file"


def _checked(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise UsageError(f"a note has at most {MOST_TEXT:,} characters; attach a file")
    return text.replace("\x00", "")


def _check_decides(connection: Connection, name: str) -> None:
    role = connection.execute(
        select(person.c.role).where(person.c.name == name, person.c.active == 1)
    ).scalar()
    if role not in {Role.ANALYST, Role.REVIEWER}:
        raise UsageError(f"{name}: there is no analyst or reviewer of that name")


def _change(writing: Writing, number: int, version: int, **values: Any) -> None:
    found = find_alert(writing.connection, number)
    if found.status is not Status.OPEN:
        raise ConflictError(f"alert {number} is {found.status}, not open")
    if not writing.change(alert, number, version=version, **values):
        raise ConflictError(
            f"alert {number} was changed since you opened it; look at it again"
        )


def _read(cases: Cases, number: int) -> Alert:
    with cases.reading() as connection:
        return find_alert(connection, number)
