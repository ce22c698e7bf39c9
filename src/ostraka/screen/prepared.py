"""Many queries held against a few parties: what a query needs is worked out once and kept.

A customer file stays as it is from day to day and the lists change a little.  So the
names, numbers and limits of each customer are kept as they are compared, and only the
parties that changed are asked.  The answer errs on one side: a query that may have a
match among the few is always told, and is then asked of all lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ostraka.index import Index
from ostraka.index.entry import FAMILIES
from ostraka.index.identifiers import identifier_hash, number_keys
from ostraka.screen.find import Floor, find_names
from ostraka.screen.names import asked_word
from ostraka.screen.query import Query
from ostraka.screen.score import bits_of
from ostraka.screen.search import EVERY, MOST_COMPARED, floor_of
from ostraka.screen.verdict import names_to_go_by
from ostraka.screen.weights import WEIGHTS
from ostraka.text.name import NameForm, read_name

#: Raised whenever the rows change shape.
SHAPE = 1
#: At this threshold what a floor is measured from is the middle.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query as it is compared.

    Attributes:
        family: The family of parties it is compared with; None for all.
        floor: What a name must reach, where nothing more than the middle is needed.
        forms: How its names are read, and the ways to read each.
        wholes: Hashes of its names as they are written but for blanks.
        plain: The same of all its names, read as weak aliases are looked up.
        numbers: Hashes of its identity numbers.
    """

    family: str | None
    floor: Floor
    forms: tuple[tuple[str, NameForm], ...]
    wholes: tuple[int, ...]
    plain: tuple[int, ...]
    numbers: tuple[int, ...]

    def to_row(self) -> list[Any]:
        """Return it as it is kept: values of JSON."""
        forms = [
            [reading, form.folded, " ".join(form.words), form.legal]
            for reading, form in self.forms
        ]
        return [
            self.family, self.floor.packed(), forms, self.wholes, self.plain,
            self.numbers,
        ]  # fmt: skip

    @classmethod
    def from_row(cls, row: list[Any]) -> Prepared:
        """Read back what `to_row` wrote."""
        family, floor, forms, wholes, plain, numbers = row
        return cls(
            family,
            Floor(*floor),
            tuple(
                (reading, NameForm(folded, tuple(words.split(" ")), legal))
                for reading, folded, words, legal in forms
            ),
            tuple(wholes),
            tuple(plain),
            tuple(numbers),
        )


def prepare(query: Query) -> Prepared:
    """Return a query as it is compared with a few parties.

    Args:
        query: What is asked.
    """
    readings = ("person", "body")
    names = list(names_to_go_by(query))
    forms = tuple(
        (reading, form)
        for asked in names[:MOST_COMPARED]
        for reading in readings
        for form in read_name(asked, reading)
        if form.words
    )
    floor = floor_of(query, _HALF)
    return Prepared(
        family=query.family,
        floor=replace(floor, least=floor.least - bits_of(_HALF)),
        forms=forms,
        wholes=_wholes(names, readings),
        plain=_wholes([name for _, name in query.names], ("person",)),
        numbers=tuple(sorted(_numbers(query))),
    )


class Few:
    """A few parties that are asked about very many times.

    Args:
        index: The parties.
        threshold: Least score of a match.
    """

    def __init__(self, index: Index, threshold: float) -> None:
        self._columns = index.columns
        self._numbers = frozenset(index.numbers.tolist())
        self._wholes = frozenset(index.wholes.tolist())
        # A weak alias elsewhere on the lists may lower what a name must reach.
        self._need = bits_of(threshold) - WEIGHTS["weak_alias_same"].bits
        self._stretches = {
            family: index.stretches(family) for family in (None, *FAMILIES)
        }

    def may_have(self, asked: Prepared) -> bool:
        """Tell whether any of the parties may match; if not, none does.

        Args:
            asked: The query.
        """
        if not self._numbers.isdisjoint(asked.numbers):
            return True
        if not self._wholes.isdisjoint(asked.wholes):
            return True
        stretches = self._stretches[asked.family]
        floor = replace(asked.floor, least=asked.floor.least + self._need)
        return any(
            find_names(
                self._columns, form, reading, stretches[reading], floor,
                most=EVERY, judged=EVERY,
            )
            for reading, form in asked.forms
            if reading in stretches
        )  # fmt: skip


def sounds_of(asked: Prepared) -> Iterator[int]:
    """Yield the sounds by which names are found for a query."""
    for reading, form in asked.forms:
        for word in form.words:
            yield asked_word(word, reading).filed


def to_text(prepared: list[Prepared]) -> str:
    """Return prepared queries as text."""
    rows = [one.to_row() for one in prepared]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> list[Prepared]:
    """Read back what `to_text` wrote."""
    return [Prepared.from_row(row) for row in json.loads(text)]


def _wholes(names: list[str], readings: tuple[str, ...]) -> tuple[int, ...]:
    found = {
        identifier_hash(form.joined)
        for name in names
        for reading in readings
        for form in read_name(name, reading)
    }
    return tuple(sorted(found))


def _numbers(query: Query) -> set[int]:
    return {
        identifier_hash(key)
        for prop, values in query.facts.items()
        for value in values
        for key in number_keys(prop, value)
    }
