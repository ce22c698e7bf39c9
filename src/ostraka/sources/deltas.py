"""Delta files as yente and OpenSanctions offer them: what they are and their order.

delta.json                                   an index: every delta and its address
20240527194702-wnk/entities.delta.json       one delta, in a folder named by moment
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ostraka.errors import RefusedError, UsageError
from ostraka.record.assemble import assemble, entity_ids, read_version
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.reader import Base

_STAMP = re.compile(r"(\d{14})-\w{1,8}")
_INDEX_LIMIT = 16 * 1024**2


def stamp_day(name: str) -> str | None:
    """Return the day in a delta's stamp, `20240527194702-wnk`, or None if it is none."""
    found = _STAMP.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S").date().isoformat()  # noqa: DTZ007 - only its day is taken
    except ValueError:
        return None


def is_index(path: Path) -> bool:
    """Tell whether a file is an index of deltas."""
    return path.name == "delta.json" and path.is_file() and path.stat().st_size > 0


def is_empty_delta(path: Path) -> bool:
    """Tell whether a file is a delta of a day on which nothing changed."""
    return (
        path.name.endswith(".delta.json")
        and path.is_file()
        and path.stat().st_size < 1024
        and not path.read_bytes().strip()
    )


def deltas_since(index: Path, base: Version) -> Iterator[tuple[Path, str]]:
    """Yield file and address of the deltas from a version's day on, oldest first.

    Where the version's day is only the day it was loaded, it says nothing about the
    order, and all deltas are given.

    Raises:
        RefusedError: The index is none.
        UsageError: A delta it names is not beside it.
    """
    for stamp, address in sorted(_read_index(index).items()):
        day = stamp_day(stamp)
        if day is None:
            raise RefusedError(f"{index.name}: {stamp!r} is not a delta's stamp")
        if day < base.published and base.published_basis != "loaded":
            continue
        path = index.parent / stamp / Path(urlsplit(address).path).name
        if not path.is_file():
            raise UsageError(
                f"{index.name} names {stamp}/{path.name}, which is not beside it; "
                f"fetch it first: {address}"
            )
        yield path, address


def base_of(store: Store, dataset: str) -> Base:
    """Return the newest version of a dataset as what a delta applies to.

    Raises:
        RefusedError: There is none.
    """
    version = newest(store, dataset)

    def entities(day: str) -> Iterator[Entity]:
        return (assemble(rows) for rows in read_version(store, version, stamp=day))

    return Base(version, entity_ids(store, version), entities)


def newest(store: Store, dataset: str) -> Version:
    """Return the newest version of a dataset.

    Raises:
        RefusedError: There is none.
    """
    versions = store.versions(dataset)
    if not versions:
        raise RefusedError(
            f"{dataset}: a delta changes a version, and none is loaded; load the whole list first"
        )
    return versions[-1]


def _read_index(index: Path) -> dict[str, str]:
    if index.stat().st_size > _INDEX_LIMIT:
        raise RefusedError(f"{index.name}: larger than an index of deltas can be")
    try:
        table: Any = json.loads(index.read_text("utf-8-sig"))
        versions = table["versions"]
        return {str(stamp): str(address) for stamp, address in versions.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RefusedError(
            f"{index.name}: not an index of deltas: {error!r}"
        ) from error
