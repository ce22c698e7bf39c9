"""OFAC's standard XML: a small file by hand, and the real versions."""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ostraka.errors import RefusedError
from ostraka.record.diff import diff_versions
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.lists import ofac_csv
from ostraka.sources.lists.ofac_xml import FORMAT
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

OLD = "http://tempuri.org/sdnList.xsd"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"

PERSON = """<sdnEntry><uid>7</uid><firstName>Ivan</firstName><lastName>TESTOV</lastName>
<title>Director</title><sdnType>Individual</sdnType>
<remarks>Minister of Tests; all offices worldwide.; (Linked To: TEST CO.)</remarks>
<programList><program>SDGT</program><program>CAATSA - RUSSIA</program></programList>
<idList>
<id><uid>1</uid><idType>Passport</idType><idNumber>A1234567</idNumber><idCountry>Iran</idCountry><issueDate>01 Jan 2010</issueDate><expirationDate>01 Jan 2015</expirationDate></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
<id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>See Section 11.</idNumber></id>
<id><uid>4</uid><idType>Digital Currency Address - XBT</idType><idNumber>1AbC</idNumber></id>
<id><uid>5</uid><idType>Hat Size</idType><idNumber>58</idNumber></id></idList>
<akaList><aka><uid>6</uid><type>a.k.a.</type><category>weak</category><lastName>TEST, Vanya</lastName></aka>
<aka><uid>7</uid><type>f.k.a.</type><category>strong</category><lastName>OLD</lastName><firstName>Ivan</firstName></aka></akaList>
<addressList><address><uid>8</uid><address1>1 Test Street</address1><address2>Room 2</address2><city>Testville</city><stateOrProvince>TS</stateOrProvince><postalCode>101</postalCode><country>Iran</country></address></addressList>
<nationalityList><nationality><uid>9</uid><country>Iran</country><mainEntry>true</mainEntry></nationality></nationalityList>
<citizenshipList><citizenship><uid>10</uid><country>Iraq</country><mainEntry>true</mainEntry></citizenship></citizenshipList>
<dateOfBirthList><dateOfBirthItem><uid>11</uid><dateOfBirth>circa 1964</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
<dateOfBirthItem><uid>12</uid><dateOfBirth>02 Oct 1965</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>13</uid><placeOfBirth>Testville, Iran</placeOfBirth><mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList>
{extra}</sdnEntry>"""
BODY = """<sdnEntry><uid>8</uid><lastName>TEST CO.</lastName><sdnType>Entity</sdnType>
<programList><program>SDGT</program></programList></sdnEntry>"""
VESSEL = """<sdnEntry><uid>9</uid><lastName>TESTER</lastName><sdnType>Vessel</sdnType>
<programList><program>SDGT</program></programList><vesselInfo><callSign>ABC7</callSign>
<vesselType>Tug</vesselType><vesselFlag>Panama</vesselFlag><vesselOwner>OWNER LTD</vesselOwner>
<tonnage>58,418</tonnage><grossRegisteredTonnage>100</grossRegisteredTonnage></vesselInfo></sdnEntry>"""


def document(*entries: str, namespace: str = NEW, count: int | None = None) -> str:
    """Return a file with these entries."""
    return (
        f'<?xml version="1.0" standalone="yes"?><sdnList xmlns="{namespace}">'
        "<publshInformation><Publish_Date>03/28/2025</Publish_Date>"
        f"<Record_Count>{len(entries) if count is None else count}</Record_Count>"
        f"</publshInformation>{''.join(entries)}</sdnList>"
    )


def read(tmp_path: Path, text: str) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "consolidated.xml"
    path.write_text(text, "utf-8")
    reading = Reading(find_dataset("us_ofac_cons"), {"main": open_source(path)[0]})
    return reading, {entity.id: entity for entity in FORMAT.read(reading)}


def test_a_person_with_documents_and_features_in_one_list(tmp_path: Path):
    text = document(PERSON.format(extra=""), BODY)
    reading, entities = read(tmp_path, text)
    reading.finish()
    assert reading.published == "2025-03-28"
    assert reading.stated_count == 2
    person = entities["ofac-7"]
    assert person.texts("name") == ["Ivan TESTOV"]
    assert person.texts("weakAlias") == ["Vanya TEST"]
    assert person.texts("previousName") == ["Ivan OLD"]
    assert person.texts("position") == ["Director"]
    assert person.texts("passportNumber") == ["A1234567"]
    assert person.texts("gender") == ["male"]
    assert person.texts("nationality") == ["ir"]
    assert person.texts("citizenship") == ["iq"]
    assert person.texts("birthDate") == ["1964", "1965-10-02"]
    assert person.texts("birthPlace") == ["Testville, Iran"]
    assert person.texts("address") == ["1 Test Street, Room 2, Testville, TS 101, Iran"]
    assert person.texts("notes") == [
        "Passport A1234567 (Iran) issued 01 Jan 2010 expires 01 Jan 2015",
        "Hat Size 58",
        "Minister of Tests",
        "all offices worldwide",
        "Linked To: TEST CO",
    ]
    assert reading.warnings == {"unknown feature": 1}
    sanction = entities["ofac-7-sanction"]
    assert sanction.texts("program") == ["SDGT", "CAATSA - RUSSIA"]
    assert sanction.texts("summary") == ["Secondary sanctions risk: See Section 11"]
    assert entities["ofac-7-wallet-1abc"].texts("publicKey") == ["1AbC"]
    assert entities["ofac-7-unknownlink-ofac-8"].texts("role") == ["Linked To"]


def test_a_vessel(tmp_path: Path):
    _, entities = read(tmp_path, document(VESSEL))
    vessel = entities["ofac-9"]
    assert vessel.schema.name == "Vessel"
    assert vessel.texts("callSign") == ["ABC7"]
    assert vessel.texts("type") == ["Tug"]
    assert vessel.texts("flag") == ["pa"]
    assert vessel.texts("tonnage") == ["58,418"]
    assert vessel.texts("grossRegisteredTonnage") == ["100"]
    assert vessel.texts("notes") == ["Vessel Owner OWNER LTD"]


def test_the_csv_of_the_same_record_gives_the_same_values(tmp_path: Path):
    remarks = (
        "DOB circa 1964; alt. DOB 02 Oct 1965; POB Testville, Iran; nationality Iran; "
        "citizen Iraq; Gender Male; Secondary sanctions risk: See Section 11.; "
        "Digital Currency Address - XBT 1AbC; Hat Size 58; "
        "Passport A1234567 (Iran) issued 01 Jan 2010 expires 01 Jan 2015; "
        "Minister of Tests; all offices worldwide.; a.k.a. 'TEST, Vanya'; Linked To: TEST CO."
    )
    texts = {
        "main": f'7,"TESTOV, Ivan","individual","SDGT] [CAATSA - RUSSIA","Director",{"-0- ," * 6}"{remarks}"\n'
        f'8,"TEST CO.",-0- ,"SDGT",{"-0- ," * 7}-0- \n',
        "alias": '7,7,"fka","OLD, Ivan",-0- \n',
        "address": '7,8,"1 Test Street, Room 2","Testville, TS 101","Iran",-0- \n',
    }
    files = {}
    for role, text in texts.items():
        path = tmp_path / f"{role}.csv"
        path.write_text(text, "utf-8")
        files[role] = open_source(path)[0]
    reading = Reading(find_dataset("us_ofac_cons"), files)
    from_csv = list(ofac_csv.FORMAT.read(reading))
    _, from_xml = read(tmp_path, document(PERSON.format(extra=""), BODY))

    def values(entities: list[Entity]) -> dict[str, dict[str, set[Any]]]:
        return {
            e.id: {p: {(v.text, v.original) for v in vs} for p, vs in e.values.items()}
            for e in entities
        }

    assert values(from_csv) == values(list(from_xml.values()))


@pytest.mark.parametrize("namespace", [OLD, NEW])
def test_both_namespaces_are_read(tmp_path: Path, namespace: str):
    text = document(BODY, namespace=namespace)
    assert FORMAT.sniff("sdn.xml", text.encode()) == "main"
    _, entities = read(tmp_path, text)
    assert entities["ofac-8"].texts("name") == ["TEST CO."]


def test_the_number_of_records_must_be_the_stated_one(
    tmp_path: Path, store: Store, now: datetime
):
    path = tmp_path / "consolidated.xml"
    path.write_text(document(BODY, count=2), "utf-8")
    with pytest.raises(RefusedError, match="stated count"):
        load_files(store, "us_ofac_cons", [path], now=now, format_name="ofac_xml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (document(PERSON.format(extra="<shoeSize>43</shoeSize>")), "unknown tag 'shoeSize'"),
        (document(BODY.replace("Entity", "Submarine")), "unknown type of party 'Submarine'"),
        (document(BODY.replace("<uid>8</uid>", "")), "without uid or lastName"),
        (document(PERSON.format(extra="").replace("weak", "feeble")), "unknown category of alias 'feeble'"),
    ],
)  # fmt: skip
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, text: str, fault: str
):
    reading, _ = read(tmp_path, text)
    with pytest.raises(RefusedError, match=fault):
        reading.finish()


@pytest.mark.parametrize(
    "text",
    [
        document(BODY)[:300],
        document(BODY).replace("03/28/2025", "soon"),
        document(BODY).replace("03/28/2025", "31/28/2025"),
        document(BODY).replace("<Record_Count>1", "<Record_Count>one"),
        "<sdnList/>",
        "<CONSOLIDATED_LIST/>",
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, text: str):
    with pytest.raises(RefusedError):
        read(tmp_path, text)


@pytest.fixture(scope="module")
def real(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with every real version in XML."""
    store = Store(tmp_path_factory.mktemp("ofac"))
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    for folder in sorted((lists / "us_ofac_cons").iterdir()):
        files = list(folder.glob("consolidated.xml*"))
        if files:
            load_files(store, "us_ofac_cons", files, now=now)
    return store


def test_every_real_version_agrees_with_the_counted_figures(lists: Path, real: Store):
    table = json.loads((lists / "reference/counts.json").read_text("utf-8"))
    for version in real.versions("us_ofac_cons"):
        (expected,) = table["publisher_files"][f"us_ofac_cons/{version.id}"].values()
        assert version.published_basis == "file"
        assert version.entities == expected["record_count_stated"]
        assert version.counts["Person"] == expected["by_type"]["Individual"]
        assert version.counts["Organization"] == expected["by_type"]["Entity"]
        found = count_values(real, version.id)
        assert found["program"] == sum(expected["programs"].values())
        assert found["birthDate"] == expected["birth_dates"]
        assert found["birthPlace"] == expected["places_of_birth"]
        assert found["address"] == expected["addresses"]
        assert found["nationality"] == expected["nationalities"]
        assert found["citizenship"] == expected["citizenships"]
        # In 2021 one weak alias stands twice.
        aliases = found["alias"] + found["previousName"] + found["weakAlias"]
        assert 0 <= expected["aliases"] - aliases <= 1
        assert 0 <= expected["aliases_by_category"]["weak"] - found["weakAlias"] <= 1


def count_values(store: Store, version: str) -> dict[str, int]:
    """Return the number of statements by property."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only the tests on real files need it

    path = store.parquet(store.version("us_ofac_cons", version))
    found: dict[str, int] = defaultdict(int)
    for prop in pq.read_table(path, columns=["prop"])["prop"].to_pylist():
        found[prop] += 1
    return found


def raw_records(path: Path) -> dict[str, list[str]]:
    """Return the elements of each record as sorted texts, without their namespace."""
    with open_source(path)[0].open() as stream:
        tree = etree.parse(stream)
    found: dict[str, list[str]] = {}
    for entry in tree.iter("{*}sdnEntry"):
        parts = []
        for element in entry.iter():
            if not any(len(child) for child in element):
                leaves = [(etree.QName(e).localname, e.text) for e in element]
                parts.append(f"{etree.QName(element).localname} {sorted(leaves)}")
        found[f"ofac-{entry.findtext('{*}uid')}"] = sorted(parts)
    return found


def test_amended_is_what_differs_but_for_the_order_of_elements(
    lists: Path, real: Store
):
    steps = json.loads((lists / "deltas.json").read_text("utf-8"))["us_ofac_cons"][
        "steps"
    ]
    amended = []
    for step in steps[:-1]:  # the last one compares XML with CSV
        before, after = (real.version("us_ofac_cons", step[s]) for s in ("from", "to"))
        diff = diff_versions(real, before, after)
        assert len(diff.listed) == step["added"]["count"]
        assert len(diff.removed) == step["removed"]["count"]
        old, new = (
            raw_records(next((lists / "us_ofac_cons" / v.id).glob("consolidated.xml*")))
            for v in (before, after)
        )
        raw = {key for key in old.keys() & new.keys() if old[key] != new[key]}
        assert diff.amended.keys() == raw
        amended.append(len(raw))
    # deltas.json counts 317, 1, 27 and 316: it takes another order of the items of an
    # idList for a change, which is all that differs in 26 and 242 of them.
    assert amended == [317, 1, 1, 74]
