"""Listed parties are drawn, asked for by changed names, and counted."""

from pathlib import Path

import pytest

from ostraka.index import Index, build_index, open_index
from ostraka.index.entry import Entry, Known
from ostraka.record.party import Fact, Party
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.selftest.asking import Answer, ask, name_keys
from ostraka.selftest.cases import draw_parties, make_cases, names_to_change
from ostraka.selftest.summary import (
    controls,
    curve,
    floor_of,
    just_below,
    missed,
    recall,
)

SEED = 5


def answers(index: Index, *classes: str, most: int = 40) -> list[Answer]:
    drawn = draw_parties(index, most, SEED)
    cases = make_cases(index, drawn, SEED, classes or None)
    return list(ask(index, cases, floor_of(DEFAULT_THRESHOLD)))


@pytest.fixture(scope="module")
def answered(index: Index) -> list[Answer]:
    return answers(index, most=25)


def test_each_list_gives_as_many_parties_as_it_can(index: Index) -> None:
    drawn = draw_parties(index, 50, SEED)
    sizes = {name: len(numbers) for name, numbers in drawn.items()}
    assert sum(sizes.values()) == 50
    # Lists of two parties give both; the others share what is left.
    assert sizes["nz_mfat"] == sizes["un_sc"] == 2
    assert max(sizes.values()) - min(s for s in sizes.values() if s > 4) <= 4
    assert draw_parties(index, 50, SEED) == drawn
    assert draw_parties(index, 50, SEED + 1) != drawn
    assert sum(map(len, draw_parties(index, 100_000, SEED).values())) == len(index)


def test_the_main_name_and_one_of_another_script_are_changed() -> None:
    names = ("Qasem Soleimani", "قاسم سلیمانی", "Ghasem Soleymani", "Касем Сулеймани")
    known = tuple(
        ("alias" if n else "name", Known(name, "d")) for n, name in enumerate(names)
    )
    party = Entry("x", "Person", names[0], ("d",), (), known, {}, {})
    assert names_to_change(party) == [names[0], names[3]]


def test_every_exact_name_is_found(index: Index) -> None:
    found = controls(answers(index, "exact", most=500), DEFAULT_THRESHOLD)
    assert found["of"] > 100
    assert (found["rate"], found["held"], found["missed"]) == (1.0, True, [])


def test_one_more_class_leaves_the_others_as_they_are(index: Index) -> None:
    one = answers(index, "char_delete")
    both = answers(index, "char_delete", "reorder")
    assert one == [a for a in both if a.kind == "char_delete"]


def test_the_cuts_count_the_same_answers(answered: list[Answer]) -> None:
    found = recall(answered, DEFAULT_THRESHOLD)
    graded = [a for a in answered if a.expected == "hit" and a.tier in {"A", "B"}]
    for cut in ("list", "script", "kind"):
        assert sum(row["of"] for row in found[cut]) == len(graded)
    by_tier = {row["key"]: row for row in found["tier"]}
    assert by_tier["A"]["of"] + by_tier["B"]["of"] == len(graded)
    lost = len(missed(answered, DEFAULT_THRESHOLD))
    assert lost == sum(by_tier[t]["of"] - by_tier[t]["found"] for t in "AB")


def test_a_higher_threshold_never_finds_more(answered: list[Answer]) -> None:
    rows = curve(answered, DEFAULT_THRESHOLD)
    for tier in ("tier A", "tier B", "must not match"):
        rates = [row[tier]["rate"] for row in rows]
        assert rates == sorted(rates, reverse=True)
    assert DEFAULT_THRESHOLD in [row["threshold"] for row in rows]


def test_what_lies_just_below_is_below(answered: list[Answer]) -> None:
    found = just_below(answered, 0.9, SEED)
    assert all(0.8 <= row["score"] < 0.9 for row in found["examples"])
    assert found["found"] >= len(found["examples"])


def test_a_name_asked_of_which_the_record_is_freed_has_to_be_found_by_the_others(
    index: Index,
) -> None:
    for answer in answers(index, "cross_script", "translit_cyrillic", most=500):
        assert answer.is_right
        assert answer.score < 1


def test_parties_are_the_same_by_name_whatever_the_order_of_words() -> None:
    def keys(name: str) -> frozenset[tuple[str, ...]]:
        known = (("name", Known(name, "d")), ("weakAlias", Known("Bill", "d")))
        return name_keys(Entry("x", "Person", name, (), (), known, {}, {}))

    assert keys("SOLEIMANI, Qasem") == keys("Qasem Soleimani")


def test_a_name_of_which_nothing_is_left_is_not_asked(tmp_path: Path) -> None:
    known: dict[str, tuple[Fact, ...]] = {"name": (Fact("-", "some_list"),)}
    party = Party("x", "Company", "-", ("some_list",), (), known, ())
    build_index([party], tmp_path / "index", manifest={})
    odd = open_index(tmp_path / "index")
    assert list(make_cases(odd, {"some_list": [0]}, SEED)) == []
