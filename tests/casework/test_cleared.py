"""Cleared pairs remember why, and open again when that no longer holds."""

import json

import pytest

from ostraka.casework import Actor, Cases, Decision, Status
from ostraka.casework.alerts import cleared_pairs, find_alert
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer
from ostraka.casework.screenings import Outcome, screen_into
from ostraka.casework.verify import verify
from ostraka.faces.casework import recheck_all
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer as Judged
from ostraka.record.canonical import Judgement
from tests.casework.conftest import Clock
from tests.casework.lists import PARTIES, basis_of, file_of, person, write_list

People = dict[str, Actor]
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other activity")


@pytest.fixture
def both_cleared(cases: Cases, screened: Outcome, people: People) -> list[int]:
    """C2 and C3 cleared."""
    numbers = [screened.opened[1], screened.opened[2]]
    for number in numbers:
        decide(cases, people["analyst"], number, 1, NOT_THEM)
    return numbers


def amended(key: str, **properties: list[str]) -> list[dict[str, object]]:
    """Return the list with other values of one party."""
    parties = json.loads(json.dumps(PARTIES))
    for party in parties:
        if party["id"] == key:
            party["properties"] |= properties
    return list(parties)


def test_a_clearing_says_on_what_evidence(
    cases: Cases, both_cleared: list[int]
) -> None:
    with cases.reading() as connection:
        (row,) = cleared_pairs(connection, both_cleared[1])
    why = json.loads(row["why"])
    assert why["reason"] == "other activity"
    assert any(f["feature"] == "birth_date" for f in why["against"])
    assert json.loads(row["party_evidence"])["birthDate"] == ["1971-12-22"]
    assert json.loads(row["subject_evidence"])["birthDate"] == ["1999-01-01"]


@pytest.mark.usefixtures("both_cleared")
def test_nothing_changed_opens_nothing(
    home: Ostraka, cases: Cases, people: People
) -> None:
    write_list(home, amended("x-1", notes=["a remark"]), "2026-11-20")
    assert recheck_all(home, cases, people["analyst"]).reopened == {}


def test_only_the_pair_whose_party_changed_opens_again(
    home: Ostraka, cases: Cases, both_cleared: list[int], people: People
) -> None:
    changed = amended("x-1", birthDate=["1971-12-22", "1999-01-01"])
    write_list(home, changed, "2026-11-20")
    found = recheck_all(home, cases, people["analyst"])
    assert found.reopened == {
        both_cleared[1]: "the party's birthDate changed on the list"
    }
    with cases.reading() as connection:
        again = find_alert(connection, both_cleared[1])
        assert (again.status, again.words) == (Status.OPEN, "may be")
        assert cleared_pairs(connection, again.id)[0]["ended"] is not None
        assert verify(connection).ok
    # Cleared again on the new values, it stays cleared.
    decide(cases, people["analyst"], again.id, again.version, NOT_THEM)
    assert recheck_all(home, cases, people["analyst"]).reopened == {}


@pytest.mark.usefixtures("both_cleared")
def test_a_party_that_left_the_list_stays_cleared(
    home: Ostraka, cases: Cases, people: People
) -> None:
    write_list(home, list(PARTIES[1:]), "2026-11-20")
    assert recheck_all(home, cases, people["analyst"]).reopened == {}


def test_it_opens_again_when_the_customer_changed(
    home: Ostraka, cases: Cases, both_cleared: list[int], people: People
) -> None:
    rows = [person("C3", "Ruzbeh Tavakkolinia", birthDate="1971-12-22")]
    done = screen_into(cases, people["analyst"], basis_of(home), file_of(), rows)
    assert done.reopened == [both_cleared[1]]
    assert done.opened == []
    with cases.reading() as connection:
        assert find_alert(connection, both_cleared[1]).reopened == (
            "the customer's birthDate changed"
        )


@pytest.mark.usefixtures("both_cleared")
def test_it_opens_again_when_the_review_period_ends(
    home: Ostraka, cases: Cases, people: People, clock: Clock
) -> None:
    clock.pass_days(366)
    found = recheck_all(home, cases, people["analyst"])
    assert set(found.reopened.values()) == {"the review period is over"}


def test_it_opens_again_when_ids_merge_and_when_they_split(
    home: Ostraka, cases: Cases, both_cleared: list[int], people: People
) -> None:
    def judge(answer: Judged) -> None:
        home.judgements.append(
            [Judgement("x-1", "x-9", answer, "anna", "2026-11-22T12:00:00Z")]
        )

    judge(Judged.SAME)
    merged = recheck_all(home, cases, people["analyst"])
    assert merged.reopened == {both_cleared[1]: "records were merged into the party"}
    with cases.reading() as connection:
        again = find_alert(connection, both_cleared[1])
    decide(cases, people["analyst"], again.id, again.version, NOT_THEM)
    assert recheck_all(home, cases, people["analyst"]).reopened == {}
    judge(Judged.DIFFERENT)
    split = recheck_all(home, cases, people["analyst"])
    assert split.reopened == {both_cleared[1]: "the party was split"}


def test_screening_again_leaves_decided_pairs_alone(
    home: Ostraka, cases: Cases, both_cleared: list[int], people: People
) -> None:
    rows = [
        person("C2", "Marquita Oldenbroek", birthDate="1980-04-04"),
        person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01"),
    ]
    done = screen_into(cases, people["analyst"], basis_of(home), file_of(), rows)
    assert (done.opened, sorted(done.known)) == ([], both_cleared)


def test_cleared_pairs_never_crowd_out_a_real_match(
    home: Ostraka, cases: Cases, people: People
) -> None:
    """Thirty cleared namesakes, and then the one who is meant is listed."""
    namesakes: list[dict[str, object]] = [
        {"id": f"n-{n}", "schema": "Person",
         "properties": {"name": ["Ruzbeh Tavakkolinia"], "birthDate": [f"19{n + 50}"]}}
        for n in range(30)
    ]  # fmt: skip
    write_list(home, namesakes, "2026-11-20")
    rows = [person("C9", "Ruzbeh Tavakkolinia")]
    first = screen_into(cases, people["analyst"], basis_of(home), file_of(), rows)
    assert len(first.opened) == 30
    for number in first.opened:
        decide(cases, people["analyst"], number, 1, NOT_THEM)
    meant: dict[str, object] = {"id": "zz", "schema": "Person",
             "properties": {"name": ["Tavakkolinia Ruzbeh"]}}  # fmt: skip
    write_list(home, [*namesakes, meant], "2026-11-21")
    again = screen_into(cases, people["analyst"], basis_of(home), file_of(), rows)
    with cases.reading() as connection:
        assert [find_alert(connection, n).party for n in again.opened] == ["zz"]


def test_what_is_overdue_goes_to_the_reviewers(
    home: Ostraka, cases: Cases, screened: Outcome, people: People, clock: Clock
) -> None:
    clock.pass_days(6)
    found = recheck_all(home, cases, people["analyst"])
    assert sorted(found.overdue) == sorted(screened.opened)
