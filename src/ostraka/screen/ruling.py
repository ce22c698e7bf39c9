"""What ruled a party out that came near: a fact against it, another name, or too common a name.

The words stand here once; the command line, the pages and the API all show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ostraka.index.entry import Entry, name_reading
from ostraka.index.hints import is_country
from ostraka.screen.evidence import is_number
from ostraka.screen.find import agreeing_words
from ostraka.screen.match import Feature
from ostraka.screen.query import Query
from ostraka.screen.verdict import first_form
from ostraka.screen.words import VARIANT

#: What the last piece of an explanation is called that says why there is no match.
NO_MATCH = "no_match"
#: Facts that tell people and bodies of one name apart, with their word.
_TELLING: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("a birth date", lambda prop: prop == "birthDate"),
    ("a country", is_country),
    ("an identity number", is_number),
)


def ruled_out(query: Query, entry: Entry, explanation: Sequence[Feature]) -> Feature:
    """Return why a party that came near is no match, as the last piece of its explanation.

    Args:
        query: What was asked.
        entry: The party.
        explanation: The evidence on it, the name first.
    """
    against = [f.feature for f in explanation if f.feature != "name" and f.bits < 0]
    if against:
        words = f"by {_listed(dict.fromkeys(against), 'and')}"
    elif _names_agree(explanation, name_reading(entry.family)):
        agreeing = dict.fromkeys(f.feature for f in explanation if f.bits > 0)
        words = f"too common to tell by {_listed({'name': None, **agreeing}, 'and')} alone{_what_would(query, entry)}"
    else:
        words = "the names differ too much"
    return Feature(NO_MATCH, None, None, None, None, 0.0, words)


def _names_agree(explanation: Sequence[Feature], reading: str) -> bool:
    """Tell whether every word of both names is the other's, or a form of it."""
    name = next((f for f in explanation if f.feature == "name"), None)
    if name is None or name.query is None or name.candidate is None:
        return False
    asked, known = first_form(name.query, reading), first_form(name.candidate, reading)
    if asked is None or known is None:
        return False
    pairs = agreeing_words(asked.words, known.words, reading)
    return len(pairs) == len(asked.words) == len(known.words) and all(
        level <= VARIANT for _, _, level in pairs
    )


def _what_would(query: Query, entry: Entry) -> str:
    """Return which facts of the list would tell, if they were asked too."""
    lacking = [
        words
        for words, has in _TELLING
        if any(map(has, entry.facts)) and not any(map(has, query.facts))
    ]
    if not any(has(prop) for _, has in _TELLING for prop in entry.facts):
        return "; the list has no birth date, country or number"
    if not lacking:
        return ""
    return f": {_listed(lacking, 'or')} would tell, which the list has"


def _listed(words: Mapping[str, Any] | Sequence[str], joint: str) -> str:
    *most, last = (word.replace("_", " ") for word in words)
    return f"{', '.join(most)} {joint} {last}" if most else last
