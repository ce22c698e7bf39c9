"""FollowTheMoney entities: everything comes back as it came, and faults are told."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.export import export_entities
from ostraka.record.party import read_parties
from ostraka.record.store import Store
from ostraka.sources.load import load_files

MERGED = {
    "id": "NK-1", "caption": "Ali TESTOV", "schema": "Person", "target": True,
    "properties": {"name": ["Ali Testov", "Али Тестов"], "nationality": ["ir"]},
    "referents": ["ofac-1", "eu-1"], "datasets": ["us_ofac_sdn", "eu_fsf"],
    "first_seen": "2023-04-20T18:00:25", "last_seen": "2024-06-01T10:57:03",
    "last_change": "2023-07-14T20:00:27",
}  # fmt: skip


def load(store: Store, tmp_path: Path, *records: object, now: datetime):
    path = tmp_path / "entities.ftm.json"
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return load_files(store, "mine", [path], now=now).version


def exported(store: Store, version):
    return {entity["id"]: entity for entity in export_entities(store, [version])}


def same(came: dict[str, Any], went: dict[str, Any]) -> bool:
    """Tell whether all that came is there; lists of texts have no order."""

    def plain(value):
        return sorted(value) if isinstance(value, list) else value

    properties = {p: plain(v) for p, v in came["properties"].items()}
    rest = {k: plain(v) for k, v in came.items() if k != "properties"}
    return properties == went["properties"] and rest == {
        k: plain(v) for k, v in went.items() if k in rest
    }


def test_an_entity_comes_back_with_all_that_was_said_of_it(
    store: Store, tmp_path: Path, now: datetime
):
    version = load(store, tmp_path, MERGED, now=now)
    assert same(MERGED, exported(store, version)["NK-1"])
    (party,) = read_parties(store, [version])
    assert (party.id, party.referents) == ("NK-1", ("eu-1", "ofac-1"))
    assert party.caption == "Ali TESTOV"
    assert version.entities == 1


def test_what_has_no_form_is_kept_aside_and_what_can_be_read_of_it_used(
    store: Store, tmp_path: Path, now: datetime
):
    odd = {
        "id": "x", "schema": "Person",
        "properties": {
            "name": ["Ali Testov", " "],
            "birthDate": ["12 Jan 1960", "1961", "in the year of the flood"],
            "country": ["IR", "Atlantis"],
            "shoeSize": ["43"],
            "ownershipOwner": ["y"],
        },
        "mood": {"today": ["good"]},
    }  # fmt: skip
    version = load(store, tmp_path, odd, now=now)
    assert same(odd, exported(store, version)["x"])
    (party,) = read_parties(store, [version])
    assert party.values("name") == ("Ali Testov",)
    assert sorted(party.values("birthDate")) == ["1960-01-12", "1961"]
    assert party.values("country") == ("ir",)
    assert "shoeSize" not in party.facts
    assert version.warnings == {
        "blank: name": 1,
        "no country in FollowTheMoney's form: country": 2,
        "no date in FollowTheMoney's form: birthDate": 2,
        "no property of Person: ownershipOwner": 1,
        "no property of Person: shoeSize": 1,
    }


def test_a_value_we_would_write_otherwise_stays_as_it_is(
    store: Store, tmp_path: Path, now: datetime
):
    odd = {
        "id": "x",
        "schema": "Vessel",
        "properties": {"name": ["  THE   SHIP "], "imoNumber": ["9434981"]},
    }
    version = load(store, tmp_path, odd, now=now)
    assert same(odd, exported(store, version)["x"])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": "x", "schema": "Robot"}', "line 2: unknown schema 'Robot'"),
        ('{"schema": "Person"}', "line 2: an entity without id"),
        ('{"id": "x", "schema": "Person", "prop', "line 2: not JSON"),
        ("[1]", "line 2: not a JSON object"),
        ('{"id": "x", "schema": "Person", "properties": []}', "line 2: properties"),
        (
            '{"id": "x", "schema": "Person", "properties": {"name": [{"id": "y"}]}}',
            r"line 2 \(x\): an entity inside property 'name'",
        ),
        (
            '{"id": "x", "schema": "Person", "properties": {"name": ["\\ud800"]}}',
            "line 2: half of a character",
        ),
        (json.dumps(MERGED), "NK-1: two records have this id"),
        ('{"id":' * 100_000, "line 2: not JSON"),
    ],
)
def test_a_line_that_is_no_entity_refuses_the_file_with_its_number(
    store: Store, tmp_path: Path, now: datetime, line: str, fault: str
):
    with pytest.raises(RefusedError, match=fault):
        load(store, tmp_path, MERGED, line, now=now)
    assert store.versions("mine") == []


def test_numbers_and_single_values_are_taken_as_text(
    store: Store, tmp_path: Path, now: datetime
):
    odd = {
        "id": "x",
        "schema": "Company",
        "properties": {"name": "Firm", "amount": [5]},
    }
    version = load(store, tmp_path, odd, now=now)
    properties = exported(store, version)["x"]["properties"]
    assert properties["name"] == ["Firm"]
    assert version.warnings["number instead of text"] == 1


def test_real_files_come_back_unchanged(lists: Path, store: Store, now: datetime):
    # tests/conformance does the same with every conversion there is.
    files = [
        *sorted(lists.glob("yente_fixtures/*/entities.ftm.json")),
        lists / "au_dfat" / "2026-03-15" / "entities.ftm.json.gz",
        lists / "reference" / "un_sc_2026-02-27.ftm.json.gz",
    ]
    for number, path in enumerate(files):
        version = load_files(store, f"list_{number}", [path], now=now).version
        back = exported(store, version)
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                came = json.loads(line)
                assert same(came, back.pop(came["id"])), (path, came["id"])
        assert back == {}
