"""The checks a version must pass before it comes into force; the limits stand in the YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ostraka.record.diff import Fault
from ostraka.record.model import Entity
from ostraka.record.versions import PARTS, Check, Version
from ostraka.sources.catalog import Checks
from ostraka.sources.reader import Reading

_NAME_PROPERTIES = ("name", "alias", "weakAlias", "previousName")


@dataclass(slots=True)
class Tally:
    """What a version holds, counted while it streams by.

    Attributes:
        schemata: Entities by schema.
        filled: Entities that have a property, keyed `Person.birthDate`.
        parties: Ids of parties.
        names: Different names of parties.
        statements: Statements written.
        ends: Days on which the file says that a designation ends.
    """

    schemata: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    parties: set[str] = field(default_factory=set)
    names: set[int] = field(default_factory=set)
    statements: int = 0
    ends: set[str] = field(default_factory=set)

    def count(self, entity: Entity) -> None:
        """Count one entity."""
        schema = entity.schema.name
        self.schemata[schema] += 1
        self.filled.update([f"{schema}.{prop}" for prop in entity.values])
        if schema == "Sanction":
            self.ends.update(entity.texts("endDate"))
        if entity.is_party:
            self.parties.add(entity.id)
            for prop in _NAME_PROPERTIES:
                self.names.update([hash(v.text) for v in entity.values.get(prop, ())])


def run_checks(
    limits: Checks,
    tally: Tally,
    reading: Reading,
    *,
    published: date,
    previous: tuple[date, set[str]] | None,
) -> list[Check]:
    """Return every check with its outcome.

    Args:
        limits: From the list's YAML.
        tally: What the version holds.
        reading: For the number of records the file states.
        published: Day of the version.
        previous: Day and party ids of the version before it, if there is one.
    """
    checks = [_not_empty(tally)]
    if reading.stated_count is not None:
        checks.append(_stated_count(reading.stated_count, tally))
    checks += [
        _count(schema, low, high, tally)
        for schema, (low, high) in limits.counts.items()
    ]
    checks += [_fill(key, share, tally) for key, share in limits.fill.items()]
    if previous is not None:
        checks.append(_vanished(limits, tally, published, *previous))
    return checks


def parts_there(
    parts: Iterable[str], now: Collection[str], earlier: Sequence[Version]
) -> Check:
    """Return the check that warns of files the publisher has and this version lacks.

    A list without its file of aliases is a list without aliases, also when the version
    before it had none either.

    Args:
        parts: What the publisher has of every version, where that is known.
        now: What the version has.
        earlier: The versions before it in the same format, oldest first.
    """
    last = {part: version.id for version in earlier for part in version.roles}
    missing = sorted({*parts, *last} - set(now))
    known = sorted({last[part] for part in missing if part in last})
    detail = "all there"
    if missing:
        seen = f" (last in version {', '.join(known)})" if known else ""
        detail = (
            f"in force without {', '.join(missing)}{seen}, which the publisher has: what "
            "stands there is missed until a whole version is loaded"
        )
    return Check(PARTS, not missing, detail, refuses=False)


def values_kept(faults: tuple[Fault, ...]) -> Check:
    """Return the check that warns of losses which look like faults of the publication."""
    detail = "; ".join(fault.detail for fault in faults) or "no mass loss of values"
    return Check("values kept", not faults, detail, refuses=False)


def _not_empty(tally: Tally) -> Check:
    found = len(tally.parties)
    return Check("not empty", found > 0, f"{found:,} parties")


def _stated_count(stated: int, tally: Tally) -> Check:
    listed = len(tally.parties)
    return Check(
        "stated count",
        listed == stated,
        f"the file says {stated:,} records, {listed:,} were read",
    )


def _count(schema: str, low: int, high: int, tally: Tally) -> Check:
    found = tally.schemata[schema]
    return Check(
        f"count {schema}",
        low <= found <= high,
        f"{found:,}; between {low:,} and {high:,} expected",
    )


def _fill(key: str, share: float, tally: Tally) -> Check:
    schema, _, _ = key.partition(".")
    total = tally.schemata[schema]
    found = tally.filled[key] / total if total else 1.0
    return Check(
        f"fill {key}", found >= share, f"{found:.1%}; at least {share:.0%} expected"
    )


def _vanished(
    limits: Checks, tally: Tally, published: date, before: date, parties: set[str]
) -> Check:
    gone = len(parties - tally.parties)
    share = gone / len(parties) if parties else 0.0
    years = max(0.0, (published - before).days / 365.25)
    limit = min(1.0, limits.vanish + limits.vanish_per_year * years)
    detail = f"{gone:,} of {len(parties):,} parties of {before} are gone ({share:.1%}; at most {limit:.0%} expected)"
    return Check("vanished", share <= limit, detail)
