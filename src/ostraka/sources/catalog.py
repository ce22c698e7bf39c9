"""The lists we know: one YAML each beside its reader, read into a `Dataset`.

A dataset without a YAML is the user's own: any name, in FollowTheMoney, CSV or XLSX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ostraka.errors import UsageError

#: Libyaml's where it is there: eight times as fast, and a name screened waits for it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_OWN_FORMATS = (
    "ftm", "bods", "uk_psc", "gleif_csv", "gleif_xml", "links", "csv", "xlsx",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """Where a publisher offers one file.

    Attributes:
        role: The role the file plays in its format.
        url: The address; redirects are followed.
        name: The file name to keep it under.
        sha256: What the file must have, for one that never changes; or None.
    """

    role: str
    url: str
    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """What a version must fulfil to come into force.

    Attributes:
        counts: Least and most entities by schema.
        fill: Least share (0–1) of a schema's entities that have a property, keyed
            `Person.birthDate`.
        vanish: Largest share (0–1) of the previous version's parties that may be gone.
        vanish_per_year: What is added to it for each year between the two versions.
    """

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    fill: dict[str, float] = field(default_factory=dict)
    vanish: float = 0.10
    vanish_per_year: float = 0.10


@dataclass(frozen=True, slots=True)
class Dataset:
    """One list of one authority.

    Attributes:
        name: As on the command line, e.g. `us_ofac_sdn`.
        title: The publisher's name for it.
        prefix: First part of every entity id.
        authority: Who designates, as it stands in `Sanction.authority`.
        country: Code of the authority's country or body (`us`, `eu`, `un`), or None.
        url: A page about the list.
        formats: Names of the formats it is published in, best first.
        topic: FollowTheMoney topic of its parties (`sanction`, `debarment` …).
        listing_dates: Whether a stated listing date is the `first` listing, the `latest`
            act (an upper bound), or `none` is stated.
        addresses: Where to fetch it.
        manual: What to do when the publisher wants a login, or None.
        checks: What a version must fulfil.
        lookups: Tables from a publisher's odd value (case-folded) to ours.
        terms: Licence or terms of the publisher.
        fresh_days: Days after which the version in force is called old, counted from its
            publication or from when the publisher last had nothing newer.
        retired: Day on which the publisher gave the list up, or None.
        replaced_by: The list that took its place, or None.
    """

    name: str
    title: str
    prefix: str
    authority: str | None = None
    country: str | None = None
    url: str | None = None
    formats: tuple[str, ...] = _OWN_FORMATS
    topic: str | None = None
    listing_dates: str = "first"
    addresses: tuple[Address, ...] = ()
    manual: str | None = None
    checks: Checks = field(default_factory=Checks)
    lookups: dict[str, dict[str, str]] = field(default_factory=dict)
    terms: str | None = None
    fresh_days: int = 7
    retired: str | None = None
    replaced_by: str | None = None

    def retirement(self, day: date) -> str | None:
        """Say that the publisher had given the list up by a day; None if it had not."""
        if self.retired is None or self.retired > day.isoformat():
            return None
        instead = f", replaced by {self.replaced_by}" if self.replaced_by else ""
        return f"retired on {self.retired}{instead}"

    @property
    def is_official(self) -> bool:
        """Tell whether this is a list we know the publisher of."""
        return self.authority is not None


@cache
def official_datasets() -> dict[str, Dataset]:
    """Return every list that has a YAML, by name."""
    folder = files("ostraka.sources").joinpath("lists")
    tables = (
        yaml.load(entry.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yml")
    )
    return {table["name"]: read_dataset(table) for table in tables}


def stated_day(dataset: str | None, day: str) -> str:
    """Return the day a list states for a listing, in words that do not say too much.

    Some lists state the latest act only: their party was listed then or before.

    Args:
        dataset: The list; a list of the user's own states what its column says.
        day: The earliest day it states.
    """
    known = official_datasets().get(dataset or "")
    is_latest = known is not None and known.listing_dates == "latest"
    return f"{day} or before" if is_latest else day


def find_dataset(name: str) -> Dataset:
    """Return the list called `name`, or a dataset of the user's own of that name.

    Raises:
        UsageError: The name cannot be a dataset's.
    """
    known = official_datasets().get(name)
    if known is not None:
        return known
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be the name of a dataset; use a-z, 0-9, _ and -, e.g. my_list"
        )
    return Dataset(name=name, title=name, prefix=name.replace("_", "-"))


def read_dataset(table: dict[str, Any]) -> Dataset:
    """Make a `Dataset` of a parsed YAML; unknown keys are a mistake and raise."""
    table = dict(table)
    checks = dict(table.pop("checks", {}))
    lookups = {
        name: {str(k).strip().casefold(): str(v) for k, v in pairs.items()}
        for name, pairs in table.pop("lookups", {}).items()
    }
    return Dataset(
        **{
            **table,
            "formats": tuple(table["formats"]),
            "retired": str(table["retired"]) if "retired" in table else None,
            "addresses": tuple(Address(**a) for a in table.get("addresses", ())),
            "checks": Checks(
                **{
                    **checks,
                    "counts": {
                        k: (low, high)
                        for k, (low, high) in checks.get("counts", {}).items()
                    },
                }
            ),
            "lookups": lookups,
        }
    )
