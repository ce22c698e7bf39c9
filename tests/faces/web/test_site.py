"""The API and the pages at one address."""

from pathlib import Path

from starlette.testclient import TestClient

from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.site import create_site


def test_each_path_has_one_answer(place: Path) -> None:
    settings = ServiceSettings(place, hosts=("testserver",))
    with TestClient(create_site(settings)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/").url.path == "/sign-in"
        assert client.get("/static/style.css").headers["content-type"].startswith("text/css")  # fmt: skip
        assert client.get("/nowhere").json() == {"detail": "Not Found"}
        lost = client.get("/nowhere", headers={"accept": "text/html,*/*;q=0.8"})
        assert lost.status_code == 404
        assert "there is no such page" in lost.text
        strange = client.get("/", headers={"host": "evil.example"})
        assert (strange.status_code, strange.json()["detail"]) == (400, "Invalid host header")  # fmt: skip


def test_a_folder_that_cannot_be_written_has_an_api_and_no_pages(
    tmp_path: Path,
) -> None:
    (tmp_path / "casework.sqlite").mkdir()
    settings = ServiceSettings(tmp_path, hosts=("testserver",))
    with TestClient(create_site(settings)) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/sign-in").status_code == 404
