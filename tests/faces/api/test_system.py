"""Catalogue, health, figures, update: what operators and clients ask first."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from ostraka.screen import ALGORITHM
from tests.faces.api.conftest import UPDATE_TOKEN


def test_the_catalogue_has_lists_collections_and_what_is_in_use(
    demo: httpx.Client,
) -> None:
    catalog = demo.get("/catalog").json()
    entries = {entry["name"]: entry for entry in catalog["datasets"]}
    assert entries["europe"]["children"] == ["ch_seco", "eu_fsf"]
    assert "un_sc" in entries["default"]["children"]
    assert entries["un_sc"]["title"].startswith("United Nations")
    assert entries["un_sc"]["index_version"] == entries["un_sc"]["version"]
    assert set(catalog["current"]) == set(entries["default"]["children"])
    assert (catalog["outdated"], catalog["index_stale"]) == ([], False)
    assert demo.get("/manifest").json() == catalog


def test_a_catalogue_that_is_known_is_not_sent_again(demo: httpx.Client) -> None:
    first = demo.get("/catalog")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "public, max-age=300"
    for header in (tag, "*", f'"other", {tag}'):
        again = demo.get("/catalog", headers={"If-None-Match": header})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert demo.get("/catalog", headers={"If-None-Match": '"x"'}).status_code == 200


def test_the_algorithm_says_what_it_compares(demo: httpx.Client) -> None:
    told = demo.get("/algorithms").json()
    assert told["best"] == ALGORITHM
    docs = told["algorithms"][0]["docs"]["features"]
    assert docs["day_same"]["coefficient"] > 0 > docs["year_far"]["coefficient"]


def test_an_update_needs_its_token(demo: httpx.Client) -> None:
    assert demo.get("/updatez").status_code == 405
    for token in ("", "x", "é"):
        answer = demo.post("/updatez", params={"token": token})
        assert (answer.status_code, answer.json()) == (
            403,
            {"detail": "Invalid token."},
        )
    told = {"token": UPDATE_TOKEN, "sync": "true"}
    assert demo.post("/updatez", params=told).json() == {"status": "ok"}


def test_the_figures_count_requests_by_route_and_never_by_value(
    demo: httpx.Client,
) -> None:
    demo.get("/entities/somebody-secret")
    text = demo.get("/metrics").text
    assert (
        'ostraka_requests_total{method="GET",route="/entities/{entity_id}",status="404"}'
        in text
    )
    assert 'ostraka_list_age_days{dataset="eu_fsf"}' in text
    assert "somebody-secret" not in text


def test_statements_say_who_says_what_and_since_when(demo: httpx.Client) -> None:
    told = {"canonical_id": "eu-fsf-eu-4881-55", "prop": "birthDate"}
    page = demo.get("/statements", params=told).json()
    assert page["total"]["value"] == 1
    statement = page["results"][0]
    assert statement["value"] == "1971-12-22"
    assert (statement["dataset"], statement["prop_type"]) == ("eu_fsf", "date")
    assert len(statement["first_seen"]) == len("2026-02-26T00:00:00")
    ordered = {"dataset": "eu_fsf", "sort": "value:desc", "limit": "5"}
    values = [
        s["value"] for s in demo.get("/statements", params=ordered).json()["results"]
    ]
    assert values == sorted(values, reverse=True)
    assert demo.get("/statements?sort=value;").status_code == 400
    assert demo.get("/statements?dataset=nowhere").status_code == 404


def test_a_property_without_entities_has_nothing_beside_it(demo: httpx.Client) -> None:
    url = "/entities/eu-fsf-eu-4881-55/adjacent"
    assert demo.get(f"{url}/sanctions").json()["total"]["value"] >= 1
    assert demo.get(f"{url}/name").json() == {"detail": "No such property!"}
    assert demo.get(f"{url}?sort=nonsense!").status_code == 400


@pytest.mark.parametrize("path", ["/entities/eu-fsf-eu-4881-55", "/openapi.json"])
def test_large_answers_are_compressed_for_who_can_read_them(
    demo: httpx.Client, path: str
) -> None:
    packed = demo.get(path)
    plain = demo.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_any_web_page_may_ask_unless_told_otherwise(demo: httpx.Client) -> None:
    headers = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert demo.options("/match/default", headers=headers).status_code == 200
    answer = demo.get("/catalog", headers={"Origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_screening_a_name_does_not_wait_for_the_web(demo_home: Path) -> None:
    asked = (
        "import sys; from ostraka.faces.cli import cli; "
        "cli.main(['screen', 'Assadollah Asadi'], standalone_mode=False); "
        "heavy = {'fastapi', 'uvicorn', 'pydantic', 'luqum', 'prometheus_client', 'mcp'}; "
        "sys.exit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "OSTRAKA_HOME": str(demo_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
