"""The records of all lists that are of one party, and of its parts.

Judgements decide where there are any.  Where there are none, records whose primary name
another record bears are taken together, if nothing they state speaks against it; every
such record says why it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ostraka.measures.brief_rows import COUNTRY_FACTS
from ostraka.measures.briefs import Key
from ostraka.measures.names import Named, Names
from ostraka.measures.naming import (
    Words,
    abbreviations,
    nearly_same,
    part_named,
    readings,
    says_same,
)
from ostraka.record.canonical import Answer
from ostraka.record.countries import country_code
from ostraka.record.judgements import Judgements
from ostraka.record.party import Party
from ostraka.record.schema import find_schema

_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Member:
    """One record of one list, and why it is in a group.

    Attributes:
        dataset: The list.
        id: Id of the record.
        name: The name the list prints first.
        why: Why it is taken for the party or a part of it.
        part: What part it is of; None for the party itself.
    """

    dataset: str
    id: str
    name: str
    why: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A party with its records on the lists.

    Attributes:
        id: Canonical id, or the id of the record asked for.
        label: A name to show.
        members: Its records, by list and id.
        parts: Records of parts of it.
    """

    id: str
    label: str
    members: tuple[Member, ...]
    parts: tuple[Member, ...] = ()


def find_group(
    names: Names,
    judgements: Judgements,
    start: Sequence[Key],
    facts: Callable[[Collection[Key]], Mapping[Key, Party]],
) -> Group:
    """Return the party some records are of, with its records on all lists.

    Args:
        names: The names of all parties.
        judgements: What was decided about records.
        start: The records asked for.
        facts: Returns what lists state of some records.
    """
    members = dict.fromkeys(start, "asked for")
    for name in [key[1] for key in start]:
        for other in judgements.members(name):
            for key in names.called(other):
                members.setdefault(key, "judged the same")
    apart = _apart(judgements, [key[1] for key in members])
    ahead = list(members)
    while ahead:
        alike = {found.key: found for found in _named_alike(names, ahead, members)}
        parties = facts([*members, *alike])
        ahead = []
        for key, found in alike.items():
            fits = _fits(names, parties, list(start), key)
            if key[1] not in apart and fits and _has(parties.get(key), found.country):
                members.setdefault(key, found.why)
                ahead.append(key)
    shown = tuple(Member(*key, names.label(key), why) for key, why in sorted(members.items()))  # fmt: skip
    return Group(
        id=judgements.canonical(start[0][1]),
        label=names.label(start[0]),
        members=shown,
        parts=_parts(names, judgements, members),
    )


def _apart(judgements: Judgements, ids: Sequence[str]) -> set[str]:
    """Return the records that were judged to be others than some, or parts of them."""
    said = [j for j in judgements.about(*ids) if j.answer is not Answer.SAME]
    return {name for j in said for name in j.pair} - set(ids)


@dataclass(frozen=True, slots=True)
class _Alike:
    """A record that bears the name of another.

    Attributes:
        key: The record.
        why: In words.
        country: What the name is of, where the record's own name does not say it.
    """

    key: Key
    why: str
    country: frozenset[str] = frozenset()


def _named_alike(
    names: Names, start: Sequence[Key], members: Collection[Key]
) -> Iterator[_Alike]:
    """Yield the records that bear the same name as some, and why.

    One of the two bears it as its primary name.  A further name counts only if it has a
    word of the record's own primary name: `Islamic Jihad`, by which one list also knows
    Hizballah, is the name of others.
    """
    rows = [row for key in start for row in names.of(key)]
    own = [row for row in rows if row.kind != "weakAlias"]
    primary = [w for row in own if row.primary for w in readings(row.text)]
    told = {word for words in primary for word in words.words}
    others = [
        w
        for row in own
        if not row.primary
        for w in readings(row.text)
        if w.words & told
    ]
    shorts = list(dict.fromkeys(w for row in rows for w in abbreviations(row.text)))
    primary, others = ([w for w in some if w.is_telling] for some in (primary, others))
    done = set(members)
    texts = {row.text for row in rows}
    alike = names.bearing([*primary, *others, *shorts])
    # A name that both have letter for letter is what is told first.
    for row in sorted(alike, key=lambda row: row.text not in texts):
        if row.key in done:
            continue
        same = None if row.kind == "weakAlias" else _same_name(row, primary, others)
        if same is not None:
            done.add(row.key)
            yield _Alike(row.key, f"bears the name {row.text!r}", same)
        elif _shares_short(names, row, shorts, primary):
            done.add(row.key)
            yield _Alike(row.key, f"bears {row.text!r} and nearly the name")


def _same_name(
    row: Named, primary: Sequence[Words], others: Sequence[Words]
) -> frozenset[str] | None:
    """Return the country a name needs that says the same as another; None if none does."""
    for words in readings(row.text):
        wanted = [*primary, *(others if row.primary else ())]
        for same in (w for w in wanted if says_same(w, words)):
            return frozenset() if words.countries else same.countries
    return None


def _has(party: Party | None, country: frozenset[str]) -> bool:
    """Tell whether a record is of the country that its name leaves out, if any."""
    if not country or party is None:
        return True
    return bool(_countries(party) & country)


def _shares_short(
    names: Names, row: Named, shorts: Sequence[Words], primary: Sequence[Words]
) -> bool:
    """Tell whether a record has an abbreviation of another one and nearly its name."""
    if not any(w.words == s.words for w in abbreviations(row.text) for s in shorts):
        return False
    own = [w for text in names.primary(row.key) for w in readings(text)]
    return any(nearly_same(w, other) for w in own for other in primary)


def _fits(
    names: Names, parties: Mapping[Key, Party], start: Sequence[Key], other: Key
) -> bool:
    """Tell whether nothing two records state speaks against their being one party."""
    kinds = [find_schema(names.of(key)[0].schema) for key in (start[0], other)]
    if kinds[0].is_a("Person") != kinds[1].is_a("Person"):
        return False
    known = [parties[key] for key in start if key in parties]
    candidate = parties.get(other)
    if candidate is None or not known:
        return True
    differ = _persons_differ if kinds[0].is_a("Person") else _bodies_differ
    return not any(differ(one, candidate) for one in known)


def _persons_differ(one: Party, other: Party) -> bool:
    """Tell whether two records state other birth years, or other nationalities."""
    years = [{day[:4] for day in p.values("birthDate")} for p in (one, other)]
    return _disjoint(*years) or _disjoint(
        set(one.values("nationality")), set(other.values("nationality"))
    )


def _bodies_differ(one: Party, other: Party) -> bool:
    """Tell whether two records are of two countries."""
    return _disjoint(_countries(one), _countries(other))


def _disjoint(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _primary(party: Party) -> Iterator[str]:
    yield from (fact.value for kind, fact in party.names if kind == "name")


def _countries(party: Party) -> set[str]:
    """Return the countries a record states or is named after, or all its programs name."""
    stated = {code for prop in COUNTRY_FACTS for code in party.values(prop)}
    for text in _primary(party):
        stated.update(*(words.countries for words in readings(text)))
    if not stated:
        programs = "; ".join(act.program or "" for act in party.designations)
        affairs = [_affair(program) for program in programs.split("; ")]
        stated = affairs[0] if all(a == affairs[0] for a in affairs) else set()
    return {code.partition("-")[0] for code in stated}


def _affair(program: str) -> set[str]:
    """Return the country whose affair a program is: `IRN`, `Autonomous (Libya)`."""
    words = _CAPITALS.findall(program)
    return {code for word in words if (code := country_code(word)) is not None}


def _parts(
    names: Names, judgements: Judgements, members: Mapping[Key, str]
) -> tuple[Member, ...]:
    """Return the records of parts: as judged, else as their primary names say."""
    ids = {key[1] for key in members}
    found: dict[Key, Member] = {}
    for name in ids:
        for judgement in judgements.parts(name):
            for key in names.called(judgement.left):
                if judgement.right in ids and key not in members:
                    found[key] = Member(*key, names.label(key), "judged a part", "part")
    own = [w for key in members for text in names.primary(key) for w in readings(text)]
    wholes = list(dict.fromkeys(w for w in own if w.is_telling))
    for row in names.naming_parts(wholes):
        if not row.primary or row.key in members:
            continue
        said = (part_named(w, n) for n in readings(row.text) for w in wholes)
        part = next((part for part in said if part), None)
        if part is not None:
            why = "its name says so"
            found.setdefault(row.key, Member(*row.key, row.text, why, part))
    return tuple(found[key] for key in sorted(found))
