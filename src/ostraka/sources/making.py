"""One version of a list in the making: read, checked and committed, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version as package_version
from pathlib import Path

from ostraka.errors import RefusedError
from ostraka.record.diff import suspected_faults
from ostraka.record.model import CATALOG_ORIGIN, Entity, Statement, statements_of
from ostraka.record.rows import party_ids
from ostraka.record.store import Store
from ostraka.record.versions import PARTS, Check, Original, Version
from ostraka.record.writing import Writing
from ostraka.sources.catalog import Dataset
from ostraka.sources.checks import Tally, parts_there, run_checks, values_kept
from ostraka.sources.deltas import base_of
from ostraka.sources.files import SourceFile
from ostraka.sources.formats import CONVERSIONS
from ostraka.sources.reader import Format, Reading


@dataclass(frozen=True, slots=True)
class Making:
    """One version being read, checked and committed.

    Attributes:
        store: Where it goes.
        dataset: What is known of the list.
        format: What its files are.
        roles: The file that plays each role of the format.
        now: The moment of loading.
        given: Day of publication as the user knows it, or None.
        fetched: Moment of fetching, if the files were fetched.
        accept: Names of checks that a person lets pass.
        mapping: For a table of the user's own: column → property.
        progress: Called with the number of entities read, from time to time.
        leave_out: Told of each row of a table of links that is left out.
    """

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
        """Read the files, check what they hold, and bring the version into force.

        Args:
            writing: Where the version is written.
            content: The digest of its files.

        Raises:
            RefusedError: The files, or a check nobody lets pass, say no.
        """
        reading = self._reading()
        base = reading.base.version if reading.base is not None else None
        tally = Tally()
        writing.write_statements(self._statements(reading, tally))
        reading.finish()
        published, basis = self._published(reading)
        self._check_order(published, base)
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

    def _reading(self) -> Reading:
        """Return what the reader is given."""
        is_delta = self.format.is_delta
        return Reading(
            self.dataset,
            self.roles,
            day=self.given or self.now.date().isoformat(),
            mapping=self.mapping,
            base=base_of(self.store, self.dataset.name) if is_delta else None,
            leave_out=self.leave_out,
        )

    def _check_order(self, published: str, base: Version | None) -> None:
        """Refuse a delta of a day before the version it would be applied to."""
        if base is not None and published < base.published:
            raise RefusedError(
                f"{self.dataset.name}: this delta is of {published}, before version "
                f"{base.id}; deltas apply in their order"
            )

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


def _refuse_failed(dataset: str, checks: list[Check], accept: frozenset[str]) -> None:
    failed = [c for c in checks if not c.ok and c.refuses and c.name not in accept]
    if failed:
        lines = tuple(f"check {c.name!r} failed: {c.detail}" for c in failed)
        raise RefusedError(
            f"{dataset}: {lines[0]}; the last good version stays in force", lines
        )
