"""Workbooks: what cells become, and what is refused before it is opened."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from ostraka.errors import RefusedError
from ostraka.sources import xlsx
from ostraka.sources.catalog import find_dataset
from ostraka.sources.reader import Reading
from ostraka.sources.xlsx import cell_text, read_sheet


def workbook(*rows: list[Any]) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            sheet.cell(line, column, value)
    packed = io.BytesIO()
    book.save(packed)
    packed.seek(0)
    return packed


def read(packed: io.BytesIO) -> tuple[Reading, list[list[str]]]:
    reading = Reading(find_dataset("test"), {})
    return reading, list(read_sheet(packed, reading, name="test.xlsx"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1965, "1965"),
        (1965.0, "1965"),
        (1.5, "1.5"),
        (True, "yes"),
        (False, "no"),
        (datetime(1971, 12, 22), "1971-12-22"),  # noqa: DTZ001
        (datetime(1971, 12, 22, 13, 5), "1971-12-22 13:05:00"),  # noqa: DTZ001
        (date(1971, 12, 22), "1971-12-22"),
        (time(13, 5), "13:05:00"),
        (" one_x000D_\ntwo_x0041_ ", "one\n\ntwoA"),
    ],
)
def test_a_cell_as_text(value: object, text: str):
    assert cell_text(value) == text


def test_rows_are_as_wide_as_the_header():
    reading, rows = read(workbook([None], ["Id", "Name"], [1], [2, "Test", None]))
    assert rows == [["Id", "Name"], ["1", ""], ["2", "Test"]]
    assert not reading.faults


def test_a_cell_beyond_the_header_refuses_the_version():
    reading, _ = read(workbook(["Id", "Name"], [1, "Test", "more"]))
    assert reading.faults == ["test.xlsx row 2: a cell outside the columns"]


def test_a_formula_is_read_as_its_stored_value_and_not_computed():
    _, rows = read(workbook(["Id"], ["=1+1"], ["x"]))
    assert rows == [["Id"], [""], ["x"]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<html></html>"])
def test_what_is_no_workbook_is_refused(content: bytes):
    with pytest.raises(RefusedError, match=r"test.xlsx: not a workbook"):
        read(io.BytesIO(content))


def test_a_zip_without_a_workbook_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    packed.seek(0)
    with pytest.raises(RefusedError, match=r"test.xlsx"):
        read(packed)


def test_entities_are_refused_before_anything_is_parsed():
    packed = workbook(["Id"], [1])
    with zipfile.ZipFile(packed, "a") as archive:
        bomb = "<!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>"
        archive.writestr("xl/custom.xml", " " * (xlsx._CHUNK - 4) + bomb)
    packed.seek(0)
    with pytest.raises(RefusedError, match="document type declaration"):
        read(packed)


def test_an_archive_bomb_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xlsx, "_UNPACKED_LIMIT", 10_000)
    packed = workbook(["Id"], [1])
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.png", b"\0" * 20_000)
    packed.seek(0)
    with pytest.raises(RefusedError, match="unpacks to more than a list can be"):
        read(packed)
