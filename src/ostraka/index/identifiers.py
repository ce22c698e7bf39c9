"""Keys of identity numbers: the same number however it is written."""

from __future__ import annotations

import re
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
#: Party, country, place, and the branch if it has one (ISO 9362).
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_BANK = len("BIC ") + 8
#: Properties that FollowTheMoney files under identifiers but that name no one: all the
#: parties of a sanctions programme share its code.
NAMES_NO_ONE = frozenset({"programId"})


def identifier_key(value: str) -> str | None:
    """Return the letters and digits of an identity number, or None if it is a filler.

    Args:
        value: The number as written, e.g. `IMO 9401740` or `A-12 345`.
    """
    key = _plain(value)
    if key.startswith("IMO") and key[3:].isdigit():
        key = key[3:]
    if len(key) < _SHORTEST or is_filler(value):
        return None
    if not any(c.isdigit() for c in key):
        return None
    return key


def is_filler(value: str) -> bool:
    """Tell whether a number is what people write when they have none.

    Args:
        value: The number as written.
    """
    key = _plain(value)
    return key in _FILLERS or (len(key) > 1 and len(set(key)) == 1)


def _plain(value: str) -> str:
    return "".join(c for c in value.upper() if c.isalnum())


def number_keys(prop: str, value: str) -> tuple[str, ...]:
    """Return the keys by which a party may be filed that has this number.

    Args:
        prop: The property that has it: a bank's code has no digits and a branch's code
            starts with its bank's (ISO 9362), so a `swiftBic` is read by a rule of its own.
        value: The number as written.
    """
    if prop == "swiftBic" and (bic := bic_key(value)) is not None:
        return tuple(dict.fromkeys((bic, bic[:_BANK])))
    key = identifier_key(value)
    return () if key is None else (key,)


def filed_key(prop: str, value: str) -> str | None:
    """Return the one key under which a listed party's number is filed.

    A bank that is listed stands for its branches; a branch that is listed for itself.
    """
    return next(iter(number_keys(prop, value)), None)


def bic_key(value: str) -> str | None:
    """Return the key of a bank's code, without the `XXX` of a head office, or None.

    Args:
        value: The code as written, of 8 or 11 signs.
    """
    code = "".join(value.upper().split())
    if _BIC.fullmatch(code) is None:
        return None
    return f"BIC {code.removesuffix('XXX') if len(code) == 11 else code}"


def identifier_hash(key: str) -> int:
    """Return the 64 bits under which the index files an identity number."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def record_key(record: str) -> str:
    """Return the key of a record's own id; no identity number has one like it."""
    return f"\0{record}"
