"""Judgements are appended and never lost; canonical ids follow from them alone."""

import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ostraka.errors import StoreError, UsageError
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import (
    RESOLVER,
    Answer,
    Judgement,
    in_force,
    parties_of,
)
from ostraka.record.judgements import Judgements

SAME, DIFFERENT, PART_OF, WITHDRAWN = (
    Answer.SAME,
    Answer.DIFFERENT,
    Answer.PART_OF,
    Answer.WITHDRAWN,
)


def judged(
    left: str, answer: Answer, right: str, by: str = "ana", number: int = 0
) -> Judgement:
    return Judgement(left, right, answer, by, "2026-11-22T12:00:00Z", number=number)


def parties(*rows: Judgement) -> list[tuple[str, ...]]:
    return sorted(parties_of(rows).members.values())


def test_what_is_the_same_as_the_same_is_one_party() -> None:
    assert parties(judged("a", SAME, "b"), judged("c", SAME, "b")) == [("a", "b", "c")]


def test_the_id_named_first_stays_canonical_through_merges_and_splits() -> None:
    rows = [judged("b", SAME, "c"), judged("a", SAME, "d"), judged("c", SAME, "d")]
    assert parties(*rows) == [("b", "c", "a", "d")]
    rows.append(judged("d", DIFFERENT, "c"))
    assert parties(*rows) == [("a", "d"), ("b", "c")]


def test_a_party_that_was_split_keeps_an_answer_for_every_id_it_had() -> None:
    rows = [judged("a", SAME, "b"), judged("b", SAME, "c"), judged("a", WITHDRAWN, "b")]
    assert parties_of(rows).canonical == {"a": "a", "b": "b", "c": "b"}


def test_an_id_made_to_stand_for_a_party_goes_first() -> None:
    rows = [judged("ofac-1", SAME, "NK-x"), judged("NK-x", SAME, "Q42")]
    assert parties(*rows) == [("Q42", "NK-x", "ofac-1")]


def test_what_a_person_keeps_apart_no_chain_of_others_unites() -> None:
    found = parties_of(
        [judged("a", SAME, "b"), judged("b", SAME, "c"), judged("a", DIFFERENT, "c")]
    )
    assert sorted(found.members.values()) == [("a", "b"), ("c",)]
    assert [j.pair for j in found.set_aside] == [("b", "c")]


def test_a_part_is_never_united_with_its_whole() -> None:
    assert parties(judged("wing", PART_OF, "whole"), judged("wing", SAME, "other"), judged("other", SAME, "whole")) == [
        ("whole",), ("wing", "other"),
    ]  # fmt: skip


def test_a_person_goes_before_the_resolver_whoever_spoke_last() -> None:
    rows = [judged("a", DIFFERENT, "b"), judged("a", SAME, "b", RESOLVER)]
    assert parties(*rows) == [("a",), ("b",)]
    rows.append(judged("a", SAME, "b"))
    assert parties(*rows) == [("a", "b")]


def test_what_a_person_took_back_the_resolver_does_not_bring_back() -> None:
    rows = [
        judged("a", SAME, "b", RESOLVER),
        judged("a", WITHDRAWN, "b"),
        judged("a", SAME, "b", RESOLVER),
    ]
    assert parties(*rows) == [("a",), ("b",)]


def test_nothing_is_written_by_asking(tmp_path: Path) -> None:
    kept = Judgements(tmp_path / "home")
    assert kept.canonical("a") == "a"
    assert kept.members("a") == ("a",)
    assert (kept.last, kept.all(), kept.about("a"), kept.parts("a")) == (0, [], [], [])
    assert not (tmp_path / "home").exists()


def test_a_session_leads_from_any_id_to_its_party(tmp_path: Path) -> None:
    with Ostraka(tmp_path) as session:
        session.judgements.append([judged("a", SAME, "b"), judged("b", SAME, "c")])
        assert {session.canonical(key) for key in "abc"} == {"a"}
        assert session.referents("c") == ("b", "c")
        assert session.referents("unknown") == ()


def test_a_record_is_not_judged_against_itself(tmp_path: Path) -> None:
    kept = Judgements(tmp_path)
    with pytest.raises(UsageError, match="against itself"):
        kept.append([judged("a", SAME, "b"), judged("c", SAME, "c")])
    assert kept.all() == []


def test_a_judgement_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    kept = Judgements(tmp_path)
    kept.append([judged("a", SAME, "b")])
    connection = sqlite3.connect(kept.path)
    for change in (
        "UPDATE judgement SET answer = 'different'",
        "DELETE FROM judgement",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(change)
    connection.close()


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "judgements.sqlite").write_bytes(b"not a database, not at all" * 50)
    with pytest.raises(StoreError, match="damaged"):
        Judgements(tmp_path).canonical("a")
    with pytest.raises(StoreError, match="damaged"):
        Judgements(tmp_path).append([judged("a", SAME, "b")])


WRITER = """
import sys
from pathlib import Path
from ostraka.record.canonical import Answer, Judgement
from ostraka.record.judgements import Judgements
kept = Judgements(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    one, other = f"{sys.argv[2]}{number}", f"{sys.argv[2]}{number + 1}"
    kept.append([
        Judgement(one, other, Answer.SAME, "ana", "2026-11-22T12:00:00Z"),
        Judgement(one, "else", Answer.DIFFERENT, "ana", "2026-11-22T12:00:00Z"),
    ])
    print(number, flush=True)
"""


def writer(home: Path, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_writer_killed_half_way_leaves_whole_judgements(tmp_path: Path) -> None:
    process = writer(tmp_path, "a", 100_000)
    assert process.stdout is not None
    written = [process.stdout.readline() for _ in range(20)][-1]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    kept = Judgements(tmp_path)
    rows = kept.all()
    # Both of an append are there or neither, and all that was said to be written.
    assert len(rows) % 2 == 0
    assert len(rows) // 2 > int(written)
    assert [j.number for j in rows] == list(range(1, len(rows) + 1))
    expected = parties_of(rows).canonical
    assert {name: kept.canonical(name) for name in expected} == expected
    kept.append([judged("a0", WITHDRAWN, "a1")])
    assert kept.canonical("a5") == "a1"
    kept.close()


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    both = [writer(tmp_path, name, 25) for name in "ab"]
    assert [process.wait() for process in both] == [0, 0]
    for process in both:
        assert process.stdout is not None
        process.stdout.close()
    kept = Judgements(tmp_path)
    assert len(kept.all()) == 100
    assert kept.members("a9")[0] == "a0"
    assert len(kept.members("b9")) == 26
    kept.close()


class Judging(RuleBasedStateMachine):
    """Any sequence of judgements, reversals and reloads keeps ids and decisions."""

    names = st.sampled_from([*"abcdefg", "NK-1", "Q7"])
    who = st.sampled_from(["ana", "ben", RESOLVER])

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.kept = Judgements(Path(self.folder.name))
        self.said: list[Judgement] = []

    @rule(
        rows=st.lists(
            st.tuples(names, names, st.sampled_from(list(Answer)), who), max_size=4
        )
    )
    def judge(self, rows: list[tuple[str, str, Answer, str]]) -> None:
        drafts = [judged(a, answer, b, by) for a, b, answer, by in rows if a != b]
        self.kept.append(drafts)
        self.said += drafts

    @precondition(lambda self: self.said)
    @rule(place=st.integers(0, 50), answer=st.sampled_from([WITHDRAWN, DIFFERENT]))
    def reverse(self, place: int, answer: Answer) -> None:
        old = self.said[place % len(self.said)]
        self.kept.append([judged(old.left, answer, old.right)])
        self.said.append(judged(old.left, answer, old.right))

    @rule()
    def reload(self) -> None:
        self.kept.close()
        self.kept = Judgements(Path(self.folder.name))

    @invariant()
    def no_decision_is_lost(self) -> None:
        rows = self.kept.all()
        assert [(j.left, j.right, j.answer, j.by) for j in rows] == [
            (j.left, j.right, j.answer, j.by) for j in self.said
        ]

    @invariant()
    def every_id_leads_to_a_party_that_has_it(self) -> None:
        for name in {name for j in self.said for name in j.pair}:
            canonical = self.kept.canonical(name)
            members = self.kept.members(name)
            assert members[0] == canonical
            assert name in members
            assert self.kept.canonical(canonical) == canonical

    @invariant()
    def what_is_kept_is_what_the_table_says(self) -> None:
        expected = parties_of(self.said).canonical
        assert {name: self.kept.canonical(name) for name in expected} == expected

    @invariant()
    def what_people_keep_apart_is_apart_and_only_the_same_is_united(self) -> None:
        counting = in_force(self.said)
        linked = {j.pair for j in counting.values() if j.answer is SAME}
        for judgement in counting.values():
            left, right = (self.kept.canonical(name) for name in judgement.pair)
            if judgement.by_person and judgement.answer is DIFFERENT:
                aside = parties_of(self.said).set_aside
                assert left != right, aside
        for members in parties_of(self.said).members.values():
            reached, ahead = set(), {members[0]}
            while ahead:
                reached |= ahead
                ahead = {
                    n for pair in linked if set(pair) & ahead for n in pair
                } - reached
            assert set(members) <= reached

    def teardown(self) -> None:
        self.kept.close()
        self.folder.cleanup()


Judging.TestCase.settings = settings(
    max_examples=60, stateful_step_count=12, deadline=None
)
TestJudging = Judging.TestCase
