"""Further processes that screen stretches of rows over the same memory-mapped index.

Each is a Python of its own that reads rows from a pipe and writes lines to another; when
this process ends, in whatever way, the pipe ends and so do they.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from queue import SimpleQueue
from typing import Any, BinaryIO, Self

from ostraka.errors import OstrakaError
from ostraka.index import Index
from ostraka.screen.chunks import Wanted
from ostraka.screen.tally import FileTally

_LENGTH = 8
#: Stretches that are under way for each worker.
_AHEAD = 2

Screened = tuple[bytes, FileTally]


def cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Some worker processes, to be used in a `with` block.

    Args:
        jobs: How many.
        index: The lists; each worker opens the same folder.
        wanted: How rows are screened.
    """

    def __init__(self, jobs: int, index: Index, wanted: Wanted) -> None:
        self._jobs = jobs
        home = index.judgements.path.parent if index.judgements else None
        self._task = _pack(
            {
                "index": str(index.folder),
                "home": None if home is None else str(home),
                "wanted": asdict(wanted),
            }
        )
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._threads = self._stack.enter_context(ThreadPoolExecutor(self._jobs))
        for _ in range(self._jobs):
            command = [sys.executable, "-P", "-m", "ostraka.faces.worker"]
            worker = subprocess.Popen(  # noqa: S603 - ourselves
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._stack.callback(_end, worker)
            self._idle.put(worker)
            write_frame(_pipe(worker.stdin), self._task)
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._stack.close()

    def screen(self, stretches: Iterable[list[Any]]) -> Iterator[Screened]:
        """Yield what came of each stretch of rows, in order."""
        waiting: deque[Future[Screened]] = deque()
        for rows in stretches:
            waiting.append(self._threads.submit(self._ask, rows))
            if len(waiting) >= _AHEAD * self._jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _ask(self, rows: list[Any]) -> Screened:
        worker = self._idle.get()
        try:
            write_frame(_pipe(worker.stdin), _pack(rows))
            tally = read_frame(_pipe(worker.stdout))
            lines = read_frame(_pipe(worker.stdout))
        except OSError:
            tally = lines = None
        self._idle.put(worker)
        if tally is None or lines is None:
            raise OstrakaError(
                "a worker process ended before its time (out of memory?); "
                "run the same command again to go on, with fewer --jobs if need be"
            )
        return lines, FileTally.from_dict(json.loads(tally))


def write_frame(pipe: BinaryIO, data: bytes) -> None:
    """Write bytes with their length before them."""
    pipe.write(len(data).to_bytes(_LENGTH, "little"))
    pipe.write(data)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """Read what `write_frame` wrote; None at the end."""
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    wanted = int.from_bytes(length, "little")
    data = pipe.read(wanted)
    return data if len(data) == wanted else None


def _pack(value: Any) -> bytes:
    # ASCII: halves of characters in damaged rows arrive as they left.
    return json.dumps(value).encode("ascii")


def _pipe(pipe: Any) -> BinaryIO:
    found: BinaryIO = pipe
    return found


def _end(worker: subprocess.Popen[bytes]) -> None:
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # it ended before it took what was written
                continue
    worker.wait()
