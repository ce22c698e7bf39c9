"""What is said of a party that came near: why it is no match, and what would tell."""

from pathlib import Path

import pytest

from ostraka.index import Index, build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, cleared


def party(id_: str, name: str, **facts: str) -> Party:
    values = {"name": name, **facts}
    return Party(
        id=id_, schema="Person", caption=name, datasets=("list",), referents=(),
        facts={prop: (Fact(value, "list"),) for prop, value in values.items()},
        designations=(),
    )  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> Index:
    parties = [
        party("dated", "Muhammad Ali", birthDate="1961-05-03", country="ir"),
        party("bare", "Muhammad Ali"),
    ]
    build_index(parties, tmp_path / "index", manifest={})
    return open_index(tmp_path / "index")


def told(index: Index, **facts: str) -> dict[str, str]:
    values = {prop: (value,) for prop, value in facts.items()}
    found = cleared(index, Query((("name", "Mohammad Ali"),), "Person", values))
    assert all(m.explanation[-1].feature == "no_match" for m in found)
    return {m.entity_id: m.explanation[-1].detail for m in found}


def test_that_names_agree_is_not_told_as_what_ruled_out(index: Index) -> None:
    assert told(index) == {
        "dated": "too common to tell by name alone: a birth date or a country would tell, which the list has",
        "bare": "too common to tell by name alone; the list has no birth date, country or number",
    }


def test_a_fact_against_is_what_ruled_out(index: Index) -> None:
    assert told(index, birthDate="1990-01-01")["dated"] == "by birth date"


def test_a_fact_that_agrees_without_telling_is_named(index: Index) -> None:
    assert told(index, country="ir")["dated"] == (
        "too common to tell by name and country alone: a birth date would tell, which the list has"
    )


def test_names_that_differ_are_said_to_differ(tmp_path: Path) -> None:
    build_index([party("p", "Mohammad Ali Rezaei")], tmp_path / "index", manifest={})
    query = Query((("name", "Mohammad Ali"),), "Person", {})
    for match in cleared(open_index(tmp_path / "index"), query, threshold=0.99):
        assert match.explanation[-1].detail == "the names differ too much"
