"""What the versions of a list show together: re-used ids, silent amendments, its rhythm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from ostraka.index.identifiers import NAMES_NO_ONE
from ostraka.quality.model import Example, Finding, finding
from ostraka.record.diff import Diff, diff_versions
from ostraka.record.model import CATALOG_ORIGIN, DERIVED_ORIGIN
from ostraka.record.party import NAME_KINDS
from ostraka.record.rows import connect, quote
from ostraka.record.schema import find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.text.counts import counted
from ostraka.text.fold import fold
from ostraka.text.romanise import romanise

#: Versions that are compared with one another, the newest.
MOST_VERSIONS = 6
#: A list is stale when it is older than so many of its usual gaps, and than a week.
_GAPS, _LEAST_DAYS = 3, 7
#: Days of acts the rhythm is told by, and the fewest.
_MOST_ACTS, _FEWEST_ACTS = 40, 5
#: Shortest word by which two names are told to have something in common.
_SHORTEST = 3
_MODIFIED = "Sanction.modifiedAt"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a version says of one id: its names, their words, what else tells who it is."""

    names: tuple[str, ...]
    words: frozenset[str]
    facts: frozenset[str]


def version_findings(
    store: Store, versions: Sequence[Version], day: date
) -> Iterator[Finding]:
    """Yield what the versions of a list show.

    Args:
        store: The record.
        versions: Of one list, oldest first.
        day: Today.
    """
    newest = versions[-MOST_VERSIONS:]
    reused = dict(_reused(store, newest))
    yield finding(
        "re-used id",
        "ids under which a later version has another party: no word of any name in common",
        reused.values(),
    )
    stated = _modified(store, newest[-1])
    if stated:
        yield finding(
            "amended silently",
            "parties whose values changed between two versions while the publisher's own day of update did not",
            _silent(store, newest, set(reused)),
            len(stated),
        )
    yield _stale(store, versions, day)


def _reused(store: Store, versions: Sequence[Version]) -> Iterator[tuple[str, Example]]:
    last: dict[str, tuple[Version, _Known]] = {}
    for version in versions:
        for party, now in _known(store, version).items():
            before = last.get(party)
            if before is not None and _is_other(before[1], now):
                yield party, _other(party, *before, version, now)
            last[party] = version, now


def _is_other(before: _Known, now: _Known) -> bool:
    """Tell whether two versions say nothing alike of an id.

    A ship that got another name keeps its number, a person the birth date.
    """
    if not before.words or not now.words or before.words & now.words:
        return False
    return not before.facts & now.facts


def _other(
    party: str, earlier: Version, before: _Known, later: Version, now: _Known
) -> Example:
    return Example(
        party,
        now.names[0],
        (
            f"{earlier.id}: {'; '.join(before.names[:3])}",
            f"{later.id}: {'; '.join(now.names[:3])}",
        ),
    )


def _known(store: Store, version: Version) -> dict[str, _Known]:
    kinds = ", ".join(quote(kind) for kind in NAME_KINDS)
    facts = ", ".join(quote(prop) for prop in _telling_properties())
    with connect() as connection:
        rows = connection.execute(
            f"""
            SELECT canonical_id, list(value) FILTER (WHERE prop IN ({kinds})),
                   list(DISTINCT prop || ' ' || CASE prop WHEN 'birthDate' THEN value[:4] ELSE value END)
                       FILTER (WHERE prop IN ({facts}))
            FROM read_parquet({quote(store.parquet(version))})
            WHERE prop IN ({kinds}, {facts}) AND NOT external
            GROUP BY canonical_id HAVING count(*) FILTER (WHERE prop IN ({kinds})) > 0
            """  # noqa: S608 - our own names, quoted
        ).fetchall()
    return {
        party: _Known(tuple(names), _words(names), frozenset(told or ()))
        for party, names, told in rows
    }


def _telling_properties() -> list[str]:
    """Return the properties whose values tell who a party is, besides its names."""
    found = {
        prop.name
        for name in schema_names()
        for prop in find_schema(name).properties.values()
        if prop.type == "identifier" and prop.name not in NAMES_NO_ONE
    }
    return sorted({"birthDate", *found})


def _words(names: Sequence[str]) -> frozenset[str]:
    latin = (romanise(word) for name in names for word in fold(name).split())
    return frozenset(w for text in latin for w in text.split() if len(w) >= _SHORTEST)


def _modified(store: Store, version: Version) -> frozenset[str]:
    """Return the parties whose own day of update the publisher states."""
    with connect() as connection:
        rows = connection.execute(
            f"""
            WITH acts AS (SELECT canonical_id, prop, value, origin
                          FROM read_parquet({quote(store.parquet(version))}) WHERE schema = 'Sanction')
            SELECT DISTINCT party.value FROM acts party JOIN acts day USING (canonical_id)
            WHERE party.prop = 'entity' AND day.prop = 'modifiedAt'
              AND coalesce(day.origin, '') NOT IN ({quote(CATALOG_ORIGIN)}, {quote(DERIVED_ORIGIN)})
            """  # noqa: S608 - quoted
        ).fetchall()
    return frozenset(party for (party,) in rows)


def _silent(
    store: Store, versions: Sequence[Version], reused: set[str]
) -> Iterator[Example]:
    for before, after in pairwise(versions):
        if before.format != after.format:
            continue
        stated = _modified(store, after)
        found = diff_versions(store, before, after)
        lost = {(f.prop, party) for f in found.faults for party in f.parties}
        for party, values in _unsaid(found, lost).items():
            if party in stated and party not in reused:
                yield Example(
                    party,
                    found.captions.get(party, party),
                    (f"{before.id} to {after.id}", *values),
                )


def _unsaid(found: Diff, lost: set[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return what changed of parties whose day of update did not change.

    What many parties lost at once is a fault of the publication, and told as one.
    """
    unsaid = {}
    for party, changes in found.amended.items():
        told = [c for c in changes if not c.moved and (c.prop, party) not in lost]
        if told and all(c.prop != _MODIFIED for c in changes):
            unsaid[party] = [
                f"{c.prop}: {'; '.join(c.before) or 'nothing'} → {'; '.join(c.after) or 'nothing'}"
                for c in told
            ]
    return unsaid


def _stale(store: Store, versions: Sequence[Version], day: date) -> Finding:
    """Tell whether a list is older than its usual rhythm lets expect."""
    newest = versions[-1]
    age = (day - date.fromisoformat(newest.published)).days
    acts = _acts(store, newest)
    if len(acts) < _FEWEST_ACTS:
        words = f"{counted(age, 'day')} old; it states too few days of acts to tell its rhythm"
        return Finding("stale", 0, None, words)
    gap = median((b - a).days for a, b in pairwise(acts))
    limit = max(_GAPS * gap, _LEAST_DAYS)
    words = f"{counted(age, 'day')} old; its last {len(acts)} acts came {gap:g} days apart in the middle, so more than {limit:g} days is unusual"
    return Finding("stale", int(age > limit), None, words)


def _acts(store: Store, version: Version) -> list[date]:
    """Return the last days on which the list says that something was done."""
    with connect() as connection:
        rows = connection.execute(
            f"""
            SELECT DISTINCT value FROM read_parquet({quote(store.parquet(version))})
            WHERE schema = 'Sanction' AND prop IN ('listingDate', 'startDate', 'modifiedAt')
              AND length(value) = 10 AND value <= {quote(version.published)}
            ORDER BY value DESC LIMIT {_MOST_ACTS}
            """  # noqa: S608 - quoted
        ).fetchall()
    return sorted(date.fromisoformat(value) for (value,) in rows)
