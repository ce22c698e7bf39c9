"""Signing in: passwords, lock-out, sessions, identities of a provider."""

import pytest

from ostraka.casework import Actor, Cases, Role
from ostraka.casework.model import ForbiddenError
from ostraka.casework.people import (
    add_person,
    change_person,
    check_password,
    people,
    person_of_identity,
)
from ostraka.casework.sessions import begin_session, end_session, find_session
from ostraka.errors import UsageError
from tests.casework.conftest import Clock

ADMIN = Actor("root", Role.ADMIN)
PASSWORD = "correct horse battery"  # noqa: S105 - invented


@pytest.fixture
def anna(cases: Cases) -> Cases:
    add_person(cases, ADMIN, "anna", Role.ANALYST, PASSWORD)
    return cases


def test_a_password_is_kept_as_argon2id_only(anna: Cases) -> None:
    with anna.reading() as connection:
        stored = connection.exec_driver_sql("SELECT password FROM person").scalar()
    assert str(stored).startswith("$argon2id$")
    assert check_password(anna, "anna", PASSWORD).role is Role.ANALYST


def test_wrong_names_and_wrong_passwords_are_told_apart_by_nobody(anna: Cases) -> None:
    told = set()
    for name, password in (("anna", "x" * 20), ("nobody", PASSWORD)):
        with pytest.raises(ForbiddenError) as error:
            check_password(anna, name, password)
        told.add(str(error.value))
    assert len(told) == 1


def test_a_name_is_locked_after_failures_and_opens_again(
    anna: Cases, clock: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(ForbiddenError):
            check_password(anna, "anna", "y" * 20)
    with pytest.raises(ForbiddenError, match="some minutes"):
        check_password(anna, "anna", PASSWORD)
    clock.pass_days(1)
    assert check_password(anna, "anna", PASSWORD).name == "anna"


def test_short_passwords_and_taken_names_are_refused(anna: Cases) -> None:
    with pytest.raises(UsageError, match="15"):
        add_person(anna, ADMIN, "bert", Role.VIEWER, "short")
    with pytest.raises(UsageError, match="already"):
        add_person(anna, ADMIN, "anna", Role.VIEWER, PASSWORD)


def test_a_session_ends_when_it_is_ended_when_its_time_is_over_and_when_rights_change(
    anna: Cases, clock: Clock
) -> None:
    who = check_password(anna, "anna", PASSWORD)
    first, session = begin_session(anna, who)
    found = find_session(anna, first)
    assert found is not None
    assert (found.actor, found.csrf) == (Actor("anna", Role.ANALYST), session.csrf)
    end_session(anna, found)
    assert find_session(anna, first) is None
    second, _ = begin_session(anna, who)
    change_person(anna, ADMIN, "anna", role=Role.VIEWER)
    assert find_session(anna, second) is None
    third, _ = begin_session(anna, who)
    clock.pass_days(1)
    assert find_session(anna, third) is None
    assert find_session(anna, "guess") is None


def test_who_is_shut_out_cannot_sign_in(anna: Cases) -> None:
    secret, _ = begin_session(anna, check_password(anna, "anna", PASSWORD))
    change_person(anna, ADMIN, "anna", active=False)
    assert find_session(anna, secret) is None
    with pytest.raises(ForbiddenError):
        check_password(anna, "anna", PASSWORD)


def test_an_admin_does_not_lose_the_last_key(cases: Cases) -> None:
    add_person(cases, ADMIN, "root", Role.ADMIN, PASSWORD)
    with pytest.raises(ForbiddenError, match="another admin"):
        change_person(cases, ADMIN, "root", role=Role.VIEWER)


def test_an_identity_comes_in_only_where_an_admin_made_a_place(anna: Cases) -> None:
    issuer = "https://id.example"
    with pytest.raises(ForbiddenError, match="ask an admin"):
        person_of_identity(anna, issuer, "s-1", "carla@example.org")
    add_person(anna, ADMIN, "carla@example.org", Role.REVIEWER)
    assert (
        person_of_identity(anna, issuer, "s-1", "carla@example.org").role == "reviewer"
    )
    # Bound to the identity: another one of the same name stays outside.
    with pytest.raises(ForbiddenError):
        person_of_identity(anna, issuer, "s-2", "carla@example.org")
    assert (
        person_of_identity(anna, issuer, "s-1", "renamed").name == "carla@example.org"
    )
    # A name with a password is never taken over.
    with pytest.raises(ForbiddenError):
        person_of_identity(anna, issuer, "s-3", "anna")
    with anna.reading() as connection:
        assert [p.name for p in people(connection)] == ["anna", "carla@example.org"]
