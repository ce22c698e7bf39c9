"""Lists compared from the files on: what is judged, what is asked, what a change does."""

import pytest

from ostraka.errors import UsageError
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import RESOLVER, Answer
from tests.resolve.conftest import Load, entity

#: Persons and bodies of two lists: the same person, two namesakes, a wing of a body.
ONE = (
    entity("one-1", "Person", ["Gholam Reza Testovari", "غلامرضا تستواری"], birthDate="1961-02-03", nationality="ir"),
    entity("one-2", "Person", "Oleg Probin", birthDate="1950-01-01"),
    entity("one-3", "Organization", "Zubrovka Liberation Front", country="lu"),
)  # fmt: skip
TWO = (
    entity("two-1", "Person", "Qolam Reza Testowari", birthDate="1961-02-03", nationality="ir"),
    entity("two-2", "Person", "Oleg Probin", birthDate="1985-06-07"),
    entity("two-3", "Organization", "Zubrovka Liberation Front Military Wing", country="lu"),
)  # fmt: skip


def answers(session: Ostraka) -> set[tuple[str, str, str]]:
    return {(j.left, str(j.answer), j.right) for j in session.judgements.all()}


def test_one_party_of_two_lists_is_one_and_namesakes_stay_two(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    tally = session.resolving().run()
    assert (tally.records, tally.compared) == (6, 6)
    assert session.canonical("two-1") == session.canonical("one-1") == "one-1"
    assert session.canonical("two-2") != session.canonical("one-2")
    assert {j.by for j in session.judgements.all()} == {RESOLVER}
    (said,) = (j for j in session.judgements.all() if j.answer is Answer.SAME)
    assert "date day same" in said.evidence


def test_a_wing_is_part_of_the_whole_and_both_pages_say_so(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    session.resolving().run()
    assert session.canonical("two-3") == "two-3"
    (whole,) = session.entity("two-3").parts
    assert (whole.other, whole.whole) == ("one-3", True)
    (part,) = session.entity("one-3").parts
    assert (part.other, part.whole) == ("two-3", False)


def test_a_number_one_list_takes_from_another_decides(
    session: Ostraka, load: Load
) -> None:
    """The names alone would not: "Ali Testov" is a common name."""
    un = entity("un-1", "Person", "ALI TESTOV", unscId="QDi.991")
    load(
        "un", "2026-01-01", un, entity("un-2", "Person", "ALI PROBOV", unscId="QDi.992")
    )
    load("uk", "2026-01-01", entity("uk-1", "Person", "Ali TESTOV", unscId="QDi.991"))
    session.resolving().run()
    assert session.canonical("uk-1") == session.canonical("un-1")
    (said,) = session.judgements.about("uk-1")
    assert said.evidence.startswith("both have UN number QDi.991")


def test_a_number_does_not_unite_names_that_do_not_agree(
    session: Ostraka, load: Load
) -> None:
    """A list quotes the number of somebody else."""
    load("un", "2026-01-01", entity("un-1", "Person", "ALI TESTOV", unscId="QDi.991"))
    load("uk", "2026-01-01", entity("uk-1", "Person", "Olga Probeva", unscId="QDi.991"))
    session.resolving().run()
    assert session.canonical("uk-1") != session.canonical("un-1")


def test_a_filler_merges_no_strangers(session: Ostraka, load: Load) -> None:
    for dataset, name in (("one", "Ali Testov"), ("two", "Olga Probeva")):
        load(dataset, "2026-01-01", entity(f"{dataset}-1", "Person", name, passportNumber="123456", idNumber="N/A"))  # fmt: skip
    session.resolving().run()
    assert answers(session) == set()


def test_two_records_one_list_keeps_apart_are_never_united_but_asked(
    session: Ostraka, load: Load
) -> None:
    """Both fit the record of the other list as well."""
    same = {"birthDate": "1961-02-03", "nationality": "ir", "program": "IRAN"}
    load("one", "2026-01-01", entity("one-1", "Person", "Gholam Testovari", **same), entity("one-2", "Person", "Gholam Testovari", **same))  # fmt: skip
    load("two", "2026-01-01", entity("two-1", "Person", "Qolam Testowari", **same))
    session.resolving().run()
    assert session.canonical("one-1") != session.canonical("one-2")
    asked = [
        q for q in session.resolving().questions() if {q.left, q.right} & {"one-2"}
    ]
    assert asked
    assert {q.reason for q in asked} & {
        "one list keeps records of the two apart",
        "one list has both, under one programme",
    }


def test_a_body_one_list_has_for_two_programmes_is_one(
    session: Ostraka, load: Load
) -> None:
    name = "Zubrovka Copper and Cobalt Combine"
    load("one", "2026-01-01", entity("one-1", "Organization", name, "IRN"), entity("one-2", "Organization", name, "SYR"))  # fmt: skip
    load("two", "2026-01-01", entity("two-1", "Organization", name, "IRN"))
    session.resolving().run()
    assert len({session.canonical(i) for i in ("one-1", "one-2", "two-1")}) == 1


def test_a_bank_and_its_branch_that_share_one_name_are_asked(
    session: Ostraka, load: Load
) -> None:
    """OFAC FAQ 5: one of several names agrees and nothing else, which is no match."""
    bank = entity("one-1", "Organization", "Zubrovka Bank")
    name, alias = "PJSC ZUBROVKA BANK (KENYA)", "ZUBROVKA BANK, PJSC"
    load("one", "2026-01-01", bank)
    load("two", "2026-01-01", entity("two-1", "Organization", name, alias=alias))
    session.resolving().run()
    assert session.canonical("two-1") != session.canonical("one-1")
    (question,) = session.resolving().questions()
    assert {question.left, question.right} == {"one-1", "two-1"}


def test_two_names_that_are_the_same_are_enough(session: Ostraka, load: Load) -> None:
    alias, long = "Zubrovsky Kreditny Dom", "Grand Zubrovka Bank (Kenya)"
    bank = entity("one-1", "Organization", "Zubrovka Bank", alias=alias)
    same = entity("two-1", "Organization", long, alias=["Zubrovka Bank", alias])
    load("one", "2026-01-01", bank)
    load("two", "2026-01-01", same)
    session.resolving().run()
    assert session.canonical("two-1") == session.canonical("one-1")


def test_what_a_person_judged_stands(session: Ostraka, load: Load) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    resolving = session.resolving()
    resolving.judge("one-1", Answer.DIFFERENT, "two-1", by="ana")
    resolving.judge("one-2", Answer.SAME, "two-2", by="ana", evidence="my file")
    resolving.run()
    assert session.canonical("two-1") != session.canonical("one-1")
    assert session.canonical("two-2") == session.canonical("one-2")


def test_a_second_run_compares_nothing_and_adds_nothing(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    session.resolving().run()
    before = session.judgements.all()
    tally = session.resolving().run()
    assert (tally.compared, tally.same, tally.parts) == (0, 0, 0)
    assert session.judgements.all() == before


def test_only_what_came_is_compared_with_the_parties_there_are(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    session.resolving().run()
    came = entity("three-1", "Person", "Gholam-Reza Testovari", birthDate="1961-02-03")
    load("three", "2026-01-02", came)
    tally = session.resolving().run()
    assert tally.compared == 1
    assert session.canonical("three-1") == "one-1"


def test_what_the_resolver_judged_is_taken_back_when_values_contradict_it(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    session.resolving().run()
    assert session.canonical("two-1") == "one-1"
    other = entity(
        "two-1", "Person", "Olga Probeva", birthDate="1990-11-12", nationality="us"
    )
    load("two", "2026-02-01", other, *TWO[1:])
    assert session.resolving().run().taken_back == 1
    assert session.canonical("two-1") == "two-1"
    last = session.judgements.about("two-1")[-1]
    assert (last.answer, last.by) == (Answer.WITHDRAWN, RESOLVER)


def test_a_dry_run_writes_nothing(session: Ostraka, load: Load) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-01", *TWO)
    tally = session.resolving().run(dry=True)
    assert (tally.same, tally.parts) == (1, 1)
    assert session.judgements.all() == []
    assert list(session.resolving().questions()) == []
    assert not (session.home / "resolve.sqlite").exists()


def test_a_common_name_alone_is_asked_until_it_is_answered(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", entity("one-1", "Person", "Mohammad Ali"))
    load("two", "2026-01-01", entity("two-1", "Person", "Mohammad ALI"))
    resolving = session.resolving()
    resolving.run()
    assert session.judgements.all() == []
    (question,) = resolving.questions()
    assert question.explanation[0].feature == "name"
    resolving.judge(question.left, Answer.UNSURE, question.right, by="ana")
    assert list(resolving.questions()) == []
    resolving.judge(question.left, Answer.WITHDRAWN, question.right, by="ana")
    assert list(resolving.questions()) == [question]


def test_a_judgement_needs_a_name(session: Ostraka) -> None:
    with pytest.raises(UsageError, match="name of who judges"):
        session.resolving().judge("a", Answer.SAME, "b", by=" ")


def test_a_party_is_one_page_and_one_alert_with_one_timeline(
    session: Ostraka, load: Load
) -> None:
    load("one", "2026-01-01", *ONE)
    load("two", "2026-01-02", *TWO)
    session.resolving().run()
    amended = entity("two-1", "Person", "Qolam Reza Testowari", birthDate="1961-02-03", nationality="lu")  # fmt: skip
    load("two", "2026-03-01", amended, *TWO[1:])
    view = session.entity("two-1")
    assert (view.id, view.referents) == ("one-1", ("two-1",))
    assert {s.dataset for s in view.standings} == {"one", "two"}
    assert [(e.day, e.dataset, e.kind) for e in view.history] == [
        ("2026-01-01", "one", "first seen here"),
        ("2026-01-02", "two", "first seen here"),
        ("2026-03-01", "two", "amended"),
    ]
    (match,) = session.screen("Gholam-Reza Testovari", threshold=0.6)
    assert match.entity_id == "one-1"
    assert match.datasets == ("one", "two")
    assert match.referents == ("two-1",)
    entity_ = view.to_dict()["entity"]
    assert (entity_["id"], entity_["referents"]) == ("one-1", ["two-1"])
    assert session.record("two-1").referents == ()


def test_lines_taken_in_twice_are_judged_once(session: Ostraka) -> None:
    lines = ['["NK-1", "one-1", "positive", null, "ana", "2024-05-01T10:00:00"]']
    resolving = session.resolving()
    assert (resolving.take_in(lines), resolving.take_in(lines)) == (1, 0)
    assert list(resolving.give_out()) == lines
    assert session.canonical("one-1") == "NK-1"
    assert resolving.take_in(resolving.give_out()) == 0
