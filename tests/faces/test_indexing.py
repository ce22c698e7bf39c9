"""The index over the lists in force: renewed after a change, the same as built anew."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ostraka.faces import indexing
from ostraka.faces.session import Ostraka
from ostraka.index import Index, open_index

HEADER = "id,name,birth_date,end_date\n"
NAMES = ("Ali Testov", "Olga Probeva", "Ibrahim Qavami", "Oleg Tarasyuk", "Marta Okoye")


def at(home: Path, day: str) -> Ostraka:
    return Ostraka(
        home, now=lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    )


def rows(count: int, end: str = "") -> str:
    return "".join(
        f"{n},{NAMES[n % 5]} {'abcdefgh'[n % 8]}ovich {n % 7},19{40 + n},{end}\n"
        for n in range(count)
    )


def load(home: Path, tmp_path: Path, dataset: str, text: str, day: str) -> None:
    path = tmp_path / f"{dataset}.csv"
    path.write_text(HEADER + text, "utf-8")
    at(home, day).load(dataset, path, published=day)


def entries(index: Index) -> list[str]:
    return sorted(repr(index.entry(n)) for n in range(len(index)))


@pytest.fixture(params=[1, 20_000], ids=["compared", "read whole"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_SMALL", request.param)


@pytest.mark.usefixtures("small")
def test_after_a_change_the_index_is_that_of_a_home_that_never_had_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    load(home, tmp_path, "large", rows(60), "2024-01-01")
    load(home, tmp_path, "other", "o1,Chen Zubrovka,1950,\n", "2024-01-01")
    at(home, "2024-01-02").index()
    changed = rows(60).replace("Ali Testov aovich 0", "Ali Testov the Second", 1)
    load(home, tmp_path, "large", changed + "new,Jorge Lindqvist,1970,\n", "2024-02-01")
    load(home, tmp_path, "other", "o1,Chen Zubrovka,1951,\n", "2024-02-01")
    # Above a quarter of the parties the index would be built anew.
    monkeypatch.setattr(indexing, "MOST_CHANGED", 3.0)
    monkeypatch.setattr(indexing, "build_index", None)
    with at(home, "2024-02-02") as o:
        renewed = entries(o.index())
        assert {m.entity_id for m in o.screen("Jorge Lindqvist")} == {"large-new"}
        assert o.index().manifest["lists"] == {"large": "2024-02-01", "other": "2024-02-01"}  # fmt: skip
    monkeypatch.undo()
    shutil.rmtree(home / "index")
    with at(home, "2024-02-02") as o:
        assert entries(o.index()) == renewed


@pytest.mark.usefixtures("small")
def test_a_designation_that_ends_between_two_days_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    text = rows(20) + "e,Amina Endova,1970,2024-06-30\n"
    load(home, tmp_path, "large", text, "2024-01-01")
    assert at(home, "2024-06-01").screen("Amina Endova")
    load(home, tmp_path, "large", text + "x,Pavel Novy,1980,\n", "2024-02-01")
    monkeypatch.setattr(indexing, "MOST_CHANGED", 3.0)
    assert at(home, "2024-06-02").screen("Amina Endova")
    assert not at(home, "2024-07-02").screen("Amina Endova")
    assert at(home, "2024-07-02").screen("Pavel Novy")


def test_a_list_that_is_no_longer_asked_leaves_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    load(home, tmp_path, "large", rows(20), "2024-01-01")
    load(home, tmp_path, "other", "o1,Chen Zubrovka,1950,\n", "2024-01-01")
    with at(home, "2024-01-02") as o:
        assert o.screen("Chen Zubrovka")
        monkeypatch.setattr(indexing, "build_index", None)
        assert not o.screen("Chen Zubrovka", lists=["large"])
        assert o.screen("Ali Testov aovich 0", lists=["large"])


def test_a_damaged_or_strange_index_is_built_anew(tmp_path: Path):
    home = tmp_path / "home"
    load(home, tmp_path, "large", rows(20), "2024-01-01")
    at(home, "2024-01-02").index()
    (old,) = (home / "index").glob("*/manifest.json")
    old.write_text("{")
    load(home, tmp_path, "large", rows(21), "2024-02-01")
    with at(home, "2024-02-02") as o:
        assert len(o.index()) == 21
        assert len(open_index(o.index().folder)) == 21
