"""A file you have becomes a version in force, or is refused whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version as package_version
from pathlib import Path

from ostraka.errors import RefusedError, UsageError
from ostraka.record.dates import is_date
from ostraka.record.diff import suspected_faults
from ostraka.record.model import CATALOG_ORIGIN, Entity, Statement, statements_of
from ostraka.record.rows import party_ids
from ostraka.record.store import Store, Writing
from ostraka.record.versions import PARTS, Check, Original, Version
from ostraka.sources.catalog import Dataset, find_dataset
from ostraka.sources.checks import Tally, parts_there, run_checks, values_kept
from ostraka.sources.deltas import (
    base_of,
    deltas_since,
    is_empty_delta,
    is_index,
    newest,
)
from ostraka.sources.files import SourceFile, open_source
from ostraka.sources.formats import CONVERSIONS, choose_format
from ostraka.sources.reader import Format, Reading


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load.

    Attributes:
        version: The version that is now in the store.
        is_new: False if nothing was loaded.
        note: Why nothing was loaded, if not because the same bytes already were.
    """

    version: Version
    is_new: bool
    note: str | None = None


def load_files(  # noqa: PLR0913 - each is a wish of whoever loads
    store: Store,
    dataset: str,
    paths: Sequence[Path],
    *,
    now: datetime,
    published: str | None = None,
    format_name: str | None = None,
    fetched: datetime | None = None,
    urls: dict[Path, str] | None = None,
    accept: Iterable[str] = (),
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    leave_out: Callable[[str], object] | None = None,
) -> Loaded:
    """Read published files into a new version of a dataset, or refuse them.

    An index of deltas is followed: each one after the newest version makes a version.

    Args:
        store: Where it goes.
        dataset: A known list's name, or any name for a list of your own.
        paths: The files of one version, packed or not, in any order.
        now: The moment of loading.
        published: Day of publication, for files that do not state it.
        format_name: Name of the format; found by looking at the files if None.
        fetched: Moment of fetching, if they were fetched.
        urls: Where each file was fetched from.
        accept: Names of checks that a person has looked at and lets pass.
        mapping: For a table of the user's own: column → property, or `-` to ignore it.
        progress: Called with the number of entities read, from time to time.
        leave_out: Told of each row of a table of links that cannot be read and is left
            out; one such row refuses the file if None.

    Raises:
        RefusedError: The files failed; the last good version stays in force.
        UsageError: The request makes no sense.
    """
    _check_day(published, now)
    entry = find_dataset(dataset)
    if len(paths) == 1 and is_index(paths[0]):
        load = partial(
            load_files, store, dataset,
            now=now, fetched=fetched, accept=tuple(accept), progress=progress,
        )  # fmt: skip
        return _follow(store, dataset, paths[0], load)
    if len(paths) == 1 and is_empty_delta(paths[0]):
        return Loaded(
            newest(store, dataset),
            is_new=False,
            note=f"{paths[0].name} is an empty delta: nothing changed",
        )
    with _noting_refusal(store, dataset, paths, now):
        files = [f for path in paths for f in open_source(path, (urls or {}).get(path))]
        chosen, roles = choose_format(entry, files, format_name)
        content = content_sha256(files, mapping)
        job = _Job(
            store, entry, chosen, roles, now, published, fetched,
            frozenset(accept), mapping or {}, progress, leave_out,
        )  # fmt: skip
        return _commit(job, content)


def _commit(job: _Job, content: str) -> Loaded:
    """Make the version of a job, unless these bytes are one already."""
    store, dataset = job.store, job.dataset.name
    with store.writing(dataset) as writing:
        same = _already(store.versions(dataset), job.format, content, job.given)
        if same is not None:
            return Loaded(same, is_new=False)
        return Loaded(job.run(writing, content), is_new=True)


@contextmanager
def _noting_refusal(
    store: Store, dataset: str, paths: Sequence[Path], now: datetime
) -> Iterator[None]:
    """Keep in the store why files were refused, and let the error go on."""
    try:
        yield
    except RefusedError as error:
        names = [path.name for path in paths]
        store.note_refusal(
            dataset,
            {
                "at": now.astimezone(UTC).isoformat(timespec="seconds"),
                "files": names,
                "reason": str(error) or ", ".join(names),
                "details": list(error.details),
            },
        )
        raise


def _check_day(published: str | None, now: datetime) -> None:
    if published is None:
        return
    if len(published) != len("2024-06-27") or not is_date(published):
        raise UsageError(f"--published {published}: not a day; write it as 2024-06-27")
    if published > now.date().isoformat():
        raise UsageError(f"--published {published}: that day has not come yet")


def _already(
    versions: list[Version], chosen: Format, content: str, published: str | None
) -> Version | None:
    """Return the version these bytes already are, or None.

    A file that states its own day is one version for ever; bytes that state none are a
    new version when another one came between (a publisher that took a change back).
    """
    before = [v for v in versions if published is None or v.published <= published]
    for version in versions:
        kind = (
            version.base is not None
            if chosen.is_delta
            else version.format == chosen.name
        )
        lasting = version.published_basis == "file" or version in before[-1:]
        if version.sha256 == content and kind and (lasting or chosen.is_delta):
            return version
    return None


def _follow(
    store: Store, dataset: str, index: Path, load: Callable[..., Loaded]
) -> Loaded:
    """Load the deltas of an index that are not in the store yet, oldest first."""
    base = newest(store, dataset)
    have = {version.sha256 for version in store.versions(dataset)}
    last = Loaded(base, is_new=False, note=f"{index.name} names nothing newer")
    for path, address in deltas_since(index, base):
        if is_empty_delta(path) or content_sha256(open_source(path)) in have:
            continue
        last = load([path], urls={path: address})
    return last


@dataclass(frozen=True, slots=True)
class _Job:
    """One version being read, checked and committed."""

    store: Store
    dataset: Dataset
    format: Format
    roles: dict[str, SourceFile]
    now: datetime
    given: str | None
    fetched: datetime | None
    accept: frozenset[str]
    mapping: Mapping[str, str]
    progress: Callable[[int], None] | None
    leave_out: Callable[[str], object] | None

    def run(self, writing: Writing, content: str) -> Version:
        reading = Reading(
            self.dataset,
            self.roles,
            day=self.given or self.now.date().isoformat(),
            mapping=self.mapping,
            base=base_of(self.store, self.dataset.name)
            if self.format.is_delta
            else None,
            leave_out=self.leave_out,
        )
        base = reading.base.version if reading.base is not None else None
        tally = Tally()
        writing.write_statements(self._statements(reading, tally))
        reading.finish()
        published, basis = self._published(reading)
        if base is not None and published < base.published:
            raise RefusedError(
                f"{self.dataset.name}: this delta is of {published}, before version "
                f"{base.id}; deltas apply in their order"
            )
        checks = self._checks(reading, tally, published, writing.draft)
        _refuse_failed(self.dataset.name, checks, self.accept)
        version_id = writing.new_id(published)
        version = Version(
            dataset=self.dataset.name,
            id=version_id,
            published=published,
            published_basis=basis,
            fetched=self.fetched.astimezone(UTC).isoformat(timespec="seconds")
            if self.fetched
            else None,
            loaded=self.now.astimezone(UTC).isoformat(timespec="seconds"),
            # What a delta brings is compared with its base as one format.
            format=base.format if base is not None else self.format.name,
            reader=package_version("ostraka"),
            files=tuple(self._keep(writing, version_id)),
            entities=len(tally.parties),
            names=len(tally.names),
            counts=dict(sorted(tally.schemata.items())),
            statements=tally.statements,
            checks=tuple(checks),
            warnings=dict(sorted(reading.warnings.items())),
            examples=reading.examples,
            sha256=content,
            base=base.id if base is not None else None,
            official=self.dataset.is_official,
            ends=tuple(sorted(tally.ends)),
        )
        writing.commit(version)
        return version

    def _statements(self, reading: Reading, tally: Tally) -> Iterator[Statement]:
        read: set[str] = set()
        for number, entity in enumerate(self.format.read(reading), start=1):
            if entity.id in read:
                reading.refuse(entity.id, "two records have this id")
            read.add(entity.id)
            listed = entity.is_party and entity.id not in reading.ended
            # What came as statements says its topics itself.
            if listed and self.dataset.topic and not entity.given:
                entity.add("topics", self.dataset.topic, origin=CATALOG_ORIGIN)
            keep_rejected(reading, entity)
            tally.count(entity)
            for statement in statements_of(entity, self.dataset.name, reading.seen):
                tally.statements += 1
                yield statement
            if self.progress is not None and number % 1000 == 0:
                self.progress(number)

    def _published(self, reading: Reading) -> tuple[str, str]:
        if reading.published is not None:
            return reading.published[:10], "file"
        if self.given is not None:
            return self.given, "given"
        return (self.fetched or self.now).date().isoformat(), "loaded"

    def _checks(
        self, reading: Reading, tally: Tally, published: str, draft: Path
    ) -> list[Check]:
        versions = self.store.versions(self.dataset.name)
        earlier = [v for v in versions if v.published <= published]
        day = date.fromisoformat(published)
        limits = self.dataset.checks
        if self.format.name in CONVERSIONS:
            # Somebody else's conversion of a list may lack whole properties.
            limits = replace(limits, fill={})
        if not earlier or reading.base is not None:
            # A delta names what goes: nothing can be gone by mistake.
            checks = run_checks(limits, tally, reading, published=day, previous=None)
            return [*checks, self._parts(earlier, reading)]
        before = earlier[-1]
        parquet = self.store.parquet(before)
        previous = (date.fromisoformat(before.published), party_ids(parquet))
        checks = run_checks(limits, tally, reading, published=day, previous=previous)
        checks.append(self._parts(earlier, reading))
        if before.format == self.format.name:
            missing = before.roles ^ self.roles.keys()
            checks.append(values_kept(suspected_faults(parquet, draft, missing)))
        return checks

    def _parts(self, earlier: Sequence[Version], reading: Reading) -> Check:
        """Return whether the version is whole; one made by a delta is as its base is."""
        if reading.base is not None:
            found = [c for c in reading.base.version.checks if c.name == PARTS]
            return found[0] if found else parts_there((), (), ())
        same = [v for v in earlier if v.format == self.format.name and v.base is None]
        return parts_there(self.format.parts, self.roles, same)

    def _keep(self, writing: Writing, version_id: str) -> Iterator[Original]:
        stored: dict[Path, str] = {}
        for role, file in sorted(self.roles.items()):
            if file.path not in stored:
                stored[file.path] = writing.keep_original(
                    version_id, file.path.name, file.path
                )
            yield Original(
                file.name, role, file.sha256, file.size, stored[file.path], file.url
            )


def keep_rejected(reading: Reading, entity: Entity) -> None:
    """Keep values FollowTheMoney has no form for among the notes, and say so."""
    pending, entity.rejected = entity.rejected, []
    properties = entity.schema.properties
    note = properties.get("notes") or properties.get("description")
    for prop, text in pending:
        kind = f"{entity.schema.name}.{prop}"
        if note is None:
            reading.refuse(entity.id, f"{kind}: no place for {text[:200]!r}")
            continue
        reading.warn(f"kept as note: {kind}", entity.id, repr(text[:200]))
        told = f"{properties[prop].label} as published: {text}"
        # A text longer than a note may be is kept in several.
        for start in range(0, len(told), note.max_length):
            entity.add(note.name, told[start : start + note.max_length])


def content_sha256(
    files: Iterable[SourceFile], mapping: Mapping[str, str] | None = None
) -> str:
    """Return one digest for the files of a version, whatever their names and order.

    Another mapping of the columns makes another version of the same table.
    """
    joined = "".join(sorted({file.sha256 for file in files}))
    if mapping:
        joined += repr(sorted(mapping.items()))
    return hashlib.sha256(joined.encode()).hexdigest()


def _refuse_failed(dataset: str, checks: list[Check], accept: frozenset[str]) -> None:
    failed = [c for c in checks if not c.ok and c.refuses and c.name not in accept]
    if failed:
        lines = tuple(f"check {c.name!r} failed: {c.detail}" for c in failed)
        raise RefusedError(
            f"{dataset}: {lines[0]}; the last good version stays in force", lines
        )
