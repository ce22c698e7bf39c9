"""The parties on several lists, for the command and for Python: compared, asked, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ostraka.errors import UsageError
from ostraka.record.canonical import APART, Answer, Judgement, in_force
from ostraka.record.judgements import Judgements
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.resolve.exchange import from_lines, to_lines
from ostraka.resolve.queue import Queue

if TYPE_CHECKING:
    from ostraka.index import Index
    from ostraka.resolve.deciding import Question
    from ostraka.resolve.resolving import Tally

#: Another run has the lists for so long at most before this one gives up, in seconds.
_WAIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Resolving:
    """One home folder, for judging which records are one party.

    Attributes:
        home: The folder.
        store: The record.
        judgements: What was judged.
        clock: Tells the moment.
        versions: Returns the versions in force.
        index: Returns the index over them.
    """

    home: Path
    store: Store
    judgements: Judgements
    clock: Callable[[], datetime]
    versions: Callable[[], Sequence[Version]]
    index: Callable[[], Index]

    def run(
        self,
        *,
        dry: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Tally:
        """Compare what is new on the lists in force and judge what is sure.

        Args:
            dry: Only count; write nothing.
            progress: Called with the number of pairs weighed so far.

        Raises:
            UsageError: No list is loaded, or another process has resolved for ten minutes.
        """
        # Imported here: judging and listing do not pay for it.
        from ostraka.resolve.resolving import Sources, resolve  # noqa: PLC0415

        sources = Sources(
            self.store,
            self.versions(),
            self.index(),
            self.judgements,
            self._queue,
            dry=dry,
        )
        try:
            # A dry run writes nothing that another could write too.
            lock = FileLock(self.home / ".resolve.lock", timeout=_WAIT_SECONDS)
            with nullcontext() if dry else lock:
                return resolve(sources, self._now, progress)
        except Timeout as error:
            raise UsageError(
                "another process is resolving; try again when it has ended"
            ) from error

    def was_run_on(self, versions: Iterable[Version]) -> bool:
        """Tell whether the records of some lists have been compared with each other.

        One list alone has nothing to be compared with; registers are no lists.
        """
        lists = {version.dataset for version in versions if not version.is_register}
        return len(lists) <= 1 or lists <= self._queue.datasets()

    def questions(self) -> Iterator[Question]:
        """Yield the pairs a person is asked about, the surest first.

        Each is looked at when it is reached: an answer just given decides others too.
        """
        judgements = self.judgements
        for question in self._queue.questions():
            pair = _pair(question.left, question.right)
            judged = in_force(judgements.about(*pair)).get(pair)
            one, other = (judgements.canonical(name) for name in pair)
            if _is_open(judged) and one != other:
                yield question

    def judge(
        self, left: str, answer: Answer, right: str, *, by: str, evidence: str = ""
    ) -> None:
        """Judge two records, whatever was judged before.

        Args:
            left: Id of a record; for `part of`, of the part.
            answer: What they are to each other.
            right: Id of the other record.
            by: Who judges.
            evidence: On what grounds, in words.

        Raises:
            NotFoundError: No list has a record of that id or number.
            UsageError: Nobody is named, or the two are one record.
        """
        if not by.strip():
            raise UsageError("a judgement needs the name of who judges; add --by NAME")
        one, other = (self.record_of(key) for key in (left, right))
        self.judgements.append([Judgement(one, other, answer, by, self._now, evidence)])

    def record_of(self, key: str) -> str:
        """Return the id of the record that an id or an authority's number stands for.

        An id that was judged before will do, whatever lists are here: it may have come
        with somebody's judgements, and can be taken back.

        Raises:
            NotFoundError: No list has such a record, so a slip of the pen is no party.
        """
        if self.judgements.about(key):
            return key
        # Imported here: judging by the way of a file of judgements does not pay for it.
        from ostraka.record.view import view_party  # noqa: PLC0415

        return view_party(self.store, key, self.clock().date()).id

    def take_in(self, lines: Iterable[str]) -> int:
        """Append the judgements of resolver lines that are new; return how many.

        Raises:
            UsageError: A line cannot be read; nothing is appended.
        """
        judged = in_force(self.judgements.all())
        new = [
            judgement
            for judgement in from_lines(lines, self._now)
            if not _is_said(judgement, judged.get(judgement.pair))
        ]
        self.judgements.append(new)
        return len(new)

    def give_out(self) -> Iterable[str]:
        """Return the judgements in force as resolver lines."""
        return to_lines(self.judgements.all())

    @property
    def _queue(self) -> Queue:
        return Queue(self.home)

    @property
    def _now(self) -> str:
        return self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _is_open(judgement: Judgement | None) -> bool:
    return judgement is None or judgement.answer is Answer.WITHDRAWN


def _is_said(new: Judgement, old: Judgement | None) -> bool:
    """Tell whether a judgement was taken in before, or went out from here."""
    if old is None or (new.by, new.at) != (old.by, old.at):
        return False
    return new.answer is old.answer or {new.answer, old.answer} == APART
