"""Switzerland's list: small targets by hand, and the sample of the format."""

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

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<swiss-sanctions-list list-type="{kind}" date="2026-03-15">
<sanctions-program ssid="20" version-date="2026-01-01" predecessor-version-date="2025-01-01">
<program-key lang="ger">Testland</program-key><program-key lang="eng">Testland</program-key>
<program-name lang="ger">Verordnung</program-name><program-name lang="eng">Ordinance on Testland</program-name>
<sanctions-set ssid="21" lang="ger">Artikel 1</sanctions-set><sanctions-set ssid="21" lang="eng">article 1</sanctions-set>
<origin>UN</origin></sanctions-program>
{targets}
<place ssid="7"><location>Qom</location><location-variant variant-type="x">Kum</location-variant>
<area>Qom Province</area><country iso-code="IR">Iran</country></place>
</swiss-sanctions-list>"""
LISTED = '<modification modification-type="listed" enactment-date="2011-01-19" publication-date="2011-01-20" effective-date="2011-01-21"/>'
NAME = (
    '<name ssid="4" name-type="primary-name" quality="good" lang="eng">'
    '<name-part order="1" name-part-type="whole-name"><value>Test Bank</value></name-part></name>'
)


def target(
    *parts: str,
    ssid: str = "1",
    tag: str = "individual",
    history: str = LISTED,
    more: str = "",
) -> str:
    return (
        f'<target ssid="{ssid}"><sanctions-set-id>21</sanctions-set-id>{more}'
        f"<{tag}>{''.join(parts)}</{tag.split(maxsplit=1)[0]}>{history}</target>"
    )


def identity(*parts: str, main: str = "true") -> str:
    return f'<identity ssid="3" main="{main}">{"".join(parts)}</identity>'


def name(*parts: str, kind: str = "primary-name", quality: str = "good") -> str:
    joined = "".join(parts)
    return f'<name ssid="4" name-type="{kind}" quality="{quality}" lang="eng">{joined}</name>'


def part(order: int, kind: str, value: str, *variants: tuple[str, str, str]) -> str:
    spelled = "".join(
        f'<spelling-variant lang="{lang}" script="{script}" spelling-variant-type="not-defined">{text}</spelling-variant>'
        for lang, script, text in variants
    )
    return f'<name-part order="{order}" name-part-type="{kind}"><value>{value}</value>{spelled}</name-part>'


def read(
    tmp_path: Path, *targets: str, kind: str = "whole-list"
) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "consolidated-list.xml"
    path.write_text(LIST.format(kind=kind, targets="".join(targets)), "utf-8")
    reading = Reading(find_dataset("ch_seco"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("ch_seco_xml").read(reading)}


def read_party(tmp_path: Path, *parts: str, tag: str = "individual") -> Entity:
    reading, entities = read(tmp_path, target(*parts, tag=tag))
    reading.finish()
    return entities["ch-seco-1"]


def test_a_name_is_its_parts_in_their_order(tmp_path: Path):
    party = read_party(
        tmp_path,
        identity(
            name(
                part(3, "title", "Dr"),
                part(
                    2,
                    "given-name",
                    "Ali",
                    ("PER", "ARAB", "علی"),
                    ("PER", "LATN", "Aly"),
                ),
                part(1, "family-name", "Testov", ("PER", "ARAB", "تستوف")),
                part(4, "father-name", "-"),
            )
        ),
    )
    assert party.texts("name") == ["Testov Ali"]
    # For each part the variant of one language and script, or the value.
    assert [(v.text, v.lang) for v in party.values["alias"]] == [
        ("تستوف علی", "fas"),
        ("Testov Aly", "fas"),
    ]
    assert (party.texts("firstName"), party.texts("lastName")) == (["Ali"], ["Testov"])
    assert party.texts("title") == ["Dr"]
    assert "fatherName" not in party.values


def test_kinds_and_qualities_of_names(tmp_path: Path):
    party = read_party(
        tmp_path,
        identity(name(part(1, "whole-name", "Other Identity")), main="false"),
        identity(
            name(part(1, "whole-name", "Testik"), kind="alias"),
            name(part(1, "whole-name", "Abu Test"), kind="alias", quality="low"),
            name(part(1, "whole-name", "Ali Testov")),
            name(part(1, "whole-name", "Ali Trialov"), kind="formerly-known-as"),
        ),
    )
    assert party.texts("name") == ["Ali Testov"]
    assert party.texts("alias") == ["Other Identity", "Testik"]
    assert party.texts("weakAlias") == ["Abu Test"]
    assert party.texts("previousName") == ["Ali Trialov"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            'day="3" month="5" year="1952" calendar="Gregorian" quality="good"',
            [("1952-05-03", None)],
        ),
        (
            'month="5" year="1952" calendar="Gregorian" quality="good"',
            [("1952-05", None)],
        ),
        ('year="1952" calendar="Gregorian" quality="low"', [("1952", "circa 1952")]),
        (
            'year="1380" month="1" day="1" calendar="Islamic"',
            [("1960-06-26", "1380-01-01 (Islamic calendar)")],
        ),
    ],
)
def test_dates(tmp_path: Path, attributes: str, expected: list[tuple[str, str | None]]):
    date = f'<day-month-year ssid="5" {attributes}/>'
    person = read_party(tmp_path, identity(NAME, date))
    assert [(v.text, v.original) for v in person.values["birthDate"]] == expected
    body = read_party(tmp_path, identity(NAME, date), tag="entity")
    assert body.texts("incorporationDate") == [value for value, _ in expected]


def test_a_day_without_a_year_is_noted(tmp_path: Path):
    date = '<day-month-year ssid="5" day="3" month="5" calendar="Gregorian" quality="good"/>'
    reading, entities = read(tmp_path, target(identity(NAME, date)))
    assert entities["ch-seco-1"].rejected == [("birthDate", "year not stated-05-03")]
    assert reading.warnings["unreadable date"] == 1


def test_places_stand_behind_the_targets_that_refer_to_them(tmp_path: Path):
    party = read_party(
        tmp_path,
        identity(
            NAME,
            '<place-of-birth ssid="5" place-id="7" quality="good"/>',
            '<address ssid="6" place-id="7" quality="low"><c-o>Test Ltd</c-o><address-details>1 St</address-details>'
            "<p-o-box>12</p-o-box><zip-code>A1</zip-code><remarks>closed</remarks></address>",
            '<nationality ssid="8"><country iso-code="IR">Iran</country></nationality>',
        ),
    )
    assert party.texts("birthPlace") == ["Qom, Qom Province", "Kum"]
    assert party.texts("birthCountry") == ["ir"]
    assert party.texts("nationality") == ["ir"]
    address = "c/o Test Ltd, 1 St, P.O. Box 12, A1, Qom, Qom Province, Iran"
    assert party.texts("address") == [address]
    assert party.texts("country") == ["ir"]
    assert party.texts("notes") == [
        f"Address {address}: low quality",
        f"Address {address}: closed",
    ]


def test_documents(tmp_path: Path):
    document = '<identification-document ssid="5" document-type="{}"><number>{}</number>{}</identification-document>'
    reading, entities = read(
        tmp_path,
        target(
            identity(
                NAME,
                document.format("passport", "P1", ""),
                document.format(
                    "diplomatic-passport",
                    "P2",
                    '<issuer code="IR">Iran</issuer><date-of-issue>2007-01-01</date-of-issue>'
                    '<place-of-issue place-id="7"/><expiry-date>2012-01-01</expiry-date><remark>lost</remark>',
                ),
                document.format("library-card", "L3", ""),
            )
        ),
    )
    reading.finish()
    party = entities["ch-seco-1"]
    assert party.texts("passportNumber") == ["P1", "P2"]
    assert party.texts("notes") == [
        "diplomatic-passport P2: issued by Iran; issued 2007-01-01; issued at Qom, Qom Province; expires 2012-01-01; lost",
        "library-card L3",
    ]
    assert reading.warnings["unknown kind of document"] == 1


def test_the_programme_is_found_by_the_set_of_measures(tmp_path: Path):
    more = "<foreign-identifier>QDi.001</foreign-identifier>"
    reason = '<justification ssid="9">Was involved.</justification>'
    _, entities = read(tmp_path, target(identity(NAME), reason, more=more))
    assert entities["ch-seco-1-sanction"].to_ftm("ch_seco")["properties"] == {
        "authority": ["State Secretariat for Economic Affairs"],
        "authorityId": ["1"],
        "country": ["ch"],
        "entity": ["ch-seco-1"],
        "listingDate": ["2011-01-20"],
        "program": ["Ordinance on Testland"],
        "provisions": ["article 1"],
        "reason": ["Was involved."],
        "recordId": ["21"],
        "sourceUrl": ["https://www.seco.admin.ch/en/sanctions-en"],
        "startDate": ["2011-01-21"],
        "summary": [
            "Programme: Testland",
            "Origin of the programme: UN",
            "Foreign identifier: QDi.001",
            "listed: enacted 2011-01-19, published 2011-01-20, effective 2011-01-21",
        ],
        "unscId": ["QDi.001"],
    }


def modification(kind: str, day: str, inside: str = "") -> str:
    return (
        f'<modification modification-type="{kind}" enactment-date="{day}" publication-date="{day}"'
        f' effective-date="{day}">{inside}</modification>'
    )


@pytest.mark.parametrize(
    ("history", "ended", "end_date"),
    [
        (
            [
                ("listed", "2011-01-20"),
                ("de-listed", "2016-03-01"),
                ("amended", "2015-11-18"),
            ],
            True,
            ["2016-03-01"],
        ),
        (
            [
                ("listed", "2018-01-01"),
                ("de-listed", "2016-03-01"),
                ("listed", "2011-01-20"),
            ],
            False,
            [],
        ),
        # Newest first where the days are the same.
        (
            [("de-listed", "2016-03-01"), ("amended", "2016-03-01")],
            True,
            ["2016-03-01"],
        ),
        # Decided, but not in effect on the day of the list.
        (
            [("de-listed", "2026-04-01"), ("listed", "2011-01-20")],
            False,
            ["2026-04-01"],
        ),
    ],
)
def test_the_latest_modification_says_what_a_target_is(
    tmp_path: Path, history: list[tuple[str, str]], ended: bool, end_date: list[str]
):
    modifications = "".join(modification(kind, day) for kind, day in history)
    reading, entities = read(tmp_path, target(identity(NAME), history=modifications))
    sanction = entities["ch-seco-1-sanction"]
    assert ("ch-seco-1" in reading.ended) is ended
    assert sanction.texts("status") == (["de-listed"] if ended else [])
    assert sanction.texts("endDate") == end_date


def test_a_delisted_party_is_in_the_record_without_the_topic(
    tmp_path: Path, store: Store, now
):
    history = modification("de-listed", "2016-03-01")
    path = tmp_path / "consolidated-list.xml"
    targets = target(identity(NAME), history=history) + target(identity(NAME), ssid="2")
    path.write_text(LIST.format(kind="whole-list", targets=targets), "utf-8")
    counts = ("count Person", "count Organization", "fill Person.birthDate")
    version = load_files(store, "ch_seco", [path], now=now, accept=counts).version
    import pyarrow.parquet as pq  # noqa: PLC0415 - only this test looks into the store

    rows = pq.read_table(store.parquet(version)).to_pylist()
    assert [r["entity_id"] for r in rows if r["prop"] == "topics"] == ["ch-seco-2"]
    assert {r["entity_id"] for r in rows if r["prop"] == "name"} == {
        "ch-seco-1",
        "ch-seco-2",
    }


def test_the_states_inside_a_modification_are_history(tmp_path: Path):
    inside = (
        f"<added>{target(identity(name(part(1, 'whole-name', 'New'))))}</added>"
        f'<removed><shoe size="43"/>{target(identity(name(part(1, "whole-name", "Old"))))}</removed>'
    )
    history = modification("amended", "2013-12-18", inside) + LISTED
    reading, entities = read(tmp_path, target(identity(NAME), history=history))
    reading.finish()
    assert list(entities) == ["ch-seco-1", "ch-seco-1-sanction"]
    assert entities["ch-seco-1"].texts("name") == ["Test Bank"]
    assert entities["ch-seco-1-sanction"].texts("modifiedAt") == ["2013-12-18"]


def test_relations_may_point_forward(tmp_path: Path):
    relation = '<relation ssid="9" target-id="{}" relation-type="{}"><remark>owner</remark></relation>'
    reading, entities = read(
        tmp_path,
        target(
            identity(NAME),
            relation.format("2", "related-to"),
            relation.format("404", "related-to"),
        ),
        target(
            identity(NAME), relation.format("1", "neighbour-of"), ssid="2", tag="entity"
        ),
    )
    reading.finish()
    link = entities["ch-seco-1-unknownlink-ch-seco-2-9"]
    assert link.texts("object") == ["ch-seco-2"]
    assert (link.texts("role"), link.texts("description")) == (
        ["related-to"],
        ["owner"],
    )
    assert "ch-seco-2-unknownlink-ch-seco-1-9" in entities
    assert "Relation: related-to 404, not in the file; owner" in entities[
        "ch-seco-1"
    ].texts("notes")
    assert reading.warnings["unknown relation-type"] == 1
    assert reading.warnings["reference to a record not in the file"] == 1


@pytest.mark.parametrize(
    ("tag", "text", "prop", "values"),
    [
        (
            'object object-type="vessel"',
            "IMO Number: 8405270",
            "imoNumber",
            ["IMO8405270"],
        ),
        (
            'object object-type="vessel"',
            "Formerly Test, IMO 8405270.",
            "imoNumber",
            ["IMO8405270"],
        ),
        ("entity", "IMO number: 9074729", "imoNumber", ["IMO9074729"]),
        ("entity", "Owner of the ship with IMO number 8405270", "imoNumber", []),
        ("entity", "SWIFT/BIC code: DEUTDEFF and 5040942458", "swiftBic", ["DEUTDEFF"]),
        (
            "entity",
            "SWIFT codes: DEUTDEFF, COBADEFFXXX; Tel. 1",
            "swiftBic",
            ["DEUTDEFF", "COBADEFF"],
        ),
        ("entity", "Swift Investments (PVT) Ltd", "swiftBic", []),
        (
            "entity",
            "Registration number: 1028600508991",
            "registrationNumber",
            ["1028600508991"],
        ),
        (
            "entity",
            "Date of registration: 3.7.2013",
            "incorporationDate",
            ["2013-07-03"],
        ),
        ("entity", "Date of registration: long ago", "incorporationDate", []),
        ("individual", "E-mail: a@test.example", "email", ["a@test.example"]),
    ],
)
def test_other_information_is_kept_and_its_identifiers_taken(
    tmp_path: Path, tag: str, text: str, prop: str, values: list[str]
):
    information = f'<other-information ssid="9">{text}</other-information>'
    party = read_party(tmp_path, identity(NAME), information, tag=tag)
    assert party.texts(prop) == values
    assert text in party.texts("notes")
    assert party.rejected == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (target(identity(NAME), '<shoe size="43"/>'), "unknown tag 'shoe'"),
        (target('<identity ssid="1" shoe="43"/>'), "unknown attribute 'shoe'"),
        (
            target(identity(NAME), tag='object object-type="castle"'),
            "unknown object-type 'castle'",
        ),
        (target(identity(NAME), tag="spirit"), "a target of an unknown kind"),
        (
            target(identity(NAME), history=modification("lost", "2011-01-01")),
            "unknown modification-type",
        ),
    ],
)
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, text: str, what: str
):
    reading, _ = read(tmp_path, text)
    with pytest.raises(RefusedError, match=what):
        reading.finish()


def test_a_list_of_changes_is_refused(tmp_path: Path):
    with pytest.raises(
        RefusedError, match="list-type is 'amendment', not 'whole-list'"
    ):
        read(tmp_path, target(identity(NAME)), kind="amendment")


def test_the_sample_is_read(lists: Path):
    sample = lists / "samples" / "ch_seco_sesam.sample.xml"
    reading = Reading(find_dataset("ch_seco"), {"main": open_source(sample)[0]})
    entities = {e.id: e for e in find_format("ch_seco_xml").read(reading)}
    reading.finish()
    assert not reading.warnings
    assert reading.published == "2026-03-15"
    assert reading.ended == {"ch-seco-5142"}
    assert entities["ch-seco-34461"].schema.name == "Vessel"
    assert entities["ch-seco-34461"].texts("imoNumber") == ["IMO8405270"]
    assert entities["ch-seco-100180"].texts("name") == ["Faqihian Hoseyn"]
    assert "فقیهیان حسین" in entities["ch-seco-100180"].texts("alias")
    assert entities["ch-seco-9645-sanction"].texts("listingDate") == ["2011-01-20"]
