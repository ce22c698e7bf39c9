"""Asking about very many customers, in several processes where there are enough of them.

What the processes are given and give back is plain; each opens the lists once.  They
end when the one that asked does, however it ended.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ostraka.casework.screenings import MOST_MATCHES
from ostraka.index import Index, open_index
from ostraka.record.judgements import Judgements
from ostraka.screen import Query, search
from ostraka.screen.prepared import Few, Prepared, prepare, sounds_of

#: Number of a customer and its values.
Customers = Sequence[tuple[int, dict[str, Any]]]
#: Number of a customer and its matches.
Matches = list[tuple[int, list[dict[str, Any]]]]
_Result = TypeVar("_Result")
#: Pieces of work under way for each process.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Where:
    """Which parties are asked about.

    Attributes:
        folder: Their index.
        home: Where the judgements are, or None.
        threshold: Least score of a match.
    """

    folder: Path
    home: Path | None
    threshold: float

    @classmethod
    def of(cls, index: Index, threshold: float) -> Where:
        """Return it for an index that is open here."""
        judged = index.judgements
        home = None if judged is None else judged.path.parent
        return cls(index.folder, home, threshold)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed besides the parties: who has it is asked about all of them.

    Attributes:
        sounds: Sounds that have become common, or rare.
        weak: Weak aliases that came or went.
    """

    sounds: frozenset[int]
    weak: frozenset[int]


def ask(where: Where, customers: Customers) -> tuple[Matches, str]:
    """Return the matches of some customers, and what is kept of them for later.

    Args:
        where: The parties.
        customers: Number and values of each.
    """
    index = _opened(where.folder, where.home)
    found: Matches = []
    lines = []
    for number, entity in customers:
        query = Query.from_entity(entity)
        matches = search(
            index, query, threshold=where.threshold, limit=MOST_MATCHES, every=True
        )
        found.append((number, [match.to_dict() for match in matches]))
        lines.append(_line(number, query))
    return found, "".join(lines)


def prepare_some(customers: Customers) -> str:
    """Return what is kept of some customers, one line for each."""
    return "".join(_line(n, Query.from_entity(entity)) for n, entity in customers)


def ask_few(
    where: Where | None, lines: str, skipped: frozenset[int], changed: Changed
) -> tuple[int, list[int]]:
    """Return how many customers were asked about, and who may match any of a few parties.

    Args:
        where: The parties; None for none.
        lines: Customers, as `prepare_some` returned them.
        skipped: Customers to leave out.
        changed: What else makes a customer one of them.
    """
    few = None if where is None else _few(where)
    count, found = 0, []
    rows = ",".join(lines.rstrip("\n").split("\n"))
    for number, *row in json.loads(f"[{rows}]"):
        if number in skipped:
            continue
        count += 1
        asked = Prepared.from_row(row)
        may_match = few is not None and few.may_have(asked)
        if may_match or _has_changed(asked, changed):
            found.append(number)
    return count, found


class Askers:
    """Processes that are asked; none but this one where one is enough."""

    def __init__(self, pool: ProcessPoolExecutor | None, workers: int) -> None:
        self._pool = pool
        self._workers = workers

    def each(
        self, function: Callable[..., _Result], work: Iterable[tuple[Any, ...]]
    ) -> Iterator[_Result]:
        """Yield what a function makes of each piece of work, in order.

        Args:
            function: Of this module.
            work: Its arguments for each piece.
        """
        if self._pool is None:
            yield from (function(*given) for given in work)
            return
        ahead: deque[Future[_Result]] = deque()
        for given in work:
            ahead.append(self._pool.submit(function, *given))
            if len(ahead) >= _AHEAD * self._workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


@contextmanager
def askers(workers: int) -> Iterator[Askers]:
    """Start processes, and end them.

    Args:
        workers: How many; with one the work is done here.
    """
    if workers <= 1:
        yield Askers(None, 1)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_end_with_the_asker)
    try:
        yield Askers(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_the_asker() -> None:
    """End this process when the one that started it has, even killed."""
    asker = multiprocessing.parent_process()
    if asker is None:
        return

    def watch() -> None:
        asker.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@lru_cache(maxsize=1)
def _opened(folder: Path, home: Path | None) -> Index:
    return open_index(folder, None if home is None else Judgements(home))


@lru_cache(maxsize=1)
def _few(where: Where) -> Few:
    return Few(open_index(where.folder), where.threshold)


def _line(number: int, query: Query) -> str:
    row = [number, *prepare(query).to_row()]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _has_changed(asked: Prepared, changed: Changed) -> bool:
    if not changed.weak.isdisjoint(asked.plain):
        return True
    return bool(changed.sounds) and not changed.sounds.isdisjoint(sounds_of(asked))
