"""The command line: exit codes, messages, formats."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostraka.errors import RefusedError, StoreError
from ostraka.faces.cli import cli, lists
from ostraka.faces.cli.output import print_table
from ostraka.record.diff import Change, Diff
from ostraka.sources.update import Updated


@pytest.fixture
def run(command, tmp_path: Path):
    """Run `ostraka` with a home of its own."""
    env = {"OSTRAKA_HOME": str(tmp_path / "home"), "PATH": ""}

    def run(*words: str, check: int | None = 0) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = command(
            *words, folder=tmp_path, env=env
        )
        assert "Traceback" not in done.stderr
        if check is not None:
            assert done.returncode == check, done.stderr
        return done

    return run


@pytest.fixture
def loaded(run, tmp_path: Path):
    """A home with two versions of a small list of our own."""
    (tmp_path / "a.csv").write_text(
        "id,name,schema,birth_date,country,listed\n"
        "1,Ali Testov,Person,1960-05-01,ir,2010-01-02\n"
        "2,Olga Probeva,Person,,ru,\n"
        "3,Muster Handel GmbH,Company,,de,\n"
        "4,Sample Shipping Ltd,Company,,gb,\n"
        "5,Petra Beispiel,Person,1971,at,\n",
        "utf-8",
    )
    (tmp_path / "b.csv").write_text(
        "id,name,schema,birth_date,country,listed\n"
        "1,Ali Testov,Person,1961-05-01,ir,2010-01-02\n"
        "2,Olga Probeva,Person,,ru,\n"
        "3,Muster Handel GmbH,Company,,de,\n"
        "4,Sample Shipping Ltd,Company,,gb,\n"
        "6,Nova Persona,Person,1990,it,\n",
        "utf-8",
    )
    run("load", "mine", "a.csv", "--published", "2024-01-01")
    run("load", "mine", "b.csv", "--published", "2024-02-01", "--accept", "vanished")
    return run


def test_lists_as_the_contract_says(loaded) -> None:
    (record,) = json.loads(loaded("lists", "--format", "json").stdout)
    assert {
        "dataset",
        "version",
        "published",
        "loaded",
        "in_force",
        "entities",
        "names",
        "checks",
    } <= record.keys()
    assert (
        record["dataset"],
        record["version"],
        record["in_force"],
        record["entities"],
    ) == ("mine", "2024-02-01", True, 5)
    assert {"name", "ok", "detail"} == record["checks"][0].keys()


def test_diff_as_the_contract_says(loaded) -> None:
    found = json.loads(loaded("diff", "mine", "--format", "json").stdout)
    assert (found["dataset"], found["from"], found["to"]) == (
        "mine",
        "2024-01-01",
        "2024-02-01",
    )
    assert (len(found["listed"]), len(found["removed"])) == (1, 1)
    ((change,),) = found["amended"].values()
    assert (change["prop"], change["before"], change["after"]) == (
        "birthDate",
        ["1960-05-01"],
        ["1961-05-01"],
    )


def test_screen_one_name(loaded) -> None:
    (match,) = json.loads(loaded("screen", "Ali Testov", "--format", "json").stdout)
    assert {
        "entity_id",
        "caption",
        "schema",
        "datasets",
        "score",
        "match",
        "explanation",
        "referents",
    } <= match.keys()
    assert match["caption"] == "Ali Testov"
    assert match["explanation"][0]["dataset"] == "mine"


def test_screen_as_of_a_day_before_the_listing(loaded) -> None:
    assert json.loads(loaded("screen", "Nova Persona", "--format", "json").stdout)
    assert (
        json.loads(
            loaded(
                "screen", "Nova Persona", "--as-of", "2024-01-15", "--format", "json"
            ).stdout
        )
        == []
    )


def test_fail_on_match_is_exit_code_1(loaded) -> None:
    loaded("screen", "Ali Testov", "--fail-on-match", check=1)
    loaded("screen", "Wolfgang Nobody", "--fail-on-match", check=0)


def test_a_name_too_long_for_a_file_is_a_name(loaded) -> None:
    assert "no match" in loaded("screen", "a" * 10_000).stderr


def test_a_file_is_answered_row_by_row_in_order(loaded, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(
        "id,name,birth_date\na,Ali Testov,\nb,Zebra Crossing,\nc,Ali Testov,1961-02-31\n",
        "utf-8",
    )
    done = loaded("screen", "q.csv", "--output", "out.jsonl")
    results = [
        json.loads(line)
        for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    ]
    assert [(r["query_id"], r["status"], bool(r["matches"])) for r in results] == [
        ("a", 200, True),
        ("b", 200, False),
        ("c", 400, True),  # by its name: decision 24
    ]
    assert "1961-02-31" in results[2]["error"]
    assert "3 rows screened, 2 with a match" in done.stderr


def test_compare_as_the_contract_says(run, tmp_path: Path) -> None:
    person = {"schema": "Person", "properties": {"name": ["Ali Testov"]}}
    (tmp_path / "pairs.jsonl").write_text(
        json.dumps({"pair_id": "p", "left": person, "right": person}) + "\n", "utf-8"
    )
    scored = json.loads(run("compare", "pairs.jsonl").stdout)
    assert scored["pair_id"] == "p"
    assert 0.5 < scored["score"] <= 1
    assert scored["explanation"]


def test_show_by_id_and_as_of(loaded) -> None:
    view = json.loads(loaded("show", "mine-5", "--format", "json").stdout)
    assert view["entity"]["caption"] == "Petra Beispiel"
    assert not view["listed"]
    assert view["standings"][0]["removed"] == "2024-02-01"
    assert json.loads(
        loaded("show", "mine-5", "--as-of", "2024-01-15", "--format", "json").stdout
    )["listed"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("screen", "Ali Testov"), 2, "no list is loaded"),
        (("show", "nobody"), 2, "no list is loaded"),
        (("diff", "nothing"), 2, "nothing is loaded"),
        (("load", "un_sc", "missing.xml"), 2, "no such file"),
        (("load", "un_sc", "empty.xml"), 1, "the file is empty"),
        (("load", "un_sc", "page.html"), 1, "is a web page, not a list"),
        (("load", "un_sc"), 2, "Missing argument"),
        (("screen", "empty.csv"), 2, ""),
        (("frobnicate",), 2, "No such command"),
        (("show", "x", "--as-of", "yesterday"), 2, "is not a day"),
    ],
)
def test_mistakes_end_in_a_message_and_a_code(
    run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "empty.xml").write_text("", "utf-8")
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "page.html").write_text("<html><body>login</body></html>", "utf-8")
    done = run(*words, check=code)
    assert said in done.stderr
    assert done.stdout == ""


def test_a_refused_version_is_shown_by_lists(loaded, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name\n1,Ali Testov\n", "utf-8")
    assert (
        "vanished"
        in loaded("load", "mine", "c.csv", "--published", "2024-03-01", check=1).stderr
    )
    (record,) = json.loads(loaded("lists", "--format", "json").stdout)
    assert record["version"] == "2024-02-01"
    assert record["checks"][-1]["name"] == "newest file refused"
    assert not record["checks"][-1]["ok"]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "mine", "-o", "nope/x"),
        ("read", "report.txt", "-o", "nope/x"),
        ("compare", "pairs.jsonl", "-o", "nope/x"),
    ],
)
def test_a_folder_that_is_not_there_is_a_mistake(
    loaded, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "report.txt").write_text("Ali Testov was seen.", "utf-8")
    (tmp_path / "pairs.jsonl").write_text("", "utf-8")
    assert "nope/x: " in loaded(*words, check=2).stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"left": null, "right": null}', "line 2: expected an entity"),
        (b"null", "line 2: a pair has two parties"),
        (b'{"left": "Andr\xe9"}', "line 2: not in UTF-8"),
        (b"{}", "line 2: no 'left'"),
        (b"{", 'line 2: not JSON; a line is {"pair_id"'),
        (b"id,name", "line 2: not JSON"),
    ],
)
def test_a_bad_pair_is_told_and_the_others_are_scored(
    run, tmp_path: Path, line: bytes, said: str
) -> None:
    person = {"schema": "Person", "properties": {"name": ["Ali Testov"]}}
    good = json.dumps({"left": person, "right": person}).encode()
    (tmp_path / "pairs.jsonl").write_bytes(b"\n".join([good, line, good]) + b"\n")
    done = run("compare", "pairs.jsonl", "-o", "scores.jsonl", check=2)
    assert said in done.stderr
    assert "1 of 3 pairs could not be read" in done.stderr
    lines = (tmp_path / "scores.jsonl").read_text("utf-8").splitlines()
    first, bad, last = map(json.loads, lines)
    assert first == last
    assert first["score"] > 0.5
    assert (bad["status"], said in bad["error"]) == (400, True)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("screen", "a.csv", "--format", "csv"), "write -o results.csv"),
        (("screen", "a.csv", "--format", "json"), "write -o results.csv"),
        (("read", "report.txt", "-o", "x", "--format", "csv"), "-o writes whole"),
    ],
)
def test_a_format_that_does_not_apply_is_a_mistake(
    loaded, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "report.txt").write_text("Ali Testov was seen.", "utf-8")
    done = loaded(*words, check=2)
    assert said in done.stderr
    assert done.stdout == ""


def test_reports_as_json_lines_are_one_document_a_line(loaded, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Ali Testov was seen.", "utf-8")
    printed = loaded("read", "report.txt", "--format", "jsonl").stdout
    assert json.loads(printed)["document"]["chars"] == 20
    loaded("read", "report.txt", "--format", "jsonl", "-o", "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == printed


@pytest.mark.usefixtures("loaded")
def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ostraka", "export", "mine"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command,
        env={"OSTRAKA_HOME": str(tmp_path / "home"), "PATH": ""},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_list_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []

    def update(_store, name: str, *, accept, **_more) -> Updated:
        asked.append((name, accept))
        if name == "b":
            raise RefusedError("too few", ("row 7 is odd",))
        raise StoreError("damaged")

    monkeypatch.setenv("OSTRAKA_HOME", str(tmp_path))
    monkeypatch.setattr("ostraka.sources.update.update_dataset", update)
    done = CliRunner().invoke(cli, ["update", "a", "b", "c", "--accept", "vanished"])
    assert asked == [(name, ("vanished",)) for name in "abc"]
    assert "a: error: damaged\nb: refused: too few\n  row 7 is odd\nc:" in done.stderr
    assert isinstance(done.exception, RefusedError)


def test_what_only_moved_is_not_counted_as_amended() -> None:
    moved, amended = Change("name", ("x",), ("x",), moved=True), Change("name", (), ())
    changes = {"a": (moved,), "b": (moved, amended)}
    found = Diff("mine", "1", "2", (), changes, (), form_only=("c", "d"))
    assert lists._diff_line(found) == (
        "mine: 1 → 2: 0 listed, 1 amended, 0 removed, 1 moved, 2 form only"
    )


def test_version_and_help(run) -> None:
    assert run("--version").stdout.startswith("ostraka ")
    assert "Exit codes" in run("--help").stdout


@pytest.mark.parametrize("verb", ["screen", "compare", "read"])
def test_results_never_overwrite_what_they_are_made_from(
    loaded, tmp_path: Path, verb: str
) -> None:
    """A customer file named twice on the command line must still be there after."""
    path = tmp_path / "input.jsonl"
    path.write_text('{"id": "a", "name": "Ali Testov"}\n', "utf-8")
    done = loaded(verb, "input.jsonl", "-o", "./input.jsonl", check=2)
    assert "results would overwrite the input" in done.stderr
    assert path.read_text("utf-8").startswith('{"id"')


def test_lists_without_a_version_by_the_day_are_named(loaded, tmp_path: Path) -> None:
    (tmp_path / "late.csv").write_text("id,name\n1,Late Comer\n", "utf-8")
    loaded("load", "late", "late.csv", "--published", "2025-01-01")
    said = loaded("screen", "Late Comer", "--as-of", "2024-01-15").stderr
    assert "asked: mine of 2024-01-01" in said
    assert "no version by 2024-01-15 is here of: late" in said


def test_an_older_version_is_not_called_the_one_in_force(loaded) -> None:
    said = loaded("load", "mine", "a.csv", "--published", "2023-01-01").stderr
    assert "in force from 2023-01-01 until 2024-01-01" in said


def test_a_file_without_a_day_is_said_to_have_none(run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,Ali Testov\n", "utf-8")
    assert "the files state no day" in run("load", "mine", "a.csv").stderr


def test_a_folder_is_no_party(loaded) -> None:
    assert "is a folder" in loaded("screen", ".", check=2).stderr
    assert "no such file" in loaded("screen", "customers.xls", check=2).stderr.lower()


def test_a_diff_names_the_parties(loaded) -> None:
    rows = loaded("diff", "mine", "--format", "csv").stdout.splitlines()
    assert any("Nova Persona" in row for row in rows)


def test_load_names_the_first_odd_values_with_their_place(run, tmp_path: Path) -> None:
    """A message that only counts sends its reader to search the whole file."""
    entity = {
        "id": "mine-1",
        "schema": "Person",
        "properties": {"name": ["Ali Testov"], "birthDate": ["1960-13-45"]},
    }
    (tmp_path / "mine.ftm.json").write_text(json.dumps(entity) + "\n", "utf-8")
    said = run("load", "mine", "mine.ftm.json").stderr
    assert "1 odd value (" in said
    assert "mine-1" in said
    assert "1960-13-45" in said


def test_nothing_asked_is_said(loaded) -> None:
    assert "name a party" in loaded("screen", "", check=2).stderr


def test_letters_that_an_output_lacks_are_written_as_numbers(
    loaded, tmp_path: Path
) -> None:
    # اسدالله has no letter in cp1252
    env = {
        **os.environ,
        "OSTRAKA_HOME": str(tmp_path / "home"),
        "PYTHONIOENCODING": "cp1252",
    }
    (tmp_path / "c.csv").write_text("id,name\n1,Olga Probeva اسد\n", "utf-8")
    loaded("load", "third", "c.csv", "--published", "2024-01-01")
    command = [sys.executable, "-m", "ostraka", "screen", "Olga Probeva اسد"]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"\\u0627" in done.stdout


def test_ids_in_a_table_are_never_broken(capsys) -> None:
    key = "holdings-sherd-glass-invented-and-longer-still"
    row = {"party": key, "caption": "Sherd Glass " * 9, "words": "owned by " * 30}
    print_table([row], {"party": "Party", "caption": "Name", "words": "Words"})
    assert key in capsys.readouterr().out


def test_a_column_without_a_value_is_left_out_of_a_table(capsys) -> None:
    columns = {"name": "Name", "failed": "Failed checks"}
    print_table([{"name": "un_sc", "failed": ""}], columns)
    assert capsys.readouterr().out.split() == ["Name", "un_sc"]
    rows = [{"name": "un_sc"}, {"name": "eu_fsf", "failed": "a check"}]
    print_table(rows, columns)
    assert "Failed checks" in capsys.readouterr().out
