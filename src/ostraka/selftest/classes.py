"""The classes of changed names: what is changed, what is expected, how bad a miss is.

Tiers: A must be found, B should be, C is hard, D is noise to most.  A class of no tier
makes another party, and must not match.  EBA/GL/2024/14 and 15 ask for tests with list
records and with manipulated ones; the classes are those of the field's test sets.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ostraka.index.entry import Entry
from ostraka.selftest.changes import bodies, letters, others, scripts, words
from ostraka.selftest.drawn import (
    acronym,
    as_listed,
    cross_script,
    from_native,
    other_facts,
    shared_word,
    translation,
)

#: Changes a listed name.
Change = Callable[[str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for a listed party.

    Attributes:
        name: The name asked.
        facts: What else is asked, by property.
        held_back: Whether the listed name asked is left out of the party's record, so
            that it has to be found by its other names.
    """

    name: str
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_back: bool = False


#: Makes what is asked of a party and one of its names.
Maker = Callable[[Entry, str, random.Random], Asked | None]


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """One way in which a name asked differs from the one listed.

    Attributes:
        name: Short name, as in the field's test designs.
        tier: `A`, `B`, `C` or `D`; `-` where it must not match.
        of: `all`, `person` or `body`: whose names it is fair to change so.
        expected: `hit`, `review` or `no hit`.
        what: What is changed, in words.
        make: Makes what is asked.
    """

    name: str
    tier: str
    of: str
    expected: str
    what: str
    make: Maker

    def applies_to(self, family: str) -> bool:
        """Tell whether names of a family of parties are changed so."""
        return self.of == "all" or (self.of == "person") == (family == "person")


def plain(change: Change) -> Maker:
    """Return the maker of a change that needs nothing but the name."""

    def make(_: Entry, name: str, chance: random.Random) -> Asked | None:
        changed = change(name, chance)
        return None if changed is None else Asked(changed)

    return make


def _latin_of(*countries: str) -> Callable[[Change], Maker]:
    """Return makers of changes that fit names of some countries, by the list's word."""

    def fitting(change: Change) -> Maker:
        def make(entry: Entry, name: str, chance: random.Random) -> Asked | None:
            known = {k.value for p in _COUNTRIES for k in entry.facts.get(p, ())}
            return (
                plain(change)(entry, name, chance) if known & set(countries) else None
            )

        return make

    return fitting


def _held(draw: Callable[[Entry, str, random.Random], str | None]) -> Maker:
    def make(entry: Entry, name: str, chance: random.Random) -> Asked | None:
        asked = draw(entry, name, chance)
        return None if asked is None else Asked(asked, held_back=True)

    return make


def _other_facts(entry: Entry, name: str, chance: random.Random) -> Asked | None:
    facts = other_facts(entry, name, chance)
    return None if facts is None else Asked(name, facts)


def _shared_word(entry: Entry, name: str, chance: random.Random) -> Asked | None:
    changed = shared_word(entry, name, chance)
    return None if changed is None else Asked(changed)


_COUNTRIES = ("nationality", "citizenship", "country", "birthCountry", "jurisdiction")
_ARABIC = _latin_of(
    "iq", "sy", "lb", "eg", "sa", "ye", "ly", "dz", "ma", "tn", "jo", "kw", "qa", "ae", "sd",
    "ps", "bh", "om",
)  # fmt: skip
_PERSIAN = _latin_of("ir", "af", "tj")
_CHINESE = _latin_of("cn", "tw", "hk", "sg")
_KOREAN = _latin_of("kp", "kr")

#: Every class, the ones that must be found first.
CLASSES: tuple[ChangeClass, ...] = (
    ChangeClass("exact", "A", "all", "hit", "the name as it is listed", plain(as_listed)),
    ChangeClass("case", "A", "all", "hit", "capitals or small letters", plain(words.case)),
    ChangeClass("diacritics", "A", "all", "hit", "marks taken off or put on", plain(letters.diacritics)),
    ChangeClass("punctuation", "A", "all", "hit", "a sign out, in, or another", plain(letters.punctuation)),
    ChangeClass("whitespace", "A", "all", "hit", "blanks of other kinds", plain(words.whitespace)),
    ChangeClass("lastfirst", "A", "person", "hit", "surname first, with a comma", plain(words.last_first)),
    ChangeClass("reorder", "A", "all", "hit", "words in another order", plain(words.reorder)),
    ChangeClass("concat", "A", "all", "hit", "two words joined", plain(words.concat)),
    ChangeClass("split", "A", "all", "hit", "a word parted", plain(words.split)),
    ChangeClass("honorific_add", "A", "person", "hit", "a title in front", plain(words.honorific_add)),
    ChangeClass("honorific_drop", "A", "person", "hit", "a listed title left out", plain(words.honorific_drop)),
    ChangeClass("middle_drop", "A", "person", "hit", "a middle name left out", plain(words.middle_drop)),
    ChangeClass("char_delete", "A", "all", "hit", "one letter left out", plain(letters.char_delete)),
    ChangeClass("char_insert", "A", "all", "hit", "one letter too many", plain(letters.char_insert)),
    ChangeClass("char_substitute", "A", "all", "hit", "the key beside", plain(letters.char_substitute)),
    ChangeClass("char_transpose", "A", "all", "hit", "two letters swapped", plain(letters.char_transpose)),
    ChangeClass("char_repeat", "A", "all", "hit", "a letter doubled", plain(letters.char_repeat)),
    ChangeClass("translit_arabic", "A", "person", "hit", "another romanisation of Arabic", _ARABIC(scripts.translit_arabic)),
    ChangeClass("translit_persian", "A", "person", "hit", "another romanisation of Persian", _PERSIAN(scripts.translit_persian)),
    ChangeClass("translit_cyrillic", "A", "person", "hit", "the listed Cyrillic name in Latin letters, by one of five tables", _held(from_native)),
    ChangeClass("cross_script", "A", "all", "hit", "a listed name of another script, against the others", _held(cross_script)),
    ChangeClass("arabic_codepoints", "A", "all", "hit", "Arabic letters of another keyboard", plain(letters.arabic_codepoints)),
    ChangeClass("legalform_swap", "A", "body", "hit", "legal form long or short", plain(bodies.legalform_swap)),
    ChangeClass("legalform_drop", "A", "body", "hit", "legal form left out", plain(bodies.legalform_drop)),
    ChangeClass("stopword", "A", "body", "hit", "a function word out or in", plain(bodies.stopword)),
    ChangeClass("and_ampersand", "A", "body", "hit", "`and` written another way", plain(bodies.and_ampersand)),
    ChangeClass("abbrev_word", "A", "body", "hit", "a word abbreviated or written out", plain(bodies.abbrev_word)),
    ChangeClass("spelling_locale", "A", "body", "hit", "British or American spelling", plain(bodies.spelling_locale)),
    ChangeClass("embedded", "A", "all", "hit", "inside a payment's text", plain(words.embedded)),
    ChangeClass("particle", "B", "person", "hit", "a particle out or in", plain(words.particle)),
    ChangeClass("middle_add", "B", "person", "hit", "a middle name that is not listed", plain(words.middle_add)),
    ChangeClass("token_drop", "B", "all", "hit", "a word left out, not the rarest", plain(words.token_drop)),
    ChangeClass("initial_given", "B", "person", "hit", "the first name to its initial", plain(words.initial_given)),
    ChangeClass("initial_all", "B", "person", "hit", "all given names to initials", plain(words.initials)),
    ChangeClass("two_edits", "B", "all", "hit", "two words, one letter each", plain(letters.two_edits)),
    ChangeClass("alnum_swap", "B", "all", "hit", "a digit for a letter", plain(letters.alnum_swap)),
    ChangeClass("phonetic", "B", "all", "hit", "a sound written another way", plain(letters.phonetic)),
    ChangeClass("translit_han", "B", "person", "hit", "Wade-Giles for Pinyin, names joined", _CHINESE(scripts.translit_han)),
    ChangeClass("translit_hangul", "B", "person", "hit", "another romanisation of Korean", _KOREAN(scripts.translit_hangul)),
    ChangeClass("digits_words", "B", "body", "hit", "a number as a word or in Roman figures", plain(bodies.digits_words)),
    ChangeClass("translation", "B", "body", "hit", "a listed name in another language, against the others", _held(translation)),
    ChangeClass("truncation", "B", "all", "hit", "cut at 35 characters, as a payment message does", plain(words.truncation)),
    ChangeClass("duplicate", "B", "all", "hit", "the name given twice", plain(words.duplicate)),
    ChangeClass("nickname", "C", "person", "hit", "what people are called by", plain(words.nickname)),
    ChangeClass("homoglyph", "C", "all", "hit", "Cyrillic letters that look Latin", plain(letters.homoglyph)),
    ChangeClass("legalform_change", "C", "body", "review", "another legal form", plain(bodies.legalform_change)),
    ChangeClass("acronym", "C", "body", "hit", "a listed short form, against the other names", _held(acronym)),
    ChangeClass("first_char", "C", "all", "hit", "the first letter of a word wrong", plain(letters.first_char)),
    ChangeClass("surname_only", "D", "person", "review", "one word only", plain(words.surname_only)),
    ChangeClass("neg_one_token", "-", "all", "no hit", "shares only its commonest word", _shared_word),
    ChangeClass("neg_common_full", "-", "person", "no hit", "a common name, born 25 years apart in another country", _other_facts),
    ChangeClass("neg_patronymic", "-", "person", "no hit", "another father's name", plain(others.other_patronymic)),
    ChangeClass("neg_gender", "-", "person", "no hit", "the woman's form of the name", plain(others.other_gender)),
    ChangeClass("neg_generic_org", "-", "body", "no hit", "only words any body could have", plain(others.only_generic)),
    ChangeClass("neg_number", "-", "body", "no hit", "another number", plain(others.other_number)),
    ChangeClass("neg_substring", "-", "all", "no hit", "inside a longer word", plain(others.inside_a_word)),
)  # fmt: skip

#: The classes by name.
BY_NAME: Mapping[str, ChangeClass] = {c.name: c for c in CLASSES}
