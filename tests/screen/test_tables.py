"""Customer files of every format: columns, values, encodings."""

import csv
import gzip
import io
import json
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from ostraka.errors import UsageError
from ostraka.screen import Query
from ostraka.screen.encoding import detect_encoding
from ostraka.screen.headings import find_field
from ostraka.screen.rows import told_of_years
from ostraka.screen.table_source import Source
from ostraka.screen.tables import (
    entity_from_fields,
    read_queries,
)
from tests.screen.customer_files import properties, read, write

_MIDNIGHT = datetime.fromisoformat("1971-12-22 00:00:00")


# --- columns ---


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("name", "name"),
        ("Full Name", "name"),
        ("CUSTOMER_NAME", "name"),
        ("D.O.B.", "birth_date"),
        ("Date of birth", "birth_date"),
        ("birthDate", "birth_date"),
        ("Vorname", "first_name"),
        ("Passport No.", "passport"),
        ("Alias 2", "alias"),
        ("IMO number", "imo"),
        ("birthPlace", "birthPlace"),
        ("shoe size", None),
    ],
)
def test_columns_are_recognised_by_their_headings(heading: str, field: str | None):
    assert find_field(heading) == field


def test_a_row_becomes_a_followthemoney_party(tmp_path: Path):
    (row,) = read(
        tmp_path,
        "id,Type,First name,Surname,DOB,Nationality,Passport,LEI,Address\n"
        "C-1,individual,Ali,Testov,22/12/1971,Iran; DE,A123;B456,,1 High St\n",
    )
    assert row.query_id == "C-1"
    assert row.number == 2
    assert row.entity == {
        "id": "C-1",
        "schema": "Person",
        "properties": {
            "name": ["Ali Testov"],
            "firstName": ["Ali"],
            "lastName": ["Testov"],
            "birthDate": ["1971-12-22"],
            "nationality": ["ir", "de"],
            "passportNumber": ["A123", "B456"],
            "address": ["1 High St"],
        },
    }
    assert Query.from_entity(row.entity).names == (("name", "Ali Testov"),)


def test_the_benchs_queries_are_read_as_they_are(tmp_path: Path):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "schema", "name", "birth_date", "country", "id_number"])
    writer.writerow(["q-1", "Person", "ALI TESTOV", "1958", "af", ""])
    writer.writerow(["q-2", "Vessel", 'M/V "TESTOV"', "", "", ""])
    first, second = read(tmp_path, text.getvalue())
    assert properties(first) == {
        "name": ["ALI TESTOV"],
        "birthDate": ["1958"],
        "country": ["af"],
    }
    assert second.entity == {
        "id": "q-2",
        "schema": "Vessel",
        "properties": {"name": ['M/V "TESTOV"']},
    }


def test_a_field_goes_to_the_property_its_schema_has(tmp_path: Path):
    rows = read(
        tmp_path,
        "name,schema,passport,nationality,birth_date\n"
        "A Ltd,Company,X1,fr,2001-05-06\nShip,Vessel,X2,,\nAny,,X3,,\n",
    )
    assert properties(rows[0]) == {
        "name": ["A Ltd"],
        "idNumber": ["X1"],
        "country": ["fr"],
        "incorporationDate": ["2001-05-06"],
    }
    assert properties(rows[1])["registrationNumber"] == ["X2"]
    # What it is, is not known: it is compared with parties of every kind.
    assert rows[2].entity is not None
    assert rows[2].entity["schema"] == "LegalEntity"


def test_map_names_columns_that_are_not_recognised(tmp_path: Path):
    path = write(tmp_path, "Mandant,Geb.\nAli,1971\n")
    table = read_queries(path, {"mandant": "name", "Geb.": "birth_date"})
    (row,) = table
    assert properties(row) == {"name": ["Ali"], "birthDate": ["1971"]}
    assert table.info.mapping == {"Mandant": "name", "Geb.": "birth_date"}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            None,
            r"no column is recognised as the name; its columns are 'Mandant', 'Geb\.'",
        ),
        ({"Kunde": "name"}, "the file has no column 'Kunde'"),
        ({"Mandant": "shoe size"}, "there is no field 'shoe size'"),
    ],
)
def test_a_file_without_a_name_column_says_what_it_has(
    tmp_path: Path, mapping: dict[str, str] | None, message: str
):
    with pytest.raises(UsageError, match=message):
        read_queries(write(tmp_path, "Mandant,Geb.\nAli,1971\n"), mapping)


def test_a_company_column_is_the_name_only_if_nothing_else_is(tmp_path: Path):
    (row,) = read(tmp_path, "company,country\nTestov Ltd,fr\n")
    assert properties(row)["name"] == ["Testov Ltd"]
    (row,) = read(tmp_path, "name,company\nAli,Testov Ltd\n")
    assert properties(row) == {"name": ["Ali"]}


# --- rows ---


def test_a_bad_row_is_said_and_does_not_stop_the_file(tmp_path: Path):
    rows = read(
        tmp_path,
        "id,name,birth_date\n"
        "1,Ali,1984-02-31\n"
        "2,,1980\n"
        "3,Ali\n"
        "4,Ali,1980,x,y\n"
        "5,Ali,1980,,\n"
        "\n"
        "6,Ali,1980\n",
    )
    assert [(r.query_id, r.number) for r in rows] == [
        ("1", 2), ("2", 3), ("3", 4), ("4", 5), ("5", 6), ("6", 8),
    ]  # fmt: skip
    assert [r.error for r in rows] == [
        "birth date: '1984-02-31' is not a day that ever was (column 'birth_date'); screened without it",
        "no name, and no identity number to look for",
        "2 fields where the header has 3; screened by its name alone",
        "5 fields where the header has 3; screened by its name alone",
        None,
        None,
    ]


def test_a_birth_nobody_alive_had_is_said_and_speaks_against_no_one(tmp_path: Path):
    """2971 for 1971: a slip that would clear the very party it is about."""
    told = read(
        tmp_path,
        "id,name,birth_date\n"
        "1,Ali,2971-12-22\n"
        "2,Ali,22/12/2071\n"
        "3,Ali,1066\n"
        "4,Ali,1350-10-01\n"
        "5,Ali,1900-01-01\n"
        "6,Ali,1971-12-22\n",
    )
    births = [(row.entity or {})["properties"].get("birthDate") for row in told]
    assert births == [None] * 5 + [["1971-12-22"]]
    for row, said in zip(
        told, ("alive", "alive", "alive", "Solar Hijri"), strict=False
    ):
        assert said in str(row.error)
        assert "screened without it" in str(row.error)
    assert [row.error for row in told[4:]] == [None, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2971-12-22", "not between 1850 and 2030"),
        ("2071", "not between 1850 and 2030"),
        ("1350-10-01", "Islamic or of the Solar Hijri calendar"),
        ("1900-01-01", "stands for none"),
        ("1901-01-01", "stands for none"),
        ("11.11.1111", "stands for none"),
    ],
)
def test_one_name_with_such_a_birth_is_refused(text: str, said: str):
    with pytest.raises(UsageError, match=said):
        entity_from_fields({"name": "Ali", "birth_date": text})


def test_an_entity_with_such_a_birth_is_asked_without_it():
    """The API takes what yente takes; what tells nothing is no evidence there either."""
    births = ["2971-12-22", "1900-01-01", "1066", "1350-10-01"]
    entity = {"schema": "Person", "properties": {"name": ["Ali"], "birthDate": births}}
    assert "birthDate" not in Query.from_entity(entity).facts
    entity["properties"] = {"name": ["Ali"], "birthDate": [*births, "1900"]}
    assert Query.from_entity(entity).facts["birthDate"] == ("1900",)


def test_an_unclosed_quotation_mark_costs_one_row(tmp_path: Path):
    data = 'name,note\n"Ali,x\n' + "".join(f"Name{i},y\n" for i in range(200))
    rows = read(tmp_path, data)
    assert len(rows) == 201
    assert rows[0].error is not None
    assert rows[0].error.startswith("a quotation mark that is never closed")
    assert all(row.error is None for row in rows[1:])


def test_a_cell_may_run_over_lines(tmp_path: Path):
    rows = read(
        tmp_path, 'name,address\n"Ali ""X""","1 High St\nLondon"\nB,5" pipe\nC,6" y\n'
    )
    assert [r.number for r in rows] == [2, 4, 5]
    assert properties(rows[0])["name"] == ['Ali "X"']
    assert properties(rows[0])["address"] == ["1 High St\nLondon"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1971", ["1971"]),
        ("1971-12", ["1971-12"]),
        ("22.12.1971", ["1971-12-22"]),
        ("19711222", ["1971-12-22"]),
        ("1971-12-22 00:00:00", ["1971-12-22"]),
        ("00/00/1980", ["1980"]),
        ("circa 1971", ["1971"]),
        ("1960-1964", ["1960", "1964"]),
        ("n/a", None),
        # What stands where nothing is known, in the languages of customers' files.
        ("unbekannt", None),
        ("inconnu", None),
        ("Desconocido", None),
        ("неизвестно", None),
        ("不详", None),
        ("غير معروف", None),
        # A year of two digits may be of either century, but nobody was born in 2071; 2000 had a 29 February, 1900 none.
        ("22.12.71", ["1971-12-22"]),
        ("7/10/52", ["1952-10-07"]),
        ("22-Dec-71", ["1971-12-22"]),
        ("29.02.00", ["2000-02-29"]),
    ],
)
def test_dates_in_all_their_forms(tmp_path: Path, text: str, values: list[str] | None):
    (row,) = read(tmp_path, f"name,dob\nAli,{text}\n")
    assert properties(row).get("birthDate") == values


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("geheim", "'geheim' is not a date"),
        ("31.02.52", "'31.02.52' is not a day that ever was"),
        ("52-10-07", "'52-10-07' is not a date"),  # 1952, or 52 as a day?
        ("71", "'71' is not a date"),
        (
            "29000",  # 24 May 1979 to a spreadsheet, or any number
            "'29000' is not a date; if it is a spreadsheet's number of a day, format the column as a date there",
        ),
    ],
)
def test_what_is_no_date_is_a_fault_and_the_name_is_screened(
    tmp_path: Path, text: str, reason: str
):
    (row,) = read(tmp_path, f"name,Geburtsdatum\nAli,{text}\n")
    assert (
        row.error
        == f"birth date: {reason} (column 'Geburtsdatum'); screened without it"
    )
    assert row.entity is not None
    assert row.entity["properties"] == {"name": ["Ali"]}


def test_a_row_without_a_name_has_nothing_left_to_screen(tmp_path: Path):
    (row,) = read(tmp_path, "name,dob\n,geheim\n")
    assert row.entity is None
    assert row.error == (
        "birth date: 'geheim' is not a date (column 'dob'); "
        "no name, and no identity number to look for"
    )


def test_a_number_of_a_day_is_one_where_the_cell_says_so(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["name", "dob"], ["A", 29000], ["B", 29000]):
        sheet.append(cells)
    sheet["B2"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "c.xlsx")
    first, second = read_queries(tmp_path / "c.xlsx")
    assert properties(first)["birthDate"] == ["1979-05-25"]
    assert second.error is not None


def test_short_years_are_told(tmp_path: Path):
    table = read_queries(write(tmp_path, "name,dob\nA,22.12.71\nB,1971\n"))
    list(table)
    assert told_of_years(table.reader.orders) == (
        "1 dates have a year of two digits: each was held against both centuries, 19.. and 20.., where somebody can be born in both"
    )
    assert told_of_years(Counter()) is None


def test_a_file_whose_dates_are_month_first_is_read_so(tmp_path: Path):
    table = read_queries(write(tmp_path, "name,dob\nA,02/03/1971\nB,12/31/1971\n"))
    assert table.info.month_first
    assert [properties(r)["birthDate"] for r in table] == [
        ["1971-02-03"],
        ["1971-12-31"],
    ]
    first, *_ = read(tmp_path, "name,dob\nA,02/03/1971\nB,31/12/1971\n")
    assert properties(first)["birthDate"] == ["1971-03-02"]


def test_repeated_ids_and_unknown_values_are_told_but_kept(tmp_path: Path):
    table = read_queries(
        write(tmp_path, "id,name,type,country\n1,A,Retail,Atlantis\n1,B,Person,fr\n")
    )
    rows = list(table)
    assert [r.query_id for r in rows] == ["1", "1"]
    assert all(r.error is None for r in rows)
    assert table.repeated == {"1": 1}
    assert table.notes == {
        "type not understood: 'Retail'": 1,
        "country not understood: 'Atlantis'": 1,
    }


def test_an_unknown_schema_is_an_error_of_its_row(tmp_path: Path):
    (row,) = read(tmp_path, "name,schema\nAli,Persn\n")
    assert row.error == (
        "schema: 'Persn' is no kind of party (column 'schema'); screened without it"
    )
    assert row.entity is not None
    assert row.entity["schema"] == "LegalEntity"


# --- encodings and delimiters ---


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "José Ñandú"),
        ("utf-8-sig", "José Ñandú"),
        ("utf-16", "José Ñandú"),
        ("utf-16-le", "José Ñandú"),
        ("cp1252", "José Muñoz"),
        ("cp1250", "Łukasz Żółć"),
        ("cp1251", "Иванов Иван"),
        ("koi8_r", "Иванов Иван"),
        ("cp1256", "محمد علي"),
        ("cp932", "山田太郎"),
        ("cp1253", "Γιώργος Παπαδόπουλος"),
        ("cp1254", "Şükrü Yıldız"),
        ("cp1255", "אברהם כהן"),
    ],
)
def test_the_encoding_is_detected_and_said(tmp_path: Path, encoding: str, name: str):
    text = f"name,country\n{name},fr\n{name},fr\n"
    table = read_queries(write(tmp_path, text.encode(encoding)))
    assert [properties(r)["name"] for r in table] == [[name], [name]]
    assert table.info.encoding is not None
    assert table.info.encoding.startswith(encoding[:5])


def test_bytes_that_are_no_letters_cost_their_row_only(tmp_path: Path):
    data = "name\nJosé\nÅke\nMüller\n".encode() + b"Bad\xff\nAli\n"
    rows = read(tmp_path, data)
    assert [r.error for r in rows] == [
        None,
        None,
        None,
        "bytes that are not utf-8; screened by its name alone",
        None,
    ]
    assert rows[3].entity is not None
    assert rows[3].entity["properties"] == {"name": ["Bad?"]}


def test_an_empty_sample_is_utf8():
    assert detect_encoding(b"") == "utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_detected(tmp_path: Path, delimiter: str):
    text = "\n".join(delimiter.join(row) for row in (["id", "name"], ["1", "Ali"]))
    table = read_queries(write(tmp_path, text))
    assert table.info.delimiter == delimiter
    assert [r.query_id for r in table] == ["1"]


def test_excels_separator_line_is_obeyed(tmp_path: Path):
    (row,) = read(tmp_path, "sep=;\nname;dob\nTestov, Ali;1971\n")
    assert properties(row)["name"] == ["Testov, Ali"]


def test_a_file_of_one_column(tmp_path: Path):
    assert [properties(r)["name"] for r in read(tmp_path, "name\nAli\nTestov\n")] == [
        ["Ali"],
        ["Testov"],
    ]


# --- formats ---


@pytest.mark.parametrize("pack", ["gz", "zst"])
def test_packed_text_is_read(tmp_path: Path, pack: str):
    data = b"name\nAli\n"
    packed = (
        gzip.compress(data) if pack == "gz" else pa.compress(data, "zstd", asbytes=True)
    )
    (row,) = read(tmp_path, packed, f"customers.csv.{pack}")
    assert properties(row) == {"name": ["Ali"]}


def test_json_lines_flat_or_followthemoney(tmp_path: Path):
    lines = [
        {"id": 7, "name": "Ali", "birth_date": "1971", "nationality": ["ir", "fr"]},
        {"name": ["A", "B"], "gender": "male"},
    ]
    text = "\n".join([*map(json.dumps, lines), "{broken", "[1]"])
    rows = read(tmp_path, text, "customers.jsonl")
    assert properties(rows[0]) == {
        "name": ["Ali"], "birthDate": ["1971"], "nationality": ["ir", "fr"],
    }  # fmt: skip
    assert properties(rows[1])["name"] == ["A", "B"]
    assert rows[1].query_id == "row-2"
    assert rows[2].error is not None
    assert rows[2].error.startswith("not JSON")
    assert rows[3].error == "no JSON object"
    party = {"id": "x", "schema": "Person", "properties": {"name": ["Ali"]}}
    (row,) = read(tmp_path, json.dumps(party), "customers.jsonl")
    assert row.entity == party


def test_workbooks(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in ([], ["ID", "Name", "DOB"], [1, "Ali", _MIDNIGHT],
                  [2.0, None, None], [None, None, None], [3, "B", date(1980, 1, 2)]):  # fmt: skip
        sheet.append(cells)
    path = tmp_path / "customers.xlsx"
    book.save(path)
    rows = list(read_queries(path))
    assert [(r.number, r.query_id) for r in rows] == [(3, "1"), (4, "2"), (6, "3")]
    assert properties(rows[0]) == {"name": ["Ali"], "birthDate": ["1971-12-22"]}
    assert rows[1].error == "no name, and no identity number to look for"


def test_a_sheet_can_be_named_and_those_not_read_are_told(tmp_path: Path):
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Retail"
    for cells in (["name"], ["Ali"]):
        first.append(cells)
    second = book.create_sheet("Firms")
    for cells in (["name"], ["Testov Ltd"]):
        second.append(cells)
    book.save(tmp_path / "c.xlsx")
    table = read_queries(tmp_path / "c.xlsx")
    told = "sheet 'Retail' was read, not read: 'Firms' (--sheet NAME reads another)"
    assert told in table.info.told
    assert [properties(row)["name"] for row in table] == [["Ali"]]
    (row,) = read_queries(Source(tmp_path / "c.xlsx", sheet="firms"))
    assert properties(row)["name"] == ["Testov Ltd"]
    with pytest.raises(
        UsageError, match="no sheet 'X'; its sheets are 'Retail', 'Firms'"
    ):
        read_queries(Source(tmp_path / "c.xlsx", sheet="X"))
    with pytest.raises(UsageError, match="goes with a workbook"):
        read_queries(Source(write(tmp_path, "name\nAli\n"), sheet="X"))


def test_parquet(tmp_path: Path):
    path = tmp_path / "customers.parquet"
    table = pa.table(
        {"id": [1, 2], "name": ["Ali", None], "dob": [date(1971, 12, 22), None],
         "nationality": [["ir", "fr"], []]}
    )  # fmt: skip
    pq.write_table(table, path)
    first, second = read_queries(path)
    assert properties(first) == {
        "name": ["Ali"], "birthDate": ["1971-12-22"], "nationality": ["ir", "fr"],
    }  # fmt: skip
    assert second.error == "no name, and no identity number to look for"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.csv", "the file is empty"),
        (b"  \n\n", "a.csv", "the file is empty"),
        (b"name,dob\n", "a.csv", "a header but no rows"),
        (b"Ali,1971\nB,1980\n", "a.csv", "no column is recognised as the name"),
        (b"[]", "a.json", "no JSON lines"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "old Excel format"),
        (b"PK\x03\x04rest", "a.xlsx", "cannot be read"),
        (b"PAR1rest", "a.parquet", "cannot be read"),
        (b"\x1f\x8brest", "a.csv.gz", "cannot be read"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, data: bytes, name: str, message: str):
    with pytest.raises(UsageError, match=message):
        read(tmp_path, data, name)


def test_a_missing_file_is_said(tmp_path: Path):
    with pytest.raises(UsageError, match="no such file"):
        read_queries(tmp_path / "none.csv")


def test_archive_bombs_are_refused(tmp_path: Path):
    with gzip.open(tmp_path / "bomb.csv.gz", "wb") as bomb:
        bomb.write(b"name\n")
        for _ in range(80):
            bomb.write(b" " * (1 << 20) + b"\n")
    with pytest.raises(UsageError, match="archive bomb"):
        list(read_queries(tmp_path / "bomb.csv.gz"))
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (80 << 20))
    with pytest.raises(UsageError, match="archive bomb"):
        read_queries(path)


def test_a_very_long_line_is_one_bad_row(tmp_path: Path):
    rows = read(tmp_path, "name,dob\n" + "x" * 3_000_000 + "\nAli,1971\n")
    assert rows[0].error == "a line of more than 1,048,576 characters"
    assert properties(rows[1])["name"] == ["Ali"]


# --- fields given one by one ---


def test_a_party_from_single_fields():
    found = entity_from_fields(
        {"name": "Ali", "birth_date": "1971", "country": ["ir", "fr"]}
    )
    assert found == {
        "schema": "Person",
        "properties": {"name": ["Ali"], "birthDate": ["1971"], "country": ["ir", "fr"]},
    }
    for fields, message in (
        ({"name": "Ali", "shoe_size": "43"}, "unknown field 'shoe_size'"),
        ({"name": "Ali", "birth_date": "31/02/1984"}, "not a day that ever was"),
        ({"name": "Ali", "country": "Atlantis"}, "country not understood: 'Atlantis'"),
        ({"country": "fr"}, "no name"),
    ):
        with pytest.raises(UsageError, match=message):
            entity_from_fields(fields)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Kunden-Nr.", "id"),
        ("Staatsangehörigkeit", "nationality"),
        ("Passnr", "passport"),
        ("Reisepass", "passport"),
        ("гражданство", "nationality"),
        ("姓名", "name"),
        ("出生日期", "birth_date"),
        ("Prénom", "first_name"),
        ("Cognome", "last_name"),
        ("Doğum Tarihi", "birth_date"),
        ("Data urodzenia", "birth_date"),
        ("تاريخ الميلاد", "birth_date"),
        ("کد ملی", "id_number"),
        ("생년월일", "birth_date"),
        ("Endereço", "address"),
    ],
)
def test_headings_in_the_languages_of_customer_files(heading: str, field: str):
    assert find_field(heading) == field


def test_columns_not_used_and_guessed_letters_are_told(tmp_path: Path):
    text = "name,Filiale,Umsatz\nŁukasz Żółć,Nord,3\n"
    told = read_queries(write(tmp_path, text.encode("cp1250"))).info.told
    assert "columns not used: 'Filiale', 'Umsatz'" in told
    assert any("read as cp1250, which is a guess" in text for text in told)


def test_two_nationalities_in_a_cell_are_both_taken(tmp_path: Path):
    rows = read(tmp_path, "name,country\nA,IR / FR\nB,Bulgarien/Deutschland\n")
    assert [sorted(properties(r)["country"]) for r in rows] == [
        ["fr", "ir"],
        ["bg", "de"],
    ]
