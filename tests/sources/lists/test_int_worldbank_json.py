"""The World Bank's list: records by hand, and the real version."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

RECORD: dict[str, Any] = {
    "MANDT": "300",
    "SUPP_ID": 7,
    "SUPP_TYPE_CODE": "F",
    "LAND1": "CN",
    "COUNTRY_NAME": "China",
    "SUPP_CITY": "TESTVILLE",
    "SUPP_ADDR": "1 TEST ROAD",
    "SUPP_ELIG_STAT": "X-DEBARRED",
    "DEBAR_FROM_DATE": "2013-11-11",
    "DEBAR_TO_DATE": "2999-12-31",
    "DEBAR_REASON": "Cross Debarment: ADB",
    "INELIGIBLY_STATUS": "Ongoing",
    "LAST_REFRESH_DATE": "2021-01-16T05:00:47.000Z",
}


def read(tmp_path: Path, *records: dict[str, Any]):
    path = tmp_path / "list.json"
    path.write_text(
        json.dumps({"response": {"ZPROCSUPP": [RECORD | r for r in records]}})
    )
    reading = Reading(find_dataset("int_worldbank"), {"main": open_source(path)[0]})
    entities = {e.id: e for e in find_format("int_worldbank_json").read(reading)}
    return reading, entities


def names(tmp_path: Path, **record: Any) -> dict[str, list[str]]:
    _, entities = read(tmp_path, record)
    party = entities["wb-debarred-7"]
    return {p: party.texts(p) for p in party.values if p not in {"address", "country"}}


def test_a_debarment_without_end(tmp_path: Path):
    reading, entities = read(tmp_path, {"SUPP_NAME": "TESTING CO. LTD. *36"})
    reading.finish()
    party, sanction = entities["wb-debarred-7"], entities["wb-debarred-7-sanction"]
    assert reading.published == "2021-01-16"
    assert party.schema.name == "Company"
    assert party.texts("name") == ["TESTING CO. LTD."]
    assert party.values["name"][0].original == "TESTING CO. LTD. *36"
    assert party.texts("country") == ["cn"]
    assert party.texts("address") == ["1 TEST ROAD, TESTVILLE, China"]
    assert sanction.texts("program") == ["X-DEBARRED"]
    assert sanction.texts("startDate") == ["2013-11-11"]
    assert "endDate" not in sanction.values
    assert party.id not in reading.ended


@pytest.mark.parametrize(
    ("day", "ended"), [("2021-01-15", True), ("2021-01-16", False)]
)
def test_a_debarment_that_has_ended_before_the_file_was_made(tmp_path, day, ended):
    reading, entities = read(tmp_path, {"SUPP_NAME": "TEST", "DEBAR_TO_DATE": day})
    assert entities["wb-debarred-7-sanction"].texts("endDate") == [day]
    assert ("wb-debarred-7" in reading.ended) is ended


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"SUPP_NAME": "MR. ALI TEST (A.K.A. JOE BLANK)", "SUPP_TYPE_CODE": "I"},
            {"title": ["Mr"], "name": ["ALI TEST"], "alias": ["JOE BLANK"]},
        ),
        (
            {"SUPP_NAME": "NEW TEST LTD. (FORMERLY OLD TEST LTD.)"},
            {"name": ["NEW TEST LTD."], "previousName": ["OLD TEST LTD."]},
        ),
        (
            {"SUPP_NAME": "TEST INC.", "ADD_SUPP_INFO": ", d/b/a Essay, Trial Co., Ltd.*18"},
            {"name": ["TEST INC."], "alias": ["Essay", "Trial Co., Ltd."]},
        ),
        (
            {"SUPP_NAME": "AKA M/S TRIAL", "ADD_SUPP_INFO": "TEST LTD. *294"},
            {"name": ["TEST LTD."], "alias": ["TRIAL"]},
        ),
        (
            {"SUPP_NAME": "TEST", "ADD_SUPP_INFO": "(Reg. No.: 91-A/7)（测试（集团）公司）*479"},
            {"name": ["TEST"], "registrationNumber": ["91-A/7"], "alias": ["测试（集团）公司"]},
        ),
        (
            {"SUPP_NAME": "TEST-LAVAL/ACRES INC."},
            {"name": ["TEST-LAVAL/ACRES INC."]},
        ),
        (
            {"SUPP_NAME": "THE TEST INC./L ESSAI INC."},
            {"name": ["THE TEST INC."], "alias": ["L ESSAI INC."]},
        ),
        (
            {"SUPP_NAME": "TEST", "ADD_SUPP_INFO": "(EXCEPT BRANCHES IN AFRICA)"},
            {"name": ["TEST"], "notes": ["Additional information: (EXCEPT BRANCHES IN AFRICA)"]},
        ),
    ],
)  # fmt: skip
def test_names_and_numbers_are_found_in_both_fields(tmp_path, record, expected):
    assert names(tmp_path, **record) == expected


def test_an_unknown_field_refuses_the_version_and_names_the_record(tmp_path: Path):
    reading, _ = read(tmp_path, {"SUPP_NAME": "TEST", "SHOE_SIZE": 43})
    with pytest.raises(RefusedError, match="SUPP_ID 7: unknown column 'SHOE_SIZE'"):
        reading.finish()


@pytest.mark.parametrize("text", ['{"response": {', '{"response": []}', "[" * 100_000])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "list.json"
    path.write_text(text)
    reading = Reading(find_dataset("int_worldbank"), {"main": open_source(path)[0]})
    with pytest.raises(RefusedError, match="World Bank JSON"):
        list(find_format("int_worldbank_json").read(reading))


def test_the_real_version_loads_with_the_counted_records(
    lists: Path, store: Store, now: datetime
):
    (path,) = (lists / "int_worldbank" / "2021-01-16").iterdir()
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    (expected,) = counts["publisher_files"]["int_worldbank/2021-01-16"].values()
    version = load_files(store, "int_worldbank", [path], now=now).version
    kinds = expected["by_type"]
    assert version.id == "2021-01-16"
    assert version.counts["Company"] == kinds["F"] + kinds["C"]
    assert version.counts["Person"] == kinds["I"]
    assert version.counts["LegalEntity"] == kinds["U"]
