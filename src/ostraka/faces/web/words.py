"""How values are written on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from ostraka.faces.trust import retirement
from ostraka.report.lists import STANDING_WORDS
from ostraka.sources.catalog import find_dataset, stated_day
from ostraka.text.counts import counted

#: Advice for the command line stands in brackets that end so.
_COMMAND_LINE = re.compile(r" \([^()]*on the command line\)")
#: Lists named where there is little room.
_FEW = 2
_PARTY = re.compile(r"\be\d+\b")
_CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_SPACED = {"birthDate": "date of birth", "incorporationDate": "founded", "idNumber": "identity number"}  # fmt: skip


def feature_name(text: str) -> str:
    """Write the name of a piece of evidence, or of a property, as words."""
    if text in _SPACED:
        return _SPACED[text]
    parted = "".join(f" {c.lower()}" if c.isupper() else c for c in text)
    return parted.replace("_", " ").strip()


def sentence(text: str) -> str:
    """Return what is told without what can only be done at the command line."""
    return _COMMAND_LINE.sub("", text)


def titles(names: Iterable[str]) -> str:
    """Write lists as their publishers call them, each with its name here."""
    return ", ".join(f"{find_dataset(name).title} ({name})" for name in names)


def few_titles(names: Sequence[str]) -> str:
    """Write the first lists as their publishers call them, and how many more there are."""
    shown = [find_dataset(name).title for name in names[:_FEW]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def called(text: str, names: Mapping[str, str]) -> str:
    """Write what a report says with names for the ids of its parties, and no codes."""
    named = _PARTY.sub(lambda found: names.get(found[0], found[0]), text)
    return _CODE.sub(lambda found: found[0].replace("_", " "), named)


def day(text: str | None) -> str:
    """Write the day of a moment."""
    return (text or "")[:10]


def minute(text: str | None) -> str:
    """Write a moment to the minute, in UTC."""
    return (text or "")[:16].replace("T", " ")


def figure(number: float) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,}"


def bits(number: float) -> str:
    """Write evidence with its sign."""
    return f"{number:+.1f}".replace("-", "−")


FILTERS: Mapping[str, Callable[..., Any]] = {
    "counted": counted,
    "feature": feature_name,
    "day": day,
    "minute": minute,
    "figure": figure,
    "bits": bits,
    "titles": titles,
    "few_titles": few_titles,
    "title": lambda dataset: find_dataset(dataset).title,
    "called": called,
    "retired": lambda dataset, day: retirement(dataset, date.fromisoformat(str(day))),
    "since": lambda day, dataset: stated_day(dataset, day) if day else "",
    "sentence": sentence,
    "standing": lambda answer: STANDING_WORDS[answer],
    "path": lambda text: quote(str(text), safe=""),
}
