"""The names of the parties of all lists, by record and by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.measures.brief_rows import Row
from ostraka.measures.briefs import Briefs, Key
from ostraka.measures.naming import (
    Words,
    in_brackets,
    key_of,
    part_key,
    readings,
    says_same,
)
from ostraka.record.party import NAME_KINDS


@dataclass(frozen=True, slots=True)
class Named:
    """One name of one record.

    Attributes:
        key: The list and the record.
        schema: FollowTheMoney schema.
        kind: `name`, `alias`, `previousName` or `weakAlias`.
        text: The name.
    """

    key: Key
    schema: str
    kind: str
    text: str

    @property
    def primary(self) -> bool:
        """Tell whether the list prints it first."""
        return self.kind == NAME_KINDS[0]


class Names:
    """The names of every party of some versions of the lists.

    Args:
        briefs: What these versions say.
    """

    def __init__(self, briefs: Briefs) -> None:
        self._briefs = briefs

    def called(self, record: str) -> list[Key]:
        """Return the lists on which a record of some id has a name, with the id."""
        keys = [(dataset, record) for dataset in self._briefs.records(record)]
        return [key for key in keys if self.of(key)]

    def of(self, key: Key) -> list[Named]:
        """Return the names of a record, those of the newest version first."""
        brief = self._briefs.get(key)
        rows = brief.rows if brief is not None else ()
        named = (_named(key[0], row) for row, _, _ in rows if row.is_name)
        return list(dict.fromkeys(named))

    def primary(self, key: Key) -> list[str]:
        """Return the names a list prints first for a record."""
        return [row.text for row in self.of(key) if row.primary]

    def label(self, key: Key) -> str:
        """Return a name to show for a record, or its id."""
        return next(iter(self.primary(key)), key[1])

    def bearing(self, wanted: Iterable[Words]) -> Iterator[Named]:
        """Yield the names that say what one of some says, in or out of brackets."""
        return self._named(map(key_of, wanted))

    def naming_parts(self, wholes: Iterable[Words]) -> Iterator[Named]:
        """Yield the primary names that may name a part of one of some wholes."""
        return self._named(map(part_key, wholes))

    def _named(self, keys: Iterable[str]) -> Iterator[Named]:
        found = (_named(dataset, row) for dataset, row in self._briefs.named(keys))
        yield from dict.fromkeys(found)

    def find(self, name: str) -> list[Key]:
        """Return the records that bear a name, best first: as a primary one, then others.

        An abbreviation in brackets behind a name counts last, as a weak alias does.
        """
        wanted = list(readings(name))
        found: dict[Key, int] = {}
        for row in self.bearing(wanted):
            own = [(w, NAME_KINDS.index(row.kind)) for w in readings(row.text)]
            own += [(w, len(NAME_KINDS)) for w in in_brackets(row.text)]
            ranks = [rank for w in wanted for each, rank in own if says_same(w, each)]
            if ranks:
                found[row.key] = min(*ranks, found.get(row.key, len(NAME_KINDS)))
        return sorted(found, key=lambda key: (found[key], key))


def _named(dataset: str, row: Row) -> Named:
    return Named((dataset, row.party), row.schema, row.prop, row.value)
