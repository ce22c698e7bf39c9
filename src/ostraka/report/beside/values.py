"""When two values say the same, one says it finer, or they cannot both be so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.report.incidents.kinds import NOUNS
from ostraka.report.states import AUTHORITY_WORDS, state_code
from ostraka.report.tokens import fold_words
from ostraka.report.words import SMALL_WORDS

_DATE = re.compile(r"(?P<date>(?:1[89]|20)\d\d(?:-\d\d(?:-\d\d)?)?)(?![\d,])")
_NUMBER = re.compile(r"(?P<about>about|some|around|nearly|over|~)?\s*(?P<number>\d[\d,.]*)\s*(?P<unit>[A-Za-z]{1,3}\b)?")  # fmt: skip
_BRACKETS = re.compile(r"\((?P<note>[^)]*)\)")
_VAGUE = re.compile(r"^(?:not (?:stated|given|told) (?:precisely|exactly|in detail)|no details)", re.IGNORECASE)  # fmt: skip
_NOTHING = re.compile(r"^not (?:stated|given|known)|^unknown$|^n/a$", re.IGNORECASE)
#: "About 250" and 242 can both be so.
_ABOUT = 0.1

#: Slots that are of one kind: what is compared with what.
SLOTS = {
    "arrest_date": "date", "prevented": "date", "announced": "date",
    "alleged_reason": "reason", "attributed_to": "responsibility",
    "claimed_by": "responsibility", "denial": "responsibility",
}  # fmt: skip
_NUMBERS = frozenset(
    {"killed", "killed_us", "injured", "count", "explosive", "arrested"}
)
_DATES = frozenset({"date", "verdict_date", "effective_date"})
#: Words for one idea that values put in several ways.
_IDEAS = {
    noun: kind for noun, kind in NOUNS.items() if kind in {"killing", "assassination"}
}
_IDEA_NAMES = {"assassination": "killing", "killing": "killing"}
_EMPTY = SMALL_WORDS | frozenset(
    [
        "linked",
        "thought",
        "thinking",
        "planned",
        "signal",
        "no",
        "not",
        "with",
        "without",
        "given",
        "confirmed",
        "involvement",
        "staff",
        "two",
        "damaging",
        "details",
        "precisely",
        "alleged",
        "suspected",
    ]
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is compared.

    Attributes:
        text: As stated.
        date: ISO 8601 prefix, for a date.
        number: For a count or an amount.
        unit: Of an amount, or None.
        about: Whether it is said to be rounded.
        words: The words that carry its meaning, for a text.
        countries: Codes of the countries a place is in.
        own_note: What the source itself says against it: `title says 1983`.
        vague: Whether it says only that the holder was not precise.
    """

    text: str
    date: str | None = None
    number: float | None = None
    unit: str | None = None
    about: bool = False
    words: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    own_note: str | None = None
    vague: bool = False


def slot_of(name: str) -> str:
    """Return the slot a value is compared under."""
    return SLOTS.get(name, name)


def read_value(slot: str, text: str) -> Value | None:
    """Return a value as it is compared, or None if it states nothing."""
    if _VAGUE.match(text.strip()):
        return Value(text, vague=True)
    if not text.strip() or _NOTHING.match(text.strip()):
        return None
    note = _BRACKETS.search(text)
    bare = _BRACKETS.sub("", text).strip()
    said = note["note"] if note else None
    if slot in _DATES:
        found = _DATE.search(bare)
        own = said if said and "says" in said else None
        return Value(text, date=found["date"] if found else None, own_note=own)
    if slot in _NUMBERS and (number := _NUMBER.search(bare)):
        return Value(
            text,
            number=float(number["number"].replace(",", "").rstrip(".")),
            unit=(number["unit"] or "").casefold() or None,
            about=bool(number["about"]),
        )
    words = frozenset(_meaning(bare))
    if slot == "place":
        names = [part.strip().casefold() for part in bare.split(",")]
        codes = {c for name in names if (c := state_code(name)) is not None}
        return Value(text, words=words, countries=frozenset(codes))
    return Value(text, words=words)


def agree(one: Value, other: Value) -> bool:
    """Tell whether two values can both be so."""
    if one.date and other.date:
        shorter, longer = sorted((one.date, other.date), key=len)
        return longer.startswith(shorter)
    if one.number is not None and other.number is not None:
        if one.about or other.about:
            wider = max(one.number, other.number)
            return abs(one.number - other.number) <= _ABOUT * wider
        return one.number == other.number
    if one.countries and other.countries:
        return bool(one.countries & other.countries)
    return bool(one.words & other.words) or one.words == other.words


def is_same_holder(one: str, other: str) -> bool:
    """Tell whether two sources quote the same state.

    A ministry speaks for its state, as in `Albania` and `Albanian foreign ministry`;
    `an Albanian report` does not.
    """
    return bool(_states_speaking(one) & _states_speaking(other))


def _states_speaking(holder: str) -> set[str]:
    words = fold_words(holder)
    codes = {code for word in words if (code := state_code(word)) is not None}
    alone = state_code(holder.casefold()) is not None
    return codes if alone or AUTHORITY_WORDS & {*words} else set()


def is_finer(one: Value, other: Value) -> bool:
    """Tell whether a value says the same as another, and more."""
    if one.date and other.date:
        return len(one.date) > len(other.date) and one.date.startswith(other.date)
    if one.countries and other.countries:
        return other.words <= other.countries and not one.words <= one.countries
    return bool(other.words) and other.words < one.words


def _meaning(text: str) -> list[str]:
    words = []
    for word in fold_words(text):
        if word in _EMPTY or word.isdigit():
            continue
        idea = _IDEA_NAMES.get(_IDEAS.get(word, ""))
        code = country_code(word) if len(word) > 3 else None
        words.append(idea or code or word)
    return words
