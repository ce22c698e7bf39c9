"""Erasing over a home folder, and what is said of it: one for command line and pages."""

from __future__ import annotations

from collections.abc import Sequence

from ostraka.casework import Actor, Cases
from ostraka.casework.documents import (
    KeptDocument,
    documents_naming,
    erase_document,
    find_document,
)
from ostraka.casework.retention import erase_person
from ostraka.faces.casework import box_of
from ostraka.faces.session import Ostraka
from ostraka.report.review.store import Reviews
from ostraka.text.counts import counted

#: Documents that are named; of more only the number is.
_SHOWN = 10


def erase_customer(
    o: Ostraka, cases: Cases, actor: Actor, key: int, ground: str
) -> list[str]:
    """Erase a customer or query; return what to say of it, and of documents that stay.

    Raises:
        OstrakaError: As `erase_person`.
    """
    with cases.reading() as connection:  # their names are gone afterwards
        naming = documents_naming(connection, Reviews(o.home), key)
    done = erase_person(cases, actor, key, ground=ground, box=box_of())
    told = [f"erased; {counted(len(done.screenings), 'screening')} cannot be run again"]
    if naming:
        which = ", ".join(f"{one.name} ({one.id})" for one in naming[:_SHOWN])
        more = f" and {len(naming) - _SHOWN:,} more" if len(naming) > _SHOWN else ""
        told.append(f"named in {counted(len(naming), 'kept document')}, which may mean a namesake and so stay: {which}{more}; to erase one, give it as a document")  # fmt: skip
    return told


def find_documents(
    o: Ostraka, cases: Cases, names: Sequence[str]
) -> list[KeptDocument]:
    """Return kept documents by file name or the start of their ids.

    Raises:
        NotFoundError: One is not kept, or several have the name.
    """
    with cases.reading() as connection:
        return [find_document(connection, Reviews(o.home), name) for name in names]


def erase_kept(
    o: Ostraka, cases: Cases, actor: Actor, document: KeptDocument, ground: str
) -> str:
    """Erase a kept document; return what to say of it.

    Raises:
        OstrakaError: As `erase_document`.
    """
    kept = Reviews(o.home), o.store
    done = erase_document(cases, actor, kept, document, ground)
    return (
        f"{document.name} is erased with {counted(done.findings, 'finding')} of the pages, "
        f"{counted(done.decisions, 'decision')} of `ostraka review` and "
        f"{counted(done.versions, 'version')} of its dataset"
    )
