"""Which program compared: a digest of the code and tables that answers come from."""

from __future__ import annotations

from ostraka.record.fingerprint import digest_of

#: The rooms that have a part in whether a party matches.
_ROOMS = ("text", "record", "index", "screen")


def fingerprint() -> str:
    """Return the digest of the code and tables that compare.

    Two programs of one fingerprint give the same answers to the same questions, with
    the compiled core or without.
    """
    return digest_of(*_ROOMS)
