"""`ostraka diff` against the independently counted steps between real versions."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.record.diff import Diff, diff_versions
from ostraka.record.files import read_files
from ostraka.record.find import last_versions
from ostraka.record.history import Event, histories
from ostraka.record.rows import look
from ostraka.record.store import Store
from ostraka.sources.load import load_files


def digest(ids: set[str]) -> str:
    """The SHA-256 deltas.json gives: ids sorted by length and then text, by line feeds."""
    return hashlib.sha256(
        "\n".join(sorted(ids, key=lambda i: (len(i), i))).encode()
    ).hexdigest()


def publishers_ids(ids: Iterable[str]) -> set[str]:
    return {i.partition("-")[2] for i in ids}


def load_all(store: Store, lists: Path, dataset: str, only: str = "") -> Store:
    """Load every version of a list that is not known to be empty or partial."""
    for folder in sorted((lists / dataset).iterdir()):
        files = [
            p for p in folder.iterdir() if p.name.startswith(only) and p.stat().st_size
        ]
        if files:
            load_files(
                store,
                dataset,
                files,
                now=datetime(2026, 11, 22, tzinfo=UTC),
                published=folder.name,
            )
    return store


def history(store: Store, dataset: str, party: str) -> tuple[Event, ...]:
    day = date(2026, 11, 29)
    with look() as connection:
        last = last_versions(connection, store, [party], day)
        return histories(store, read_files(connection, store, last, day))[
            dataset, party
        ]


@pytest.fixture(scope="session")
def deltas(lists: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lists / "deltas.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def un_store(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return load_all(Store(tmp_path_factory.mktemp("un")), lists, "un_sc")


def step_diff(store: Store, dataset: str, step: dict[str, Any]) -> Diff:
    return diff_versions(
        store, store.version(dataset, step["from"]), store.version(dataset, step["to"])
    )


def assert_same(found: Iterable[str], step: dict[str, Any], key: str) -> None:
    if key in step:
        assert digest(publishers_ids(found)) == step[key]["sha256_of_sorted_ids"], (
            step["from"],
            step["to"],
            key,
        )


def test_every_step_of_the_un_list(un_store: Store, deltas: dict[str, Any]) -> None:
    """Compared without white space, order, empty elements and dateGenerated."""
    assert len(deltas["un_sc"]["steps"]) == 7
    for step in deltas["un_sc"]["steps"]:
        found = step_diff(un_store, "un_sc", step)
        assert_same(found.listed, step, "added")
        assert_same(found.removed, step, "removed")
        assert_same(found.amended, step, "changed")


def test_every_step_of_ofacs_consolidated_xml(
    lists: Path, deltas: dict[str, Any], tmp_path: Path
) -> None:
    """The counted steps include records of which only the order of elements changed."""
    store = load_all(Store(tmp_path), lists, "us_ofac_cons")
    steps = deltas["us_ofac_cons"]["steps"]
    found = [step_diff(store, "us_ofac_cons", step) for step in steps]
    for diff, step in zip(found, steps, strict=True):
        assert_same(diff.listed, step, "added")
        assert_same(diff.removed, step, "removed")
        assert_same([*diff.amended, *diff.form_only], step, "changed")
    assert [len(diff.form_only) for diff in found] == [0, 0, 26, 242, 0]


def test_every_step_of_ofacs_sdn_csv(
    lists: Path, deltas: dict[str, Any], tmp_path: Path
) -> None:
    """sdn.csv alone; the step to 2024-06-27 rewords one note of 554 parties."""
    store = load_all(Store(tmp_path), lists, "us_ofac_sdn", only="sdn.csv")
    for step in deltas["us_ofac_sdn"]["steps"]:
        found = step_diff(store, "us_ofac_sdn", step)
        assert_same(found.listed, step, "added")
        assert_same(found.removed, step, "removed")
        assert_same(found.amended, step, "changed")


def test_the_84_iran_entries_that_came_back_have_one_history_each(
    un_store: Store, deltas: dict[str, Any]
) -> None:
    snapback = deltas["un_sc"]["iran_snapback"]
    ids = snapback["present_2023_10_17_and_absent_2024_11_30"]["ids"]
    assert len(ids) == 84
    for key in ids:
        events = [
            (e.day, e.kind)
            for e in history(un_store, "un_sc", f"unsc-{key}")
            if e.kind in {"first seen here", "listed", "removed", "listed again"}
        ]
        assert events == [
            ("2018-10-29", "first seen here"),
            ("2024-11-30", "removed"),
            ("2025-11-18", "listed again"),
        ]


def test_the_lost_birth_dates_of_the_un_list_are_not_called_amendments(un_store: Store):
    """2018: <INDIVIDUAL_DATE_OF_BIRTH> 1968-03-26 and 1970-10-15; in 2023 the second one
    stands only under <INDIVIDUAL_ALIAS>; in 2025 it is back."""
    events = history(un_store, "un_sc", "unsc-6908558")
    assert [(e.day, e.kind) for e in events] == [
        ("2018-10-29", "first seen here"),
        ("2023-10-17", "moved"),
        ("2025-06-13", "moved"),
    ]
    first, second = (
        un_store.version("un_sc", day) for day in ("2018-10-29", "2023-10-17")
    )
    faults = {f.prop: f for f in diff_versions(un_store, first, second).faults}
    assert set(faults) == {"birthDate", "birthPlace"}
