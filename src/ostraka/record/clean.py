"""A published value made fit for FollowTheMoney, or refused with None.

One function for each value type.  What is refused here is not lost: the reader keeps
it, with its label, among the notes of the same entity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote, urlsplit, urlunsplit

from ostraka.record.countries import country_code, is_country
from ostraka.record.dates import is_date
from ostraka.record.identifiers import clean_number, imo_company_number, imo_number
from ostraka.record.schema import Property, is_language, is_topic

__all__ = ["clean_text", "clean_value", "imo_company_number", "imo_number"]

# Controls but tab and line feed, and what is not seen or steers the display of text:
# joiners, soft hyphens, direction marks. FollowTheMoney removes them too.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]+"
)
_SPACE = re.compile(r"[\s\u0a00]+")
_LINE_SPACE = re.compile(r"[^\S\n]+|\u0a00+")
_QUOTED = re.compile(r"[\"'](.*)[\"']")
_BREAKS = re.compile(r"<BR/?>|ESQ\.?,|;")
_COMMAS = re.compile(r",(?: ?[,.])+")
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"'?]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE,
)
_URL_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{1,4})?",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"([12]\d{3}-\d\d-\d\d)[T ](\d\d(?::\d\d(?::\d\d)?)?)")
_GENDERS = {
    "m": "male", "male": "male", "man": "male", "masculin": "male", "männlich": "male",
    "f": "female", "female": "female", "woman": "female", "féminin": "female", "weiblich": "female",
    "other": "other",
}  # fmt: skip


def clean_text(text: str) -> str:
    """Return `text` in NFC without controls, white space folded to single blanks."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _UNSAFE.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", text).strip()


def clean_value(prop: Property, text: str, *, whole: bool = False) -> str | None:
    """Return the FollowTheMoney form of a published value, or None if it has none.

    Args:
        prop: The property the value is for.
        text: The value as published.
        whole: Whether a value is kept that is longer than FollowTheMoney accepts.
    """
    rule = _RULES.get(prop.type)
    if rule is not None:
        value = rule(text)
    elif prop.type == "identifier":
        value = _clean_identifier(text, prop.format)
    else:
        value = clean_text(text)
    if not value or (len(value) > prop.max_length and not whole):
        return None
    return value


def _clean_name(text: str) -> str:
    """A name without the quotation marks around it, as FollowTheMoney has it."""
    name = clean_text(text)
    while (quoted := _QUOTED.fullmatch(name)) is not None:
        # `"Alfa" Bank "X"`: marks that are no pair go all, so that none is left alone.
        inner = quoted[1]
        paired = name[0] == name[-1] and name[0] not in inner
        name = (inner if paired else re.sub("[\"']", "", inner)).strip()
    return name


def _clean_address(text: str) -> str:
    """An address in one line, its parts between single commas."""
    return clean_text(
        _COMMAS.sub(", ", clean_text(_BREAKS.sub(", ", text.replace("\n", ", "))))
    )


def _clean_lines(text: str) -> str:
    """Long texts keep their line breaks."""
    text = _UNSAFE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return "\n".join(
        _LINE_SPACE.sub(" ", line).strip() for line in text.split("\n")
    ).strip()


@lru_cache(maxsize=65536)
def _clean_date(text: str) -> str | None:
    """A day, or what is known of it; FollowTheMoney knows the years 1000 to 2999."""
    text = text.strip()
    if not is_date(text) or text[0] not in "12":
        return None
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        return text.partition("T")[0]
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return moment[1]
    return f"{moment[1]}T{moment[2]}"


@lru_cache(maxsize=4096)
def _clean_country(text: str) -> str | None:
    code = text.strip().lower()
    return code if is_country(code) else country_code(text)


def _clean_gender(text: str) -> str | None:
    return _GENDERS.get(text.strip().casefold())


def _clean_topic(text: str) -> str | None:
    return text if is_topic(text) else None


def _clean_email(text: str) -> str | None:
    text = clean_text(text).lower().removeprefix("mailto:")
    return text if _EMAIL.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _clean_url(text: str) -> str | None:
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
    except ValueError:
        return None
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
    return clean_number(clean_text(text), kind)


def _clean_ip(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None


def _clean_language(text: str) -> str | None:
    code = text.strip().lower()
    return code if is_language(code) else None


_RULES: dict[str, Callable[[str], str | None]] = {
    "name": _clean_name,
    "address": _clean_address,
    "ip": _clean_ip,
    "language": _clean_language,
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
