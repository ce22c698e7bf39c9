"""The store: whole versions or none, whatever kills the writer."""

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostraka.errors import NotFoundError, StoreError
from ostraka.record import writing as writing_module
from ostraka.record.model import new_entity, statement_key, statements_of
from ostraka.record.party import read_parties
from ostraka.record.store import Store
from ostraka.record.versions import Version, in_force, in_force_until, next_id

VERSION = Version(
    dataset="mine", id="2024-01-01", published="2024-01-01", published_basis="given", fetched=None,
    loaded="2026-11-22T12:00:00+00:00", format="csv", reader="0", files=(), entities=1, names=1,
    counts={"Person": 1}, statements=2, checks=(),
)  # fmt: skip


def put(store: Store, version: Version, name: str = "Ali Testov") -> None:
    person = new_entity("Person", "mine-1")
    person.add("name", name)
    with store.writing(version.dataset) as writing:
        writing.write_statements(
            statements_of(person, version.dataset, version.published)
        )
        writing.commit(version)


def test_a_committed_version_is_in_force(store: Store) -> None:
    put(store, VERSION)
    assert store.datasets() == ["mine"]
    assert store.version("mine") == VERSION
    (party,) = read_parties(store, store.current())
    assert (party.id, party.caption) == ("mine-1", "Ali Testov")


@pytest.mark.parametrize("name", ["", ".", "..", "../mine", "mine/..", "..\\mine"])
def test_a_name_leads_to_no_other_folder(store: Store, name: str) -> None:
    put(store, VERSION)
    with pytest.raises(NotFoundError, match="cannot be the name of a dataset"):
        store.version(name)


def test_nothing_is_in_force_without_commit(store: Store) -> None:
    with store.writing("mine") as writing:
        writing.write_statements(
            statements_of(new_entity("Person", "mine-1"), "mine", "2024-01-01")
        )
    assert store.datasets() == []
    assert store.current() == []


@pytest.mark.parametrize(
    "point", ["write_statements", "keep_original", "commit", "replace"]
)
def test_a_writer_killed_at_any_point_leaves_the_last_version(
    store: Store, tmp_path: Path, point: str
) -> None:
    """kill -9 while the second version is written; then the same load again."""
    put(store, VERSION)
    script = tmp_path / "load.py"
    script.write_text(
        textwrap.dedent(f"""
        import os, signal, sys
        from pathlib import Path
        from datetime import UTC, datetime
        from ostraka.record.store import Store
        from ostraka.record.writing import Writing
        from ostraka.sources.load import load_files
        if len(sys.argv) > 1:
            if {point!r} == "replace":
                real = Path.replace
                def replace(path, target):
                    real(path, target)
                    os.kill(os.getpid(), signal.SIGKILL)
                Path.replace = replace
            else:
                setattr(Writing, {point!r}, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        load_files(Store(Path({str(store.home)!r})), "mine", [Path({str(tmp_path / "mine.csv")!r})],
                   now=datetime(2026, 11, 22, tzinfo=UTC), published="2024-02-01", format_name="csv")
        """),
        "utf-8",
    )
    (tmp_path / "mine.csv").write_text(
        "id,name\n1,Olga Testova\n2,Ali Testov\n", "utf-8"
    )
    killed = subprocess.run([sys.executable, script, "die"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [v.id for v in store.versions("mine")] == ["2024-01-01"]
    assert len(list(read_parties(store, store.current()))) == 1
    subprocess.run([sys.executable, script], check=True)
    assert [v.id for v in store.versions("mine")] == ["2024-01-01", "2024-02-01"]
    left = {p.name for p in (store.home / "statements" / "mine").iterdir()} - {".lock"}
    assert left == {
        f"2024-0{n}-01.{kind}" for n in (1, 2) for kind in ("json", "parquet")
    }
    (kept,) = (store.home / "originals" / "mine").iterdir()
    assert kept.name == "2024-02-01"


def test_a_damaged_manifest_is_said_to_be_damaged(store: Store) -> None:
    put(store, VERSION)
    path = store.parquet(VERSION).with_suffix(".json")
    path.write_text(path.read_text("utf-8")[:50], "utf-8")
    with pytest.raises(StoreError, match="damaged manifest"):
        store.versions("mine")


def test_the_version_in_force_is_the_last_one_published_by_the_day() -> None:
    versions = [
        replace(VERSION, id=day, published=day) for day in ("2024-01-01", "2024-03-01")
    ]
    assert in_force(versions, date(2023, 12, 31)) is None
    assert in_force(versions, date(2024, 2, 29)) == versions[0]
    assert in_force(versions, date(2024, 3, 1)) == versions[1]
    assert in_force(versions) == versions[1]
    assert in_force_until(versions, versions[0]) == "2024-03-01"
    assert in_force_until(versions, versions[1]) is None


def test_a_second_version_of_a_day_gets_a_number() -> None:
    assert next_id("2024-01-01", set()) == "2024-01-01"
    assert next_id("2024-01-01", {"2024-01-01", "2024-01-01.2"}) == "2024-01-01.3"
    versions = [replace(VERSION, id=f"2024-01-01.{n}") for n in (10, 2)]
    assert [v.id for v in sorted(versions, key=lambda v: v.order)] == [
        "2024-01-01.2",
        "2024-01-01.10",
    ]


def test_a_version_is_found_by_id_or_by_day(store: Store) -> None:
    put(store, VERSION)
    assert store.version("mine", "2024-06-30") == VERSION
    with pytest.raises(NotFoundError, match="the first one here is 2024-01-01"):
        store.version("mine", "2023-06-30")
    with pytest.raises(NotFoundError, match="nothing is loaded"):
        store.version("yours")
    for name in ("yesterday", "2024-01-01.7"):
        with pytest.raises(NotFoundError, match="neither a version nor a day"):
            store.version("mine", name)
    # A year means its last day, as everywhere else.
    assert store.version("mine", "2024") == VERSION


def test_refusals_are_kept_for_the_user_to_see(store: Store, now: datetime) -> None:
    store.note_refusal("mine", {"at": now.isoformat(), "reason": "empty"})
    assert store.known() == ["mine"]
    assert store.datasets() == []
    entry = {"at": now.isoformat(), "reason": "empty", "versions": 0}
    assert store.refused("mine") == [entry]
    assert store.last_refusal("mine") == entry


def test_a_refusal_is_past_when_a_version_came_after_it_in_the_same_second(
    store: Store, now: datetime
) -> None:
    store.note_refusal(VERSION.dataset, {"at": now.isoformat(), "reason": "empty"})
    put(store, VERSION)
    assert store.last_refusal(VERSION.dataset) is None


def test_a_refusal_cut_short_by_a_crash_spoils_no_other(store: Store) -> None:
    store.note_refusal("mine", {"reason": "one\u2028line"})
    log = store.home / "statements" / "mine" / "refused.jsonl"
    log.write_text(log.read_text("utf-8") + '\n{"reason": "cut sh', "utf-8")
    store.note_refusal("mine", {"reason": "two"})
    assert [r["reason"] for r in store.refused("mine")] == ["one\u2028line", "two"]


def test_statement_ids_are_those_of_followthemoney() -> None:
    # sha1("mine.mine-1.name.Ali Testov"), as FollowTheMoney's Statement.make_key joins them.
    assert (
        statement_key("mine", "mine-1", "name", "Ali Testov")
        == "36e337fc828a75fc0f8dceb10cd9f93221673cc6"
    )


def test_a_list_larger_than_memory_should_hold_is_written_in_the_same_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [new_entity("Person", f"mine-{n * 37 % 101}") for n in range(101)]
    for n, person in enumerate(people):
        person.add("name", f"Åli Testov {n}")
        person.add("alias", "Ali")
    statements = [s for p in people for s in statements_of(p, "mine", "2024-01-01")]
    tables = []
    for most in (20, 1):
        monkeypatch.setattr(writing_module, "_BATCH", 30)
        monkeypatch.setattr(writing_module, "_MOST_BATCHES", most)
        with store.writing("mine") as writing:
            writing.write_statements(iter(statements))
            tables.append(pq.read_table(writing.draft))
    assert tables[0].num_rows == len(statements)
    assert tables[0].equals(tables[1])
