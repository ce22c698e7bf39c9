"""One function for everything that screens."""

import pytest

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import Answer, Query, screen_batch, search


@pytest.fixture
def index(tmp_path):
    names = ("Ibrahim Qavami", "Oleg Tarasyuk")
    parties = [
        Party(f"p{n}", "Person", name, ("list",), (), {"name": (Fact(name, "list"),)}, ())
        for n, name in enumerate(names, start=1)
    ]  # fmt: skip
    build_index(parties, tmp_path / "index", manifest={})
    return open_index(tmp_path / "index")


def entity(id_, name):
    return {"id": id_, "schema": "Person", "properties": {"name": [name]}}


def test_each_query_gets_its_answer_in_its_place(index):
    known = Answer("row-3", error="31 February")
    asked = [entity("a", "Oleg Tarasiuk"), entity("b", ""), known,
             Query.from_entity(entity("c", "QAVAMI, Ibrahim")), {"id": 7}]  # fmt: skip
    found = screen_batch(index, asked, threshold=0.5)
    assert [answer.query_id for answer in found] == ["a", "b", "row-3", "c", "7"]
    assert [[m.entity_id for m in answer.matches] for answer in found] == [
        ["p2"], [], [], ["p1"], [],
    ]  # fmt: skip
    assert [answer.error for answer in found] == [
        None,
        "the entity has no name and no identity number to look for",
        "31 February",
        None,
        "the entity has no `properties`, an object of lists",
    ]


def test_a_batch_answers_as_one_by_one(index):
    asked = [Query.from_entity(entity(str(n), name)) for n, name in
             enumerate(("Oleg Tarasyuk", "Ibrahim", "Qavami Ibrahim", "Nobody Else"))]  # fmt: skip
    found = screen_batch(index, asked, threshold=0.1, limit=3)
    assert [answer.matches for answer in found] == [
        search(index, query, threshold=0.1, limit=3) for query in asked
    ]


def test_an_answer_has_the_form_of_the_result_files(index):
    (found,) = screen_batch(index, [entity("a", "Oleg Tarasyuk")])
    assert found.to_dict() == {
        "query_id": "a",
        "matches": [match.to_dict() for match in found.matches],
        "status": 200,
    }
    assert Answer("a", error="no name").to_dict() == {
        "query_id": "a", "matches": [], "status": 400, "error": "no name",
    }  # fmt: skip
