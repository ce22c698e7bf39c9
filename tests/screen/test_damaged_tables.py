"""Customer files that are damaged, hide something, or are no files at all."""

import csv
import io
import json
import re
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ostraka.errors import UsageError
from ostraka.screen.query import Query
from ostraka.screen.repeated import RepeatedIds
from ostraka.screen.rows import told_of_orders
from ostraka.screen.tables import (
    QueryTable,
    read_queries,
)
from ostraka.text.name import LONGEST_TEXT
from tests.screen.customer_files import properties, read, write


def test_an_id_with_a_byte_that_is_no_letter_can_be_written(tmp_path: Path):
    path = write(tmp_path, b'"name";id\n\xc2\x80;\x80\xc2\x80\n', "f.csv")
    (row,) = read_queries(path)
    assert row.query_id.encode().decode() == row.query_id
    assert row.error is not None


@pytest.mark.parametrize("column", ["birth_date", "country"])
def test_no_more_of_a_long_value_is_told_than_is_looked_at(tmp_path: Path, column: str):
    path = write(tmp_path, f"name,{column}\nAli,{'z' * 100_000}\n", "f.csv")
    table = read_queries(path)
    (row,) = table
    assert row.entity is not None
    assert len(row.error or "") < 2_000
    assert row.error or table.notes


def test_a_name_is_cut_where_it_is_looked_at_no_longer():
    (name,) = Query.from_entity({"properties": {"name": ["Ali " * 9_000]}}).names
    assert name == ("name", ("Ali " * 9_000)[:LONGEST_TEXT])


# --- whatever comes ---


def _read_all(path: Path) -> QueryTable | None:
    try:
        table = read_queries(path)
        for row in table:
            assert row.entity is not None or row.error is not None
            json.dumps(
                [row.query_id, row.entity, row.error], ensure_ascii=False
            ).encode()
    except UsageError:
        return None
    return table


_HEADERS = st.sampled_from(
    [b"", b"name,dob\n", b"name\n", b'"name";id\n', b"PK\x03\x04", b"PAR1", b"\x1f\x8b",
     b"\xff\xfe", b'{"name": "', b"\xef\xbb\xbfname\n", b"sep=|\nname|id\n"]
)  # fmt: skip
_SUFFIXES = st.sampled_from(
    [".csv", ".tsv", ".jsonl", ".xlsx", ".parquet", ".csv.gz", ""]
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(header=_HEADERS, rest=st.binary(max_size=400), suffix=_SUFFIXES)
def test_whatever_bytes_come_nothing_else_than_a_usage_error_is_raised(
    tmp_path: Path, header: bytes, rest: bytes, suffix: str
):
    _read_all(write(tmp_path, header + rest, f"f{suffix}"))


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1),
        min_size=1,
    )
)
def test_every_row_written_is_read_again(tmp_path: Path, names: list[str]):
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["id", "name"])
    writer.writerows([f"id-{n}", name] for n, name in enumerate(names))
    # A byte order mark: some texts are valid in several encodings.
    table = _read_all(write(tmp_path, b"\xef\xbb\xbf" + text.getvalue().encode()))
    assert table is not None
    rows = read(tmp_path, b"\xef\xbb\xbf" + text.getvalue().encode())
    assert [r.query_id for r in rows] == [f"id-{n}" for n in range(len(names))]
    for row, name in zip(rows, names, strict=True):
        if row.error is None:
            assert properties(row)["name"] == [name.strip()]


# --- damage that is told ---


def test_a_line_of_gigabytes_costs_its_row_and_no_memory(tmp_path: Path):
    path = tmp_path / "customers.csv"
    with path.open("wb") as out:
        out.write(b"id,name\n1,Ali\n2,")
        for _ in range(64):
            out.write(b"x" * (1 << 20))
        out.write(b"\n3,Olga\n")
    tracemalloc.start()
    rows = list(read_queries(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(r.number, r.error) for r in rows] == [
        (2, None),
        (3, "a line of more than 1,048,576 characters"),
        (4, None),
    ]
    assert peak < 32 << 20


def test_a_file_that_is_one_line_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="a line of more than 1,048,576 characters"):
        read(tmp_path, b"name," * (1 << 20))


def test_a_line_of_json_without_end_costs_its_row(tmp_path: Path):
    long = b'{"name": "' + b"x" * (1 << 24) + b'"}'
    rows = read(tmp_path, b'{"name": "Ali"}\n' + long + b'\n{"name": "B"}\n', "c.jsonl")
    assert [r.number for r in rows] == [1, 2, 3]
    assert rows[1].error == "a line of more than 16,777,216 characters"
    assert rows[2].error is None


def test_a_file_that_changes_to_utf8_is_read_on_and_told(tmp_path: Path):
    text = "name,country\n" + "José Muñoz,es\nÅke Ström,se\n" * 20
    data = text.encode("cp1252") + "Łukasz Żółć,pl\nJosé Peña,es\n".encode()
    table = read_queries(write(tmp_path, data))
    rows = list(table)
    assert table.info.encoding == "cp1252"
    assert properties(rows[0])["name"] == ["José Muñoz"]
    assert [properties(r)["name"] for r in rows[-2:]] == [
        ["Łukasz Żółć"],
        ["José Peña"],
    ]
    told = "a line in utf-8 where the file is cp1252: read as utf-8"
    assert table.notes == {told: 2}


def test_a_file_that_changes_from_utf8_has_the_lines_told(tmp_path: Path):
    data = "name\nJosé\nÅke\nMüller\n".encode() + "José\n".encode("cp1252")
    assert read(tmp_path, data)[-1].error == (
        "bytes that are not utf-8; screened by its name alone"
    )


def test_dates_in_three_orders_are_told(tmp_path: Path):
    table = read_queries(
        write(
            tmp_path,
            "name,dob\nA,31/12/1971\nB,12/31/1971\nC,1971-12-31\nD,02/03/1971\n",
        )
    )
    born = [properties(r)["birthDate"] for r in table]
    assert born == [["1971-12-31"], ["1971-12-31"], ["1971-12-31"], ["1971-03-02"]]
    assert told_of_orders(table.reader.orders, month_first=False) == (
        "dates stand in several orders: 1 day first, 1 month first, 1 year first; "
        "1 that could be either were read day first"
    )


def test_dates_of_which_nothing_tells_the_order_are_told(tmp_path: Path):
    table = read_queries(write(tmp_path, "name,dob\nA,02/03/1971\nB,04/05/1971\n"))
    list(table)
    assert told_of_orders(table.reader.orders, month_first=False) == (
        "2 dates could be day or month first and none says which; read day first"
    )
    assert (
        told_of_orders(Counter({"either": 2, "day first": 1}), month_first=False)
        is None
    )


def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["Customers of 2026"], ["ID", "Name", "Country"],
                  [1, "Ali", "ir"], [2, None, "fr"], [3, "B", "de"]):  # fmt: skip
        sheet.append(cells)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    book.save(tmp_path / "c.xlsx")
    table = read_queries(tmp_path / "c.xlsx")
    rows = list(table)
    assert [properties(r)["name"] for r in rows] == [["Ali"], ["Ali"], ["B"]]
    assert [r.number for r in rows] == [3, 4, 5]
    assert table.info.told == (
        "read from row 2, below the title",
        "2 merged cells: each row has the value of the merge",
    )


def test_a_formula_that_was_never_computed_is_told(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["Name", "Note"], ['="Ali "&"Testov"', "x"], ["B", "=1+1"]):
        sheet.append(cells)
    book.save(tmp_path / "c.xlsx")  # openpyxl computes nothing
    table = read_queries(tmp_path / "c.xlsx")
    first, second = table
    assert first.error is not None
    assert first.error.startswith("a formula without a value in column 'Name'; no name")
    assert second.error is None
    told, *_ = table.info.told
    assert told == (
        "formulas without a value on 2 rows, the first 2: "
        "open the workbook in a spreadsheet program and save it"
    )


def test_a_computed_formula_is_its_value(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name"])
    sheet.append(["=FORMULA"])
    book.save(tmp_path / "plain.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as plain,
        zipfile.ZipFile(tmp_path / "c.xlsx", "w") as computed,
    ):
        for member in plain.namelist():
            data = plain.read(member)
            data = re.sub(
                rb'<c r="A2"[^>]*>.*?</c>',
                b'<c r="A2" t="str"><f>FORMULA</f><v>Ali</v></c>',
                data,
            )
            computed.writestr(member, data)
    (row,) = read_queries(tmp_path / "c.xlsx")
    assert properties(row)["name"] == ["Ali"]


@given(st.lists(st.text("abc", max_size=2), max_size=60))
def test_repeated_ids_are_counted_as_a_dictionary_would(ids: list[str]):
    found = RepeatedIds(batch=7)
    for key in ids:
        found.add(key)
    counted = Counter(ids)
    assert found.found() == {key: n - 1 for key, n in counted.items() if n > 1}
