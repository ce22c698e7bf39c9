"""The names of listed parties, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.record.naming import Named
from ostraka.record.party import NAME_KINDS
from ostraka.record.schema import common_schema, find_schema
from ostraka.report.inflection import Stems, is_inflected, stem
from ostraka.report.name_forms import forms_of, strip_article, strip_legal_form
from ostraka.report.phrases import Found, Phrases
from ostraka.report.tokens import Tokens, fold_words
from ostraka.report.words import SMALL_WORDS

#: What says which country a party is of.
COUNTRY_FACTS = (
    "country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry", "flag",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{3,}")

#: A list and the id of a party on it.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A party as one version of one list has it.

    Attributes:
        id: Canonical id.
        schema: FollowTheMoney schema.
        caption: The name the list shows.
        dataset: The list.
        names: Every name, as published.
        countries: Codes of countries the list states for it, or names in its programs.
    """

    id: str
    schema: str
    caption: str
    dataset: str
    names: tuple[str, ...]
    countries: frozenset[str]

    @property
    def key(self) -> Key:
        """The list and the id on it."""
        return self.dataset, self.id

    @property
    def is_person(self) -> bool:
        """Tell whether it is a person."""
        return find_schema(self.schema).is_a("Person")

    @property
    def is_craft(self) -> bool:
        """Tell whether it is a ship or an aircraft."""
        return find_schema(self.schema).is_a("Vehicle")


@dataclass(frozen=True, slots=True)
class NameUse:
    """One name of one listed party.

    Attributes:
        listed: The party.
        kind: `name`, `alias`, `previousName`, `weakAlias`, or `abbreviation` for one
            that the list prints in brackets behind the name.
        text: The name as published.
    """

    listed: Listed
    kind: str
    text: str


Hit = Found[NameUse]


@dataclass(frozen=True, slots=True)
class Stated:
    """What lists state of parties beside their names.

    Attributes:
        countries: Codes of countries stated for a party, or named in its programs.
        captions: The caption that came with a party, where one did.
    """

    countries: Mapping[Key, frozenset[str]]
    captions: Mapping[Key, str]


class NameIndex:
    """Names of listed parties by their folded words, and who bears them.

    Args:
        names: The names, those of a party together and in the order of the record.
        stated: What is stated of the parties beside.
    """

    def __init__(self, names: Iterable[Named], stated: Stated) -> None:
        self._stated = stated
        # Plain tuples of text in one list: the garbage collector passes over them, where
        # a list for each of a hundred thousand parties made it the half of all work.
        self._rows: list[tuple[Key, str, str, str]] = []
        self._first: dict[Key, int] = {}
        self._listed: dict[Key, Listed] = {}
        self._phrases: Phrases[tuple[Key, str, str]] = Phrases()
        self._stems: Phrases[tuple[Key, str, str]] = Phrases()
        for named in names:
            self._add(named)

    @property
    def keys(self) -> Collection[Key]:
        """The parties, by list and id."""
        return self._first.keys()

    def find(self, tokens: Tokens) -> list[Hit]:
        """Return every listed name a text may name, the longest first at each word.

        A word written small is no name where the script has capitals.
        """
        return [
            Found(hit.first, hit.last, hit.bare, self._uses(hit.values))
            for hit in (
                *self._phrases.find(tokens, tokens.openings),
                *self._inflected(tokens),
            )
            if not _is_written_small(tokens, hit)
        ]

    def _inflected(self, tokens: Tokens) -> Iterator[Found[tuple[Key, str, str]]]:
        """Yield names of two words or more whose words stand in other cases."""
        if not is_inflected(tokens.text):
            return
        stems = Stems(tokens)
        for hit in self._stems.find(stems, stems.places):
            as_written = tokens.folded[hit.first : hit.last + 1]
            if hit.words > 1 and not self._phrases.get(as_written):
                yield hit

    def get(self, words: list[str]) -> list[NameUse]:
        """Return the uses of a name given by its folded words."""
        return self._uses(self._phrases.get(words))

    def values_of(self, words: list[str]) -> Sequence[tuple[Key, str, str]]:
        """Return who bears a name, by list and id."""
        return self._phrases.get(words)

    def uses_of(self, values: Iterable[tuple[Key, str, str]]) -> list[NameUse]:
        """Return the uses of some names of this index."""
        return self._uses(value for value in values if value[0] in self._first)

    def _uses(self, values: Iterable[tuple[Key, str, str]]) -> list[NameUse]:
        return [NameUse(self._party(key), kind, text) for key, kind, text in values]

    def _party(self, key: Key) -> Listed:
        """Return a party, made when it is first asked for: texts name few of them."""
        known = self._listed.get(key)
        if known is None:
            rows = list(self._rows_of(key))
            names = [t for kind in NAME_KINDS for _, k, t in rows if k == kind]
            known = self._listed[key] = Listed(
                id=key[1],
                schema=common_schema({schema for schema, _, _ in rows}).name,
                caption=self._stated.captions.get(key, names[0]),
                dataset=key[0],
                names=tuple(names),
                countries=self._stated.countries.get(key, frozenset()),
            )
        return known

    def _rows_of(self, key: Key) -> Iterator[tuple[str, str, str]]:
        """Yield schema, kind and text of the names of a party."""
        for place in range(self._first[key], len(self._rows)):
            owner, schema, kind, text = self._rows[place]
            if owner != key:
                return
            yield schema, kind, text

    def _add(self, named: Named) -> None:
        key = (named.dataset, named.party)
        self._first.setdefault(key, len(self._rows))
        self._rows.append((key, named.schema, named.kind, named.text))
        is_person = find_schema(named.schema).is_a("Person")
        for kind, form in forms_of(named.kind, named.text, is_person=is_person):
            words = strip_article(fold_words(form))
            self._phrases.add(words, (key, kind, named.text))
            if len(words) > 1 and is_inflected(form):
                self._stems.add([stem(w) for w in words], (key, kind, named.text))
            if not is_person and (bare := strip_legal_form(words)) != words:
                self._phrases.add(bare, (key, kind, named.text))


def _is_written_small(tokens: Tokens, hit: Found[tuple[Key, str, str]]) -> bool:
    return any(
        tokens.text[tokens.starts[i]].islower()
        and tokens.folded[i] not in SMALL_WORDS
        and (i == hit.first or tokens.gap(i - 1) != "-")  # "Kim Jong-un"
        for i in range(hit.first, hit.last + 1)
    )


def countries_of_program(program: str) -> Iterator[str]:
    """Yield the countries a program names: `IRN`, `The Libya (Sanctions) Regulations`."""
    for word in _WORD.findall(program):
        code = country_code(word)
        if code is not None:
            yield code
