"""What a list says of a party besides what the index keeps: texts, programmes, numbers.

Among the numbers are those that one list takes from another: the United Nations' own
on the British, European and Australian entries, the group ids of the retired British
list, OFAC's on the consolidated screening list.  Two records that state the same one
are one party by the lists' own word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ostraka.record.model import BASE_ID
from ostraka.record.rows import quote
from ostraka.resolve.listed import TEXTS

if TYPE_CHECKING:
    import duckdb

Said = dict[str, dict[str, set[str]]]


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A number that lists use for one party.

    Attributes:
        scheme: Whose numbers they are: `un`, `ofsi`, `ofac`.
        value: The number.
    """

    scheme: str
    value: str


#: Scheme, the lists that state it, the property it stands in, and how.  A text is read
#: only where it begins with the party's own number: others it names are of others.
_STATED = (
    ("un", None, "unscId", re.compile(r"\s*([A-Z]{2}[ei]\.\d{3})\s*")),
    ("un", {"au_dfat"}, "notes", re.compile(r"\s*([A-Z]{2}[ei]\.\d{3})\b(?!\)).*", re.DOTALL)),
    ("un", {"au_dfat"}, "reason", re.compile(r"\s*UN Reference Number ([A-Z]{2}[ei]\.\d{3})\b.*", re.DOTALL)),
    ("ofsi", {"uk_fcdo", "uk_ofsi"}, "recordId", re.compile(r"(\d+)")),
    ("ofac", {"us_csl"}, "recordId", re.compile(r"ofac-(\d+)")),
    ("ofac", {"us_ofac_sdn", "us_ofac_cons"}, "authorityId", re.compile(r"(\d+)")),
)  # fmt: skip
#: Properties of a party and its designations that are compared besides the index's.
COMPARED = (*TEXTS, "program")


def number_props(dataset: str) -> tuple[str, ...]:
    """Return the properties in which a list states numbers of parties."""
    stated = {p for _, lists, p, _ in _STATED if lists is None or dataset in lists}
    return tuple(sorted(stated))


def said_of(
    connection: duckdb.DuckDBPyConnection,
    parquet: Path,
    *,
    props: Collection[str] = COMPARED,
    ids: Collection[str] | None = None,
) -> Said:
    """Return values by property for the parties of a version.

    What stands on a designation is the party's.

    Args:
        connection: Of DuckDB.
        parquet: The statements of a version of a list.
        props: Which properties.
        ids: Only of these parties; all if None.
    """
    source = f"read_parquet({quote(parquet)})"
    wanted = ", ".join(quote(prop) for prop in props)
    some = (
        "" if ids is None else "WHERE coalesce(a.party, s.id) IN (SELECT unnest($ids))"
    )
    rows = connection.execute(
        f"""
        WITH s AS (SELECT canonical_id AS id, prop, value FROM {source}
                   WHERE NOT external AND prop IN ({wanted})),
             a AS (SELECT canonical_id AS id, value AS party FROM {source}
                   WHERE schema = 'Sanction' AND prop = 'entity')
        SELECT coalesce(a.party, s.id), s.prop, s.value FROM s LEFT JOIN a USING (id)
        {some}
        """,  # noqa: S608 - quoted
        {} if ids is None else {"ids": list(ids)},
    ).fetchall()
    found: Said = {}
    for party, prop, value in rows:
        found.setdefault(party, {}).setdefault(prop, set()).add(value)
    return found


def numbers_stated(
    dataset: str, said: Mapping[str, Collection[str]]
) -> Iterator[Number]:
    """Yield the numbers a list states for a party.

    Args:
        dataset: The list.
        said: What it says of the party, by property.
    """
    for scheme, datasets, prop, pattern in _STATED:
        if datasets is None or dataset in datasets:
            for value in said.get(prop, ()):
                match = pattern.fullmatch(value)
                if match is not None:
                    yield Number(scheme, match[1])


def checksums(connection: duckdb.DuckDBPyConnection, parquet: Path) -> dict[str, str]:
    """Return for each entity of a version a checksum of what is said of it."""
    rows = connection.execute(
        f"SELECT canonical_id, min(value) FROM read_parquet({quote(parquet)}) WHERE prop = {quote(BASE_ID)} GROUP BY canonical_id"  # noqa: S608 - quoted
    ).fetchall()
    return dict(rows)
