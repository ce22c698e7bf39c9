"""What is known besides the name: for or against, in bits.

Of several values on a side the best agreeing two count, so that adding a value that
agrees never lowers the evidence and adding one that does not never raises it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from ostraka.index.entry import Entry, Known
from ostraka.index.hints import COUNTRIES, FLAGS
from ostraka.index.identifiers import filed_key, number_keys
from ostraka.record.schema import find_schema
from ostraka.screen.match import Feature
from ostraka.screen.query import Query
from ostraka.screen.weights import WEIGHTS
from ostraka.text.fold import fold

#: Families of things that sail or fly.
CRAFT = frozenset({"vessel", "airplane"})
Facts = Mapping[str, Sequence[str]]

#: Numbers that are given once and kept.
_FOR_LIFE = frozenset(
    {"imoNumber", "leiCode", "innCode", "ogrnCode", "socialSecurityNumber", "mmsi"}
)
_SAME_ADDRESS = 90.0


def compare_facts(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """Yield what the other facts of a query say about a party."""
    if not facts:
        return
    yield from identifiers(facts, entry)
    yield from birth_dates(facts, entry)
    yield from foundation(facts, entry)
    yield from countries(facts, entry)
    yield from gender(facts, entry)
    yield from addresses(facts, entry)


def identifiers(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """The same identity number decides; another of the same kind speaks against."""
    asked, known = _numbers(facts), _numbers_known(entry)
    shared = [(a, k) for a in asked for k in known if a[1] == k[1]]
    if shared:
        (prop, _, value), (other, _, listed) = max(
            shared, key=lambda pair: pair[0][0] == pair[1][0]
        )
        rule = "identifier_same" if prop == other else "identifier_same_other_kind"
        yield feature_of("identifier", rule, value, listed, entry)
        return
    differing = [(a, k) for a in asked for k in known if a[0] == k[0]]
    if differing:
        (prop, _, value), (_, _, listed) = max(
            differing, key=lambda pair: pair[0][0] in _FOR_LIFE
        )
        rule = "identifier_differs"
        if prop in _FOR_LIFE:
            rule = "identifier_differs_for_life"
        yield feature_of("identifier", rule, value, listed, entry)


def birth_dates(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """A birth date agrees by day, month or year, or speaks against."""
    pairs = [
        (birth_date_rule(asked, known.value), asked, known)
        for asked in facts.get("birthDate", ())
        for known in entry.facts.get("birthDate", ())
    ]
    if pairs:
        best = max(pairs, key=lambda pair: WEIGHTS[pair[0]].bits)
        yield feature_of("birth_date", *best, entry)


def birth_date_rule(left: str, right: str) -> str:
    """Return the rule two birth dates fall under; either may be partial or a range."""
    if "/" in left or "/" in right:
        return _range_rule(_years(left), _years(right))
    left, right = left[:10], right[:10]
    apart = abs(int(left[:4]) - int(right[:4]))
    if apart:
        return "year_near" if apart == 1 else "year_apart" if apart < 5 else "year_far"
    shared = min(len(left), len(right))
    if left[:shared] == right[:shared]:
        return {4: "year_same", 7: "month_same"}.get(shared, "day_same")
    if shared == 10 and left[5:7] == right[8:10] and left[8:10] == right[5:7]:
        return "day_swapped"
    # The first of January stands for "some day of that year".
    if left[4:] == "-01-01" or right[4:] == "-01-01":
        return "year_same"
    return "year_same_other_day"


def _years(value: str) -> tuple[int, int]:
    first, _, last = value.partition("/")
    return int(first[:4]), int((last or first)[:4])


def _range_rule(left: tuple[int, int], right: tuple[int, int]) -> str:
    apart = max(left[0] - right[1], right[0] - left[1])
    if apart <= 0:
        return "year_within"
    return "year_near" if apart == 1 else "year_apart" if apart < 5 else "year_far"


def foundation(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """A date of foundation agrees by year, or speaks a little against."""
    pairs = [
        (
            "year_same" if asked[:4] == known.value[:4] else "founded_differs",
            asked,
            known,
        )
        for asked in facts.get("incorporationDate", ())
        for known in entry.facts.get("incorporationDate", ())
    ]
    if pairs:
        best = max(pairs, key=lambda pair: WEIGHTS[pair[0]].bits)
        yield feature_of("incorporation_date", *best, entry)


def countries(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """A country in common speaks a little for, none in common against."""
    props = FLAGS if entry.family in CRAFT else COUNTRIES
    asked = [value for prop in props for value in facts.get(prop, ())]
    known = [value for prop in props for value in entry.facts.get(prop, ())]
    if not asked or not known:
        return
    same = next((k for k in known if k.value in asked), None)
    if same is not None:
        yield feature_of("country", "country_same", same.value, same, entry)
    elif entry.family not in CRAFT:  # ships change flags
        person = entry.family == "person"
        rule = "country_differs" if person else "country_differs_body"
        yield feature_of("country", rule, asked[0], known[0], entry)


def gender(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """Another gender speaks against."""
    asked, known = facts.get("gender", ()), entry.facts.get("gender", ())
    if not asked or not known:
        return
    same = next((k for k in known if k.value in asked), None)
    if same is not None:
        yield feature_of("gender", "gender_same", same.value, same, entry)
    else:
        yield feature_of("gender", "gender_differs", asked[0], known[0], entry)


def addresses(facts: Facts, entry: Entry) -> Iterator[Feature]:
    """The same address speaks for; another says nothing."""
    for asked in facts.get("address", ())[:20]:
        wanted = fold(asked)
        if len(wanted) < 10 or not any(c.isdigit() for c in wanted):
            continue
        for known in entry.facts.get("address", ())[:20]:
            if fuzz.token_sort_ratio(wanted, fold(known.value)) >= _SAME_ADDRESS:
                yield feature_of("address", "address_same", asked, known, entry)
                return


def same_craft(query: Query, entry: Entry) -> Iterator[Feature]:
    """A ship asked for as a ship: its name need not be spelt as the list spells it."""
    if entry.family in CRAFT and query.family == entry.family:
        asked = query.schema or ""
        yield feature_of("schema", "craft_same", asked, Known(entry.schema, ""), entry)


def weak_alias(asked: Sequence[str], entry: Entry) -> Iterator[Feature]:
    """A weak alias that agrees helps to confirm (OFAC FAQ 122-123)."""
    weak = [known for kind, known in entry.names if kind == "weakAlias"]
    wanted = {fold(name): name for name in asked} if weak else {}
    for known in weak:
        if fold(known.value) in wanted:
            name = wanted[fold(known.value)]
            yield feature_of("weak_alias", "weak_alias_same", name, known, entry)
            return


def _numbers(facts: Facts) -> list[tuple[str, str, str]]:
    return [
        (prop, key, value)
        for prop, values in facts.items()
        if is_number(prop)
        for value in values
        for key in number_keys(prop, value)
    ]


def _numbers_known(entry: Entry) -> list[tuple[str, str, Known]]:
    return [
        (prop, key, known)
        for prop, values in entry.facts.items()
        if is_number(prop)
        for known in values
        if (key := filed_key(prop, known.value)) is not None
    ]


@cache
def is_number(prop: str) -> bool:
    """Tell whether a property of any kind of party holds identity numbers."""
    schemata = ("Person", "Company", "Vessel", "Airplane", "CryptoWallet")
    found = (find_schema(name).properties.get(prop) for name in schemata)
    return any(spec is not None and spec.type == "identifier" for spec in found)


def feature_of(name: str, rule: str, asked: str, known: Known, entry: Entry) -> Feature:
    """Return a piece of evidence as the explanation has it.

    Args:
        name: What was compared.
        rule: Its entry in `WEIGHTS`.
        asked: The value asked.
        known: The listed value.
        entry: The listed party.
    """
    weight = WEIGHTS[rule]
    return Feature(
        feature=name,
        query=asked,
        candidate=known.value,
        dataset=known.dataset or None,
        since=entry.since.get(known.dataset),
        bits=weight.bits,
        detail=weight.detail,
    )
