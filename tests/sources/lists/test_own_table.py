"""Lists of your own: what a column and a cell become, and what refuses the file."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ostraka.errors import RefusedError
from ostraka.record.assemble import assemble, read_version
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.sources.load import load_files
from ostraka.sources.own_columns import FIELDS

TABLE = """\
id,name,Type,aka,Date of birth,nationality,passport,IMO,listed,programme,reason,remarks
17,Ali Testov,person,Aly T.; Abu Test,12 Jan 1960,Iran; Atlantis,A-1;B-2,,1 May 2020,Fraud,"Took money; ran.",seen in Rome
A/1,Testov & Sons,company,,,,,,,,,
3,,,,,,,,,,,
"""


def load(
    store: Store,
    path: Path,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
) -> dict[str, Entity]:
    version = load_files(store, "my_list", [path], now=now, mapping=mapping).version
    return {
        rows[0].canonical_id: assemble(rows) for rows in read_version(store, version)
    }


def csv_file(tmp_path: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_columns_are_recognised_and_cells_split(
    store: Store, tmp_path: Path, now: datetime
):
    text = TABLE.replace("3,,,,,,,,,,,\n", "")
    found = load(store, csv_file(tmp_path, text), now)
    person = found["my-list-17"]
    assert person.schema.name == "Person"
    assert person.texts("name") == ["Ali Testov"]
    assert sorted(person.texts("alias")) == ["Abu Test", "Aly T."]
    assert person.texts("birthDate") == ["1960-01-12"]
    assert person.texts("nationality") == ["ir"]
    assert sorted(person.texts("passportNumber")) == ["A-1", "B-2"]
    assert sorted(person.texts("notes")) == [
        "Nationality as published: Atlantis",
        "seen in Rome",
    ]
    sanction = found["my-list-17-sanction"]
    assert sanction.texts("entity") == ["my-list-17"]
    assert sanction.texts("listingDate") == ["2020-05-01"]
    assert sanction.texts("program") == ["Fraud"]
    assert sanction.texts("reason") == ["Took money; ran."]
    company = found["my-list-a-1"]
    assert company.schema.name == "Company"
    assert company.texts("notes") == ["id: A/1"]
    assert len(found) == 3


def test_a_row_without_a_name_refuses_the_file(
    store: Store, tmp_path: Path, now: datetime
):
    with pytest.raises(RefusedError, match=r"list\.csv row 4: a row without a name"):
        load(store, csv_file(tmp_path, TABLE), now)
    assert store.versions("my_list") == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("17,B", "row 3: id '17' stands in list.csv row 2 already"),
        (",B", "row 3: a row without id"),
        ("2,B,C", "row 3: 3 fields where the header has 2"),
    ],
)
def test_a_bad_row_is_named(
    store: Store, tmp_path: Path, now: datetime, row: str, fault: str
):
    with pytest.raises(RefusedError, match=fault):
        load(store, csv_file(tmp_path, f"id,name\n17,A\n{row}\n"), now)


def test_unknown_types_and_columns_refuse_the_file(
    store: Store, tmp_path: Path, now: datetime
):
    with pytest.raises(
        RefusedError, match="row 2: unknown type 'robot'; one of person"
    ):
        load(store, csv_file(tmp_path, "name,type\nA,robot\n"), now)
    with pytest.raises(
        RefusedError, match="unknown column 'Shoe'; say what it is with"
    ):
        load(store, csv_file(tmp_path, "name,Shoe\nA,43\n"), now)
    with pytest.raises(RefusedError, match="no column has the name; --map name=COLUMN"):
        load(store, csv_file(tmp_path, "alias\nA\n"), now)


def test_a_mapping_names_or_ignores_columns(
    store: Store, tmp_path: Path, now: datetime
):
    path = csv_file(tmp_path, "Firm,Shoe,Since\nA,43,2020\n")
    found = load(store, path, now, {"firm": "name", "Shoe": "-"})
    (party,) = (e for e in found.values() if e.schema.name == "LegalEntity")
    assert party.texts("name") == ["A"]
    # Another mapping of the same bytes is another version.
    found = load(store, path, now, {"Firm": "name", "Shoe": "notes"})
    assert [e.texts("notes") for e in found.values() if e.is_party] == [["43"]]
    assert len(store.versions("my_list")) == 2
    with pytest.raises(RefusedError, match="'Shoe' is mapped to unknown 'colour'"):
        load(store, path, now, {"Firm": "name", "Shoe": "colour"})
    with pytest.raises(RefusedError, match="no column 'hat' to map"):
        load(store, path, now, {"Firm": "name", "Shoe": "-", "Hat": "-"})


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("name,birth_date", "A,1960", "Person"),
        ("first_name,last_name", "A,B", "Person"),
        ("name,imo", "A,9074729", "Vessel"),
        ("name,country", "A,ir", "LegalEntity"),
        ("name,type", "A,Ship", "Vessel"),
        ("name,schema", "A,PublicBody", "PublicBody"),
    ],
)
def test_the_kind_of_party_is_stated_or_follows_from_the_columns(
    store: Store, tmp_path: Path, now: datetime, header: str, cells: str, kind: str
):
    (party,) = load(store, csv_file(tmp_path, f"{header}\n{cells}\n"), now).values()
    assert party.schema.name == kind
    assert party.texts("name") in (["A"], ["A B"])


def test_rows_without_ids_get_lasting_ones(store: Store, tmp_path: Path, now: datetime):
    text = "name,birth_date,notes\nAli,1960,x\nAli,1961,x\nOlga,,x\n"
    before = load(store, csv_file(tmp_path, text), now)
    after = load(store, csv_file(tmp_path, text.replace("x", "y")), now)
    assert before.keys() == after.keys()
    with pytest.raises(RefusedError, match=r"row 5: the same as list\.csv row 4"):
        load(store, csv_file(tmp_path, text + "Olga,,x\n"), now)


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbfname;type\r\nAli Testov;person\r\n",
        "name\ttype\nAli Testov\tperson\n".encode("utf-16"),
        b"name|type\n\nAli Testov|person\n",
    ],
)
def test_delimiters_and_unicode_encodings_are_found(
    store: Store, tmp_path: Path, now: datetime, text: bytes
):
    (party,) = load(store, csv_file(tmp_path, text), now).values()
    assert party.texts("name") == ["Ali Testov"]


def test_a_code_page_is_refused_and_not_guessed(
    store: Store, tmp_path: Path, now: datetime
):
    with pytest.raises(RefusedError, match="not utf-8"):
        load(store, csv_file(tmp_path, "name\nMüller\n".encode("cp1252")), now)


def test_a_value_that_does_not_fit_the_kind_is_kept_as_a_note(
    store: Store, tmp_path: Path, now: datetime
):
    text = "name,type,gender\nFirm,company,male\n"
    (party,) = load(store, csv_file(tmp_path, text), now).values()
    assert party.texts("notes") == ["gender: male"]


def test_a_workbook_is_read_like_a_csv(store: Store, tmp_path: Path, now: datetime):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ID", "Name", "DOB", "Listed on", "Notes"])
    sheet.append([17, "Ali Testov", date(1960, 1, 12), "2020", "=1+1"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = load(store, path, now)
    person = found["my-list-17"]
    assert person.texts("birthDate") == ["1960-01-12"]
    assert person.texts("notes") == []  # a formula has no value before Excel sees it
    assert found["my-list-17-sanction"].texts("listingDate") == ["2020"]


def test_every_column_is_documented():
    page = Path(__file__).parents[3] / "docs" / "lists" / "own_lists.md"
    documented = page.read_text("utf-8")
    assert [field for field in FIELDS if f"`{field}`" not in documented] == []
