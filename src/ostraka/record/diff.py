"""Two versions of a list compared.

Values are compared as sets: the order of records and elements, and a publisher's
change of markup, are no amendments.  Parts of the publication that only one of two
versions has are left out of the comparison, as is everything that stands in our
catalog.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostraka.record.model import BASE_ID
from ostraka.record.rows import connect, party_rows, quote
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: A loss is called a suspected fault when it hits at least this many parties …
FAULT_PARTIES = 20

#: … and at least this share of those that had several values of the property.
FAULT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One property of a party that differs between two versions.

    Attributes:
        prop: Property; with its schema when it is of a part (`Sanction.program`).
        before: Published values only the earlier version has.
        after: Published values only the later version has.
        moved: True when the values are the same and only stand in another part of the
            publisher's record: a change of form, no amendment.
    """

    prop: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A loss of values that looks like a fault of the publication, not an amendment.

    Attributes:
        prop: The property.
        parties: Ids of the parties that lost values and got none for them.
        had_several: How many parties had several values before.
    """

    prop: str
    parties: tuple[str, ...]
    had_several: int

    @property
    def detail(self) -> str:
        """The fault in words."""
        return (
            f"{self.prop}: {len(self.parties)} of {self.had_several} parties with several "
            "values lost some at once, and none was replaced"
        )


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two versions of a list.

    Attributes:
        dataset: The list.
        before: Id of the earlier version.
        after: Id of the later one.
        listed: Parties only the later one has.
        amended: What changed of the parties both have.
        removed: Parties only the earlier one has.
        form_only: Parties whose published record differs while every value in it is
            the same: another order of elements, another markup.
        faults: Losses that look like faults of the publication.
        note: What was left out of the comparison, or None.
        captions: A name for each of these parties, to show.
    """

    dataset: str
    before: str
    after: str
    listed: tuple[str, ...]
    amended: dict[str, tuple[Change, ...]]
    removed: tuple[str, ...]
    form_only: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    note: str | None = None
    captions: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract's JSON: `{dataset, from, to, listed, amended, removed, …}`."""
        return {
            "dataset": self.dataset,
            "from": self.before,
            "to": self.after,
            "listed": list(self.listed),
            "amended": {
                party: [asdict(change) for change in changes]
                for party, changes in self.amended.items()
            },
            "removed": list(self.removed),
            "form_only": list(self.form_only),
            "suspected_faults": [
                {"prop": f.prop, "parties": list(f.parties), "detail": f.detail}
                for f in self.faults
            ],
            "note": self.note,
            "captions": self.captions,
        }


def diff_versions(store: Store, before: Version, after: Version) -> Diff:
    """Compare two versions of one dataset.

    When the two were read from different formats, only the parties are compared: what
    one format cannot say is not an amendment.

    Args:
        store: The record.
        before: The earlier version.
        after: The later one.
    """
    with connect() as connection:
        _prepare(
            connection,
            store.parquet(before),
            store.parquet(after),
            before.roles ^ after.roles,
        )
        listed = _only_in(connection, "after", "before")
        removed = _only_in(connection, "before", "after")
        same_format = before.format == after.format
        amended = _amended(connection) if same_format else {}
        reformed = _reformed(connection, store, before, after) if same_format else []
        shown = {*listed, *removed, *amended}
        return Diff(
            dataset=before.dataset,
            before=before.id,
            after=after.id,
            listed=listed,
            amended=amended,
            removed=removed,
            form_only=tuple(party for party in reformed if party not in amended),
            faults=find_faults(connection) if same_format else (),
            note=_note(before, after),
            captions=_captions(connection, shown),
        )


def suspected_faults(
    before: Path, after: Path, missing: frozenset[str] = frozenset()
) -> tuple[Fault, ...]:
    """Return the losses between two versions that look like faults of the publication.

    Args:
        before: Statements of the earlier version.
        after: Statements of the later one, read from the same format.
        missing: Parts of the publication that only one of them has.
    """
    with connect() as connection:
        _prepare(connection, before, after, missing)
        return find_faults(connection)


def find_faults(connection: duckdb.DuckDBPyConnection) -> tuple[Fault, ...]:
    """Find properties of which many parties at once lost values and got none for them.

    Several birth dates reduced to one for every person of a list is no act of the
    authority. The UN list was published so from 2023 to 2025.
    """
    rows = connection.execute(
        f"""
        WITH b AS (SELECT party, prop, origin, list(original) AS vs
                   FROM before SEMI JOIN after USING (party)
                   GROUP BY ALL HAVING count(*) > 1),
             a AS (SELECT party, prop, origin, list(original) AS vs
                   FROM after SEMI JOIN b USING (party, prop, origin) GROUP BY ALL),
             judged AS (
                SELECT b.party, b.prop,
                       len(coalesce(a.vs, [])) < len(b.vs) AND list_has_all(b.vs, coalesce(a.vs, [])) AS lost
                FROM b LEFT JOIN a USING (party, prop, origin))
        SELECT prop, count(*) AS had, list_sort(list(party) FILTER (WHERE lost)) AS losers
        FROM judged GROUP BY prop
        HAVING count(*) FILTER (WHERE lost) >= {FAULT_PARTIES}
           AND count(*) FILTER (WHERE lost) >= {FAULT_SHARE} * count(*)
        ORDER BY prop
        """  # noqa: S608 - our own constants
    ).fetchall()
    return tuple(Fault(prop, tuple(losers), had) for prop, had, losers in rows)


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    before: Path,
    after: Path,
    missing: frozenset[str],
) -> None:
    """Make the tables `before` and `after` of the rows both versions could have."""
    parts = f"[{', '.join(quote(part) for part in sorted(missing))}]::VARCHAR[]"
    for name, parquet in (("before", before), ("after", after)):
        connection.execute(
            f"""
            CREATE TEMP TABLE all_{name} AS
            WITH rows AS MATERIALIZED ({party_rows(parquet)})
            SELECT * FROM rows WHERE NOT contains(origin, '; ') AND NOT list_contains({parts}, origin)
            UNION ALL
            SELECT * EXCLUDE (part) REPLACE (part AS origin) FROM (
                SELECT *, unnest(string_split(origin, '; ')) AS part FROM rows WHERE contains(origin, '; ')
            ) WHERE NOT list_contains({parts}, part)
            """  # noqa: S608 - quoted above
        )
    # A link whose far end came or went is told with that party, not as an amendment.
    connection.execute(
        """
        CREATE TEMP TABLE moved AS
        SELECT DISTINCT party FROM all_before ANTI JOIN all_after USING (party)
        UNION SELECT DISTINCT party FROM all_after ANTI JOIN all_before USING (party)
        """
    )
    for name in ("before", "after"):
        connection.execute(
            f"""
            CREATE TEMP TABLE {name} AS
            SELECT DISTINCT party, prop, original, lang, origin FROM all_{name}
            WHERE target IS NULL OR target NOT IN (SELECT party FROM moved)
            """  # noqa: S608 - our own table names
        )


def _only_in(
    connection: duckdb.DuckDBPyConnection, one: str, other: str
) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT DISTINCT party FROM {one} ANTI JOIN {other} USING (party) ORDER BY party"  # noqa: S608 - our own table names
    ).fetchall()
    return tuple(party for (party,) in rows)


def _amended(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Change, ...]]:
    rows = connection.execute(
        """
        WITH both_ AS (SELECT DISTINCT party FROM before SEMI JOIN after USING (party)),
             gone AS (SELECT * FROM before EXCEPT SELECT * FROM after),
             come AS (SELECT * FROM after EXCEPT SELECT * FROM before)
        SELECT party, prop, original, origin, side FROM (
            SELECT *, 0 AS side FROM gone UNION ALL SELECT *, 1 AS side FROM come
        ) SEMI JOIN both_ USING (party) ORDER BY party, prop, original, origin
        """
    ).fetchall()
    found: dict[str, dict[str, Sides]] = defaultdict(
        lambda: defaultdict(lambda: (set(), set()))
    )
    for party, prop, original, origin, side in rows:
        found[party][prop][side].add((original, origin))
    return {
        party: tuple(change_of(prop, *sides) for prop, sides in props.items())
        for party, props in found.items()
    }


def _reformed(
    connection: duckdb.DuckDBPyConnection, store: Store, before: Version, after: Version
) -> list[str]:
    """Return the parties whose records have another digest of their published form."""
    one, other = (f"read_parquet({quote(store.parquet(v))})" for v in (before, after))
    rows = connection.execute(
        f"""
        SELECT entity_id FROM {one} b JOIN {other} a USING (entity_id)
        WHERE b.prop = {quote(BASE_ID)} AND a.prop = {quote(BASE_ID)}
          AND b.original_value <> a.original_value ORDER BY entity_id
        """  # noqa: S608 - quoted
    ).fetchall()
    return [party for (party,) in rows]


#: `(published value, part of the record)` pairs of one property.
Placed = set[tuple[str, str]]
#: What only the earlier and only the later version has.
Sides = tuple[Placed, Placed]


def change_of(prop: str, gone: Placed, come: Placed) -> Change:
    """Make a change of `(original, origin)` pairs; say the part where it matters."""
    before, after = {text for text, _ in gone}, {text for text, _ in come}
    both = before & after

    def show(pairs: Placed) -> tuple[str, ...]:
        return tuple(
            sorted(
                f"{t} (in {o or 'the record'})" if t in both else t for t, o in pairs
            )
        )

    return Change(prop, show(gone), show(come), moved=before == after)


def _captions(
    connection: duckdb.DuckDBPyConnection, parties: set[str]
) -> dict[str, str]:
    """Return a name for each party, the later version's where it has one."""
    rows = connection.execute(
        """
        SELECT party, arg_max(original, later) FROM (
            SELECT party, original, 0 AS later FROM all_before WHERE prop = 'name'
            UNION ALL SELECT party, original, 1 FROM all_after WHERE prop = 'name'
        ) WHERE party IN (SELECT unnest($parties)) GROUP BY party ORDER BY party
        """,
        {"parties": sorted(parties)},
    ).fetchall()
    return dict(rows)


def _note(before: Version, after: Version) -> str | None:
    if before.format != after.format:
        return (
            f"formats differ ({before.format}, {after.format}): values are not compared"
        )
    missing = ", ".join(sorted(before.roles ^ after.roles))
    if not missing:
        return None
    return f"only one of the two versions has these parts, so they are not compared: {missing}"
