"""`/match`: parameters, filters, limits and errors, on the demo's lists."""

import json
from typing import Any

import httpx
import pytest

Json = dict[str, Any]
ASADI = "eu-fsf-eu-4881-55"


def ask(
    client: httpx.Client, properties: Json, dataset: str = "default", **told: Any
) -> Json:
    schema = told.pop("schema", "Person")
    query = {"schema": schema, "properties": properties}
    answer = client.post(
        f"/match/{dataset}", json={"queries": {"q": query}}, params=told
    )
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()["responses"]["q"]
    return found


def ids(found: Json) -> list[str]:
    return [result["id"] for result in found["results"]]


def test_a_match_comes_with_its_reasons_in_both_forms(demo: httpx.Client) -> None:
    found = ask(demo, {"name": "Asadollah Assadi", "birthDate": "1971-12-22"})
    best = found["results"][0]
    assert best["id"] == ASADI
    assert best["match"]
    first = best["explanation"][0]
    assert (first["feature"], first["query"]) == ("name", "Asadollah Assadi")
    assert first["dataset"] == "eu_fsf"
    assert first["since"] == "2019-01-09"
    assert best["explanations"]["birth_date"]["score"] > 0.9


def test_only_the_datasets_of_the_scope_are_answered_from(demo: httpx.Client) -> None:
    name = {"name": "Assadollah Asadi"}
    assert ASADI in ids(ask(demo, name))
    assert ASADI in ids(ask(demo, name, "eu_fsf"))
    assert ASADI in ids(ask(demo, name, "europe"))
    assert ASADI not in ids(ask(demo, name, "un_sc"))
    assert ASADI not in ids(ask(demo, name, exclude_dataset="eu_fsf"))
    assert ASADI in ids(ask(demo, name, include_dataset=["eu_fsf", "un_sc"]))
    both = ask(demo, name, include_dataset="eu_fsf", exclude_dataset="eu_fsf")
    assert both["results"] == []


def test_results_are_filtered_by_schema_topic_change_and_id(demo: httpx.Client) -> None:
    name = {"name": "Assadollah Asadi"}
    assert ASADI not in ids(ask(demo, name, exclude_schema="Person"))
    assert ASADI in ids(ask(demo, name, topics=["sanction", "crime"]))
    assert ASADI not in ids(ask(demo, name, topics="role.pep"))
    assert ASADI not in ids(ask(demo, name, changed_since="2031-01-01"))
    assert ASADI not in ids(ask(demo, name, exclude_entity_ids=[ASADI]))


def test_the_total_counts_matches_before_the_limit(demo: httpx.Client) -> None:
    name = {"name": "Assadollah Asadi"}
    whole, cut = ask(demo, name, limit=100), ask(demo, name, limit=0)
    assert cut["results"] == []
    assert cut["total"] == whole["total"]
    assert whole["total"]["value"] >= 1


def test_a_cutoff_shows_what_is_no_match(demo: httpx.Client) -> None:
    found = ask(demo, {"name": "Assadollah Asadi"}, threshold=0.999, cutoff=0.1)
    assert found["results"]
    assert not found["results"][0]["match"]
    assert found["total"]["value"] == 0


def test_a_query_is_echoed_as_it_was_understood(demo: httpx.Client) -> None:
    properties = {
        "firstName": "Assadollah",
        "lastName": ["Asadi"],
        "phone": "+43 1 5122434",
        "height": [180],
        "noSuchProperty": "x",
        "birthDate": ["22.12.1971", "never"],
    }
    found = ask(demo, properties)
    assert found["query"]["properties"] == {
        "firstName": ["Assadollah"],
        "lastName": ["Asadi"],
        "alias": ["Assadollah Asadi"],
        "phone": ["+4315122434"],
        "height": ["180"],
        "birthDate": ["1971-12-22"],
        "country": ["at"],
    }
    assert ids(found)[:1] == [ASADI]


def test_a_query_without_anything_to_compare_finds_nothing(demo: httpx.Client) -> None:
    assert ask(demo, {})["results"] == []
    assert ask(demo, {"name": "x" * 10_000})["results"] == []


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"schema": "Passport", "properties": {}}, "Non-matchable schema for query: Passport"),
        ({"schema": "Nobody", "properties": {}}, "Unknown schema: 'Nobody'"),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_matched_is_refused(
    demo: httpx.Client, query: Json, detail: str
) -> None:
    answer = demo.post("/match/default", json={"queries": {"q": query}})
    assert answer.status_code == 400
    assert answer.json() == {"detail": f"Cannot parse example entity: {detail}"}


def test_an_algorithm_of_yentes_is_ours_and_says_so(demo: httpx.Client) -> None:
    query = {"queries": {"q": {"schema": "Person", "properties": {"name": "Li"}}}}
    told = demo.post("/match/default?algorithm=logic-v1", json=query).headers
    assert told["x-algorithm-note"].startswith("logic-v1 is answered by ostraka")
    own = demo.post("/match/default?algorithm=best", json=query).headers
    assert "x-algorithm-note" not in own


def test_two_callers_get_what_each_asked_in_one_batch(demo: httpx.Client) -> None:
    names = {f"k{n}": f"Somebody Number {n}" for n in range(40)} | {
        "a": "Assadollah Asadi"
    }
    queries = {
        k: {"schema": "Person", "properties": {"name": v}} for k, v in names.items()
    }
    answer = demo.post("/match/default", json={"queries": queries})
    assert answer.headers["x-batch-size"] == "41"
    responses = answer.json()["responses"]
    assert list(responses) == list(names)
    assert all(
        responses[k]["query"]["properties"]["name"] == [v] for k, v in names.items()
    )
    assert ids(responses["a"])[:1] == [ASADI]


def test_json_is_taken_without_a_content_type(demo: httpx.Client) -> None:
    body = json.dumps({"queries": {"q": {"schema": "Person", "properties": {}}}})
    answer = demo.post("/match/default", content=body)
    assert answer.status_code == 200


def test_it_is_said_what_ruled_a_near_candidate_out(demo: httpx.Client) -> None:
    properties = {
        "name": "Assadolah Asadi",
        "birthDate": "1931-01-02",
        "nationality": "cn",
        "gender": "female",
    }
    found = ask(demo, properties, explain_clear=True)
    near = next(c for c in found["cleared"] if c["id"] == ASADI)
    assert ASADI not in ids(found)
    assert any(
        e["feature"] == "birth_date" and e["weight"] < 0 for e in near["explanation"]
    )
    assert "cleared" not in ask(demo, properties)


def test_the_lists_are_asked_as_they_stood_on_a_day(demo: httpx.Client) -> None:
    early = demo.post(
        "/match/default?as_of=1990-01-01",
        json={"queries": {"q": {"schema": "Person", "properties": {"name": "Li"}}}},
    )
    assert early.status_code == 404
    assert ASADI in ids(ask(demo, {"name": "Assadollah Asadi"}, as_of="2026-03-10"))
    query = {"queries": {"q": {"schema": "Person", "properties": {"name": "Li"}}}}
    for partly in (
        demo.post("/match/default?as_of=2026-03-01", json=query),
        demo.get("/search/default?as_of=2026-03-01&q=li"),
    ):
        assert "au_dfat" in partly.headers["x-lists-not-asked"]
    assert "x-lists-not-asked" not in demo.post("/match/default", json=query).headers
    for day in ("31-12-2020", "2999-01-01"):
        answer = demo.post(f"/match/default?as_of={day}", json={"queries": {}})
        assert answer.status_code == 400
