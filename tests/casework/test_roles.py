"""Each role can do what it is for, and nothing of what it must not."""

from collections.abc import Callable

import pytest

from ostraka.casework import Actor, Cases, Decision, Role
from ostraka.casework.decisions import (
    clear_many,
    confirm,
    confirm_batch,
    decide,
    reopen,
    send_back,
)
from ostraka.casework.model import RIGHTS, Answer, ForbiddenError, Right
from ostraka.casework.people import add_person, change_person
from ostraka.casework.policy import Policy, set_policy
from ostraka.casework.readings import (
    FindingAnswer,
    add_finding,
    answer_finding,
    keep_reading,
)
from ostraka.casework.retention import erase_person, retain
from ostraka.casework.screenings import Basis, screen_into
from ostraka.casework.webhooks import add_hook, remove_hook
from ostraka.casework.work import add_file, add_note, assign, escalate
from ostraka.errors import OstrakaError
from tests.casework.lists import file_of

NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other activity")

#: What is done → the right it needs.
ACTS: dict[str, tuple[Right, Callable[[Cases, Actor], object]]] = {
    "decide": (Right.DECIDE, lambda c, a: decide(c, a, 1, 1, NOT_THEM)),
    "clear many": (Right.DECIDE, lambda c, a: clear_many(c, a, [(1, 1)], NOT_THEM)),
    "assign": (Right.DECIDE, lambda c, a: assign(c, a, 1, 1, a.name)),
    "escalate": (Right.DECIDE, lambda c, a: escalate(c, a, 1, 1, text="odd")),
    "note": (Right.DECIDE, lambda c, a: add_note(c, a, 1, "seen")),
    "file": (Right.DECIDE, lambda c, a: add_file(c, a, 1, "a.pdf", b"x")),
    "confirm": (Right.CONFIRM, lambda c, a: confirm(c, a, 1, 1)),
    "send back": (Right.CONFIRM, lambda c, a: send_back(c, a, 1, 1, text="why")),
    "confirm many": (Right.CONFIRM, lambda c, a: confirm_batch(c, a, 1)),
    "reopen": (Right.CONFIRM, lambda c, a: reopen(c, a, 1, 1, text="new")),
    "keep a report": (
        Right.SCREEN,
        lambda c, a: keep_reading(c, a, "r", "", {"document": {"text_sha256": "0"}}),
    ),
    "add a finding": (
        Right.DECIDE,
        lambda c, a: add_finding(c, a, 1, "incident", {"summary": "x"}, (0, 1)),
    ),
    "answer a finding": (
        Right.DECIDE,
        lambda c, a: answer_finding(c, a, 1, 1, FindingAnswer("accepted")),
    ),
    "add a user": (Right.MANAGE, lambda c, a: add_person(c, a, "eve", Role.ADMIN)),
    "make oneself admin": (
        Right.MANAGE,
        lambda c, a: change_person(c, a, a.name, role=Role.ADMIN),
    ),
    "set the rules": (Right.MANAGE, lambda c, a: set_policy(c, a, Policy())),
    "add a webhook": (Right.MANAGE, lambda c, a: add_hook(c, a, "https://h.example")),
    "remove a webhook": (Right.MANAGE, lambda c, a: remove_hook(c, a, 1)),
    "erase": (Right.ERASE, lambda c, a: erase_person(c, a, 1, ground="asked")),
    "retain": (Right.ERASE, retain),
}


def refusal_of(cases: Cases, actor: Actor, do: Callable[[Cases, Actor], object]) -> str:
    try:
        do(cases, actor)
    except OstrakaError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_right_is_refused_before_anything_happens(
    sqlite_cases: Cases, role: Role, act: str
) -> None:
    right, do = ACTS[act]
    actor = Actor("somebody", role)
    if right in RIGHTS[role]:
        # It gets past the door: what it names is not here, or it is done.
        assert "may not" not in refusal_of(sqlite_cases, actor, do)
        return
    with pytest.raises(ForbiddenError, match=f"may not {right}"):
        do(sqlite_cases, actor)
    with sqlite_cases.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 0


def test_a_viewer_cannot_screen(
    sqlite_cases: Cases, basis: Basis, people: dict[str, Actor]
) -> None:
    for role in ("viewer", "admin"):
        with pytest.raises(ForbiddenError):
            screen_into(sqlite_cases, people[role], basis, file_of(), [])


def test_who_runs_the_place_does_not_decide_and_who_decides_does_not_run_it() -> None:
    assert not {Right.DECIDE, Right.CONFIRM} & RIGHTS[Role.ADMIN]
    for role in (Role.VIEWER, Role.ANALYST, Role.REVIEWER):
        assert not {Right.MANAGE, Right.ERASE} & RIGHTS[role]
    assert RIGHTS[Role.VIEWER] == {Right.READ}
