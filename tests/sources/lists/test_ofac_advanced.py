"""OFAC's ADVANCED XML: small files by hand, and the sample."""

import itertools
from pathlib import Path

import pytest
from lxml import etree

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.reader import Reading

#: The schema of 2018 is in the United Nations' namespace; only the name changed since.
OLD = "http://www.un.org/sanctions/1.0"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"

#: Code list → its codes: number, attributes and text.
CODES: dict[str, tuple[tuple[int, str, str], ...]] = {
    "AliasType": ((1400, "", "A.K.A."), (1403, "", "Name")),
    "AreaCode": (
        (11109, 'CountryID="11109" Description="Iran" AreaCodeTypeID="1"', "IR"),
        (11291, 'Description="undetermined" AreaCodeTypeID="1"', ""),
    ),
    "AreaCodeType": ((1, "", "Country"),),
    "CalendarType": ((1, "", "Gregorian"), (2, "", "Islamic")),
    "Country": ((11109, 'ISO2="IR"', "Iran"), (11291, "", "undetermined")),
    "CountryRelevance": ((1413, "", "Unknown"),),
    "DecisionMakingBody": ((1, 'OrganisationID="1"', "Treasury"),),
    "DetailReference": ((91526, "", "Male"),),
    "DetailType": ((1430, "", "DATE"), (1431, "", "LOOKUP"), (1432, "", "TEXT"), (1433, "", "COUNTRY")),
    "DocNameStatus": ((1, "", "Primary Latin"), (2, "", "Other")),
    "EntryEventType": ((1, "", "Created"), (2, "", "Amended")),
    "EntryLinkType": (),
    "ExRefType": (),
    "FeatureType": (
        (8, 'FeatureTypeGroupID="1"', "Birthdate"),
        (9, 'FeatureTypeGroupID="1"', "Place of Birth"),
        (10, 'FeatureTypeGroupID="1"', "Nationality Country"),
        (25, 'FeatureTypeGroupID="1"', "Location"),
        (224, 'FeatureTypeGroupID="1"', "Gender"),
    ),
    "FeatureTypeGroup": ((1, "", "Unknown"),),
    "IDRegDocDateType": ((1480, "", "Issue Date"), (1482, "", "Date of Loss")),
    "IDRegDocType": ((1571, "", "Passport"),),
    "IdentityFeatureLinkType": ((1, "", "Unknown"),),
    "LegalBasis": ((1828, 'LegalBasisTypeID="1" SanctionsProgramID="1"', "Executive Order 13224 (Terrorism)"),),
    "LegalBasisType": ((1, "", "Unknown"),),
    "List": ((1550, "", "SDN List"), (91868, "", "Non-SDN Menu-Based Sanctions List")),
    "LocPartType": ((1, "", "Unknown"), (1450, "", "REGION"), (1451, "", "ADDRESS1"), (1454, "", "CITY")),
    "LocPartValueStatus": ((1, "", "Unknown"),),
    "LocPartValueType": ((1, "", "Unknown"),),
    "NamePartType": ((1520, "", "Last Name"), (1521, "", "First Name"), (1522, "", "Middle Name"), (1525, "", "Entity Name")),
    "Organisation": ((1, "", "Treasury"),),
    "PartySubType": ((1, 'PartyTypeID="4"', "Vessel"), (3, 'PartyTypeID="2"', "Unknown"), (4, 'PartyTypeID="1"', "Unknown")),
    "PartyType": ((1, "", "Individual"), (2, "", "Entity"), (4, "", "Transport")),
    "RelationQuality": ((1, "", "Unknown"), (1540, "", "High")),
    "RelationType": ((15003, 'Symmetrical="false"', "Owned or Controlled By"),),
    "Reliability": ((1, "", "Unknown"), (1561, "", "False"), (91479, "", "Reported")),
    "SanctionsProgram": ((1, 'SubsidiaryBodyID="1"', "Unknown"),),
    "SanctionsType": ((1, "", "Program"), (1705, "", "Block")),
    "Script": ((215, "", "Latin"), (220, "", "Cyrillic")),
    "ScriptStatus": ((1, "", "Unknown"),),
    "SubsidiaryBody": ((1, 'Notional="true" DecisionMakingBodyID="1"', "OFAC"),),
    "SupInfoType": (),
    "TargetType": (),
    "Validity": ((1, "", "Valid"), (2, "", "False")),
}  # fmt: skip


def code_list(kind: str) -> str:
    codes = (
        f'<{kind} ID="{n}" {more}>{text}</{kind}>' for n, more, text in CODES[kind]
    )
    return f"<{kind}Values>{''.join(codes)}</{kind}Values>"


REFERENCES = "".join(map(code_list, CODES))
GREGORIAN = ' CalendarTypeID="1"'
FIXED = 'YearFixed="false" MonthFixed="false" DayFixed="false"'
NUMBERS = itertools.count(1000)
EMPTY_PERIOD = f'<DatePeriod CalendarTypeID="1" {FIXED}/>'


def point(tag: str, text: str, extra: str = "") -> str:
    year, month, day = map(int, text.split("-"))
    return f"<{tag}{extra}><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></{tag}>"


def period(first: str, last: str, *, circa: str = "false", calendar: int = 1) -> str:
    """Return a period that begins and ends on a day."""
    ends = "".join(
        f'<{tag} Approximate="{circa}" {FIXED}>{point("From", day)}{point("To", day)}</{tag}>'
        for tag, day in (("Start", first), ("End", last))
    )
    return f'<DatePeriod CalendarTypeID="{calendar}" {FIXED}>{ends}</DatePeriod>'


def name_value(group: int, script: int, text: str) -> str:
    return f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}" ScriptStatusID="1" Acronym="false">{text}</NamePartValue></DocumentedNamePart>'


#: "Petrov" is not in capitals here, as many surnames of recent years are not.
ALIASES = f"""<Alias FixedRef="1" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="11" FixedRef="1" DocNameStatusID="1">{name_value(11, 215, "Petrov")}{name_value(12, 215, "Ivan")}{name_value(13, 215, "Boris")}</DocumentedName>
<DocumentedName ID="12" FixedRef="1" DocNameStatusID="2">{name_value(11, 220, "Петров")}{name_value(12, 220, "Иван")}</DocumentedName></Alias>
<Alias FixedRef="1" AliasTypeID="1400" Primary="false" LowQuality="true">
<DocumentedName ID="13" FixedRef="1" DocNameStatusID="2">{name_value(11, 215, "Vanya")}</DocumentedName></Alias>"""


def feature(kind: int, content: str, *, reliability: int = 1, comment: str = "") -> str:
    return f"""<Feature ID="{next(NUMBERS)}" FeatureTypeID="{kind}"><FeatureVersion ID="{next(NUMBERS)}" ReliabilityID="{reliability}">
<Comment>{comment}</Comment>{content}</FeatureVersion><IdentityReference IdentityID="501" IdentityFeatureLinkTypeID="1"/></Feature>"""


def party(
    key: int = 1,
    sub_type: int = 4,
    *,
    features: str = "",
    aliases: str = ALIASES,
    comment: str = "",
) -> str:
    groups = "".join(
        f'<MasterNamePartGroup><NamePartGroup ID="{key}{n}" NamePartTypeID="{kind}"/></MasterNamePartGroup>'
        for n, kind in ((1, 1520), (2, 1521), (3, 1522), (4, 1525))
    )
    return f"""<DistinctParty FixedRef="{key}"><Comment>{comment}</Comment><Profile ID="{key}" PartySubTypeID="{sub_type}">
<Identity ID="50{key}" FixedRef="{key}" Primary="true" False="false">{aliases}<NamePartGroups>{groups}</NamePartGroups></Identity>
{features}<SanctionsEntryReference SanctionsEntryID="1550{key}"/></Profile></DistinctParty>"""


BODY = party(
    2,
    3,
    aliases=f"""<Alias FixedRef="2" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="21" FixedRef="2" DocNameStatusID="1">{name_value(24, 215, "Test Bank OOO")}</DocumentedName></Alias>""",
)


def entry(
    key: int = 1,
    *,
    listed: int = 1550,
    day: str = "2012-02-16",
    extra: str = "",
    basis: str = 'LegalBasisID="1828"',
) -> str:
    return f"""<SanctionsEntry ID="{listed}{key}" ProfileID="{key}" ListID="{listed}">{extra}
<EntryEvent ID="{next(NUMBERS)}" EntryEventTypeID="1" {basis}><Comment/>{point("Date", day, GREGORIAN)}</EntryEvent>
<SanctionsMeasure ID="{next(NUMBERS)}" SanctionsTypeID="1705"><Comment/>{EMPTY_PERIOD}</SanctionsMeasure>
<SanctionsMeasure ID="{next(NUMBERS)}" SanctionsTypeID="1"><Comment>SDGT</Comment>{EMPTY_PERIOD}</SanctionsMeasure></SanctionsEntry>"""


def document(
    *parties: str,
    locations: str = "",
    papers: str = "",
    relations: str = "",
    entries: str | None = None,
    namespace: str = OLD,
) -> str:
    written = "".join(parties)
    if entries is None:
        entries = entry() + (entry(2) if BODY in parties else "")
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="{namespace}" Version="3">{point("DateOfIssue", "2024-6-27", GREGORIAN)}
<ReferenceValueSets>{REFERENCES}</ReferenceValueSets><Locations>{locations}</Locations>
<IDRegDocuments>{papers}</IDRegDocuments><DistinctParties>{written}</DistinctParties>
<ProfileRelationships>{relations}</ProfileRelationships>
<SanctionsEntries>{entries}</SanctionsEntries><SanctionsEntryLinks/></Sanctions>"""


def read(tmp_path: Path, text: str) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "SDN_ADVANCED.XML"
    path.write_text(text, "utf-8")
    reading = Reading(find_dataset("us_ofac_sdn"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("ofac_advanced").read(reading)}


@pytest.mark.parametrize("namespace", [OLD, NEW])
def test_names_are_what_the_other_formats_print(tmp_path: Path, namespace: str):
    reading, entities = read(tmp_path, document(party(), BODY, namespace=namespace))
    reading.finish()
    person = entities["ofac-1"]
    assert reading.published == "2024-06-27"
    assert person.texts("name") == ["Ivan Boris PETROV"]
    assert person.texts("lastName") == ["PETROV"]
    assert person.texts("middleName") == ["Boris"]
    assert person.texts("alias") == ["Иван Петров"]
    assert person.texts("weakAlias") == ["VANYA"]
    assert entities["ofac-2"].schema.name == "Organization"
    assert entities["ofac-2"].texts("name") == ["TEST BANK OOO"]


BIRTHS = [
    (period("1990-10-2", "1990-10-2"), ["1990-10-02"], "02 Oct 1990"),
    (period("1951-1-1", "1951-12-31"), ["1951"], "1951"),
    (period("1951-1-1", "1951-12-31", circa="true"), ["1951"], "circa 1951"),
    (period("1951-1-1", "1953-12-31"), ["1951", "1953"], "1951 to 1953"),
    # A month or a day that is not known is written as 0.
    (period("1951-0-0", "1951-0-0"), ["1951"], "1951"),
]


@pytest.mark.parametrize(("published", "dates", "words"), BIRTHS)
def test_a_period_reads_as_the_csv_prints_it(
    tmp_path: Path, published: str, dates: list[str], words: str
):
    born = feature(8, f'{published}<VersionDetail DetailTypeID="1430"/>')
    _, entities = read(tmp_path, document(party(features=born)))
    values = entities["ofac-1"].values["birthDate"]
    assert [v.text for v in values] == dates
    assert [v.original or v.text for v in values] == [words] * len(dates)


ISLAMIC = feature(8, period("1371-1-1", "1371-1-1", calendar=2))


def test_a_date_of_another_calendar_is_a_note(tmp_path: Path):
    reading, entities = read(tmp_path, document(party(features=ISLAMIC)))
    assert "birthDate" not in entities["ofac-1"].values
    assert entities["ofac-1"].texts("notes") == [
        "Birthdate (Islamic calendar; 01 Jan 1371)"
    ]
    reading.finish()


PLACES = """<Location ID="1"><LocationAreaCode AreaCodeID="11109"/><LocationCountry CountryID="11109" CountryRelevanceID="1413"/>
<LocationPart LocPartTypeID="1454"><LocationPartValue Primary="false" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment>Arabic</Comment><Value>تهران</Value></LocationPartValue>
<LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment/><Value>Tehran</Value></LocationPartValue></LocationPart>
<LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment/><Value>1 Test St.</Value></LocationPartValue></LocationPart></Location>
<Location ID="2"><LocationAreaCode AreaCodeID="11291"/></Location>
<Location ID="3"><LocationAreaCode AreaCodeID="11291"/><LocationPart LocPartTypeID="1450"><LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment/><Value>Gaza</Value></LocationPartValue></LocationPart></Location>
<Location ID="4"><LocationPart LocPartTypeID="1"><LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment/><Value>Iran</Value></LocationPartValue></LocationPart></Location>"""
AT_PLACES = "".join(
    feature(25, f'<VersionLocation LocationID="{number}"/>') for number in (1, 2, 3)
) + feature(10, '<VersionDetail DetailTypeID="1433"/><VersionLocation LocationID="4"/>')


def test_places_are_addresses_or_countries(tmp_path: Path):
    text = document(party(features=AT_PLACES), locations=PLACES)
    reading, entities = read(tmp_path, text)
    person = entities["ofac-1"]
    assert person.texts("address") == [
        "1 Test St., Tehran, Iran",
        "تهران",
        "Region: Gaza",
    ]
    assert person.texts("country") == ["ir", "ps"]
    assert person.texts("nationality") == ["ir"]
    assert (reading.faults, reading.warnings) == ([], {})


FACTS = (
    feature(9, '<VersionDetail DetailTypeID="1432">Shiraz</VersionDetail>', reliability=1561)
    + feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>', reliability=91479)
    + feature(25, '<VersionLocation LocationID="1"/>', reliability=1561)
    + feature(25, '<VersionLocation LocationID="3"/>', comment="until 2010")
)  # fmt: skip


def test_a_fact_marked_as_false_is_only_a_note(tmp_path: Path):
    _, entities = read(
        tmp_path, document(party(features=FACTS, comment="Driver"), locations=PLACES)
    )
    person = entities["ofac-1"]
    assert "birthPlace" not in person.values
    assert person.texts("gender") == ["male"]
    assert person.texts("address") == ["Region: Gaza"]
    assert person.texts("notes") == [
        "Driver",
        "Place of Birth Shiraz (marked as false)",
        "Gender Male (reliability Reported)",
        "Address 1 Test St., Tehran, Iran (marked as false)",
        "Address Region: Gaza: until 2010",
    ]


PAPERS = f"""<IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="501" IssuedBy-CountryID="11109" ValidityID="2">
<Comment/><IDRegistrationNo>A100</IDRegistrationNo><IssuingAuthority/><DocumentedNameReference DocumentedNameID="11"/></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="501" IssuedBy-CountryID="11109" IssuedIn-LocationID="4" ValidityID="1">
<Comment>stolen</Comment><IDRegistrationNo>B200</IDRegistrationNo><IssuingAuthority>Ministry</IssuingAuthority>
<DocumentDate IDRegDocDateTypeID="1480">{period("2010-1-1", "2010-1-1")}</DocumentDate>
<DocumentDate IDRegDocDateTypeID="1482">{period("2012-3-1", "2012-3-31")}</DocumentDate>
<DocumentedNameReference DocumentedNameID="13"/></IDRegDocument>"""


def test_documents_find_their_party(tmp_path: Path):
    _, entities = read(tmp_path, document(party(), locations=PLACES, papers=PAPERS))
    person = entities["ofac-1"]
    assert person.texts("passportNumber") == ["B200"]
    assert person.texts("notes") == [
        "Passport A100 (Iran) (marked as not valid)",
        "Passport B200 (Iran) issued 01 Jan 2010 issued by Ministry; issued in Iran; in the name of VANYA; stolen; Date of Loss Mar 2012",
    ]


LIMITED = f"""<LimitationsToListing>food excepted</LimitationsToListing>
<EntryEvent ID="2" EntryEventTypeID="2"><Comment/>{point("Date", "2019-5-6", GREGORIAN)}</EntryEvent>"""
ENTRIES = entry(day="2020-01-02") + entry(
    listed=91868, day="2014-07-16", extra=LIMITED, basis=""
)


def test_entries_on_several_lists_are_one_designation(tmp_path: Path):
    reading, entities = read(tmp_path, document(party(), entries=ENTRIES))
    sanction = entities["ofac-1-sanction"]
    assert sanction.texts("listingDate") == ["2020-01-02"]
    assert sanction.texts("program") == ["SDGT"]
    assert sanction.texts("provisions") == ["Block"]
    assert sanction.texts("reason") == ["Executive Order 13224 (Terrorism)"]
    menu = "Non-SDN Menu-Based Sanctions List"
    assert sanction.texts("summary") == [
        f"{menu}: Amended 2019-05-06",
        f"{menu}: food excepted",
        "SDN List: published 2020-01-02",
        f"{menu}: published 2014-07-16",
    ]
    assert reading.warnings == {"unknown event of an entry": 1}


RELATION = f"""<ProfileRelationship ID="7" From-ProfileID="1" To-ProfileID="2" RelationTypeID="15003" RelationQualityID="1540" Former="true" SanctionsEntryID="15501">
<Comment/>{period("2001-1-1", "2005-12-31")}</ProfileRelationship>"""


def test_a_relationship_is_read_from_one_party_to_the_other(tmp_path: Path):
    _, entities = read(tmp_path, document(party(), BODY, relations=RELATION))
    link = entities["ofac-1-unknownlink-ofac-2-owned-or-controlled-by"]
    assert link.texts("subject") == ["ofac-1"]
    assert link.texts("object") == ["ofac-2"]
    assert link.texts("role") == ["Owned or Controlled By"]
    assert link.texts("status") == ["former"]
    assert link.texts("summary") == ["Quality: High"]
    assert (link.texts("startDate"), link.texts("endDate")) == (
        ["2001-01-01"],
        ["2005-12-31"],
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Version="3"', 'Version="3" DeltaBaseVersion="2"'),
        ('<DistinctParty FixedRef="1"', '<DistinctParty DeltaAction="add" FixedRef="1"'),
        ('<SanctionsEntry ID="15501"', '<SanctionsEntry EntryDeltaFlag="NewEntry" ID="15501"'),
    ],
)  # fmt: skip
def test_a_delta_file_is_refused_as_a_version(tmp_path: Path, old: str, new: str):
    with pytest.raises(RefusedError, match=r"delta file.*load the whole list"):
        read(tmp_path, document(party()).replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('PartySubTypeID="4"', 'PartySubTypeID="9"', "PartySubType 9 is not among the references"),
        ("<Comment/>", "<Shoes>43</Shoes>", "unknown tag 'Shoes'"),
        ('False="false"', 'False="true"', "the identity is marked as false"),
        ('Primary="true" LowQuality', 'Primary="false" LowQuality', "no primary name"),
        ('ProfileID="1"', 'ProfileID="8"', "no party has the profile '8'"),
        ('LocationID="1"', 'LocationID="9"', "no Location has the ID '9'"),
    ],
)  # fmt: skip
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, old: str, new: str, fault: str
):
    text = document(party(features=AT_PLACES), locations=PLACES)
    reading, _ = read(tmp_path, text.replace(old, new, 1))
    with pytest.raises(RefusedError) as refused:
        reading.finish()
    assert fault in " ".join(refused.value.details)


def test_the_files_written_by_hand_are_valid(lists: Path):
    schema = etree.XMLSchema(file=lists / "xsd" / "ofac_sdn_advanced_2018.xsd")
    born = [feature(8, f'{p}<VersionDetail DetailTypeID="1430"/>') for p, *_ in BIRTHS]
    for features in ("".join(born), ISLAMIC, AT_PLACES, FACTS):
        text = document(
            party(features=features), BODY, locations=PLACES, papers=PAPERS,
            relations=RELATION, entries=ENTRIES + entry(2),
        )  # fmt: skip
        schema.assertValid(etree.fromstring(text.encode()))


def test_the_sample_is_read_whole(lists: Path):
    path = lists / "samples" / "us_ofac_advanced.sample.xml"
    reading = Reading(find_dataset("us_ofac_sdn"), {"main": open_source(path)[0]})
    entities = {e.id: e for e in find_format("ofac_advanced").read(reading)}
    assert (reading.faults, reading.warnings) == ([], {})
    assert sorted(key for key, e in entities.items() if e.is_party) == [
        "ofac-10391", "ofac-12111", "ofac-15036", "ofac-29809",
    ]  # fmt: skip
    assert entities["ofac-29809"].texts("passportNumber") == ["V25762563"]
