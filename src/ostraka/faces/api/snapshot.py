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
class State:
    """A state of the lists, and of the judgements on which records are one party.

    Attributes:
        folder: Of the index; its name stands for the versions, the day's endings and
            the algorithm.
        judged: Number of the last judgement that is heeded.
    """

    folder: Path
    judged: int

    @property
    def key(self) -> str:
        """Names the state."""
        return f"{self.folder.name}.{self.judged}"

    @property
    def records(self) -> Path:
        """Where the records lie beside the index."""
        return self.folder / f"records.{FORMAT}.{self.judged}.sqlite"

    @property
    def is_ready(self) -> bool:
        """Tell whether everything a snapshot needs is there."""
        return (self.folder / "manifest.json").exists() and self.records.exists()

    def newest_ready(self) -> State | None:
        """Return this state, or the one with the most of the judgements that is there."""
        found = [
            State(self.folder, int(judged))
            for path in self.folder.glob(f"records.{FORMAT}.*.sqlite")
            if (judged := path.name.split(".")[2]).isdigit()
        ]
        ready = [state for state in found if state.is_ready]
        return max(ready, key=lambda state: state.judged, default=None)


def state_of(o: Ostraka, day: date | None = None) -> State | None:
    """Return the state of a home folder as of a day; None where no list is loaded."""
    folder = o.index_folder(Scope(day))
    return None if folder is None else State(folder, o.judgements.last)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What requests are answered from.

    Attributes:
        state: The versions, the day's endings, the algorithm and the judgements.
        index: The names of the parties that are listed.
        records: Every entity as clients get it.
        versions: The versions it holds, by dataset.
        collections: Names of collections → their lists, `default` among them.
    """

    state: State
    index: Index
    records: Records
    versions: Mapping[str, Version]
    collections: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """Names the state it was made of."""
        return self.state.key

    def datasets(self, name: str) -> frozenset[str] | None:
        """Return the lists a name stands for, or None if it stands for nothing."""
        if name in self.versions:
            return frozenset([name])
        if name in self.collections:
            return frozenset(self.collections[name]) & self.versions.keys()
        return None


def prepare(home: Path, day: date | None = None) -> State:
    """Build what the service needs of a home folder, if it is not there.

    Args:
        home: `OSTRAKA_HOME`.
        day: The lists as they stood on that day; today's if None.

    Returns:
        The state that is ready.

    Raises:
        UsageError: No list is loaded.
    """
    with Ostraka(home) as o:
        scope = Scope(day)
        keep_alive(o.index_folder())
        o.index(scope)
        state = state_of(o, day)
        if state is None:
            raise UsageError("no list is loaded")
        with FileLock(state.folder.parent / ".records.lock"):
            if not state.records.exists():
                versions, parties = o.versions_in_force(scope), o.judgements.redirects()
                build_records(o.store, versions, state.records, parties)
            _remove_older(state)
    return state


def _remove_older(state: State) -> None:
    """Remove records with fewer judgements; who has them open keeps them."""
    for path in state.folder.glob("records.*.sqlite"):
        if path != state.records:
            with suppress(OSError):
                path.unlink()


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
        wanted = state_of(o, day)
        state = None if wanted is None else wanted.newest_ready()
        if state is None:
            return None
        versions = {v.dataset: v for v in o.versions_in_force(Scope(day))}
    return Snapshot(
        state=state,
        index=open_index(state.folder),
        records=Records(state.records, threads),
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
