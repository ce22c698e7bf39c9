"""The names of the parties of some versions, without the rest of what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ostraka.record.party import NAME_KINDS
from ostraka.record.rows import connect, quote
from ostraka.record.schema import find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version


@dataclass(frozen=True, slots=True)
class Named:
    """One name of one party.

    Attributes:
        party: Canonical id.
        dataset: The list that says so.
        schema: FollowTheMoney schema.
        kind: `name`, `alias`, `previousName` or `weakAlias`.
        text: The name.
    """

    party: str
    dataset: str
    schema: str
    kind: str
    text: str


def read_names(store: Store, versions: Iterable[Version]) -> Iterator[Named]:
    """Yield every name of every party of some versions, in one narrow scan of each.

    Args:
        store: The record.
        versions: At most one of each dataset, e.g. `store.current(day)`.
    """
    kinds = ", ".join(map(quote, NAME_KINDS))
    schemata = ", ".join(quote(n) for n in schema_names() if find_schema(n).is_party)
    with connect() as connection:
        for version in versions:
            source = f"read_parquet({quote(store.parquet(version))})"
            rows: Sequence[tuple[str, str, str, str]] = connection.execute(
                f"SELECT canonical_id, schema, prop, value FROM {source} WHERE NOT external AND prop IN ({kinds}) AND schema IN ({schemata})"  # noqa: S608 - quoted
            ).fetchall()
            for party, schema, kind, text in rows:
                yield Named(party, version.dataset, schema, kind, text)
