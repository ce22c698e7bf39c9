"""The Python face: one object over a home folder."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import UsageError
from ostraka.faces.session import Ostraka, Scope
from ostraka.screen import compare
from tests.casework.lists import PARTIES, write_list


def at(home: Path, day: str) -> Ostraka:
    return Ostraka(
        home, now=lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    )


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_designation_that_ended_is_screened_until_it_is_over(tmp_path: Path) -> None:
    """`end_date` 2026 is over on 1 January 2027, whatever index was built before."""
    home = tmp_path / "home"
    at(home, "2024-01-02").load(
        "mine",
        put(tmp_path, "id,name,end_date\n1,Ali Testov,2026\n2,Olga Probeva,\n"),
        published="2024-01-01",
    )
    assert at(home, "2026-06-01").screen("Ali Testov")
    assert not at(home, "2027-06-01").screen("Ali Testov")


def test_a_report_is_read_against_what_was_loaded_last(tmp_path: Path) -> None:
    session = at(tmp_path / "home", "2024-06-01")
    report = tmp_path / "report.txt"
    report.write_text("1 May 2024. The Zubrovka Copper Combine was named.\n", "utf-8")
    session.load(
        "one",
        put(tmp_path, "id,name,schema\n1,Ali Testov,Person\n"),
        published="2024-01-01",
    )
    assert not any(e.get("listed") for e in session.read(report)["entities"])
    session.load(
        "two",
        put(tmp_path, "id,name,schema\n1,Zubrovka Copper Combine,Company\n"),
        published="2024-01-01",
    )
    assert any(e.get("listed") for e in session.read(report)["entities"])


def test_screening_as_of_a_day_and_by_list(tmp_path: Path) -> None:
    session = at(tmp_path / "home", "2024-06-01")
    session.load(
        "one", put(tmp_path, "id,name\n1,Ali Testov\n"), published="2024-01-01"
    )
    session.load(
        "two", put(tmp_path, "id,name\n1,Ali Testov\n"), published="2024-03-01"
    )
    assert {m.datasets for m in session.screen("Ali Testov")} == {("one",), ("two",)}
    assert {m.datasets for m in session.screen("Ali Testov", as_of="2024-02-01")} == {
        ("one",)
    }
    assert {m.datasets for m in session.screen("Ali Testov", lists=["two"])} == {
        ("two",)
    }


def test_a_day_that_lies_ahead_is_refused_by_whatever_is_asked(tmp_path: Path) -> None:
    session = at(tmp_path / "home", "2024-06-01")
    session.load(
        "one", put(tmp_path, "id,name\n1,Ali Testov\n"), published="2024-01-01"
    )
    ahead = "2024-06-02"
    for ask in (
        lambda day: session.screen("Ali Testov", as_of=day),
        lambda day: session.entity("one-1", as_of=day),
        lambda day: session.links(as_of=day),
        lambda day: list(session.parties(Scope(date.fromisoformat(day)))),
    ):
        ask("2024-06-01")
        with pytest.raises(UsageError, match="2024-06-02 lies ahead: today is 2024-06"):
            ask(ahead)


def test_the_month_or_year_that_is_running_counts_up_to_today(tmp_path: Path) -> None:
    session = at(tmp_path / "home", "2024-06-15")
    assert session.day("2024") == session.day("2024-06") == session.today
    assert session.day("2023") == date(2023, 12, 31)
    with pytest.raises(UsageError, match="2025 lies ahead"):
        session.day("2025")


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [
        (None, {}, "expected a name"),
        (5, {}, "expected a name"),
        ("Asadi", {"limit": 0}, "limit: expected a whole number from 1"),
        ("Asadi", {"limit": -1}, "limit: expected a whole number from 1"),
        ("Asadi", {"threshold": 7}, "threshold: a score is from 0 to 1"),
        (
            "Asadi",
            {"lists": "eu_fsf"},
            r"lists: expected names of lists, e.g. \['eu_fsf'\]",
        ),
        ("Asadi", {"birth_date": True}, "birth date: expected a text or several"),
        ("Asadi", {"country": {"code": "ir"}}, "country: expected a text or several"),
    ],
)
def test_mistakes_of_the_caller_are_usage_errors(
    tmp_path: Path, name: Any, more: dict[str, Any], why: str
) -> None:
    with Ostraka(tmp_path) as o:
        write_list(o, PARTIES, "2026-11-01")
        with pytest.raises(UsageError, match=why):
            o.screen(name, **more)
        with pytest.raises(UsageError, match=why):
            o.cleared(name, **more)


@pytest.mark.parametrize(
    "born", [1961, date(1961, 5, 1), datetime(1961, 5, 1, tzinfo=UTC)]
)
def test_a_year_or_a_day_of_python_is_taken_as_its_text(
    tmp_path: Path, born: Any
) -> None:
    with Ostraka(tmp_path) as o:
        o.load("mine", put(tmp_path, "id,name,birth_date\n1,Ali Testov,1961-05-01\n"))
        text = str(born)[:10]
        (match,) = o.screen("Ali Testov", birth_date=born, country=None)
        (by_text,) = o.screen("Ali Testov", birth_date=text)
        assert match == by_text
        assert match.score > o.screen("Ali Testov")[0].score


def test_a_file_in_the_place_of_the_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"mine\.csv: a file, and the lists are kept in a folder"
    ):
        Ostraka(put(tmp_path, "id,name\n"))


def test_what_is_no_entity_is_not_compared() -> None:
    with pytest.raises(UsageError, match="expected an entity"):
        compare("a", "b")  # type: ignore[arg-type]
