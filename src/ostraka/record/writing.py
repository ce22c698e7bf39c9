"""One version of a list on its way to disk: whole in force, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ostraka.record.model import Statement
from ostraka.record.versions import Version, next_id

#: The columns of a file of statements.
COLUMNS = Statement._fields
_ROW_GROUP = 20_000
_BATCH = 50_000
#: Batches of statements that are sorted in memory; a list of more is sorted on disk.
_MOST_BATCHES = 20
_SORT_MEMORY = "512MB"
_ORDER = ("canonical_id", "prop", "id")
_ZSTD_LEVEL = 6


class Writing:
    """One version on its way into the store; see `Store.writing`.

    Args:
        home: `OSTRAKA_HOME`, which keeps the originals.
        dataset: Name of the dataset.
        folder: Where its versions lie.
        scratch: Where drafts lie, on the same disk.
    """

    def __init__(self, home: Path, dataset: str, folder: Path, scratch: Path) -> None:
        self._home = home
        self._dataset = dataset
        self._folder = folder
        self._scratch = scratch

    @property
    def draft(self) -> Path:
        """Where the statements lie until they are committed."""
        return self._scratch / "draft.parquet"

    def write_statements(self, statements: Iterable[Statement]) -> None:
        """Write statements to the draft, sorted by party and property."""
        # Imported here: reading an index must not pay for Arrow.
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        schema = pa.schema(
            [(n, pa.bool_() if n == "external" else pa.string()) for n in COLUMNS]
        )
        batches = (
            pa.record_batch(
                [
                    pa.array(c, f.type)
                    for c, f in zip(zip(*rows, strict=True), schema, strict=True)
                ],
                schema=schema,
            )
            for rows in batched(statements, _BATCH)
        )
        first = list(islice(batches, _MOST_BATCHES))
        later = next(batches, None)
        if later is not None:
            held = (first.pop(0) for _ in range(len(first)))
            self._write_sorted_on_disk(chain(held, [later], batches), schema)
            return
        table = pa.Table.from_batches(first, schema).sort_by(
            [(n, "ascending") for n in _ORDER]
        )
        pq.write_table(
            table,
            self.draft,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            row_group_size=_ROW_GROUP,
        )

    def _write_sorted_on_disk(self, batches: Iterable[Any], schema: Any) -> None:
        """Write more statements than memory should hold: sorted by way of the disk."""
        import duckdb  # noqa: PLC0415 - only very large lists pay for it
        import pyarrow.parquet as pq  # noqa: PLC0415

        came, in_order = (
            self._scratch / f"{name}.parquet" for name in ("came", "order")
        )
        with pq.ParquetWriter(came, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
        settings: dict[str, Any] = {
            "memory_limit": _SORT_MEMORY,
            "temp_directory": str(self._scratch / "sorting"),
            "autoinstall_known_extensions": "false",
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute("SET threads = 2")
            rows = connection.read_parquet(str(came)).order(", ".join(_ORDER))
            rows.write_parquet(str(in_order), compression="zstd")
        came.unlink()
        # Once more, so that every version has columns of one make.
        with (
            pq.ParquetFile(in_order) as file,
            pq.ParquetWriter(
                self.draft, schema, compression="zstd", compression_level=_ZSTD_LEVEL
            ) as writer,
        ):
            for batch in file.iter_batches(_ROW_GROUP):
                writer.write_batch(batch.cast(schema), row_group_size=_ROW_GROUP)
        in_order.unlink()

    def taken_ids(self) -> set[str]:
        """Return the ids of versions already there."""
        return {path.stem for path in self._folder.glob("*.json")}

    def new_id(self, published: str) -> str:
        """Return the id this version will have."""
        return next_id(published, self.taken_ids())

    def keep_original(self, version_id: str, name: str, source: Path) -> str:
        """Store a published file and return its path below the home folder."""
        import pyarrow as pa  # noqa: PLC0415

        relative = Path("originals") / self._dataset / version_id / f"{name}.zst"
        target = self._home / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            source.open("rb") as raw,
            pa.CompressedOutputStream(str(target), "zstd") as packed,
        ):
            shutil.copyfileobj(raw, packed, 1 << 20)
        return relative.as_posix()

    def commit(self, version: Version) -> None:
        """Bring the version into force: statements first, the manifest last."""
        sync(self.draft)
        self.draft.replace(self._folder / f"{version.id}.parquet")
        manifest = self._folder / f"{version.id}.json"
        write_atomically(manifest, version.to_json(), self._scratch)


def write_atomically(path: Path, text: str, scratch: Path) -> None:
    """Write a text file so that it is there whole or not at all."""
    draft = scratch / f"{path.name}.draft"
    draft.write_text(text, "utf-8")
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Ask the system to put a file or folder on disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of at most `size` rows (itertools.batched needs Python 3.12)."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
