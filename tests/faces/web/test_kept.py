"""Documents of `ostraka read --keep` and of the pages are one, and so are decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ostraka.casework import Cases
from ostraka.casework.readings import read_reading
from ostraka.faces.session import Ostraka
from ostraka.report.review.store import Reviews
from tests.faces.command import run_here
from tests.faces.web.conftest import Enter
from tests.faces.web.test_pages import post, token_of

REPORT = (
    "Norway expelled two Zemblan diplomats on 3 May 2021.\n\n"
    "A bomb exploded in Oslo on 1 May 2021. Norway closed its embassy in Peru.\n"
)


Command = Callable[..., str]


@pytest.fixture
def command(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run the command on the home of the pages, and give what it prints."""
    monkeypatch.setenv("OSTRAKA_HOME", str(place))

    def run(*words: str) -> str:
        code, out, err = run_here(words, monkeypatch, capsys)
        assert code == 0, err
        return out

    return run


@pytest.fixture
def kept(place: Path, command: Command) -> Callable[..., Path]:
    """Keep the report at the command line, and decide about some proposals."""

    def keep(*answers: str) -> Path:
        path = place.parent / "report.txt"
        path.write_text(REPORT, "utf-8")
        command("read", str(path), "--keep")
        if answers:
            command("review", "report.txt", *answers, "--by", "otto")
        return path

    return keep


def test_what_the_command_line_keeps_is_on_the_pages_with_its_decisions(
    kept: Callable[..., Path], enter: Enter
) -> None:
    kept("--accept", "m1", "--correct", "i1:date=2021-05-02")
    client = enter("anna")
    page = client.get("/reports").text
    assert "report.txt" in page
    assert "2 of" in page
    timeline = client.get("/timeline").text
    assert "Norway expelled two Zemblan diplomats" in timeline
    assert "accepted by <bdi>otto</bdi>" in timeline
    digest = page.split('name="digest" value="')[1].split('"')[0]
    status, opened = post(client, "/reports/open", digest=digest)
    assert status == 200
    assert "A bomb exploded in Oslo" in opened
    assert "accepted by <bdi>otto</bdi>" in opened
    assert "corrected by <bdi>otto</bdi>" in opened
    assert "2021-05-02" in opened
    assert 'name="digest"' not in client.get("/reports").text


def test_what_is_decided_on_the_pages_is_decided_at_the_command_line(
    kept: Callable[..., Path], command: Command, place: Path, enter: Enter, cases: Cases
) -> None:
    path = kept()
    client = enter("rita")
    with path.open("rb") as file:
        client.post("/reports/take", data={"csrf": token_of(client)}, files={"file": ("again.txt", file)})  # fmt: skip
    with cases.reading() as connection:
        findings = read_reading(connection, 1).findings
    for number, found in enumerate(findings, start=1):
        if found.kind == "measure":
            answer = "rejected" if "Peru" in found.fields["summary"] else "corrected"
            fields = {**found.fields, "date": "2021-05-04", "summary": "Two sent home"}
            post(client, f"/findings/{number}", answer=answer, version="1", **fields)
    told = command("review", "report.txt", "--format", "json")
    assert '"corrected"' in told
    assert '"rejected"' in told
    command("review", "report.txt", "-o", str(place / "accepted.json"))
    accepted = (place / "accepted.json").read_text("utf-8")
    assert "2021-05-04" in accepted
    assert "summary: Two sent home" in accepted
    with Ostraka(place) as o:
        (dataset,) = [d for d in o.store.datasets() if d != "test_list"]
        assert o.store.version(dataset).format == "review"
    assert "Peru" not in accepted.split('"measures"')[1].split('"recommendations"')[0]


def test_a_later_decision_counts_wherever_it_was_made(
    kept: Callable[..., Path], command: Command, enter: Enter
) -> None:
    kept("--accept", "m1")
    client = enter("anna")
    page = client.get("/reports").text
    digest = page.split('name="digest" value="')[1].split('"')[0]
    _, opened = post(client, "/reports/open", digest=digest)
    number = opened.split("· measure · accepted")[0].rsplit("<h3>", 1)[1].strip()
    post(client, f"/findings/{number}", answer="rejected", version="1")
    assert "Norway expelled" not in client.get("/timeline").text
    assert '"rejected"' in command("review", "report.txt", "--format", "json")


def test_a_viewer_sees_what_is_kept_and_cannot_open_it(
    kept: Callable[..., Path], enter: Enter
) -> None:
    kept()
    client = enter("vera")
    assert "report.txt" in client.get("/reports").text
    assert 'action="/reports/open"' not in client.get("/reports").text
    assert post(client, "/reports/open", digest="x")[0] == 403


def test_a_document_kept_without_its_text_says_what_to_do(
    place: Path, tmp_path: Path, enter: Enter
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    with Ostraka(place) as o:
        digest = Reviews(place).keep(o.read(path), "2026-11-29T10:00:00+00:00")
    status, page = post(enter("anna"), "/reports/open", digest=digest)
    assert status == 400
    assert "was kept without its text: read the file here" in page


def test_an_admin_erases_a_document_on_the_pages_and_at_the_command_line(
    kept: Callable[..., Path], command: Command, enter: Enter
) -> None:
    path = kept("--accept", "m1")
    client = enter("root")
    given = {"document": "report.txt", "ground": "asked in writing"}
    status, page = post(client, "/rules/erase", **given)
    assert status == 200
    assert "report.txt is erased with 0 findings of the pages, 1 decision of" in page
    assert "report.txt" not in client.get("/reports").text
    assert "Norway expelled" not in client.get("/timeline").text
    assert post(client, "/rules/erase", **given)[0] == 404
    command("read", str(path), "--keep")
    command("cases", "erase", "--document", "report.txt", "--ground", "again", "--as", "root")  # fmt: skip
    assert "report.txt" not in command("review")
