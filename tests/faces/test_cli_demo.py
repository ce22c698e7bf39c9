"""The demo: the main job on embedded data, kept only where it is asked for."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostraka.faces.cli import cli
from ostraka.faces.cli.output import print_table
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
        shutil.copy(folder / "report.txt", place / "report.txt")
    return place


@pytest.fixture
def kept(kept_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the demo's lists are kept."""
    monkeypatch.chdir(kept_demo)
    monkeypatch.setenv("OSTRAKA_HOME", str(kept_demo / "home"))
    return kept_demo


def test_a_document_is_no_list_that_could_have_listed_somebody(kept: Path) -> None:
    shutil.copy(kept / "report.txt", "again.txt")
    assert run("read", "again.txt", "--keep").exit_code == 0
    assert run("review", "again.txt", "--accept", "e2,m1").exit_code == 0
    told = run("gaps", "EU.4881.55")
    assert "eu_fsf" in told.stdout
    assert "doc-" not in told.stdout


def test_ids_and_dates_of_a_table_are_not_broken_over_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where there is no room for all, all of it is still there."""
    moment = "2026-11-29T15:51:07.658118+00:00"
    print_table([{"at": moment}], {"at": "Since"})
    assert capsys.readouterr().out.split() == ["Since", "2026-11-29", "15:51"]
    row = {"id": "ca-sema-iran-1-part-1-1-7", "words": "many words " * 30, "day": "2026-12-04"}  # fmt: skip
    print_table([row], {"words": "Words", "id": "Id", "day": "Day"})
    first = capsys.readouterr().out.splitlines()[1]
    assert row["id"] in first
    assert row["day"] in first
    many = {f"{key}{n}": value for n in range(9) for key, value in row.items()}
    print_table([many], {key: key for key in many})
    assert capsys.readouterr().out.count("2") >= 2 * 9
