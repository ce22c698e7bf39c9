"""From the statements of a version to its links: one pass of SQL, then numbers.

A link is an entity with two ends (`Ownership`, `UnknownLink` …), or a property of a
party that points at another one (`parent`).  An `Ownership` with several owners is one
stake held together: it becomes a party of its own, between the owners and the asset.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from ostraka.links.segment import (
    ALWAYS,
    LAYOUT,
    NEVER_OVER,
    NO_PARTY,
    Numbers,
    Segment,
)
from ostraka.links.strings import Strings
from ostraka.links.wording import POINTERS, SCHEMATA, Wording
from ostraka.record.dates import DateError, first_day, last_day
from ostraka.record.rows import connect, pairs_of, quote
from ostraka.record.schema import HOLDER_PROPERTIES, find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Schema of the party that a stake of several owners becomes.
JOINT_STAKE = "Ownership"

#: Part of a link → the properties that hold it.
_PROPERTIES = {
    "role": ("role", "relationship"),
    "shares": ("percentage",),
    "rights": ("sharesType",),
    "manner": ("ownershipType", "controlType"),
    "status": ("status",),
    "since": ("startDate",),
    "until": ("endDate",),
}
_PARTS = ("source", "target", *_PROPERTIES)
_WORDS = tuple(field.name for field in fields(Wording))
#: Between the words of a wording while they are one text, and between several values.
_UNIT, _AND = "\x1f", "; "

#: Statements read at once, and the memory the database may take for it.
_ROWS_AT_ONCE = 4_000_000
_MEMORY = "1500MB"

_Row = tuple[str, str, str, str, str | None, str | None]


def segment_of(store: Store, version: Version) -> Path:
    """Return the folder of a version's segment, which is made if it is not there."""
    name = f"{version.id}-{version.sha256[:12]}-{LAYOUT}"
    folder = store.home / "links" / "versions" / version.dataset / name
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / ".lock"):
            if not folder.is_dir():
                read_segment(store.parquet(version), version.dataset).save(folder)
    return folder


def read_segment(parquet: Path, dataset: str) -> Segment:
    """Read the parties and links out of the statements of a version."""
    import pyarrow as pa  # noqa: PLC0415 - only building pays for Arrow
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = pq.read_metadata(parquet).num_rows
    shares = max(1, rows // _ROWS_AT_ONCE)
    with connect() as connection, tempfile.TemporaryDirectory() as scratch:
        connection.execute(f"SET temp_directory = {quote(scratch)}")
        connection.execute(f"SET memory_limit = {quote(_MEMORY)}")
        for sql in _SAID:
            connection.execute(sql.format(source=quote(parquet)))
        parties = connection.sql(_PARTIES).to_arrow_table()
        parts = [_links(connection, share, shares) for share in range(shares)]
    return _segment(dataset, pa.concat_tables(parts).unify_dictionaries(), parties)


def _links(connection: duckdb.DuckDBPyConnection, share: int, shares: int) -> pa.Table:
    """Return the links of a share of the records: large registers go in several."""
    connection.execute(_GROUPED.format(share=share, shares=shares))
    connection.execute(_SINGLE.format(share=share, shares=shares))
    _insert(connection, _several(connection))
    links = connection.sql(_LINKS).to_arrow_table()
    for name in ("said", "since", "until"):
        place = links.schema.get_field_index(name)
        links = links.set_column(place, name, links[name].dictionary_encode())
    return links


def _segment(dataset: str, links: pa.Table, parties: pa.Table) -> Segment:
    import pyarrow as pa  # noqa: PLC0415 - only building pays for Arrow
    import pyarrow.compute as pc  # noqa: PLC0415

    text = pa.large_string()
    ends = {part: links[part].cast(text) for part in ("source", "target")}
    named = pa.chunked_array(
        [
            c
            for column in (parties["id"].cast(text), *ends.values())
            for c in column.chunks
        ],
        text,
    )
    ids = pc.unique(named)
    ids = ids.take(pc.sort_indices(ids))
    place = pc.index_in(ids, value_set=parties["id"].cast(text))
    stakes = links["id"].filter(pc.equal(links["id"], links["target"])).cast(text)
    is_stake = pc.is_in(ids, value_set=pc.unique(stakes))

    def of_party(column: str, stake: str) -> pa.Array:
        said = parties[column].cast(text).take(place).combine_chunks()
        return pc.if_else(is_stake, stake, pc.fill_null(said, ""))

    coded = parties["listed"].dictionary_encode().unify_dictionaries()
    listed = _ordinals(coded, last_day, NEVER_OVER)
    until = np.append(listed, np.int32(NO_PARTY))
    wordings = _dictionary(links["said"])
    return Segment(
        dataset=dataset,
        ids=Strings.from_arrow(ids),
        captions=Strings.from_arrow(of_party("caption", "joint holding")),
        schemata=Strings.from_arrow(of_party("schema", JOINT_STAKE)),
        listed_until=until[pc.fill_null(place, len(listed)).to_numpy()],
        links=Strings.from_arrow(links["id"]),
        source=_places(ends["source"], ids),
        target=_places(ends["target"], ids),
        wording=_codes(links["said"]).astype(np.int32),
        since=_ordinals(links["since"], first_day, ALWAYS),
        until=_ordinals(links["until"], last_day, NEVER_OVER),
        wordings=tuple(
            Wording(schema, *(part or None for part in parts))
            for schema, *parts in (said.split(_UNIT) for said in wordings)
        ),
    )


def _places(names: pa.ChunkedArray, ids: pa.Array) -> Numbers:
    import pyarrow.compute as pc  # noqa: PLC0415 - only building pays for Arrow

    found: Numbers = pc.index_in(names, value_set=ids).to_numpy().astype(np.int32)
    return found


def _dictionary(coded: pa.ChunkedArray) -> list[str]:
    """Return the different texts of a column whose chunks share a dictionary."""
    texts: list[str] = coded.chunk(0).dictionary.to_pylist() if coded.num_chunks else []
    return texts


def _codes(coded: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Return the place of each value in the dictionary, -1 for none."""
    parts = [c.indices.fill_null(-1).to_numpy() for c in coded.chunks]
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _ordinals(
    coded: pa.ChunkedArray, read: Callable[..., object], none: int
) -> Numbers:
    """Return ISO dates as ordinals, and `none` where there is no date."""
    days = [_ordinal(text, read, none) for text in _dictionary(coded)]
    table = np.array([*days, none], np.int32)
    found: Numbers = table[_codes(coded)]
    return found


def _ordinal(text: str, read: Callable[..., object], none: int) -> int:
    try:
        return read(text).toordinal()  # type: ignore[attr-defined,no-any-return]
    except DateError:
        return none


def _several(connection: duckdb.DuckDBPyConnection) -> Iterator[_Row]:
    """Yield the links some part of which is several: joint owners, two roles."""
    rows = connection.execute(_GATHERED).fetchall()
    for key, schema, sources, targets, *parts in rows:
        words = [schema, *(_AND.join(part or ()) for part in parts[:5])]
        since, until = parts[5] or [None], parts[6] or [None]
        owners = sources or []
        if schema == JOINT_STAKE and len(owners) > 1:
            joint = _UNIT.join((schema, "", "", "", "joint", words[-1]))
            for owner in owners:
                yield key, joint, owner, key, since[0], until[-1]
            owners = [key]
        for source, target in product(owners, targets or ()):
            yield key, _UNIT.join(words), source, target, since[0], until[-1]


def _insert(connection: duckdb.DuckDBPyConnection, rows: Iterator[_Row]) -> None:
    found = list(rows)
    if found:
        connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", found)


def _roles() -> str:
    """Return `(schema, property, part of a link)` as the rows of an SQL table."""
    rows = []
    for name in SCHEMATA:
        schema = find_schema(name)
        source, target = schema.edge or ("", "")
        rows += [(name, source, "source"), (name, target, "target")]
        rows += [
            (name, prop, part)
            for part, props in _PROPERTIES.items()
            for prop in props
            if prop in schema.properties
        ]
    return ", ".join(f"({', '.join(map(quote, row))})" for row in rows)


def _by_part(expression: str) -> str:
    return ", ".join(
        expression.format(part=part, wanted=f"FILTER (part = {quote(part)})")
        for part in _PARTS
    )


def _pointers() -> str:
    """Return the SQL of links that are properties of a party."""
    return "".join(
        f"""
        UNION ALL SELECT id || '-{prop}-' || value,
            {quote(_UNIT.join((schema, words, "", "", "", "")))},
            {"id, value" if is_source else "value, id"}, NULL, NULL
        FROM said WHERE prop = {quote(prop)} AND schema IN ({_PARTY_SCHEMATA})
        AND {_SHARE}"""
        for prop, (schema, is_source, words) in POINTERS.items()
    )


#: Records of which a part is read at once.
_SHARE = "hash(id) % {shares} = {share}"
_PARTY_SCHEMATA = ", ".join(
    quote(name) for name in schema_names() if find_schema(name).is_party
)
_HELD = pairs_of(HOLDER_PROPERTIES.items())

# ruff: noqa: S608 - the SQL below is made of our own constants; a path is quoted
_SAID = (
    """
    CREATE TEMP VIEW said AS
    SELECT canonical_id AS id, id AS statement, schema, prop, value
    FROM read_parquet({source}) WHERE NOT external
    """,
    # A link may name its end by an id that was merged into another.
    """
    CREATE TEMP TABLE merged AS SELECT DISTINCT entity_id, canonical_id
    FROM read_parquet({source}) WHERE entity_id <> canonical_id
    """,
)
_PARTS_OF_LINKS = f"""
    SELECT said.id, said.schema, part, coalesce(merged.canonical_id, value) AS value
    FROM said
    JOIN (VALUES {_roles()}) AS roles(schema, prop, part)
    ON said.schema = roles.schema AND said.prop = roles.prop
    LEFT JOIN merged ON part IN ('source', 'target') AND merged.entity_id = value
"""
_GROUPED = f"""
    CREATE OR REPLACE TEMP TABLE grouped AS
    SELECT *, coalesce({" OR ".join(f"{part} <> last_{part}" for part in _PARTS)}, false) AS is_several
    FROM (SELECT id, schema, {_by_part("min(value) {wanted} AS {part}, max(value) {wanted} AS last_{part}")}
          FROM ({_PARTS_OF_LINKS}) WHERE {_SHARE} GROUP BY id, schema)
    WHERE source IS NOT NULL AND target IS NOT NULL
"""
_GATHERED = f"""
    SELECT id, schema, {_by_part("list(DISTINCT value ORDER BY value) {wanted}")}
    FROM ({_PARTS_OF_LINKS})
    WHERE id IN (SELECT id FROM grouped WHERE is_several)
    GROUP BY id, schema ORDER BY id, schema
"""
_SINGLE = f"""
    CREATE OR REPLACE TEMP TABLE links AS
    SELECT id, concat_ws({quote(_UNIT)}, schema, {", ".join(f"coalesce({w}, '')" for w in _WORDS[1:])}) AS said,
           source, target, since, until
    FROM grouped WHERE NOT is_several {_pointers()}
"""
_LINKS = "SELECT * FROM links ORDER BY id, source, target"
# A party whose every designation has ended is listed until the last of them did.
_PARTIES = f"""
    SELECT p.id, p.caption, p.schema, a.listed FROM (
        SELECT id, schema, arg_min(value, statement) FILTER (prop = 'name') AS caption
        FROM said WHERE schema IN ({_PARTY_SCHEMATA}) GROUP BY id, schema
        HAVING NOT coalesce(bool_or((schema, prop) IN ({_HELD})), false)
    ) p LEFT JOIN (
        SELECT party, CASE WHEN bool_or(ended IS NULL) THEN NULL ELSE max(ended) END AS listed
        FROM (SELECT min(value) FILTER (prop = 'entity') AS party,
                     max(value) FILTER (prop = 'endDate') AS ended
              FROM said WHERE schema = 'Sanction' GROUP BY id)
        GROUP BY party
    ) a ON a.party = p.id
"""
