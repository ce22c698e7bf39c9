"""Australia's list: workbooks made here, and the real one."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

OLD = [
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information",
    "Listing Information", "Committees", "Control Date",
]  # fmt: skip
NEW = [
    *OLD, "Alias Strength", "IMO Number", "Instrument of Designation",
    "Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction",
]  # fmt: skip
LISTED = "Listed by UN 1267 Committee on 25 January 2001 (amended on 9 Jul. 2007)"


def read(tmp_path: Path, header: list[str], *rows: list[Any]):
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate((header, *rows), start=1):
        for column, value in enumerate(cells, start=1):
            sheet.cell(line, column, value)
    sheet["GZ1"] = " "  # the sheet is said to be wide
    book.save(path)
    reading = Reading(find_dataset("au_dfat"), {"main": open_source(path)[0]})
    entities = {e.id: e for e in find_format("au_dfat_xlsx").read(reading)}
    return reading, entities


def row(
    reference: int | str | None,
    name: str | None,
    kind: str | None,
    name_type: str | None,
    **cells: Any,
) -> list[Any]:
    known: dict[str, Any] = {
        "Reference": reference,
        OLD[1]: name,
        "Type": kind,
        "Name Type": name_type,
    }
    known |= {key.replace("_", " "): value for key, value in cells.items()}
    return [known.get(column) for column in NEW]


def test_rows_of_one_number_are_one_party_even_when_they_stand_apart(tmp_path: Path):
    born = "a) 22/12/1971; b) Approximately 1973"
    reading, entities = read(
        tmp_path,
        NEW,
        row(
            7,
            "Ali TESTOV",
            "Individual ",
            "Primary name",
            **{
                "Date of Birth": born,
                "Citizenship": "Russian and Ukrainian",
                "Place of Birth": "a) Ulm, Germany b) Linz, Austria",
                "Address": "na",
                "Additional Information": "QDi.001 Title: Dr._x000D_\nSaid to be tall.",
                "Listing Information": LISTED,
                "Committees": "1988 (Taliban)",
                "Control Date": datetime(2024, 1, 12),  # noqa: DTZ001
            },
        ),
        row(8, "Test Org", "entity", "Primary Name", Listing_Information="Last listed on: 1/02/2022"),
        row("7b", "Abu Test", "individual", "Aka ", Alias_Strength="Weak"),
        row("7a", "Ali Alt (previously listed as)", "Individual", "aka"),
        row(None, None, None, None),
    )  # fmt: skip
    reading.finish()
    party, sanction = entities["au-dfat-7"], entities["au-dfat-7-sanction"]
    assert party.texts("name") == ["Ali TESTOV"]
    assert party.texts("weakAlias") == ["Abu Test"]
    assert party.texts("previousName") == ["Ali Alt"]
    assert [(v.text, v.original) for v in party.values["birthDate"]] == [
        ("1971-12-22", born),
        ("1973", born),
    ]
    assert party.texts("nationality") == ["ru", "ua"]
    assert party.texts("birthPlace") == ["Ulm, Germany", "Linz, Austria"]
    assert "address" not in party.values
    assert sanction.texts("listingDate") == ["2001-01-25"]
    assert sanction.texts("modifiedAt") == ["2024-01-12"]
    assert sanction.texts("unscId") == ["QDi.001"]
    assert entities["au-dfat-8"].schema.name == "Organization"
    # The day of the latest listing is not the day of the first.
    assert "listingDate" not in entities["au-dfat-8-sanction"].values


def test_later_columns_hold_ships_and_measures(tmp_path: Path):
    reading, entities = read(
        tmp_path,
        NEW,
        row(
            900,
            "BLUE TEST",
            "Vessel",
            "Primary Name",
            **{
                "IMO Number": 9074729,
                "Instrument of Designation": "Test Instrument 2025",
                "Maritime Restriction": True,
                "Travel Ban": "No",
            },
        ),
        row("900a", "RED TEST", "Vessel", "Formerly known as"),
    )
    reading.finish()
    ship, sanction = entities["au-dfat-900"], entities["au-dfat-900-sanction"]
    assert ship.schema.name == "Vessel"
    assert ship.texts("imoNumber") == ["IMO9074729"]
    assert ship.texts("previousName") == ["RED TEST"]
    assert sanction.texts("provisions") == ["Maritime restriction"]
    assert sanction.texts("summary") == ["Test Instrument 2025"]


def test_a_number_used_twice_is_two_parties_and_reported(tmp_path: Path):
    reading, entities = read(
        tmp_path,
        OLD,
        row(5, "First Test", "Individual", "Primary Name")[: len(OLD)],
        row("5a", "Uno", "Individual", "aka")[: len(OLD)],
        row(5, "Second Test", "Individual", "Primary Name")[: len(OLD)],
        row("5a", "Due", "Individual", "aka")[: len(OLD)],
    )
    assert entities["au-dfat-5"].texts("alias") == ["Uno"]
    assert entities["au-dfat-5-2"].texts("alias") == ["Due"]
    assert reading.warnings["reference used twice"] == 1


@pytest.mark.parametrize(
    ("header", "kind", "match"),
    [
        ([*NEW, "Shoe Size"], "Individual", "unknown column 'shoe size'"),
        (NEW, "Comet", "type 'Comet'"),
    ],
)
def test_what_is_not_understood_refuses_the_version(tmp_path, header, kind, match):
    reading, _ = read(
        tmp_path, header, [*row(1, "Test", kind, "Primary Name"), "43"][: len(header)]
    )
    with pytest.raises(RefusedError, match=match):
        reading.finish()


def test_another_publishers_workbook_is_refused(tmp_path: Path):
    with pytest.raises(RefusedError, match="columns missing: reference"):
        read(tmp_path, ["Id", "Name"], ["1", "Test"])


def test_the_real_version_loads_with_the_counted_references(
    lists: Path, store: Store, now: datetime
):
    (path,) = (lists / "au_dfat" / "2024-12-17").iterdir()
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    (expected,) = counts["publisher_files"]["au_dfat/2024-12-17"].values()
    version = load_files(
        store, "au_dfat", [path], now=now, published="2024-12-17"
    ).version
    assert version.entities == expected["references"]
    assert version.counts["Person"] == expected["references_by_type"]["individual"]
    assert version.counts["Organization"] == expected["references_by_type"]["entity"]
