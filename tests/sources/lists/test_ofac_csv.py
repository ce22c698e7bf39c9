"""OFAC's CSV files: small ones by hand, and the real versions."""

import hashlib
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.diff import Diff, diff_versions
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.lists.ofac_csv import FORMAT
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

MAIN = (
    '7,"TESTOV, Ivan","individual","FTO] [CAATSA - RUSSIA","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1964; Linked To: TEST CO."\r\n'
    '8,"TEST CO.",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '9,"TESTER","vessel","SDGT",-0- ,"ABC7","Tug","58,418","100","Panama","OWNER LTD","MMSI 572469210."\r\n'
    "\x1a"
)
ADDRESS = (
    '7,1,"1 Test Street","Testville 101","Iran",-0- \r\n8,2,-0- ,-0- ,-0- ,-0- \r\n\x1a'
)
ALIAS = '8,1,"aka","TEST, INC.",-0- \r\n8,2,"fka","OLD TEST",-0- \r\n8,3,"nka","NEW TEST",-0- \r\n7,4,"aka","TEST, Vanya",-0- \r\n'
COMMENTS = '7," Gender Male."\r\n'
TEXTS = {"sdn.csv": MAIN, "add.csv": ADDRESS, "alt.csv": ALIAS}


def read(tmp_path: Path, **texts: str) -> tuple[Reading, dict[str, Entity]]:
    """Read files given as `main=…, address=…`."""
    files = {}
    for role, text in texts.items():
        path = tmp_path / f"{role}.csv"
        path.write_bytes(text.encode())
        files[role] = open_source(path)[0]
        assert FORMAT.sniff(path.name, path.read_bytes()[:4096]) == role
    reading = Reading(find_dataset("us_ofac_sdn"), files)
    return reading, {entity.id: entity for entity in FORMAT.read(reading)}


def row(remarks: str, name: str = "TESTOV, Ivan", key: int = 7) -> str:
    """Return a record of the main file for a person with these remarks."""
    return f'{key},"{name}","individual","SDGT",' + "-0- ," * 7 + f'"{remarks}"\r\n'


def test_a_person_a_body_and_a_vessel(tmp_path: Path):
    reading, entities = read(tmp_path, main=MAIN, address=ADDRESS, alias=ALIAS)
    reading.finish()
    person = entities["ofac-7"]
    assert person.schema.name == "Person"
    assert person.texts("name") == ["Ivan TESTOV"]
    assert person.values["name"][0].original == "TESTOV, Ivan"
    assert person.texts("alias") == ["Vanya TEST"]
    assert person.texts("position") == ["Director"]
    assert person.texts("address") == ["1 Test Street, Testville 101, Iran"]
    assert person.texts("country") == ["ir"]
    body = entities["ofac-8"]
    assert body.schema.name == "Organization"
    assert body.texts("alias") == ["TEST, INC.", "NEW TEST"]
    assert body.texts("previousName") == ["OLD TEST"]
    assert "address" not in body.values
    vessel = entities["ofac-9"]
    assert vessel.texts("callSign") == ["ABC7"]
    assert vessel.texts("type") == ["Tug"]
    assert vessel.texts("tonnage") == ["58,418"]
    assert vessel.texts("grossRegisteredTonnage") == ["100"]
    assert vessel.texts("flag") == ["pa"]
    assert vessel.texts("mmsi") == ["572469210"]
    assert vessel.texts("notes") == ["Vessel Owner OWNER LTD"]
    sanction = entities["ofac-7-sanction"]
    assert sanction.texts("program") == ["FTO", "CAATSA - RUSSIA"]
    assert sanction.texts("authorityId") == ["7"]
    link = entities["ofac-7-unknownlink-ofac-8"]
    assert link.texts("role") == ["Linked To"]


def test_every_value_says_which_file_it_is_from(tmp_path: Path):
    _, entities = read(tmp_path, main=MAIN, address=ADDRESS, alias=ALIAS)
    origins = {
        prop: value.origin
        for prop, values in entities["ofac-7"].values.items()
        for value in values
    }
    assert origins.pop("alias") == "alias"
    assert origins.pop("address") == origins.pop("country") == "address"
    assert set(origins.values()) == {"main"}


def test_the_main_file_alone_is_a_version(tmp_path: Path):
    reading, entities = read(tmp_path, main=MAIN)
    reading.finish()
    assert "alias" not in entities["ofac-8"].values


def test_a_header_line_and_a_missing_last_byte_are_tolerated(tmp_path: Path):
    header = "ent_num,SDN_name,SDN_type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\n"
    _, plain = read(tmp_path, main=MAIN)
    reading, entities = read(tmp_path, main=header + MAIN.removesuffix("\x1a"))
    reading.finish()
    assert entities.keys() == plain.keys()


def test_empty_fields_may_lack_their_blank(tmp_path: Path):
    _, plain = read(tmp_path, main=MAIN)
    _, entities = read(tmp_path, main=MAIN.replace("-0- ", "-0-"))
    assert {k: v.values for k, v in entities.items()} == {
        k: v.values for k, v in plain.items()
    }


def test_the_order_of_records_means_nothing(tmp_path: Path):
    _, plain = read(tmp_path, main=MAIN, address=ADDRESS, alias=ALIAS)
    turned = {}
    for role, text in {"main": MAIN, "address": ADDRESS, "alias": ALIAS}.items():
        lines = text.removesuffix("\x1a").splitlines(keepends=True)
        turned[role] = "".join(reversed(lines))
    _, entities = read(tmp_path, **turned)

    def content(found: dict[str, Entity]) -> set[Any]:
        return {
            (k, p, v)
            for k, e in found.items()
            for p, vs in e.values.items()
            for v in vs
        }

    assert content(entities) == content(plain)


def test_remarks_cut_at_a_thousand_characters_go_on_in_the_comments(tmp_path: Path):
    text = "Minister of " + "X" * 970 + "; a.k.a. 'AB"[: 1000 - 982]
    remarks = text + "C" * (1000 - len(text))
    assert len(remarks) == 1000
    reading, entities = read(
        tmp_path, main=row(remarks), comments='7,"D\'; DOB 1964."\r\n'
    )
    reading.finish()
    person = entities["ofac-7"]
    assert person.texts("weakAlias") == ["AB" + "C" * 6 + "D"]
    assert person.values["weakAlias"][0].origin == "comments"
    assert person.texts("birthDate") == ["1964"]
    # Without the comments file the beginning of the token is kept, and told.
    reading, entities = read(tmp_path, main=row(remarks))
    reading.finish()
    person = entities["ofac-7"]
    assert "weakAlias" not in person.values
    assert ("a.k.a. 'ABCCCCCC …", "comments") in [
        (note.text, note.origin) for note in person.values["notes"]
    ]
    assert reading.warnings == {"remarks cut, no comments file": 1}


def test_companions_of_a_party_that_is_not_there_are_told(tmp_path: Path):
    reading, _ = read(tmp_path, main=MAIN, comments='77," Gender Male."\r\n')
    reading.finish()
    assert reading.warnings == {"comments of a party not in the main file": 1}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('7,"X","submarine",' + "-0- ," * 8 + "-0- \r\n", "unknown type of party 'submarine'"),
        (MAIN + '10,"X",-0- \r\n', "3 fields where there should be 12"),
        (MAIN.removesuffix("\x1a") + '"X"' + ",-0- " * 11 + "\r\n", "'X' is not the number of a party"),
        (row("DOB 1964; POB Testvi").removesuffix('"\r\n'), "the last text has no full stop"),
        ('7,"X",-0- ,"A"', "4 fields where there should be 12"),
    ],
)  # fmt: skip
def test_damaged_files_are_refused(tmp_path: Path, text: str, fault: str):
    path = tmp_path / "sdn.csv"
    path.write_bytes(text.encode())
    reading = Reading(find_dataset("us_ofac_sdn"), {"main": open_source(path)[0]})
    list(FORMAT.read(reading))
    with pytest.raises(RefusedError, match=fault):
        reading.finish()


@pytest.mark.parametrize(
    ("head", "role"),
    [
        (b"name,country\r\nX,Y\r\n", None),
        (b"<sdnList>", None),
        (b"", None),
        (b'7,"X",1\r\n', None),
        (b'7," rest of the remarks', "comments"),
    ],
)
def test_other_files_are_left_alone(head: bytes, role: str | None):
    assert FORMAT.sniff("sdn.csv", head) == role


def test_an_empty_file_is_refused(lists: Path, store: Store, now: datetime):
    with pytest.raises(RefusedError, match="empty"):
        load_files(
            store, "us_ofac_sdn", [lists / "us_ofac_sdn/2024-05-04/sdn.csv"], now=now
        )
    assert store.versions("us_ofac_sdn") == []


def test_companions_alone_are_refused(lists: Path, store: Store, now: datetime):
    files = list((lists / "us_ofac_sdn/2025-12-24").iterdir())
    with pytest.raises(RefusedError, match="ofac_csv without its main file"):
        load_files(store, "us_ofac_sdn", files, now=now)


@pytest.fixture(scope="module")
def real(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with every real version in CSV, loaded in the order of their days."""
    store = Store(tmp_path_factory.mktemp("ofac"))
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    for folder in sorted((lists / "us_ofac_sdn").iterdir()):
        files = [f for f in folder.iterdir() if f.name != "dataspec.txt"]
        if folder.name not in {"2024-05-04", "2025-12-24"}:
            load_files(store, "us_ofac_sdn", files, now=now, published=folder.name)
    files = list((lists / "us_ofac_cons/2025-12-19").iterdir())
    load_files(store, "us_ofac_cons", files, now=now, published="2025-12-19")
    return store


def values_of(store: Store, version: Version) -> dict[str, list[tuple[str, str]]]:
    """Return `(entity, text as published)` of every statement, by property."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only the tests on real files need it

    columns = ["entity_id", "prop", "value", "original_value"]
    table = pq.read_table(store.parquet(version), columns=columns).to_pydict()
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity_id, prop, value, original in zip(*table.values(), strict=True):
        found[prop].append((entity_id, original or value))
    return found


def counted(lists: Path, version: str) -> dict[str, Any]:
    """Return the independently counted figures of a version, file by file."""
    table = json.loads((lists / "reference/counts.json").read_text("utf-8"))
    figures: dict[str, Any] = table["publisher_files"][version]
    return figures


def test_every_real_version_agrees_with_the_counted_figures(lists: Path, real: Store):
    for dataset, main in (("us_ofac_sdn", "sdn"), ("us_ofac_cons", "cons_prim")):
        for version in real.versions(dataset):
            figures = counted(lists, f"{dataset}/{version.id}")
            types = figures[main]["by_type"]
            assert version.entities == figures[main]["rows"]
            assert version.counts["Person"] == types["individual"]
            assert version.counts["Organization"] == types["entity"]
            assert version.counts.get("Vessel", 0) == types.get("vessel", 0)
            assert version.counts.get("Airplane", 0) == types.get("aircraft", 0)
            check_values(values_of(real, version), figures, main)


def check_values(
    values: dict[str, list[tuple[str, str]]], figures: dict[str, Any], main: str
) -> None:
    """Compare what was read of a version with the counted tokens and rows."""
    tokens = figures[main].get("remarks_with_comments_joined", figures[main]["remarks"])
    assert len(values["program"]) == figures[main]["program_tags"]
    assert len(values["birthPlace"]) == tokens["places_of_birth"]
    assert len(values["gender"]) == tokens["gender"]
    assert len(values["citizenship"]) == tokens["citizen"]
    linked = [text for _, text in values["notes"] if text.startswith("Linked To: ")]
    assert len(linked) == tokens["linked_to"]
    born = {party for party, _ in values["birthDate"]}
    assert len(born) == tokens["parties_with_birth_date"]
    weak = {party for party, _ in values["weakAlias"]}
    assert len(weak) == tokens["parties_with_weak_alias"]
    # What is printed twice of one party is one statement; three nationalities are no
    # country ("possibly Palestinian;arrested 23 Apr 2002").
    assert 0 <= tokens["nationality"] - len(values["nationality"]) <= 4
    assert 0 <= tokens["birth_dates"] - len(set(values["birthDate"])) <= 3
    assert 0 <= tokens["weak_aliases"] - len(values["weakAlias"]) <= 3
    if alias := figures.get("alt") or figures.get("cons_alt"):
        kinds = alias["by_type"]
        assert 0 <= kinds["aka"] + kinds.get("nka", 0) - len(values["alias"]) <= 2
        assert len(values["previousName"]) == kinds["fka"]
    if address := figures.get("add") or figures.get("cons_add"):
        filled = address["rows"] - address["all_empty"]
        assert 0 <= filled - len(values["address"]) <= 4


def sha256_of_ids(ids: tuple[str, ...] | dict[str, Any]) -> str:
    """Return the digest deltas.json gives of party numbers, one a line."""
    numbers = sorted((i.removeprefix("ofac-") for i in ids), key=int)
    return hashlib.sha256("\n".join(numbers).encode()).hexdigest()


def test_the_differences_are_those_of_the_raw_files(lists: Path, real: Store):
    steps = json.loads((lists / "deltas.json").read_text("utf-8"))["us_ofac_sdn"][
        "steps"
    ]
    diffs: dict[str, Diff] = {}
    for step in steps:
        before, after = (
            real.version("us_ofac_sdn", step[side]) for side in ("from", "to")
        )
        diff = diffs[step["from"]] = diff_versions(real, before, after)
        assert sha256_of_ids(diff.listed) == step["added"]["sha256_of_sorted_ids"]
        assert sha256_of_ids(diff.removed) == step["removed"]["sha256_of_sorted_ids"]
        if step["from"] != "2021-07-07":
            changed = step["changed"]["sha256_of_sorted_ids"]
            assert sha256_of_ids(diff.amended) == changed
    # Three days in a row, and the rewording of one legal note of 554 parties.
    assert len(diffs["2024-05-01"].listed) == 7
    assert len(diffs["2024-05-02"].removed) == 8
    assert len(diffs["2024-05-03"].amended) == 571
    # From 2021 to January 2024 the companions differ too: addresses, aliases and
    # comments of twelve parties whose row in sdn.csv is the same.
    assert len(diffs["2021-07-07"].amended) == 726 + 12
