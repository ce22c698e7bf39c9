"""The EU's list as CSV: rows by hand, and the sample against the sample of the XML."""

import csv
import io
from pathlib import Path

import pytest

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

ENTITY = {
    "fileGenerationDate": "26/02/2026",
    "Entity_LogicalId": "12",
    "Entity_EU_ReferenceNumber": "EU.1.2",
    "Entity_SubjectType": "P",
    "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_PublicationDate": "2025-01-31",
    "Entity_Regulation_NumberTitle": "2025/1 (L 1)",
    "Entity_Regulation_Programme": "TERR",
}
OTHER = ENTITY | {"Entity_LogicalId": "13", "Entity_EU_ReferenceNumber": "EU.1.3"}
NAME = {"NameAlias_WholeName": "Ali TESTOV", "NameAlias_LogicalId": "4"}


def table(*rows: dict[str, str]) -> str:
    columns = dict.fromkeys([c for row in rows for c in row] + list(NAME))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(tmp_path: Path, text: str) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "eu.csv"
    path.write_text(text, "utf-8-sig")
    reading = Reading(find_dataset("eu_fsf"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("eu_fsf_csv").read(reading)}


def facts(lists: Path, name: str) -> dict[str, dict[str, set[tuple[str, str | None]]]]:
    """Return what a sample says of each entity: values and languages by property."""
    path = lists / "samples" / name
    reading = Reading(find_dataset("eu_fsf"), {"main": open_source(path)[0]})
    found = find_format("eu_fsf_xml" if name.endswith("xml") else "eu_fsf_csv")
    said = {
        e.id: {p: {(v.text, v.lang) for v in vs} for p, vs in e.values.items()}
        for e in found.read(reading)
    }
    reading.finish()
    return said


def test_the_csv_says_what_the_xml_says(lists: Path):
    assert facts(lists, "eu_fsf_1_1.sample.csv") == facts(
        lists, "eu_fsf_1_1.sample.xml"
    )


def test_the_rows_of_a_record_need_not_stand_together(tmp_path: Path):
    reading, entities = read(
        tmp_path,
        table(
            ENTITY | NAME,
            OTHER | {"NameAlias_WholeName": "Eva TESTOVA"},
            ENTITY
            | {"Citizenship_CountryIso2Code": "IR", "Citizenship_LogicalId": "9"},
            ENTITY
            | {
                "BirthDate_Year": "1971",
                "BirthDate_Month": "2",
                "BirthDate_CalendarType": "GREGORIAN",
            },
            ENTITY
            | {"Identification_Number": "P1", "Identification_TypeCode": "passport"},
        ),
    )
    reading.finish()
    assert reading.published == "2026-02-26"
    assert list(entities) == [
        "eu-fsf-eu-1-2",
        "eu-fsf-eu-1-2-sanction-terr",
        "eu-fsf-eu-1-3",
        "eu-fsf-eu-1-3-sanction-terr",
    ]
    party = entities["eu-fsf-eu-1-2"]
    assert party.texts("nationality") == ["ir"]
    assert party.texts("birthDate") == ["1971-02"]
    assert party.texts("passportNumber") == ["P1"]


def test_the_two_columns_of_the_type_may_be_swapped_back(tmp_path: Path):
    swapped = {
        "Entity_SubjectType": "enterprise",
        "Entity_SubjectType_ClassificationCode": "E",
    }
    reading, entities = read(tmp_path, table(ENTITY | NAME | swapped))
    reading.finish()
    assert entities["eu-fsf-eu-1-2"].schema.name == "Organization"


@pytest.mark.parametrize(
    "cell",
    [
        "EMAIL[a@test.example] PHONE[+375 17 123-45-67] WEB[www.test.example]",
        "EMAILa@test.examplePHONE+375 17 123-45-67WEBwww.test.example",
        "EMAIL: a@test.example\nPHONE: +375 17 123-45-67\nWEB: www.test.example",
    ],
)
def test_all_contacts_stand_in_one_cell(tmp_path: Path, cell: str):
    _, entities = read(
        tmp_path,
        table(
            ENTITY | NAME,
            ENTITY | {"Address_City": "Minsk", "Address_ContactInfo": cell},
        ),
    )
    party = entities["eu-fsf-eu-1-2"]
    assert party.texts("address") == ["Minsk"]
    assert party.texts("email") == ["a@test.example"]
    assert party.texts("phone") == ["+375171234567"]
    assert party.texts("website") == ["http://www.test.example/"]


def test_a_contact_without_a_kind_is_noted(tmp_path: Path):
    row = (
        ENTITY
        | NAME
        | {"Address_City": "Minsk", "Address_ContactInfo": "ask at the door"}
    )
    reading, entities = read(tmp_path, table(row))
    assert "Contact: ask at the door" in entities["eu-fsf-eu-1-2"].texts("notes")
    assert reading.warnings["unknown kind of contact"] == 1


def test_an_element_under_another_programme_is_told(tmp_path: Path):
    row = ENTITY | NAME | {"NameAlias_Regulation_Programme": "IRN"}
    reading, entities = read(tmp_path, table(row))
    assert reading.warnings["element of another programme"] == 1
    assert "NameAlias under the programme IRN" in entities["eu-fsf-eu-1-2"].texts(
        "notes"
    )


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([ENTITY | NAME | {"ShoeSize": "43"}], "unknown column 'ShoeSize'"),
        ([ENTITY | {"Address_City": "Minsk"}], "a record without a name"),
        (
            [ENTITY | NAME, ENTITY | NAME | {"Entity_UnitedNationId": "QDi.001"}],
            "says otherwise of 12 than an earlier row of it",
        ),
    ],
)
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, rows: list[dict[str, str]], what: str
):
    reading, _ = read(tmp_path, table(*rows))
    with pytest.raises(RefusedError, match=what):
        reading.finish()


def test_version_1_0_is_not_taken_for_1_1(tmp_path: Path, store: Store, now):
    path = tmp_path / "eu.csv"
    path.write_text("Entity_logical_id;Naal_wholename\n1;Ali TESTOV\n")
    with pytest.raises(RefusedError, match="not in a format of this list"):
        load_files(store, "eu_fsf", [path], now=now)
