"""Parties to be found in texts: invented, except where a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from ostraka.record.naming import Named
from ostraka.record.party import Designation, Fact, Party
from ostraka.report.mentions import Mention, find_mentions
from ostraka.report.names import COUNTRY_FACTS, NameIndex, Stated, countries_of_program
from ostraka.report.tokens import Tokens


def make_party(
    key: str,
    name: str | None = None,
    *,
    schema: str = "Organization",
    dataset: str = "a_list",
    country: str | None = None,
    **names: list[str],
) -> Party:
    """Make a party with a primary name and names of further kinds."""
    facts = {
        kind: tuple(Fact(value, dataset) for value in values)
        for kind, values in {"name": [name] if name else [], **names}.items()
    }
    if country is not None:
        facts["country"] = (Fact(country, dataset),)
    acts = (Designation(dataset, "v"),)
    return Party(key, schema, name or key, (dataset,), (), facts, acts)


def index_of(parties: Iterable[Party]) -> NameIndex:
    """Return the index of parties at hand."""
    known = {(p.datasets[0], p.id): p for p in parties}
    names = (
        Named(party.id, party.datasets[0], party.schema, kind, fact.value)
        for party in known.values()
        for kind, fact in party.names
    )
    countries = {
        key: frozenset([
            *(code for prop in COUNTRY_FACTS for code in party.values(prop)),
            *(code for act in party.designations for code in countries_of_program(act.program or "")),
        ])
        for key, party in known.items()
    }  # fmt: skip
    captions = {key: party.caption for key, party in known.items()}
    return NameIndex(names, Stated(countries, captions))


@pytest.fixture
def party() -> Callable[..., Party]:
    return make_party


@pytest.fixture
def find() -> Callable[..., list[tuple[str, str, list[str]]]]:
    """Return `(text, how, ids)` of what a text names of some parties."""

    def find(text: str, *parties: Party) -> list[tuple[str, str, list[str]]]:
        mentions = find_mentions(Tokens(text), [index_of(parties)])
        return [
            (
                text[m.span.start : m.span.end],
                m.how,
                sorted(use.listed.id for use in m.uses),
            )
            for m in mentions
        ]

    return find


@pytest.fixture
def mentions_of() -> Callable[[str, list[Party]], list[Mention]]:
    def mentions_of(text: str, parties: list[Party]) -> list[Mention]:
        return find_mentions(Tokens(text), [index_of(parties)])

    return mentions_of
