"""One party as of a day: what was said, since when, and whether it still stood."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from ostraka.errors import NotFoundError, UsageError
from ostraka.record.store import Store
from ostraka.record.view import PartyView, view_party
from ostraka.sources.load import load_files

FILE = """<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z"><INDIVIDUALS>{records}</INDIVIDUALS></CONSOLIDATED_LIST>"""
RECORD = """<INDIVIDUAL><DATAID>{key}</DATAID><FIRST_NAME>{name}</FIRST_NAME>
<REFERENCE_NUMBER>QDi.{key:03d}</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<COMMENTS1>{notes}</COMMENTS1></INDIVIDUAL>"""


@pytest.fixture
def record(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """Three versions: 1 and 2; then only 2, renamed; then both again."""
    monkeypatch.setattr("ostraka.sources.making.run_checks", lambda *_, **__: [])
    one = RECORD.format(key=1, name="ALI", notes="Brother of (QDi.002)")
    for day, records in {
        "2023-01-01": one + RECORD.format(key=2, name="OLGA", notes="x"),
        "2024-01-01": RECORD.format(key=2, name="OLGA B", notes="x"),
        "2025-01-01": one + RECORD.format(key=2, name="OLGA B", notes="x"),
    }.items():
        path = tmp_path / f"{day}.xml"
        path.write_text(FILE.format(day=day, records=records), "utf-8")
        load_files(store, "un_sc", [path], now=now)
    return store


def see(store: Store, key: str, day: str) -> PartyView:
    return view_party(store, key, date.fromisoformat(day))


def test_a_statement_has_the_days_it_was_first_and_last_seen(record: Store) -> None:
    view = see(record, "unsc-2", "2025-06-01")
    seen = {(s.prop, s.value): (s.first_seen, s.last_seen) for s in view.statements}
    assert seen["name", "OLGA B"] == ("2024-01-01", "2025-01-01")
    assert seen["notes", "x"] == ("2023-01-01", "2025-01-01")


def test_a_day_sees_nothing_that_came_later(record: Store) -> None:
    view = see(record, "unsc-2", "2023-06-01")
    assert view.caption == "OLGA"
    assert {s.last_seen for s in view.statements} == {"2023-01-01"}
    assert [e.kind for e in view.history] == ["first seen here"]


@pytest.mark.parametrize(
    ("day", "listed", "removed"),
    [
        ("2023-06-01", True, None),
        ("2024-06-01", False, "2024-01-01"),
        ("2025-06-01", True, None),
    ],
)
def test_removed_parties_stay_visible_as_removed(
    record: Store, day: str, listed: bool, removed: str | None
) -> None:
    view = see(record, "unsc-1", day)
    assert view.listed is listed
    assert view.standings[0].removed == removed


def test_a_party_is_found_by_its_authoritys_number(record: Store) -> None:
    assert see(record, "qdi.002", "2025-06-01").id == "unsc-2"
    (act,) = see(record, "QDi.002", "2025-06-01").designations
    assert (act.authority, act.listed, act.reference) == (
        "United Nations Security Council",
        "2001-01-25",
        "QDi.002",
    )


def test_a_link_is_seen_from_both_ends(record: Store) -> None:
    (out,) = see(record, "unsc-1", "2025-06-01").links
    (back,) = see(record, "unsc-2", "2025-06-01").links
    assert (out.other, out.other_caption, out.outgoing) == ("unsc-2", "OLGA B", True)
    assert (back.other, back.other_caption, back.outgoing) == ("unsc-1", "ALI", False)


def test_before_its_first_version_a_party_is_not_found(record: Store) -> None:
    with pytest.raises(NotFoundError, match="by 2022-01-01"):
        see(record, "unsc-1", "2022-01-01")


def test_a_number_of_several_parties_is_asked_back(
    record: Store, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,name,reference\na,Ali,N1\nb,Olga,N1\n", "utf-8")
    load_files(record, "mine", [path], now=now, published="2025-01-01")
    with pytest.raises(UsageError, match="stands for several parties: mine-a, mine-b"):
        see(record, "N1", "2025-06-01")


def test_the_json_has_the_entity_its_statements_and_designations(record: Store) -> None:
    found = see(record, "unsc-2", "2025-06-01").to_dict()
    assert found["entity"]["properties"]["name"] == ["OLGA B"]
    assert {
        "statements",
        "designations",
        "links",
        "history",
        "standings",
    } <= found.keys()
    assert len(found["statements"][0]) == 13


def test_a_removed_party_keeps_its_authoritys_number(record: Store) -> None:
    view = see(record, "QDi.001", "2024-06-01")
    assert (view.id, view.listed) == ("unsc-1", False)


def put_entities(
    store: Store, folder: Path, now: datetime, *lines: str, dataset: str = "mine"
) -> None:
    path = folder / f"{dataset}-{len(lines)}.json"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    load_files(store, dataset, [path], now=now, published="2024-01-01")


def test_a_merged_party_is_shown_by_its_canonical_id(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    """Statements as OpenSanctions publishes them: two ids, one canonical."""
    path = tmp_path / "statements.json"
    rows = [
        {
            "canonical_id": "NK-abc",
            "entity_id": key,
            "prop": prop,
            "schema": "Person",
            "value": value,
            "dataset": "mine",
        }
        for key, prop, value in (
            ("ofac-1", "name", "Ali"),
            ("eu-2", "name", "Aly"),
            ("eu-2", "birthDate", "1960"),
        )
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    load_files(store, "mine", [path], now=now, published="2024-01-01")
    view = see(store, "NK-abc", "2024-06-01")
    assert view.listed
    assert [e.kind for e in view.history] == ["first seen here"]
    assert {s.value for s in view.statements if s.prop == "name"} == {"Ali", "Aly"}


def test_a_party_whose_designation_ended_is_not_listed(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,name,listed,end_date\n1,Ali,2010-01-01,2015\n", "utf-8")
    load_files(store, "mine", [path], now=now, published="2014-01-01")
    (during,) = see(store, "mine-1", "2015-06-01").standings
    (after,) = see(store, "mine-1", "2016-01-01").standings
    assert (during.listed, during.ended) == (True, None)
    assert (after.listed, after.ended) == (False, "2015")


def test_a_debt_is_seen_by_its_creditor(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    put_entities(
        store, tmp_path, now,
        '{"id": "a", "schema": "Company", "properties": {"name": ["A"]}}',
        '{"id": "b", "schema": "Company", "properties": {"name": ["B"]}}',
        '{"id": "d", "schema": "Debt", "properties": {"debtor": ["a"], "creditor": ["b"]}}',
    )  # fmt: skip
    (link,) = see(store, "b", "2024-06-01").links
    assert (link.schema, link.other, link.outgoing) == ("Debt", "a", False)


def test_one_id_for_two_kinds_of_party_is_asked_back(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    for dataset, schema in (("one", "Person"), ("two", "Vessel")):
        line = json.dumps({"id": "x1", "schema": schema, "properties": {"name": ["X"]}})
        put_entities(store, tmp_path, now, line, dataset=dataset)
    with pytest.raises(UsageError, match="two lists mean different kinds"):
        see(store, "x1", "2024-06-01")
