"""The datasets as the catalogue shows them."""

from __future__ import annotations

from typing import Any

from ostraka.faces.api.snapshot import DEFAULT, Snapshot
from ostraka.record.versions import Version
from ostraka.sources.catalog import Dataset, official_datasets


def dataset_title(name: str) -> str:
    """Return the publisher's name for a dataset, or its own name written out."""
    known = official_datasets().get(name)
    return known.title if known is not None else name.replace("_", " ").title()


def catalog_entry(name: str, served: Version, newest: Version) -> dict[str, Any]:
    """Return a dataset as yente's catalogue has it.

    Args:
        name: The dataset.
        served: The version that is answered from.
        newest: The version in force in the store; another one is being taken into use.
    """
    known = official_datasets().get(name)
    return {
        **_entry(name, dataset_title(name), newest.id),
        "license": known.terms if known is not None else None,
        "url": known.url if known is not None else None,
        "updated_at": _moment(newest.loaded),
        "last_export": f"{newest.published}T00:00:00",
        "entity_count": sum(newest.counts.values()),
        "thing_count": newest.entities,
        "publisher": _publisher(known),
        "load": True,
        "index_version": served.id,
        "index_current": served.id == newest.id,
    }


def collection_entry(snapshot: Snapshot, name: str) -> dict[str, Any]:
    """Return a collection as yente's catalogue has it; its version is the index."""
    title = "All lists loaded" if name == DEFAULT else dataset_title(name)
    children = sorted(snapshot.datasets(name) or ())
    versions = [snapshot.versions[child] for child in children]
    return {
        **_entry(name, title, snapshot.key),
        "entity_count": sum(sum(v.counts.values()) for v in versions),
        "thing_count": sum(v.entities for v in versions),
        "children": children,
        "load": False,
        "index_version": snapshot.key,
        "index_current": True,
    }


def _entry(name: str, title: str, version: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "license": None,
        "summary": None,
        "description": None,
        "url": None,
        "updated_at": None,
        "last_export": None,
        "entity_count": None,
        "thing_count": None,
        "version": version,
        "category": None,
        "tags": [],
        "publisher": None,
        "coverage": None,
        "resources": [],
        "children": [],
        "deprecation": None,
        "deprecated": False,
        "load": True,
        "entities_url": None,
        "delta_url": None,
        "namespace": False,
        "index_version": None,
        "index_current": True,
    }


def _publisher(known: Dataset | None) -> dict[str, Any] | None:
    if known is None or known.authority is None:
        return None
    return {
        "name": known.authority,
        "url": known.url,
        "acronym": None,
        "description": None,
        "country": known.country,
        "country_label": None,
        "official": True,
    }


def _moment(text: str) -> str:
    return text[:19]
