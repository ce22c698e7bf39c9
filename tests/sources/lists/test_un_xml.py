"""The UN consolidated list: a small file by hand, and the real versions."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

RECORD = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2025-06-13T23:00:02.540Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ALI</FIRST_NAME><SECOND_NAME>na</SECOND_NAME>
<THIRD_NAME>TESTOV</THIRD_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Test (أبو تست)</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
{extra}</INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "consolidated.xml"
    path.write_text(text, "utf-8")
    reading = Reading(find_dataset("un_sc"), {"main": open_source(path)[0]})
    entities = {e.id: e for e in find_format("un_xml").read(reading)}
    return reading, entities


def test_names_dates_and_designation_are_read(tmp_path: Path):
    reading, entities = read(tmp_path, RECORD.format(extra=""))
    reading.finish()
    party = entities["unsc-1"]
    assert reading.published == "2025-06-13"
    assert party.schema.name == "Person"
    assert party.texts("name") == ["ALI TESTOV"]
    assert party.texts("weakAlias") == ["Abu Test", "أبو تست"]
    # A range is its two ends; both keep the words that make it a range.
    assert [(v.text, v.original) for v in party.values["birthDate"]] == [
        ("1960", "1960 to 1962"),
        ("1962", "1960 to 1962"),
        ("1970", "circa 1970"),
    ]
    sanction = entities["unsc-1-sanction"]
    assert sanction.texts("entity") == ["unsc-1"]
    assert sanction.texts("unscId") == ["QDi.001"]
    assert sanction.texts("listingDate") == ["2001-01-25"]


def test_an_unknown_tag_refuses_the_version_and_says_where(tmp_path: Path):
    reading, _ = read(tmp_path, RECORD.format(extra="<SHOE_SIZE>43</SHOE_SIZE>"))
    with pytest.raises(
        RefusedError, match=r"INDIVIDUAL 1 \(QDi.001\): unknown tag 'SHOE_SIZE'"
    ):
        reading.finish()


def test_a_file_cut_short_is_refused(tmp_path: Path):
    with pytest.raises(RefusedError, match="not well-formed XML"):
        read(tmp_path, RECORD.format(extra="")[:700])


def test_every_real_version_loads_with_the_counted_records(
    lists: Path, store: Store, now: datetime
):
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))[
        "publisher_files"
    ]
    for folder in sorted((lists / "un_sc").iterdir()):
        version = load_files(store, "un_sc", list(folder.iterdir()), now=now).version
        (expected,) = counts[f"un_sc/{folder.name}"].values()
        assert version.id == folder.name
        assert version.counts["Person"] == expected["individuals"]
        assert version.counts["Organization"] == expected["entities"]
