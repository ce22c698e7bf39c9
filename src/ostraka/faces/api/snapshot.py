"""One state of the lists, opened: the index of the core and the records beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from ostraka.errors import UsageError
from ostraka.faces.api.records import Records
from ostraka.faces.api.records_build import FORMAT, build_records
from ostraka.faces.session import Ostraka, Scope
from ostraka.index import Index, open_index
from ostraka.record.versions import Version

#: The collection of everything that is loaded.
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What requests are answered from.

    Attributes:
        key: Stands for the versions, the day's endings and the algorithm.
        index: The names of the parties that are listed.
        records: Every entity as clients get it.
        versions: The versions it holds, by dataset.
        collections: Names of collections → their lists, `default` among them.
    """

    key: str
    index: Index
    records: Records
    versions: Mapping[str, Version]
    collections: Mapping[str, tuple[str, ...]]

    def datasets(self, name: str) -> frozenset[str] | None:
        """Return the lists a name stands for, or None if it stands for nothing."""
        if name in self.versions:
            return frozenset([name])
        if name in self.collections:
            return frozenset(self.collections[name]) & self.versions.keys()
        return None


def records_path(folder: Path) -> Path:
    """Return where the records lie beside an index."""
    return folder / f"records.{FORMAT}.sqlite"


def is_ready(folder: Path) -> bool:
    """Tell whether everything a snapshot needs is in a folder."""
    return (folder / "manifest.json").exists() and records_path(folder).exists()


def prepare(home: Path, day: date | None = None) -> Path:
    """Build what the service needs of a home folder, if it is not there.

    Args:
        home: `OSTRAKA_HOME`.
        day: The lists as they stood on that day; today's if None.

    Returns:
        The folder of the index.

    Raises:
        UsageError: No list is loaded.
    """
    with Ostraka(home) as o:
        scope = Scope(day)
        keep_alive(o.index_folder())
        o.index(scope)
        folder = o.index_folder(scope)
        if folder is None:
            raise UsageError("no list is loaded")
        with FileLock(folder.parent / ".records.lock"):
            if not records_path(folder).exists():
                build_records(o.store, o.versions_in_force(scope), records_path(folder))
    return folder


def keep_alive(folder: Path | None) -> None:
    """Mark an index as in use: those least used are removed when others are built."""
    if folder is not None:
        with suppress(OSError):
            os.utime(folder / "manifest.json")


def prepare_command(home: Path, day: date | None = None) -> list[str]:
    """Return the command that runs `prepare` in a process of its own.

    It takes its turn behind everything else the machine does.
    """
    command = [sys.executable, "-m", "ostraka.faces.api.snapshot", str(home)]
    return command if day is None else [*command, day.isoformat()]


def open_snapshot(
    home: Path,
    threads: int,
    collections: Mapping[str, Sequence[str]],
    day: date | None = None,
) -> Snapshot | None:
    """Open the snapshot of a day, or return None where it has not been prepared.

    Args:
        home: `OSTRAKA_HOME`.
        threads: How many threads will read it.
        collections: Names of collections → their lists.
        day: The lists as they stood on that day; today's if None.
    """
    with Ostraka(home) as o:
        scope = Scope(day)
        folder = o.index_folder(scope)
        if folder is None or not is_ready(folder):
            return None
        versions = {v.dataset: v for v in o.versions_in_force(scope)}
    return Snapshot(
        key=folder.name,
        index=open_index(folder),
        records=Records(records_path(folder), threads),
        versions=versions,
        collections={
            DEFAULT: tuple(sorted(versions)),
            **{name: tuple(lists) for name, lists in collections.items()},
        },
    )


def main() -> None:
    """`python -m ostraka.faces.api.snapshot HOME [DAY]`."""
    # The niceness is lost on Windows, where a service has other means.
    with suppress(AttributeError, OSError):
        os.nice(10)
    day = date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else None
    prepare(Path(sys.argv[1]), day)


if __name__ == "__main__":
    main()
