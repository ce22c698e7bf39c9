"""Self-tests on the pages: the newest first, in full, compared, handed out."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from ostraka.casework import Actor, Cases, Role
from ostraka.faces.selftest import keep, runs, selftest
from ostraka.faces.session import Ostraka
from ostraka.selftest.run import Plan
from tests.faces.web.conftest import Enter

ANNA = Actor("anna", Role.ANALYST)


@pytest.fixture
def kept(place: Path, cases: Cases) -> list[str]:
    """The names of two runs, the newest first."""
    with Ostraka(place) as o:
        for threshold in (0.7, 0.8):
            plan = Plan(threshold, sample=3, people=60)
            keep(o, cases, ANNA, plan, selftest(o, cases, plan))
        return [path.stem for path in runs(o)]


def test_a_run_is_shown_compared_and_handed_out(enter: Enter, kept: list[str]) -> None:
    client = enter("vera")
    assert "0.8" in client.get("/selftest").text
    page = client.get(f"/selftest/{kept[0]}")
    assert page.status_code == 200
    assert "Whom the false alerts fall on" in page.text
    assert "stands in the audit" in page.text
    compared = client.get(f"/selftest/{kept[0]}", params={"with": kept[1]})
    assert "Two self-tests compared" in compared.text
    for suffix, begins in (("json", b"{"), ("html", b"<!doctype"), ("pdf", b"%PDF")):
        answer = client.get(f"/selftest/{kept[0]}/file.{suffix}")
        assert answer.content.startswith(begins)
        assert "attachment" in answer.headers["content-disposition"]
    assert client.get(f"/selftest/{kept[0]}/file.exe").status_code == 400
    assert client.get("/selftest/nothing").status_code == 404


def test_a_run_of_any_name_is_reached_and_stays_a_name(
    enter: Enter, place: Path, kept: list[str]
) -> None:
    """A file that was copied here by hand may be called as it likes."""
    name = 'a?b#c&d "><script>é'
    folder = place / "selftest"
    (folder / f"{name}.json").write_bytes((folder / f"{kept[0]}.json").read_bytes())
    client = enter("vera")
    for path in ("/selftest", f"/selftest/{kept[0]}"):
        assert '"><script>' not in client.get(path).text
    hrefs = re.findall(r'href="(/selftest/[^"]+)"', client.get("/selftest").text)
    (address,) = [href for href in hrefs if "%3F" in href]
    page = client.get(address)
    assert page.status_code == 200
    files = re.findall(r'href="(/selftest/[^"]+/file\.json)"', page.text)
    answer = client.get(files[0])
    assert answer.content.startswith(b"{")
    given = answer.headers["content-disposition"].removeprefix("attachment; filename*=UTF-8''")  # fmt: skip
    assert unquote(given) == f"selftest-{name}.json"


def test_a_run_that_was_changed_is_told(
    enter: Enter, place: Path, kept: list[str]
) -> None:
    path = place / "selftest" / f"{kept[0]}.json"
    path.write_text(path.read_text("utf-8").replace('"seed": ', '"seed":  '), "utf-8")
    assert "is not in the audit" in enter("vera").get(f"/selftest/{kept[0]}").text


def test_a_file_that_is_no_run_is_left_out(enter: Enter, place: Path) -> None:
    (place / "selftest").mkdir()
    (place / "selftest" / "odd.json").write_text("{}", "utf-8")
    client = enter("vera")
    assert "odd" not in client.get("/selftest").text
    assert client.get("/selftest/odd").status_code == 400
