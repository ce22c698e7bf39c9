"""The Treasury's consolidated list: both editions by hand, and the real file of 2020."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

FIRST = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,"
    "Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,"
    "Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID"
)
SECOND = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,"
    "Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,"
    "Passport Details,National Identification Number,National Identification Details,Position,Address 1,"
    "Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,"
    "Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID"
)
PERSON = {
    "Name 6": "TESTOV",
    "Name 1": "Ali",
    "Group Type": "Individual",
    "Alias Type": "Prime Alias",
    "Regime": "Testland",
    "Listed On": "24/01/2003",
    "Last Updated": "23/06/2011",
    "Group ID": "99001",
}


def table(columns: str, *rows: dict[str, str]) -> str:
    text = io.StringIO()
    text.write("Last Updated,27/04/2020\n")
    writer = csv.DictWriter(text, columns.split(","))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(tmp_path: Path, data: bytes) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "ConList.csv"
    path.write_bytes(data)
    reading = Reading(find_dataset("uk_ofsi"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("uk_ofsi_csv").read(reading)}


def test_the_first_edition_is_cp1252_with_lists_in_cells(tmp_path: Path):
    row = PERSON | {
        "DOB": "00/05/1980",
        "Town of Birth": "(1) Tehran (2) Qom",
        "Country of Birth": "(1)-(2) Iran",
        "Nationality": "Kuwaiti citizenship withdrawn in 2002",
        "Passport Details": "(1) D 000933 (Afghan) Issued 1998 (2) S335026 (False Indonesian)",
        "NI Number": "Civil ID no 1028745097 (Saudi Arabian)",
        "Position": "a) General, b) Minister",
        "Address 6": "Orléans",
        "Country": "France (since 2009)",
        "Other Information": "UN Ref QI.A.86.03. Father\u2019s name is Reza.",
    }
    other = {
        **PERSON,
        "Name 6": "SOMEBODY",
        "Group ID": "99002",
        "Group Type": "Entity",
        "Other Information": "IMO: 9562233. MMSI: 620233000.",
    }
    alias = row | {"Name 1": "Aly", "Alias Type": "AKA", "DOB": "00/00/1981"}
    reading, entities = read(tmp_path, table(FIRST, row, other, alias).encode("cp1252"))
    reading.finish()
    assert reading.published == "2020-04-27"
    party = entities["gb-hmt-99001"]
    assert party.texts("name") == ["Ali TESTOV"]
    assert party.texts("alias") == ["Aly TESTOV"]
    assert party.texts("birthDate") == ["1980-05", "1981"]
    assert party.texts("birthPlace") == ["Tehran", "Qom", "Iran"]
    assert party.texts("birthCountry") == ["ir"]
    assert party.texts("nationality") == []
    assert party.texts("passportNumber") == ["D 000933"]
    assert party.texts("idNumber") == ["1028745097"]
    assert party.texts("position") == ["General", "Minister"]
    assert party.texts("address") == ["Orléans, France (since 2009)"]
    assert party.texts("country") == ["fr"]
    notes = party.texts("notes")
    assert "UN Ref QI.A.86.03. Father’s name is Reza." in notes
    assert "Nationality: Kuwaiti citizenship withdrawn in 2002" in notes
    assert "Passport: S335026 (False Indonesian)" in notes
    assert entities["gb-hmt-99001-sanction"].texts("unscId") == ["QI.A.86.03"]
    # The list had no type of its own for ships until 2022.
    assert entities["gb-hmt-99002"].schema.name == "Organization"
    assert entities["gb-hmt-99002"].texts("imoNumber") == ["IMO9562233"]


def test_the_second_edition_has_labels_inside_other_information(tmp_path: Path):
    row = PERSON | {
        "Name Non-Latin Script": "علی تستوف",
        "Non-Latin Script Type": "Arabic",
        "Non-Latin Script Language": "Persian",
        "Passport Number": "A123456",
        "Passport Details": "Issued in Qom",
        "Alias Type": "Primary name",
        "UK Sanctions List Date Designated": "31/12/2020",
        "Other Information": "(UK Sanctions List Ref):TST0001. (UN Ref):QDi.999. Key commander. "
        "(UK Statement of Reasons):Was involved (see QDi.001). "
        "(Phone number):(1) +442079460000 (2) +442079460001 (Gender):Male",
    }
    weak = row | {
        "Name 1": "",
        "Name 6": "Abu Test",
        "Alias Type": "AKA",
        "Alias Quality": "Low quality",
    }
    former = row | {"Name 6": "OLDNAME", "Alias Type": "FKA"}
    reading, entities = read(tmp_path, table(SECOND, row, weak, former).encode())
    reading.finish()
    party = entities["gb-hmt-99001"]
    assert party.texts("weakAlias") == ["Abu Test"]
    assert party.texts("previousName") == ["Ali OLDNAME"]
    assert [(v.text, v.lang) for v in party.values["alias"]] == [("علی تستوف", "fas")]
    assert party.texts("gender") == ["male"]
    assert party.texts("phone") == ["+442079460000", "+442079460001"]
    assert party.texts("passportNumber") == ["A123456"]
    assert party.texts("notes") == ["Key commander.", "Passport A123456: Issued in Qom"]
    sanction = entities["gb-hmt-99001-sanction"]
    # The numbers stand in the same places as on the UK Sanctions List.
    assert sanction.texts("authorityId") == ["TST0001"]
    assert sanction.texts("recordId") == ["99001"]
    assert sanction.texts("unscId") == ["QDi.999"]
    assert sanction.texts("reason") == ["Was involved (see QDi.001)"]
    assert sanction.texts("listingDate") == ["2003-01-24"]
    assert sanction.texts("startDate") == ["2020-12-31"]


def test_each_regime_is_a_designation_of_its_own(tmp_path: Path):
    second = PERSON | {"Regime": "Otherland", "Listed On": "11/09/2001"}
    _, entities = read(tmp_path, table(FIRST, PERSON, second).encode())
    # The one listed first has the plain id, whatever the order of rows.
    assert entities["gb-hmt-99001-sanction"].texts("program") == ["Otherland"]
    later = entities["gb-hmt-99001-sanction-testland"]
    assert later.texts("listingDate") == ["2003-01-24"]


def test_one_group_of_two_kinds_is_refused(tmp_path: Path):
    text = table(FIRST, PERSON, PERSON | {"Group Type": "Entity"})
    reading, _ = read(tmp_path, text.encode())
    with pytest.raises(RefusedError, match="group 99001 is Individual on another row"):
        reading.finish()


def test_the_real_list_has_what_was_counted(lists: Path, store: Store, now: datetime):
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    counted = counts["publisher_files"]["uk_ofsi/2020-04-27"]["ConList.csv"]
    path = lists / "uk_ofsi" / "2020-04-27" / "ConList.csv.gz"
    version = load_files(store, "uk_ofsi", [path], now=now).version
    rows = pq.read_table(store.parquet(version)).to_pylist()
    by_prop = {
        prop: {(r["entity_id"], r["value"]) for r in rows if r["prop"] == prop}
        for prop in ("name", "alias", "previousName", "birthDate")
    }
    groups = counted["groups_by_group_type"]
    assert version.id == "2020-04-27"
    assert version.entities == counted["group_ids"]
    assert version.counts["Person"] == groups["Individual"]
    assert version.counts["Organization"] == groups["Entity"]
    # Seven groups are under two or three regimes.
    assert version.counts["Sanction"] == counted["group_ids"] + 9
    # Counted as different names of each group; five are both primary and alias.
    names = by_prop["name"] | by_prop["alias"] | by_prop["previousName"]
    assert len(names) == counted["distinct_names"]
    assert len(by_prop["birthDate"]) == counted["distinct_birth_dates"]
    assert not any("\ufffd" in row["value"] for row in rows)
