"""What is known besides the name: for or against, in bits.

Each rule is one function; the docstring of a rule is shown to the analyst.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ostraka.index.entry import Entry, Known
from ostraka.index.identifiers import identifier_key
from ostraka.record.schema import find_schema, is_schema
from ostraka.screen.match import Feature

_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry")
_SAME_NUMBER, _SAME_DAY, _SAME_YEAR, _OTHER_YEAR = 40.0, 10.0, 4.0, -8.0
_SAME_COUNTRY, _OTHER_COUNTRY, _OTHER_GENDER = 2.0, -3.0, -6.0


def compare_facts(
    facts: Mapping[str, Sequence[str]], entry: Entry
) -> Iterator[Feature]:
    """Yield what the other facts of a query say about a party."""
    yield from _identifiers(facts, entry)
    for prop in ("birthDate", "incorporationDate"):
        yield from _dates(prop, facts.get(prop, ()), entry)
    yield from _countries(facts, entry)
    yield from _gender(facts.get("gender", ()), entry)


def _feature(name: str, asked: str, known: Known, entry: Entry) -> Feature:
    since = entry.since.get(known.dataset)
    return Feature(name, asked, known.value, known.dataset, since, 0.0, "")


def _with(feature: Feature, bits: float, detail: str) -> Feature:
    return Feature(
        feature.feature,
        feature.query,
        feature.candidate,
        feature.dataset,
        feature.since,
        bits,
        detail,
    )


def _identifiers(facts: Mapping[str, Sequence[str]], entry: Entry) -> Iterator[Feature]:
    known = {
        key: value
        for prop, values in entry.facts.items()
        if _is_identifier(entry.schema, prop)
        for value in values
        if (key := identifier_key(value.value)) is not None
    }
    for values in facts.values():
        for value in values:
            key = identifier_key(value)
            if key is not None and key in known:
                same = _feature("identifier", value, known[key], entry)
                yield _with(same, _SAME_NUMBER, "the same number")
                return


def _is_identifier(schema: str, prop: str) -> bool:
    if not is_schema(schema):
        return False
    spec = find_schema(schema).properties.get(prop)
    return spec is not None and spec.type == "identifier"


def _dates(prop: str, asked: Sequence[str], entry: Entry) -> Iterator[Feature]:
    known = entry.facts.get(prop, ())
    if not asked or not known:
        return
    name = "birth_date" if prop == "birthDate" else "incorporation_date"
    best = max(
        (
            (_date_bits(a, k.value), _feature(name, a, k, entry))
            for a in asked
            for k in known
        ),
        key=lambda found: found[0],
    )
    bits, feature = best
    detail = "agree" if bits > 0 else "another year"
    yield _with(feature, bits, detail)


def _date_bits(left: str, right: str) -> float:
    if left[:4] != right[:4]:
        return _OTHER_YEAR if abs(int(left[:4]) - int(right[:4])) > 1 else 0.0
    shared = min(len(left), len(right))
    if left[:shared] == right[:shared]:
        return _SAME_DAY if shared >= 10 else _SAME_YEAR
    return _SAME_YEAR / 2


def _countries(facts: Mapping[str, Sequence[str]], entry: Entry) -> Iterator[Feature]:
    asked = [value for prop in _COUNTRIES for value in facts.get(prop, ())]
    known = [value for prop in _COUNTRIES for value in entry.facts.get(prop, ())]
    if not asked or not known:
        return
    same = next((k for k in known if k.value in asked), None)
    if same is not None:
        yield _with(
            _feature("country", same.value, same, entry), _SAME_COUNTRY, "the same"
        )
    else:
        first = _feature("country", asked[0], known[0], entry)
        yield _with(first, _OTHER_COUNTRY, "another country")


def _gender(asked: Sequence[str], entry: Entry) -> Iterator[Feature]:
    known = entry.facts.get("gender", ())
    if asked and known and all(k.value not in asked for k in known):
        feature = _feature("gender", asked[0], known[0], entry)
        yield _with(feature, _OTHER_GENDER, "another gender")
