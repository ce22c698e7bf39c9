"""Monitoring: what is new, other or over; the proof; killed and run again."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from ostraka.casework import Actor, Cases, Decision, asking
from ostraka.casework.alerts import queue, read_alert
from ostraka.casework.customers import find_numbers
from ostraka.casework.database import last_entry
from ostraka.casework.decisions import confirm, decide
from ostraka.casework.keeping import Given, add_customers, remove_customers
from ostraka.casework.kept import keep, made_by, packs_of, read_kept, what_is_kept
from ostraka.casework.model import Answer, Status
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.proof import Proof, find_proof, last_proof, overdue, to_text
from ostraka.casework.sealing import CLEAR, box_with, new_key
from ostraka.casework.tables import entry, monitoring, prepared
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.casework.webhooks import add_hook
from ostraka.errors import NotFoundError, StoreError
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer as Judged
from ostraka.record.canonical import Judgement
from tests.casework.lists import PARTIES, basis_of, write_list

Run = Callable[..., Proof]


def customer(ref: str, name: str, **facts: str) -> Given:
    properties = {"name": [name], **{k: [v] for k, v in facts.items()}}
    return Given(1, ref, {"schema": "Person", "properties": properties})


def party(id_: str, name: str, **facts: str) -> dict[str, object]:
    properties = {"name": [name], **{k: [v] for k, v in facts.items()}}
    return {"id": id_, "schema": "Person", "properties": properties}


CUSTOMERS = [
    customer("C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22"),
    customer("C2", "Petronella Quistgaard"),
    customer("C3", "Ottokar Brzezinka"),
]


@pytest.fixture
def run(cases: Cases, people: dict[str, Actor], home: Ostraka) -> Run:
    """Monitor the customers as things stand now."""

    def run_now(**how: bool) -> Proof:
        basis = basis_of(home)
        return monitor(cases, people["analyst"], basis, CLEAR, How(**how))  # type: ignore[arg-type]

    return run_now


@pytest.fixture
def first(cases: Cases, people: dict[str, Actor], run: Run) -> Proof:
    add_customers(cases, people["analyst"], CLEAR, CUSTOMERS, "retail")
    return run()


def matches(proof: Proof) -> tuple[int, int, int, int]:
    found = proof.facts["matches"]
    return found["standing"], found["new"], found["changed"], found["ended"]


def same_as_everything(run: Run, proof: Proof) -> bool:
    """Tell whether a look at everything finds what was found already."""
    whole = run(everything=True)
    return (
        whole.facts["results_digest"] == proof.facts["results_digest"]
        and matches(whole)[1:] == (0, 0, 0)
    )  # fmt: skip


def test_the_first_look_is_at_everything(first: Proof, cases: Cases) -> None:
    assert first.facts["why"] == "everything, for the first time"
    assert matches(first) == (1, 1, 0, 0)
    assert first.facts["compared"] == {
        "with_all": 3, "with_changed": 0, "changed_parties": 0, "comparisons": 9,
    }  # fmt: skip
    with cases.reading() as connection:
        (alert,), _ = queue(connection, Wanted())
        assert (alert.ref, alert.party, alert.status) == ("C1", "x-1", Status.OPEN)
        assert verify(connection).ok


def test_nothing_changed_and_it_is_proven_again(first: Proof, run: Run) -> None:
    second = run()
    assert second.facts["compared"]["comparisons"] == 0
    assert second.facts["results_digest"] == first.facts["results_digest"]
    assert second.facts["before"]["digest"] == first.digest


@pytest.mark.usefixtures("first")
def test_all_customers_are_asked_about_the_parties_that_changed(
    run: Run, home: Ostraka, cases: Cases
) -> None:
    more = [*PARTIES, party("x-4", "Ottokar Brzezinka", country="cz")]
    write_list(home, more, "2026-11-02")
    second = run()
    asked = second.facts["compared"]
    assert (asked["changed_parties"], asked["with_changed"]) == (1, 3)
    assert asked["with_all"] == 1
    assert matches(second) == (2, 1, 0, 0)
    with cases.reading() as connection:
        found, _ = queue(connection, Wanted())
        assert [a.ref for a in found] == ["C1", "C3"]
    assert same_as_everything(run, second)


@pytest.mark.usefixtures("first")
def test_a_party_that_is_amended_or_leaves_changes_and_ends_the_match(
    run: Run, home: Ostraka, cases: Cases
) -> None:
    other = party("x-1", "Ruzbeh Tavakkolinia", birthDate="1971")
    write_list(home, [other, *PARTIES[1:]], "2026-11-02")
    amended = run()
    assert matches(amended) == (1, 0, 1, 0)
    write_list(home, PARTIES[1:], "2026-11-03")
    gone = run()
    assert matches(gone) == (0, 0, 0, 1)
    with cases.reading() as connection:
        told = read_alert(connection, 1)
        assert told.alert.status is Status.OPEN
        assert told.steps[-1].text == "The match is over: the party is not on the lists any more."  # fmt: skip
    assert same_as_everything(run, gone)


@pytest.mark.usefixtures("first")
def test_a_customer_who_changed_is_asked_about_all_lists(
    run: Run, cases: Cases, people: dict[str, Actor]
) -> None:
    rows = [customer("C2", "Marquita Oldenbroek"), *CUSTOMERS[::2]]
    add_customers(cases, people["analyst"], CLEAR, rows, "retail")
    second = run()
    assert second.facts["compared"]["with_all"] == 1
    assert matches(second) == (2, 1, 0, 0)
    assert same_as_everything(run, second)


@pytest.mark.usefixtures("first")
def test_the_matches_of_a_customer_who_left_are_over(
    run: Run, cases: Cases, people: dict[str, Actor]
) -> None:
    with cases.reading() as connection:
        numbers = find_numbers(connection, CLEAR, "retail", ["C1"]).values()
    remove_customers(cases, people["analyst"], CLEAR, numbers, ground="left")
    second = run()
    assert matches(second) == (0, 0, 0, 1)
    assert second.facts["customers"] == 2


@pytest.mark.usefixtures("first")
def test_a_true_match_that_comes_back_is_opened_again(
    run: Run, home: Ostraka, cases: Cases, people: dict[str, Actor]
) -> None:
    answer = Answer(Decision.TRUE_MATCH, "same person", "it is them")
    decide(cases, people["analyst"], 1, 1, answer)
    confirm(cases, people["reviewer"], 1, 2)
    write_list(home, PARTIES[1:], "2026-11-02")
    run()
    write_list(home, PARTIES, "2026-11-03")
    assert matches(run())[:2] == (1, 1)
    with cases.reading() as connection:
        found = read_alert(connection, 1).alert
    assert (found.status, found.reopened) == (
        Status.OPEN, "the match had ended and has come back",
    )  # fmt: skip


@pytest.mark.usefixtures("first")
def test_records_judged_one_party_are_one_match(run: Run, home: Ostraka) -> None:
    twin = party("x-9", "Ruzbeh Tavakkolinia", birthDate="1971-12-22")
    write_list(home, [*PARTIES, twin], "2026-11-02")
    assert matches(run())[:2] == (2, 1)
    judge = Judgement("x-1", "x-9", Judged.SAME, "anna", "2026-11-02T00:00:00Z")
    home.judgements.append([judge])
    joined = run()
    assert joined.facts["compared"]["changed_parties"] == 0
    assert matches(joined) == (1, 0, 1, 1)
    assert same_as_everything(run, joined)
    home.judgements.append([replace(judge, answer=Judged.DIFFERENT)])
    assert matches(run())[:2] == (2, 1)


@pytest.mark.usefixtures("first")
def test_another_threshold_means_everything(
    cases: Cases, home: Ostraka, people: dict[str, Actor]
) -> None:
    basis = basis_of(home, threshold=0.9)
    second = monitor(cases, people["analyst"], basis, CLEAR)
    assert second.facts["why"] == "everything, since the threshold changed"


@pytest.mark.usefixtures("first")
def test_what_was_seen_last_was_changed_and_everything_is_asked(
    run: Run, cases: Cases
) -> None:
    with cases.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE seen SET packed = '\\x00'::bytea" if cases.engine.dialect.name != "sqlite" else "UPDATE seen SET packed = x'00'")  # fmt: skip
    assert "not as it was recorded" in run().facts["why"]


def test_the_proof_is_vouched_for_by_the_chain(first: Proof, cases: Cases) -> None:
    """Regulation (EU) No 260/2012, Article 5d: "at least once every calendar day"."""
    with cases.reading() as connection:
        row = connection.execute(select(entry).where(entry.c.number == first.entry)).one()  # fmt: skip
        assert row.action == "monitoring proven"
        assert json.loads(row.facts)["proof"] == first.digest
        assert verify(connection).ok
    assert first.holds
    text = to_text(first)
    assert f"Recorded by entry {first.entry}" in text
    assert "Ruzbeh" not in text
    with cases.engine.begin() as connection:
        forged = first.text.replace('"customers":3', '"customers":4')
        connection.execute(monitoring.update().values(proof=forged))
    with cases.reading() as connection:
        changed = find_proof(connection)
        assert not changed.holds
        assert "NOT AS RECORDED" in to_text(changed)
        assert not verify(connection).ok


@pytest.mark.usefixtures("first")
def test_a_proof_older_than_a_day_or_than_a_list_is_said(
    run: Run, cases: Cases, home: Ostraka, clock: object
) -> None:
    """All customers are checked after any change of a list and at least once per
    calendar day (Regulation (EU) No 260/2012, Article 5d, secondary)."""

    def told() -> list[str]:
        with cases.reading() as connection:
            return overdue(connection, basis_of(home).versions, cases.now())

    assert told() == []
    write_list(home, PARTIES[1:], "2026-11-02")
    (why,) = told()
    assert "other versions than those in force of: test_list" in why
    run()
    assert told() == []
    clock.pass_days(2)  # type: ignore[attr-defined]
    assert "more than a day" in told()[0]
    run()
    assert told() == []


def test_without_customers_nothing_is_overdue_and_there_is_no_proof(
    cases: Cases, home: Ostraka
) -> None:
    with cases.reading() as connection:
        assert overdue(connection, basis_of(home).versions, cases.now()) == []
        assert last_proof(connection) is None
        with pytest.raises(NotFoundError, match="ostraka monitor"):
            find_proof(connection)


def test_sealed_customers_are_monitored_and_what_is_worked_out_is_sealed_too(
    cases: Cases, home: Ostraka, people: dict[str, Actor]
) -> None:
    box = box_with(new_key())
    add_customers(cases, people["analyst"], box, CUSTOMERS, "retail")
    first = monitor(cases, people["analyst"], basis_of(home), box)
    write_list(home, [*PARTIES, party("x-4", "Ottokar Brzezinka")], "2026-11-02")
    second = monitor(cases, people["analyst"], basis_of(home), box)
    assert (matches(first)[0], matches(second)[0]) == (1, 2)
    with cases.reading() as connection:
        for table in ("customer", "prepared"):
            rows = connection.exec_driver_sql(f"SELECT sealed FROM {table}")  # noqa: S608 - our own tables
            assert all(b"quistgaard" not in bytes(r[0]).lower() for r in rows)


def kept_words(cases: Cases) -> set[str]:
    with cases.reading() as connection:
        packs = list(packs_of(read_kept(connection, CLEAR, 0)))
    return {word for packed in packs for word in packed.texts}


def test_customers_who_changed_take_the_place_of_what_was_kept_of_them(
    first: Proof, run: Run, cases: Cases, home: Ostraka, people: dict[str, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert first.holds
    monkeypatch.setattr(asking, "_MOST_STALE", 0)
    add_customers(cases, people["analyst"], CLEAR, [customer("C3", "Wendeline Achterberg"), customer("C4", "Xaver Ypsilanti")], "retail")  # fmt: skip
    write_list(home, [*PARTIES, party("x-4", "Wendeline Achterberg"), party("x-5", "Ottokar Brzezinka")], "2026-11-02")  # fmt: skip
    second = run()
    assert matches(second) == (2, 1, 0, 0)
    words = kept_words(cases)
    assert {"wendeline", "ypsilanti", "petronella"} <= words
    assert "ottokar" not in words
    with cases.reading() as connection:
        assert what_is_kept(connection).fresh == {0: frozenset()}
    write_list(home, [*PARTIES, party("x-4", "Wendeline Achterberg"), party("x-6", "Xaver Ypsilanti")], "2026-11-03")  # fmt: skip
    third = run()
    assert matches(third) == (3, 1, 0, 0)
    assert same_as_everything(run, third)


def test_what_is_kept_has_nobody_who_left_while_it_was_worked_out(
    first: Proof, cases: Cases, people: dict[str, Actor]
) -> None:
    assert first.holds
    with cases.reading() as connection:
        upto, kept = last_entry(connection), read_kept(connection, CLEAR, 0)
        numbers = find_numbers(connection, CLEAR, "retail", ["C2"]).values()
    remove_customers(cases, people["analyst"], CLEAR, numbers, ground="left")
    keep(cases, CLEAR, 0, kept, upto)
    assert "quistgaard" not in kept_words(cases)
    assert "ottokar" in kept_words(cases)


@pytest.mark.parametrize("made", ["another program", None])
def test_what_cannot_be_read_of_who_leaves_is_taken_away(
    first: Proof, cases: Cases, people: dict[str, Actor], made: str | None
) -> None:
    assert first.holds
    with cases.beside() as connection:
        values = {"made": made or made_by(), "sealed": b"Quistgaard"}
        connection.execute(update(prepared).values(values))
    with cases.reading() as connection:
        numbers = find_numbers(connection, CLEAR, "retail", ["C2"]).values()
    remove_customers(cases, people["analyst"], CLEAR, numbers, ground="left")
    with cases.reading() as connection:
        assert connection.execute(select(prepared)).all() == []


def test_what_is_kept_and_damaged_is_said_and_everything_makes_it_anew(
    first: Proof, run: Run, cases: Cases, home: Ostraka
) -> None:
    assert first.holds
    with cases.beside() as connection:
        connection.execute(update(prepared).values(sealed=b"nothing of ours"))
    write_list(home, [*PARTIES, party("x-4", "Ottokar Brzezinka")], "2026-11-02")
    with pytest.raises(StoreError, match="--everything"):
        run()
    assert matches(run(everything=True)) == (2, 1, 0, 0)
    write_list(home, PARTIES, "2026-11-03")
    assert matches(run()) == (1, 0, 0, 1)


def test_webhooks_are_told(cases: Cases, people: dict[str, Actor], run: Run) -> None:
    add_hook(cases, people["admin"], "https://example.org/hook")
    add_customers(cases, people["analyst"], CLEAR, CUSTOMERS, "retail")
    run()
    with cases.reading() as connection:
        told = connection.exec_driver_sql("SELECT event, body FROM delivery ORDER BY id").all()  # fmt: skip
    assert [row[0] for row in told] == ["alert.opened", "monitoring.proven"]
    assert "Ruzbeh" not in told[0][1]
