"""Two versions compared, and a party through all of them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from ostraka.record.diff import diff_versions
from ostraka.record.files import read_files
from ostraka.record.find import last_versions
from ostraka.record.history import Event, histories
from ostraka.record.rows import look
from ostraka.record.store import Store
from ostraka.sources.load import load_files

FILE = """<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z"><INDIVIDUALS>{records}</INDIVIDUALS></CONSOLIDATED_LIST>"""
RECORD = """<INDIVIDUAL><DATAID>{key}</DATAID><FIRST_NAME>{name}</FIRST_NAME>
<REFERENCE_NUMBER>QDi.{key:03d}</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<COMMENTS1>{notes}</COMMENTS1>{births}</INDIVIDUAL>"""
BIRTH = "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>{}</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"


def history(store: Store, dataset: str, party: str) -> tuple[Event, ...]:
    day = date(2026, 11, 29)
    with look() as connection:
        last = last_versions(connection, store, [party], day)
        return histories(store, read_files(connection, store, last, day))[
            dataset, party
        ]


def record(key: int, *years: int, name: str = "ALI", notes: str = "x") -> str:
    births = "".join(BIRTH.format(year) for year in years)
    return RECORD.format(key=key, name=name, notes=notes, births=births)


@pytest.fixture
def publish(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """Load a version of a small UN list that has these records."""
    monkeypatch.setattr("ostraka.sources.making.run_checks", lambda *_, **__: [])

    def publish(day: str, *records: str) -> None:
        path = tmp_path / f"{day}.xml"
        path.write_text(FILE.format(day=day, records="".join(records)), "utf-8")
        load_files(store, "un_sc", [path], now=now)

    return publish


def test_listed_amended_and_removed_are_told_apart(store: Store, publish):
    publish("2024-01-01", record(1, 1960), record(2, 1970), record(3, 1980))
    publish("2024-02-01", record(1, 1961), record(2, 1970), record(4, 1990))
    found = diff_versions(store, *store.versions("un_sc"))
    assert found.listed == ("unsc-4",)
    assert found.removed == ("unsc-3",)
    (change,) = found.amended["unsc-1"]
    assert (change.prop, change.before, change.after) == (
        "birthDate",
        ("1960",),
        ("1961",),
    )
    assert list(found.amended) == ["unsc-1"]


def test_white_space_and_order_are_no_amendment(store: Store, publish):
    publish("2024-01-01", record(1, 1960, notes="a  b\n c"), record(2))
    publish("2024-02-01", record(2), record(1, 1960, notes="a b c"))
    assert diff_versions(store, *store.versions("un_sc")).amended == {}


def test_a_party_that_came_back_has_one_history(store: Store, publish):
    publish("2023-01-01", record(1), record(2))
    publish("2024-01-01", record(2))
    publish("2025-01-01", record(1), record(2))
    events = history(store, "un_sc", "unsc-1")
    assert [(e.day, e.kind) for e in events] == [
        ("2023-01-01", "first seen here"),
        ("2024-01-01", "removed"),
        ("2025-01-01", "listed again"),
    ]


def test_values_lost_by_many_at_once_are_a_fault_and_not_an_amendment(
    store: Store, publish
):
    whole = [record(key, 1960, 1970) for key in range(1, 31)]
    publish("2023-01-01", *whole)
    publish("2024-01-01", *(record(key, 1960) for key in range(1, 31)))
    publish("2025-01-01", *whole)
    before, after, _ = store.versions("un_sc")
    (fault,) = diff_versions(store, before, after).faults
    assert (fault.prop, len(fault.parties), fault.had_several) == ("birthDate", 30, 30)
    kinds = [
        (e.kind, *e.changes[0].before, *e.changes[0].after)
        for e in history(store, "un_sc", "unsc-7")[1:]
    ]
    assert kinds == [("fault", "1970"), ("restored", "1970")]


def test_a_single_correction_is_an_amendment(store: Store, publish):
    publish("2023-01-01", *(record(key, 1960, 1970) for key in range(1, 31)))
    publish(
        "2024-01-01",
        record(1, 1960),
        *(record(key, 1960, 1970) for key in range(2, 31)),
    )
    assert diff_versions(store, *store.versions("un_sc")).faults == ()
    assert [e.kind for e in history(store, "un_sc", "unsc-1")] == [
        "first seen here",
        "amended",
    ]
