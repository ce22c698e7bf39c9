"""Reports that were read: what is proposed in them, and what a person made of it.

A proposal is kept as it was made; accepting, correcting and rejecting are a person's,
with name and day.  The pages keep these decisions beside those of `ostraka review`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from ostraka.casework.database import Cases
from ostraka.casework.digests import canonical
from ostraka.casework.model import Actor, ConflictError, Right
from ostraka.casework.tables import finding, reading
from ostraka.errors import NotFoundError, UsageError

#: Kinds of finding → where a reading has them.
KINDS: Mapping[str, str] = {
    "incident": "incidents",
    "measure": "measures",
    "claim": "claims",
    "recommendation": "recommendations",
}
#: What a person may answer to a proposal.
ANSWERS = ("accepted", "corrected", "rejected")
#: What a person may set right, and what a finding by hand has.
FIELDS = ("summary", "date", "place", "by", "against", "stage")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a report says, as proposed, and as a person left it.

    Attributes:
        id: Its number.
        reading: Number of the report.
        kind: One of `KINDS`.
        status: `proposed`, or one of `ANSWERS`.
        fields: What it says, by `FIELDS`; as corrected if it was.
        proposal: What it said when it was proposed.
        spans: Its passages, in code points of the report's text.
        by: Who answered.
        at: When.
        text: Their words about it.
        version: Counts its changes.
    """

    id: int
    reading: int
    kind: str
    status: str
    fields: Mapping[str, str]
    proposal: Mapping[str, Any]
    spans: tuple[tuple[int, int], ...]
    by: str | None
    at: str | None
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read.

    Attributes:
        id: Its number.
        at: When.
        by: Who had it read.
        name: Of the file.
        text: The text all places count in.
        result: What `ostraka read` gives.
        findings: Proposals and what was added by hand.
    """

    id: int
    at: str
    by: str
    name: str
    text: str
    result: Mapping[str, Any]
    findings: tuple[Finding, ...]


def keep_reading(
    cases: Cases, actor: Actor, name: str, text: str, result: Mapping[str, Any]
) -> int:
    """Keep what was read in a report, each proposal for itself, and return its number.

    Args:
        cases: The cases.
        actor: Who had it read.
        name: Of the file.
        text: The text all places count in.
        result: As `ostraka read --format json` gives it.
    """
    actor.need(Right.SCREEN)
    digest = str(result["document"]["text_sha256"])
    with cases.writing(actor) as writing:
        known = writing.connection.execute(
            select(reading.c.id).where(reading.c.sha256 == digest)
        ).scalar()
        if known is not None:
            return int(known)
        number = writing.insert(
            reading, at=writing.at, by=actor.name, name=name, sha256=digest, text=text,
            result=canonical(result),
        )  # fmt: skip
        rows = [
            {"reading": number, "kind": kind, "proposal": canonical(item),
             "status": "proposed", "text": ""}
            for kind, plural in KINDS.items()
            for item in result.get(plural, ())
        ]  # fmt: skip
        writing.insert_many(finding, rows)
        writing.enter("report read", f"reading {number}", proposals=len(rows))
    return number


def add_finding(
    cases: Cases,
    actor: Actor,
    number: int,
    kind: str,
    fields: Mapping[str, str],
    span: tuple[int, int],
) -> int:
    """Add what the program did not propose, with the passage that says it.

    Raises:
        UsageError: The passage is not in the text, or nothing is said.
    """
    actor.need(Right.DECIDE)
    if kind not in KINDS:
        raise UsageError(f"a finding is one of: {', '.join(KINDS)}")
    told = _checked(fields)
    with cases.writing(actor) as writing:
        text = writing.connection.execute(
            select(reading.c.text).where(reading.c.id == number)
        ).scalar()
        if text is None:
            raise NotFoundError(f"there is no report {number}")
        start, end = span
        if not 0 <= start < end <= len(text):
            raise UsageError("name the passage that says it")
        item = {"by_hand": True, "evidence": [{"start": start, "end": end}]}
        key = writing.insert(
            finding, reading=number, kind=kind, proposal=canonical(item),
            accepted=canonical(told), status="accepted", by=actor.name, at=writing.at,
            text="",
        )  # fmt: skip
        writing.enter("finding added", f"reading {number}", finding=key, kind=kind)
    return key


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """What a person says of a proposal.

    Attributes:
        answer: One of `ANSWERS`.
        fields: What a correction says.
        text: Why.
    """

    answer: str
    fields: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def answer_finding(
    cases: Cases, actor: Actor, number: int, version: int, said: FindingAnswer
) -> Finding:
    """Accept, correct or reject a proposal; an answer may be changed later.

    Args:
        cases: The cases.
        actor: Who answers.
        number: The finding.
        version: The version of it that was looked at.
        said: What is said of it.

    Raises:
        ConflictError: It was answered meanwhile.
        UsageError: There is no such answer, or a correction says nothing.
    """
    actor.need(Right.DECIDE)
    answer = said.answer
    if answer not in ANSWERS:
        raise UsageError(f"an answer is one of: {', '.join(ANSWERS)}")
    with cases.writing(actor) as writing:
        found = find_finding(writing.connection, number)
        told = _checked(said.fields) if answer == "corrected" else found.fields
        kept = None if answer == "rejected" else canonical(dict(told))
        done = writing.change(
            finding, number, version=version, status=answer, accepted=kept,
            by=actor.name, at=writing.at, text=said.text[:_LONGEST],
        )  # fmt: skip
        if not done:
            raise ConflictError(
                f"finding {number} was answered by {found.by} since you opened it"
            )
        writing.enter(f"finding {answer}", f"reading {found.reading}", finding=number)
    with cases.reading() as connection:
        return find_finding(connection, number)


def find_finding(connection: Connection, number: int) -> Finding:
    """Return one finding.

    Raises:
        NotFoundError: There is no such finding.
    """
    row = (
        connection.execute(select(finding).where(finding.c.id == number))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFoundError(f"there is no finding {number}")
    text = connection.execute(
        select(reading.c.text).where(reading.c.id == row["reading"])
    ).scalar_one()
    return _finding(row, text)


def read_reading(connection: Connection, number: int) -> Reading:
    """Return a report with what was found in it.

    Raises:
        NotFoundError: There is no such report.
    """
    row = connection.execute(
        select(reading).where(reading.c.id == number)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no report {number}")
    rows = connection.execute(
        select(finding).where(finding.c.reading == number).order_by(finding.c.id)
    ).mappings()
    return Reading(
        row.id, row.at, row.by, row.name, row.text, json.loads(row.result),
        tuple(_finding(one, row.text) for one in rows),
    )  # fmt: skip


def readings(connection: Connection, limit: int = 50) -> list[Mapping[str, Any]]:
    """Return the last reports, the newest first: `id, at, by, name`."""
    rows = connection.execute(
        select(reading.c.id, reading.c.at, reading.c.by, reading.c.name)
        .order_by(reading.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public way


def told(connection: Connection) -> list[tuple[Finding, str, str]]:
    """Return the incidents and measures of all reports, with name and digest of each."""
    rows = connection.execute(
        select(finding, reading.c.text.label("whole"), reading.c.name, reading.c.sha256)
        .join(reading, reading.c.id == finding.c.reading)
        .where(finding.c.kind.in_(("incident", "measure")))
        .order_by(finding.c.id)
    ).mappings()
    return [
        (_finding(row, row["whole"]), str(row["name"]), str(row["sha256"]))
        for row in rows
    ]


def timeline(connection: Connection) -> list[tuple[Finding, str]]:
    """Return what was accepted of all reports with the report's name, by date."""
    found = [
        (one, name)
        for one, name, _ in told(connection)
        if one.status in {"accepted", "corrected"}
    ]
    return sorted(found, key=lambda f: (f[0].fields.get("date", ""), f[0].id))


def digests(connection: Connection) -> frozenset[str]:
    """Return the digests of the texts of all reports."""
    return frozenset(connection.execute(select(reading.c.sha256)).scalars())


def _finding(row: Mapping[Any, Any], text: str) -> Finding:
    proposal = json.loads(row["proposal"])
    spans = tuple(_spans(proposal))
    fields = (
        json.loads(row["accepted"])
        if row["accepted"]
        else fields_of(proposal, spans, text)
    )
    return Finding(
        row["id"], row["reading"], row["kind"], row["status"], fields, proposal, spans,
        row["by"], row["at"], row["text"], row["version"],
    )  # fmt: skip


def _spans(item: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield the passages of a proposal, wherever it has them."""
    for key in ("evidence", "span", "spans"):
        found = item.get(key) or ()
        for span in [found] if isinstance(found, Mapping) else found:
            if isinstance(span, Mapping) and "start" in span and "end" in span:
                yield int(span["start"]), int(span["end"])


def fields_of(
    item: Mapping[str, Any], spans: tuple[tuple[int, int], ...], text: str
) -> dict[str, str]:
    """Return what a proposal says in the words of `FIELDS`, as far as it does."""
    said = text[slice(*spans[0])] if spans else ""
    found = {
        "summary": item.get("label") or item.get("claim") or said,
        "date": item.get("date"),
        "place": item.get("place"),
        "by": item.get("imposer") or item.get("attributed_to") or item.get("holder"),
        "against": item.get("targets") or item.get("target"),
        "stage": item.get("stage_reached") or item.get("kind") or item.get("action"),
    }
    return {key: _plain(value) for key, value in found.items() if value}


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("text") or value.get("value") or value.get("name") or "")
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)


def _checked(fields: Mapping[str, str]) -> dict[str, str]:
    told = {key: str(fields.get(key, "")).strip()[:_LONGEST] for key in FIELDS}
    if not told["summary"]:
        raise UsageError("say in a few words what it is")
    return {key: value for key, value in told.items() if value}
