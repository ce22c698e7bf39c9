"""The names of listed parties, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.record.naming import Named
from ostraka.record.party import Designation, Party
from ostraka.record.schema import find_schema
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
        designations: The acts against it.
    """

    id: str
    schema: str
    caption: str
    dataset: str
    names: tuple[str, ...]
    countries: frozenset[str]
    designations: tuple[Designation, ...]

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


class NameIndex:
    """Names of listed parties by their folded words; who bears them is asked for later.

    Args:
        names: The names.
        details: Returns the parties some keys stand for.
    """

    def __init__(
        self,
        names: Iterable[Named],
        details: Callable[[Collection[Key]], Mapping[Key, Listed]],
    ) -> None:
        self._details = details
        self._phrases: Phrases[tuple[Key, str, str]] = Phrases()
        self._stems: Phrases[tuple[Key, str, str]] = Phrases()
        self.keys: set[Key] = set()
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
        return cls(names, lambda keys: {key: listed_of(known[key]) for key in keys})

    def find(self, tokens: Tokens) -> list[Hit]:
        """Return every listed name a text may name, the longest first at each word.

        A word written small is no name where the script has capitals.
        """
        found = [
            hit
            for hit in (
                *self._phrases.find(tokens, tokens.openings),
                *self._inflected(tokens),
            )
            if not _is_written_small(tokens, hit)
        ]
        keys = {key for hit in found for key, _, _ in hit.values}
        parties = self._details(keys) if keys else {}
        return [
            Found(hit.first, hit.last, hit.bare, self._uses(hit.values, parties))
            for hit in found
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
        values = self._phrases.get(words)
        keys = {key for key, _, _ in values}
        return self._uses(values, self._details(keys)) if keys else []

    def values_of(self, words: list[str]) -> Sequence[tuple[Key, str, str]]:
        """Return who bears a name, by list and id, without asking what lists state."""
        return self._phrases.get(words)

    def uses_of(self, values: Collection[tuple[Key, str, str]]) -> list[NameUse]:
        """Return the uses of some names of this index."""
        mine = [value for value in values if value[0] in self.keys]
        parties = self._details({key for key, _, _ in mine}) if mine else {}
        return self._uses((v for v in mine if v[0] in parties), parties)

    @staticmethod
    def _uses(
        values: Iterable[tuple[Key, str, str]], parties: Mapping[Key, Listed]
    ) -> list[NameUse]:
        return [NameUse(parties[key], kind, text) for key, kind, text in values]

    def _add(self, named: Named) -> None:
        key = (named.dataset, named.party)
        self.keys.add(key)
        is_person = find_schema(named.schema).is_a("Person")
        for kind, form in _forms(named.kind, named.text, is_person=is_person):
            words = strip_article(fold_words(form))
            self._phrases.add(words, (key, kind, named.text))
            if len(words) > 1 and is_inflected(form):
                self._stems.add([stem(w) for w in words], (key, kind, named.text))
            if not is_person and (bare := strip_legal_form(words)) != words:
                self._phrases.add(bare, (key, kind, named.text))


def listed_of(party: Party) -> Listed:
    """Return what is needed of a party to judge and show that a text names it."""
    return Listed(
        id=party.id,
        schema=party.schema,
        caption=party.caption,
        dataset=party.datasets[0],
        names=tuple(fact.value for _, fact in party.names),
        countries=frozenset(
            countries_of(
                {prop: party.values(prop) for prop in COUNTRY_FACTS},
                party.designations,
            )
        ),
        designations=party.designations,
    )


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


def countries_of(
    values: Mapping[str, Sequence[str]], acts: Iterable[Designation]
) -> Iterator[str]:
    """Yield the countries a list states for a party, or names in its programs.

    Args:
        values: What the list states, by property.
        acts: Its designations.
    """
    for prop in COUNTRY_FACTS:
        yield from (code.partition("-")[0] for code in values.get(prop, ()))
    for act in acts:
        # "IRN", "[IRAN]", "The Libya (Sanctions) Regulations" say whose affair it is.
        for word in _WORD.findall(act.program or ""):
            code = country_code(word)
            if code is not None:
                yield code
