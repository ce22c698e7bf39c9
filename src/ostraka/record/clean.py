"""A published value made fit for FollowTheMoney, or refused with None.

One function for each value type.  What is refused here is not lost: the reader keeps
it, with its label, among the notes of the same entity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from ostraka.record.countries import country_code, is_country
from ostraka.record.dates import is_date
from ostraka.record.schema import Property, is_topic

# C0 and C1 controls but tab and line feed, and what steers the display of text.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]+")
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_URL_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?", re.IGNORECASE)
_IMO = re.compile(r"(?:imo)?[\s:]*(\d{7})", re.IGNORECASE)
_GENDERS = {
    "m": "male", "male": "male", "man": "male",
    "f": "female", "female": "female", "woman": "female",
    "other": "other",
}  # fmt: skip


def clean_text(text: str) -> str:
    """Return `text` in NFC without controls, white space folded to single blanks."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _UNSAFE.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", text).strip()


def clean_value(prop: Property, text: str) -> str | None:
    """Return the FollowTheMoney form of a published value, or None if it has none.

    Args:
        prop: The property the value is for.
        text: The value as published.
    """
    rule = _RULES.get(prop.type)
    if rule is not None:
        value = rule(text)
    elif prop.type == "identifier":
        value = _clean_identifier(text, prop.format)
    else:
        value = clean_text(text)
    if not value or len(value) > prop.max_length:
        return None
    return value


def imo_number(text: str) -> str | None:
    """Return `IMO` and seven digits if the check digit agrees, else None.

    The last digit is the last digit of the sum of the first six, each multiplied by
    7, 6, 5, 4, 3, 2 (IMO Resolution A.1117(30)).
    """
    found = _IMO.fullmatch(text.strip())
    if found is None:
        return None
    digits = [int(c) for c in found[1]]
    weighted = sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=False))
    return f"IMO{found[1]}" if weighted % 10 == digits[6] and weighted else None


def imo_company_number(text: str) -> str | None:
    """Return `IMO` and seven digits if they are the number of a shipping company.

    The last digit is 11 less the remainder by 11 of the sum of the first six, each
    multiplied by 8, 6, 4, 2, 9, 7; of 10 and 11 only the last digit counts (the IMO
    Unique Company and Registered Owner Identification Number Scheme).
    """
    found = _IMO.fullmatch(text.strip())
    if found is None:
        return None
    digits = [int(c) for c in found[1]]
    weighted = sum(d * w for d, w in zip(digits, (8, 6, 4, 2, 9, 7), strict=False))
    check = (11 - weighted % 11) % 10
    return f"IMO{found[1]}" if check == digits[6] and weighted else None


def _clean_lines(text: str) -> str:
    """Long texts keep their line breaks."""
    text = _UNSAFE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return "\n".join(
        _LINE_SPACE.sub(" ", line).strip() for line in text.split("\n")
    ).strip()


def _clean_date(text: str) -> str | None:
    text = text.strip()
    return text if is_date(text) else None


def _clean_country(text: str) -> str | None:
    code = text.strip().lower()
    return code if is_country(code) else country_code(text)


def _clean_gender(text: str) -> str | None:
    return _GENDERS.get(text.strip().casefold())


def _clean_topic(text: str) -> str | None:
    return text if is_topic(text) else None


def _clean_email(text: str) -> str | None:
    text = text.strip().lower().removeprefix("mailto:")
    return text if _EMAIL.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _clean_url(text: str) -> str | None:
    text = text.strip()
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if parts.scheme not in {"http", "https", "ftp"} or not _URL_HOST.fullmatch(
        parts.netloc
    ):
        return None
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, query, ""))


@lru_cache(maxsize=4096)
def _clean_phone(text: str) -> str | None:
    if sum(c.isdigit() for c in text) < 7:
        return None
    # Imported here: its metadata costs 60 ms that most commands never need.
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _clean_identifier(text: str, kind: str | None) -> str | None:
    text = clean_text(text)
    if kind == "imo":
        return imo_number(text) or imo_company_number(text)
    check = _CHECKED_FORMATS.get(kind or "")
    return check(text) if check else text


def _checked(module: str) -> Callable[[str], str | None]:
    """Return a check that accepts what python-stdnum's module accepts."""

    @lru_cache(maxsize=4096)
    def check(text: str) -> str | None:
        from importlib import import_module  # noqa: PLC0415

        number = import_module(f"stdnum.{module}")
        try:
            valid: str = number.validate(number.compact(text))
        except Exception:  # noqa: BLE001 - stdnum raises its own and, on odd input, others
            return None
        return valid.upper()

    return check


_CHECKED_FORMATS: dict[str, Callable[[str], str | None]] = {
    kind: _checked(module)
    for kind, module in {
        "bic": "bic",
        "figi": "figi",
        "iban": "iban",
        "inn": "ru.inn",
        "isin": "isin",
        "lei": "lei",
        "npi": "us.npi",
        "ogrn": "ru.ogrn",
        "ssn": "us.ssn",
        "uscc": "cn.uscc",
    }.items()
}

_RULES: dict[str, Callable[[str], str | None]] = {
    "text": _clean_lines,
    "html": _clean_lines,
    "date": _clean_date,
    "country": _clean_country,
    "gender": _clean_gender,
    "topic": _clean_topic,
    "email": _clean_email,
    "url": _clean_url,
    "phone": _clean_phone,
    "entity": str.strip,
    "checksum": str.strip,
}
