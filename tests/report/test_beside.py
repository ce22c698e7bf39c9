"""What several sources say of one event, set side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import UsageError
from ostraka.report.beside.compare import set_side_by_side
from ostraka.report.beside.model import Fact, Relation, Source
from ostraka.report.beside.sources import read_sources, source_of_reading
from ostraka.report.beside.values import slot_of
from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def source(key: str, group: str = "", **facts: str | tuple[str, str]) -> Source:
    """Make a source that states facts of the event `raid`."""
    stated = []
    for slot, value in facts.items():
        text, status = (value, "reported") if isinstance(value, str) else value
        stated.append(Fact(key, "raid", slot, text, status))
    return Source(key, key, None, group or key, tuple(stated))


def relations(*sources: Source) -> list[tuple[Any, ...]]:
    return [
        (r.kind, r.slot, [(s.value, s.by) for s in r.sides])
        for r in set_side_by_side(sources)
    ]


def test_equal_values_of_two_origins_corroborate_each_other():
    assert relations(source("a", killed="3"), source("b", killed="3 (1 attacker)")) == [
        ("corroboration", "killed", [("3", ("a", "b"))])
    ]


def test_sources_of_one_origin_count_once():
    found = relations(
        source("a", "paper", date="2019-05-02"), source("b", "paper", date="2019-05-02")
    )
    assert found == [("not_independent", "*", [("same origin", ("a", "b"))])]


def test_a_finer_value_agrees_and_is_said_to_be_finer():
    found = relations(source("a", date="2019"), source("b", date="2019-05-02"))
    assert found == [
        ("corroboration", "date", [("2019", ("a", "b"))]),
        ("granularity", "date", [("2019", ("a",)), ("2019-05-02", ("b",))]),
    ]


def test_days_that_cannot_both_be_so_contradict_and_nothing_is_averaged():
    found = relations(
        source("a", date="2019-05-02"),
        source("b", date="2020"),
        source("c", date="2020-01"),
    )
    assert found[0] == (
        "contradiction",
        "date",
        [("2019-05-02", ("a",)), ("2020", ("b", "c"))],
    )


def test_the_better_supported_value_is_the_one_of_more_origins():
    (found,) = set_side_by_side(
        [source("a", killed="3"), source("b", killed="5"), source("c", killed="5")]
    )
    assert found.better_supported == "5"
    (even,) = set_side_by_side([source("a", killed="3"), source("b", killed="5")])
    assert even.better_supported is None


def test_about_agrees_with_a_figure_near_it_and_not_with_one_far_off():
    near = relations(source("a", injured="about 250"), source("b", injured="242"))
    far = relations(source("a", injured="about 250"), source("b", injured="120"))
    assert (near[0][0], far[0][0]) == ("corroboration", "contradiction")


def test_a_place_within_another_is_a_part_of_it():
    found = relations(source("a", place="Albania"), source("b", place="Tirana"))
    assert [kind for kind, *_ in found] == ["corroboration", "granularity"]


def test_what_one_claims_and_another_denies_is_no_contradiction_of_facts():
    found = relations(
        source("a", attributed_to=("Zembla", "asserted")),
        source("b", denial=("Zembla denied", "denied")),
    )
    assert found == [
        ("claim_and_denial", "responsibility", [("Zembla", ("a",)), ("Zembla denied", ("b",))])
    ]  # fmt: skip


def test_a_later_finding_is_a_development():
    found = relations(
        source("a", responsibility=("Foo", "charged 2019")),
        source("b", responsibility=("Foo", "court finding 2021")),
    )
    assert [kind for kind, *_ in found] == ["development"]


def test_a_value_its_own_source_contradicts_is_a_slip():
    found = relations(
        source("a", date="1983-04-18"), source("b", date="2003-04-18 (title says 1983)")
    )
    assert found == [
        ("contradiction", "date", [("2003-04-18", ("b",)), ("1983-04-18", ("a",))])
    ]


def test_what_states_nothing_is_left_out():
    assert relations(source("a", reason="not given precisely"), source("b", reason="x")) == []  # fmt: skip


def test_who_says_a_state_was_vague_stands_beside_what_that_state_said():
    def stated(key: str, value: str, holder: str) -> Source:
        fact = Fact(key, "raid", "reason", value, "official", holder)
        return Source(key, key, None, key, (fact,))

    exact = stated("a", "espionage", "Danish foreign ministry")
    vague = stated("b", "not given precisely", "Denmark")
    other = stated("c", "not given precisely", "a Danish report")
    assert relations(exact, vague, other) == [
        ("corroboration", "reason", [("espionage", ("a", "b"))])
    ]


def test_sources_of_one_document_are_named_after_it():
    one, other = source("a", "g", date="2019"), Fact("b", "report", "title", "Plots")
    found = relations(one, Source("b", "b", None, "g", (other,)))
    assert ("not_independent", "*", [("same report", ("a", "b"))]) in found


def test_a_line_that_is_no_source_is_named(tmp_path):
    path = tmp_path / "facts.jsonl"
    path.write_text('{"id": "a", "facts": []}\n{"facts": 3}\n', "utf-8")
    with pytest.raises(UsageError, match="line 2: not a source"):
        read_sources(path)


@pytest.fixture(scope="module")
def found(shared: Path) -> list[Relation]:
    sources = read_sources(shared / "reports" / "facts.jsonl")
    events = sorted({f.event for s in sources for f in s.facts})
    text = (shared / "seed" / "000_f80a803b0c0603ca.txt").read_text("utf-8")
    reading = write_reading(read_text(text, []), {})
    seed = source_of_reading("SEED", reading, events, group="G-PAPER")
    return set_side_by_side([seed, *sources])


@pytest.fixture(scope="module")
def truth(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "reports" / "relations.jsonl").read_text("utf-8")
    return [json.loads(line) for line in lines.splitlines()]


#: What the relations have that the facts do not state, and the other way round.  The
#: facts of F-BEI-6 are a date, an explosive and a responsibility, those of F-NL-2 a date
#: and a count, that of F-NL-3 a date; F-AL-4 states
#: `{"event": "m-al-expel", "slot": "reason", "value": "security"}`.
NOT_STATED = {
    ("F-BEI-6", "beirut-embassy", "killed"),
    ("F-NL-2", "m-nl-expel", "reason"),
    ("F-NL-3", "m-nl-expel", "reason"),
}
LEFT_OUT = {("F-AL-4", "m-al-expel", "reason")}


def _sides(relation: Relation) -> set[tuple[str, frozenset[str]]]:
    key = (relation.event, relation.slot)
    return {
        (
            "" if relation.slot == "reason" else side.value,
            frozenset(s for s in side.by if (s, *key) not in LEFT_OUT),
        )
        for side in relation.sides
    }


class TestReal:
    """Thirty public sources, and what was worked out between them by hand."""

    def test_every_relation_comes_out_with_its_values_and_who_states_them(
        self, found, truth
    ):
        for wanted in truth:
            key = (wanted["kind"], wanted["event"], wanted["slot"])
            same = [r for r in found if (r.kind, r.event, r.slot) == key]
            sides = {
                (
                    # Reasons are in the words of whoever worked the relations out.
                    "" if key[2] == "reason" else side["value"],
                    frozenset(s for s in side["by"] if (s, *key[1:]) not in NOT_STATED),
                )
                for side in wanted["sides"]
            }
            assert sides in [_sides(r) for r in same], wanted

    def test_what_differs_is_what_the_facts_do_not_state(self, shared):
        stated = {
            (f.source, f.event, slot_of(f.slot))
            for s in read_sources(shared / "reports" / "facts.jsonl")
            for f in s.facts
        }
        assert not stated & NOT_STATED
        assert stated >= LEFT_OUT

    def test_a_reason_is_told_with_how_sure_it_is(self, found):
        values = {
            side.value
            for r in found
            for side in r.sides
            if (r.event, r.slot) == ("m-nl-expel", "reason") and "SEED" in side.by
        }
        assert values == {"were, or were thought to be linked, to the attacks"}

    def test_the_likely_confusion_is_named(self, found):
        (relation,) = [
            r
            for r in found
            if (r.kind, r.event, r.slot)
            == ("contradiction", "buenosaires-embassy", "date")
        ]
        assert relation.likely_confusion == "amia"
        assert relation.better_supported == "1992-03-17"

    def test_republications_of_the_paper_are_one_origin(self, found):
        (paper,) = [r for r in found if r.kind == "not_independent" and "SEED" in r.sides[0].by]  # fmt: skip
        assert paper.sides[0].by == ("SEED", "F-PAP-1", "F-PAP-2", "F-PAP-3", "F-PAP-4")
        assert paper.sides[0].independent == 1
