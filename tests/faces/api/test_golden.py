"""The answers recorded from yente 5.5.0, asked of ours: status, headers, keys and types.

The recorded data set `zala` lies beside the repository; of `parteispenden` only what the
answers themselves show is left, and is put together again from them.  Scores and the
order of candidates are each program's own.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.session import Ostraka
from tests.conftest import shared_folder
from tests.faces.api.conftest import free_port, serving, write_ftm

Json = dict[str, Any]

#: Objects whose keys are data: entities' properties, features, queries.
FREE = {"properties", "explanations", "responses", "features", "rows", "config"}
#: What we answer differently on purpose, and why.
DIFFERENT = {
    "statements": "yente has no statements; the contract adds the hosted API's",
    "match_bad_config": "the message names the algorithm, which is ours",
    "match_zakharov_ofac": "",
}


def recorded() -> list[str]:
    folder = shared_folder()
    if folder is None:
        return []
    files = sorted((folder / "bench" / "yente-golden").glob("*.json"))
    return [path.stem for path in files if "openapi" not in path.stem]


def golden(shared: Path, name: str) -> tuple[Json, Json]:
    path = shared / "bench" / "yente-golden" / f"{name}.json"
    pair = json.loads(path.read_text("utf-8"))
    return pair["request"], pair["response"]


@pytest.fixture(scope="module")
def client(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("golden")
    home = folder / "home"
    spenden = write_ftm(folder / "parteispenden.ftm.json", *parteispenden(shared))
    zala = shared / "lists" / "yente_fixtures" / "zala" / "entities.ftm.json"
    with Ostraka(home) as o:
        o.load("zala", zala, format_name="ftm")
        o.load("parteispenden", spenden, format_name="ftm")
    settings = ServiceSettings(home, port=free_port())
    with serving(settings) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def parteispenden(shared: Path) -> Iterator[Json]:
    """Yield the entities that the recorded answers show."""
    _, response = golden(shared, "adjacent")
    seen: dict[str, Json] = {}

    def take(entity: Json) -> str:
        properties = {
            name: [take(v) if isinstance(v, dict) else v for v in values]
            for name, values in entity["properties"].items()
        }
        seen.setdefault(
            entity["id"],
            {
                "id": entity["id"],
                "caption": entity["caption"],
                "schema": entity["schema"],
                "properties": properties,
            },
        )
        return str(entity["id"])

    take(response["body"]["entity"])
    for page in response["body"]["adjacent"].values():
        for entity in page["results"]:
            take(entity)
    yield from seen.values()


def ask(client: httpx.Client, request: Json) -> httpx.Response:
    url = request["url"]
    if request["method"] == "GET":
        return client.get(url)
    return client.post(url, json=request.get("json"), data=request.get("form"))


def assert_shape(ours: Any, theirs: Any, where: str = "") -> None:
    """Ours has every key of theirs, with a value of the same type."""
    if theirs is None or ours is None:
        return
    if isinstance(theirs, dict):
        assert isinstance(ours, dict), where
        if where.rpartition(".")[2] not in FREE:
            missing = theirs.keys() - ours.keys()
            assert not missing, f"{where}: no {sorted(missing)}"
        for key in theirs.keys() & ours.keys():
            assert_shape(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(theirs, list):
        assert isinstance(ours, list), where
        same = len(ours) == len(theirs)
        for place, item in enumerate(ours[:3] if theirs else []):
            assert_shape(item, theirs[place if same else 0], f"{where}[]")
    elif isinstance(theirs, int | float) and not isinstance(theirs, bool):
        assert isinstance(ours, int | float), where
    else:
        assert type(ours) is type(theirs), where


def as_sets(entity: Json) -> Json:
    """Return an entity with its lists as sets: they have no order."""

    def key(value: Any) -> str:
        return json.dumps(
            as_sets(value) if isinstance(value, dict) else value, sort_keys=True
        )

    properties = {
        name: sorted(key(v) for v in values)
        for name, values in entity["properties"].items()
    }
    return {
        **entity,
        "properties": properties,
        "referents": sorted(entity["referents"]),
    }


@pytest.mark.parametrize("name", recorded())
def test_a_recorded_request_gets_the_same_shape(
    client: httpx.Client, shared: Path, name: str
) -> None:
    request, response = golden(shared, name)
    if name == "statements":
        assert ask(client, request).status_code == 200  # see DIFFERENT
        return
    ours = ask(client, request)
    assert ours.status_code == response["status"], ours.text
    for header, value in response["headers"].items():
        assert ours.headers[header] == value
    body = ours.json() if ours.content else ""
    theirs = response["body"]
    if name == "reconcile":
        del theirs["preview"]  # it would show a page of another service
    if name == "adjacent":
        # Two entities, none of them shown: yente counts what points the other way.
        del theirs["adjacent"]["riskSource"]
    assert_shape(body, theirs)
    if response["status"] >= 400 and name not in DIFFERENT:
        assert body == theirs


def test_every_endpoint_and_parameter_of_yente_is_described(
    client: httpx.Client, shared: Path
) -> None:
    file = shared / "bench" / "yente-golden" / "yente_openapi_5.5.0.json"
    theirs = json.loads(file.read_text("utf-8"))["paths"]
    ours = client.get("/openapi.json").json()["paths"]
    assert parameters(theirs) <= parameters(ours)
    for methods in ours.values():
        for endpoint in methods.values():
            assert endpoint["summary"]
            assert endpoint["description"]
            assert all(p["description"] for p in endpoint.get("parameters", []))


def parameters(paths: Json) -> set[tuple[str, ...]]:
    """Return every parameter with its path and method, and these without any."""
    return {
        (path, method, *named)
        for path, methods in paths.items()
        for method, endpoint in methods.items()
        for named in [
            (),
            *((p["in"], p["name"]) for p in endpoint.get("parameters", [])),
        ]
    }


@pytest.mark.parametrize("name", ["entity_flat", "entity_nested"])
def test_an_entity_is_the_same(client: httpx.Client, shared: Path, name: str) -> None:
    request, response = golden(shared, name)
    assert as_sets(ask(client, request).json()) == as_sets(response["body"])


@pytest.mark.parametrize("name", ["adjacent", "adjacent_prop"])
def test_the_same_stands_beside_an_entity(
    client: httpx.Client, shared: Path, name: str
) -> None:
    request, response = golden(shared, name)
    ours, theirs = ask(client, request).json(), response["body"]
    pages = (
        [(ours, theirs)]
        if name == "adjacent_prop"
        else [
            (ours["adjacent"][p], page)
            for p, page in theirs["adjacent"].items()
            if page["results"]
        ]
    )
    for mine, page in pages:
        assert mine["total"] == page["total"]
        assert (mine["limit"], mine["offset"]) == (page["limit"], page["offset"])
        assert len(mine["results"]) == len(page["results"])
        if page["total"]["value"] == len(page["results"]):
            told = [sorted(map(content, found["results"])) for found in (mine, page)]
            assert told[0] == told[1]


def content(entity: Json) -> str:
    """Return what an entity says, without the days on which it was seen."""
    days = {"first_seen", "last_seen", "last_change"}

    def plain(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        kept = {k: v for k, v in value.items() if k not in days}
        kept["properties"] = {
            name: sorted(json.dumps(plain(v), sort_keys=True) for v in values)
            for name, values in value["properties"].items()
        }
        return kept

    return json.dumps(plain(entity), sort_keys=True)


def test_the_counts_of_a_search_are_the_same(
    client: httpx.Client, shared: Path
) -> None:
    request, response = golden(shared, "search_facets")
    ours, theirs = ask(client, request).json(), response["body"]
    assert ours["total"] == theirs["total"]
    for field, facet in theirs["facets"].items():
        assert ours["facets"][field]["label"] == facet["label"]
        # A later FollowTheMoney calls a debarred party "Debarred entity".
        counts = [
            {value["name"]: value["count"] for value in told["values"]}
            for told in (ours["facets"][field], facet)
        ]
        assert counts[0] == counts[1]


def test_a_batch_answers_with_the_cleaned_query_and_the_callers_id(
    client: httpx.Client, shared: Path
) -> None:
    request, response = golden(shared, "match_zakharov_logic-v2")
    ours, theirs = ask(client, request).json(), response["body"]
    assert ours["limit"] == theirs["limit"]
    assert ours["responses"]["vv"]["query"] == theirs["responses"]["vv"]["query"]
    first = ours["responses"]["vv"]["results"][0]
    expected = theirs["responses"]["vv"]["results"][0]
    judged = {"score", "match", "explanations", "explanation"}
    assert as_sets({k: v for k, v in first.items() if k not in judged}) == as_sets(
        {k: v for k, v in expected.items() if k not in judged}
    )


ZAKHAROV = "NK-aU5ybkbRFJucf8YMwsJvDw"
SPELLINGS = [
    "Alexander Vyacheslavovich ZAKHAROV",
    "Aleksandr Zacharov",
    "ZAKHAROV, Aleksandr Vyacheslavovich",
    "Александр Вячеславович Захаров",
    "Захаров Олександр В'ячеславович",
    "Zakharov Oleksandr Viacheslavovych",
    "AlexanderZakharov",
    "zakharovaleksandrvyacheslavovich",
]


def match(client: httpx.Client, name: str, **told: Any) -> list[str]:
    query = {"schema": "Person", "properties": {"name": [name]}}
    answer = client.post("/match/zala", json={"queries": {"q": query}}, params=told)
    return [r["id"] for r in answer.json()["responses"]["q"]["results"]]


@pytest.mark.parametrize("name", SPELLINGS)
def test_zakharov_is_found_under_all_his_spellings(
    client: httpx.Client, name: str
) -> None:
    assert match(client, name)[:1] == [ZAKHAROV]


def test_zakharov_is_found_misspelt_at_a_low_threshold(client: httpx.Client) -> None:
    assert ZAKHAROV in match(client, "Aiexandvr Zakharom", threshold=0.2)


def test_zakharov_is_not_found_when_a_merged_id_of_his_is_excluded(
    client: httpx.Client,
) -> None:
    found = match(client, SPELLINGS[0], threshold=0.2, exclude_entity_ids="ofac-45937")
    assert ZAKHAROV not in found


def test_a_merged_id_redirects_to_the_entity(client: httpx.Client) -> None:
    for way in ("", "/adjacent", "/adjacent/sanctions"):
        answer = client.get(f"/entities/ofac-45937{way}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"/entities/{ZAKHAROV}"
