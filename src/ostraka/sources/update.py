"""A published list over the network into a version in force, or nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ostraka.errors import FetchError
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import Dataset, find_dataset
from ostraka.sources.fetch import Patience, Progress, fetch
from ostraka.sources.load import load_files
from ostraka.sources.memory import Memory


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of an update.

    Attributes:
        version: The version of the publisher's files of this moment.
        is_new: Whether it was loaded now.
        not_modified: Whether the publisher itself said that nothing changed.
    """

    version: Version
    is_new: bool
    not_modified: bool = False


def update_dataset(
    store: Store,
    dataset_name: str,
    *,
    now: datetime,
    patience: Patience | None = None,
    accept: Iterable[str] = (),
    fetching: Progress | None = None,
    loading: Callable[[int], None] | None = None,
) -> Updated:
    """Fetch a list and load it; whatever fails leaves the last good version in force.

    Args:
        store: Where it goes.
        dataset_name: A list whose addresses are known.
        now: The moment of asking.
        patience: How long to wait for the publisher.
        accept: Names of checks that a person has looked at and lets pass.
        fetching: Told how far each file is.
        loading: Told how many entities are read.

    Raises:
        FetchError: The publisher could not be reached, or sent no list.
        RefusedError: What it sent failed the checks.
        UsageError: The dataset has no address.
    """
    dataset = find_dataset(dataset_name)
    memory = Memory(store, dataset_name)
    held, previous = memory.recall()
    with TemporaryDirectory(prefix="ostraka-") as folder:
        try:
            fetched = fetch(
                dataset,
                Path(folder),
                now=now,
                previous=previous,
                patience=patience,
                progress=fetching,
            )
        except FetchError as error:
            _note(store, dataset, error, now)
            raise
        if fetched.not_modified and held is not None:
            memory.keep(held, previous, now)
            store.note_agreement(dataset_name, now.isoformat(timespec="seconds"))
            return Updated(held, is_new=False, not_modified=True)
        loaded = load_files(
            store,
            dataset_name,
            [file.path for file in fetched.files],
            now=now,
            fetched=now,
            urls={file.path: file.url for file in fetched.files},
            accept=accept,
            progress=loading,
        )
    said = {file.url: file.validators for file in fetched.files}
    memory.keep(loaded.version, said, now)
    store.note_agreement(dataset_name, now.isoformat(timespec="seconds"))
    return Updated(loaded.version, is_new=loaded.is_new)


def _note(store: Store, dataset: Dataset, error: FetchError, now: datetime) -> None:
    store.note_refusal(
        dataset.name,
        {
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "files": [address.name for address in dataset.addresses],
            "reason": str(error),
            "details": list(error.details),
        },
    )
