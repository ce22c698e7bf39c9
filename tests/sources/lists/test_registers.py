"""Registers of ownership: BODS, UK people with significant control, GLEIF, own tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import choose_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading


def read(tmp_path: Path, dataset: str, **texts: str) -> tuple[Reading, list[Entity]]:
    """Read files given as name → text, in whatever format they turn out to be."""
    files = []
    for name, text in texts.items():
        path = tmp_path / name.replace("_", ".")
        path.write_text(text, "utf-8")
        files += open_source(path)
    chosen, roles = choose_format(find_dataset(dataset), files, None)
    reading = Reading(find_dataset(dataset), roles, day="2026-03-01")
    return reading, list(chosen.read(reading))


def links(entities: list[Entity]) -> list[dict[str, Any]]:
    """Return the links as plain values."""
    return [
        {"schema": e.schema.name, **{p: v[0].text for p, v in e.values.items()}}
        for e in entities
        if e.schema.edge is not None
    ]


def parties(entities: list[Entity]) -> dict[str, Entity]:
    return {e.id: e for e in entities if e.schema.edge is None}


# --- BODS -------------------------------------------------------------------

# One company and its owner, as version 0.4 writes them.
COMPANY_04 = {
    "statementId": "s1",
    "recordId": "C1",
    "recordType": "entity",
    "recordStatus": "new",
    "statementDate": "2020-01-01",
    "publicationDetails": {"publicationDate": "2020-02-01", "bodsVersion": "0.4"},
    "recordDetails": {
        "isComponent": False,
        "entityType": {"type": "registeredEntity"},
        "name": "Kiln Ltd",
        "foundingDate": "1999-05",
        "jurisdiction": {"code": "US-DE", "name": "Delaware"},
        "identifiers": [
            {"scheme": "XI-LEI", "id": "097900BEJX0000001852"},
            {"scheme": "GB-COH", "id": "01234567"},
        ],
    },
}
PERSON_04 = {
    "statementId": "s2",
    "recordId": "P1",
    "recordType": "person",
    "recordDetails": {
        "personType": "knownPerson",
        "names": [{"type": "legal", "fullName": "Ali Testov"}],
        "nationalities": [{"code": "GB"}],
        "birthDate": "1970-05",
        "politicalExposure": {"status": "isPep", "details": [{"reason": "Mayor"}]},
    },
}


def relation_04(*interests: dict[str, Any], **more: Any) -> dict[str, Any]:
    details = {"subject": "C1", "interestedParty": "P1", "interests": list(interests)}
    return {
        "statementId": "s3",
        "recordId": "R1",
        "recordType": "relationship",
        "recordDetails": {**details, **more.pop("details", {})},
        **more,
    }


def bods(tmp_path: Path, *statements: dict[str, Any]):
    return read(tmp_path, "reg", bods_json=json.dumps(statements))


def test_a_bods_company_and_person_keep_what_is_said_of_them(tmp_path):
    reading, entities = bods(tmp_path, COMPANY_04, PERSON_04)
    company, person = parties(entities)["reg-C1"], parties(entities)["reg-P1"]
    assert company.schema.name == "Company"
    assert company.texts("jurisdiction") == ["us"]
    assert company.texts("leiCode") == ["097900BEJX0000001852"]
    assert company.texts("registrationNumber") == ["01234567"]
    assert person.texts("name") == ["Ali Testov"]
    assert person.texts("topics") == ["role.pep"]
    assert reading.published == "2020-02-01"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({"exact": 50}, "50"),
        ({"exact": 100, "minimum": 100, "maximum": 100}, "100"),
        # 0.4: the exclusive bounds are numbers
        ({"minimum": 75, "exclusiveMaximum": 100}, ">=75 <100"),
        ({"exclusiveMinimum": 25, "maximum": 50}, ">25 <=50"),
        # 0.2 and 0.3: they are flags
        ({"minimum": 25, "maximum": 50, "exclusiveMinimum": True}, ">25 <=50"),
        (
            {"minimum": 25, "maximum": 50, "exclusiveMinimum": False, "exclusiveMaximum": False},
            ">=25 <=50",
        ),
        ({"minimum": 25}, ">=25"),
    ],
)  # fmt: skip
def test_a_bods_share_keeps_its_bounds(tmp_path, share, expected):
    _, entities = bods(
        tmp_path, COMPANY_04, relation_04({"type": "shareholding", "share": share})
    )
    (link,) = links(entities)
    assert link["percentage"] == expected
    assert (link["owner"], link["asset"]) == ("reg-P1", "reg-C1")


def test_each_bods_interest_is_its_own_link(tmp_path):
    interests: list[dict[str, Any]] = [
        {
            "type": "votingRights",
            "share": {"exact": 60},
            "directOrIndirect": "indirect",
        },
        {"type": "appointmentOfBoard", "startDate": "2019-01-01"},
        {"type": "boardMember", "endDate": "2021-04-03"},
        {"type": "settlor", "details": "constituant"},
    ]
    _, entities = bods(tmp_path, relation_04(*interests))
    votes, board, seat, settlor = links(entities)
    assert votes["sharesType"] == "voting rights"
    assert votes["ownershipType"] == "indirect"
    assert (board["schema"], board["startDate"]) == ("Control", "2019-01-01")
    assert (seat["schema"], seat["endDate"]) == ("Directorship", "2021-04-03")
    assert (settlor["schema"], settlor["summary"]) == ("UnknownLink", "constituant")


def test_bods_statements_of_one_relationship_each_count_until_the_next(tmp_path):
    share = {"type": "shareholding", "startDate": "2019-05-01"}
    told = [
        relation_04(
            {**share, "share": {"exact": exact}},
            statementId=f"s{day}",
            statementDate=day,
            recordStatus=status,
        )
        for exact, day, status in (
            (60, "2021-01-01", "updated"),
            (40, "2020-01-01", "new"),
            (60, "2023-03-03", "closed"),
        )
    ]
    _, entities = bods(tmp_path, *told)
    spans = [
        (x["percentage"], x.get("startDate"), x["endDate"]) for x in links(entities)
    ]
    assert sorted(spans) == [
        ("40", "2019-05-01", "2020-12-31"),
        ("60", "2021-01-01", "2023-03-02"),
    ]


def test_a_bods_relationship_told_once_and_closed_ends_that_day(tmp_path):
    once = relation_04(
        {"type": "shareholding"}, recordStatus="closed", statementDate="2022-02-02"
    )
    _, entities = bods(tmp_path, once)
    assert links(entities)[0]["endDate"] == "2022-02-02"


def test_older_bods_names_its_ends_by_statements_that_may_be_replaced(tmp_path):
    statements = [
        {"statementID": "e1", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "Kiln"},
        {"statementID": "e2", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "Kiln Ltd", "replacesStatements": ["e1"]},
        {"statementID": "p1", "statementType": "personStatement", "personType": "knownPerson", "names": [{"fullName": "Ali Testov"}]},
        {
            "statementID": "o1", "statementType": "ownershipOrControlStatement",
            "subject": {"describedByEntityStatement": "e1"},
            "interestedParty": {"describedByPersonStatement": "p1"},
            "interests": [{"type": "voting-rights", "interestLevel": "direct", "share": {"minimum": 25, "maximum": 50}}],
        },
    ]  # fmt: skip
    text = "\n".join(json.dumps(s) for s in statements)
    _, entities = read(tmp_path, "reg", bods_jsonl=text)
    assert set(parties(entities)) == {"reg-e2", "reg-p1"}
    (link,) = links(entities)
    assert (link["owner"], link["asset"]) == ("reg-p1", "reg-e2")
    assert (link["sharesType"], link["percentage"]) == ("voting rights", ">=25 <=50")


def test_an_owner_that_is_not_disclosed_is_kept_as_such(tmp_path):
    nobody = {"interestedParty": {"reason": "subjectExemptFromDisclosure"}}
    _, entities = bods(tmp_path, relation_04(details=nobody))
    (owner,) = parties(entities).values()
    assert owner.texts("name") == ["Not disclosed (subjectExemptFromDisclosure)"]
    assert links(entities)[0]["owner"] == owner.id


def test_a_joint_shareholding_is_held_jointly(tmp_path):
    arrangement = {
        **COMPANY_04,
        "recordDetails": {"entityType": {"type": "arrangement"}, "name": "Joint"},
    }
    half = {"type": "shareholding", "share": {"exact": 50}}
    _, entities = bods(tmp_path, arrangement, relation_04(half))
    assert links(entities)[0]["ownershipType"] == "joint"


def test_every_published_bods_example_loads(lists, store, now):
    for path in sorted((lists / "bods" / "examples").glob("*.json")):
        version = load_files(store, path.stem, [path], now=now).version
        assert version.format == "bods"
        assert version.is_register
        kinds = {s.get("recordType") for s in json.loads(path.read_text("utf-8"))}
        assert version.entities > 0
        assert ("relationship" in kinds) == any(
            name in version.counts
            for name in ("Ownership", "Control", "Directorship", "UnknownLink")
        )


# --- UK people with significant control -------------------------------------

PSC = {
    "company_number": "01234567",
    "data": {
        "kind": "individual-person-with-significant-control",
        "name": "Mr Ali Testov",
        "name_elements": {"title": "Mr", "forename": "Ali", "surname": "Testov"},
        "date_of_birth": {"month": 5, "year": 1970},
        "nationality": "British",
        "natures_of_control": [
            "ownership-of-shares-25-to-50-percent",
            "voting-rights-50-to-75-percent",
            "right-to-appoint-and-remove-directors",
            "significant-influence-or-control",
            "ownership-of-shares-75-to-100-percent-as-trust",
        ],
        "notified_on": "2016-04-06",
        "links": {"self": "/company/01234567/persons/individual/abcDEF-1"},
    },
}


def test_the_bands_of_the_psc_register_keep_which_end_belongs_to_them(tmp_path):
    _, entities = read(tmp_path, "uk_psc", psc_jsonl=json.dumps(PSC))
    shares, votes, board, influence, trust = links(entities)
    # Companies Act 2006, Schedule 1A: more than 25 %; the regulations: 50 % is in the
    # first band, 75 % in the third.
    assert shares["percentage"] == ">25 <=50"
    assert (votes["percentage"], votes["sharesType"]) == (">50 <75", "voting rights")
    assert board["controlType"] == "appoints most of the board"
    assert influence["controlType"] == "influence or control"
    assert trust["ownershipType"] == "indirect, through a trust or firm"
    assert shares["owner"] == "gb-coh-abcDEF-1"
    assert shares["asset"] == "gb-coh-01234567"
    assert parties(entities)["gb-coh-abcDEF-1"].texts("birthDate") == ["1970-05"]


def test_a_uk_company_that_controls_another_is_the_one_of_its_number(tmp_path):
    holding = {
        "company_number": "07654321",
        "data": {
            "kind": "corporate-entity-person-with-significant-control",
            "name": "Kiln Ltd",
            "identification": {
                "country_registered": "England",
                "registration_number": "1234567",
            },
            "natures_of_control": ["ownership-of-shares-75-to-100-percent"],
            "ceased_on": "2020-01-01",
            "links": {"self": "/x/y/zzz"},
        },
    }
    statement = {
        "company_number": "1",
        "data": {"kind": "persons-with-significant-control-statement"},
    }
    text = "\n".join(json.dumps(record) for record in (holding, statement))
    reading, entities = read(tmp_path, "uk_psc", psc_jsonl=text)
    (link,) = links(entities)
    assert (link["owner"], link["endDate"]) == ("gb-coh-01234567", "2020-01-01")
    assert sum(reading.warnings.values()) == 1


# --- GLEIF ------------------------------------------------------------------

RR = """Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,Relationship.Period.1.periodType,Relationship.Quantifiers.1.QuantifierAmount,Relationship.Quantifiers.1.QuantifierUnits,Registration.RegistrationStatus
097900BEJX0000001852,315700FA4G1UK2XEQF20,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2006-09-22T00:00:00Z,,RELATIONSHIP_PERIOD,75.5,PERCENTAGE,PUBLISHED
097900BEJX0000001852,5493001KJTIIGC8Y1R12,IS_ULTIMATELY_CONSOLIDATED_BY,INACTIVE,,,,,,PUBLISHED
097900BEJX0000001852,5493001KJTIIGC8Y1R12,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE,,,,,,ANNULLED
"""
LEI = """LEI,Entity.LegalName,Entity.LegalAddress.City,Entity.LegalAddress.Country,Entity.LegalJurisdiction,Another.Column
097900BEJX0000001852,Kiln a.s.,Bratislava,SK,SK,x
"""
RR_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016">
 <rr:Header><rr:ContentDate>2026-01-01T00:00:00Z</rr:ContentDate></rr:Header>
 <rr:RelationshipRecords><rr:RelationshipRecord><rr:Relationship>
  <rr:StartNode><rr:NodeID>097900BEJX0000001852</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>
  <rr:EndNode><rr:NodeID>315700FA4G1UK2XEQF20</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>
  <rr:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</rr:RelationshipType>
  <rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2006-09-22T00:00:00Z</rr:StartDate><rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>
  <rr:RelationshipQuantifiers><rr:RelationshipQuantifier><rr:QuantifierAmount>75.5</rr:QuantifierAmount><rr:QuantifierUnits>PERCENTAGE</rr:QuantifierUnits></rr:RelationshipQuantifier></rr:RelationshipQuantifiers>
  <rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus></rr:Relationship>
  <rr:Registration><rr:RegistrationStatus>PUBLISHED</rr:RegistrationStatus></rr:Registration>
 </rr:RelationshipRecord></rr:RelationshipRecords>
</rr:RelationshipData>
"""
LEI_XML = """<?xml version="1.0" encoding="UTF-8"?>
<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIRecords><lei:LEIRecord>
 <lei:LEI>097900BEJX0000001852</lei:LEI><lei:Entity><lei:LegalName xml:lang="sk">Kiln a.s.</lei:LegalName>
 <lei:LegalAddress><lei:City>Bratislava</lei:City><lei:Country>SK</lei:Country></lei:LegalAddress>
 <lei:LegalJurisdiction>SK</lei:LegalJurisdiction></lei:Entity>
</lei:LEIRecord></lei:LEIRecords></lei:LEIData>
"""


def test_the_two_forms_of_gleif_say_the_same(tmp_path):
    _, table = read(tmp_path, "gleif", rr_csv=RR, lei_csv=LEI)
    _, tree = read(tmp_path, "gleif", rr_xml=RR_XML, lei_xml=LEI_XML)
    assert links(table)[0] == links(tree)[0]
    names = [p.texts("name") for e in (table, tree) for p in parties(e).values()]
    assert names == [["Kiln a.s."], ["Kiln a.s."]]


def test_a_consolidating_parent_owns_an_unknown_share_unless_one_is_stated(tmp_path):
    _, entities = read(tmp_path, "gleif", rr_csv=RR)
    direct, ultimate = links(entities)
    assert direct["owner"] == "lei-315700fa4g1uk2xeqf20"
    assert direct["percentage"] == "75.5"
    assert direct["ownershipType"] == "accounting consolidation"
    assert "percentage" not in ultimate
    assert ultimate["ownershipType"] == "indirect, accounting consolidation"
    assert ultimate["status"] == "inactive"


# --- a table of one's own ---------------------------------------------------


def test_a_table_of_links_names_parties_or_points_at_them(tmp_path):
    text = (
        "Shareholder;Owned;Percentage;Relation;owner_id;start date\n"
        "Ali Testov;Kiln Ltd;62,5 %;owns;;2019\n"
        ";Kiln Ltd;;controls;ofac-12111;\n"
    )
    _, entities = read(tmp_path, "mine", links_csv=text)
    assert set(parties(entities)) == {"mine-ali-testov", "mine-kiln-ltd"}
    owns, controls = links(entities)
    assert (owns["percentage"], owns["startDate"]) == ("62,5 %", "2019")
    assert (controls["controller"], controls["controlled"]) == (
        "ofac-12111",
        "mine-kiln-ltd",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ali,Kiln,50,marries", "unknown kind of link 'marries'"),
        (",Kiln,50,owns", "a row without owner and owner_id"),
        ("A,B,1,owns\nA,B,2,owns", "stands on two rows"),
    ],
)
def test_a_row_of_links_that_cannot_be_read_refuses_the_table(tmp_path, row, reason):
    reading, _ = read(tmp_path, "mine", links_csv=f"owner,asset,share,kind\n{row}\n")
    with pytest.raises(RefusedError, match=reason):
        reading.finish()


def test_a_table_with_one_end_only_is_a_list_of_parties(tmp_path):
    _, entities = read(tmp_path, "mine", list_csv="name,company number\nKiln Ltd,7\n")
    assert [e.schema.name for e in entities] == ["LegalEntity"]
