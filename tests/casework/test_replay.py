"""A screening run again on its own lists gives the same bytes."""

import pytest

from ostraka.casework import Actor, Cases
from ostraka.errors import NotFoundError, RefusedError
from ostraka.faces.casework import CustomerFile, basis_of, screen_customers, screen_one
from ostraka.faces.replaying import replay
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer, Judgement
from tests.casework.lists import PARTIES, write_list

CUSTOMERS = """id,name,birth_date
C1,Ruzbeh Tavakkolinia,1971-12-22
C2,"Oldenbroek, Marquita",31/02/1980
,Zephyrine Bulk Carriers,
C4,,
"""


def test_a_replay_gives_the_same_bytes_after_the_lists_changed(
    home: Ostraka, sqlite_cases: Cases, people: dict[str, Actor]
) -> None:
    path = home.home.parent / "customers.csv"
    path.write_text(CUSTOMERS, "utf-8")
    basis = basis_of(home)
    file = screen_customers(sqlite_cases, people["analyst"], basis, CustomerFile(path))
    name = screen_one(sqlite_cases, people["analyst"], basis, "R. Tavakkolinia", {"country": "Iran"})  # fmt: skip
    assert (file.queries, file.bad, file.matched) == (4, 2, 3)
    write_list(home, list(PARTIES[:1]), "2026-11-20")
    for number in (file.screening, name.screening):
        lines: list[bytes] = []
        again = replay(home, sqlite_cases, number, lines.append)
        assert again.same
        assert again.lines == len(lines) > 0


def test_what_cannot_be_run_again_says_why(
    home: Ostraka, sqlite_cases: Cases, people: dict[str, Actor]
) -> None:
    with pytest.raises(NotFoundError, match="no screening 9"):
        replay(home, sqlite_cases, 9)
    screen_one(sqlite_cases, people["analyst"], basis_of(home), "R. Tavakkolinia", {})
    with sqlite_cases.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE screening SET algorithm = 'older-1'")
    with pytest.raises(RefusedError, match="older-1"):
        replay(home, sqlite_cases, 1)


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_replay_rests_on_the_judgements_of_then(
    home: Ostraka, sqlite_cases: Cases, people: dict[str, Actor], *, is_kept: bool
) -> None:
    """What is judged later, as after every update, changes no answer of before."""
    twin = {**PARTIES[0], "id": "x-9"}
    write_list(home, [*PARTIES, twin], "2026-11-20")
    before = Judgement("x-2", "x-3", Answer.DIFFERENT, "anna", "2020-01-01T00:00:00Z")
    home.judgements.append([before])
    asked = screen_one(sqlite_cases, people["analyst"], basis_of(home), "R. Tavakkolinia", {})  # fmt: skip
    later = Judgement("x-1", "x-9", Answer.SAME, "anna", "2036-11-22T12:00:00Z")
    home.judgements.append([later])
    again = screen_one(sqlite_cases, people["analyst"], basis_of(home), "R. Tavakkolinia", {})  # fmt: skip
    assert again.screening != asked.screening
    if not is_kept:  # as a program before the number was kept has written it
        with sqlite_cases.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE screening SET settings = json_remove(settings, '$.judged')")  # fmt: skip
    first, second = (replay(home, sqlite_cases, n) for n in (asked.screening, again.screening))  # fmt: skip
    assert first.same
    assert second.same is is_kept
    assert first.recorded != second.recorded
