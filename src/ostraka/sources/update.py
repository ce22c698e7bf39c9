"""A published list over the network into a version in force, or nothing changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ostraka.errors import FetchError
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.record.writing import write_atomically
from ostraka.sources.catalog import Dataset, find_dataset
from ostraka.sources.fetch import Fetched, Patience, Progress, Validators, fetch
from ostraka.sources.load import load_files

_MEMORY = "fetched.state"


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
    memory = _Memory(store, dataset_name)
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
    memory.keep(loaded.version, fetched)
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


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the publisher said about its files when they were last loaded.

    It holds only as long as the version made of them is in the store: a refused or
    removed version must be fetched again.
    """

    store: Store
    dataset: str

    @property
    def path(self) -> Path:
        return self.store.home / "statements" / self.dataset / _MEMORY

    def recall(self) -> tuple[Version | None, dict[str, Validators]]:
        """Return the version and its validators by address, or nothing to go by."""
        try:
            table = json.loads(self.path.read_text("utf-8"))
            validators = {
                url: Validators(**said) for url, said in table["addresses"].items()
            }
        except (OSError, ValueError, KeyError, TypeError):
            # Losing this costs one whole download, never a wrong answer.
            return None, {}
        for version in self.store.versions(self.dataset):
            if version.id == table["version"]:
                return version, validators
        return None, {}

    def keep(self, version: Version, fetched: Fetched) -> None:
        """Remember for the next update."""
        said = {file.url: asdict(file.validators) for file in fetched.files}
        text = json.dumps({"version": version.id, "addresses": said}, indent=1)
        write_atomically(self.path, text + "\n", self.path.parent)
