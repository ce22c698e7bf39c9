"""The US consolidated screening list: the same records as CSV and JSON, and the real files."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.csl.listing import address_country
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
SDN = {
    "_id": "99001",
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "entity_number": "99001",
    "type": "Individual",
    "programs": "SDGT; IRAN",
    "name": "TESTOV, Ali",
    "addresses": "1 Test Street, Linz, 4020, AT; IR",
    "alt_names": "TEST, Abu; ALONE",
    "dates_of_birth": "circa 1971; 1973-05-04",
    "nationalities": "IR; AT",
    "remarks": "(Linked To: TEST BANK)",
    "ids": "AT, 2024-01-02, 2014-01-02, P7654321, Passport; Male, Gender; "
    "31 CFR 1; and 2, Secondary sanctions risk:; RU, 7736640919, Tax ID No.",
}
EL = {
    "_id": "a" * 40,
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "name": "Testing Institute; and any successor, sub-unit, or subsidiary thereof",
    "addresses": "5 Trial Road, Kabul, AF",
    "alt_names": "TI; and Institute of Testing",
    "start_date": "2011-11-21",
    "license_policy": "Presumption of denial.",
}
SDN_JSON: dict[str, Any] = {
    "id": "99001",
    "source": SDN["source"],
    "entity_number": "99001",
    "type": "Individual",
    "programs": ["SDGT", "IRAN"],
    "name": "TESTOV, Ali",
    "title": None,
    "addresses": [
        {"address": "1 Test Street", "city": "Linz", "state": None, "postal_code": "4020", "country": "AT"},
        {"address": None, "city": None, "state": None, "postal_code": None, "country": "IR"},
    ],
    "alt_names": ["TEST, Abu", "ALONE"],
    "citizenships": [],
    "dates_of_birth": ["circa 1971", "1973-05-04"],
    "nationalities": ["IR", "AT"],
    "places_of_birth": None,
    "remarks": "(Linked To: TEST BANK)",
    "ids": [
        {"type": "Passport", "number": "P7654321", "country": "AT", "issue_date": "2014-01-02", "expiration_date": "2024-01-02"},
        {"type": "Gender", "number": "Male", "country": None, "issue_date": None, "expiration_date": None},
        {"type": "Secondary sanctions risk:", "number": "31 CFR 1; and 2", "country": None},
        {"type": "Tax ID No.", "number": "7736640919", "country": "RU"},
    ],
    "score": 100,
}  # fmt: skip
EL_JSON: dict[str, Any] = {
    "id": "b" * 40,
    "source": EL["source"],
    "name": EL["name"],
    "addresses": [{"address": "5 Trial Road", "city": "Kabul", "country": "AF"}],
    "alt_names": ["TI", "and Institute of Testing"],
    "start_date": "2011-11-21",
    "license_policy": "Presumption of denial.",
    "country": "AF",
}


def read_csv(tmp_path: Path, *rows: dict[str, str], columns: list[str] = COLUMNS):
    path = tmp_path / "consolidated.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return read(path, "us_csl_csv")


def read_json(tmp_path: Path, *results: dict[str, Any]):
    path = tmp_path / "consolidated.json"
    path.write_text(json.dumps({"total": len(results), "results": list(results)}))
    return read(path, "us_csl_json")


def read(path: Path, name: str):
    reading = Reading(
        find_dataset("us_csl"), {"main": open_source(path)[0]}, day="2025-01-01"
    )
    return reading, {e.id: e for e in find_format(name).read(reading)}


def test_a_party_of_ofac_is_read_by_ofacs_rules(tmp_path: Path):
    reading, entities = read_csv(tmp_path, SDN)
    reading.finish()
    party, sanction = entities["csl-99001"], entities["csl-99001-sanction-sdn"]
    assert party.schema.name == "Person"
    assert party.texts("name") == ["Ali TESTOV"]
    assert party.texts("alias") == ["Abu TEST", "ALONE"]
    assert party.texts("topics") == ["sanction"]
    assert party.texts("address") == ["1 Test Street, Linz, 4020, AT"]
    assert party.texts("country") == ["at", "ir"]
    assert party.texts("birthDate") == ["1971", "1973-05-04"]
    assert party.texts("gender") == ["male"]
    assert party.texts("passportNumber") == ["P7654321"]
    assert (
        "Passport P7654321 (Austria) issued 2014-01-02 expires 2024-01-02"
        in party.texts("notes")
    )
    assert sanction.texts("recordId") == ["ofac-99001"]
    assert sanction.texts("program") == ["SDGT", "IRAN"]
    assert sanction.texts("authority") == ["Office of Foreign Assets Control"]
    assert sanction.texts("summary") == ["Secondary sanctions risk: 31 CFR 1; and 2"]


def test_a_party_of_another_list_has_an_id_that_is_not_the_publishers(tmp_path: Path):
    _, entities = read_csv(tmp_path, EL)
    (party, sanction) = entities.values()
    assert party.id.startswith("csl-el-")
    assert party.schema.name == "LegalEntity"
    assert party.texts("name") == ["Testing Institute"]
    assert party.texts("alias") == ["TI", "Institute of Testing"]
    assert party.texts("topics") == ["export.control"]
    assert sanction.texts("authority") == ["Bureau of Industry and Security"]
    assert sanction.texts("startDate") == ["2011-11-21"]
    assert sanction.texts("provisions") == ["License policy: Presumption of denial."]


def test_json_and_csv_give_the_same_parties(tmp_path: Path):
    _, from_csv = read_csv(tmp_path, SDN, EL)
    reading, from_json = read_json(tmp_path, SDN_JSON, EL_JSON)
    reading.finish()
    assert from_csv.keys() == from_json.keys()
    for key, party in from_csv.items():
        other = from_json[key]
        for prop in party.values.keys() | other.values.keys():
            if prop != "recordId" or "csl-el" not in key:
                assert party.texts(prop) == other.texts(prop), (key, prop)


def test_older_files_have_the_type_of_an_id_first(tmp_path: Path):
    ids = (
        "Passport, P7654321, AT, 2014-01-02, 2024-01-02; Secondary sanctions risk:, "
        "31 CFR 1; and 2; Identification Number, AO 28, IT, 30 Oct 2012"
    )
    _, entities = read_csv(tmp_path, SDN | {"ids": ids})
    party = entities["csl-99001"]
    assert party.texts("passportNumber") == ["P7654321"]
    assert party.texts("idNumber") == ["AO 28"]
    assert "Identification Number AO 28 (Italy) (dated 30 Oct 2012)" in party.texts(
        "notes"
    )


def test_a_party_on_two_lists_is_one_party_with_two_designations(tmp_path: Path):
    second = SDN | {"source": "Capta List (CAP) - Treasury Department"}
    _, entities = read_csv(tmp_path, SDN, second)
    assert set(entities) == {
        "csl-99001",
        "csl-99001-sanction-sdn",
        "csl-99001-sanction-cap",
    }


def test_namesakes_are_told_apart_by_their_addresses(tmp_path: Path):
    other = EL | {"_id": "c" * 40, "addresses": "7 Elsewhere, Oslo, NO"}
    _, both = read_csv(tmp_path, EL, other)
    _, again = read_csv(tmp_path, other | {"_id": "d" * 40}, EL | {"_id": "e" * 40})
    assert len(both) == 4
    assert both.keys() == again.keys()


def test_an_order_that_has_run_out_gives_no_topic(tmp_path: Path):
    _, entities = read_csv(tmp_path, EL | {"end_date": "2024-12-31"})
    party, _ = entities.values()
    assert "topics" not in party.values


@pytest.mark.parametrize(
    ("address", "code", "country"),
    [
        ("1 Test Street, Linz, 4020, AT", "sdn", "at"),
        ("2 Oak Street, RICHARDSON, TX, 75081, US", "dpl", "us"),
        ("2 Oak Street, SAN JOSE, CA", "dpl", None),
        ("2 Oak Street, TORONTO, ONTARIO, M1W1A2, CA", "dpl", "ca"),
        ("2 Oak Street, RICHARDSON, TX, 75081", "dpl", None),
        ("IR", "sdn", "ir"),
    ],
)
def test_the_country_of_an_address(address: str, code: str, country: str | None):
    assert address_country(address, code) == country


def test_a_repeated_header_is_passed_over(tmp_path: Path):
    reading, entities = read_csv(tmp_path, {c: c for c in COLUMNS}, SDN)
    reading.finish()
    assert len(entities) == 2


def test_an_unknown_list_refuses_the_version(tmp_path: Path):
    reading, _ = read_csv(tmp_path, EL | {"source": "Moon List (ML) - Moon Office"})
    with pytest.raises(RefusedError, match="unknown list 'Moon List"):
        reading.finish()


def test_an_unknown_column_refuses_the_version(tmp_path: Path):
    reading, _ = read_csv(
        tmp_path, EL | {"shoe_size": "43"}, columns=[*COLUMNS, "shoe_size"]
    )
    with pytest.raises(RefusedError, match="unknown column 'shoe_size'"):
        reading.finish()


@pytest.mark.parametrize("day", ["2023-11-30", "2025-02-27"])
def test_real_versions_load_with_the_counted_ids(
    lists: Path, store: Store, now: datetime, day: str
):
    (path,) = (lists / "us_csl" / day).iterdir()
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    (expected,) = counts["publisher_files"][f"us_csl/{day}"].values()
    version = load_files(store, "us_csl", [path], now=now, published=day).version
    assert version.entities == expected["unique_ids"]
    assert version.counts["LegalEntity"] == expected["by_type"][""]
