"""The snapshot in use: opened at the start, exchanged when the lists change."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from ostraka.errors import NotFoundError, OstrakaError
from ostraka.faces.api.logs import LOGGER
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.api.snapshot import (
    Snapshot,
    State,
    keep_alive,
    open_snapshot,
    prepare_command,
    state_of,
)
from ostraka.faces.session import Ostraka, Scope, read_day
from ostraka.record.versions import Version

_LOG = logging.getLogger(LOGGER)
#: Past days that are kept open, and how long a request waits for one to be prepared.
_MOST_DAYS, _PATIENCE_SECONDS = 2, 20.0
#: Days whose snapshot's name is remembered.
_MOST_KEYS = 1_000
#: After a failed build the next one is not tried before that.
_RETRY_SECONDS = 30.0
#: New judgements alone are taken up after so long: who reviews makes one after another.
_JUDGED_SECONDS = 300.0


class NotReadyError(OstrakaError):
    """There is no index to answer from yet."""

    http_status = 503


class Live:
    """The snapshots a worker answers from.

    `current` is the one in use and `newest` has the versions in force in the store,
    which are those of `current` or are being prepared.

    A request takes a snapshot once and keeps it to its end; a snapshot that is replaced
    goes away with the last request that has it.

    Args:
        settings: Where the record lies and how often it is looked at.
        on_swap: Called with each snapshot that is taken into use.
    """

    def __init__(
        self, settings: ServiceSettings, on_swap: Callable[[Snapshot], None]
    ) -> None:
        self._settings = settings
        self._on_swap = on_swap
        self.current: Snapshot | None = None
        self.newest: dict[str, Version] = {}
        self._seen: object = None
        self._wanted: State | None = None
        self._next_try = 0.0
        self._swapped = 0.0
        self._building = asyncio.Lock()
        self._refreshing = asyncio.Lock()
        self._days: OrderedDict[str, Snapshot] = OrderedDict()
        self._preparing: dict[str, asyncio.Task[Snapshot]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._keys: tuple[object, dict[date, str]] = (None, {})

    async def watch(self) -> None:
        """Look for changes until cancelled."""
        while True:
            try:
                await self.refresh()
            except OstrakaError as error:
                told = {"reason": str(error)}
                _LOG.error("looking for new versions failed", extra={"told": told})
            except Exception:  # noqa: BLE001 - what goes wrong here must not end the watch
                _LOG.exception("looking for new versions failed")
            await asyncio.sleep(self._settings.poll)

    async def open_prepared(self) -> None:
        """Open what is already there, before the first request comes."""
        wanted = await asyncio.to_thread(self._look)
        if wanted is not None and wanted.newest_ready() is not None:
            await self._swap()

    async def refresh(self) -> None:
        """Take the newest state of the lists into use, built first if need be."""
        async with self._refreshing:
            wanted = await asyncio.to_thread(self._look)
            current = self.current
            if wanted is None or (current is not None and current.key == wanted.key):
                return
            if not wanted.is_ready and (
                self._can_wait(wanted) or not await self._build(wanted)
            ):
                return
            await self._swap()

    def _can_wait(self, wanted: State) -> bool:
        """Tell whether only judgements are new, and the last were taken up just now."""
        now = asyncio.get_running_loop().time()
        same = self.current is not None and self.current.state.folder == wanted.folder
        return same and now < self._swapped + _JUDGED_SECONDS

    def refresh_soon(self) -> None:
        """Look for changes without waiting for it."""
        task = asyncio.create_task(self.refresh())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def at(self, as_of: str | None) -> Snapshot:
        """Return the snapshot of a day, prepared first if need be.

        Args:
            as_of: ISO text of the day; None for today.

        Raises:
            UsageError: It is no day, or one that lies ahead.
            NotFoundError: No list was loaded by then.
            NotReadyError: It is not ready yet.
        """
        if as_of is None:
            if self.current is None:
                raise NotReadyError("Index not ready.")
            return self.current
        today = datetime.now(UTC).date()
        day = read_day(as_of, today) or today
        name = await self._key_of(day)
        current = self.current
        if current is not None and current.state.folder.name == name:
            return current
        # A past day heeds the judgements that the snapshot in use does.
        key = f"{name}.{current.state.judged if current is not None else 0}"
        if key in self._days:
            self._days.move_to_end(key)
            return self._days[key]
        return await self._past(key, day)

    def not_asked(self, snapshot: Snapshot, dataset: str) -> dict[str, str]:
        """Return the header that says which lists have no version by the day asked about.

        Args:
            snapshot: Of the day.
            dataset: The dataset or collection asked.
        """
        today = self.current.datasets(dataset) if self.current is not None else None
        missing = sorted((today or frozenset()) - snapshot.versions.keys())
        return {"x-lists-not-asked": ", ".join(missing)} if missing else {}

    async def _key_of(self, day: date) -> str:
        """Return the key of a day's snapshot; the store is read once for each state."""
        if self._keys[0] != self._seen or len(self._keys[1]) > _MOST_KEYS:
            self._keys = (self._seen, {})
        known = self._keys[1]
        if day not in known:
            known[day] = await asyncio.to_thread(_key_of, self._settings.home, day)
        return known[day]

    async def _past(self, key: str, day: date) -> Snapshot:
        """Return a past day's snapshot when it is there in time; it is prepared once."""
        if key not in self._preparing:
            task = asyncio.create_task(self._prepare_past(key, day))
            task.add_done_callback(lambda done: self._past_is_done(key, done))
            self._preparing[key] = task
        waiting = asyncio.shield(self._preparing[key])
        try:
            return await asyncio.wait_for(waiting, _PATIENCE_SECONDS)
        except TimeoutError:
            raise NotReadyError(
                f"The lists of {day} are being prepared; ask again in a minute."
            ) from None

    def _past_is_done(self, key: str, task: asyncio.Task[Snapshot]) -> None:
        """Let a failed preparation be tried again; whoever waited has been told of it."""
        self._preparing.pop(key, None)
        if not task.cancelled():
            task.exception()

    async def _prepare_past(self, key: str, day: date) -> Snapshot:
        found = await self._open(day)
        if found is None or (
            self.current is not None and found.state.judged < self.current.state.judged
        ):
            await self._run(prepare_command(self._settings.home, day))
            found = await self._open(day)
        if found is None:
            raise NotReadyError(f"The lists of {day} could not be prepared.")
        self._days[key] = found
        while len(self._days) > _MOST_DAYS:
            self._days.popitem(last=False)
        return found

    def _look(self) -> State | None:
        """Return the newest state; the store is read only if something changed."""
        seen = fingerprint(self._settings.home)
        if seen != self._seen:
            with Ostraka(self._settings.home) as o:
                self._wanted = state_of(o)
                self.newest = {v.dataset: v for v in o.versions_in_force(Scope())}
            self._seen = seen
        elif self._wanted is not None:
            keep_alive(self._wanted.folder)
        return self._wanted

    async def _build(self, wanted: State) -> bool:
        """Build what is missing, in a process of its own; say whether it is there now."""
        now = asyncio.get_running_loop().time()
        if now < self._next_try or not os.access(self._settings.home, os.W_OK):
            # Another process publishes here: what it has finished appears by itself.
            return False
        _LOG.info("preparing an index", extra={"told": {"index": wanted.key}})
        try:
            await self._run(prepare_command(self._settings.home))
        except NotReadyError as error:
            self._next_try = now + _RETRY_SECONDS
            _LOG.error(
                "the index could not be prepared",
                extra={"told": {"reason": str(error)}},
            )
            return False
        # The lists may have changed again meanwhile.
        self._seen = None
        newest = await asyncio.to_thread(self._look)
        same = newest is not None and newest.folder == wanted.folder
        return same and wanted.newest_ready() is not None

    async def _run(self, command: list[str]) -> None:
        async with self._building:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                _, said = await process.communicate()
            finally:
                await _end(process)
        if process.returncode:
            last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise NotReadyError(last or f"it ended with {process.returncode}")

    async def _swap(self) -> None:
        found = await self._open(None)
        if found is not None:
            self.current = found
            self._swapped = asyncio.get_running_loop().time()
            self._on_swap(found)
            told = {"index": found.key, "parties": len(found.index)}
            _LOG.info("an index is in use", extra={"told": told})

    async def _open(self, day: date | None) -> Snapshot | None:
        settings = self._settings
        return await asyncio.to_thread(
            open_snapshot, settings.home, settings.threads, settings.collections, day
        )


def fingerprint(home: Path) -> tuple[object, ...]:
    """Return what changes when the lists in force may have: names, times, the day."""
    files = [
        *home.glob("statements/*/*.json"),
        *(p for p in home.glob("*") if p.is_file()),
    ]
    stamps = []
    for path in sorted(files):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        stamps.append((str(path), found.st_mtime_ns, found.st_size))
    return datetime.now(UTC).date(), tuple(stamps)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a process that is still running, and wait: it must not outlive its loop.

    It is killed, since nothing half-built comes into force.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _key_of(home: Path, day: date) -> str:
    with Ostraka(home) as o:
        folder = o.index_folder(Scope(day))
    if folder is None:
        raise NotFoundError(f"No list is loaded by {day}.")
    return folder.name


def answer_soon() -> None:
    """Let the event loop have the interpreter soon when names are compared in threads.

    Python's own 5 ms would be added to every request; a tenth costs nothing measurable.
    """
    sys.setswitchinterval(0.0005)


def keep_what_stays() -> None:
    """Leave what is there now to the end of the process out of Python's search for garbage.

    Going through all the modules takes a tenth of a second, and requests would wait.
    """
    gc.collect()
    gc.freeze()
