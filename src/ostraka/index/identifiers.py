"""Keys of identity numbers: the same number however it is written."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from ostraka.record.countries import country_code

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
# Words lists write around a number: "Afghan passport number OA296623", "A 0139243 German
# travel document", "563210184 (Expires 18 Jun. 2018)", "series 1808 No. 233282".
_KINDS = (
    "passports?|documents?|identification|identity|cards?|numbers?|no|nos|nr|id|booklet|"
    "laissez-passer|reiseausweis|licen[cs]e|permit|certificate|series|serial|ssn|npwp"
)
_BEFORE = re.compile(
    rf"^\D*(?<![^\W_])(?:{_KINDS}|n[°º]|№)(?![^\W_])\W*", re.IGNORECASE
)
_AFTER = re.compile(rf"[\s,;]+\D*\b(?:{_KINDS})\b\D*$", re.IGNORECASE)
_WITHIN = re.compile(r"(?<=\d)[\s,]+(?:no|nr|number)\b[\s.:]*(?=\w*\d)", re.IGNORECASE)
_DATED = re.compile(
    r"[\s,;(]+(?:expir(?:es|ed|y|ing|ation)|issued|valid|date of|dated|cancelled)\b.*$",
    re.IGNORECASE,
)
#: In brackets after the number; those around a check digit (`A123456(7)`) belong to it.
_ASIDE = re.compile(r"[\s,]*\([^()]*[^\W\d_]{2}[^()]*\)\s*\.?$")
_PLACE = re.compile(r"(?<=\w),\s*\D+$")
_SHORTEST_COUNTRY = 4
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
    key = _plain(bare_number(value))
    if key.startswith("IMO") and key[3:].isdigit():
        key = key[3:]
    if len(key) < _SHORTEST or is_filler(value) or is_filler(bare_number(value)):
        return None
    if not any(c.isdigit() for c in key):
        return None
    return key


@lru_cache(maxsize=65536)
def bare_number(value: str) -> str:
    """Return a number without the words a list wrote around it.

    What kind of document it is, whose, and until when is no part of the number; whoever
    asks has the number alone.  A text that would be left without a digit stays as it is.

    Args:
        value: The number as written, e.g. `Qatar identification number 27763401255`.
    """
    if value.isalnum():
        return value
    bare = value.strip()
    for around in (_DATED, _ASIDE, _PLACE, _BEFORE, _AFTER):
        bare = _unless_empty(around.sub("", bare), bare)
    bare = _WITHIN.sub(" ", bare)
    first, _, rest = bare.partition(" ")
    if _is_country(first):
        bare = _unless_empty(rest, bare)
    before, _, last = bare.rpartition(" ")
    return _unless_empty(before, bare) if _is_country(last) else bare


def _unless_empty(bare: str, whole: str) -> str:
    return bare if any(c.isdigit() for c in bare) else whole


def _is_country(word: str) -> bool:
    word = word.strip(",.:;")
    if len(word) < _SHORTEST_COUNTRY or not word.isalpha():
        return False
    return country_code(word) is not None


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
