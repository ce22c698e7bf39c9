"""Versions of a list: what was published when, what was loaded, what is in force.

A version is in force from the day it was published until the next version's day.
It exists from the moment its manifest stands in the store and not before.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ostraka.errors import StoreError

#: Formats of registers: they say who owns and controls whom, and not who is listed.
REGISTERS = frozenset({"bods", "gleif_csv", "gleif_xml", "links", "uk_psc"})

#: Name of the check that no file of the publication is missing.
PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Check:
    """One check a version went through.

    Attributes:
        name: `counts`, `fill Person.birthDate`, `vanished`, …
        ok: Whether it held.
        detail: Figures in words.
        refuses: False when the check only warns.
    """

    name: str
    ok: bool
    detail: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Original:
    """One file of a version as it was published.

    Attributes:
        name: Name without packing suffix.
        role: Part it plays in its format (`main`, `alias` …).
        sha256: Of the bytes as they were given.
        size: In bytes.
        stored: Path below the store's home.
        url: Where it was fetched from, or None.
    """

    name: str
    role: str
    sha256: str
    size: int
    stored: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one dataset, as its manifest says.

    Attributes:
        dataset: Name of the dataset.
        id: The day it was published, and `.2`, `.3` … for further ones of that day.
        published: ISO 8601 day.
        published_basis: `file`, `given` or `loaded`: who says so.
        fetched: Moment it was fetched (ISO 8601, UTC), or None.
        loaded: Moment it was loaded (ISO 8601, UTC).
        format: Name of the format it was read from.
        reader: Version of this program that read it.
        files: The files as published.
        entities: Number of parties.
        names: Number of different names of parties.
        counts: Entities by schema.
        statements: Number of statements.
        checks: Checks it went through.
        warnings: Odd values that were kept, counted by kind.
        examples: The first of each kind, word for word.
        sha256: Of the content of all files, whatever their names and order.
        base: For a delta, the version it was applied to.
        official: Whether the dataset is a known publisher's list.
        ends: Days on which it says that a designation ends, sorted.
    """

    dataset: str
    id: str
    published: str
    published_basis: str
    fetched: str | None
    loaded: str
    format: str
    reader: str
    files: tuple[Original, ...]
    entities: int
    names: int
    counts: dict[str, int]
    statements: int
    checks: tuple[Check, ...]
    warnings: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    sha256: str = ""
    base: str | None = None
    official: bool = False
    ends: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, int]:
        """Sort key: by day published, then by number within the day."""
        day, _, number = self.id.partition(".")
        return day, int(number or 1)

    @property
    def is_register(self) -> bool:
        """Tell whether this is no list of parties but a register of who owns whom."""
        return self.format in REGISTERS

    @property
    def lacking(self) -> str | None:
        """What the publisher has and this version lacks, in words; None if it is whole."""
        found = (c.detail for c in self.checks if c.name == PARTS and not c.ok)
        return next(found, None)

    @property
    def roles(self) -> frozenset[str]:
        """Parts of the publication this version has (`main`, `alias` …)."""
        return frozenset(f.role for f in self.files)

    def to_json(self) -> str:
        """Return the manifest's text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, where: str) -> Version:
        """Read a manifest.

        Raises:
            StoreError: It is not one of ours.
        """
        try:
            table: dict[str, Any] = json.loads(text)
            table["files"] = tuple(Original(**f) for f in table["files"])
            table["ends"] = tuple(table["ends"])
            table["checks"] = tuple(Check(**c) for c in table["checks"])
            return cls(**table)
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(f"{where}: damaged manifest: {error}") from error


def in_force(versions: list[Version], day: date | None = None) -> Version | None:
    """Return the version in force on a day (today if None), or None before the first.

    Args:
        versions: Of one dataset, oldest first.
        day: The day asked about.
    """
    if day is None:
        return versions[-1] if versions else None
    held = [v for v in versions if v.published <= day.isoformat()]
    return held[-1] if held else None


def in_force_until(versions: list[Version], version: Version) -> str | None:
    """Return the day the next version took over, or None if `version` is in force."""
    later = [v for v in versions if v.order > version.order]
    return later[0].published if later else None


def next_id(published: str, taken: set[str]) -> str:
    """Return the id for a version published on a day, given the ids already there."""
    if published not in taken:
        return published
    number = 2
    while f"{published}.{number}" in taken:
        number += 1
    return f"{published}.{number}"
