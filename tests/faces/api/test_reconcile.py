"""OpenRefine's own requests, from the reconciliation specification 0.2.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
Sections are named above the requests they come from.
"""

import json
from typing import Any

import httpx
import pytest

ASADI = "eu-fsf-eu-4881-55"
URL = "/reconcile/default"


def ask(client: httpx.Client, **form: Any) -> Any:
    answer = client.post(URL, data={k: json.dumps(v) for k, v in form.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_manifest_says_what_the_service_offers(demo: httpx.Client) -> None:
    # 3.1 Service manifest: versions, name, identifierSpace and schemaSpace are required.
    manifest = demo.get(f"{URL}?api_key=k").json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace"} <= manifest.keys()
    for kind in ("entity", "property", "type"):
        place = manifest["suggest"][kind]
        url = place["service_url"] + place["service_path"]
        assert url.endswith(f"/suggest/{kind}?api_key=k")  # keys travel along
        assert demo.get(url, params={"prefix": "per"}).status_code == 200
    assert {"id": "Person", "name": "People"}.items() <= next(
        t for t in manifest["defaultTypes"] if t["id"] == "Person"
    ).items()


def test_a_batch_of_rows_is_matched(demo: httpx.Client) -> None:
    # 4.2 Structure of a reconciliation query: query, type, limit, properties, type_strict
    found = ask(
        demo,
        queries={
            "q0": {
                "query": "Assadollah Asadi",
                "type": "Person",
                "limit": 3,
                "properties": [{"pid": "Person:birthDate", "v": "1971-12-22"}],
                "type_strict": "should",
            },
            "q1": {"query": "Nobody Of That Name", "type": ["Person"]},
            "q2": {"query": "Assadollah Asadi"},
        },
    )
    assert set(found) == {"q0", "q1", "q2"}
    best = found["q0"]["result"][0]
    assert {"id", "name", "description", "type", "score", "match"} <= best.keys()
    assert (best["id"], best["match"]) == (ASADI, True)
    assert best["type"][0]["id"] == "Person"
    assert found["q2"]["result"][0]["id"] == ASADI
    assert not any(result["match"] for result in found["q1"]["result"])


def test_several_values_of_a_property_are_taken(demo: httpx.Client) -> None:
    # 4.2: v is "the value, or values if the property is multi-valued"
    queries = {
        "m": {
            "query": "Assadollah Asadi",
            "properties": [{"pid": "birthDate", "v": ["1971", "1971-12-22"]}],
        }
    }
    assert ask(demo, queries=queries)["m"]["result"][0]["id"] == ASADI


def test_columns_are_fetched(demo: httpx.Client) -> None:
    # 6.2 Data extension queries
    extend = {
        "ids": [ASADI, "no-such-entity"],
        "properties": [
            {"id": "nationality"},
            {"id": "nationality", "settings": {"render": "raw"}},
            {"id": "alias", "settings": {"limit": 1}},
            {"id": "noSuchProperty"},
        ],
    }
    found = ask(demo, extend=extend)
    assert [m["id"] for m in found["meta"]] == ["nationality", "alias"]
    assert found["rows"]["no-such-entity"] == {}
    assert found["rows"][ASADI]["nationality"] == [{"str": "ir"}]
    assert len(found["rows"][ASADI]["alias"]) == 1


def test_columns_are_proposed(demo: httpx.Client) -> None:
    # 6.1 Property proposals
    found = demo.get(f"{URL}/extend/property", params={"type": "Person", "limit": 3})
    assert found.json()["type"] == "Person"
    assert len(found.json()["properties"]) == 3
    assert demo.get(f"{URL}/extend/property?type=Nobody").status_code == 400


@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [
        ("entity", "assado asa", None),
        ("entity", "assado", ASADI),
        ("property", "birth d", "Person:birthDate"),
        ("type", "per", "Person"),
        ("type", "", None),
    ],
)
def test_things_are_suggested_while_typing(
    demo: httpx.Client, kind: str, prefix: str, expected: str | None
) -> None:
    # 5 Suggest services: the answer is an object with `result`
    answer = demo.get(f"{URL}/suggest/{kind}", params={"prefix": prefix}).json()
    assert answer["prefix"] == prefix
    ids = [result["id"] for result in answer["result"]]
    assert (expected in ids) if expected else (not ids)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"queries": "no json"},
        {"queries": "[]"},
        {"queries": '{"q": {"query": 5}}'},
        {"queries": '{"q": {"query": "x", "type": "Nobody"}}'},
        {"extend": "{"},
        {"extend": '{"ids": "x"}'},
        {"queries": json.dumps({str(n): {"query": "x"} for n in range(101)})},
    ],
)
def test_a_form_that_is_none_is_refused(
    demo: httpx.Client, form: dict[str, str]
) -> None:
    answer = demo.post(URL, data=form)
    assert answer.status_code == 400, answer.text
    assert isinstance(answer.json()["detail"], str)
