"""Processes or threads that are asked about very many customers.

Processes end when the one that asked does, however it ended.  The kernel works without
Python, so threads do where it does nearly all.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from ostraka.errors import OstrakaError

_Result = TypeVar("_Result")
#: Pieces of work under way for each process.
_AHEAD = 3
#: Fewer customers than are worth a process.
_ALONE = 1_000


class Askers:
    """Processes or threads that are asked; none but this one where one is enough."""

    def __init__(self, pool: Executor | None, workers: int) -> None:
        self._pool = pool
        self._workers = workers

    def each(
        self, function: Callable[..., _Result], work: Iterable[tuple[Any, ...]]
    ) -> Iterator[_Result]:
        """Yield what a function makes of each piece of work, in order.

        Args:
            function: Of a module, so that processes can be told of it.
            work: Its arguments for each piece.

        Raises:
            OstrakaError: A process ended before its time.
        """
        if self._pool is None:
            yield from (function(*given) for given in work)
            return
        try:
            yield from self._in_pool(self._pool, function, work)
        except BrokenExecutor as error:
            raise OstrakaError(
                "a process that compares ended before its time (out of memory?); "
                "run the same command again, with fewer --workers if need be"
            ) from error

    def _in_pool(
        self,
        pool: Executor,
        function: Callable[..., _Result],
        work: Iterable[tuple[Any, ...]],
    ) -> Iterator[_Result]:
        ahead: deque[Future[_Result]] = deque()
        for given in work:
            ahead.append(pool.submit(function, *given))
            if len(ahead) >= _AHEAD * self._workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


@contextmanager
def askers(workers: int, *, threads: bool = False) -> Iterator[Askers]:
    """Start processes, or threads, and end them.

    Args:
        workers: How many; with one the work is done here.
        threads: Whether the kernel does nearly all of the work.
    """
    if workers <= 1:
        yield Askers(None, 1)
        return
    pool: Executor
    if threads:
        pool = ThreadPoolExecutor(workers)
    else:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=_end_with_the_asker)
    try:
        yield Askers(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def askers_for(count: int, workers: int) -> AbstractContextManager[Askers]:
    """Start processes where so many customers are worth it, and end them."""
    return askers(workers if count >= _ALONE else 1)


def _end_with_the_asker() -> None:
    """End this process when the one that started it has, even killed."""
    asker = multiprocessing.parent_process()
    if asker is None:
        return

    def watch() -> None:
        asker.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
