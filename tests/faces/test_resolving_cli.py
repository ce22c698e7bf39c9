"""The verb resolve: run, ask, judge, undo, exchange."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.cli import cli
from ostraka.faces.session import Ostraka

ONE = "id,name,schema,nationality,birth_date\n1,Gholam Reza Testovari,Person,ir,1961-02-03\n2,Mohammad Ali,Person,,\n"
TWO = "id,name,schema,nationality,birth_date\n1,Qolam Reza Testowari,Person,ir,1961-02-03\n2,Mohammad ALI,Person,,\n"


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path / "home"))
    for dataset, text in (("one", ONE), ("two", TWO)):
        path = tmp_path / f"{dataset}.csv"
        path.write_text(text, "utf-8")
        Ostraka().load(dataset, path, published="2026-01-01")
    return tmp_path


def run(*words: str, typed: str | None = None) -> Result:
    result = CliRunner().invoke(cli, ["resolve", *words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_run_says_what_it_judged_and_what_is_to_be_asked() -> None:
    assert "1 pair would be judged the same" in run("--dry-run").stdout
    said = run().stdout
    assert "4 records, 4 compared" in said
    assert "1 pair judged the same, 0 part and whole" in said
    assert "1 question;" in said
    assert "0 compared" in run().stdout


def test_a_question_is_shown_with_why_it_is_asked() -> None:
    run()
    (question,) = json.loads(run("questions", "--format", "json").stdout)
    assert {question["left"], question["right"]} == {"one-2", "two-2"}
    assert question["explanation"][0]["query"] == "Mohammad Ali"
    assert "the evidence alone is not enough" in run("questions").stdout


@pytest.mark.parametrize(
    ("keys", "answer"),
    [("s\n", "same"), ("x\nd\n", "different"), ("r\n", "part of"), ("u\n", "unsure")],
)
def test_one_key_decides_and_the_answer_is_kept(keys: str, answer: str) -> None:
    run()
    shown = run("review", "--by", "ana", typed=keys)
    assert "MOHAMMAD ALI" in shown.stdout.upper()
    assert "1 of 1 answered" in shown.stderr
    with Ostraka() as o:
        judgement = o.judgements.all()[-1]
    assert (judgement.by, str(judgement.answer)) == ("ana", answer)
    assert "0 of 0 answered" in run("review", typed="").stderr


def test_skipping_and_quitting_leave_the_question() -> None:
    run()
    assert "0 of 1 answered" in run("review", typed="k\n").stderr
    assert "0 of 1 answered" in run("review", typed="").stderr
    assert len(json.loads(run("questions", "--format", "json").stdout)) == 1


def test_two_records_are_judged_and_the_judgement_is_taken_back() -> None:
    assert (
        "one party: one-1"
        in run("judge", "one-1", "same", "two-1", "--by", "ana").stdout
    )
    assert "two-1 to two-1" in run("judge", "one-1", "withdrawn", "two-1").stdout
    rows = json.loads(run("judgements", "one-1", "--format", "json").stdout)
    assert [row["answer"] for row in rows] == ["same", "withdrawn"]


def test_a_judgement_that_others_forbid_is_said_not_to_be_followed() -> None:
    run("judge", "one-1", "different", "two-2")
    run("judge", "one-1", "same", "two-1")
    said = run("judge", "two-1", "same", "two-2")
    assert "not followed" in said.stderr


def test_judgements_go_out_and_come_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("judge", "one-1", "same", "two-1", "--by", "ana")
    run("export", "-o", str(home / "resolver.json"))
    monkeypatch.setenv("OSTRAKA_HOME", str(home / "other"))
    assert run("import", str(home / "resolver.json")).stdout == "1 judgement taken in\n"
    with Ostraka() as o:
        assert o.canonical("two-1") == "one-1"


def test_lines_that_are_no_judgements_are_refused_whole(home: Path) -> None:
    path = home / "bad.json"
    path.write_text('["a", "b", "positive", null, null, null]\nnonsense\n', "utf-8")
    with pytest.raises(UsageError, match="line 2"):
        run("import", str(path))
    with Ostraka() as o:
        assert o.judgements.all() == []


def test_an_id_no_list_has_is_refused_and_nothing_is_kept() -> None:
    for pair in (("nosuch1", "nosuch2"), ("one-1", "nosuch2")):
        with pytest.raises(NotFoundError, match=": no list here had a party"):
            run("judge", pair[0], "same", pair[1])
    with Ostraka() as o:
        assert o.judgements.all() == []


def test_an_id_that_came_with_judgements_can_be_judged_though_no_list_has_it(
    home: Path,
) -> None:
    path = home / "theirs.json"
    path.write_text('["one-1", "far-7", "positive", null, "eve", null]\n', "utf-8")
    assert run("import", str(path)).stdout == "1 judgement taken in\n"
    run("judge", "one-1", "withdrawn", "far-7")
    with Ostraka() as o:
        assert o.canonical("far-7") == "far-7"
