"""One party as of any day: every statement with who says so, its links, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.assemble import to_ftm
from ostraka.record.find import (
    COLUMNS,
    Held,
    find_records,
    own_statements,
    resolve_number,
    with_seen_days,
)
from ostraka.record.history import Event, party_history
from ostraka.record.judgements import Judgements
from ostraka.record.model import BASE_ID, KEPT_PREFIX, Statement
from ostraka.record.party import Designation, designation_of
from ostraka.record.rows import connect, quote
from ostraka.record.schema import find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb


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
class Part:
    """That a party was judged to be part of another, or to have a part.

    Attributes:
        other: Canonical id of the other party.
        other_caption: Its name, or an id of it where no list has it.
        whole: True if the other is the whole, False if it is a part of this one.
        by: Who judged.
        evidence: On what grounds, in words.
    """

    other: str
    other_caption: str
    whole: bool
    by: str
    evidence: str


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
        record: Id of the list's record; a list may have a party twice.
    """

    dataset: str
    version: str
    listed: bool
    first_version: str
    removed: str | None
    ended: str | None
    record: str


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
    referents: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

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
            "referents": sorted(self.referents),
        }
        return {
            "entity": entity,
            "as_of": self.as_of,
            "listed": self.listed,
            "standings": [asdict(s) for s in self.standings],
            "designations": [asdict(d) for d in self.designations],
            "links": [asdict(link) for link in self.links],
            "parts": [asdict(part) for part in self.parts],
            "history": [asdict(event) for event in self.history],
            "statements": [
                s._asdict()
                for s in self.statements
                if not s.prop.startswith(KEPT_PREFIX)
            ],
        }


def view_party(
    store: Store, key: str, day: date, judgements: Judgements | None = None
) -> PartyView:
    """Return the party called by an id, as of a day.

    A party that had left its list by that day is shown as it stood last, and said to
    be removed; one that came later is not found.

    Args:
        store: The record.
        key: Its id here, or a number its authority gave it (`EU.4881.55`, `QDi.344`).
        day: The day asked about.
        judgements: Which records are one party; without, the one record is shown.

    Raises:
        NotFoundError: No list had it on or before that day.
        UsageError: The number stands for several parties.
    """
    with connect() as connection:
        found = find_records(connection, store, _members(judgements, key), day)
        if not found:
            known = resolve_number(connection, store, key, day)
            found = find_records(connection, store, _members(judgements, known), day)
        if not found:
            raise NotFoundError(
                f"{key}: no list here had a party of that id or number by {day}; "
                "try `ostraka screen` with its name"
            )
        return _view(connection, store, found, day, judgements)


def _members(judgements: Judgements | None, key: str) -> tuple[str, ...]:
    return (key,) if judgements is None else judgements.members(key)


def _view(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    found: Sequence[Held],
    day: date,
    judgements: Judgements | None,
) -> PartyView:
    """Put together what was found of the records of one party."""
    record = found[0].record
    party = record if judgements is None else judgements.canonical(record)
    records = {f.record for f in found}
    acts = [_designations(f.version, f.rows) for f in found]
    histories = [
        [
            e
            for e in party_history(connection, store, f.version.dataset, f.record)
            if e.day <= day.isoformat()
        ]
        for f in found
    ]
    statements = tuple(
        s._replace(canonical_id=party) if s.canonical_id in records else s
        for s in with_seen_days(connection, store, found, day)
    )
    own = [s for s in statements if s.canonical_id == party]
    return PartyView(
        id=party,
        schema=own[0].schema,
        caption=_caption(party, own),
        as_of=day.isoformat(),
        standings=tuple(
            _standing(f, events, of_list, day)
            for f, events, of_list in zip(found, histories, acts, strict=True)
        ),
        statements=statements,
        designations=tuple(act for of_list in acts for act in of_list),
        links=tuple(
            link
            for f in found
            for link in _links(connection, store, f.version, f.rows, f.record)
        ),
        history=tuple(
            sorted(
                (event for events in histories for event in events),
                key=lambda event: event.day,
            )
        ),
        referents=() if judgements is None else judgements.members(party)[1:],
        parts=()
        if judgements is None
        else _parts(connection, store, judgements, party, day),
    )


def _parts(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    judgements: Judgements,
    party: str,
    day: date,
) -> tuple[Part, ...]:
    """Return the parties this one was judged to be part of, and its parts, each once."""
    links = [
        (judgement, judgements.canonical(judgement.left) == party)
        for judgement in judgements.parts(party)
    ]
    asked = {(j.right if whole else j.left) for j, whole in links}
    said = own_statements(connection, store, asked, day)
    found: dict[tuple[str, bool], Part] = {}
    for judgement, whole in links:
        record = judgement.right if whole else judgement.left
        other = judgements.canonical(record)
        caption = _caption(record, said[record]) if record in said else record
        found.setdefault(
            (other, whole),
            Part(other, caption, whole, judgement.by, judgement.evidence),
        )
    return tuple(part for _, part in sorted(found.items()))


def _caption(party: str, own: list[Statement]) -> str:
    try:
        return str(to_ftm(own)["caption"])
    except ValueError as error:
        raise UsageError(
            f"{party}: two lists mean different kinds of party by this id: {error}"
        ) from error


def _standing(
    found: Held, events: list[Event], acts: list[Designation], day: date
) -> Standing:
    """Read from a party's history on one list where it stands at the end of it."""
    comings = [e for e in events if e.kind in {"listed", "removed", "listed again"}]
    gone = comings[-1].kind == "removed"
    over = bool(acts) and all(act.has_ended(day) for act in acts)
    return Standing(
        dataset=found.version.dataset,
        version=found.version.id,
        listed=not gone and not over,
        first_version=comings[0].day,
        removed=comings[-1].day if gone else None,
        ended=max(act.ended or "" for act in acts) if over else None,
        record=found.record,
    )


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
        SELECT {COLUMNS} FROM {source} s WHERE s.canonical_id IN (
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
