"""One list judged: its newest version, and its versions together."""

from __future__ import annotations

from datetime import date

from ostraka.quality.model import Example, Finding, Quality
from ostraka.quality.values import fill_rates, value_findings
from ostraka.quality.versions import version_findings
from ostraka.record.party import read_parties
from ostraka.record.schema import find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version


def judge_list(store: Store, dataset: str, day: date) -> Quality:
    """Return how good a list is, as it stood on a day.

    Args:
        store: The record.
        dataset: The list.
        day: The day asked about.

    Raises:
        NotFoundError: There is no such list, or no version by that day.
    """
    newest = store.version(dataset, day.isoformat())
    versions = store.versions(dataset)
    known = [v for v in versions if v.order <= newest.order]
    # A wallet or a passport is a part of its holder's file.
    parties = [
        party
        for party in read_parties(store, [newest])
        if find_schema(party.schema).holder is None
    ]
    return Quality(
        dataset=dataset,
        version=newest.id,
        published=newest.published,
        parties=len(parties),
        versions=len(known),
        fill=fill_rates(parties),
        findings=(
            *value_findings(parties, newest.published),
            *version_findings(store, known, day),
            _odd(newest),
        ),
    )


def _odd(version: Version) -> Finding:
    """Return what the reader could not read and kept as a note."""
    examples = tuple(
        Example("", kind, tuple(values))
        for kind, values in sorted(version.examples.items())
    )
    return Finding(
        "odd value",
        sum(version.warnings.values()),
        version.statements,
        "values that could not be read as what they should be, and were kept as notes",
        examples,
    )
