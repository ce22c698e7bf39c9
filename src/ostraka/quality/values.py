"""What the values of one version show: missing, filler, impossible, doubled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ostraka.index.entry import family_of
from ostraka.index.identifiers import identifier_key, is_filler
from ostraka.quality.model import Example, Fill, Finding, finding
from ostraka.record.party import Fact, Party
from ostraka.record.schema import find_schema
from ostraka.text.fold import fold

#: Names that are no names.
_NO_NAMES = frozenset(
    ["unknown", "n a", "na", "none", "null", "nil", "not available", "not known", "tbd", "tba", "test",
     "no name", "name unknown", "xxx", "fnu", "lnu", "fnu lnu"]
)  # fmt: skip
#: Days that programs write where there is no date.
_NO_DATES = frozenset(["1900-01-01", "1901-01-01", "1970-01-01", "1899-12-30", "1753-01-01", "9999-12-31"])  # fmt: skip
#: Nobody listed was born before.
_OLDEST_YEAR = 1870
#: Parties from which on a shared number is told.
_SHARED = 3


def fill_rates(parties: Sequence[Party]) -> tuple[Fill, ...]:
    """Return how many parties of each kind have each property, the commonest first."""
    sizes = Counter(party.schema for party in parties)
    filled: dict[str, Counter[str]] = defaultdict(Counter)
    for party in parties:
        filled[party.schema].update(list(party.facts))
        if party.designations:
            filled[party.schema]["designation"] += 1
            if any(act.since for act in party.designations):
                filled[party.schema]["designation, with its day"] += 1
    return tuple(
        Fill(schema, prop, count, size)
        for schema, size in sizes.most_common()
        for prop, count in filled[schema].most_common()
    )


def value_findings(parties: Sequence[Party], published: str) -> Iterator[Finding]:
    """Yield what the values of a version show.

    Args:
        parties: Of the version.
        published: Its day.
    """
    persons = [p for p in parties if p.schema == "Person"]
    yield finding(
        "missing birth date",
        "persons of whom no birth date is stated, not even a year",
        (_example(p, ()) for p in persons if "birthDate" not in p.facts),
        len(persons),
    )
    yield finding(
        "missing country",
        "parties of which no country, nationality or jurisdiction is stated",
        (_example(p, ()) for p in parties if not _has_country(p)),
        len(parties),
    )
    yield finding(
        "filler",
        "values that may stand where there is none: UNKNOWN, 12345, 1 January 1900 or 1970",
        _fillers(parties),
    )
    yield finding(
        "impossible date",
        f"dates that cannot be: after the version's day {published}, a birth before {_OLDEST_YEAR}, a death before the birth, a listing before the birth",
        _impossible(parties, published),
    )
    yield finding(
        "shared number",
        f"identity numbers that {_SHARED} or more parties of other names have",
        _shared_numbers(parties),
    )
    yield finding(
        "duplicate",
        "parties of one kind and one name with nothing that tells them apart",
        _duplicates(parties),
    )


def _has_country(party: Party) -> bool:
    known = find_schema(party.schema).properties
    return any(prop in known and known[prop].type == "country" for prop in party.facts)


def _fillers(parties: Iterable[Party]) -> Iterator[Example]:
    for party in parties:
        known = find_schema(party.schema).properties
        odd = [
            f"{prop}: {_raw(fact)}"
            for prop, facts in party.facts.items()
            for fact in facts
            if prop in known and _is_filler(known[prop].type, fact)
        ]
        if odd:
            yield _example(party, odd)


def _is_filler(kind: str, fact: Fact) -> bool:
    if kind == "name":
        return fold(fact.value) in _NO_NAMES
    if kind == "date":
        return fact.value in _NO_DATES
    return kind == "identifier" and is_filler(fact.value)


def _impossible(parties: Iterable[Party], published: str) -> Iterator[Example]:
    for party in parties:
        born = sorted(party.facts.get("birthDate", ()), key=lambda f: f.value)
        died = sorted(party.facts.get("deathDate", ()), key=lambda f: f.value)
        said = [act.since for act in party.designations if act.since]
        odd = [f"birthDate: {_raw(f)}" for f in born if _no_birth(f.value, published)]
        odd += [f"deathDate: {_raw(f)}" for f in died if _after(f.value, published)]
        odd += [f"listed: {day}" for day in said if _after(day, published)]
        if born and died and _after(born[0].value, died[-1].value):
            odd += [f"birthDate: {_raw(born[0])}", f"deathDate: {_raw(died[-1])}"]
        if born and said and _after(born[0].value, max(said)):
            odd += [f"birthDate: {_raw(born[0])}", f"listed: {max(said)}"]
        if odd:
            yield _example(party, dict.fromkeys(odd))


def _no_birth(day: str, published: str) -> bool:
    year = int(day[:4]) if day[:4].isdigit() else _OLDEST_YEAR
    return year < _OLDEST_YEAR or _after(day, published)


def _after(day: str, limit: str) -> bool:
    """Tell whether a day, as precise as it is, lies wholly after another."""
    size = min(len(day), len(limit))
    return day[:size] > limit[:size]


def _shared_numbers(parties: Iterable[Party]) -> Iterator[Example]:
    holders: dict[tuple[str, str], dict[str, tuple[Party, Fact]]] = defaultdict(dict)
    for party in parties:
        known = find_schema(party.schema).properties
        for prop, facts in party.facts.items():
            # A programme's code, and a bank's, name no party.
            if (
                prop not in known
                or known[prop].type != "identifier"
                or prop in {"programId", "swiftBic"}
            ):
                continue
            for fact in facts:
                key = identifier_key(fact.value)
                if key is not None:
                    holders[prop, key].setdefault(_key(party), (party, fact))
    for (prop, _), found in sorted(
        holders.items(), key=lambda item: (-len(item[1]), item[0])
    ):
        if len(found) >= _SHARED:
            (first, fact), *others = found.values()
            yield _example(
                first,
                (
                    f"{prop}: {_raw(fact)}",
                    *(f"also {p.caption} ({p.id})" for p, _ in others[:4]),
                ),
            )


def _duplicates(parties: Iterable[Party]) -> Iterator[Example]:
    groups: dict[tuple[str, str], list[Party]] = defaultdict(list)
    for party in parties:
        if " " in _key(party):
            groups[family_of(party.schema), _key(party)].append(party)
    for group in groups.values():
        for n, party in enumerate(group[1:], start=1):
            other = next((p for p in group[:n] if not _told_apart(party, p)), None)
            if other is not None:
                yield _example(
                    party,
                    (
                        f"name: {_main(party)}",
                        f"also {other.id}: {_main(other)}",
                        *_birth(party),
                    ),
                )


def _told_apart(one: Party, other: Party) -> bool:
    """Tell whether two parties of one name state birth dates or countries that differ."""
    for props in (
        ("birthDate",),
        ("incorporationDate",),
        ("nationality", "country", "jurisdiction"),
        ("registrationNumber", "imoNumber", "idNumber", "passportNumber"),
    ):
        here, there = (
            {v[:4] if "Date" in p else v for p in props for v in party.values(p)}
            for party in (one, other)
        )
        if here and there and here.isdisjoint(there):
            return True
    return False


def _key(party: Party) -> str:
    return " ".join(sorted(fold(_main(party)).split()))


def _main(party: Party) -> str:
    return next((fact.value for _, fact in party.names), party.caption)


def _birth(party: Party) -> tuple[str, ...]:
    return tuple(f"birthDate: {_raw(f)}" for f in party.facts.get("birthDate", ())[:2])


def _raw(fact: Fact) -> str:
    """Return a value as it was published."""
    return fact.original or fact.value


def _example(party: Party, values: Iterable[str]) -> Example:
    return Example(party.id, party.caption, tuple(values))
