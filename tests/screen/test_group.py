"""One party on several lists is one alert, by whatever record it was found."""

from pathlib import Path

import pytest

from ostraka.index import Index, build_index, open_index
from ostraka.record.canonical import Answer, Judgement
from ostraka.record.judgements import Judgements
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, cleared, search


def party(dataset: str, id_: str, name: str, **facts: str) -> Party:
    values: dict[str, tuple[Fact, ...]] = {
        p: (Fact(v, dataset),) for p, v in {"name": name, **facts}.items()
    }
    return Party(id_, "Person", name, (dataset,), (), values, ())


@pytest.fixture
def index(tmp_path: Path) -> Index:
    parties = [
        party("one", "one-1", "Gholam Testovari", birthDate="1961-02-03"),
        party("two", "two-1", "Qolam Testowari"),
        party("three", "three-1", "Abu Zubrovka"),
        party("three", "three-2", "Qolam Testowari", birthDate="1990-01-01"),
    ]
    build_index(parties, tmp_path / "index", manifest={})
    return open_index(tmp_path / "index", Judgements(tmp_path))


def judge(index: Index, *rows: tuple[str, Answer, str]) -> None:
    assert index.judgements is not None
    index.judgements.append(
        Judgement(left, right, answer, "ana", "2026-11-22T12:00:00Z")
        for left, answer, right in rows
    )


def query(**facts: str) -> Query:
    values = {prop: (value,) for prop, value in facts.items()}
    return Query((("name", "Gholam Testovari"),), "Person", values)


def test_records_are_matches_of_their_own_until_somebody_judges(index: Index) -> None:
    found = search(index, query(), threshold=0.5)
    assert {m.entity_id for m in found} == {"one-1", "two-1", "three-2"}


def test_a_party_is_one_match_with_the_lists_of_all_its_records(index: Index) -> None:
    judge(index, ("two-1", Answer.SAME, "one-1"), ("three-1", Answer.SAME, "one-1"))
    first, second = search(index, query(), threshold=0.5)
    assert first.entity_id == "two-1"
    assert first.datasets == ("one", "three", "two")
    assert first.referents == ("one-1", "three-1")
    assert first.explanation[0].candidate == "Gholam Testovari"
    assert second.entity_id == "three-2"


def test_the_limit_counts_parties_and_not_records(index: Index) -> None:
    judge(index, ("one-1", Answer.SAME, "two-1"))
    found = search(index, query(), threshold=0.5, limit=2)
    assert [m.entity_id for m in found] == ["one-1", "three-2"]


def test_records_can_be_asked_one_by_one(index: Index) -> None:
    judge(index, ("one-1", Answer.SAME, "two-1"))
    found = search(index, query(), threshold=0.5, by_record=True)
    assert {m.entity_id for m in found} == {"one-1", "two-1", "three-2"}


def test_a_party_that_matches_is_not_shown_as_ruled_out(index: Index) -> None:
    """Born in 1990 it is not the record of 1961; the record of 1990 it may be."""
    asked = query(birthDate="1990-01-01")
    least = 0.9
    assert "one-1" in {m.entity_id for m in cleared(index, asked, threshold=least)}
    judge(index, ("one-1", Answer.SAME, "three-2"))
    assert "one-1" not in {m.entity_id for m in cleared(index, asked, threshold=least)}
    assert "one-1" in {m.entity_id for m in search(index, asked, threshold=least)}


def test_an_id_leads_to_the_records_of_the_index_that_have_it(index: Index) -> None:
    assert index.parties_with_id("three-1") == (2,)
    assert index.parties_with_id("nobody") == ()
