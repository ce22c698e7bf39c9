"""What a reader is given, what it yields, and how it says that something is wrong.

A reader is a function from a `Reading` to entities.  It handles, ignores by name or
reports every tag and column; `Reading.refuse` and `Reading.warn` collect what is
wrong so that all faults of a file are told at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from ostraka.errors import RefusedError
from ostraka.record.countries import country_code
from ostraka.record.dates import DateError, DateSpan, read_dates
from ostraka.record.model import CATALOG_ORIGIN, Entity, new_entity
from ostraka.record.versions import Version

if TYPE_CHECKING:
    from ostraka.sources.catalog import Dataset
    from ostraka.sources.files import SourceFile

#: How many examples of one kind of problem are kept word for word.
EXAMPLES = 5
#: What to do about a tag or column that nobody took.
UNTAKEN = "teach the reader this name, or add it to the reader's list of ignored names"


@dataclass(frozen=True, slots=True)
class Format:
    """One file format of one publisher.

    Attributes:
        name: As given to `--format`, e.g. `ofac_csv`.
        sniff: From a file's name and first 4096 bytes (decompressed), the role it
            plays in this format (`main`, `alias` …), or None if it is none of its.
        read: The reader.
        required: Roles without which there is no version.
        is_delta: Whether the files hold only what changed since the version before.
        parts: Roles of all files the publisher has of one version; what lacks some of
            them is loaded, with a warning.
    """

    name: str
    sniff: Callable[[str, bytes], str | None]
    read: Callable[[Reading], Iterator[Entity]]
    required: tuple[str, ...] = ("main",)
    is_delta: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """The version a delta is applied to.

    Attributes:
        version: Its manifest.
        ids: Ids of all its entities.
        entities: Gives its entities, as seen on the day of the new version.
    """

    version: Version
    ids: frozenset[str]
    entities: Callable[[str], Iterator[Entity]]


@dataclass(slots=True)
class Reading:
    """One version being read.

    Attributes:
        dataset: The list's entry in the catalog: names, lookups, checks.
        files: The files of the version by role.
        published: Day the file states for itself (the reader sets it), ISO 8601.
        stated_count: Number of records the file says it has, if it says so.
        faults: What makes the version unfit, one line each.
        warnings: What is odd but kept, counted by kind, with examples.
        day: Day to take where the files state none, ISO 8601.
        mapping: For a table of the user's own: which column is which property.
        base: For a delta, the version it is applied to.
        ended: Ids of parties that the file itself says are no longer designated; the
            reader adds an id before it yields the party, which then gets no topic.
        leave_out: Told of each row that cannot be read and is left out; None where one
            such row refuses the file.
        at_rows: Whether what is read now is a row that can be left out.
    """

    dataset: Dataset
    files: dict[str, SourceFile]
    published: str | None = None
    stated_count: int | None = None
    faults: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    day: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    base: Base | None = None
    ended: set[str] = field(default_factory=set)
    leave_out: Callable[[str], object] | None = None
    at_rows: bool = False
    _left_out: int = 0
    _faults_told: Counter[str] = field(default_factory=Counter)

    @property
    def seen(self) -> str:
        """The day of the version, as far as it is known by now."""
        return self.published or self.day

    def open(self, role: str) -> BinaryIO:
        """Open the file of a role as plain bytes, whatever it was packed in."""
        return self.files[role].open()

    def refuse(self, where: str, what: str, todo: str = "") -> None:
        """Report something that makes the version unfit; reading goes on to find all.

        Args:
            where: Place in the file: `sdn.csv row 12`, `INDIVIDUAL 6907993`.
            what: What is wrong there: `unknown tag 'FOO'`.
            todo: What the user can do about it.
        """
        line = f"{where}: {what}" + (f"; {todo}" if todo else "")
        if self.at_rows and self.leave_out is not None:
            self._left_out += 1
            self.leave_out(line)
            return
        self._faults_told[what] += 1
        if self._faults_told[what] > EXAMPLES or len(self.faults) >= 100:
            return
        self.faults.append(line)

    def row(self, entities: Iterable[Entity]) -> list[Entity]:
        """Return what a row says; nothing of one that is left out."""
        before = self._left_out
        found = list(entities)
        return found if self._left_out == before else []

    def stop(self, where: str, what: str, todo: str = "") -> RefusedError:
        """Return the error to raise when nothing sensible can follow."""
        self.at_rows = False  # what stops the reading is no matter of one row
        self.refuse(where, what, todo)
        return RefusedError(
            f"{self.dataset.name}: {self.faults[-1]}", tuple(self.faults)
        )

    def warn(self, kind: str, where: str, what: str) -> None:
        """Report something odd that is kept; counted by kind, first ones word for word."""
        self.warnings[kind] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < EXAMPLES:
            examples.append(f"{where}: {what}")

    def entity(self, schema: str, key: str) -> Entity:
        """Return a new entity whose id is the list's prefix and the publisher's key."""
        return new_entity(schema, self.make_id(key))

    def make_id(self, *parts: str) -> str:
        """Return an id of the list: `ofac-12111`, `eu-fsf-eu-4881-55`."""
        return f"{self.dataset.prefix}-{slug('-'.join(parts))}"

    def sanction(self, party: Entity, *suffix: str) -> Entity:
        """Return the designation of a party, with the list's authority filled in."""
        sanction = new_entity(
            "Sanction", "-".join((party.id, "sanction", *map(slug, suffix)))
        )
        sanction.add("entity", party.id)
        for prop, text in (
            ("authority", self.dataset.authority),
            ("country", self.dataset.country),
            ("sourceUrl", self.dataset.url),
        ):
            sanction.add(prop, text, origin=CATALOG_ORIGIN)
        return sanction

    def link(
        self,
        schema: str,
        source: str,
        target: str,
        *suffix: str,
        origin: str | None = None,
    ) -> Entity:
        """Return an edge from one entity id to another: an FtM interval schema."""
        key = "-".join((source, schema.lower(), target, *map(slug, suffix)))
        edge = new_entity(schema, key)
        if edge.schema.edge is None:
            raise KeyError(f"{schema} is not a link")
        edge.add(edge.schema.edge[0], source, origin=origin)
        edge.add(edge.schema.edge[1], target, origin=origin)
        return edge

    def lookup(self, table: str, value: str) -> str | None:
        """Return what the list's YAML says for an odd value, or None.

        The tables under `lookups:` map a value (compared without case) to ours.
        """
        return self.dataset.lookups.get(table, {}).get(value.strip().casefold())

    def country(self, where: str, text: str | None) -> str | None:
        """Return the code of a country by the list's own spelling or the general one.

        An unknown name is reported as a warning; the caller keeps the text elsewhere.
        The YAML's lookup table `countries` maps odd spellings, and to `""` what
        stands for "unknown".
        """
        if text is None or not text.strip():
            return None
        special = self.lookup("countries", text)
        if special is not None:
            return special or None
        code = country_code(text)
        if code is None:
            self.warn("unknown country", where, repr(text))
        return code

    def add_country(
        self,
        entity: Entity,
        prop: str,
        where: str,
        text: str | None,
        origin: str | None = None,
    ) -> None:
        """Add a country given by name; an unknown one is kept among the notes."""
        code = self.country(where, text)
        if code is not None:
            entity.add(prop, code, original=text, origin=origin)
        elif text and self.lookup("countries", text) is None:
            entity.rejected.append((prop, text))

    def add_date(
        self,
        entity: Entity,
        prop: str,
        where: str,
        text: str | None,
        *,
        origin: str | None = None,
        month_first: bool = False,
    ) -> DateSpan | None:
        """Add a date in any published form; an impossible one is reported and noted.

        A range is added as its two ends, both with the published text as original.
        """
        if text is None or not text.strip():
            return None
        try:
            span = read_dates(text, month_first=month_first)
        except DateError as error:
            self.warn("unreadable date", where, str(error))
            entity.rejected.append((prop, text))
            return None
        for value in span.values:
            entity.add(prop, value, original=text, origin=origin)
        return span

    def finish(self) -> None:
        """Raise if anything was refused.

        Raises:
            RefusedError: With every fault found.
        """
        if not self.faults:
            return
        total = sum(self._faults_told.values())
        raise RefusedError(
            f"{self.dataset.name}: {self.faults[0]}"
            + (f" (and {total - 1} more)" if total > 1 else ""),
            tuple(self.faults),
        )


def slug(text: str) -> str:
    """Return `text` as an id part: lower case, letters and digits, single hyphens."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
