"""Reports: the document with its passages, and the proposals to accept or not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from starlette.responses import Response

from ostraka.casework.model import Right
from ostraka.casework.readings import (
    FIELDS,
    KINDS,
    Finding,
    FindingAnswer,
    Reading,
    add_finding,
    answer_finding,
    find_finding,
    keep_reading,
    read_reading,
    readings,
)
from ostraka.casework.work import file_name
from ostraka.errors import UsageError
from ostraka.faces.web.kept import decided, keep, record, take_up, waiting
from ostraka.faces.web.visit import Page, Visit
from ostraka.report.document import read_document


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report's text.

    Attributes:
        text: The stretch.
        entities: Ids of the listed parties that are named by it.
        findings: Numbers of the findings it is a passage of.
        first: Whether a finding's passage begins here.
    """

    text: str
    entities: tuple[str, ...]
    findings: tuple[int, ...]
    first: tuple[int, ...]


def reports(visit: Visit) -> Response:
    """Show the reports that were read, and the form for another."""
    with visit.web.cases.reading() as connection:
        found = readings(connection)
        kept = waiting(visit.web, connection)
    return visit.show("reports.html", readings=found, waiting=kept)


def open_kept(visit: Visit) -> Response:
    """Open a document that `ostraka read --keep` kept."""
    number = take_up(visit.web, visit.actor, visit.text("digest"))
    return visit.go(f"/reports/{number}")


def take_report(visit: Visit) -> Response:
    """Read a report and keep what it says, as proposals."""
    upload = visit.file("file")
    if upload is None:
        raise UsageError("choose a file")
    name = file_name(upload.filename or "")
    with tempfile.TemporaryDirectory(prefix="ostraka-report-") as folder:
        path = Path(folder) / name
        with path.open("wb") as out:
            shutil.copyfileobj(upload.file, out)
        try:
            result = visit.web.o.read(path, dated=visit.text("dated") or None)
            text = read_document(path).text
        except UsageError as error:
            # Where the file lies here meanwhile is nobody's business.
            raise UsageError(str(error).replace(f"{folder}/", "")) from error
    result = keep(visit.web, result, text)
    number = keep_reading(visit.web.cases, visit.actor, name, text, result)
    return visit.go(f"/reports/{number}")


def report(visit: Visit) -> Response:
    """Show a report beside what was found in it."""
    return _show(visit)


def _show(visit: Visit, told: str = "", status: int = 200) -> Response:
    with visit.web.cases.reading() as connection:
        found = decided(visit.web, read_reading(connection, visit.number()))
    return visit.show(
        "report.html", status=status, reading=found, told=told, fields=FIELDS,
        kinds=list(KINDS), pieces=list(pieces(found)), entities=_listed(found.result),
        names={e["id"]: e["name"] for e in found.result.get("entities", ()) if "name" in e},
    )  # fmt: skip


def pieces(reading: Reading) -> Iterator[Piece]:
    """Yield the text in stretches with what each is part of."""
    spans = [
        *((span, entity["id"], None) for entity in _listed(reading.result)
          for span in _spans(entity.get("mentions", ()))),
        *((span, None, finding.id) for finding in reading.findings
          for span in finding.spans),
    ]  # fmt: skip
    whole = len(reading.text)
    ends = {0, whole, *(min(end, whole) for span, _, _ in spans for end in span)}
    places = sorted(ends)
    for start, end in pairwise(places):
        inside = [s for s in spans if s[0][0] <= start and end <= s[0][1]]
        yield Piece(
            reading.text[start:end],
            tuple(dict.fromkeys(entity for _, entity, _ in inside if entity)),
            tuple(dict.fromkeys(key for _, _, key in inside if key)),
            tuple(key for span, _, key in inside if key and span[0] == start),
        )


def _listed(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [entity for entity in result.get("entities", ()) if entity.get("listed")]


def _spans(mentions: Iterable[Any]) -> Iterator[tuple[int, int]]:
    for mention in mentions:
        if isinstance(mention, Mapping):
            yield int(mention["start"]), int(mention["end"])


def answer(visit: Visit) -> Response:
    """Take the answer to a proposal."""
    number = visit.number()
    with visit.web.cases.reading() as connection:
        before: Finding = find_finding(connection, number)
    given = visit.text("answer")
    fields = {key: visit.text(key) for key in FIELDS}
    said = FindingAnswer(given, fields, visit.text("text"))
    version = visit.whole("version")
    found = answer_finding(visit.web.cases, visit.actor, number, version, said)
    with visit.web.cases.reading() as connection:
        document = read_reading(connection, before.reading)
    record(visit.web, document, found)
    return visit.go(
        f"/reports/{before.reading}#finding-{number}", f"{before.kind} {given}"
    )


def add(visit: Visit) -> Response:
    """Add what the program did not propose."""
    number = visit.number()
    with visit.web.cases.reading() as connection:
        text = read_reading(connection, number).text
    passage = visit.text("passage").strip().replace("\r\n", "\n")
    start = text.find(passage) if passage else -1
    if start < 0:
        raise UsageError("the passage has to stand in the report word for word")
    fields = {key: visit.text(key) for key in FIELDS}
    span = (start, start + len(passage))
    add_finding(visit.web.cases, visit.actor, number, visit.text("kind"), fields, span)
    return visit.go(f"/reports/{number}", "added")


PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    ("/reports", reports, Right.READ, "GET"),
    ("/reports/take", take_report, Right.SCREEN, "POST"),
    ("/reports/open", open_kept, Right.SCREEN, "POST"),
    ("/reports/{number:int}", report, Right.READ, "GET"),
    ("/reports/{number:int}/add", add, Right.DECIDE, "POST"),
    ("/findings/{number:int}", answer, Right.DECIDE, "POST"),
)
