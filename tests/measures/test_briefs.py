"""What is kept in short of all versions: the same as reading each of them whole."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from ostraka.measures.asking import Measures
from ostraka.measures.briefs import Briefs
from ostraka.record.judgements import Judgements
from ostraka.record.party import Party, read_parties
from ostraka.record.store import Store
from ostraka.sources.load import load_files

DAY = date(2025, 6, 1)
#: Two parties with acts; one act is against both, one against somebody who is not here.
FIRST = (
    {"id": "p", "schema": "Person", "properties": {"name": ["Olga", "Anna"], "birthDate": ["1970"], "notes": ["long"]}},
    {"id": "f", "schema": "Company", "properties": {"name": ["Jama'atu Ansar"], "alias": ["The Helpers"], "country": ["ng"]}},
    {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p", "f"], "program": ["B", "A"], "listingDate": ["2020-01-01"]}},
    {"id": "s2", "schema": "Sanction", "properties": {"entity": ["p"], "authority": ["X"], "endDate": ["2021"]}},
    {"id": "s3", "schema": "Sanction", "properties": {"entity": ["gone"], "reason": ["none"]}},
    {"id": "a", "schema": "Address", "properties": {"full": ["1 Street"]}},
)  # fmt: skip
#: The person is gone, the firm has another name, somebody came.
SECOND = (
    {"id": "f", "schema": "Company", "properties": {"name": ["Jamaatu Ansar"], "country": ["ng"]}},
    FIRST[2],
    {"id": "q", "schema": "Person", "properties": {"name": ["Ali"]}},
)  # fmt: skip
Load = Callable[[str, tuple[object, ...]], None]


@pytest.fixture
def load(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Load:
    monkeypatch.setattr("ostraka.sources.making.run_checks", lambda *_, **__: [])

    def load(day: str, entities: tuple[object, ...]) -> None:
        path = tmp_path / f"{day}.json"
        path.write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
        load_files(store, "mine", [path], now=now, published=day)

    return load


def in_short(party: Party) -> Party:
    """Return a party without what is not kept in short."""
    kept = {"name", "alias", "birthDate", "country"}
    facts = {
        prop: tuple(replace(fact, original=None, lang=None) for fact in found)
        for prop, found in party.facts.items()
        if prop in kept
    }
    return replace(party, facts=facts)


def told(store: Store) -> list[dict[str, Party | None]]:
    """Return what each version says, as it is kept in short."""
    briefs = Briefs(store, {"mine": store.versions("mine")})
    found = {name: briefs.get(("mine", name)) for name in ("p", "f", "q")}
    return [
        {name: brief.at(place) if brief else None for name, brief in found.items()}
        for place in range(len(store.versions("mine")))
    ]


def read(store: Store) -> list[dict[str, Party | None]]:
    """Return the same from the versions themselves."""
    return [
        {"p": None, "f": None, "q": None}
        | {party.id: in_short(party) for party in read_parties(store, [version])}
        for version in store.versions("mine")
    ]


def test_every_version_says_in_short_what_it_says_whole(store, load):
    load("2024-01-01", FIRST)
    assert told(store) == read(store)
    load("2025-01-01", SECOND)  # brought in beside the first
    assert told(store) == read(store)
    load("2024-06-01", FIRST[:2])  # comes between them
    assert told(store) == read(store)
    assert len(told(store)) == 3


@pytest.mark.parametrize("fault", ["in the way", "damaged"])
def test_a_file_that_cannot_be_used_costs_no_answer(store, load, fault):
    load("2024-01-01", FIRST)
    load("2025-01-01", SECOND)
    expected = told(store)
    lookups = store.home / "lookups"
    (path,) = lookups.glob("parties-*.sqlite")
    if fault == "damaged":
        path.write_bytes(b"not a database, and long enough to be told from one" * 30)
    else:
        path.unlink()
        path.mkdir()
    assert told(store) == expected


def test_an_erased_list_leaves_nothing_behind(store, load):
    load("2024-01-01", FIRST)
    told(store)
    store.erase("mine")
    assert not list((store.home / "lookups").glob("parties-*"))


def test_a_later_version_is_not_asked_on_an_earlier_day(store, load):
    load("2024-01-01", FIRST)
    load("2025-01-01", SECOND)
    told(store)
    measures = Measures(store, Judgements(store.home), date(2024, 6, 1))
    assert measures.names.called("q") == []
    assert measures.names.find("Ali") == []
    assert measures.names.find("Olga") == [("mine", "p")]


def test_a_name_is_found_however_its_marks_are_written(store, load):
    # One list has Jama'atu, the next Jamaatu or Jama’atu: until now only letters told.
    load("2024-01-01", FIRST)
    measures = Measures(store, Judgements(store.home), DAY)
    for spelt in ("Jama'atu Ansar", "JAMAATU ANSAR", "Jama’atu Anṣār"):
        assert measures.names.find(spelt) == [("mine", "f")]
