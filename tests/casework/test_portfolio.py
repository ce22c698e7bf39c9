"""Customers are kept with few values, sealed, changed where values changed, removed."""

import json

import pytest
from sqlalchemy import select, text, update

from ostraka.casework import Actor, Cases, Decision
from ostraka.casework.customers import (
    check_key,
    counts_of,
    find_numbers,
    minimal,
    read_customers,
    state_of,
)
from ostraka.casework.decisions import decide
from ostraka.casework.keeping import (
    Given,
    add_customers,
    remove_customers,
    reseal,
)
from ostraka.casework.kept import packs_of, read_kept
from ostraka.casework.model import Answer
from ostraka.casework.monitoring import monitor
from ostraka.casework.retention import erase_person, retain
from ostraka.casework.screenings import Basis
from ostraka.casework.sealing import CLEAR, Box, WrongKeyError, box_with, new_key
from ostraka.casework.tables import customer, entry
from ostraka.casework.verify import verify
from ostraka.errors import UsageError
from ostraka.screen import Query
from tests.casework.conftest import Clock

PERSON = {"schema": "Person", "properties": {
    "name": ["Ruzbeh Tavakkolinia"], "birthDate": ["1971-12-22"], "notes": ["VIP"],
    "email": ["r@example.org"]}}  # fmt: skip


def given(number: int, ref: str | None, name: str, **facts: str) -> Given:
    properties = {"name": [name], **{k: [v] for k, v in facts.items()}}
    return Given(number, ref, {"schema": "Person", "properties": properties})


ROWS = [
    given(2, "C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22"),
    given(3, "C2", "Petronella Quistgaard"),
    given(4, "C3", "Marquita Oldenbroek"),
]


def test_no_more_is_kept_than_is_compared() -> None:
    kept = minimal(PERSON)
    assert set(kept["properties"]) == {"name", "birthDate"}
    assert Query.from_entity(kept) == Query.from_entity(PERSON)


def test_only_what_changed_is_written(cases: Cases, people: dict[str, Actor]) -> None:
    anna = people["analyst"]
    first = add_customers(cases, anna, CLEAR, ROWS, "retail")
    with cases.reading() as connection:
        before = state_of(connection)
    again = add_customers(cases, anna, CLEAR, ROWS, "retail")
    with cases.reading() as connection:
        assert state_of(connection) == before
    other = [ROWS[0], given(3, "C2", "Petronella Quistgaard", country="dk")]
    changed = add_customers(cases, anna, CLEAR, other, "retail")
    assert (first.added, again.same, changed.changed, changed.same) == (3, 3, 1, 1)
    with cases.reading() as connection:
        found = {c.ref: c for c in read_customers(connection, CLEAR, [0])}
        assert state_of(connection) != before
        assert verify(connection).ok
    assert found["C2"].entity["properties"]["country"] == ["dk"]
    assert found["C2"].changed > found["C1"].changed


def test_rows_that_cannot_be_kept_are_told_and_the_others_kept(
    cases: Cases, people: dict[str, Actor]
) -> None:
    rows = [
        *ROWS,
        given(5, "C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22"),
        given(6, "C1", "Somebody Else"),
        given(7, None, "Nobody's Number"),
        Given(8, "C8", None, "12 cells and 3 headings"),
        Given(9, "C9", {"schema": "Person", "properties": {"notes": ["x"]}}),
    ]
    done = add_customers(cases, people["analyst"], CLEAR, rows, "retail")
    assert (done.added, done.repeated, done.bad) == (3, 1, 4)
    told = dict(done.faults)
    assert "earlier row" in told[6]
    assert "needs one that stays" in told[7]
    assert told[8] == "12 cells and 3 headings"
    assert "no name" in told[9]


def test_a_customer_is_kept_without_a_value_that_cannot_be(
    cases: Cases, people: dict[str, Actor]
) -> None:
    entity = {"schema": "Person", "properties": {"name": ["Ruzbeh Tavakkolinia"]}}
    why = "birth date: 'unbekant' is not a date (column 'born'); screened without it"
    rows = [Given(2, "C1", entity, why)]
    done = add_customers(cases, people["analyst"], CLEAR, rows, "retail")
    assert (done.added, done.bad, done.partial) == (1, 0, 1)
    assert done.faults == [(2, why)]


def test_removed_customers_leave_an_entry_without_their_values(
    cases: Cases, people: dict[str, Actor]
) -> None:
    anna = people["analyst"]
    add_customers(cases, anna, CLEAR, ROWS, "retail")
    with cases.reading() as connection:
        numbers = find_numbers(connection, CLEAR, "retail", ["C1", "C9"])
    assert remove_customers(cases, anna, CLEAR, numbers.values(), ground="left") == 1
    with cases.reading() as connection:
        assert counts_of(connection) == {"retail": 2}
        row = connection.execute(
            select(entry).order_by(entry.c.number.desc()).limit(1)
        ).one()
        assert row.action == "customers removed"
        assert json.loads(row.facts) == {"customers": [0], "ground": "left"}
        told = "".join(connection.execute(select(entry.c.facts)).scalars())
        assert "Ruzbeh" not in told
        assert "C1" not in told
        assert verify(connection).ok
    # The number of a customer who left is not given to another.
    add_customers(cases, anna, CLEAR, ROWS[:1], "retail")
    with cases.reading() as connection:
        assert find_numbers(connection, CLEAR, "retail", ["C1"]) == {"C1": 3}


def test_sealed_customers_need_their_key(
    cases: Cases, people: dict[str, Actor]
) -> None:
    anna, box = people["analyst"], box_with(new_key())
    add_customers(cases, anna, box, ROWS, "retail")
    with cases.reading() as connection:
        raw = b"".join(connection.execute(select(customer.c.sealed)).scalars())
        assert b"Ruzbeh" not in raw
        assert b"C1" not in raw
        assert [c.ref for c in read_customers(connection, box, [0])] == ["C1", "C2", "C3"]  # fmt: skip
        check_key(connection, box)
        with pytest.raises(WrongKeyError, match="give it by OSTRAKA_KEY"):
            check_key(connection, CLEAR)
        with pytest.raises(WrongKeyError, match="the key given is"):
            check_key(connection, box_with(new_key()))
    with pytest.raises(WrongKeyError):
        add_customers(cases, anna, CLEAR, ROWS, "retail")


def test_sealed_values_cannot_change_places(
    cases: Cases, people: dict[str, Actor]
) -> None:
    box = box_with(new_key())
    add_customers(cases, people["analyst"], box, ROWS, "retail")
    with cases.engine.begin() as connection:
        values = connection.execute(select(customer.c.sealed).order_by(customer.c.id))
        first = values.scalars().first()
        connection.execute(
            update(customer).where(customer.c.id == 1).values(sealed=first)
        )
    with cases.reading() as connection:
        with pytest.raises(WrongKeyError, match="does not open"):
            list(read_customers(connection, box, [0]))
        assert verify(connection).faults == (
            "customers 0 to 4095: were changed after an entry recorded them",
        )


@pytest.mark.parametrize("old", [CLEAR, box_with(new_key())], ids=["clear", "sealed"])
def test_the_key_can_be_changed(
    cases: Cases, people: dict[str, Actor], old: Box
) -> None:
    anna, new = people["analyst"], box_with(new_key())
    add_customers(cases, anna, old, ROWS, "retail")
    assert reseal(cases, people["admin"], old, new) == 3
    with cases.reading() as connection:
        assert len(list(read_customers(connection, new, [0]))) == 3
        assert verify(connection).ok
    # Nobody changed: nobody needs to be screened anew.
    assert add_customers(cases, anna, new, ROWS, "retail").same == 3


@pytest.mark.parametrize("key", ["secret", "c2hvcnQ=", "é" * 44])
def test_what_is_no_key_is_told(key: str) -> None:
    with pytest.raises(UsageError, match="32 bytes in base64"):
        box_with(key)


def test_a_changed_or_added_customer_shows_in_the_audit(
    sqlite_cases: Cases, people: dict[str, Actor]
) -> None:
    add_customers(sqlite_cases, people["analyst"], CLEAR, ROWS, "retail")
    with sqlite_cases.engine.begin() as connection:
        connection.execute(text("UPDATE customer SET portfolio = 'x' WHERE id = 2"))
    with sqlite_cases.reading() as connection:
        assert not verify(connection).ok


def test_a_portfolios_name_is_checked(
    sqlite_cases: Cases, people: dict[str, Actor]
) -> None:
    with pytest.raises(UsageError, match="no slash"):
        add_customers(sqlite_cases, people["analyst"], CLEAR, ROWS, "a/b")


def test_an_erased_person_leaves_the_portfolio_too(
    sqlite_cases: Cases, people: dict[str, Actor], basis: Basis
) -> None:
    box, anna = box_with(new_key()), people["analyst"]
    add_customers(sqlite_cases, anna, box, ROWS, "retail")
    monitor(sqlite_cases, anna, basis, box)
    for number, version in ((1, 1), (2, 1)):
        answer = Answer(Decision.FALSE_POSITIVE, "other name")
        decide(sqlite_cases, anna, number, version, answer)
    with pytest.raises(WrongKeyError):
        erase_person(sqlite_cases, people["admin"], 1, ground="on request")
    erase_person(sqlite_cases, people["admin"], 1, ground="on request", box=box)
    with sqlite_cases.reading() as connection:
        left = [c.ref for c in read_customers(connection, box, [0])]
        assert left == ["C2", "C3"]
        (packed,) = packs_of(read_kept(connection, box, 0))
        assert "ruzbeh" not in packed.texts
        assert b"ruzbeh" not in packed.to_bytes()
        assert verify(connection).ok


def test_a_customer_is_not_let_go_by_age(
    sqlite_cases: Cases, people: dict[str, Actor], basis: Basis, clock: Clock
) -> None:
    anna = people["analyst"]
    add_customers(sqlite_cases, anna, CLEAR, ROWS, "retail")
    monitor(sqlite_cases, anna, basis, CLEAR)
    answer = Answer(Decision.FALSE_POSITIVE, "other name")
    decide(sqlite_cases, anna, 1, 1, answer)
    clock.pass_days(4000)
    assert retain(sqlite_cases, people["admin"]).subjects == ()
    remove_customers(sqlite_cases, anna, CLEAR, [0], ground="left")
    assert retain(sqlite_cases, people["admin"]).subjects == (1,)
