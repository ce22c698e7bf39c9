"""The names of listed parties, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.record.naming import Named
from ostraka.record.party import NAME_KINDS, Party
from ostraka.record.schema import common_schema, find_schema
from ostraka.report.inflection import Stems, is_inflected, stem
from ostraka.report.phrases import Found, Phrases
from ostraka.report.tokens import Tokens, fold_words
from ostraka.report.words import ARTICLES, SMALL_WORDS
from ostraka.text.words import known_words

#: What says which country a party is of.
COUNTRY_FACTS = (
    "country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry", "flag",
)  # fmt: skip
_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[A-Z][A-Z0-9-]{2,9})\)$")
_SEVERAL = re.compile(r"\s+/\s+|\s*;\s*|(?<=\w\w\w)/(?=\w\w\w)")
_PATRONYMIC = re.compile(
    r"(?:[oeya]vich|[oeyu]v[iy]č|[oy]vych|[oe]vna|[oe]wna|ivna|[ое]вич|[ое]вна)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{3,}")
#: Frequent surnames of Korea, China and Vietnam, which stand before the given name.
_EAST_ASIAN = frozenset(
    [
        "kim", "ri", "lee", "rhee", "yi", "pak", "park", "choe", "choi", "jong", "jung",
        "chong", "kang", "jang", "chang", "cho", "jo", "yun", "yoon", "han", "im", "lim",
        "rim", "o", "oh", "so", "seo", "sin", "shin", "kwon", "hwang", "an", "ahn", "song",
        "yu", "ryu", "hong", "mun", "moon", "paek", "nam", "no", "ro", "ho", "hyon", "ju",
        "tong", "li", "wang", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu",
        "xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang", "zheng",
        "xie", "tang", "feng", "deng", "cao", "peng", "zeng", "xiao", "tian", "dong", "pan",
        "yuan", "cai", "jiang", "yu", "du", "ye", "cheng", "wei", "su", "lu", "ding", "ren",
        "shen", "yao", "xi", "nguyen", "tran", "le", "pham", "hoang", "phan", "vu", "vo",
        "dang", "bui", "ngo",
    ]
)  # fmt: skip
_GIVEN = frozenset({1, 2})

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

    @classmethod
    def of_parties(cls, parties: Iterable[Party]) -> NameIndex:
        """Return the index of parties at hand."""
        known = {(p.datasets[0], p.id): p for p in parties}
        names = (
            Named(party.id, party.datasets[0], party.schema, kind, fact.value)
            for party in known.values()
            for kind, fact in party.names
        )
        countries = {key: frozenset(_countries_of(p)) for key, p in known.items()}
        return cls(names, Stated(countries, {k: p.caption for k, p in known.items()}))

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
        for kind, form in _forms(named.kind, named.text, is_person=is_person):
            words = strip_article(fold_words(form))
            self._phrases.add(words, (key, kind, named.text))
            if len(words) > 1 and is_inflected(form):
                self._stems.add([stem(w) for w in words], (key, kind, named.text))
            if not is_person and (bare := strip_legal_form(words)) != words:
                self._phrases.add(bare, (key, kind, named.text))


def bare_name(text: str) -> str:
    """Return a name as published without an abbreviation in brackets behind it."""
    found = _IN_BRACKETS.match(text)
    return found["name"] if found else text


def strip_article(words: list[str]) -> list[str]:
    """Drop articles at the head of a name: a text may have others there, or none."""
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return words


def strip_legal_form(words: list[str]) -> list[str]:
    """Drop `Ltd`, `OOO` … at the end of a body's name, which texts leave out."""
    known = known_words()
    for length in range(min(known.longest_form, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in known.legal_forms:
            return words[:-length]
    return words


def fits_abbreviation(short: str, words: list[str], leave_out: frozenset[str]) -> bool:
    """Tell whether a short form can stand for a name by its initials.

    Every word that carries meaning gives its initial, in order, at most one letter of
    the short form is from elsewhere (`MOIS`: Ministry of Intelligence and Security).

    Args:
        short: The short form.
        words: The folded words of the name.
        leave_out: Words whose initials need not be there, e.g. `iranian`.
    """
    letters = "".join(c for c in short.casefold() if c.isalnum())
    initials = [w[0] for w in words if w not in SMALL_WORDS and w not in leave_out]
    if not initials or initials[0] != letters[0] or len(initials) < len(letters) - 1:
        return False
    rest = iter(letters)
    return all(initial in rest for initial in initials)


def _is_written_small(tokens: Tokens, hit: Found[tuple[Key, str, str]]) -> bool:
    return any(
        tokens.text[tokens.starts[i]].islower()
        and tokens.folded[i] not in SMALL_WORDS
        and (i == hit.first or tokens.gap(i - 1) != "-")  # "Kim Jong-un"
        for i in range(hit.first, hit.last + 1)
    )


def _forms(kind: str, text: str, *, is_person: bool) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a text may write a name as published."""
    if is_person:
        last, comma, first = text.partition(",")
        whole = f"{first} {last}" if comma and "," not in first else text
        yield from ((kind, form) for form in dict.fromkeys((text, whole)))
        if (short := _without_patronymic(whole)) is not None:
            yield kind, short
        if (turned := _surname_first(whole)) is not None:
            yield kind, turned
        return
    if not ("(" in text or "/" in text or ";" in text):
        yield kind, text
        return
    parts = [part for part in _SEVERAL.split(text) if " " in part.strip()]
    for part in parts if len(parts) > 1 else [text]:
        found = _IN_BRACKETS.match(part.strip())
        if found and fits_abbreviation(
            found["short"], fold_words(found["name"]), frozenset()
        ):
            yield kind, found["name"]
            yield "abbreviation", found["short"]
        else:
            yield kind, part


def _surname_first(name: str) -> str | None:
    """Return `Kim Jong Un` of `Jong Un KIM`: where the surname comes first, texts keep it."""
    *given, last = name.split()
    east = last.casefold() in _EAST_ASIAN and len(given) in _GIVEN
    return " ".join([last, *given]) if east else None


def _without_patronymic(name: str) -> str | None:
    """Return given name and surname of a name that has a patronymic: texts leave it out."""
    words = name.split()
    places = [i for i, word in enumerate(words) if _PATRONYMIC.search(word)]
    if len(words) != 3 or len(places) != 1:
        return None
    if places == [1]:
        return f"{words[0]} {words[2]}"
    return f"{words[1]} {words[0]}" if places == [2] else None


def countries_of_program(program: str) -> Iterator[str]:
    """Yield the countries a program names: `IRN`, `The Libya (Sanctions) Regulations`."""
    for word in _WORD.findall(program):
        code = country_code(word)
        if code is not None:
            yield code


def _countries_of(party: Party) -> Iterator[str]:
    for prop in COUNTRY_FACTS:
        yield from (code.partition("-")[0] for code in party.values(prop))
    for act in party.designations:
        yield from countries_of_program(act.program or "")
