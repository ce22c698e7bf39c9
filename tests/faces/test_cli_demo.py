"""The demo: the main job on embedded data, kept only where it is asked for."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostraka.faces.cli import cli
from ostraka.faces.demo import (
    LISTS,
    demo_files,
    load_demo_lists,
    today_of_the_demo,
)
from ostraka.faces.session import Ostraka
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


def test_the_demo_never_mixes_its_lists_with_those_that_are_there(home: Path) -> None:
    Path("mine.csv").write_text("id,name\n1,Ali Testov\n", "utf-8")
    assert run("load", "mine", "mine.csv").exit_code == 0
    done = run("demo", "--keep")
    assert done.exit_code == 1
    assert "set OSTRAKA_HOME to a new folder" in str(done.exception)
    assert Store(home).datasets() == ["mine"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gaps", "--called-for"), "no recommendation was accepted yet"),
        (("timeline",), "no measure was accepted yet"),
        (("timeline", "EU.4881.55", "--to", "1999-01-01"), "nothing is known"),
        (("review",), "no document is kept yet; `ostraka read FILE --keep`"),
        (("resolve", "questions"), "no question is open"),
        (("sides", "facts.jsonl"), "no two sources state the same"),
    ],
)
def test_an_empty_answer_says_why_it_is_empty(
    kept: Path, words: tuple[str, ...], said: str
) -> None:
    fact = '{"event": "raid", "slot": "date", "value": "1983-04"}'
    line = f'{{"id": "paper-1", "independence_group": "G1", "facts": [{fact}]}}'
    (kept / "facts.jsonl").write_text(line, "utf-8")
    done = run(*words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert said in done.stderr
    assert run(*words, "--format", "json").stdout.strip() == "[]"


@pytest.fixture(scope="module")
def kept_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kept")
    with demo_files() as folder, Ostraka(place / "home", now=today_of_the_demo) as o:
        load_demo_lists(o, folder)
    return place


@pytest.fixture
def kept(kept_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the demo's lists are kept."""
    monkeypatch.chdir(kept_demo)
    monkeypatch.setenv("OSTRAKA_HOME", str(kept_demo / "home"))
    return kept_demo
