"""One party as one list (or one analyst's file) has it, ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zlib import crc32

from ostraka.index.entry import Entry, family_of, name_reading
from ostraka.record.countries import country_code
from ostraka.screen.query import Query
from ostraka.text.fold import fold

#: Properties whose text describes a party; lists copy them from one another.
TEXTS = ("notes", "description", "position", "summary", "reason", "birthPlace")
#: Words of a text one runs over at a time: lists that copy have such runs in common.
RUN = 3
#: Who lists, and not what for; and territories that lists give to one regime: those who
#: attack Ukraine stand under "Ukraine" here and under "Russia" there.
_LISTERS = frozenset({"eu", "un", "gb", "us"})
_ONE_REGIME = {"ua": "ru"}
# The numbers the United Nations give: where they stand they mostly mean somebody else.
_UN_NUMBER = re.compile(r"\b[A-Z]{2}[ei]\.\d{1,3}\b")
_LONGEST_PLACE = 5
# Causes of programmes, as the lists name them.
_CAUSES = tuple(
    (re.compile(pattern, re.IGNORECASE), cause)
    for pattern, cause in (
        (r"al-?qa.?[ei]da|da.?esh|isil|taqa\b|\b1267\b|sc1267", "al-qaida"),
        (r"taliban|\b1988\b", "af"),
        (r"chemical|\bchem\b", "chemical weapons"),
        (r"cyber|\bcyb\b", "cyber"),
    )
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of a party.

    Attributes:
        id: The record's id.
        schema: FollowTheMoney schema.
        caption: The name to show.
        datasets: The lists it stands on; one, unless records were merged before.
        names: Kind of name and the name, primary names first.
        facts: Values that can be compared, by property.
        programs: Legal bases as printed.
        runs: Hashes of the runs of words of the texts about it.
        places: Folded words of places of birth.
        regimes: Territories and causes its programmes name.
        since: First day of listing by list, where it states one.
    """

    id: str
    schema: str
    caption: str
    datasets: frozenset[str]
    names: tuple[tuple[str, str], ...]
    facts: Mapping[str, tuple[str, ...]]
    programs: frozenset[str] = frozenset()
    runs: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()
    since: Mapping[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The family of schemata it can be compared with."""
        return family_of(self.schema)

    @property
    def reading(self) -> str:
        """How its names are read: of a `person` or of a `body`."""
        return name_reading(self.family)

    @classmethod
    def from_entry(cls, entry: Entry, said: Mapping[str, Iterable[str]]) -> Listed:
        """Return a record of the index with what the index does not keep of it.

        Args:
            entry: What the index keeps.
            said: Texts by property, and `program`.
        """
        facts = {p: tuple(k.value for k in known) for p, known in entry.facts.items()}
        names = tuple((kind, known.value) for kind, known in entry.names)
        datasets = frozenset(entry.datasets)
        listed = cls(entry.id, entry.schema, entry.caption, datasets, names, facts, since=entry.since)  # fmt: skip
        return _telling(listed, said)

    @classmethod
    def from_entity(cls, entity: Mapping[str, Any]) -> Listed:
        """Return a record given as FollowTheMoney writes an entity.

        Raises:
            UsageError: It is no such entity, or has neither a name nor a number.
        """
        query = Query.from_entity(entity)
        properties = entity["properties"]
        said = {prop: properties.get(prop, ()) for prop in (*TEXTS, "program")}
        said["program"] = [*said["program"], *properties.get("programId", ())]
        listed = cls(
            id=query.id or "",
            schema=query.schema or "LegalEntity",
            caption=str(entity.get("caption") or query.names[0][1]),
            datasets=frozenset(entity.get("datasets", ())),
            names=query.names,
            facts=query.facts,
        )
        return _telling(listed, said)


def _telling(listed: Listed, said: Mapping[str, Iterable[str]]) -> Listed:
    """Return a record with what its texts and programmes tell, given by property."""
    programs = frozenset(said.get("program", ()))
    texts = (text for prop in TEXTS[:-1] for text in said.get(prop, ()))
    places = said.get("birthPlace", ())
    return replace(
        listed,
        programs=programs,
        runs=frozenset(run for text in texts for run in _runs(text)),
        places=frozenset(word for place in places for word in fold(place).split()),
        regimes=frozenset(code for one in programs for code in regimes_of(one)),
    )


def _runs(text: str) -> Iterator[int]:
    words = fold(_UN_NUMBER.sub(" ", text)).split()
    for at in range(len(words) - RUN + 1):
        yield crc32(" ".join(words[at : at + RUN]).encode())


@lru_cache(maxsize=4096)
def regimes_of(program: str) -> frozenset[str]:
    """Return what a programme is against: `LBY`, `1970 (Libya)`, `IRAN-HR`, `TAQA`.

    That is territories, and causes that are no territory's.
    """
    words = re.findall(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+", program)
    found = {cause for pattern, cause in _CAUSES if pattern.search(program)}
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_PLACE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            code = _territory(phrase)
            if code is not None:
                found.add(code)
                at += size - 1
                break
        at += 1
    return frozenset(found)


def _territory(phrase: str) -> str | None:
    """Return the territory a phrase names; three letters are a code only if capital."""
    if len(phrase) < 3 or (len(phrase) == 3 and not phrase.isupper()):
        return None
    code = country_code(phrase)
    return None if code in _LISTERS else _ONE_REGIME.get(code or "", code)
