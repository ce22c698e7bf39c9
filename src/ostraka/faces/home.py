"""A home folder, opened: its lists in force as of a day, and the index over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.scope import Scope, read_day
from ostraka.record.judgements import Judgements
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.settings import Settings

if TYPE_CHECKING:
    from ostraka.faces.indexing import Standing
    from ostraka.index import Index
    from ostraka.record.party import Party
    from ostraka.report import Lists

#: What is said where a question needs lists and there are none.
NOTHING_LOADED = (
    "no list is loaded; `ostraka load DATASET FILE` or `ostraka update` brings one, "
    "`ostraka demo` shows how it works without"
)


def nothing_loaded(day: date | None = None) -> str:
    """Say that there are no lists, at all or by a day that was asked about."""
    if day is None:
        return NOTHING_LOADED
    return f"no list is loaded by {day}; `ostraka lists --versions` shows what is"


class Home:
    """A home folder, opened: what is in force on a day, and how it is looked up.

    Args:
        home: The folder; `OSTRAKA_HOME` or the platform's folder for data if None.
        now: The clock, for tests and replays.

    Raises:
        UsageError: A file is in the place of the folder.
    """

    def __init__(
        self,
        home: Path | str | None = None,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.home = Path(home) if home is not None else Settings.from_environment().home
        if self.home.is_file():
            raise UsageError(
                f"{self.home}: a file, and the lists are kept in a folder; name one by OSTRAKA_HOME or in `open`"
            )
        self.store = Store(self.home)
        self.judgements = Judgements(self.home)
        self._now = now or (lambda: datetime.now(UTC))
        self._indexes: dict[str, Index] = {}
        self._lists: Lists | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._indexes.clear()
        self._lists = None
        self.judgements.close()

    @property
    def today(self) -> date:
        """The day the clock shows, in UTC."""
        return self._now().date()

    def day(self, as_of: str | date | None = None) -> date:
        """Return the day a question is about: today if none is named.

        Raises:
            UsageError: The text is no day, or one that lies ahead.
        """
        return read_day(as_of, self.today) or self.today

    def versions_in_force(self, scope: Scope) -> list[Version]:
        """Return the versions a question is answered from.

        Raises:
            NotFoundError: A list that was named has no version by that day.
            UsageError: The day lies ahead.
        """
        read_day(scope.day, self.today)
        # A document has no parties: nothing is screened against it.
        current = self.store.current(scope.day or self.today)
        versions = [v for v in current if v.entities]
        if scope.lists is not None:
            missing = set(scope.lists) - {v.dataset for v in versions}
            if missing:
                day = f" by {scope.day}" if scope.day else ""
                raise NotFoundError(
                    f"nothing is loaded{day} of: {', '.join(sorted(missing))}; see `ostraka lists`"
                )
            return [v for v in versions if v.dataset in scope.lists]
        # That a register has a party says nothing about the party.
        return [v for v in versions if scope.registers or not v.is_register]

    def parties(self, scope: Scope) -> Iterator[Party]:
        """Yield the parties listed on the day asked about.

        Parties whose every designation the list itself says has ended are left out.
        """
        versions = self.versions_in_force(scope)
        yield from self._standing(scope, versions).parties(versions)

    def index(self, scope: Scope | None = None) -> Index:
        """Return the index over the lists in force, built first if it is not there.

        Raises:
            UsageError: No list is loaded.
        """
        from ostraka.index import open_index  # noqa: PLC0415

        scope = scope or Scope()
        versions = self.versions_in_force(scope)
        if not versions:
            raise UsageError(nothing_loaded(scope.day))
        standing = self._standing(scope, versions)
        key = standing.key
        if key not in self._indexes:
            folder = standing.folder(self.home)
            self._indexes[key] = open_index(folder, self.judgements)
        return self._indexes[key]

    def index_folder(self, scope: Scope | None = None) -> Path | None:
        """Return where the index over the lists in force lies, or would; None without lists.

        The name of the folder stands for the versions, the day's endings and the
        algorithm: what is made of the same three may be kept in it.
        """
        scope = scope or Scope()
        versions = self.versions_in_force(scope)
        if not versions:
            return None
        return self.home / "index" / self._standing(scope, versions).key

    def basis(
        self, as_of: str | date | None = None, lists: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return what an answer rests on beside the algorithm: the day, the list versions."""
        return self._basis(self._scope(as_of, lists))

    def _basis(self, scope: Scope) -> dict[str, str]:
        versions = {f"list {v.dataset}": v.id for v in self.versions_in_force(scope)}
        return {"as of": str(scope.day or self.today), **versions}

    def _scope(
        self,
        as_of: str | date | None,
        lists: Iterable[str] | None,
        *,
        registers: bool = False,
    ) -> Scope:
        return Scope.of(as_of, lists, registers=registers, today=self.today)

    def _standing(self, scope: Scope, versions: list[Version]) -> Standing:
        from ostraka.faces.indexing import Standing  # noqa: PLC0415 - numpy is heavy
        from ostraka.screen import ALGORITHM  # noqa: PLC0415

        day = scope.day or self.today
        return Standing(self.store, tuple(versions), day, ALGORITHM)
