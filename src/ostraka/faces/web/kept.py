"""Documents and what was decided of them: one place for the pages and the command line.

`ostraka read --keep` and the pages keep a document under the digest of its text in the
same file, and so they do with decisions: what `ostraka review` accepted is accepted on
the pages, and what is accepted there becomes statements of the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ostraka.casework.model import Actor
from ostraka.casework.readings import (
    KINDS,
    Finding,
    Reading,
    digests,
    fields_of,
    keep_reading,
    told,
)
from ostraka.errors import OstrakaError, UsageError
from ostraka.faces.web.state import Web
from ostraka.record.dates import is_date
from ostraka.report.items import CORRECTABLE, Json, items_of
from ostraka.report.items import KINDS as PARTS
from ostraka.report.review.publish import publish
from ostraka.report.review.store import (
    ACCEPTED,
    CORRECTED,
    REJECTED,
    Decision,
    Reviews,
)

#: What a proposal calls what the pages ask for, the first it has.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "date": ("date",), "place": ("country",), "by": ("imposer_text",),
    "against": ("addressee",), "stage": ("stage_reached", "kind", "action"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document kept at the command line that was not opened on the pages yet.

    Attributes:
        digest: Of its text.
        name: Of its file.
        proposals: How many it has.
        decided: How many of them were decided.
    """

    digest: str
    name: str
    proposals: int
    decided: int


@dataclass(frozen=True, slots=True)
class Told:
    """An accepted incident or measure, and where it is stated.

    Attributes:
        finding: What it says.
        name: Of the document.
        path: The page that shows it.
    """

    finding: Finding
    name: str
    path: str


def keep(web: Web, result: Json, text: str) -> Json:
    """Keep a document read on the pages; return what was kept of its text first."""
    reviews = Reviews(web.o.home)
    return reviews.reading(reviews.keep(result, web.cases.moment, text=text))


def waiting(web: Web, connection: Connection) -> list[Waiting]:
    """Return the documents kept at the command line and not opened on the pages yet."""
    reviews, known = Reviews(web.o.home), digests(connection)
    return [
        Waiting(
            digest,
            name,
            sum(len(reviews.reading(digest)[part]) for part in PARTS),
            len(reviews.last_decisions(digest)),
        )
        for digest, name in reviews.documents()
        if digest not in known
    ]


def take_up(web: Web, actor: Actor, digest: str) -> int:
    """Open a document kept at the command line on the pages; return its number there.

    Raises:
        UsageError: It was kept without its text.
    """
    result = Reviews(web.o.home).reading(digest)
    name = str(result["document"]["path"])
    if "text" not in result["document"]:
        raise UsageError(f"{name} was kept without its text: read the file here, and what was decided of it is here too")  # fmt: skip
    text = str(result["document"]["text"])
    return keep_reading(web.cases, actor, name, text, result)


def decided(web: Web, found: Reading) -> Reading:
    """Return a report with what was decided at the command line since."""
    made = _made(Reviews(web.o.home), _digest(found))
    return replace(found, findings=tuple(_as_decided(f, made) for f in found.findings))


def on_timeline(web: Web, connection: Connection) -> list[Told]:
    """Return the accepted incidents and measures of all documents, by date."""
    reviews = Reviews(web.o.home)
    kept = dict(reviews.documents())
    made = {digest: _made(reviews, digest) for digest in kept}
    items = [
        Told(one, name, f"/reports/{one.reading}#finding-{one.id}")
        for finding, name, digest in told(connection)
        for one in [_as_decided(finding, made.get(digest, []))]
        if one.status in {ACCEPTED, CORRECTED}
    ]
    opened = digests(connection)
    for digest in kept.keys() - opened:
        items += _accepted(reviews, digest, kept[digest])
    return sorted(
        items,
        key=lambda t: (t.finding.fields.get("date", ""), t.name, t.finding.id),
    )


def _accepted(reviews: Reviews, digest: str, name: str) -> list[Told]:
    """Return what was accepted at the command line of a document not opened here."""
    content = reviews.accepted(digest)
    made = reviews.last_decisions(digest)
    found = []
    for kind in ("incident", "measure"):
        for item in content[KINDS[kind]]:
            said = item["evidence"][0]["text"]
            fields = {**fields_of(item, (), ""), "summary": said}
            one = made[item["id"]]
            finding = Finding(0, 0, kind, one.answer, fields, item, (), one.by, one.at, one.note, 0)  # fmt: skip
            found.append(Told(finding, name, "/reports"))
    return found


def record(web: Web, found: Reading, finding: Finding) -> None:
    """Keep an answer given on the pages with those of the command line, and publish it.

    What a proposal of `ostraka read` has no place for stands in the note.
    """
    if not (all(part in found.result for part in PARTS) and finding.by and finding.at):
        return
    reviews, digest = Reviews(web.o.home), _digest(found)
    reviews.keep(found.result, finding.at, text=found.text)
    kept = items_of(reviews.reading(digest))
    item = next((item for item in kept if item.content == finding.proposal), None)
    if item is None:
        return  # added by hand
    reviews.decide(digest, [_decision(finding, item.id)])
    publish(web.o.store, reviews, digest, datetime.fromisoformat(web.cases.moment))


def _decision(finding: Finding, item: str) -> Decision:
    allowed = CORRECTABLE[KINDS[finding.kind]]
    correction: dict[str, str] = {}
    rest: list[str] = []
    before = fields_of(finding.proposal, (), "")
    for key, value in finding.fields.items() if finding.status == CORRECTED else ():
        if value == before.get(key):
            continue
        name = next((k for k in _KEYS.get(key, ()) if k in allowed), None)
        if name is None or (name == "date" and not is_date(value)):
            rest.append(f"{key}: {value}")
        else:
            correction[name] = value
    answer = finding.status if correction or finding.status == REJECTED else ACCEPTED
    note = "; ".join(filter(None, (finding.text, *rest)))
    return Decision(item, answer, finding.by or "", finding.at or "", correction, note)


def _digest(found: Reading) -> str:
    return str(found.result.get("document", {}).get("text_sha256", ""))


def _made(reviews: Reviews, digest: str) -> list[tuple[Json, Decision]]:
    """Return the proposals of a document that were decided, with the last decision."""
    last = reviews.last_decisions(digest)
    kept = items_of(reviews.reading(digest)) if last else ()
    return [(item.content, last[item.id]) for item in kept if item.id in last]


def _as_decided(finding: Finding, made: Sequence[tuple[Json, Decision]]) -> Finding:
    """Return a finding as it was decided last, here or at the command line."""
    one = next((made for item, made in made if item == finding.proposal), None)
    if one is None or (finding.at and _moment(finding.at) >= _moment(one.at)):
        return finding
    changed = {
        key: one.correction[name]
        for key, names in _KEYS.items()
        for name in names
        if name in one.correction
    }
    fields: dict[str, Any] = {**finding.fields, **changed}
    return replace(
        finding, status=one.answer, fields=fields, by=one.by, at=one.at, text=one.note
    )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise OstrakaError(f"{text!r} is no moment") from error
