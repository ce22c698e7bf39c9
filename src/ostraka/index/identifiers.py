"""Keys of identity numbers: the same number however it is written."""

from __future__ import annotations

from hashlib import blake2b

# A filler is what people write when they have no number; it must never join parties.
_FILLERS = frozenset(
    [
        "NA",
        "NONE",
        "NULL",
        "NIL",
        "UNKNOWN",
        "NOTAVAILABLE",
        "NOTAPPLICABLE",
        "NOTKNOWN",
        "TBD",
        "TBA",
        "XXX",
        "TEST",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "PASSPORT",
    ]
)
_SHORTEST = 5
#: Properties that FollowTheMoney files under identifiers but that name no one: all the
#: parties of a sanctions programme share its code.
NAMES_NO_ONE = frozenset({"programId"})


def identifier_key(value: str) -> str | None:
    """Return the letters and digits of an identity number, or None if it is a filler.

    Args:
        value: The number as written, e.g. `IMO 9401740` or `A-12 345`.
    """
    key = "".join(c for c in value.upper() if c.isalnum())
    if key.startswith("IMO") and key[3:].isdigit():
        key = key[3:]
    if len(key) < _SHORTEST or key in _FILLERS or len(set(key)) == 1:
        return None
    if not any(c.isdigit() for c in key):
        return None
    return key


def identifier_hash(key: str) -> int:
    """Return the 64 bits under which the index files an identity number."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def record_key(record: str) -> str:
    """Return the key of a record's own id; no identity number has one like it."""
    return f"\0{record}"
