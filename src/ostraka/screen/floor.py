"""The evidence a name must reach, and how much it must share, so that its party can match.

What the other facts asked can add to a party's name is known before its names are read,
and so is what they take off: a party of other years or countries needs so much more.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Columns, Numbers
from ostraka.index.hints import COUNTRIES, countries_of, next_to, years_of
from ostraka.screen.evidence import CRAFT
from ostraka.screen.query import Query
from ostraka.screen.score import bits_of
from ostraka.screen.weights import WEIGHTS
from ostraka.screen.written import LEAST_LATIN, MOST_WRITTEN, least_in_latin

#: Bits of facts against a party from which its names must be nearer to the one asked, and
#: the share of letter pairs or sounds they must have in common then: of names that were
#: worth so many bits, one in a thousand had less.
FAR, NEAR_ENOUGH = 6.0, 0.6
#: The most that a date of birth can add.
_BORN = max(
    WEIGHTS[rule].bits
    for rule in ("day_same", "day_swapped", "month_same", "year_same",
                 "year_same_other_day", "year_within")
)  # fmt: skip

Packed = tuple[float, float, int, float, int, int, float, float, bool, float, float]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Against(NamedTuple):
    """What facts take off a party at least that has others alone, in bits.

    Attributes:
        years: Where it was born in other years, none next to one asked.
        countries: Where it has other countries.
        far: Whether it is so much that its names must be nearer to the one asked: of a
            person the years are, of a body the countries.
    """

    years: float = 0.0
    countries: float = 0.0
    far: bool = False


NOTHING = Against()


class Floor(NamedTuple):
    """The evidence a name must reach to be handed back.

    Attributes:
        least: In bits, where the party's other facts add nothing.
        years_add: Bits less that are needed if its dates share a year with those asked.
        years: The years asked, as `index.hints.years_of` writes them.
        countries_add: The same for countries.
        countries: The countries asked.
        person: Bits more that are needed if the facts of a person are other ones.
        body: The same of a body.
        written: The evidence from which a name may be worth more as it is written.
        written_facts: The least that a party's facts must add, or the most they may take
            off, for it to match by such a name.
    """

    least: float = -math.inf
    years_add: float = 0.0
    years: int = 0
    countries_add: float = 0.0
    countries: int = 0
    person: Against = NOTHING
    body: Against = NOTHING
    written: float = math.inf
    written_facts: float = -math.inf

    @property
    def leaves_far(self) -> bool:
        """Whether names are left behind for the facts of their parties."""
        return self.person.far or self.body.far

    def against(self, reading: str) -> Against:
        """Return what is against parties whose names are read so."""
        return self.person if reading == "person" else self.body

    def packed(self, reading: str) -> Packed:
        """Return it as the kernel takes it."""
        return (
            self.least,
            self.years_add,
            self.years,
            self.countries_add,
            self.countries,
            next_to(self.years),
            *self.against(reading),
            self.written,
            self.written_facts,
        )

    def facts_of(self, columns: Columns, party: int, reading: str) -> float:
        """Return what the facts of a party may add to its name at most."""
        return float(self._added(columns, party) - self._less(columns, party, reading))

    def of_party(self, columns: Columns, party: int, reading: str) -> float:
        """Return it for the names of one party."""
        facts = self.facts_of(columns, party, reading)
        least = self.least - facts
        return min(least, self.written) if facts >= self.written_facts else least

    def of_names(
        self, columns: Columns, names: Numbers, folded: int, reading: str
    ) -> Floats:
        """Return it for each of some names; a name that is the one asked has none."""
        rows = columns.names.take(names)
        parties = rows["party"]
        facts = self._added(columns, parties) - self._less(columns, parties, reading)
        least: Floats = np.full(len(names), self.least) - facts
        np.minimum(least, self.written, out=least, where=facts >= self.written_facts)
        least[rows["folded"] == folded] = -math.inf
        return least

    def are_far(self, columns: Columns, names: Numbers, reading: str) -> Flags:
        """Tell of which names much is against: years of a person, countries of a body."""
        if not self.against(reading).far:
            return np.zeros(len(names), dtype=bool)
        parties = columns.names.take(names)["party"]
        years, countries = self._are_other(columns, parties)
        far: Flags = years if reading == "person" else countries
        return far

    def _added(self, columns: Columns, parties: Any) -> Any:
        """Return what the years and countries of some parties may add."""
        if not (self.years_add or self.countries_add):
            return 0.0
        years = columns.years[parties] & np.uint64(self.years)
        countries = columns.countries[parties] & np.uint64(self.countries)
        return self.years_add * (years > 0) + self.countries_add * (countries > 0)

    def _less(self, columns: Columns, parties: Any, reading: str) -> Any:
        """Return what the facts of some parties take off."""
        against = self.against(reading)
        if not (against.years or against.countries):
            return 0.0
        years, countries = self._are_other(columns, parties)
        return against.years * years + against.countries * countries

    def _are_other(self, columns: Columns, parties: Any) -> tuple[Any, Any]:
        """Tell whether some parties have years, and countries, but none that is asked."""
        years, countries = columns.years[parties], columns.countries[parties]
        return (
            (years > 0) & (years & np.uint64(next_to(self.years)) == 0),
            (countries > 0) & (countries & np.uint64(self.countries) == 0),
        )


def floor_of(query: Query, threshold: float) -> Floor:
    """Return what a name must reach so that its party can reach the threshold."""
    facts = query.facts
    limits = _limits(tuple(facts), query.family)
    countries, written = countries_of(facts), least_written(query)
    least = bits_of(threshold) - limits.other
    person, body = limits.person, limits.body
    if written < LEAST_LATIN:  # in other letters a name may be much the same, and far
        person, body = (each._replace(far=False) for each in (person, body))
    return Floor(
        least,
        limits.dates,
        years_of(facts),
        WEIGHTS["country_same"].bits if countries else 0.0,
        countries,
        person,
        body,
        written,
        least - MOST_WRITTEN - WEIGHTS["weak_alias_same"].bits,
    )


class _Limits(NamedTuple):
    """What facts of some kinds can add and take off, whatever they are.

    Attributes:
        other: The most that those add of which the index tells nothing beforehand.
        dates: The most that dates add.
        person: The least that others take off a person.
        body: The same of a body.
    """

    other: float
    dates: float
    person: Against
    body: Against


@lru_cache(maxsize=4096)
def _limits(facts: tuple[str, ...], family: str | None) -> _Limits:
    other = sum(
        WEIGHTS[f"{prop}_same"].bits for prop in ("gender", "address") if prop in facts
    )
    dates = _BORN if "birthDate" in facts else 0.0
    if "incorporationDate" in facts:
        dates += WEIGHTS["year_same"].bits
    if family in CRAFT:
        other += WEIGHTS["craft_same"].bits
    has_country = not set(COUNTRIES).isdisjoint(facts)
    years = -WEIGHTS["year_apart"].bits if "birthDate" in facts else 0.0
    person = Against(
        years, -WEIGHTS["country_differs"].bits if has_country else 0.0, years >= FAR
    )
    # Where anything is asked it may be a ship, which changes flags.
    body = Against(0.0, -WEIGHTS["country_differs_body"].bits, far=True)
    may_differ = has_country and family is not None and family not in CRAFT
    return _Limits(other, dates, person, body if may_differ else NOTHING)


def least_written(query: Query) -> float:
    """Return the evidence from which names are held against those asked as written."""
    found = map(least_in_latin, query.names_to_go_by())
    return min((bits for bits in found if bits is not None), default=math.inf)
