"""The demo: the main job on embedded data, kept only where it is asked for."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostraka.faces.cli import cli
from ostraka.faces.demo import LISTS
from ostraka.record.store import Store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def test_the_demo_does_the_main_job_and_keeps_its_results_only(home: Path) -> None:
    done = run("demo")
    assert done.exit_code == 0, done.output
    assert "16 screened, 7 may be listed, 1 could not be read" in done.output
    assert "`ostraka demo --keep` keeps the lists" in done.output
    assert not home.exists()
    assert {p.name for p in Path("demo-out").iterdir()} == {
        "alerts.jsonl",
        "alerts.xlsx",
        "report.json",
    }


def test_the_demo_can_be_kept_to_try_the_other_verbs_on_and_made_again(
    home: Path,
) -> None:
    for _ in range(2):
        assert run("demo", "--keep").exit_code == 0
    assert Store(home).datasets() == sorted(LISTS)
    assert {"customers.csv", "holdings.csv", "report.txt"} <= {
        p.name for p in Path("demo-out").iterdir()
    }
    assert "eu-fsf-eu-4881-55" in run("screen", "Assadollah Asadi").output
    called = run("gaps", "--called-for")
    assert (called.exit_code, "no recommendation" in called.output) == (0, True)


def test_the_demo_never_mixes_its_lists_with_those_that_are_there(home: Path) -> None:
    Path("mine.csv").write_text("id,name\n1,Ali Testov\n", "utf-8")
    assert run("load", "mine", "mine.csv").exit_code == 0
    done = run("demo", "--keep")
    assert done.exit_code == 1
    assert "set OSTRAKA_HOME to a new folder" in str(done.exception)
    assert Store(home).datasets() == ["mine"]
