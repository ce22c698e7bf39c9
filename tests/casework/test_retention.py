"""Persons are let go when their time is over, and the chain stays whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from ostraka.casework import Actor, Cases, Decision
from ostraka.casework.alerts import read_alert
from ostraka.casework.decisions import decide
from ostraka.casework.dossier import find_subject, make_dossier
from ostraka.casework.model import Answer
from ostraka.casework.retention import erase_person, retain
from ostraka.casework.screenings import Basis, Outcome, screen_into
from ostraka.casework.verify import verify
from ostraka.casework.work import add_file, add_note
from ostraka.errors import NotFoundError, RefusedError, UsageError
from ostraka.faces.replaying import replay
from ostraka.faces.session import Ostraka
from tests.casework.conftest import Clock
from tests.casework.lists import file_of, person

People = dict[str, Actor]
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other", "Tavakkolinia showed a passport")


@pytest.fixture
def decided(cases: Cases, screened: Outcome, people: People) -> int:
    """C3 cleared, with a note and a file; returns the alert."""
    number = screened.opened[2]
    add_note(cases, people["analyst"], number, "called Tavakkolinia")
    add_file(cases, people["analyst"], number, "Tavakkolinia.pdf", b"%PDF secret")
    decide(cases, people["analyst"], number, 1, NOT_THEM)
    return number


def test_an_erased_person_is_gone_and_the_chain_whole(
    cases: Cases, decided: int, people: People
) -> None:
    with cases.reading() as connection:
        key = find_subject(connection, "C3")
    gone = erase_person(cases, people["admin"], key, ground="GDPR art. 17")
    assert gone.screenings == (1,)
    with cases.reading() as connection:
        file = read_alert(connection, decided)
        assert (file.entity, file.alert.asked, file.alert.ref) == ({}, "erased", None)
        assert {s.text for s in file.steps} == {"erased"}
        found = verify(connection)
        assert found.ok, found.faults
        assert found.erased == 2  # the file and the screening's input
        with pytest.raises(NotFoundError, match="erased on"):
            make_dossier(connection, key, cases.now().date())


def test_not_a_byte_of_them_is_left_in_the_file(
    sqlite_cases: Cases, people: People, basis: Basis
) -> None:
    basis = replace(basis, threshold=0.2)
    rows = [person("C77", "Ruzbeh Tavakkolinja", birthDate="1999-01-01")]
    done = screen_into(sqlite_cases, people["analyst"], basis, file_of(), rows)
    add_note(sqlite_cases, people["analyst"], done.opened[0], "Tavakkolinja rang")
    decide(sqlite_cases, people["analyst"], done.opened[0], 1,
           Answer(Decision.FALSE_POSITIVE, "other", "not Tavakkolinja"))  # fmt: skip
    erase_person(sqlite_cases, people["admin"], 1, ground="asked")
    path = Path(str(sqlite_cases.engine.url.database))
    sqlite_cases.close()
    for file in path.parent.glob(f"{path.name}*"):
        for word in (b"Tavakkolinja", b"C77", b"1999-01-01"):
            assert word not in file.read_bytes()


@pytest.mark.usefixtures("screened")
def test_who_has_an_undecided_alert_is_not_erased(cases: Cases, people: People) -> None:
    with pytest.raises(RefusedError, match="not decided"):
        erase_person(cases, people["admin"], 1, ground="asked")
    with pytest.raises(UsageError, match="ground"):
        erase_person(cases, people["admin"], 1, ground=" ")


@pytest.mark.usefixtures("decided")
def test_time_lets_go_of_those_who_were_decided_long_ago(
    cases: Cases, people: People, clock: Clock
) -> None:
    assert retain(cases, people["admin"]).subjects == ()
    clock.pass_days(5 * 365 + 2)
    foreseen = retain(cases, people["admin"], pretend=True)
    assert len(foreseen.subjects) == 1
    assert retain(cases, people["admin"]).subjects == foreseen.subjects
    assert retain(cases, people["admin"]).subjects == ()
    with cases.reading() as connection:
        assert verify(connection).ok


@pytest.mark.usefixtures("decided")
def test_a_screening_whose_input_is_erased_cannot_be_run_again(
    home: Ostraka, cases: Cases, people: People
) -> None:
    with cases.reading() as connection:
        key = find_subject(connection, "C3")
    erase_person(cases, people["admin"], key, ground="asked")
    with pytest.raises(NotFoundError, match="erased"):
        replay(home, cases, 1)


@pytest.mark.usefixtures("decided")
def test_the_dossier_says_in_plain_words_what_cleared_them(cases: Cases) -> None:
    with cases.reading() as connection:
        paper = make_dossier(
            connection, find_subject(connection, "C3"), cases.now().date()
        )
    text = paper.to_text()
    assert "yours is “1999-01-01”, the listed party's is “1971-12-22”" in text
    assert text.count("A resemblance is not a finding") == 1
    assert "The list gives no" not in text
    assert "a person decided that you are not the party on the list" in text
    assert "31 CFR 501.806" in text
    assert "(d)(8) Reasons" in text
    assert "analyst-1" not in text
    assert not paper.has_true_match
    assert "<script>" not in paper.to_html()
