"""OFAC's ENHANCED XML: small records by hand, the sample, and the one real file."""

from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.record.store import Store
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.load import load_files
from ostraka.sources.reader import Reading

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
INFO = """<dataAsOf>2024-06-27T00:00:00</dataAsOf><filters><sanctionsLists>
<sanctionsList refId="1550">SDN List</sanctionsList></sanctionsLists></filters>"""
FILE = """<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="{namespace}"><publicationInfo>{info}</publicationInfo>
<referenceValues>
<referenceValue refId="11109"><type>COUNTRY</type><value>Iran</value><isoCode>IR</isoCode></referenceValue>
</referenceValues>
<featureTypes>
<featureType featureTypeId="8"><type>Birthdate</type><detailType refId="1430">DATE</detailType></featureType>
</featureTypes>
<entities>{entities}</entities></sanctionsData>"""

LISTS = """<sanctionsLists>
<sanctionsList refId="1550" id="1" datePublished="2012-02-16">SDN List</sanctionsList></sanctionsLists>"""


def name(
    key: int, last: str, first: str = "", *, kind: str = "", weak: str = "false"
) -> str:
    """Return a name in Latin script; without a kind, the primary one."""
    alias = f'<aliasType refId="1400">{kind}</aliasType>' if kind else ""
    formatted = f"<formattedFirstName>{first}</formattedFirstName>" if first else ""
    return f"""<name id="{key}"><isPrimary>{"false" if kind else "true"}</isPrimary>{alias}
<isLowQuality>{weak}</isLowQuality><translations><translation id="{key + 1}">
<isPrimary>true</isPrimary><script refId="20122">Latin</script>{formatted}
<formattedLastName>{last}</formattedLastName><formattedFullName>{last}, {first}</formattedFullName>
<nameParts><namePart id="{key + 2}"><type refId="1520">Last Name</type><value>{last}</value></namePart></nameParts>
</translation></translations></name>"""


NAME = name(900, "TESTOV", "Ivan")


def entity(
    key: int = 1,
    kind: str = "Individual",
    *,
    general: str = "",
    lists: str = LISTS,
    names: str = NAME,
    rest: str = "",
) -> str:
    """Return a record the publisher's schema allows."""
    return f"""<entity id="{key}"><generalInfo><identityId>{key}</identityId>
<entityType refId="600">{kind}</entityType>{general}</generalInfo>{lists}
<sanctionsPrograms><sanctionsProgram refId="211" id="2">SDGT</sanctionsProgram></sanctionsPrograms>
<sanctionsTypes><sanctionsType refId="1705" id="3">Block</sanctionsType></sanctionsTypes>
<legalAuthorities><legalAuthority refId="1828" id="4">Executive Order 13224 (Terrorism)</legalAuthority></legalAuthorities>
<names>{names}</names>{rest}</entity>"""


def document(*entities: str, info: str = INFO) -> str:
    return FILE.format(namespace=NAMESPACE, info=info, entities="".join(entities))


def read(
    tmp_path: Path, text: str, dataset: str = "us_ofac_sdn"
) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "SDN_ENHANCED.XML"
    path.write_text(text, "utf-8")
    reading = Reading(find_dataset(dataset), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("ofac_enhanced").read(reading)}


def read_one(tmp_path: Path, text: str) -> tuple[Reading, Entity]:
    reading, entities = read(tmp_path, document(text))
    assert reading.faults == []
    return reading, entities["ofac-1"]


IN_SCRIPTS = f"""{name(10, "SIDOROV", "Petr Ivanovich")}
<name id="20"><isPrimary>false</isPrimary><aliasType refId="1400">A.K.A.</aliasType><isLowQuality>false</isLowQuality>
<translations><translation id="21"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
<formattedFirstName>Xiao Test</formattedFirstName><formattedLastName>LI</formattedLastName><formattedFullName>LI, Xiao Test</formattedFullName>
<nameParts><namePart id="22"><type refId="1520">Last Name</type><value>Li</value></namePart></nameParts></translation>
<translation id="23"><isPrimary>false</isPrimary><script refId="20107">Cyrillic</script>
<formattedFirstName>Сяо</formattedFirstName><formattedLastName>ЛИ</formattedLastName><formattedFullName>ЛИ, Сяо</formattedFullName>
<nameParts><namePart id="24"><type refId="1520">Last Name</type><value>Ли</value></namePart>
<namePart id="25"><type refId="1521">First Name</type><value>Сяо</value></namePart></nameParts></translation>
<translation id="26"><isPrimary>false</isPrimary><script refId="20105">Chinese Simplified</script>
<formattedFirstName>小测</formattedFirstName><formattedLastName>李</formattedLastName><formattedFullName>李, 小测</formattedFullName>
<nameParts><namePart id="27"><type refId="1520">Last Name</type><value>李</value></namePart>
<namePart id="28"><type refId="1521">First Name</type><value>小测</value></namePart></nameParts></translation>
</translations></name>"""


def test_names_in_other_scripts_keep_their_case_and_their_order(tmp_path: Path):
    _, party = read_one(tmp_path, entity(names=IN_SCRIPTS))
    assert party.texts("name") == ["Petr Ivanovich SIDOROV"]
    # A surname in capitals is OFAC's way in Latin script only; 李 comes before 小测.
    assert [(v.text, v.lang) for v in party.values["alias"]] == [
        ("Xiao Test LI", None),
        ("Сяо Ли", None),
        ("李小测", "zho"),
    ]


WEAK = (
    NAME
    + name(30, "BOSS", kind="A.K.A.", weak="true")
    + name(40, "OLDNAME", "Ivan", kind="F.K.A.")
    + name(50, "NEWNAME", "Ivan", kind="N.K.A.")
    + name(60, "YOUTH", kind="F.K.A.", weak="true")
)


def test_weak_former_and_new_names_go_where_they_belong(tmp_path: Path):
    _, party = read_one(tmp_path, entity(names=WEAK))
    assert party.texts("previousName") == ["Ivan OLDNAME"]
    assert [(v.text, v.original) for v in party.values["weakAlias"]] == [
        ("BOSS", None),
        ("YOUTH", "f.k.a. YOUTH"),
    ]
    assert [(v.text, v.original) for v in party.values["alias"]] == [
        ("Ivan NEWNAME", "n.k.a. NEWNAME, Ivan")
    ]


PARTS = """<name id="70"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
<translation id="71"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
<formattedFirstName>Ana Eva Petrovna</formattedFirstName><formattedLastName>RUIZ DIAZ</formattedLastName><formattedFullName>RUIZ DIAZ, Ana Eva Petrovna</formattedFullName>
<nameParts><namePart id="72"><type refId="1520">Last Name</type><value>Ruiz</value></namePart>
<namePart id="73"><type refId="91709">Matronymic</type><value>Diaz</value></namePart>
<namePart id="74"><type refId="1521">First Name</type><value>Ana</value></namePart>
<namePart id="75"><type refId="1522">Middle Name</type><value>Eva</value></namePart>
<namePart id="76"><type refId="91708">Patronymic</type><value>Petrovna</value></namePart>
<namePart id="77"><type refId="1523">Maiden Name</type><value>Lopez</value></namePart></nameParts>
</translation></translations></name>"""


def test_parts_of_the_primary_name_have_their_own_properties(tmp_path: Path):
    _, party = read_one(tmp_path, entity(names=PARTS))
    assert party.texts("name") == ["Ana Eva Petrovna RUIZ DIAZ"]
    # First and last as the formats without parts have them, and what only this one tells.
    assert party.texts("firstName") == ["Ana Eva Petrovna"]
    assert party.texts("lastName") == ["RUIZ DIAZ", "Lopez"]
    assert party.texts("middleName") == ["Eva"]
    assert party.texts("fatherName") == ["Petrovna"]
    assert party.texts("motherName") == ["Diaz"]


BIRTH = """<feature id="{key}"><type featureTypeId="8">Birthdate</type><versionId>{key}</versionId>
<value>{value}</value><valueDate id="{key}"><fromDateBegin>{first}</fromDateBegin><fromDateEnd>{first}</fromDateEnd>
<toDateBegin>{last}</toDateBegin><toDateEnd>{last}</toDateEnd><isApproximate>{circa}</isApproximate><isDateRange>false</isDateRange></valueDate>
<isPrimary>true</isPrimary></feature>"""
BIRTHS = [
    # (value as printed, first day, last day, approximate) → FollowTheMoney's values, words
    ("02 Oct 1990", "1990-10-02", "1990-10-02", "false", ["1990-10-02"], "02 Oct 1990"),
    ("", "1951-01-01", "1951-12-31", "false", ["1951"], "1951"),
    ("", "1951-01-01", "1951-12-31", "true", ["1951"], "circa 1951"),
    ("", "1951-01-01", "1953-12-31", "false", ["1951", "1953"], "1951 to 1953"),
    ("", "1960-02-01", "1960-02-29", "false", ["1960-02"], "Feb 1960"),
    ("", "1946-09-26", "1946-12-07", "false", ["1946-09-26", "1946-12-07"],
     "26 Sep 1946 to 07 Dec 1946"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "first", "last", "circa", "dates", "words"), BIRTHS)
def test_a_period_reads_as_the_csv_prints_it(
    tmp_path: Path,
    value: str,
    first: str,
    last: str,
    circa: str,
    dates: list[str],
    words: str,
):
    feature = BIRTH.format(key=1, value=value, first=first, last=last, circa=circa)
    _, party = read_one(tmp_path, entity(rest=f"<features>{feature}</features>"))
    published = [v.original or v.text for v in party.values["birthDate"]]
    assert party.texts("birthDate") == dates
    assert published == [words] * len(dates)


FACTS = """<features>
<feature id="1"><type featureTypeId="9">Place of Birth</type><versionId>1</versionId><value>Shiraz, Iran</value><isPrimary>true</isPrimary><reliability refId="1561">False</reliability></feature>
<feature id="2"><type featureTypeId="14">Website</type><versionId>2</versionId><value>www.example.ir</value><isPrimary>true</isPrimary><reliability refId="91479">Reported</reliability><comments>in Persian</comments></feature>
<feature id="3"><type featureTypeId="10">Nationality Country</type><versionId>3</versionId><value/><valueRefId>11109</valueRefId><isPrimary>true</isPrimary><reliability refId="1560">Confirmed</reliability></feature>
<feature id="4"><type featureTypeId="344">Digital Currency Address - XBT</type><versionId>4</versionId><value>1TestTestTestTestTestTestTestTest11</value><isPrimary>true</isPrimary></feature>
<feature id="5"><type featureTypeId="99">Shoe Size</type><versionId>5</versionId><value>43</value><isPrimary>true</isPrimary></feature>
</features>"""


def test_a_fact_marked_as_false_is_only_a_note(tmp_path: Path):
    reading, entities = read(tmp_path, document(entity(rest=FACTS)))
    party = entities["ofac-1"]
    assert "birthPlace" not in party.values
    assert party.texts("website") == ["http://www.example.ir/"]
    assert party.texts("nationality") == ["ir"]  # by its code: the text is empty
    assert party.texts("notes") == [
        "Place of Birth Shiraz, Iran (marked as false)",
        "Website www.example.ir (reliability Reported; in Persian)",
        "Shoe Size 43",
    ]
    assert reading.warnings == {"unknown feature": 1}
    (wallet,) = (e for e in entities.values() if e.schema.name == "CryptoWallet")
    assert wallet.texts("holder") == ["ofac-1"]


PAPERS = (
    f"""{NAME}{name(80, "SMITH", "John", kind="A.K.A.")}""",
    """<identityDocuments>
<identityDocument id="1"><type refId="1571">Passport</type><name nameId="900" nameTranslationId="901">TESTOV</name><documentNumber>A100</documentNumber><isValid>false</isValid><issuingCountry refId="11109">Iran</issuingCountry></identityDocument>
<identityDocument id="2"><type refId="1571">Passport</type><name nameId="80" nameTranslationId="81">SMITH</name><documentNumber>B200</documentNumber><isValid>true</isValid><issuingAuthority>Ministry</issuingAuthority><issuingLocation>Tehran</issuingLocation><issuingCountry refId="11109">Iran</issuingCountry>
<issueDate id="1"><fromDateBegin>2010-01-01</fromDateBegin><fromDateEnd>2010-01-01</fromDateEnd><toDateBegin>2010-01-01</toDateBegin><toDateEnd>2010-01-01</toDateEnd><isApproximate>false</isApproximate><isDateRange>false</isDateRange></issueDate>
<expirationDate id="2"><fromDateBegin>2015-01-01</fromDateBegin><fromDateEnd>2015-01-01</fromDateEnd><toDateBegin>2015-01-31</toDateBegin><toDateEnd>2015-01-31</toDateEnd><isApproximate>false</isApproximate><isDateRange>false</isDateRange></expirationDate>
<comments>stolen</comments></identityDocument>
</identityDocuments>""",
)


def test_an_invalid_document_makes_no_identity(tmp_path: Path):
    names, papers = PAPERS
    _, party = read_one(tmp_path, entity(names=names, rest=papers))
    assert party.texts("passportNumber") == ["B200"]
    assert party.texts("notes") == [
        "Passport A100 (Iran) (marked as not valid)",
        "Passport B200 (Iran) issued 01 Jan 2010 expires Jan 2015 issued by Ministry; issued in Tehran; in the name of John SMITH; stolen",
    ]


ADDRESSES = """<addresses>
<address id="1"><country refId="1">Russia</country><translations>
<translation id="2"><isPrimary>true</isPrimary><script refId="20122">Latin</script><addressParts>
<addressPart id="3"><type refId="1456">POSTAL CODE</type><value>117312</value></addressPart>
<addressPart id="4"><type refId="1454">CITY</type><value>Moscow</value></addressPart>
<addressPart id="5"><type refId="1451">ADDRESS1</type><value>19 ul. Testa</value></addressPart></addressParts></translation>
<translation id="6"><isPrimary>false</isPrimary><script refId="20107">Cyrillic</script><addressParts>
<addressPart id="7"><type refId="1451">ADDRESS1</type><value>ул. Теста, д. 19</value></addressPart>
<addressPart id="8"><type refId="1454">CITY</type><value>Москва</value></addressPart></addressParts></translation></translations></address>
<address id="9"><translations><translation id="10"><isPrimary>true</isPrimary><script refId="20122">Latin</script><addressParts>
<addressPart id="11"><type refId="1450">REGION</type><value>Gaza</value></addressPart></addressParts></translation></translations></address>
<address id="12"><translations><translation id="13"><isPrimary>true</isPrimary><script refId="20122">Latin</script></translation></translations></address>
</addresses>"""


def test_addresses_read_as_the_csv_prints_them(tmp_path: Path):
    _, party = read_one(tmp_path, entity(rest=ADDRESSES))
    assert party.texts("address") == [
        "19 ul. Testa, Moscow 117312, Russia",
        "ул. Теста, д. 19, Москва",
        "Region: Gaza",
    ]
    assert party.texts("country") == ["ru", "ps"]


SEVERAL_LISTS = """<sanctionsLists>
<sanctionsList refId="91512" id="1" datePublished="2014-10-10">Consolidated List</sanctionsList>
<sanctionsList refId="91243" id="2" datePublished="2006-04-12">Non-SDN Palestinian Legislative Council List</sanctionsList>
<sanctionsList refId="1550" id="3" datePublished="2023-11-14">SDN List</sanctionsList></sanctionsLists>"""
CONS_INFO = INFO.replace("SDN List", "Consolidated List")


@pytest.mark.parametrize(
    ("dataset", "info", "listed"),
    [
        ("us_ofac_sdn", INFO, "2023-11-14"),
        ("us_ofac_cons", CONS_INFO, "2006-04-12"),
    ],
)
def test_listed_is_the_day_of_the_list_this_is(
    tmp_path: Path, dataset: str, info: str, listed: str
):
    text = document(entity(lists=SEVERAL_LISTS), info=info)
    reading, entities = read(tmp_path, text, dataset)
    sanction = entities["ofac-1-sanction"]
    assert reading.published == "2024-06-27"
    assert sanction.texts("listingDate") == [listed]
    assert sanction.texts("program") == ["SDGT"]
    assert sanction.texts("provisions") == ["Block"]
    assert sanction.texts("reason") == ["Executive Order 13224 (Terrorism)"]
    # Nothing is lost: every list with its date.
    assert sanction.texts("summary") == [
        "Consolidated List: published 2014-10-10",
        "Non-SDN Palestinian Legislative Council List: published 2006-04-12",
        "SDN List: published 2023-11-14",
    ]


def relationships(*kinds_and_targets: tuple[str, int], extra: str = "") -> str:
    return (
        "<relationships>"
        + "".join(
            f'<relationship id="{n}"><type refId="15003">{kind}</type>'
            f'<relatedEntity entityId="{target}">PARTY {target}</relatedEntity>{extra}</relationship>'
            for n, (kind, target) in enumerate(kinds_and_targets, start=1)
        )
        + "</relationships>"
    )


LINKED = (
    entity(
        1,
        rest=relationships(
            ("Family member of", 2),
            ("Acting for or on behalf of", 3),
            ("Leader or official of", 3),
            ("Owned or Controlled By", 3),
            ("Associate Of", 3),
            ("Neighbour of", 2),
            ("Acting for or on behalf of", 99),
        ),
    ),
    entity(2),
    entity(3, "Entity"),
)


def test_a_relationship_becomes_the_link_that_means_it(tmp_path: Path):
    reading, entities = read(tmp_path, document(*LINKED))
    links = [e for e in entities.values() if e.schema.edge]
    assert [(e.schema.name, e.id) for e in links] == [
        ("Family", "ofac-1-family-ofac-2-family-member-of"),
        ("Representation", "ofac-1-representation-ofac-3-acting-for-or-on-behalf-of"),
        ("Directorship", "ofac-1-directorship-ofac-3-leader-or-official-of"),
        # "Owned or controlled" is no ownership; a body is nobody's associate in
        # FollowTheMoney; what OFAC will think of next is kept with its words.
        ("UnknownLink", "ofac-1-unknownlink-ofac-3-owned-or-controlled-by"),
        ("UnknownLink", "ofac-1-unknownlink-ofac-3-associate-of"),
        ("UnknownLink", "ofac-1-unknownlink-ofac-2-neighbour-of"),
        ("Representation", "ofac-1-representation-ofac-99-acting-for-or-on-behalf-of"),
    ]
    assert links[0].texts("relationship") == ["Family member of"]
    assert links[3].texts("subject") == ["ofac-1"]
    assert links[3].texts("object") == ["ofac-3"]
    assert links[3].texts("role") == ["Owned or Controlled By"]
    assert links[6].texts("description") == ["99 PARTY 99, not in this file"]
    assert reading.warnings == {"unknown kind of relationship": 1}


DETAILS = """<quality refId="1540">High</quality><dateRange id="1">
<fromDateBegin>2001-01-01</fromDateBegin><fromDateEnd>2001-01-31</fromDateEnd>
<toDateBegin>2005-05-07</toDateBegin><toDateEnd>2005-05-07</toDateEnd>
<isApproximate>false</isApproximate><isDateRange>true</isDateRange></dateRange><comments>until his death</comments>"""


def test_a_relationship_keeps_quality_dates_and_comment(tmp_path: Path):
    rest = relationships(("Acting for or on behalf of", 3), extra=DETAILS)
    _, entities = read(tmp_path, document(entity(rest=rest), entity(3, "Entity")))
    link = entities["ofac-1-representation-ofac-3-acting-for-or-on-behalf-of"]
    assert link.texts("summary") == ["Quality: High", "until his death"]
    assert link.texts("startDate") == ["2001-01"]
    assert link.texts("endDate") == ["2005-05-07"]


GENERAL = """<livingStatus refId="1">Deceased</livingStatus><remarks>Commander; Linked To: TEST FRONT.</remarks>
<title>Minister</title><isUsCitizen>true</isUsCitizen>"""


def test_remarks_title_and_status_are_kept(tmp_path: Path):
    _, party = read_one(tmp_path, entity(general=GENERAL))
    assert party.texts("position") == ["Minister"]
    assert party.texts("notes") == [
        "Commander",
        "Linked To: TEST FRONT",
        "Living status: Deceased",
        "US citizen: true",
    ]


DELTAS = [
    document(entity()).replace('<entity id="1"', '<entity action="add" id="1"'),
    document(entity(), info="<publicationType>Delta</publicationType>" + INFO),
    document(entity(), info="<datePublished>2024-06-28T00:00:00</datePublished>"),
]


@pytest.mark.parametrize("text", DELTAS)
def test_a_delta_file_is_refused_as_a_version(tmp_path: Path, text: str):
    with pytest.raises(RefusedError, match=r"delta file.*load the whole list"):
        read(tmp_path, text)


PROGRAMS = INFO.replace(
    "</filters>",
    '<sanctionsPrograms><sanctionsProgram refId="211">SDGT</sanctionsProgram></sanctionsPrograms></filters>',
)


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (CONS_INFO, "a file of the Consolidated List, not of the SDN List"),
        (PROGRAMS, "only some programs are in this file"),
        ("<dataAsOf>soon</dataAsOf>", "dataAsOf 'soon' is not a day"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, info: str, reason: str):
    with pytest.raises(RefusedError, match=reason):
        read(tmp_path, document(entity(), info=info))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (entity(rest="<shoes>43</shoes>"), "entity 1: unknown tag 'shoes'"),
        (entity(kind="Spaceship"), "entity 1: unknown type of party 'Spaceship'"),
        (entity(names=name(1, "X", kind="A.K.A.")), "entity 1: no primary name"),
    ],
)
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, text: str, fault: str
):
    reading, _ = read(tmp_path, document(text))
    with pytest.raises(RefusedError) as refused:
        reading.finish()
    assert fault in refused.value.details[0]


def test_a_file_cut_short_is_refused(tmp_path: Path):
    with pytest.raises(RefusedError, match="not well-formed XML"):
        read(tmp_path, document(entity())[:-200])


def test_the_files_written_by_hand_are_valid(lists: Path):
    schema = etree.XMLSchema(file=lists / "xsd" / "ofac_ENHANCED_XML_2025-01.xsd")
    names, papers = PAPERS
    births = [
        BIRTH.format(key=1, value=v, first=a, last=z, circa=c)
        for v, a, z, c, *_ in BIRTHS
    ]
    text = document(
        entity(names=IN_SCRIPTS), entity(names=WEAK), entity(names=PARTS),
        entity(rest=f"<features>{''.join(births)}</features>"), entity(rest=FACTS),
        entity(names=names, rest=papers), entity(rest=ADDRESSES),
        entity(lists=SEVERAL_LISTS, general=GENERAL), *LINKED,
        entity(rest=relationships(("Associate Of", 2), extra=DETAILS)),
    )  # fmt: skip
    for info in (INFO, CONS_INFO, PROGRAMS):
        schema.assertValid(etree.fromstring(text.replace(INFO, info).encode()))


def test_the_sample_is_read_whole(lists: Path):
    path = lists / "samples" / "us_ofac_enhanced.sample.xml"
    reading = Reading(find_dataset("us_ofac_sdn"), {"main": open_source(path)[0]})
    entities = {e.id: e for e in find_format("ofac_enhanced").read(reading)}
    assert (reading.faults, reading.warnings) == ([], {})
    assert sorted(key for key, e in entities.items() if e.is_party) == [
        "ofac-10391", "ofac-12111", "ofac-15036", "ofac-29809",
    ]  # fmt: skip
    assert "وزارت اطلاعات جمهوری اسلامی ایران" in entities["ofac-12111"].texts("alias")
    assert entities["ofac-29809"].texts("passportNumber") == ["V25762563"]
    assert entities["ofac-15036"].texts("imoNumber") == ["IMO9187629"]


def test_the_real_file_loads(lists: Path, store: Store, now: datetime):
    path = lists / "us_ofac_cons" / "2025-01-10" / "CONS_ENHANCED.ZIP"
    version = load_files(store, "us_ofac_cons", [path], now=now).version
    assert (version.id, version.published_basis) == ("2025-01-10", "file")
    # One address of an e-mail without its domain's end: PRIYEMNAYA@YGDU
    assert version.warnings == {"kept as note: Organization.email": 1}
