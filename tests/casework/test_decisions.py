"""Who decides what, once, and with whom."""

import threading

import pytest

from ostraka.casework import Actor, Cases, Decision, Role, Status
from ostraka.casework.alerts import find_alert, queue, read_alert
from ostraka.casework.decisions import (
    clear_many,
    confirm,
    confirm_batch,
    decide,
    reopen,
    send_back,
)
from ostraka.casework.model import Answer, ConflictError, ForbiddenError
from ostraka.casework.policy import Policy, set_policy
from ostraka.casework.screenings import Outcome
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.casework.work import add_file, add_note, assign, escalate, read_file
from ostraka.errors import UsageError

People = dict[str, Actor]
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other activity", "sells flowers")
THEM = Answer(Decision.TRUE_MATCH, "same person", "name and day of birth agree")


def test_a_screening_opens_one_alert_for_each_pair(
    cases: Cases, screened: Outcome
) -> None:
    assert (screened.queries, screened.matched, len(screened.opened)) == (4, 3, 3)
    with cases.reading() as connection:
        found, total = queue(connection, Wanted())
    assert total == 3
    assert {(a.ref, a.party, a.words) for a in found} == {
        ("C1", "x-1", "may be"),
        ("C2", "x-2", "may be"),
        ("C3", "x-1", "may be"),
    }


def test_a_false_positive_is_closed_by_one_person(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[2]
    closed = decide(cases, people["analyst"], number, 1, NOT_THEM)
    assert (closed.status, closed.words) == (Status.CLOSED, "is not")
    with cases.reading() as connection:
        steps = read_alert(connection, number).steps
    assert [(s.what, s.by, s.reason) for s in steps] == [
        ("decided", "analyst-1", "other activity")
    ]


def test_a_true_match_waits_for_another_person(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[0]
    reviewer = people["reviewer"]
    waiting = decide(cases, reviewer, number, 1, THEM)
    assert (waiting.status, waiting.words) == (Status.WAITING, "may be")
    with pytest.raises(ForbiddenError, match="second person"):
        confirm(cases, reviewer, number, waiting.version)
    closed = confirm(cases, Actor("rita", Role.REVIEWER), number, waiting.version)
    assert (closed.status, closed.words) == (Status.CLOSED, "is")
    assert (closed.decided_by, closed.second_by) == ("reviewer-1", "rita")


def test_chosen_lists_need_two_for_every_decision(
    cases: Cases, screened: Outcome, people: People
) -> None:
    set_policy(cases, people["admin"], Policy(four_eyes_lists=("test_list",)))
    waiting = decide(cases, people["analyst"], screened.opened[2], 1, NOT_THEM)
    assert waiting.status is Status.WAITING
    back = send_back(
        cases, people["reviewer"], waiting.id, waiting.version, text="which source?"
    )
    assert (back.status, back.decision, back.decided_by) == (Status.OPEN, None, None)


def test_an_unresolved_alert_stays_open_with_the_reviewers(
    cases: Cases, screened: Outcome, people: People
) -> None:
    unresolved = Answer(Decision.UNRESOLVED, "too little known")
    left = decide(cases, people["analyst"], screened.opened[1], 1, unresolved)
    assert (left.status, left.escalated) == (Status.OPEN, True)
    with pytest.raises(ForbiddenError, match="a reviewer decides"):
        decide(cases, people["analyst"], left.id, left.version, NOT_THEM)
    done = decide(cases, people["reviewer"], left.id, left.version, NOT_THEM)
    assert done.status is Status.CLOSED


def test_what_was_decided_on_must_be_what_was_seen(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[0]
    assign(cases, people["analyst"], number, 1, "analyst-1")
    with pytest.raises(ConflictError, match="since you opened it"):
        decide(cases, people["analyst"], number, 1, NOT_THEM)


def test_of_twenty_who_decide_at_once_one_does(cases: Cases, screened: Outcome) -> None:
    number = screened.opened[0]
    done: list[str] = []
    refused: list[str] = []
    start = threading.Barrier(20)

    def work(name: str) -> None:
        start.wait()
        try:
            decide(cases, Actor(name, Role.ANALYST), number, 1, NOT_THEM)
            done.append(name)
        except ConflictError:
            refused.append(name)

    threads = [threading.Thread(target=work, args=(f"a{n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 19)
    with cases.reading() as connection:
        assert find_alert(connection, number).decided_by == done[0]
        assert len(read_alert(connection, number).steps) == 1
        assert verify(connection).ok


def test_nobody_decides_over_the_head_of_another(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[0]
    taken = assign(cases, people["analyst"], number, 1, "analyst-1")
    other = Actor("anna", Role.ANALYST)
    with pytest.raises(ForbiddenError, match="assigned to analyst-1"):
        decide(cases, other, number, taken.version, NOT_THEM)
    with pytest.raises(ForbiddenError, match="a reviewer gives"):
        assign(cases, other, number, taken.version, "analyst-1")


def test_escalation_takes_it_from_the_analysts(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[0]
    up = escalate(cases, people["analyst"], number, 1, text="passport looks odd")
    assert up.escalated
    with pytest.raises(ForbiddenError):
        decide(cases, people["analyst"], number, up.version, NOT_THEM)


def test_many_are_cleared_for_one_reason_after_a_second_look(
    cases: Cases, screened: Outcome, people: People
) -> None:
    chosen = [(number, 1) for number in screened.opened]
    chosen[1] = (chosen[1][0], 7)  # somebody changed it meanwhile
    batch = clear_many(cases, people["analyst"], chosen, NOT_THEM)
    assert (len(batch.done), list(batch.left)) == (2, [chosen[1][0]])
    with cases.reading() as connection:
        assert queue(connection, Wanted(Status.WAITING))[1] == 2
    with pytest.raises(ForbiddenError):
        confirm_batch(cases, people["analyst"], batch.number)
    assert confirm_batch(cases, people["reviewer"], batch.number).done == batch.done
    with cases.reading() as connection:
        assert queue(connection, Wanted(Status.CLOSED))[1] == 2
        assert verify(connection).ok


def test_only_false_positives_are_decided_many_at_once(
    cases: Cases, screened: Outcome, people: People
) -> None:
    with pytest.raises(UsageError, match="only false positives"):
        clear_many(cases, people["analyst"], [(screened.opened[0], 1)], THEM)


def test_a_true_match_needs_words(sqlite_cases: Cases, people: People) -> None:
    bare = Answer(Decision.TRUE_MATCH, "same person")
    with pytest.raises(UsageError, match="say in a sentence"):
        decide(sqlite_cases, people["analyst"], 1, 1, bare)


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision.TRUE_MATCH, "other birth date"),
        (Decision.FALSE_POSITIVE, "same person"),
        (Decision.FALSE_POSITIVE, "too little known"),
        (Decision.UNRESOLVED, "same number"),
        (Decision.FALSE_POSITIVE, "no such reason"),
    ],
)
def test_a_reason_fits_the_decision(
    sqlite_cases: Cases, people: People, decision: Decision, reason: str
) -> None:
    answer = Answer(decision, reason, "a sentence")
    with pytest.raises(UsageError, match=f"is no reason for the decision {decision}"):
        decide(sqlite_cases, people["analyst"], 1, 1, answer)


def test_a_reason_fits_what_the_two_state(
    cases: Cases, screened: Outcome, people: People
) -> None:
    """C1 and x-1 are born on 1971-12-22, C3 is born in 1999; no list states a gender."""
    same, _, other = screened.opened
    analyst = people["analyst"]

    def because(reason: str) -> Answer:
        return Answer(Decision.FALSE_POSITIVE, reason)

    with pytest.raises(UsageError, match="both have the date of birth 1971-12-22"):
        decide(cases, analyst, same, 1, because("other birth date"))
    with pytest.raises(UsageError, match="the list states no gender"):
        decide(cases, analyst, other, 1, because("other gender"))
    with pytest.raises(UsageError, match="the customer states no nationality"):
        decide(cases, analyst, other, 1, because("other nationality"))
    chosen = [(same, 1), (other, 1)]
    batch = clear_many(cases, analyst, chosen, because("other birth date"))
    assert batch.done == (other,)
    assert "both have" in batch.left[same]


def test_a_reviewer_opens_a_closed_alert_again(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[2]
    closed = decide(cases, people["analyst"], number, 1, NOT_THEM)
    again = reopen(
        cases, people["reviewer"], number, closed.version, text="new document"
    )
    assert (again.status, again.reopened) == (Status.OPEN, "by hand")


def test_notes_and_files_stay_as_they_came(
    cases: Cases, screened: Outcome, people: People
) -> None:
    number = screened.opened[0]
    add_note(cases, people["analyst"], number, "<script>alert(1)</script>")
    key = add_file(
        cases, people["analyst"], number, "../../etc/<img onerror=x>.pdf", b"\x00%PDF"
    )
    with cases.reading() as connection:
        steps = read_alert(connection, number).steps
        kept = read_file(connection, key)
    assert steps[0].text == "<script>alert(1)</script>"
    assert (kept.name, kept.content) == ("<img onerror=x>.pdf", b"\x00%PDF")
