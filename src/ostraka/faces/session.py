"""The Python face: one object over a home folder that answers every question.

with ostraka.open() as o:
    for match in o.screen("Assadollah Asadi", birth_date="1971-12-22", country="ir"):
        print(match.score, match.caption, match.datasets)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.home import NOTHING_LOADED, Home
from ostraka.faces.question import Given, check_limits, read_question
from ostraka.faces.scope import Scope, read_day

if TYPE_CHECKING:
    from ostraka.faces.links import Links
    from ostraka.faces.payments import PaymentTally
    from ostraka.faces.resolving import Resolving
    from ostraka.faces.screening import FileTally, Progress
    from ostraka.payments import PaymentResult
    from ostraka.record.diff import Diff
    from ostraka.record.view import PartyView
    from ostraka.screen import Match
    from ostraka.screen.table_source import Source
    from ostraka.sources.load import Loaded

__all__ = ["Ostraka", "Scope", "read_day"]


class Ostraka(Home):
    """A home folder, opened, and every question that can be put to it."""

    def load(
        self,
        dataset: str,
        *paths: Path | str,
        published: str | None = None,
        format_name: str | None = None,
        accept: Iterable[str] = (),
        mapping: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Loaded:
        """Load the files of one version of a list; see `ostraka load --help`.

        Raises:
            RefusedError: The files failed; what was in force stays in force.
        """
        from ostraka.sources.load import load_files  # noqa: PLC0415 - Arrow is heavy

        self._lists = None
        return load_files(
            self.store,
            dataset,
            [Path(p) for p in paths],
            now=self._now(),
            published=published,
            format_name=format_name,
            accept=accept,
            mapping=mapping,
            progress=progress,
        )

    def screen(
        self,
        name: str | Mapping[str, Any],
        *,
        threshold: float | None = None,
        limit: int = 5,
        as_of: str | date | None = None,
        lists: Iterable[str] | None = None,
        registers: bool = False,
        **fields: Given,
    ) -> tuple[Match, ...]:
        """Return the parties that may be the one asked about, best first.

        Args:
            name: A name, or a whole FollowTheMoney-shaped dict.
            threshold: Least score; the default of the algorithm if None.
            limit: Most matches.
            as_of: The lists as they stood on that day.
            lists: Only these lists.
            registers: Whether parties of registers of ownership are asked too.
            **fields: `schema`, `birth_date`, `country`, `id_number`, … as in a file's
                columns.

        Raises:
            UsageError: A field is unknown or cannot be read.
        """
        from ostraka.screen import DEFAULT_THRESHOLD, screen_batch  # noqa: PLC0415

        check_limits(threshold, limit)
        (answer,) = screen_batch(
            self.index(self._scope(as_of, lists, registers=registers)),
            [read_question(name, fields)],
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
            limit=limit,
        )
        return answer.matches

    def cleared(
        self,
        name: str | Mapping[str, Any],
        *,
        threshold: float | None = None,
        limit: int = 5,
        as_of: str | date | None = None,
        lists: Iterable[str] | None = None,
        **fields: Given,
    ) -> tuple[Match, ...]:
        """Return the parties that came near and what ruled each out, nearest name first.

        Args:
            name: As for `screen`.
            threshold: Least score of a match, which these do not reach.
            limit: Most parties.
            as_of: The lists as they stood on that day.
            lists: Only these lists.
            **fields: As for `screen`.

        Raises:
            UsageError: A field is unknown or cannot be read.
        """
        from ostraka.screen import DEFAULT_THRESHOLD, cleared  # noqa: PLC0415

        check_limits(threshold, limit)
        return cleared(
            self.index(self._scope(as_of, lists)),
            read_question(name, fields),
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
            limit=limit,
        )

    def screen_file(
        self,
        source: Path | str | Source,
        target: Path | str | None = None,
        *,
        threshold: float | None = None,
        limit: int = 5,
        as_of: str | date | None = None,
        lists: Iterable[str] | None = None,
        mapping: Mapping[str, str] | None = None,
        links: bool = False,
        jobs: int = 1,
        progress: Callable[[Progress], None] | None = None,
    ) -> FileTally:
        """Screen every row of a file; see `ostraka screen --help`.

        Raises:
            UsageError: The file cannot be read as a table of parties.
        """
        from ostraka.faces.screening import FileSettings, screen_file  # noqa: PLC0415

        scope = self._scope(as_of, lists, registers=links)
        return screen_file(
            self.index(scope),
            Path(source) if isinstance(source, str) else source,
            Path(target) if target is not None else None,
            FileSettings(
                threshold,
                limit,
                mapping,
                jobs,
                basis=self._basis(scope),
            ),
            exposure=self.links(as_of).exposure_words if links else None,
            progress=progress,
        )

    def screen_payments(
        self,
        *sources: Path | str | bytes,
        threshold: float | None = None,
        limit: int = 5,
        as_of: str | date | None = None,
        lists: Iterable[str] | None = None,
        instant: bool = False,
        tally: PaymentTally | None = None,
    ) -> Iterator[PaymentResult]:
        """Yield the result of each payment of files, folders or messages (bytes).

        Args:
            sources: ISO 20022 or SWIFT MT; see `ostraka payments --help`.
            threshold: Least score of a match; the algorithm's default if None.
            limit: Most matches of a party or a stretch of text.
            as_of: The lists as they stood on that day.
            lists: Only these lists.
            instant: Leave out payer and payee, as of instant credit transfers in euro.
            tally: Where what came of it is counted.

        Raises:
            UsageError: A file is not there, or a folder holds no message.
        """
        from ostraka.faces.payments import screen_payments  # noqa: PLC0415
        from ostraka.payments import Screening  # noqa: PLC0415

        check_limits(threshold, limit)
        index = self.index(self._scope(as_of, lists))
        screening = Screening(index, limit=limit, instant=instant)
        if threshold is not None:
            screening.threshold = threshold
        return screen_payments(screening, sources, tally)

    def entity(self, key: str, as_of: str | date | None = None) -> PartyView:
        """Return everything the lists say about one party as of a day.

        Args:
            key: Any id it has or had, or a number its authority gave it.
            as_of: The day asked about.

        Raises:
            NotFoundError: There is no such party by that day.
            UsageError: No list is loaded.
        """
        from ostraka.record.view import view_party  # noqa: PLC0415

        day = self.day(as_of)
        if not self.store.known():
            raise UsageError(NOTHING_LOADED)
        return view_party(self.store, key, day, self.judgements)

    def record(self, key: str, as_of: str | date | None = None) -> PartyView:
        """Return what lists say under one id as of a day, whoever else is the same party.

        Raises:
            NotFoundError: There is no such record by that day.
        """
        from ostraka.record.view import view_party  # noqa: PLC0415

        return view_party(self.store, key, self.day(as_of))

    def canonical(self, key: str) -> str:
        """Return the id of the party a record's id, or a former id of a party, leads to."""
        return self.judgements.canonical(key)

    def referents(self, key: str) -> tuple[str, ...]:
        """Return the other ids of a party: those of the records merged into it."""
        return self.judgements.members(key)[1:]

    def resolving(self) -> Resolving:
        """Return what compares the records of several lists and takes judgements on them."""
        from ostraka.faces.resolving import Resolving  # noqa: PLC0415

        return Resolving(
            self.home,
            self.store,
            self.judgements,
            clock=self._now,
            versions=lambda: self.versions_in_force(Scope()),
            index=self.index,
        )

    def links(
        self, as_of: str | date | None = None, same: Mapping[str, str] | None = None
    ) -> Links:
        """Return the links in force on a day, and what each regime's rule makes of them.

        Args:
            as_of: The lists, registers and links of that day.
            same: Ids to take for another one in this answer, e.g. a register's id for
                that of a listed party.

        Raises:
            UsageError: Nothing is loaded.
        """
        from ostraka.faces.links import Links  # noqa: PLC0415
        from ostraka.links.graph import Graph  # noqa: PLC0415
        from ostraka.links.open import build_graph, graph_folder  # noqa: PLC0415

        day = self.day(as_of)
        versions = self.versions_in_force(Scope(day, registers=True))
        if not versions:
            raise UsageError(NOTHING_LOADED)
        folder = None
        if same:
            graph = build_graph(self.store, versions, self.judgements, same=dict(same))
        else:
            folder = graph_folder(self.store, versions, self.judgements)
            graph = Graph.open(folder)
        judged = self.resolving().was_run_on(versions)
        return Links(graph, day, self.store, tuple(versions), folder, judged)

    def read(self, path: Path | str, *, dated: str | None = None) -> dict[str, Any]:
        """Read a report: the listed parties it names, where, and since when they are.

        Args:
            path: Text, HTML, PDF, Word or mail.
            dated: The report's day as you know it; else what its text states.

        Raises:
            UsageError: The file cannot be read as a report.
        """
        from ostraka.report import Lists, read_report  # noqa: PLC0415

        if not self.versions_in_force(Scope()):
            raise UsageError(NOTHING_LOADED)
        if self._lists is None:
            self._lists = Lists(self.store, self.today)
        return read_report(Path(path), self._lists, dated=dated)

    def diff(
        self, dataset: str, before: str | None = None, after: str | None = None
    ) -> Diff:
        """Compare two versions of a list: the newest with the one before it by default.

        Raises:
            NotFoundError: There is no such list or version.
        """
        from ostraka.record.diff import diff_versions  # noqa: PLC0415

        later = self.store.version(dataset, after)
        if before is None:
            earlier = [v for v in self.store.versions(dataset) if v.order < later.order]
            if not earlier:
                raise NotFoundError(
                    f"{dataset}: no version before {later.id} to compare with"
                )
            return diff_versions(self.store, earlier[-1], later)
        return diff_versions(self.store, self.store.version(dataset, before), later)


def open_home(home: Path | str | None = None) -> Ostraka:
    """Open a home folder: `OSTRAKA_HOME`, the platform's folder for data, or a path."""
    return Ostraka(home)
