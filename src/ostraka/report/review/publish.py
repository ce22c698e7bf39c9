"""What was accepted of a document becomes a version of a dataset of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime

from ostraka.record.model import statements_of
from ostraka.record.store import Store
from ostraka.record.versions import Check, Version
from ostraka.report.export.ftm import dataset_of, entities_of
from ostraka.report.review.store import Reviews

FORMAT = "review"


def publish(store: Store, reviews: Reviews, document: str, now: datetime) -> Version:
    """Write what was accepted of a document to the record, as a new version.

    The dataset has no parties: it is shown with the lists and never screened against.

    Args:
        store: The record.
        reviews: The decisions.
        document: Id of the document.
        now: The moment, in UTC.
    """
    dataset = dataset_of(document)
    day = now.date().isoformat()
    entities = list(entities_of(reviews.accepted(document)))
    statements = [s for entity in entities for s in statements_of(entity, dataset, day)]
    digest = hashlib.sha256("\n".join(sorted(s.id for s in statements)).encode())
    open_count = len(reviews.open_items(document))
    with store.writing(dataset) as writing:
        writing.write_statements(statements)
        version = Version(
            dataset=dataset,
            id=writing.new_id(day),
            published=day,
            published_basis="decided",
            fetched=None,
            loaded=now.isoformat(timespec="seconds"),
            format=FORMAT,
            reader=FORMAT,
            files=(),
            entities=0,
            names=0,
            counts=dict(Counter(entity.schema.name for entity in entities)),
            statements=len(statements),
            checks=(Check("reviewed", open_count == 0, f"{open_count} proposals are still open", refuses=False),),
            sha256=digest.hexdigest(),
        )  # fmt: skip
        writing.commit(version)
    return version
