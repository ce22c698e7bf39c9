"""Measures and calls that people accepted from documents, as the record has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ostraka.measures.called import Call
from ostraka.measures.timeline import Step
from ostraka.record.rows import connect, quote
from ostraka.record.store import Store
from ostraka.record.versions import Version, in_force

#: Begins the name of the dataset of a document.
DATASET_PREFIX = "doc-"
#: Keyword of an event that is a measure, and of a note that calls for one.
MEASURE, RECOMMENDATION = "measure", "recommendation"
_IMPOSED, _AGAINST, _CALLS = "imposed by: ", "against: ", "calls for: "
_HELD = "held by: "
_NO_KINDS = frozenset({MEASURE})

Values = Mapping[str, list[str]]


def accepted_measures(
    store: Store, day: date, records: Iterable[str] | None = None
) -> list[Step]:
    """Return the measures accepted from documents by a day.

    Args:
        store: The record.
        day: The day asked about.
        records: Only those against one of these records; all if None.
    """
    wanted = None if records is None else set(records)
    steps = []
    for version in _documents(store, day):
        for values in _entities(store, version, "Event"):
            if MEASURE not in values.get("keywords", ()):
                continue
            involved = values.get("involved", [])
            if wanted is None or not wanted.isdisjoint(involved):
                steps.append(_step(version, values, involved))
    return steps


def accepted_calls(store: Store, day: date) -> list[Call]:
    """Return what accepted documents called for by a day; undated documents are left out."""
    calls = []
    for version in _documents(store, day):
        published = _published(store, version)
        if published is None:
            continue
        notes = _entities(store, version, "Note")
        calls += [
            _call(values, published)
            for values in notes
            if RECOMMENDATION in values.get("keywords", ())
        ]
    return calls


def _documents(store: Store, day: date) -> Iterator[Version]:
    for dataset in store.datasets():
        if dataset.startswith(DATASET_PREFIX):
            version = in_force(store.versions(dataset), day)
            if version is not None:
                yield version


def _entities(
    store: Store, version: Version, schema: str
) -> Iterator[dict[str, list[str]]]:
    with connect() as connection:
        rows = connection.execute(
            f"SELECT canonical_id, prop, value FROM read_parquet({quote(store.parquet(version))}) WHERE schema = ? AND prop <> 'id' ORDER BY canonical_id, prop, value",  # noqa: S608 - quoted
            [schema],
        ).fetchall()
    found: dict[str, dict[str, list[str]]] = {}
    for entity, prop, value in rows:
        found.setdefault(entity, {}).setdefault(prop, []).append(value)
    for entity, values in found.items():
        yield {**values, "id": [entity]}


def _published(store: Store, version: Version) -> str | None:
    for values in _entities(store, version, "Document"):
        return next(iter(values.get("publishedAt", ())), None)
    return None


def _step(version: Version, values: Values, involved: list[str]) -> Step:
    notes = values.get("notes", [])
    kinds = [k for k in values.get("keywords", ()) if k not in _NO_KINDS]
    return Step(
        day=min(values.get("date", ()), default=""),
        kind=kinds[0] if kinds else MEASURE,
        authority=_noted(notes, _IMPOSED) or "not stated",
        country=next(iter(values.get("country", ())), None),
        party=_noted(notes, _AGAINST) or "; ".join(values.get("namesMentioned", ())),
        dataset=version.dataset,
        record=involved[0] if involved else None,
        basis=f"stated by the document: {values['summary'][0]}" if values.get("summary") else "stated by the document",
    )  # fmt: skip


def _call(values: Values, published: str) -> Call:
    notes = values.get("notes", [])
    return Call(
        action=_noted(notes, _CALLS) or "",
        text=" ".join(values.get("description", ())),
        holder=_noted(notes, _HELD),
        day=published,
        parties=tuple(values.get("entity", ())),
    )


def _noted(notes: Iterable[str], label: str) -> str | None:
    said = [re.sub("^" + re.escape(label), "", n) for n in notes if n.startswith(label)]
    return "; ".join(said) or None
