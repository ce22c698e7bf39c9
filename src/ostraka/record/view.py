"""One party as of any day: every statement with who says so, its links, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.assemble import to_ftm
from ostraka.record.files import Held, read_files
from ostraka.record.find import (
    Record,
    last_versions,
    own_statements,
    resolve_numbers,
    tidy_key,
)
from ostraka.record.history import FIRST_SEEN, Event, histories
from ostraka.record.judgements import Judgements
from ostraka.record.model import BASE_ID, KEPT_PREFIX, Statement
from ostraka.record.party import Designation, designation_of
from ostraka.record.rows import look
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.record.view_links import Link, links_of

if TYPE_CHECKING:
    import duckdb


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
    key = tidy_key(key)
    with look() as connection:
        viewing = _Viewing(connection, store, day, judgements)
        last, ids = viewing.last_of(key), list[str]()
        if not last:
            ids = resolve_numbers(connection, store, [key], day).get(key, [])
            last = viewing.last_of(ids[0]) if len(ids) == 1 else last
        if not last:
            raise _not_found(key, ids, day)
        return viewing.view(last)


def find_parties(
    store: Store, keys: Sequence[str], day: date
) -> dict[str, str | UsageError]:
    """Return the ids of the parties called by some ids or numbers, or why there is none.

    Args:
        store: The record.
        keys: Ids here or authorities' numbers, as `view_party` takes them.
        day: The day asked about.
    """
    tidy = {key: tidy_key(key) for key in keys}
    asked = list(dict.fromkeys(tidy.values()))
    with look() as connection:
        there = {record for _, record in last_versions(connection, store, asked, day)}
        missing = [key for key in asked if key not in there]
        ids = resolve_numbers(connection, store, missing, day) if missing else {}
    called = {key: [key] if key in there else ids.get(key, []) for key in asked}
    return {
        key: called[one][0]
        if len(called[one]) == 1
        else _not_found(one, called[one], day)
        for key, one in tidy.items()
    }


def _not_found(key: str, ids: Sequence[str], day: date) -> UsageError:
    if len(ids) > 1:
        return UsageError(
            f"{key} stands for several parties: {', '.join(ids)}; name one of these"
        )
    return NotFoundError(
        f"{key}: no list here had a party of that id or number by {day}; "
        "try `ostraka screen` with its name"
    )


@dataclass(frozen=True, slots=True)
class _Viewing:
    """One look at the store.

    Attributes:
        connection: Of DuckDB.
        store: The record.
        day: The day asked about.
        judgements: Which records are one party, or None.
    """

    connection: duckdb.DuckDBPyConnection
    store: Store
    day: date
    judgements: Judgements | None

    def last_of(self, key: str) -> dict[Record, Version]:
        """Return the last version by the day of each record of a party."""
        records = (key,) if self.judgements is None else self.judgements.members(key)
        return last_versions(self.connection, self.store, records, self.day)

    def view(self, last: Mapping[Record, Version]) -> PartyView:
        """Put together what the lists have of the records of one party."""
        entries = self._entries(last)
        first = entries[0].held.record
        party = first if self.judgements is None else self.judgements.canonical(first)
        records = {entry.held.record for entry in entries}
        statements = tuple(
            s._replace(canonical_id=party) if s.canonical_id in records else s
            for entry in entries
            for s in entry.statements
        )
        own = [s for s in statements if s.canonical_id == party]
        caption = _caption(party, own)
        events = [event for entry in entries for event in entry.events]
        return PartyView(
            id=party,
            schema=own[0].schema,
            caption=caption,
            as_of=self.day.isoformat(),
            standings=tuple(_standing(entry, self.day) for entry in entries),
            statements=statements,
            designations=tuple(act for entry in entries for act in entry.acts),
            links=tuple(link for entry in entries for link in entry.links),
            history=tuple(sorted(events, key=lambda event: event.day)),
            referents=()
            if self.judgements is None
            else self.judgements.members(party)[1:],
            parts=self._parts(party),
        )

    def _entries(self, last: Mapping[Record, Version]) -> list[_Entry]:
        files = read_files(self.connection, self.store, last, self.day)
        held = files.held()
        links = links_of(self.connection, self.store, held)
        events = histories(self.store, files)
        return [
            _Entry(
                one,
                tuple(files.with_seen_days(one)),
                _designations(one.version, one.rows),
                [e for e in events[one.key] if e.day <= self.day.isoformat()],
                of_one,
            )
            for one, of_one in zip(held, links, strict=True)
        ]

    def _parts(self, party: str) -> tuple[Part, ...]:
        """Return the wholes a party was judged to be part of, and its parts, each once."""
        if self.judgements is None:
            return ()
        links = [
            (made, made.right if is_part else made.left, is_part)
            for made in self.judgements.parts(party)
            for is_part in [self.judgements.canonical(made.left) == party]
        ]
        asked = {record for _, record, _ in links}
        said = own_statements(self.connection, self.store, asked, self.day) if asked else {}  # fmt: skip
        parts: dict[tuple[str, bool], Part] = {}
        for made, record, whole in links:
            other = self.judgements.canonical(record)
            caption = _caption(record, said[record]) if record in said else record
            part = Part(other, caption, whole, made.by, made.evidence)
            parts.setdefault((other, whole), part)
        return tuple(part for _, part in sorted(parts.items()))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one list has of one record of a party.

    Attributes:
        held: The record as the last version has it.
        statements: The same with the days they were seen.
        acts: Its designations.
        events: Its history until the day.
        links: Its links.
    """

    held: Held
    statements: tuple[Statement, ...]
    acts: list[Designation]
    events: list[Event]
    links: list[Link]


def _caption(party: str, own: list[Statement]) -> str:
    try:
        return str(to_ftm(own)["caption"])
    except ValueError as error:
        raise UsageError(
            f"{party}: two lists mean different kinds of party by this id: {error}"
        ) from error


def _standing(entry: _Entry, day: date) -> Standing:
    """Read from a party's history on one list where it stands at the end of it."""
    comings = [
        e
        for e in entry.events
        if e.kind in {FIRST_SEEN, "listed", "removed", "listed again"}
    ]
    gone = comings[-1].kind == "removed"
    over = bool(entry.acts) and all(act.has_ended(day) for act in entry.acts)
    return Standing(
        dataset=entry.held.version.dataset,
        version=entry.held.version.id,
        listed=not gone and not over,
        first_version=comings[0].day,
        removed=comings[-1].day if gone else None,
        ended=max(act.ended or "" for act in entry.acts) if over else None,
        record=entry.held.record,
    )


def _designations(version: Version, rows: list[Statement]) -> list[Designation]:
    acts: dict[str, dict[str, list[str]]] = {}
    for s in rows:
        if s.schema == "Sanction" and s.prop != BASE_ID:
            acts.setdefault(s.canonical_id, {}).setdefault(s.prop, []).append(s.value)
    return [designation_of(version, values) for values in acts.values()]
