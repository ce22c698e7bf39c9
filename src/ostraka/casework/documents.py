"""Kept documents in a person's erasure: which name them, and letting one go whole.

A name in a report may be a namesake's, or stand there because a list has it, and what
was decided of others rests on the same text; so no document goes because of a name.  A
person looks, and erases it with all that was made of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ostraka.casework.database import Cases
from ostraka.casework.model import Actor, Right
from ostraka.casework.tables import finding, reading, subject
from ostraka.errors import NotFoundError, UsageError
from ostraka.record.store import Store
from ostraka.report.export.ftm import dataset_of
from ostraka.report.review.store import SHORTEST_ID, Reviews
from ostraka.screen.query import Query
from ostraka.text.fold import fold

#: Letters of a document's digest that are shown and entered in the chain.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document that is kept, by the command line or by the pages.

    Attributes:
        digest: Of its text.
        name: Of its file.
    """

    digest: str
    name: str

    @property
    def id(self) -> str:
        """The start of its digest, as `ostraka review` shows it."""
        return self.digest[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Gone:
    """What went with a document.

    Attributes:
        document: The document.
        decisions: Decisions of `ostraka review` about its proposals.
        findings: Proposals and answers of the pages.
        versions: Versions of its dataset in the record.
    """

    document: KeptDocument
    decisions: int
    findings: int
    versions: int


def documents_naming(
    connection: Connection, reviews: Reviews, key: int
) -> tuple[KeptDocument, ...]:
    """Return the kept documents with a name of a customer or query in their text.

    Case, marks and punctuation do not matter, and the last word may stand first; a name
    in another spelling or script is not found.

    Args:
        connection: From `Cases.reading`.
        reviews: The documents.
        key: Number of the customer or query; of one who is erased nothing is found.
    """
    names = set(_names(connection, key))
    return tuple(
        KeptDocument(digest, name)
        for digest, (name, text) in _kept(connection, reviews).items()
        if any(f" {one} " in text for one in names)
    )


def find_document(connection: Connection, reviews: Reviews, name: str) -> KeptDocument:
    """Return the kept document called by the start of its digest or its file name.

    Raises:
        NotFoundError: None is kept, or several are.
    """
    known = dict(connection.execute(select(reading.c.sha256, reading.c.name)).all())
    known |= dict(reviews.documents())
    found = [
        KeptDocument(digest, path)
        for digest, path in known.items()
        if path == name or (len(name) >= SHORTEST_ID and digest.startswith(name))
    ]
    if not found:
        raise NotFoundError(f"{name}: no document of that name is kept; see `ostraka review`")  # fmt: skip
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise NotFoundError(f"{name}: several documents are of that name: {ids}; say which")  # fmt: skip
    return found[0]


def erase_document(
    cases: Cases,
    actor: Actor,
    kept: tuple[Reviews, Store],
    document: KeptDocument,
    ground: str,
) -> Gone:
    """Erase a document: text, proposals, answers, and what was published of it.

    Args:
        cases: The cases.
        actor: An admin.
        kept: The documents, and the record with what was accepted of them.
        document: From `find_document`.
        ground: Why, e.g. `GDPR art. 17 request of 2026-11-02`; kept.

    Raises:
        UsageError: There is no ground.
    """
    actor.need(Right.ERASE)
    ground = ground.strip()
    if not ground:
        raise UsageError("say on what ground")
    reviews, store = kept
    # The chain first: whatever stops this half-way leaves the document to be found by
    # the same name, so that the same command does the rest.
    with cases.writing(actor) as writing:
        findings = 0
        number = writing.connection.execute(
            select(reading.c.id).where(reading.c.sha256 == document.digest)
        ).scalar()
        if number is not None:
            ids = writing.connection.execute(
                select(finding.c.id).where(finding.c.reading == number)
            )
            for one in ids.scalars().all():
                writing.remove(finding, one)
                findings += 1
            writing.remove(reading, number)
        writing.enter(
            "document erased", f"document {document.id}", ground=ground, findings=findings
        )  # fmt: skip
        at = writing.at
    versions = store.erase(dataset_of(document.digest))
    decisions = reviews.erase(document.digest, by=actor.name, at=at, ground=ground)
    return Gone(document, decisions, findings, versions)


def _names(connection: Connection, key: int) -> Iterator[str]:
    """Yield the names of a customer or query, folded, in both orders."""
    told = connection.execute(select(subject.c.entity).where(subject.c.id == key))
    entity = json.loads(told.scalar() or "{}")
    if not entity.get("properties"):
        return
    for _, name in Query.from_entity(entity).names:
        words = fold(name).split()
        if words:
            yield " ".join(words)
            yield " ".join((*words[-1:], *words[:-1]))


def _kept(connection: Connection, reviews: Reviews) -> Mapping[str, tuple[str, str]]:
    """Return file name and folded words of every kept document by digest."""
    rows = connection.execute(select(reading.c.sha256, reading.c.name, reading.c.text))
    found = {row.sha256: (row.name, _words([row.text])) for row in rows}
    for digest, name in reviews.documents():
        if digest not in found:
            found[digest] = name, _words(_texts(reviews.reading(digest)))
    return found


def _words(texts: Iterable[str]) -> str:
    return f" {' | '.join(map(fold, texts))} "


def _texts(content: object) -> Iterator[str]:
    """Yield every text in what was read: an older program kept no text beside it."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
