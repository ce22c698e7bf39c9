"""What each piece of evidence besides the name adds, in bits, and why.

One bit doubles the odds.  Evidence is added up (Fellegi and Sunter, 1969): what agrees
rarely by chance weighs much, what lists often get wrong weighs little against.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight a user can see.

    Attributes:
        bits: Added to the evidence; negative speaks against.
        detail: How the two values agree, in words.
        reason: Why it weighs that much.
    """

    bits: float
    detail: str
    reason: str


WEIGHTS = {
    "identifier_same": Weight(
        30.0, "the same number", "issued to one; a shared number decides"
    ),
    "identifier_same_other_kind": Weight(
        20.0, "the same number, filed as another kind", "lists mix up kinds of number"
    ),
    "identifier_differs": Weight(
        -1.5,
        "another number of the same kind",
        "people renew and hold several passports",
    ),
    "identifier_differs_for_life": Weight(
        -12.0, "another number of a kind held for life", "a ship keeps its IMO number"
    ),
    "day_same": Weight(
        9.0, "born on the same day", "one in 22,000 share a day of birth by chance"
    ),
    "day_swapped": Weight(
        7.0, "day and month change places", "02/03 is read both ways"
    ),
    "month_same": Weight(6.0, "born in the same month", "one in 700 by chance"),
    "year_same": Weight(4.0, "born in the same year", "one in 60 by chance"),
    "year_same_other_day": Weight(
        1.0, "born in the same year, another day", "lists guess days"
    ),
    "year_within": Weight(
        2.5, "born within the years stated", "a range of years is met by many"
    ),
    "year_near": Weight(
        0.0, "born a year apart", "lists give ages; calendars differ by a year"
    ),
    "year_apart": Weight(
        -7.0, "born two to four years apart", "about dates are that far off"
    ),
    "year_far": Weight(
        -14.0, "born in another year", "a birth year is rarely wrong by five years"
    ),
    "founded_differs": Weight(
        -2.0, "founded in another year", "registers count from re-registration"
    ),
    "country_same": Weight(
        1.5, "the same country", "names cluster by country, so it adds little"
    ),
    "country_differs": Weight(
        -3.0, "another country", "people have several, lists name one"
    ),
    "country_differs_body": Weight(
        -18.0,
        "another country",
        "branches and sister bodies bear one rare name and are listed one by one",
    ),
    "places_differ": Weight(
        -12.0,
        "named after other places",
        "sister bodies share an alias; no place of one is a place of the other",
    ),
    "gender_same": Weight(0.3, "the same gender", "one in two by chance"),
    "gender_differs": Weight(
        -6.0, "another gender", "rarely wrong, and names tell it too"
    ),
    "father_differs": Weight(
        -6.0,
        "another father's name",
        "brothers' and cousins' names differ in little else",
    ),
    "father_and_child_swapped": Weight(
        -12.0, "father and child change places", "X bin Y is not Y bin X"
    ),
    "craft_same": Weight(
        5.0,
        "asked as a ship or aircraft and listed as one",
        "few are listed, and their names are single words that are often misspelt",
    ),
    "hangul_differs": Weight(
        -12.0,
        "other syllables in Hangul",
        "each syllable is written one way; romanised, many fall together",
    ),
    "han_differs": Weight(
        -12.0,
        "other characters",
        "many characters sound alike; romanised, many fall together",
    ),
    "address_same": Weight(3.0, "the same address", "few share an address and a name"),
    "weak_alias_same": Weight(
        2.0, "a weak alias agrees", "OFAC FAQ 122: it helps to confirm, no more"
    ),
}
