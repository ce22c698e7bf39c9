"""Records that were judged to be one party are one entity for every client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ostraka.faces.api import live
from ostraka.faces.api.app import create_app
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.api.snapshot import prepare
from ostraka.faces.session import Ostraka
from ostraka.record.canonical import Answer
from tests.faces.api.conftest import person, write_ftm
from tests.faces.api.test_live import until

BODY = {
    "queries": {"q": {"schema": "Person", "properties": {"name": ["Odon Quixada"]}}}
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two lists that have one person, the second under another spelling as well."""
    home = tmp_path / "home"
    with Ostraka(home) as o:
        for dataset, id_ in (("one", "one-1"), ("two", "two-1"), ("two", "two-2")):
            name = "Wenzel Orlok" if id_ == "two-2" else "Odon Quixada"
            path = write_ftm(tmp_path / f"{id_}.ftm.json", person(id_, name))
            if id_ == "two-2":
                first = (tmp_path / "two-1.ftm.json").read_text("utf-8")
                path.write_text(first + path.read_text("utf-8"), "utf-8")
            published = "2026-01-02" if id_ == "two-2" else "2026-01-01"
            o.load(
                dataset, path, format_name="ftm", published=published, accept=["counts"]
            )
    return home


def judge(home: Path, answer: Answer) -> None:
    with Ostraka(home) as o:
        o.resolving().judge("one-1", answer, "two-1", by="ana")


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service that takes up judgements as soon as it sees them."""
    monkeypatch.setattr(live, "_JUDGED_SECONDS", 0.0)
    judge(home, Answer.SAME)
    prepare(home)
    settings = ServiceSettings(home, hosts=("testserver",), poll=0.2)
    with TestClient(create_app(settings)) as found:
        yield found


def results(client: TestClient) -> list[dict[str, object]]:
    answer = client.post("/match/default", json=BODY).json()
    found: list[dict[str, object]] = answer["responses"]["q"]["results"]
    return found


def test_a_match_is_the_whole_party(client: TestClient) -> None:
    (found,) = results(client)
    assert found["id"] == "one-1"
    assert found["datasets"] == ["one", "two"]
    assert found["referents"] == ["two-1"]


def test_the_other_id_leads_to_the_party(client: TestClient) -> None:
    answer = client.get("/entities/two-1", follow_redirects=False)
    assert answer.status_code in {307, 308}
    assert answer.headers["location"].startswith("/entities/one-1")
    assert client.get("/entities/two-1").json()["datasets"] == ["one", "two"]
    assert client.get("/entities/two-2").json()["datasets"] == ["two"]


def test_a_search_finds_the_party_once(client: TestClient) -> None:
    found = client.get("/search/default?q=quixada").json()
    assert [row["id"] for row in found["results"]] == ["one-1"]
    assert client.get("/search/two?q=quixada").json()["total"]["value"] == 1


def test_statements_are_those_of_all_records(client: TestClient) -> None:
    for key in ("one-1", "two-1"):
        found = client.get(f"/statements?canonical_id={key}&prop=name").json()
        told = {(r["canonical_id"], r["entity_id"], r["dataset"]) for r in found["results"]}  # fmt: skip
        assert told == {("one-1", "one-1", "one"), ("one-1", "two-1", "two")}


def test_a_judgement_that_is_taken_back_parts_them_again(
    client: TestClient, home: Path
) -> None:
    assert len(results(client)) == 1
    judge(home, Answer.WITHDRAWN)
    until(lambda: len(results(client)) == 2)
    assert client.get("/entities/two-1").json()["datasets"] == ["two"]


def test_records_of_older_judgements_serve_until_the_new_are_there(home: Path) -> None:
    first = prepare(home)
    judge(home, Answer.SAME)
    second = prepare(home)
    assert (first.judged, second.judged) == (0, 1)
    assert second.newest_ready() == second
    assert not first.records.exists()
