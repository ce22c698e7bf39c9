"""A share as a source writes it, as whole numbers with an upper and a lower bound.

One unit is a millionth of a percent, so that sums are exact and "more than 25 %" is
the least number above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

UNIT = 1_000_000
WHOLE = 100 * UNIT
HALF = 50 * UNIT

_NUMBER = r"(\d+(?:[.,]\d+)?(?:/\d+)?)"
_ABOVE = r"(?:>|more than|over|above|exceeding)"
_FROM = r"(?:>=|≥|at least|from|not less than|minimum)"
_BELOW = r"(?:<|less than|under|below)"
_UP_TO = r"(?:<=|≤|up to|at most|not more than|maximum)"
_EXACT = re.compile(rf"{_NUMBER}")
_RANGE = re.compile(rf"(?:between )?{_NUMBER} ?(?:-|–|—|to|and|\.\.) ?{_NUMBER}")
_BOUNDS = re.compile(
    rf"(?:(?P<above>{_ABOVE})|(?P<least>{_FROM})) ?{_NUMBER}"
    rf"(?: ?,? ?(?:and|but|to|-|–)? ?(?:(?P<below>{_BELOW})|(?P<most>{_UP_TO}))? ?{_NUMBER})?"
)
_CEILING = re.compile(rf"(?:(?P<below>{_BELOW})|{_UP_TO}) ?{_NUMBER}")
_OR_MORE = re.compile(rf"{_NUMBER} ?(?:\+|or more|and more|and above|and over)")
_PERCENT = re.compile(r"\s*(?:%|per ?cent|pct)\.?")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, between two bounds (in millionths of a percent)."""

    low: int
    high: int

    def __str__(self) -> str:
        return share_words(self.low, self.high)


UNKNOWN = Share(0, WHOLE)


def read_share(text: str) -> Share | None:
    """Read a share in percent, or None if the text is none.

    Args:
        text: `50`, `33.3 %`, `25-50`, `>25 <=50`, `more than 50 %`, `75 or more`, `1/3`.
            A number below one without a percent sign may be a fraction or percents, and
            is read as between the two.
    """
    cleaned = " ".join(text.casefold().split())
    plain = _PERCENT.sub("", cleaned).strip()
    for form, bounds in _FORMS:
        if found := form.fullmatch(plain):
            low, high = bounds(found)
            may_be_fraction = "/" not in plain and plain == cleaned
            if form is _EXACT and may_be_fraction and 0 < low < UNIT:
                high = low * 100
            return Share(low, high) if 0 <= low <= high <= WHOLE else None
    return None


def _exact(found: re.Match[str]) -> tuple[int, int]:
    return _units(found[1]), _units(found[1])


def _range(found: re.Match[str]) -> tuple[int, int]:
    return _units(found[1]), _units(found[2])


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    low = _units(found[3]) + (found["above"] is not None)
    if found[6] is None:
        return low, WHOLE
    return low, _units(found[6]) - (found["below"] is not None)


def _or_more(found: re.Match[str]) -> tuple[int, int]:
    return _units(found[1]), WHOLE


def _ceiling(found: re.Match[str]) -> tuple[int, int]:
    return 0, _units(found[2]) - (found["below"] is not None)


_FORMS = (
    (_EXACT, _exact),
    (_RANGE, _range),
    (_BOUNDS, _bounds),
    (_OR_MORE, _or_more),
    (_CEILING, _ceiling),
)


def share_words(low: int, high: int) -> str:
    """Return bounds in words: `62 %`, `more than 25 %, at most 50 %`, `not stated`."""
    if low == high:
        return f"{_percent(low)} %"
    if (low, high) == (0, WHOLE):
        return "not stated"
    above = low % UNIT == 1
    below = high % UNIT == UNIT - 1
    floor = (
        f"more than {_percent(low - 1)} %" if above else f"at least {_percent(low)} %"
    )
    ceiling = (
        f"less than {_percent(high + 1)} %" if below else f"at most {_percent(high)} %"
    )
    if low == 0:
        return ceiling
    return floor if high >= WHOLE else f"{floor}, {ceiling}"


def _units(number: str) -> int:
    """Return a number of percents, or a fraction `1/3`, in units."""
    over, _, under = number.replace(",", ".").partition("/")
    if not under:
        return round(Fraction(over) * UNIT)
    return round(Fraction(over) / int(under) * WHOLE) if int(under) else -1


def _percent(units: int) -> str:
    return f"{units / UNIT:.6f}".rstrip("0").rstrip(".")
