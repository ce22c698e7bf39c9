"""One party as of any day: every statement with who says so, its links, its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.assemble import to_ftm
from ostraka.record.history import Event, party_history
from ostraka.record.model import BASE_ID, KEPT_PREFIX, Statement
from ostraka.record.party import Designation, designation_of
from ostraka.record.rows import connect, entities_of, quote
from ostraka.record.schema import find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

_COLUMNS = ", ".join(f"s.{f}" for f in Statement._fields)
#: Where an authority's number stands: its own first, then one it quotes.
_NUMBERS = (("authorityId", "recordId"), ("unscId",))


@dataclass(frozen=True, slots=True)
class Link:
    """A relation a list states between the party and another one.

    Attributes:
        schema: FollowTheMoney schema of the link, e.g. `UnknownLink`.
        label: In words, from the party's side: `linked to`.
        other: Id of the other party.
        other_caption: Its name, or the id where it is not in the list.
        outgoing: True if the party is the source of the link.
        role: What the list says of it, or None.
        dataset: The list.
    """

    schema: str
    label: str
    other: str
    other_caption: str
    outgoing: bool
    role: str | None
    dataset: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the party is on one list on the day asked about.

    Attributes:
        dataset: The list.
        version: The last version by that day that has the party.
        listed: True if the version in force that day has the party.
        first_version: Day of the first version here that has the party.
        removed: Day of the version that no longer had it, or None.
        ended: Day on which, as the list itself says, its last designation ended; such a
            party is still in the file and not listed any more.
    """

    dataset: str
    version: str
    listed: bool
    first_version: str
    removed: str | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class PartyView:
    """Everything the record says about one party as of a day."""

    id: str
    schema: str
    caption: str
    as_of: str
    standings: tuple[Standing, ...]
    statements: tuple[Statement, ...]
    designations: tuple[Designation, ...]
    links: tuple[Link, ...]
    history: tuple[Event, ...]

    @property
    def listed(self) -> bool:
        """Tell whether any list has the party on the day."""
        return any(standing.listed for standing in self.standings)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's JSON: the entity, its statements and designations."""
        entity = {
            **to_ftm([s for s in self.statements if s.canonical_id == self.id]),
            "caption": self.caption,
            "datasets": sorted({s.dataset for s in self.standings}),
        }
        return {
            "entity": entity,
            "as_of": self.as_of,
            "listed": self.listed,
            "standings": [asdict(s) for s in self.standings],
            "designations": [asdict(d) for d in self.designations],
            "links": [asdict(link) for link in self.links],
            "history": [asdict(event) for event in self.history],
            "statements": [
                s._asdict()
                for s in self.statements
                if not s.prop.startswith(KEPT_PREFIX)
            ],
        }


def view_party(store: Store, key: str, day: date) -> PartyView:
    """Return the party called by an id, as of a day.

    A party that had left its list by that day is shown as it stood last, and said to
    be removed; one that came later is not found.

    Args:
        store: The record.
        key: Its id here, or a number its authority gave it (`EU.4881.55`, `QDi.344`).
        day: The day asked about.

    Raises:
        NotFoundError: No list had it on or before that day.
        UsageError: The number stands for several parties.
    """
    with connect() as connection:
        found = _find(connection, store, key, day)
        if not found:
            found = _find(connection, store, _resolve(connection, store, key, day), day)
        if not found:
            raise NotFoundError(
                f"{key}: no list here had a party of that id or number by {day}; "
                "try `ostraka screen` with its name"
            )
        acts = [_designations(version, rows) for version, rows in found]
        party = next(
            s.canonical_id for s in found[0][1] if find_schema(s.schema).is_party
        )
        own = [s for _, rows in found for s in rows if s.canonical_id == party]
        histories = [
            [
                e
                for e in party_history(store, version.dataset, party)
                if e.day <= day.isoformat()
            ]
            for version, _ in found
        ]
        return PartyView(
            id=party,
            schema=own[0].schema,
            caption=_caption(party, own),
            as_of=day.isoformat(),
            standings=tuple(
                _standing(version, events, of_list, day)
                for (version, _), events, of_list in zip(
                    found, histories, acts, strict=True
                )
            ),
            statements=tuple(_with_seen_days(connection, store, found, day)),
            designations=tuple(act for of_list in acts for act in of_list),
            links=tuple(
                link
                for version, rows in found
                for link in _links(connection, store, version, rows, party)
            ),
            history=tuple(event for events in histories for event in events),
        )


_Found = list[tuple[Version, list[Statement]]]


def _find(
    connection: duckdb.DuckDBPyConnection, store: Store, party: str, day: date
) -> _Found:
    """Return the statements of a party in the last version by a day of each list."""
    by_path = {
        str(store.parquet(version)): version
        for dataset in store.datasets()
        for version in store.versions(dataset)
        if version.published <= day.isoformat()
    }
    if not by_path:
        return []
    having = connection.execute(
        "SELECT DISTINCT filename FROM read_parquet($paths, filename = true) WHERE canonical_id = $party AND NOT external",
        {"paths": list(by_path), "party": party},
    ).fetchall()
    last: dict[str, Version] = {}
    for version in sorted((by_path[path] for (path,) in having), key=lambda v: v.order):
        last[version.dataset] = version
    return [
        (version, _statements(connection, store, version, party))
        for _, version in sorted(last.items())
    ]


def _statements(
    connection: duckdb.DuckDBPyConnection, store: Store, version: Version, party: str
) -> list[Statement]:
    parquet = store.parquet(version)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM read_parquet({quote(parquet)}) s WHERE s.canonical_id IN (SELECT unnest($ids)) ORDER BY s.canonical_id, s.prop, s.value",  # noqa: S608 - quoted
        {"ids": entities_of(connection, parquet, party)},
    ).fetchall()
    return [Statement(*row) for row in rows]


def _resolve(
    connection: duckdb.DuckDBPyConnection, store: Store, number: str, day: date
) -> str:
    """Return the id of the party an authority's number stands for, or the number itself.

    The versions in force that day are asked first, then all before it: a removed party
    keeps its number.
    """
    earlier = [
        version
        for dataset in store.datasets()
        for version in store.versions(dataset)
        if version.published <= day.isoformat()
    ]
    for versions, props in product((store.current(day), earlier), _NUMBERS):
        paths = [str(store.parquet(v)) for v in versions]
        ids = _by_number(connection, paths, props, number)
        if len(ids) > 1:
            raise UsageError(
                f"{number} stands for several parties: {', '.join(ids)}; name one of these"
            )
        if ids:
            return ids[0]
    return number


def _by_number(
    connection: duckdb.DuckDBPyConnection,
    paths: list[str],
    props: tuple[str, ...],
    number: str,
) -> list[str]:
    if not paths:
        return []
    names = ", ".join(quote(prop) for prop in props)
    rows = connection.execute(
        f"""
        WITH acts AS (
            SELECT DISTINCT canonical_id FROM read_parquet($paths)
            WHERE schema = 'Sanction' AND prop IN ({names}) AND lower(value) = lower($number))
        SELECT DISTINCT value FROM read_parquet($paths)
        WHERE prop = 'entity' AND canonical_id IN (FROM acts) ORDER BY value
        """,  # noqa: S608 - our own constants
        {"paths": paths, "number": number},
    ).fetchall()
    return [party for (party,) in rows]


def _caption(party: str, own: list[Statement]) -> str:
    try:
        return str(to_ftm(own)["caption"])
    except ValueError as error:
        raise UsageError(
            f"{party}: two lists mean different kinds of party by this id: {error}"
        ) from error


def _standing(
    version: Version, events: list[Event], acts: list[Designation], day: date
) -> Standing:
    """Read from a party's history on one list where it stands at the end of it."""
    comings = [e for e in events if e.kind in {"listed", "removed", "listed again"}]
    gone = comings[-1].kind == "removed"
    over = bool(acts) and all(act.has_ended(day) for act in acts)
    return Standing(
        dataset=version.dataset,
        version=version.id,
        listed=not gone and not over,
        first_version=comings[0].day,
        removed=comings[-1].day if gone else None,
        ended=max(act.ended or "" for act in acts) if over else None,
    )


def _with_seen_days(
    connection: duckdb.DuckDBPyConnection, store: Store, found: _Found, day: date
) -> Iterable[Statement]:
    """Yield the statements with their first and last days over all versions by a day."""
    for version, rows in found:
        ids = [s.id for s in rows]
        entities = sorted({s.canonical_id for s in rows})
        seen: dict[str, tuple[str, str]] = {}
        for other in store.versions(version.dataset):
            if other.published > day.isoformat():
                break
            present = connection.execute(
                "SELECT id FROM read_parquet($path) WHERE canonical_id IN (SELECT unnest($entities)) AND id IN (SELECT unnest($ids))",
                {"path": str(store.parquet(other)), "entities": entities, "ids": ids},
            ).fetchall()
            for (key,) in present:
                seen[key] = (seen.get(key, (other.published,))[0], other.published)
        for statement in rows:
            first, last = seen[statement.id]
            yield statement._replace(first_seen=first, last_seen=last)


def _designations(version: Version, rows: list[Statement]) -> list[Designation]:
    acts: dict[str, dict[str, list[str]]] = {}
    for s in rows:
        if s.schema == "Sanction" and s.prop != BASE_ID:
            acts.setdefault(s.canonical_id, {}).setdefault(s.prop, []).append(s.value)
    return [designation_of(version, values) for values in acts.values()]


def _links(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    version: Version,
    rows: list[Statement],
    party: str,
) -> list[Link]:
    """Return the links a version states, from the party and to it."""
    source = f"read_parquet({quote(store.parquet(version))})"
    ends = sorted({e[1] for e in map(_edge, schema_names()) if e is not None})
    incoming = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM {source} s WHERE s.canonical_id IN (
            SELECT canonical_id FROM {source}
            WHERE value = $party AND prop IN (SELECT unnest($ends)))
        """,  # noqa: S608 - quoted
        {"party": party, "ends": ends},
    ).fetchall()
    edges: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    for s in [*rows, *(Statement(*row) for row in incoming)]:
        if find_schema(s.schema).edge is not None and s.prop != BASE_ID:
            edges.setdefault(s.canonical_id, {}).setdefault(s.prop, []).append(s.value)
            kinds[s.canonical_id] = s.schema
    others = {
        v for values in edges.values() for texts in values.values() for v in texts
    }
    captions = dict(
        connection.execute(
            f"SELECT canonical_id, min(value) FROM {source} WHERE prop = 'name' AND canonical_id IN (SELECT unnest($ids)) GROUP BY canonical_id",  # noqa: S608 - quoted
            {"ids": sorted(others)},
        ).fetchall()
    )
    return [
        _link(kinds[key], values, party, captions, version.dataset)
        for key, values in sorted(edges.items())
    ]


def _edge(name: str) -> tuple[str, str] | None:
    return find_schema(name).edge


def _link(
    schema: str,
    values: dict[str, list[str]],
    party: str,
    captions: dict[str, str],
    dataset: str,
) -> Link:
    kind = find_schema(schema)
    source, target = kind.edge or ("", "")
    outgoing = party in values.get(source, ())
    other = values.get(target if outgoing else source, ["?"])[0]
    role = next(
        (values[p][0] for p in ("role", "relationship", "status") if p in values), None
    )
    return Link(
        schema=schema,
        label=kind.edge_label or kind.label,
        other=other,
        other_caption=captions.get(other, other),
        outgoing=outgoing,
        role=role,
        dataset=dataset,
    )
