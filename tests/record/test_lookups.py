"""What is asked by value: the same answers with a lookup and without one."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.rows import connect, party_rows, party_rows_of_table
from ostraka.record.store import Store
from ostraka.record.view import PartyView, find_parties, view_party
from ostraka.sources.load import load_files

DAY = date(2025, 6, 1)
#: A firm owned by a person, with an act each and a passport; the number of two acts.
FIRST = (
    {"id": "p", "schema": "Person", "properties": {"name": ["Olga"]}},
    {"id": "f", "schema": "Company", "properties": {"name": ["Zephyr"]}},
    {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["f"]}},
    {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p"], "authorityId": ["Nr.1"]}},
    {"id": "s2", "schema": "Sanction", "properties": {"entity": ["f"], "authorityId": ["NR.2"]}},
    {"id": "s3", "schema": "Sanction", "properties": {"entity": ["p"], "unscId": ["NR.2"]}},
    {"id": "d", "schema": "Passport", "properties": {"holder": ["p"], "number": ["AB 1"]}},
)  # fmt: skip
SECOND = (FIRST[1], FIRST[4], {"id": "q", "schema": "Person", "properties": {"name": ["Ali  B"]}})  # fmt: skip


@pytest.fixture
def record(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """Two versions of a list, the second without the person, what she owns and her acts."""
    monkeypatch.setattr("ostraka.sources.making.run_checks", lambda *_, **__: [])
    for day, entities in (("2024-01-01", FIRST), ("2025-01-01", SECOND)):
        path = tmp_path / f"{day}.json"
        path.write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
        load_files(store, "mine", [path], now=now, published=day)
    return store


def asked(record: Store, keys: list[str]) -> dict[str, PartyView | UsageError]:
    """Return what is seen by each key, or why there is nothing."""
    found: dict[str, PartyView | UsageError] = {}
    for key in keys:
        try:
            found[key] = view_party(record, key, DAY)
        except UsageError as error:
            found[key] = error
    return found


def test_without_a_lookup_the_answers_are_the_same(record: Store) -> None:
    keys = ["p", "f", "nr.1", "NR.2", "q", "nobody"]
    (record.home / "lookups").write_text("in the way", "utf-8")
    without = asked(record, keys)
    (record.home / "lookups").unlink()
    with_them = asked(record, keys)
    assert len(list((record.home / "lookups" / "mine").glob("*.parquet"))) == 2
    for key in keys[:5]:
        assert with_them[key] == without[key]
    assert str(with_them["nobody"]) == str(without["nobody"])


def test_a_party_is_the_same_by_its_id_and_by_its_authority_s_number(
    record: Store,
) -> None:
    one = view_party(record, "nr.1", DAY)
    assert one == view_party(record, "p", DAY)
    assert (one.id, one.listed, one.links[0].other_caption) == ("p", False, "Zephyr")
    with pytest.raises(NotFoundError, match="nobody"):
        view_party(record, "nobody", DAY)


@pytest.mark.parametrize("copied", [" nr.1", "Nr.1 ", "NR.1\u00a0", "Ｎｒ.１", "p "])
def test_an_id_or_a_number_is_found_however_it_was_copied(
    record: Store, copied: str
) -> None:
    one = view_party(record, "p", DAY)
    assert view_party(record, copied, DAY) == one
    assert find_parties(record, [copied, "p"], DAY) == {copied: "p", "p": "p"}


def test_an_authority_s_own_number_goes_before_one_that_is_quoted(
    record: Store,
) -> None:
    assert view_party(record, "nr.2", DAY).id == "f"


def test_a_number_of_several_is_no_party_and_says_so(
    record: Store, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "two.csv"
    path.write_text("id,name,reference\na,Ali,N1\nb,Olga,N1\n", "utf-8")
    load_files(record, "two", [path], now=now, published="2025-01-01")
    found = asked(record, ["n1", "f"])
    assert isinstance(found["f"], PartyView)
    assert isinstance(found["n1"], UsageError)
    assert "several parties: two-a, two-b" in str(found["n1"])


def test_of_a_table_of_versions_each_row_belongs_to_whom_it_does_alone(
    record: Store,
) -> None:
    paths = [record.parquet(version) for version in record.versions("mine")]
    with connect() as connection:
        connection.read_parquet([str(p) for p in paths], filename=True).create("every")
        rows = connection.sql(party_rows_of_table("every")).fetchall()
        alone = [
            (str(path), *row)
            for path in paths
            for row in connection.sql(party_rows(path)).fetchall()
        ]
    assert sorted(rows, key=str) == sorted(alone, key=str)
    assert ("p", "Passport.number") in {(row[1], row[2]) for row in rows}


def test_a_lookup_goes_with_its_version(record: Store) -> None:
    assert isinstance(view_party(record, "f", DAY), PartyView)
    assert record.erase("mine") == 2
    assert not list((record.home / "lookups" / "mine").iterdir())
    assert record.erase("mine") == 0
