"""The same parties of OFAC's lists in its four formats; see docs/lists/us_ofac_formats.md."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from ostraka.record.model import Entity
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.reader import Reading

Entities = dict[str, Entity]
#: (party, property) → values only the one has, values only the other has.
Differences = dict[tuple[str, str], tuple[set[str], set[str]]]


def read(dataset: str, name: str, paths: Iterable[Path]) -> Entities:
    found = find_format(name)
    files = [file for path in paths for file in open_source(path)]
    roles = {found.sniff(file.name, file.head()) or "": file for file in files}
    reading = Reading(find_dataset(dataset), roles)
    entities = {e.id: e for e in found.read(reading)}
    assert reading.faults == []
    return entities


@pytest.fixture(scope="module")
def folder(lists: Path) -> Path:
    return lists / "us_ofac_cons"


@pytest.fixture(scope="module")
def enhanced(folder: Path) -> Entities:
    paths = (folder / "2025-01-10").iterdir()
    return read("us_ofac_cons", "ofac_enhanced", paths)


@pytest.fixture(scope="module")
def xml(folder: Path) -> Entities:
    return read("us_ofac_cons", "ofac_xml", (folder / "2025-03-28").iterdir())


@pytest.fixture(scope="module")
def csv(folder: Path) -> Entities:
    return read("us_ofac_cons", "ofac_csv", (folder / "2025-12-19").iterdir())


def facts(entities: Entities, key: str) -> dict[str, set[str]]:
    """Return what every format can say of a party: all but notes, and no other script."""
    party = entities[key]
    found = {prop: set(party.texts(prop)) for prop in party.values if prop != "notes"}
    found["program"] = set(entities[f"{key}-sanction"].texts("program"))
    found["linked"] = {
        e.first(e.schema.edge[1]) or ""
        for e in entities.values()
        if e.schema.edge and e.first(e.schema.edge[0]) == key
    }
    return {prop: set(filter(str.isascii, texts)) for prop, texts in found.items()}


def party_ids(entities: Entities) -> set[str]:
    return {e.id for e in entities.values() if e.is_party}


def differences(one: Entities, other: Entities) -> Differences:
    found: Differences = {}
    for key in sorted(party_ids(one) & party_ids(other)):
        before, after = facts(one, key), facts(other, key)
        for prop in sorted(before.keys() | after.keys()):
            here, there = before.get(prop, set()), after.get(prop, set())
            if here != there:
                found[key, prop] = (here - there, there - here)
    return found


def test_enhanced_says_all_that_xml_says(enhanced: Entities, xml: Entities):
    assert party_ids(enhanced) == party_ids(xml)
    assert differences(enhanced, xml) == {
        # The XML has no parts of names.
        ("ofac-50476", "middleName"): ({"Joseph"}, set()),
        # The XML links by name, and HAMAS is not in the file.
        ("ofac-9647", "linked"): ({"ofac-4695"}, set()),
        # On 10 January the documents of 18784 had no country; on 28 March they had.
        ("ofac-18784", "innCode"): (set(), {"7706196340"}),
        ("ofac-18784", "ogrnCode"): (set(), {"1027739075891"}),
    }


def test_enhanced_says_of_the_designation_what_xml_says(
    enhanced: Entities, xml: Entities
):
    added: dict[str, set[str]] = {}
    for key in party_ids(xml):
        told = set(enhanced[f"{key}-sanction"].texts("summary"))
        lists_told = {text for text in told if ": published " in text}
        later = set(xml[f"{key}-sanction"].texts("summary"))
        assert lists_told
        assert told - lists_told <= later
        if later - told:
            added[key] = later - told
    assert added == {  # by OFAC, between 10 January and 28 March
        "ofac-9659": {
            "Secondary sanctions risk: section 1(b) of Executive Order 13224, as amended by Executive Order 13886"
        }
    }


def test_enhanced_loses_no_note_of_xml(enhanced: Entities, xml: Entities):
    lost = {
        key: sorted(
            note
            for note in xml[key].texts("notes")
            if not note.startswith("Linked To: ")
            and not any(told.startswith(note) for told in enhanced[key].texts("notes"))
        )
        for key in party_ids(xml)
    }
    assert {key: notes for key, notes in lost.items() if notes} == {
        "ofac-18784": [
            "Government Gazette Number 17541272 (Russia)",
            "Registration ID 1027739075891 (Russia)",
            "Tax ID No. 7706196340 (Russia)",
        ]
    }


#: Parties to which OFAC added RUSSIA-EO14024 between 28 March and 19 December 2025,
#: with new numbers, names and addresses: Rosneft, Lukoil and subsidiaries of Rosneft.
AMENDED = {
    f"ofac-{key}"
    for key in (
        17022, 17248, 18267, 18269, 18271, 18274, 18276, 18282, 18284, 18290, 18292,
    )
}  # fmt: skip


def test_csv_says_what_xml_says(xml: Entities, csv: Entities):
    assert party_ids(xml) - party_ids(csv) == {"ofac-26182"}  # FSE-IR, de-listed
    assert party_ids(csv) <= party_ids(xml)
    found = differences(xml, csv)
    sanctioned = {
        key
        for (key, prop), (_, added) in found.items()
        if prop == "program" and added == {"RUSSIA-EO14024"}
    }
    assert sanctioned == AMENDED
    assert {at: gone for at, (gone, _) in found.items() if gone} == {
        ("ofac-18267", "address"): {
            "Magistralnaya St., 2, Buzuluk, the Orenburg Region 461040, Russia",
            "st. Magistralynaya 2, Buzuluk 461040, Russia",
        },
        ("ofac-18282", "address"): {"Novokuibyshevsk, Samara region 446207, Russia"},
        ("ofac-18284", "name"): {"RN-KOMSOMOLSKY REFINERY LLC"},
        # The programme of Syria ended on 30 June 2025.
        ("ofac-18782", "program"): {"SYRIA"},
        # The CSV prints every quotation mark as an apostrophe.
        ("ofac-22391", "alias"): {
            "OPEN JOINT-STOCK COMPANY \"OIL TRUNK PIPELINES 'DRUZHBA'\""
        },
    }
    assert {key for key, _ in found} == AMENDED | {"ofac-18782", "ofac-22391"}


def test_enhanced_and_advanced_say_the_same(lists: Path):
    samples = {
        kind: read(
            "us_ofac_sdn",
            f"ofac_{kind}",
            [lists / "samples" / f"us_ofac_{kind}.sample.xml"],
        )
        for kind in ("enhanced", "advanced")
    }
    # ADVANCED cannot refer to a party that is not in the file.
    away = "ofac-15036-unknownlink-ofac-15117-owned-or-controlled-by"
    del samples["enhanced"][away]
    assert samples["enhanced"].keys() == samples["advanced"].keys()
    for key, entity in samples["enhanced"].items():
        other = samples["advanced"][key]
        for prop in entity.values.keys() - {"recordId"}:
            assert sorted(map(repr, entity.values[prop])) == sorted(
                map(repr, other.values[prop])
            )


FEATURES = {
    "Birthdate": "birthDate", "Place of Birth": "birthPlace", "Gender": "gender",
    "Nationality Country": "nationality", "Citizenship Country": "citizenship",
    "Website": "website", "SWIFT/BIC": "swiftBic", "Target Type": "legalForm",
    "Organization Type:": "sector",
}  # fmt: skip


def test_the_real_file_has_the_counted_values(lists: Path, enhanced: Entities):
    counts = json.loads((lists / "reference" / "counts.json").read_text("utf-8"))
    counted = counts["publisher_files"]["us_ofac_cons/2025-01-10"]["CONS_ENHANCED.XML"]
    parties = [e for e in enhanced.values() if e.is_party]
    sanctions = [e for e in enhanced.values() if e.schema.name == "Sanction"]
    links = [e for e in enhanced.values() if e.schema.edge]
    schemata = Counter(e.schema.name for e in parties)
    assert schemata == {
        "Person": counted["by_type"]["Individual"],
        "Organization": counted["by_type"]["Entity"],
    }
    for prop, key in (("program", "programs"), ("provisions", "sanctions_types")):
        values = Counter(text for s in sanctions for text in s.texts(prop))
        assert values == counted[key]
    memberships = Counter(
        text.partition(": published ")[0]
        for s in sanctions
        for text in s.texts("summary")
        if ": published " in text
    )
    assert memberships == counted["list_memberships"]
    names = {
        prop: [text for e in parties for text in e.texts(prop)]
        for prop in ("name", "alias", "weakAlias", "previousName")
    }
    spelled = [text for texts in names.values() for text in texts]
    assert len(spelled) == counted["name_translations"]
    assert sum(text.isascii() for text in spelled) == counted["names"]
    # One weak alias is spelled in Cyrillic too.
    assert sum(text.isascii() for text in names["weakAlias"]) == counted["weak_aliases"]
    features = counted["features_by_type"]
    for label, prop in FEATURES.items():
        found = sum(len(e.texts(prop)) for e in parties)
        assert (prop, found) == (prop, features[label])
    roles = Counter(text for e in links for text in e.texts("role"))
    assert roles == counted["relationships"]
    away = {e.first("description") for e in links} - {None}
    assert len(away) == counted["related_entities_not_in_the_file"]


def test_the_real_file_has_what_an_independent_reading_found(
    lists: Path, enhanced: Entities
):
    path = lists / "reference" / "us_ofac_cons_2025-01-10.summary.json"
    parties = json.loads(path.read_text("utf-8"))["parties"]
    assert len(parties) == sum(e.is_party for e in enhanced.values())
    for expected in parties:
        party = enhanced[f"ofac-{expected['id']}"]
        sanction = enhanced[f"{party.id}-sanction"]
        (name,) = party.values["name"]
        lists_told = {f"{x['list']}: published {x['date_published']}" for x in expected["lists"]}  # fmt: skip
        links = [
            e
            for e in enhanced.values()
            if e.schema.edge and e.first(e.schema.edge[0]) == party.id
        ]
        assert (name.original or name.text) == expected["name"]
        assert lists_told <= set(sanction.texts("summary"))
        assert set(sanction.texts("program")) == set(expected["programs"])
        assert set(sanction.texts("reason")) == set(expected["legal_authorities"])
        assert {
            (e.first("role"), (e.first(e.schema.edge[1]) or "")[5:], e.first("summary"))
            for e in links
            if e.schema.edge
        } == {
            (r["type"], r["to"], f"Quality: {r['quality']}" if r["quality"] else None)
            for r in expected["relationships"]
        }
        folded = {v.text.casefold() for v in party.values.get("alias", ())}
        folded |= {v.text.casefold() for v in party.values.get("previousName", ())}
        folded |= {v.text.casefold() for v in party.values.get("weakAlias", ())}
        assert {n.casefold() for n in expected["non_latin_names"]} <= folded
        notes = " ".join(party.texts("notes"))
        assert all(
            token.strip(" .") in notes
            for token in (expected["remarks"] or "").split("; ")
        )
