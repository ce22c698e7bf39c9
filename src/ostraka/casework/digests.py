"""One way to write a value as bytes, and its digest: the same on every database."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ostraka.casework.model import Row


def canonical(value: Any) -> str:
    """Return a value as JSON of which there is only one."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_bytes
    )


def _bytes(value: Any) -> str:
    return hashlib.sha256(bytes(value)).hexdigest()


def digest(*parts: str) -> str:
    """Return the SHA-256 of some texts, kept apart by their lengths."""
    whole = hashlib.sha256()
    for part in parts:
        coded = part.encode("utf-8", "surrogatepass")
        whole.update(f"{len(coded)}:".encode())
        whole.update(coded)
    return whole.hexdigest()


def row_digest(row: Row) -> str:
    """Return the digest of a whole row; bytes count by their own digest."""
    return digest(canonical(dict(row)))


def entry_digest(row: Row) -> str:
    """Return the digest of an entry, which vouches for all entries before it."""
    return digest(
        str(row["number"]), row["at"], row["actor"], row["action"], row["subject"],
        row["facts"], row["written"], row["previous"],
    )  # fmt: skip
