"""Customer files as tests write and read them."""

from pathlib import Path

from ostraka.screen.tables import QueryRow, read_queries


def write(tmp_path: Path, data: bytes | str, name: str = "customers.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(
    tmp_path: Path, data: bytes | str, name: str = "customers.csv"
) -> list[QueryRow]:
    return list(read_queries(write(tmp_path, data, name)))


def properties(row: QueryRow) -> dict[str, list[str]]:
    assert row.error is None
    assert row.entity is not None
    found: dict[str, list[str]] = row.entity["properties"]
    return found
