"""Payment files through the command and Python: files, folders, codes, tables."""

import csv
import json
import os
import subprocess
import sys

import openpyxl
import pyarrow.parquet as pq
import pytest

from ostraka.errors import UsageError
from ostraka.faces.demo import demo_files, load_demo_lists, today_of_the_demo
from ostraka.faces.session import Ostraka

RULE = "Article 5d(2)"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A home with the demo's lists, and an inbox with its payments."""
    place = tmp_path_factory.mktemp("payments")
    with demo_files() as folder:
        (place / "inbox" / "sub").mkdir(parents=True)
        (place / "inbox" / "a.xml").write_bytes((folder / "payments.xml").read_bytes())
        (place / "inbox" / "sub" / "b.fin").write_bytes(
            (folder / "payments.fin").read_bytes()
        )
        load_demo_lists(Ostraka(place / "home", now=today_of_the_demo), folder)
    return place


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(place, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "ostraka", "payments", *arguments],
        cwd=place,
        env={**os.environ, "OSTRAKA_HOME": str(place / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_is_read_in_order_and_each_payment_has_its_line(place):
    done = run(place, "inbox", "-o", "out.jsonl", "--lists", "eu_fsf")
    assert done.returncode == 0, done.stderr
    lines = read_lines(place / "out.jsonl")
    assert [(line["file"], line["query_id"], line["status"]) for line in lines] == [
        ("a.xml", "RENT-03", 200),
        ("a.xml", "GIFT-1", 200),
        ("a.xml", "INV-4711", 200),
        ("sub/b.fin", "DEMO-1", 200),
        ("sub/b.fin", "message-2", 400),
    ]
    assert [len(line["matches"]) for line in lines] == [0, 1, 1, 1, 0]
    assert lines[4]["error"].startswith("line 19: cut off")
    assert "4 payments screened, 3 with a match" in done.stderr


def test_a_table_has_a_row_for_each_match_and_each_broken_message(place):
    done = run(place, "inbox", "-o", "out.csv", "--lists", "eu_fsf")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((place / "out.csv").read_text("utf-8").splitlines()))
    assert [(row["query_id"], row["role"], row["path"]) for row in rows] == [
        ("GIFT-1", "creditor", "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[2]/Cdtr/Nm"),
        ("INV-4711", "remittance information",
         "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[3]/RmtInf/Ustrd"),
        ("DEMO-1", "creditor", ":59F:/2"),
        ("message-2", "", ""),
    ]  # fmt: skip
    assert (rows[0]["amount"], rows[0]["currency"]) == ("250.00", "EUR")
    assert rows[3]["error"].startswith("line 19: cut off")


def test_a_workbook_and_a_parquet_file_have_the_rows_of_the_table_and_what_made_them(
    place,
):
    for name in ("out.csv", "out.xlsx", "out.parquet"):
        done = run(place, "inbox", "-o", name, "--lists", "eu_fsf", "--instant")
        assert done.returncode == 0, done.stderr
    table = list(csv.DictReader((place / "out.csv").read_text("utf-8").splitlines()))
    book = openpyxl.load_workbook(place / "out.xlsx")
    header, *rows = book["Matches"].values
    assert [dict(zip(header, row, strict=True)) for row in rows] == [
        {k: _as_in_a_sheet(k, v) for k, v in row.items()} for row in table
    ]
    told = {name: value for name, value in book["Settings"].values}  # noqa: C416 - typed so
    assert (told["limit"], told["instant"], told["list eu_fsf"]) == (5, "true", "2026-02-26")  # fmt: skip
    parquet = pq.read_table(place / "out.parquet")
    assert json.loads(parquet.schema.metadata[b"ostraka"])["instant"] is True
    assert parquet.column_names == list(header)
    kept = parquet.to_pylist()
    assert [row["query_id"] for row in kept] == [row["query_id"] for row in table]
    assert (kept[0]["message"], kept[0]["datasets"]) == (int(table[0]["message"]), ["eu_fsf"])  # fmt: skip


def _as_in_a_sheet(name, text):
    numbers = {"message": int, "status": int, "score": float}
    return numbers.get(name, str)(text) if text else None


def test_instant_transfers_leave_out_payer_and_payee_and_say_so(place):
    done = run(
        place, "inbox/a.xml", "--instant", "--lists", "eu_fsf", "--format", "jsonl"
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(line["matches"]) for line in lines] == [0, 0, 1]
    assert [len(line["left_out"]) for line in lines] == [2, 2, 2]
    assert RULE in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["inbox/a.xml", "--fail-on-match"], 1, "with a match"),
        (["inbox/a.xml", "-o", "inbox/a.xml"], 2, "overwrite"),
        (["inbox/a.xml", "-o", "out.pdf"], 2, "name the file so"),
        (["nothing.xml"], 2, "No such file"),
        (["home"], 2, "no .xml"),
        (["home/judgements.txt"], 2, "No such file"),
        ([], 2, "Missing argument"),
    ],
)
def test_exit_codes_are_those_of_every_verb(place, arguments, code, says):
    done = run(place, *arguments)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr


def test_a_file_without_any_payment_ends_with_two_after_the_others_are_done(place):
    bad = place / "bad.txt"
    bad.write_text("Dear Sir or Madam")
    done = run(place, "bad.txt", "inbox/a.xml", "-o", "out.jsonl")
    assert done.returncode == 2
    assert "no payment can be read in 1 of 2 files" in done.stderr
    lines = read_lines(place / "out.jsonl")
    assert [line["status"] for line in lines] == [400, 200, 200, 200]


def test_python_takes_files_folders_and_messages(place):
    with Ostraka(place / "home", now=today_of_the_demo) as o:
        by_path = list(o.screen_payments(place / "inbox" / "a.xml", lists=["eu_fsf"]))
        raw = (place / "inbox" / "a.xml").read_bytes()
        by_bytes = list(o.screen_payments(raw, lists=["eu_fsf"]))
        assert [r.matches for r in by_path] == [r.matches for r in by_bytes]
        assert by_path[0].to_dict()["file"] == "a.xml"
        assert (by_bytes[0].file, by_bytes[0].status) == ("message", 200)
        with pytest.raises(UsageError, match="cannot be read"):
            list(o.screen_payments("nothing.xml"))
