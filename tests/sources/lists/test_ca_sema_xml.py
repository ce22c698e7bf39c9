"""Canada's list: small files by hand in both tag styles, and the real versions."""

import json
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostraka.errors import RefusedError
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

OLD = """<record><Country>Burma / Birmanie</Country><LastName>Testov</LastName>
<GivenName>Ivan</GivenName><DateOfBirth>26190</DateOfBirth><Schedule>1</Schedule>
<Item>4</Item><Title>Major General/major-général</Title></record>"""
NEW = """<record><Country>Myanmar (Burma) / Myanmar (Birmanie)</Country>
<LastName>TESTOV</LastName><GivenName>Ivan</GivenName>
<DateOfBirthOrShipBuildDate->1971 or 1973; 4 May 1975</DateOfBirthOrShipBuildDate->
<Aliases>Vanya; Ivan Testoff; Russian: Иван Тестов</Aliases>
<Schedule>Part 1</Schedule><Item>9</Item><DateOfListing>2020-05-06</DateOfListing></record>"""
SHIP = """<record><Country>Russia / Russie</Country><EntityOrShip>Blue Test</EntityOrShip>
<TitleOrShipType>Oil Tanker</TitleOrShipType><ShipIMONumber>9074729</ShipIMONumber>
<DateOfBirthOrShipBuildDate>1994</DateOfBirthOrShipBuildDate>
<Schedule>1.1</Schedule><Item>2</Item></record>"""
BODY = """<record><Country>Iran</Country>
<EntityOrShip>Test Institute of Rockets/Institut de test des fusées</EntityOrShip>
<Aliases>TIR, Rocket Co., Ltd.</Aliases><Item>5</Item></record>"""


def read(tmp_path: Path, *records: str):
    path = tmp_path / "sema-lmes.xml"
    path.write_text(f"<data-set>{''.join(records)}</data-set>", "utf-8")
    reading = Reading(find_dataset("ca_sema"), {"main": open_source(path)[0]})
    entities = list(find_format("ca_sema_xml").read(reading))
    return reading, entities


def test_a_person_keeps_the_id_when_tags_spelling_and_numbers_change(tmp_path: Path):
    reading, (old, old_sanction) = read(tmp_path, OLD)
    reading.finish()
    _, (new, new_sanction) = read(tmp_path, NEW)
    assert old.id == new.id
    assert old.id.startswith("ca-sema-myanmar-")
    assert old.texts("birthDate") == ["1971-09-14"]  # a day as Excel counts them
    assert old.texts("title") == ["Major General", "major-général"]
    assert old_sanction.texts("authorityId") == ["Burma | 1 | 4"]
    assert new_sanction.texts("recordId") == ["Myanmar (Burma) | Part 1 | 9"]
    assert new_sanction.texts("listingDate") == ["2020-05-06"]


def test_aliases_and_dates_of_one_cell_are_told_apart(tmp_path: Path):
    _, (person, _) = read(tmp_path, NEW)
    assert person.texts("birthDate") == ["1971", "1973", "1975-05-04"]
    # One bare word cannot open a match; a label gives the language.
    assert person.texts("weakAlias") == ["Vanya"]
    assert [(v.text, v.lang) for v in person.values["alias"]] == [
        ("Ivan Testoff", None),
        ("Иван Тестов", "rus"),
    ]


def test_bodies_and_ships(tmp_path: Path):
    reading, (ship, _, body, sanction) = read(tmp_path, SHIP, BODY)
    reading.finish()
    assert ship.schema.name == "Vessel"
    assert ship.texts("imoNumber") == ["IMO9074729"]
    assert ship.texts("type") == ["Oil Tanker"]
    assert ship.texts("buildDate") == ["1994"]
    assert body.schema.name == "Organization"
    assert body.texts("name") == ["Test Institute of Rockets"]
    assert body.texts("alias") == [
        "Institut de test des fusées",
        "TIR",
        "Rocket Co., Ltd.",
    ]
    assert sanction.texts("authorityId") == ["Iran | - | 5"]


def test_namesakes_in_one_regime_get_ids_of_their_own(tmp_path: Path):
    other = OLD.replace("26190", "1950").replace("<Item>4", "<Item>5")
    _, entities = read(tmp_path, OLD, other)
    _, (alone, _) = read(tmp_path, OLD)
    ids = {e.id for e in entities if e.schema.name == "Person"}
    assert len(ids) == 2
    assert alone.id not in ids


@pytest.mark.parametrize(
    "extra", ["<ShoeSize>43</ShoeSize>", "<Item>5</Item>", "<Item><b>5</b></Item>"]
)
def test_an_unknown_or_repeated_tag_refuses_the_version(tmp_path: Path, extra: str):
    reading, _ = read(tmp_path, BODY.replace("</record>", f"{extra}</record>"))
    with pytest.raises(RefusedError, match=r"record 1 \(Iran \| - \| 5\): unknown"):
        reading.finish()


def test_a_record_without_a_name_refuses_the_version(tmp_path: Path):
    reading, _ = read(tmp_path, "<record><Country>Iran</Country></record>")
    with pytest.raises(RefusedError, match="without a name"):
        reading.finish()


def test_real_versions_load_and_most_of_2020_is_still_there_in_2025(
    lists: Path, store: Store, now: datetime
):
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    ids = {}
    for day in ("2020-04-15", "2025-05-25"):
        (path,) = (lists / "ca_sema" / day).iterdir()
        version = load_files(store, "ca_sema", [path], now=now, published=day).version
        (expected,) = counts["publisher_files"][f"ca_sema/{day}"].values()
        assert version.entities == expected["records"]
        assert version.counts["Person"] == expected["people"]
        table = store.parquet(version)
        ids[day] = parties(table)
    # 1,255 records of 2020 have the same name in 2025.
    assert len(ids["2020-04-15"] & ids["2025-05-25"]) == 1255


def parties(table: Path) -> set[str]:
    rows = pq.read_table(table, columns=["entity_id", "schema"]).to_pylist()
    return {r["entity_id"] for r in rows if r["schema"] != "Sanction"}
