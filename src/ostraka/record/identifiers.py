"""Numbers with check digits: which texts are one, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_IMO = re.compile(r"(?:imo)?[\s:.#-]*(\d{7})", re.IGNORECASE)
_QID = re.compile(r"(?:.*/)?(Q\d+)", re.IGNORECASE)
_UEI = re.compile(r"[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}", re.IGNORECASE)
_OGRN = re.compile(r"[1-9]\d{12}(?:\d\d)?")
_NPI = re.compile(r"\d{10}")
#: What goes before an American provider's number in its check digit.
_NPI_PREFIX = "80840"


def clean_number(text: str, kind: str | None) -> str | None:
    """Return a number in its usual form, or None if its check digit is wrong.

    Args:
        text: The number as published, without surrounding space.
        kind: FollowTheMoney's name of the format; any text is a number without one.
    """
    check = _CHECKS.get(kind or "")
    return check(text) if check is not None else text


def imo_number(text: str) -> str | None:
    """Return `IMO` and the seven digits of a ship's number, or None if it is none.

    The last digit is that of the sum of the first six, each multiplied by
    7, 6, 5, 4, 3, 2 (IMO Resolution A.1117(30)).
    """
    return _imo(text, (7, 6, 5, 4, 3, 2), lambda total: total % 10)


def imo_company_number(text: str) -> str | None:
    """Return `IMO` and the seven digits of a shipping company's number, or None.

    The sum of the first six digits, each multiplied by 8, 6, 4, 2, 9, 7, is divided by
    11; the last digit is what the rest lacks to 11 (IMO Circular Letter 2554).
    """
    return _imo(text, (8, 6, 4, 2, 9, 7), lambda total: (11 - total % 11) % 10)


def _imo(
    text: str, weights: tuple[int, ...], check_digit: Callable[[int], int]
) -> str | None:
    found = _IMO.fullmatch(text.strip())
    if found is None:
        return None
    digits = [int(c) for c in found[1]]
    total = sum(d * w for d, w in zip(digits, weights, strict=False))
    return f"IMO{found[1]}" if total and check_digit(total) == digits[6] else None


def _ship_or_company(text: str) -> str | None:
    return imo_number(text) or imo_company_number(text)


def _stdnum(module: str) -> Callable[[str], str | None]:
    """Return a check that accepts what python-stdnum's module accepts."""

    @lru_cache(maxsize=4096)
    def check(text: str) -> str | None:
        from importlib import import_module  # noqa: PLC0415 - only lists with numbers pay

        number = import_module(f"stdnum.{module}")
        try:
            compact = getattr(number, "compact", str)
            valid: str = number.validate(compact(text))
        except Exception:  # noqa: BLE001 - stdnum raises its own and, on odd input, others
            return None
        return compact(valid).upper()

    return check


_bank = _stdnum("bic")
_luhn = _stdnum("luhn")


def _bic(text: str) -> str | None:
    """The bank without its branch, as FollowTheMoney keeps it."""
    whole = _bank(text)
    return None if whole is None else _bank(whole[:8])


def _ogrn(text: str) -> str | None:
    """A Russian registration number: the last digit is the rest of the others by 11 or 13."""
    if _OGRN.fullmatch(text) is None:
        return None
    rest = int(text[:-1]) % (11 if len(text) == 13 else 13)
    return text if int(text[-1]) == (0 if rest == 10 else rest) else None


def _npi(text: str) -> str | None:
    """An American health provider's number: Luhn's check digit."""
    if _NPI.fullmatch(text) is None or not int(text):
        return None
    return _luhn(_NPI_PREFIX + text) and text


def _uei(text: str) -> str | None:
    return text.upper() if _UEI.fullmatch(text) else None


def _qid(text: str) -> str | None:
    found = _QID.fullmatch(text)
    return found[1].upper() if found else None


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "bic": _bic,
    "imo": _ship_or_company,
    "npi": _npi,
    "ogrn": _ogrn,
    "uei": _uei,
    "wikidata": _qid,
    "figi": _stdnum("figi"),
    "iban": _stdnum("iban"),
    "inn": _stdnum("ru.inn"),
    "isin": _stdnum("isin"),
    "lei": _stdnum("lei"),
    "ssn": _stdnum("us.ssn"),
    "uscc": _stdnum("cn.uscc"),
}
