"""A file of customers: by any number of processes, cut short, without room, from a pipe."""

import csv
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from ostraka.errors import NotFoundError, UsageError
from ostraka.faces.cli.progress import Pace, in_words
from ostraka.faces.profiles import read_profile, save_profile
from ostraka.faces.screening import Progress
from ostraka.faces.session import Ostraka

pytestmark = pytest.mark.slow

GIVEN = ("Ibrahim", "Olga", "Ali", "Marta", "Chen", "Pavel", "Amina", "Jorge")
FAMILY = ("Qavami", "Probeva", "Testov", "Zubrovka", "Tarasyuk", "Okoye", "Lindqvist")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    listed = folder / "mine.csv"
    names = [f"{GIVEN[n % 8]} {FAMILY[n % 7]}" for n in range(12)]
    listed.write_text(
        "id,name,birth_date,country\n"
        + "".join(f"{n},{name},19{60 + n},ir\n" for n, name in enumerate(names)),
        "utf-8",
    )
    with Ostraka(folder / "home") as o:
        for dataset in ("mine", "theirs"):  # each match is on both
            o.load(dataset, listed, published="2024-01-01")
        o.index()
    return folder / "home"


def customers(path: Path, rows: int) -> Path:
    """Write a file in which every fiftieth customer is listed and one row in 97 is damaged."""
    chance = random.Random(3)  # noqa: S311 - the same on every run
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "name", "dob", "country"])
        for n in range(rows):
            given, family = chance.choice(GIVEN), chance.choice(FAMILY)
            if n % 50:
                given, family = given[::-1].title() + str(n), family[::-1].title()
            dob = "1984-02-31" if n % 97 == 96 else f"19{60 + n % 40}-01-02"
            writer.writerow([f"C{n}", f"{given} {family}", dob, "ir"])
    return path


def command(home: Path, *words: str | Path) -> dict[str, object]:
    """Return how the command is run, for `subprocess`."""
    return {
        "args": [sys.executable, "-m", "ostraka", "screen", *map(str, words)],
        "env": {**os.environ, "OSTRAKA_HOME": str(home)},
    }


def run(
    home: Path, *words: str | Path, **more: object
) -> subprocess.CompletedProcess[bytes]:
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        **command(home, *words), **more, capture_output=True, check=False
    )  # type: ignore[call-overload]
    return done


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "parquet"])
def test_any_number_of_jobs_writes_the_same_bytes(
    home: Path, tmp_path: Path, suffix: str
):
    source = customers(tmp_path / "c.csv", 3_000)
    with Ostraka(home) as o:
        one = o.screen_file(source, tmp_path / f"one.{suffix}", jobs=1)
        three = o.screen_file(source, tmp_path / f"three.{suffix}", jobs=3)
    assert (tmp_path / f"one.{suffix}").read_bytes() == (
        tmp_path / f"three.{suffix}"
    ).read_bytes()
    assert one == three
    assert one.rows == 3_000
    assert one.alerts >= 5
    assert one.by_list == {"mine": one.alerts, "theirs": one.alerts}
    assert sum(one.by_reason.values()) == one.alerts
    assert one.unread == 30
    assert one.bad[0] == (
        98,
        "birth date: '1984-02-31' is not a day that ever was (column 'dob'); screened without it",
    )


@pytest.mark.parametrize(
    ("suffix", "jobs", "seed"), [("jsonl", 1, 1), ("csv", 2, 2), ("xlsx", 2, 3)]
)
def test_killed_at_any_moment_and_run_again_it_is_the_same_file(
    home: Path, tmp_path: Path, suffix: str, jobs: int, seed: int
):
    rows = 24_000  # so many that a tenth is not done before it can be killed
    source = customers(tmp_path / "c.csv", rows)
    whole, cut = tmp_path / f"whole.{suffix}", tmp_path / f"cut.{suffix}"
    with Ostraka(home) as o:
        o.screen_file(source, whole)
    words = (source, "-o", cut, "--jobs", str(jobs))
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    state = tmp_path / f".cut.{suffix}.state"
    done = 0
    for share in (0.1, 0.5, 0.9):
        process = subprocess.Popen(
            **command(home, *words), stderr=subprocess.DEVNULL, start_new_session=True
        )  # type: ignore[call-overload]
        while process.poll() is None and done < share * rows:
            done = rows_done(state, done)
            time.sleep(chance.random() / 50)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not cut.exists() or cut.read_bytes() == whole.read_bytes()
    last = run(home, *words)
    assert last.returncode == 0
    assert b"gone on after" in last.stderr
    assert cut.read_bytes() == whole.read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {"c.csv", whole.name, cut.name}


def rows_done(state: Path, before: int) -> int:
    try:
        return int(json.loads(state.read_text("utf-8"))["tally"]["rows"])
    except FileNotFoundError:
        return before


def test_a_run_that_rests_on_something_else_starts_anew(home: Path, tmp_path: Path):
    source, target = customers(tmp_path / "c.csv", 100), tmp_path / "out.jsonl"
    (tmp_path / ".out.jsonl.part").write_text("what another run wrote\n")
    (tmp_path / ".out.jsonl.state").write_text(
        json.dumps({"key": "another", "bytes": 23, "crc": 0, "tally": {"rows": 50}})
    )
    with Ostraka(home) as o:
        tally = o.screen_file(source, target)
    assert (tally.rows, tally.resumed) == (100, 0)
    assert len(target.read_text("utf-8").splitlines()) == 100


def test_without_room_it_says_so_and_goes_on_later(home: Path, tmp_path: Path):
    source, target = customers(tmp_path / "c.csv", 3_000), tmp_path / "out.jsonl"

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    full = run(home, source, "-o", target, "--jobs", "1", preexec_fn=little_room)
    assert full.returncode == 2
    assert b"no room left to write" in full.stderr
    assert b"Traceback" not in full.stderr
    assert not target.exists()
    again = run(home, source, "-o", target, "--jobs", "1")
    assert b"gone on after" in again.stderr
    with Ostraka(home) as o:
        o.screen_file(source, tmp_path / "whole.jsonl")
    assert target.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is full")
def test_a_full_device_is_said(home: Path, tmp_path: Path):
    source = customers(tmp_path / "c.csv", 10)
    done = run(home, source, "-o", "/dev/full")
    assert done.returncode == 2
    done = run(home, source, "--jobs", "1")
    assert done.returncode == 0


def packed_zstd(data: bytes) -> bytes:
    found: bytes = pa.compress(data, "zstd", asbytes=True)
    return found


@pytest.mark.parametrize("pack", [bytes, gzip.compress, packed_zstd])
def test_a_file_from_a_pipe(home: Path, tmp_path: Path, pack):
    source = customers(tmp_path / "c.csv", 300)
    run(home, source, "-o", tmp_path / "file.jsonl")
    piped = run(
        home, "-", "-o", tmp_path / "pipe.jsonl", input=pack(source.read_bytes())
    )
    assert piped.returncode == 0, piped.stderr
    assert b"standard input read as csv (utf-8" in piped.stderr
    assert (tmp_path / "pipe.jsonl").read_bytes() == (
        tmp_path / "file.jsonl"
    ).read_bytes()
    out = run(home, "-", input=pack(source.read_bytes())).stdout
    assert out == (tmp_path / "file.jsonl").read_bytes()


def test_a_workbook_from_a_pipe(home: Path, tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "DOB"])
    sheet.append(["Ibrahim Qavami", "1960"])
    book.save(tmp_path / "c.xlsx")
    piped = run(home, "-", input=(tmp_path / "c.xlsx").read_bytes())
    assert piped.stdout == run(home, tmp_path / "c.xlsx").stdout
    assert b"standard input read as xlsx" in piped.stderr


def test_a_packed_file_that_was_cut_short_is_refused_with_the_row(
    home: Path, tmp_path: Path
):
    whole = gzip.compress(customers(tmp_path / "c.csv", 5_000).read_bytes())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    done = run(home, cut, "-o", tmp_path / "out.csv")
    assert done.returncode == 2
    assert b"cut.csv.gz: cannot be read further after row " in done.stderr
    assert b"get it again; nothing was written" in done.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"c.csv", "cut.csv.gz"}


def test_two_runs_never_write_one_file(home: Path, tmp_path: Path):
    from filelock import FileLock  # noqa: PLC0415

    source, target = customers(tmp_path / "c.csv", 10), tmp_path / "out.csv"
    with (
        FileLock(tmp_path / ".out.csv.lock"),
        Ostraka(home) as o,
        pytest.raises(UsageError, match="another run is writing it"),
    ):
        o.screen_file(source, target)


def test_the_workbook_says_what_it_rests_on_and_what_came(home: Path, tmp_path: Path):
    source, target = customers(tmp_path / "c.csv", 200), tmp_path / "out.xlsx"
    with Ostraka(home) as o:
        tally = o.screen_file(source, target, threshold=0.6)
    book = load_workbook(target)
    told = {row[0].value: row[1].value for row in book["Settings"].iter_rows()}
    assert told["list mine"] == "2024-01-01"
    assert told["threshold"] == 0.6
    assert told["rows"] == 200
    assert told["rows with a match on mine"] == tally.alerts
    assert told["rows that could not be read"] == 2
    bad = [row for row in book["Matches"].iter_rows(values_only=True) if row[2] == 400]
    assert [row[:2] for row in bad] == [("C96", 98), ("C193", 195)]
    book.close()


def test_parquet_has_the_row_of_the_file(home: Path, tmp_path: Path):
    source, target = customers(tmp_path / "c.csv", 120), tmp_path / "out.parquet"
    with Ostraka(home) as o:
        o.screen_file(source, target)
    rows = pq.read_table(target).to_pylist()
    assert {r["query_id"]: r["row"] for r in rows}["C96"] == 98


# --- profiles ---


def test_columns_are_kept_under_a_name(home: Path, tmp_path: Path):
    source = tmp_path / "bank.csv"
    source.write_text("Mandant,Geb\nIbrahim Qavami,1960\n", "utf-8")
    first = run(home, source, "--map", "name=Mandant", "--map", "birth_date=Geb",
                "--save-profile", "bank", "-o", tmp_path / "1.jsonl")  # fmt: skip
    assert first.returncode == 0
    second = run(home, source, "--profile", "bank", "-o", tmp_path / "2.jsonl")
    assert second.returncode == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    unknown = run(home, source, "--profile", "none")
    assert unknown.returncode == 2
    assert b"there is no profile 'none'; there is bank" in unknown.stderr


@pytest.mark.parametrize("name", ["", "../x", "A", "-x", "a" * 65])
def test_a_profile_has_a_plain_name(tmp_path: Path, name: str):
    with pytest.raises(UsageError, match="no name for a profile"):
        save_profile(tmp_path, name, {"a": "name"})


def test_a_damaged_profile_is_said(tmp_path: Path):
    save_profile(tmp_path, "bank", {"a": "name"}).write_text("{")
    with pytest.raises(UsageError, match="damaged profile"):
        read_profile(tmp_path, "bank")
    with pytest.raises(NotFoundError, match="there is no profile 'x'; there is bank"):
        read_profile(tmp_path, "x")
    with pytest.raises(UsageError, match="give --map"):
        save_profile(tmp_path, "bank", {})


# --- progress ---


def test_progress_tells_rate_and_time_left():
    seconds = iter([0.0, 10.0])
    pace = Pace(lambda: next(seconds))
    assert pace.line("c.csv", Progress(500, 0, 0.05)) == "c.csv: 500 rows (5%)"
    assert pace.line("c.csv", Progress(10_500, 0, 0.25)) == (
        "c.csv: 10,500 rows (25%), 1,000 a second, 38 s left"
    )
    assert [in_words(s) for s in (5, 65, 7300)] == ["5 s", "1 min 5 s", "2 h 1 min"]


def test_a_row_that_reached_the_limit_is_told(home: Path, tmp_path: Path):
    # Both lists have Ibrahim Qavami and Olga Probeva: two matches each, at least.
    given = tmp_path / "few.csv"
    given.write_text("name\nIbrahim Qavami\nXaver Niemand\n", "utf-8")
    done = run(home, given, "-o", tmp_path / "one.xlsx", "--limit", "1")
    said = "1 row reached the limit of 1: others may match, and the counts are the least (--limit)"
    assert said in done.stderr.decode()
    settings = load_workbook(tmp_path / "one.xlsx")["Settings"]
    told = {row[0]: row[1] for row in settings.iter_rows(values_only=True)}
    assert told["rows that reached the limit of 1: others may match"] == 1

    done = run(home, given, "-o", tmp_path / "all.xlsx", "--limit", "50")
    assert "reached the limit" not in done.stderr.decode()
    settings = load_workbook(tmp_path / "all.xlsx")["Settings"]
    names = [str(row[0]) for row in settings.iter_rows(values_only=True)]
    assert not [name for name in names if "reached" in name]


def test_a_name_says_how_many_more_match(home: Path):
    every = json.loads(run(home, "Ibrahim Qavami", "--format", "json").stdout)
    assert len(every) > 1
    done = run(home, "Ibrahim Qavami", "--limit", "1")
    assert f"{len(every) - 1} more: --limit {len(every)}" in done.stderr.decode()


def test_a_name_is_screened_whatever_is_wrong_with_its_row(home: Path, tmp_path: Path):
    given = tmp_path / "odd.csv"
    given.write_text(
        "id,name,dob\nA,Ibrahim Qavami,geheim\nB,Ibrahim Qavami\nC,Xaver Niemand,geheim\n",
        "utf-8",
    )
    done = run(home, given, "-o", tmp_path / "odd.jsonl", "--fail-on-match")
    assert done.returncode == 1
    first, second, third = (
        json.loads(line)
        for line in (tmp_path / "odd.jsonl").read_text("utf-8").splitlines()
    )
    assert first["status"] == second["status"] == third["status"] == 400
    assert first["error"].endswith("(column 'dob'); screened without it")
    assert second["error"].endswith("screened by its name alone")
    assert first["matches"] == second["matches"] != []
    assert third["matches"] == []

    run(home, given, "-o", tmp_path / "odd.csv.csv")
    with (tmp_path / "odd.csv.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["query_id"] for row in rows if row["entity_id"]} == {"A", "B"}
    assert all(row["status"] == "400" and row["error"] for row in rows)
    assert [row["row"] for row in rows if not row["entity_id"]] == ["4"]
    assert {row["asked"] for row in rows} == {"Ibrahim Qavami", "Xaver Niemand"}
