"""Which parties are not the same in two versions of a list, told by their statements."""

from __future__ import annotations

from ostraka.record.model import BASE_ID
from ostraka.record.rows import connect, quote
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: What a party of the index rests on; days of seeing are not of it.
_SAID = "entity_id, schema, prop, value, lang, original_value, external"


def changed_parties(store: Store, before: Version, after: Version) -> set[str]:
    """Return the ids of the parties that came, went, or have other values or acts.

    Ids of designations that changed are among them; they are the id of no party.

    Args:
        store: The record.
        before: A version of a list.
        after: Another one of the same list.
    """
    files = [quote(store.parquet(version)) for version in (before, after)]
    changed = (
        f"SELECT coalesce(a.id, b.id) FROM ({_digests(files[0])}) a"  # noqa: S608 - quoted
        f" FULL JOIN ({_digests(files[1])}) b ON a.id = b.id"
        " WHERE a.said IS DISTINCT FROM b.said OR a.rows IS DISTINCT FROM b.rows"
    )
    with connect() as connection:
        ids = {row[0] for row in connection.execute(changed).fetchall()}
        connection.execute("CREATE TABLE changed (id VARCHAR)")
        if ids:
            connection.execute("INSERT INTO changed SELECT unnest(?)", [list(ids)])
        for file in files:
            acts = (
                f"SELECT DISTINCT value FROM read_parquet({file})"  # noqa: S608 - quoted
                " WHERE schema = 'Sanction' AND prop = 'entity'"
                " AND canonical_id IN (SELECT id FROM changed)"
            )
            ids |= {row[0] for row in connection.execute(acts).fetchall()}
    return ids


def _digests(file: str) -> str:
    """Return a SELECT of each entity of a file with a digest of what is said of it."""
    return (
        f"SELECT canonical_id AS id, sum(hash({_SAID})) AS said, count(*) AS rows"  # noqa: S608 - quoted
        f" FROM read_parquet({file}) WHERE prop <> {quote(BASE_ID)} GROUP BY 1"
    )
