"""The lists as files others read: whole, and as deltas from version to version.

    FOLDER/index.json                                   a catalogue, as yente reads it
    FOLDER/<dataset>/entities.ftm.json                  the newest version, whole
    FOLDER/<dataset>/delta.json                         the deltas and their addresses
    FOLDER/<dataset>/<stamp>/entities.delta.json        what changed from the one before

Any web server can offer the folder.  `ostraka load DATASET delta.json` and yente apply
the deltas; a delta once written is never changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

from ostraka.faces.api.titles import dataset_title
from ostraka.record.export import export_entities
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.screen.results import draft_of

#: Days of an entity that differ between any two versions and tell of no change.
_UNTOLD = frozenset({"last_seen"})

Entity = dict[str, Any]


def publish(store: Store, folder: Path, address: str) -> list[str]:
    """Write every list, and what changed between its versions, to a folder.

    Args:
        store: The record.
        folder: Where it goes; made if it is not there.
        address: Where the folder will be read, e.g. `https://lists.example`.

    Returns:
        The names of the lists.
    """
    entries = []
    for name in store.datasets():
        versions = store.versions(name)
        own = f"{address.rstrip('/')}/{name}"
        _write_lines(
            folder / name / "entities.ftm.json", export_entities(store, versions[-1:])
        )
        _publish_deltas(store, versions, folder / name, own)
        entries.append(
            {
                "name": name,
                "title": dataset_title(name),
                "version": stamp_of(versions[-1]),
                "entities_url": f"{own}/entities.ftm.json",
                "delta_url": f"{own}/delta.json",
            }
        )
    # Last, so that nobody is sent to a file that is not there.
    _write(folder / "index.json", json.dumps({"datasets": entries}, indent=1))
    return [entry["name"] for entry in entries]


def stamp_of(version: Version) -> str:
    """Return the stamp of a version: its day, and its number within the day as a time."""
    day, number = version.order
    clock = f"{number // 3600:02}{number // 60 % 60:02}{number % 60:02}"
    return f"{day.replace('-', '')}{clock}-ost"


def changes(
    before: Iterable[Entity], after: Iterable[Entity]
) -> Iterator[dict[str, Any]]:
    """Yield the operations that make one version of the other, as yente reads them.

    Args:
        before: The entities of the earlier version, by id.
        after: Those of the later one, by id.
    """
    ordered = merge(_tagged(0, before), _tagged(1, after), key=itemgetter(0, 1))
    for _, group in groupby(ordered, key=itemgetter(0)):
        found = {place: entity for _, place, entity in group}
        if 1 not in found:
            yield {"op": "DEL", "entity": {"id": found[0]["id"]}}
        elif 0 not in found:
            yield {"op": "ADD", "entity": found[1]}
        elif _told(found[0]) != _told(found[1]):
            yield {"op": "MOD", "entity": found[1]}


def _publish_deltas(
    store: Store, versions: Sequence[Version], folder: Path, address: str
) -> None:
    addresses = {}
    for before, after in pairwise(versions):
        stamp = stamp_of(after)
        path = folder / stamp / "entities.delta.json"
        if not path.exists():
            old, new = (export_entities(store, [v]) for v in (before, after))
            _write_lines(path, changes(old, new))
        addresses[stamp] = f"{address}/{stamp}/{path.name}"
    _write(folder / "delta.json", json.dumps({"versions": addresses}, indent=1))


def _tagged(
    place: int, entities: Iterable[Entity]
) -> Iterator[tuple[str, int, Entity]]:
    return ((entity["id"], place, entity) for entity in entities)


def _told(entity: Entity) -> Entity:
    return {key: value for key, value in entity.items() if key not in _UNTOLD}


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(path) as draft, draft.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(path) as draft:
        draft.write_text(text + "\n", "utf-8")
