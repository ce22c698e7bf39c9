"""Names in Switzerland's list: ordered parts, each with spellings in other scripts.

A name is a row of parts; a spelling variant replaces the value of *its* part.  A whole
name in another script takes, for every part, the variants of one language and script.
A part may have several of them, so the whole names are made up to a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from ostraka.record.model import Entity
from ostraka.sources.codes import language_code
from ostraka.sources.reader import Reading
from ostraka.sources.strict_xml import Node

#: Most whole names that are made of the variants of one language and script, unless one
#: part alone has more: every variant stands in at least one whole name.
MOST_SPELLINGS = 12

_KINDS = {"primary-name": "name", "alias": "alias", "formerly-known-as": "previousName"}
_QUALITIES = frozenset({"good", "low"})
_TITLE = "title"
#: Stands for a part that is not known.
_NOTHING = "-"
_PARTS = {
    "given-name": "firstName",
    "further-given-name": "middleName",
    "father-name": "fatherName",
    "family-name": "lastName",
    "maiden-name": "lastName",
    "suffix": "nameSuffix",
    _TITLE: "title",
    # Parts of the whole name that FollowTheMoney has no property for.
    "grand-father-name": None,
    "tribal-name": None,
    "whole-name": None,
    "other": None,
}


@dataclass(frozen=True, slots=True)
class Variant:
    """Another spelling of one part of a name."""

    text: str
    lang: str | None = None
    script: str | None = None


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name, with its other spellings."""

    kind: str
    value: str | None
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as published.

    Attributes:
        kind: `name`, `alias` or `previousName`.
        weak: Whether the publisher calls it low quality.
        main: Whether it is of the party's main identity.
        lang: ISO 639-3 code.
        parts: Its parts in the publisher's order, titles included.
    """

    kind: str
    weak: bool
    main: bool
    lang: str | None
    parts: tuple[NamePart, ...]


def read_name(reading: Reading, party: Entity, node: Node, *, main: bool) -> Name:
    """Return a name of an identity.

    Args:
        reading: Where odd values are reported.
        party: Where they are noted.
        node: The element `name`.
        main: Whether it is of the main identity.
    """
    stated, quality = node.attribute("name-type"), node.attribute("quality")
    kind = _KINDS.get(stated or "alias")
    if kind is None or quality not in {*_QUALITIES, None}:
        reading.warn("unknown kind of name", node.where, f"{stated!r}, {quality!r}")
        party.add("notes", f"Kind and quality of a name: {stated}, {quality}")
    lang = language_code(node.attribute("lang"))
    ordered = sorted(node.take_all("name-part"), key=_order)
    parts = tuple(_read_part(reading, part) for part in ordered)
    node.ignore("ssid")  # the publisher's number of the name
    node.done(reading)
    return Name(kind or "alias", quality == "low", main, lang, parts)


def add_names(party: Entity, names: Sequence[Name]) -> None:
    """Add all names of a party; the main identity's primary name is the name to show."""
    primary = next(
        chain(
            (n for n in names if n.kind == "name" and n.main),
            (n for n in names if n.kind == "name"),
            (n for n in names if not n.weak),
            names,
        ),
        None,
    )
    for name in names:
        kind = "alias" if name.kind == "name" else name.kind
        for index, spelling in enumerate(spellings(name.parts)):
            prop = "weakAlias" if name.weak else kind
            if name is primary and index == 0:
                prop = "name"
                note = f"{spelling.text}: low quality" if name.weak else None
                party.add("notes", note, origin="name")
            party.add(
                prop, spelling.text, lang=spelling.lang or name.lang, origin="name"
            )
        _add_parts(party, name)


def spellings(parts: Sequence[NamePart]) -> Iterator[Variant]:
    """Yield the whole name, then its spellings by language and script.

    Args:
        parts: The parts in their order; titles are no part of the name.
    """
    spoken = [part for part in parts if part.kind != _TITLE]
    whole = " ".join(part.value for part in spoken if part.value)
    if whole:
        yield Variant(whole)
    groups = dict.fromkeys((v.lang, v.script) for part in spoken for v in part.variants)
    for lang, script in groups:
        options = [
            [v.text for v in part.variants if (v.lang, v.script) == (lang, script)]
            or [part.value or ""]
            for part in spoken
        ]
        for text in combinations(options):
            yield Variant(text, lang, script)


def combinations(options: Sequence[Sequence[str]]) -> list[str]:
    """Return whole names of one option for each part, every option used at least once.

    Args:
        options: The spellings of each part; an empty text leaves the part out.

    Returns:
        All combinations if they are no more than `MOST_SPELLINGS`; otherwise that many,
        or as many as the part with the most spellings has.
    """
    longest = max(map(len, options), default=0)
    found: dict[str, None] = {}
    for index in range(longest):
        found[_join(texts[index % len(texts)] for texts in options)] = None
    for texts in islice(product(*options), MOST_SPELLINGS):
        if len(found) < MOST_SPELLINGS:
            found[_join(texts)] = None
    return [text for text in found if text]


def _join(texts: Iterator[str] | tuple[str, ...]) -> str:
    return " ".join(filter(None, texts))


def _order(part: Node) -> int:
    stated = part.attribute("order") or ""
    return int(stated) if stated.isdecimal() else 0


def _read_part(reading: Reading, node: Node) -> NamePart:
    kind = node.attribute("name-part-type") or "other"
    if kind not in _PARTS:
        reading.warn("unknown part of a name", node.where, repr(kind))
    value = node.take_text("value")
    variants = []
    for variant in node.take_all("spelling-variant"):
        lang, script = variant.attribute("lang"), variant.attribute("script")
        if variant.text and variant.text != _NOTHING:
            variants.append(Variant(variant.text, language_code(lang), script))
        # How a spelling came about; `not-defined` wherever it was seen.
        variant.ignore("spelling-variant-type", "ssid")
        variant.done(reading)
    node.ignore("ssid")
    node.done(reading)
    return NamePart(kind, None if value == _NOTHING else value, tuple(variants))


def _add_parts(party: Entity, name: Name) -> None:
    """Add the parts of a good name of a person; titles of all names."""
    for part in name.parts:
        prop = _PARTS.get(part.kind)
        is_title = part.kind == _TITLE
        if prop is None or (name.weak and not is_title):
            continue
        if prop in party.schema.properties:
            party.add(prop, part.value, lang=name.lang, origin="name")
            for variant in part.variants if is_title else ():
                party.add(prop, variant.text, lang=variant.lang, origin="name")
        elif is_title and part.value:
            party.add("notes", f"Title: {part.value}", origin="name")
