"""`/search`: syntax, filters, facets and order, on a few invented entities."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ostraka.errors import UsageError
from ostraka.faces.api.lucene import read_lucene
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.session import Ostraka
from tests.faces.api.conftest import free_port, person, serving, write_ftm

PEOPLE = [
    person("p1", "Ödön von Horváth", birthDate=["1901-12-09"], country=["hu"],
           topics=["sanction"], notes=["Wrote about forest and glory"]),
    person("p2", "Odon Horvat", birthDate=["1960-05"], country=["at", "hu"],
           topics=["role.pep"], idNumber=["HU-77-88"]),
    person("p3", "Maria Forest", birthDate=["1971"], country=["at"]),
    {"id": "c1", "schema": "Company", "properties": {
        "name": ["O'Brien & Co."], "country": ["ie"], "topics": ["sanction"]}},
]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("search")
    home = folder / "home"
    with Ostraka(home) as o:
        o.load("own", write_ftm(folder / "a.ftm.json", *PEOPLE), format_name="ftm")
        other = write_ftm(folder / "b.ftm.json", person("p9", "Horvath Bela"))
        o.load("other", other, format_name="ftm")
    settings = ServiceSettings(home, port=free_port())
    with serving(settings) as url, httpx.Client(base_url=url) as client:
        yield client


def find(client: httpx.Client, dataset: str = "own", **told: Any) -> list[str]:
    answer = client.get(f"/search/{dataset}", params=told)
    assert answer.status_code == 200, answer.text
    return [result["id"] for result in answer.json()["results"]]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", {"p1", "p2", "p3", "c1"}),
        ("horváth", {"p1"}),
        ("HORVATH odon", {"p1"}),
        ("forest", {"p1", "p3"}),
        ("name:forest", {"p3"}),
        ("forest -maria", {"p1"}),
        ("NOT forest", {"p2", "c1"}),
        ("maria OR horvat", {"p2", "p3"}),
        ("horvath || maria", {"p1", "p3"}),
        ('"von horvath"', {"p1"}),
        ('"horvath von"', set()),
        ('"forest glory"~2', {"p1"}),
        ("horva*", {"p1", "p2"}),
        ("h*vat", {"p2"}),
        ("horvaht~", {"p1", "p2"}),
        ("countries:at", {"p2", "p3"}),
        ("topics:(sanction OR role.pep)", {"p1", "p2", "c1"}),
        ("properties.birthDate:1960", {"p2"}),
        ("birthDate:[1950 TO 1965]", {"p2"}),
        ("_exists_:idNumber", {"p2"}),
        ("schema:Company", {"c1"}),
        ("O'Brien & Co.", {"c1"}),
        ("no_such_field:x", set()),
        ("*:*", {"p1", "p2", "p3", "c1"}),
    ],
)
def test_lucenes_syntax(client: httpx.Client, q: str, found: set[str]) -> None:
    assert set(find(client, q=q)) == found


@pytest.mark.parametrize(
    "q", ["(", "AND", '"open', "a AND", "/ev.l/", "[1 TO 2]", "x:(y:z)", "(" * 200]
)
def test_a_search_that_is_none_is_refused(client: httpx.Client, q: str) -> None:
    answer = client.get("/search/own", params={"q": q})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Invalid query")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("(forest AND", {"p1"}),  # "and" is a word here
        ("forest -maria", {"p1"}),
        ("horva* | maria", {"p1", "p2", "p3"}),
        ('"von horvath', {"p1"}),
        ("((((", set()),
        ("", {"p1", "p2", "p3", "c1"}),
    ],
)
def test_the_simple_syntax_forgives(
    client: httpx.Client, q: str, found: set[str]
) -> None:
    assert set(find(client, q=q, simple=True)) == found


def test_words_may_differ_when_it_is_wished(client: httpx.Client) -> None:
    assert find(client, q="horvoth") == []
    assert set(find(client, q="horvoth", fuzzy=True)) == {"p1", "p2"}


def test_a_word_in_a_name_ranks_before_one_elsewhere(client: httpx.Client) -> None:
    assert find(client, q="forest") == ["p3", "p1"]


def test_several_filters_are_alternatives_or_all_hold(client: httpx.Client) -> None:
    assert set(find(client, countries=["at", "ie"])) == {"p2", "p3", "c1"}
    assert find(client, countries=["at", "hu"], filter_op="AND") == ["p2"]
    assert find(client, filter="properties.birthDate:1901-12") == ["p1"]
    assert find(client, filter=["identifiers:HU-77-88", "countries:ie"]) == []


def test_the_scope_is_cut_as_for_matching(client: httpx.Client) -> None:
    assert find(client, "default", q="bela") == ["p9"]
    assert find(client, "default", q="bela", exclude_dataset="other") == []
    assert find(client, schema="Company") == ["c1"]
    assert "c1" not in find(client, exclude_schema="Company")
    assert client.get("/search/nowhere").status_code == 404


def test_results_are_sorted_and_paged(client: httpx.Client) -> None:
    order = find(client, sort="properties.birthDate:desc")
    assert order == ["p3", "p2", "p1", "c1"]  # what has no date comes last
    assert (
        find(client, sort="caption:asc", limit=2, offset=1) == order_of_captions()[1:3]
    )
    assert client.get("/search/own", params={"sort": "; DROP"}).status_code == 400


def order_of_captions() -> list[str]:
    named = {e["id"]: e["properties"]["name"][0] for e in PEOPLE}
    return sorted(named, key=lambda key: named[key])


def test_facets_count_all_that_was_found(client: httpx.Client) -> None:
    answer = client.get(
        "/search/own", params={"q": "", "limit": 1, "facets": ["countries", "schema"]}
    ).json()
    assert answer["total"]["value"] == 4
    counts = {v["name"]: v["count"] for v in answer["facets"]["countries"]["values"]}
    assert counts == {"at": 2, "hu": 2, "ie": 1}
    assert answer["facets"]["schema"]["values"][0]["label"] == "People"
    assert set(answer["facets"]) == {"countries", "schema"}


def test_a_search_of_too_many_parts_is_refused() -> None:
    with pytest.raises(UsageError, match="too many parts"):
        read_lucene(" ".join(["a"] * 200))
