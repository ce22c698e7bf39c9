"""The verb selftest: run, kept, in the audit, compared; and what a mistake gets."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka
from tests.faces.command import run_here

Run = Callable[..., tuple[int, str]]
SMALL = ("--sample", "6", "--people", "60")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("selftest-cli")
    with demo_files() as folder, Ostraka(place / "home", now=today_of_the_demo) as o:
        load_demo_lists(o, folder)
        (place / "customers.csv").write_bytes((folder / "customers.csv").read_bytes())
    return place


@pytest.fixture
def run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("OSTRAKA_HOME", str(place / "home"))
    monkeypatch.chdir(place)

    def once(*words: str) -> tuple[int, str]:
        code, out, err = run_here(words, monkeypatch, capsys)
        return code, out + err

    return once


def test_a_run_is_written_kept_and_entered_in_the_audit(run: Run, place: Path) -> None:
    code, told = run("selftest", *SMALL, "-o", "a.json", "-o", "a.html", "-o", "a.pdf")
    assert code == 0
    assert "none may be missed, and none was" in told
    document = json.loads((place / "a.json").read_text("utf-8"))
    assert document["kind"] == "selftest"
    assert document["lists"]["un_sc"] == "2026-02-27"
    assert (place / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert (place / "a.pdf").read_bytes().startswith(b"%PDF")
    kept = max((place / "home/selftest").glob("*.json"))
    assert kept.read_bytes() == (place / "a.json").read_bytes()
    _, audit = run("audit", "export")
    entry = json.loads(
        [line for line in audit.splitlines() if "self-test run" in line][-1]
    )
    facts = json.loads(entry["facts"])
    assert facts["file"] == kept.name
    assert facts["settings"]["sample"] == 6
    assert facts["lists"] == document["lists"]
    assert run("audit", "verify")[0] == 0


def test_own_customers_and_own_decisions_are_used(run: Run, place: Path) -> None:
    assert run("cases", "screen", "customers.csv")[0] == 0
    decision = ["--decision", "false positive", "--reason", "other name"]
    assert run("cases", "decide", "1", *decision)[0] == 0
    code, _ = run("selftest", "customers.csv", *SMALL, "-o", "own.json")
    assert code == 0
    document = json.loads((place / "own.json").read_text("utf-8"))
    assert document["decided"]["false_positives"] == 1
    assert document["sample"]["source"].startswith("customers.csv, sha256 ")
    # Ten of the sixteen rows are persons that can be read.
    assert document["fairness"]["people"] == document["fairness"]["not_shown"] > 5


def test_two_runs_are_compared(run: Run) -> None:
    run("selftest", *SMALL, "-o", "one.json")
    run("selftest", *SMALL, "--threshold", "0.9", "-o", "two.json")
    code, told = run("selftest", "--compare", "one.json", "two.json", "-o", "both.html")
    assert code == 0
    assert "What else differs: threshold." in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "x.doc"), ".json, .html, .pdf"),
        (("-o", "nowhere/x.json"), "there is no folder"),
        (("--compare", "customers.csv", "customers.csv"), "no JSON"),
        (("--lists", "nothing"), "nothing is loaded"),
        (("--threshold", "2"), "--threshold"),
        (("customers.csv", "-o", "customers.csv"), ".json, .html, .pdf"),
        (("customers.csv", "--compare", "a", "b"), "takes no customer file"),
    ],
)
def test_a_mistake_is_told_before_anything_is_run(
    run: Run, words: tuple[str, ...], told: str
) -> None:
    code, said = run("selftest", *words)
    assert code == 2
    assert told in said
