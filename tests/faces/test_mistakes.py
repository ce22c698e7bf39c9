"""Mistakes people make at the command line, and what they are told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ostraka.faces.cli import JOBS, VERBS
from tests.faces.command import run_here

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run `ostraka WORDS` in a folder of its own, with a list of one party."""
    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("id,name,reference\n1,Ali Testov,Nr.7\n", "utf-8")
    assert run_here(("load", "mine", "a.csv"), monkeypatch, capsys)[0] == 0
    return lambda *words: run_here(words, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scren", "Ali"), "No such command 'scren'. Did you mean 'screen'?"),
        (("cases", "decid", "1"), "No such command 'decid'. Did you mean 'decide'?"),
        (("owned", "holdings.csv"), "holdings.csv: no such file"),
        (("owned", "register.xml"), "register.xml: no such file"),
        (("read", "report.pdf"), "report.pdf: no such file"),
        (("screen", "report.pdf"), "a document and no table of customers; `ostraka read`"),
        (("screen", "page.html"), "a document and no table of customers; `ostraka read`"),
        (("screen", "https://example.org/a.csv"), "an address; nothing is fetched but lists"),
        (("read", "https://example.org/report"), "an address; nothing is fetched but lists"),
        (("load", "un_sc", "http://example.org/un.xml"), "an address; nothing is fetched"),
        (("screen", "Ali Testov", "--as-of", "1990"), "no list is loaded by 1990-12-31"),
        (("quality", "--as-of", "1990"), "no list is loaded by 1990-12-31"),
        (("timeline", "--from", "2020", "--to", "2019"), "the end lies before the beginning"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_was_probably_meant(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_verb_like_no_other_is_only_said_to_be_none(run: Run) -> None:
    code, _, err = run("frobnicate")
    assert code == 2
    assert "No such command 'frobnicate'" in err
    assert "mean" not in err


def test_a_broken_pdf_is_told_with_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    code, _, err = run("read", "broken.pdf")
    assert code == 2
    assert "broken.pdf: cannot be read as pdf" in err
    assert "open it in its own program and save it again" in err


@pytest.mark.parametrize("number", ["nr.7", " Nr.7", "Ｎｒ.７"])
def test_a_party_is_shown_by_its_number_however_it_was_copied(
    run: Run, number: str
) -> None:
    code, out, _ = run("show", number)
    assert code == 0
    assert out.startswith("Ali Testov")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("export", "mine"), "list.json"),
        (("audit", "export"), "audit.jsonl"),
        (("audit", "export"), "audit.pdf"),
        (("timeline", "nr.7"), "timeline.svg"),
        (("resolve", "export"), "judgements.txt"),
    ],
)
def test_a_file_that_was_written_is_named(
    run: Run, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    code, out, err = run(*words, "-o", name)
    assert (code, out) == (0, "")
    assert f"{name}: written" in err
    assert (tmp_path / name).is_file()


def test_lists_that_came_later_are_named_and_the_others_judged(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "b.csv").write_text("id,name\n1,Olga Probeva\n", "utf-8")
    assert run("load", "early", "b.csv", "--published", "2020-01-01")[0] == 0
    code, out, err = run("quality", "--as-of", "2021", "--format", "csv")
    assert code == 0
    assert "no version by 2021-12-31 is here of: mine" in err
    assert {line.split(",")[0] for line in out.splitlines()[1:]} == {"early"}


def test_help_shows_every_verb_by_its_job_with_its_whole_sentence(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert "..." not in out.partition("To begin:")[2]
    headings = [line[:-1] for line in out.splitlines() if line.endswith(":")]
    assert [line for line in headings if line in JOBS] == list(JOBS)
    assert {line.split()[0] for line in out.splitlines() if line.startswith("  ")} >= set(VERBS)  # fmt: skip


def test_a_mistyped_list_leaves_no_trace(run: Run, tmp_path: Path) -> None:
    page = "<html><body>login</body></html>"
    (tmp_path / "page.xml").write_text(page, "utf-8")
    for name in ("un_cs", "un_sc", "mine"):
        assert run("load", name, "page.xml")[0] == 1
    _, out, _ = run("lists", "--format", "csv")
    lists = [line.split(",")[0] for line in out.splitlines()[1:]]
    assert lists == ["mine", "un_sc"]
    assert out.count("newest file") == 2


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("cases", "screen", "Ali Testov"), "--as"),
        (("resolve", "judge", "mine-1", "same", "mine-2"), "--by"),
    ],
)
def test_where_nobody_is_logged_in_it_is_asked_who_acts(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], option: str
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nobody)
    code, _, err = run(*words)
    assert code == 2
    assert f"nobody is logged in: say who acts with {option}" in err
