"""The verbs of casework: who acts, and what a mistake gets."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ostraka.casework import Actor, Role
from ostraka.faces.casework import basis_of, cases_of, screen_one
from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka
from tests.faces.command import run_here

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cases")
    with demo_files() as folder, Ostraka(place / "home", now=today_of_the_demo) as o:
        load_demo_lists(o, folder)
        cases = cases_of(o)
        rita = Actor("rita", Role.REVIEWER)
        name = "Assadollah Asadi"
        screen_one(cases, rita, basis_of(o), name, {"birth_date": "1999-01-01"})
        cases.close()
    return place


@pytest.fixture
def run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run the command as a person would, in this process, and return code and words."""
    monkeypatch.setenv("OSTRAKA_HOME", str(place / "home"))
    monkeypatch.chdir(place)

    def once(*words: str, given: str = "") -> tuple[int, str]:
        code, out, err = run_here(words, monkeypatch, capsys, given)
        return code, out + err

    return once


def test_from_alert_to_proof_with_two_people(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, role in (("root", "admin"), ("anna", "analyst"), ("rita", "reviewer")):
        code, told = run(
            "users", "add", name, "--role", role, "--as", "root",
            given="correct horse battery\n",
        ) if name != "root" else run(
            "users", "add", name, "--role", role, given="correct horse battery\n"
        )  # fmt: skip
        assert (code, told) == (0, f"{name} may sign in as {role}\n")
    decided = ["--decision", "true match", "--reason", "same person", "--text", "seen"]
    code, told = run("cases", "decide", "1", *decided, "--as", "root")
    assert (code, "root is here as admin and may not decide" in told) == (2, True)
    assert "--as USER" not in told
    monkeypatch.setenv("LOGNAME", "root")
    code, told = run("cases", "decide", "1", *decided)
    assert (code, "or say who acts with --as USER" in told) == (2, True)
    code, told = run("cases", "decide", "1", *decided, "--as", "anna")
    assert (code, "waits for a second person" in told) == (0, True)
    assert run("cases", "confirm", "1", "--as", "anna")[0] == 2
    assert run("cases", "confirm", "1", "--as", "rita")[0] == 0
    assert run("cases", "confirm", "1", "--as", "rita")[0] == 1
    code, told = run("audit", "export", "-o", "audit.jsonl", "--as", "rita")
    assert (code, told) == (0, "audit.jsonl: written\n")
    assert run("audit", "verify", "audit.jsonl")[0] == 0
    whole = (place / "audit.jsonl").read_text("utf-8")
    (place / "audit.jsonl").write_text(whole.replace('"anna"', '"hans"'), "utf-8")
    code, told = run("audit", "verify", "audit.jsonl")
    assert (code, "was changed after it was written" in told) == (1, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cases", "show", "99"), 2),
        (("cases", "dossier", "nobody"), 2),
        (("replay", "99"), 2),
        (("audit", "export", "-o", "audit.doc"), 2),
        (("audit", "verify", "--expect", "7"), 2),
        (("cases", "migrate", "--to", "9999"), 2),
        (("cases", "screen", "x", "--as-of", "yesterday"), 2),
    ],
)
def test_a_mistake_gets_a_sentence(run: Run, words: tuple[str, ...], code: int) -> None:
    found, told = run(*words)
    assert (found, bool(told.strip())) == (code, True)


def test_screening_a_name_does_not_pay_for_casework(place: Path) -> None:
    code = (
        "import sys; from ostraka.faces.cli import cli;"
        "cli.main(['screen', 'Assadollah Asadi'], standalone_mode=False);"
        "print([m for m in ('sqlalchemy','alembic','jinja2','argon2','authlib','starlette','psycopg','reportlab') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "OSTRAKA_HOME": str(place / "home")},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_first_user_is_an_admin_and_others_are_told_who_there_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path))
    code, told = run("users", "add", "anna", "--role", "analyst", "--no-password")
    assert code == 2, told
    assert "`ostraka users add NAME --role admin`" in told
    assert run("users", "add", "boss", "--role", "admin", "--no-password")[0] == 0
    code, told = run("cases", "list")
    assert code == 2
    assert "OSTRAKA_USER; users are: boss" in told
    assert run("audit", "verify")[0] == 0


def test_erasing_nobody_and_no_document_is_a_mistake(run: Run) -> None:
    code, told = run("cases", "erase", "--ground", "asked")
    assert (code, "name a customer, or a kept document" in told) == (2, True)
    code, told = run("cases", "erase", "--document", "x.txt", "--ground", "asked", "--as", "root")  # fmt: skip
    assert (code, "no document of that name is kept" in told) == (2, True)


def test_a_day_that_may_be_of_a_later_act_is_said_to_be(run: Run) -> None:
    """Many on the UK list have the day they were taken over from EU law."""
    code, told = run("cases", "show", "1")
    assert code == 0
    assert re.search(r"listed: .*\(uk_fcdo\).* since \d{4}-\d\d-\d\d or before", told)
