"""The verbs portfolio and monitor: what a mistake gets, and what they print."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from ostraka.casework.sealing import new_key
from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka
from tests.faces.command import run_here

Run = Callable[..., tuple[int, str, str]]
FILE = "id,name\nC1,Asadollah Assadi\n,Nobody\nC2,Giulia Ferrari\n"


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in this process, in a home with the demo's lists."""
    with demo_files() as folder, Ostraka(tmp_path / "home", now=today_of_the_demo) as o:
        load_demo_lists(o, folder)
    (tmp_path / "customers.csv").write_text(FILE, "utf-8")
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def once(*words: str) -> tuple[int, str, str]:
        return run_here(words, monkeypatch, capsys)

    return once


def test_from_a_file_to_a_proof_and_back(run: Run, tmp_path: Path) -> None:
    code, _, told = run("portfolio", "add", "customers.csv")
    assert code == 0
    assert "row 3: no id" in told
    assert "2 customers added" in told
    assert run("monitor", "--status")[0] == 1
    assert "never monitored" in run("lists")[2]
    code, out, told = run("monitor", "--format", "json", "--workers", "1")
    found = json.loads(out)
    assert (code, found["customers"]) == (0, 2)
    assert {row["change"] for row in found["changes"]} == {"new"}
    assert run("monitor", "--status")[0] == 0
    assert "monitor" not in run("lists")[2]
    assert run("monitor", "--proof", "-o", "proof.json")[0] == 0
    kept = json.loads((tmp_path / "proof.json").read_text("utf-8"))
    assert kept["recorded"]["holds"] is True
    code, out, _ = run("portfolio", "list", "--matched", "--format", "json")
    assert [row["id"] for row in json.loads(out)] == ["C1"]
    assert "1 customer removed" in run("portfolio", "remove", "C1", "--ground", "x")[2]
    assert run("monitor", "--format", "csv")[1].count("\nover,") > 0
    assert run("audit", "verify")[0] == 0


def test_how_a_file_was_read_is_told_wherever_it_is_given(
    run: Run, tmp_path: Path
) -> None:
    # Müller, as a program of Windows wrote it; and a column nobody reads.
    (tmp_path / "old.csv").write_bytes(
        "id,name,colour\nC1,Müller,red\n".encode("cp1252")
    )
    book = Workbook()
    for title, row in (
        ("All", ["C9", "Somebody Else"]),
        ("Clients", ["C1", "Asadollah Assadi"]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(["id", "name"])
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    for words in (("portfolio", "add"), ("cases", "screen")):
        code, _, told = run(*words, "old.csv")
        assert code == 0
        assert "which is a guess; save it as UTF-8" in told
        assert "columns not used: 'colour'" in told
        assert "'name' as name" in told
        code, _, told = run(*words, "book.xlsx", "--sheet", "Clients")
        assert (code, "'All'" in told) == (0, True)  # which sheets were left aside
    said = run("cases", "screen", "book.xlsx", "--sheet", "Clients")[2]
    assert "1 with a match" in said
    assert run("replay", "2")[0] == 0  # of the same sheet, so with the same bytes
    assert run("cases", "screen", "Asadollah Assadi", "--sheet", "Clients")[0] == 2


def test_customers_in_clear_are_sealed_in_the_order_the_page_says(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """docs/monitoring.md: add, make a key, give it, rekey; then as before, and back."""
    key = tmp_path / "ostraka.key"
    assert run("portfolio", "add", "customers.csv")[0] == 0
    key.write_text(run("portfolio", "key")[1], "utf-8")
    monkeypatch.setenv("OSTRAKA_KEY_FILE", str(key))
    code, _, told = run("portfolio", "add", "customers.csv")
    assert code == 2
    assert "`ostraka portfolio rekey` seals them with it" in told
    assert "2 customers sealed with key" in run("portfolio", "rekey")[2]
    assert "2 as they were" in run("portfolio", "add", "customers.csv")[2]
    assert run("portfolio", "rekey")[0] == 2
    assert "not at all" in run("portfolio", "rekey", "--clear")[2]
    assert "with key" in run("portfolio", "rekey", "--to", str(key))[2]
    assert run("audit", "verify")[0] == 0


def test_mistakes_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "there is no proof" in run("monitor", "--proof")[2]
    assert run("monitor", "--proof", "someday")[0] == 2
    assert run("portfolio", "remove", "C-999", "--ground", "x")[0] == 2
    assert "name customers" in run("portfolio", "remove", "--ground", "x")[2]
    assert "--to FILE" in run("portfolio", "rekey")[2]
    monkeypatch.setenv("OSTRAKA_KEY_FILE", str(tmp_path / "none"))
    assert "OSTRAKA_KEY_FILE" in run("portfolio", "list")[2]
    monkeypatch.setenv("OSTRAKA_KEY", new_key())
    assert run("portfolio", "add", "customers.csv")[0] == 0
    monkeypatch.setenv("OSTRAKA_KEY", new_key())
    code, _, told = run("monitor")
    assert code == 2
    assert "the key given is" in told
