"""Alerts of one customer on two records become one when the records become one party."""

import json

import pytest

from ostraka.casework import Actor, Cases, Decision, Status
from ostraka.casework.alerts import Alert, cleared_pairs, find_alert, queue, read_alert
from ostraka.casework.decisions import confirm, decide, reopen
from ostraka.casework.dossier import make_dossier
from ostraka.casework.model import Answer
from ostraka.casework.recheck import Rechecked
from ostraka.casework.screenings import screen_into
from ostraka.casework.tables import alert
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.casework.work import escalate
from ostraka.faces.casework import recheck_all
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer as Judged
from ostraka.record.canonical import Judgement
from tests.casework.lists import PARTIES, basis_of, file_of, person, write_list

People = dict[str, Actor]
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other activity")
THEM = Answer(Decision.TRUE_MATCH, "same person", "passport shown")
#: The same man as `x-1` on another list, with a second name.
AGAIN: dict[str, object] = {
    "id": "x-9", "schema": "Person", "properties": {
        "name": ["Ruzbeh Tavakkolinia"], "alias": ["R. T. Nia"], "birthDate": ["1971"]},
}  # fmt: skip
#: One customer, two alerts: on `x-1` and on `x-9`.
FIRST, SECOND = 1, 2


@pytest.fixture
def twice(home: Ostraka, cases: Cases, people: People) -> None:
    """C1 screened before anybody judged the two records."""
    write_list(home, [*PARTIES, AGAIN], "2026-11-20")
    assert sorted(screen(home, cases, people)) == [FIRST, SECOND]


def screen(home: Ostraka, cases: Cases, people: People) -> list[int]:
    rows = [person("C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22")]
    done = screen_into(cases, people["analyst"], basis_of(home), file_of(), rows)
    return done.opened


def judge(home: Ostraka, answer: Judged) -> None:
    at = "2026-11-22T12:00:00Z"
    home.judgements.append([Judgement("x-1", "x-9", answer, "anna", at)])


def alert_of(cases: Cases, party: str) -> Alert:
    with cases.reading() as connection:
        found = [find_alert(connection, number) for number in (FIRST, SECOND)]
    return next(one for one in found if one.party == party)


def merged(home: Ostraka, cases: Cases, people: People) -> Rechecked:
    """Judge the two records the same, and look at the cases."""
    judge(home, Judged.SAME)
    return recheck_all(home, cases, people["analyst"])


@pytest.mark.usefixtures("twice")
def test_two_open_alerts_become_one_on_the_whole_party(
    home: Ostraka, cases: Cases, people: People
) -> None:
    goes_on, joined = alert_of(cases, "x-1"), alert_of(cases, "x-9")
    done = merged(home, cases, people)
    assert (done.joined, done.reopened) == ({joined.id: goes_on.id}, {})
    with cases.reading() as connection:
        found, total = queue(connection, Wanted())
        assert ([one.id for one in found], total) == ([goes_on.id], 1)
        old = find_alert(connection, joined.id)
        assert (old.status, old.decision, old.words) == (Status.CLOSED, None, "may be")
        (step,) = read_alert(connection, joined.id).steps
        assert (step.what, step.text) == (
            "joined", f"the records are one party; alert {goes_on.id} goes on"
        )  # fmt: skip
        # Whoever decides sees the values of both records.
        assert read_alert(connection, goes_on.id).party_evidence["alias"] == [
            "R. T. Nia"
        ]
        paper = make_dossier(connection, goes_on.subject, cases.now().date()).to_text()
        assert "It went into another alert on the same listed party." in paper
        assert verify(connection).ok
    again = recheck_all(home, cases, people["analyst"])
    assert (again.joined, again.reopened) == ({}, {})
    assert screen(home, cases, people) == []


@pytest.mark.usefixtures("twice")
def test_cleared_after_that_it_stays_cleared(
    home: Ostraka, cases: Cases, people: People
) -> None:
    merged(home, cases, people)
    now = alert_of(cases, "x-1")
    decide(cases, people["analyst"], now.id, now.version, NOT_THEM)
    with cases.reading() as connection:
        (row,) = cleared_pairs(connection, now.id)
    assert json.loads(row["members"]) == ["x-1", "x-9"]
    assert recheck_all(home, cases, people["analyst"]).reopened == {}


@pytest.mark.usefixtures("twice")
def test_of_two_cleared_alerts_one_opens_again(
    home: Ostraka, cases: Cases, people: People
) -> None:
    for party in ("x-1", "x-9"):
        one = alert_of(cases, party)
        decide(cases, people["analyst"], one.id, one.version, NOT_THEM)
    done = merged(home, cases, people)
    first = alert_of(cases, "x-1").id
    assert done.reopened == {first: "records were merged into the party"}
    with cases.reading() as connection:
        (row,) = cleared_pairs(connection, alert_of(cases, "x-9").id)
        assert (
            row["ended_why"] == f"its records and those of alert {first} are one party"
        )
        assert verify(connection).ok
    before = cases_entries(cases)
    assert recheck_all(home, cases, people["analyst"]).reopened == {}
    assert cases_entries(cases) == before


@pytest.mark.usefixtures("twice")
def test_an_open_alert_goes_on_and_the_cleared_one_beside_it_does_not(
    home: Ostraka, cases: Cases, people: People
) -> None:
    one = alert_of(cases, "x-1")
    decide(cases, people["analyst"], one.id, one.version, NOT_THEM)
    done = merged(home, cases, people)
    assert (done.joined, done.reopened) == ({}, {})
    assert alert_of(cases, "x-9").status is Status.OPEN
    assert alert_of(cases, "x-1").decision is Decision.FALSE_POSITIVE


@pytest.mark.usefixtures("twice")
def test_what_is_proposed_or_found_true_goes_on(
    home: Ostraka, cases: Cases, people: People
) -> None:
    one = alert_of(cases, "x-9")
    waiting = decide(cases, people["analyst"], one.id, one.version, THEM)
    other = alert_of(cases, "x-1").id
    assert merged(home, cases, people).joined == {other: one.id}
    closed = confirm(cases, people["reviewer"], one.id, waiting.version)
    assert (closed.status, closed.decision) == (Status.CLOSED, Decision.TRUE_MATCH)
    # Opened again by hand it stays open: a person wants it.
    old = alert_of(cases, "x-1")
    reopen(cases, people["reviewer"], old.id, old.version, text="look once more")
    assert recheck_all(home, cases, people["analyst"]).joined == {}


@pytest.mark.usefixtures("twice")
def test_found_true_for_one_record_and_cleared_for_the_other_is_asked(
    home: Ostraka, cases: Cases, people: People
) -> None:
    one, other = alert_of(cases, "x-9"), alert_of(cases, "x-1")
    waiting = decide(cases, people["analyst"], one.id, one.version, THEM)
    confirm(cases, people["reviewer"], one.id, waiting.version)
    decide(cases, people["analyst"], other.id, other.version, NOT_THEM)
    done = merged(home, cases, people)
    assert done.reopened == {other.id: "records were merged into the party"}
    assert recheck_all(home, cases, people["analyst"]).joined == {}


@pytest.mark.usefixtures("twice")
def test_an_escalated_alert_passes_that_on(
    home: Ostraka, cases: Cases, people: People
) -> None:
    one = alert_of(cases, "x-9")
    escalate(cases, people["analyst"], one.id, one.version, text="a minister")
    merged(home, cases, people)
    assert alert_of(cases, "x-1").escalated


@pytest.mark.usefixtures("twice")
def test_told_apart_again_both_are_asked(
    home: Ostraka, cases: Cases, people: People
) -> None:
    merged(home, cases, people)
    judge(home, Judged.DIFFERENT)
    done = recheck_all(home, cases, people["analyst"])
    assert done.reopened == {alert_of(cases, "x-9").id: "the party was split"}
    with cases.reading() as connection:
        found, total = queue(connection, Wanted())
        assert total == 2
        for one in found:
            members = connection.execute(
                alert.select().where(alert.c.id == one.id)
            ).one()
            assert json.loads(members.members) == [one.party]
        assert verify(connection).ok


def cases_entries(cases: Cases) -> int:
    with cases.reading() as connection:
        return verify(connection).entries
