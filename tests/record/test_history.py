"""Two versions compared, and a party through all of them."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest

from ostraka.record.history import diff_versions, party_history
from ostraka.record.store import Store
from ostraka.sources.load import load_files

FILE = """<CONSOLIDATED_LIST dateGenerated="{day}T00:00:00Z"><INDIVIDUALS>{records}</INDIVIDUALS></CONSOLIDATED_LIST>"""
RECORD = """<INDIVIDUAL><DATAID>{key}</DATAID><FIRST_NAME>{name}</FIRST_NAME>
<REFERENCE_NUMBER>QDi.{key:03d}</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<COMMENTS1>{notes}</COMMENTS1>{births}</INDIVIDUAL>"""
BIRTH = "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>{}</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"


def record(key: int, *years: int, name: str = "ALI", notes: str = "x") -> str:
    births = "".join(BIRTH.format(year) for year in years)
    return RECORD.format(key=key, name=name, notes=notes, births=births)


@pytest.fixture
def publish(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """Load a version of a small UN list that has these records."""
    monkeypatch.setattr("ostraka.sources.load.run_checks", lambda *_, **__: [])

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
    events = party_history(store, "un_sc", "unsc-1")
    assert [(e.day, e.kind) for e in events] == [
        ("2023-01-01", "listed"),
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
        for e in party_history(store, "un_sc", "unsc-7")[1:]
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
    assert [e.kind for e in party_history(store, "un_sc", "unsc-1")] == [
        "listed",
        "amended",
    ]


def digest(ids: set[str]) -> str:
    """The SHA-256 deltas.json gives: ids sorted by length and then text, by line feeds."""
    return hashlib.sha256(
        "\n".join(sorted(ids, key=lambda i: (len(i), i))).encode()
    ).hexdigest()


def publishers_ids(ids) -> set[str]:
    return {i.partition("-")[2] for i in ids}


@pytest.fixture(scope="session")
def un_store(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("un"))
    for folder in sorted((lists / "un_sc").iterdir()):
        load_files(
            store,
            "un_sc",
            list(folder.iterdir()),
            now=datetime.fromisoformat("2026-11-22T00:00:00Z"),
        )
    return store


def test_every_step_of_the_un_list_is_as_counted(un_store: Store, lists: Path):
    steps = json.loads((lists / "deltas.json").read_text("utf-8"))["un_sc"]["steps"]
    assert steps
    for step in steps:
        found = diff_versions(
            un_store,
            un_store.version("un_sc", step["from"]),
            un_store.version("un_sc", step["to"]),
        )
        for key, ids in (
            ("added", found.listed),
            ("removed", found.removed),
            ("changed", found.amended),
        ):
            assert digest(publishers_ids(ids)) == step[key]["sha256_of_sorted_ids"], (
                step["from"],
                key,
            )


def test_the_84_iran_entries_that_came_back_have_one_history_each(
    un_store: Store, lists: Path
):
    snapback = json.loads((lists / "deltas.json").read_text("utf-8"))["un_sc"][
        "iran_snapback"
    ]
    ids = snapback["present_2023_10_17_and_absent_2024_11_30"]["ids"]
    assert len(ids) == 84
    for key in ids:
        events = [
            (e.day, e.kind)
            for e in party_history(un_store, "un_sc", f"unsc-{key}")
            if e.kind in {"listed", "removed", "listed again"}
        ]
        assert events == [
            ("2018-10-29", "listed"),
            ("2024-11-30", "removed"),
            ("2025-11-18", "listed again"),
        ]


def test_the_lost_birth_dates_of_the_un_list_are_not_called_amendments(un_store: Store):
    """2018: <INDIVIDUAL_DATE_OF_BIRTH> 1968-03-26 and 1970-10-15; in 2023 the second one
    stands only under <INDIVIDUAL_ALIAS>; in 2025 it is back."""
    events = party_history(un_store, "un_sc", "unsc-6908558")
    assert [(e.day, e.kind) for e in events] == [
        ("2018-10-29", "listed"),
        ("2023-10-17", "moved"),
        ("2025-06-13", "moved"),
    ]
    first, second = (
        un_store.version("un_sc", day) for day in ("2018-10-29", "2023-10-17")
    )
    faults = {f.prop: f for f in diff_versions(un_store, first, second).faults}
    assert set(faults) == {"birthDate", "birthPlace"}
