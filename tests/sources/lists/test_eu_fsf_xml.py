"""The EU's list as XML: small records by hand, and the sample of the format."""

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

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-26T17:00:00.000+01:00" globalFileId="7">
{records}</export>"""
RECORD = """<sanctionEntity {own} euReferenceNumber="EU.1.2" logicalId="12">
<remark>Date of UN designation: 1.2.2007</remark>
<regulation regulationType="amendment" organisationType="council" publicationDate="2025-01-31"
 entryIntoForceDate="2025-02-01" numberTitle="2025/1 (L 1)" programme="TERR" logicalId="3">
<publicationUrl>https://eur-lex.europa.eu/a?uri=1</publicationUrl></regulation>
<subjectType code="{kind}" classificationCode="{letter}"/>{parts}</sanctionEntity>"""
ACT = (
    '<regulationSummary regulationType="amendment" publicationDate="2019-01-09"'
    ' numberTitle="2019/24 (OJ L6)" publicationUrl="https://eur-lex.europa.eu/b"/>'
)
NAME = '<nameAlias wholeName="Ali TESTOV" nameLanguage="" strong="true" logicalId="4"/>'


def record(*parts: str, own: str = "", kind: str = "person", letter: str = "P") -> str:
    joined = "".join(parts)
    return RECORD.format(own=own, kind=kind, letter=letter, parts=joined)


def read(tmp_path: Path, records: str) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "eu.xml"
    path.write_text(EXPORT.format(records=records), "utf-8")
    reading = Reading(find_dataset("eu_fsf"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format("eu_fsf_xml").read(reading)}


def read_party(tmp_path: Path, *parts: str, **more: str) -> Entity:
    reading, entities = read(tmp_path, record(*parts, **more))
    reading.finish()
    return entities["eu-fsf-eu-1-2"]


def test_the_designation_of_a_record(tmp_path: Path):
    own = 'designationDetails="UN designation" unitedNationId="QDi.001"'
    reading, entities = read(
        tmp_path, record(NAME.replace("/>", f">{ACT}</nameAlias>"), own=own)
    )
    reading.finish()
    assert reading.published == "2026-02-26"
    sanction = entities["eu-fsf-eu-1-2-sanction-terr"]
    assert sanction.to_ftm("eu_fsf")["properties"] == {
        "authority": ["European Union"],
        "authorityId": ["EU.1.2"],
        "country": ["eu"],
        # The earliest act still cited; the act in force; the latest act.
        "date": ["2019-01-09"],
        "listingDate": ["2025-01-31"],
        "startDate": ["2025-02-01"],
        "modifiedAt": ["2025-01-31"],
        "entity": ["eu-fsf-eu-1-2"],
        "program": ["TERR"],
        "reason": ["UN designation"],
        "recordId": ["12"],
        "sourceUrl": [
            "https://webgate.ec.europa.eu/fsd/fsf",
            "https://eur-lex.europa.eu/a?uri=1",
            "https://eur-lex.europa.eu/b",
        ],
        "summary": [
            "council amendment 2025/1 (L 1), published 2025-01-31, in force 2025-02-01",
            "amendment 2019/24 (OJ L6), published 2019-01-09",
        ],
        "unscId": ["QDi.001"],
    }
    assert entities["eu-fsf-eu-1-2"].texts("notes") == [
        "Date of UN designation: 1.2.2007"
    ]


def test_the_day_of_designation_and_of_delisting(tmp_path: Path):
    own = 'designationDate="2007-07-24" delistingDate="2026-02-01"'
    reading, entities = read(tmp_path, record(NAME, own=own))
    sanction = entities["eu-fsf-eu-1-2-sanction-terr"]
    assert sanction.texts("listingDate") == ["2007-07-24"]
    assert sanction.texts("endDate") == ["2026-02-01"]
    assert sanction.texts("status") == ["de-listed"]
    assert reading.ended == {"eu-fsf-eu-1-2"}


def test_the_first_good_name_in_english_or_no_language_is_primary(tmp_path: Path):
    party = read_party(
        tmp_path,
        '<nameAlias wholeName="Али ТЕСТОВ" nameLanguage="BG" strong="true"/>',
        '<nameAlias wholeName="Abu Test" nameLanguage="EN" strong="false"/>',
        '<nameAlias wholeName="Testik" nameLanguage="EN"><remark>Low quality a.k.a.</remark></nameAlias>',
        '<nameAlias firstName="Ali" middleName="Reza" lastName="TESTOV" nameLanguage="" strong="true"/>',
        '<nameAlias wholeName="Ali TESTOW" nameLanguage="PL"><remark>Good quality a.k.a.</remark></nameAlias>',
    )
    assert party.texts("name") == ["Ali Reza TESTOV"]
    assert [(v.text, v.lang) for v in party.values["alias"]] == [
        ("Али ТЕСТОВ", "bul"),
        ("Ali TESTOW", "pol"),
    ]
    assert party.texts("weakAlias") == ["Abu Test", "Testik"]
    assert (party.first("firstName"), party.first("middleName")) == ("Ali", "Reza")
    # Remarks on the quality say nothing that the property does not.
    assert party.texts("notes") == ["Date of UN designation: 1.2.2007"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Test Bank a.k.a. Bank of Tests", ["Test Bank", "Bank of Tests"]),
        ("Test Bank (a.k.a. BoT)", ["Test Bank", "BoT"]),
        ("Test Bank, aka BoT", ["Test Bank", "BoT"]),
        ("JSC Test; Open Test Company", ["JSC Test", "Open Test Company"]),
        ("Ali (a.k.a. Abu) Testov", ["Ali (a.k.a. Abu) Testov"]),
        ("Testov, Ali", ["Testov, Ali"]),
        ("Testov, Aka", ["Testov, Aka"]),
        ("Test Army / Army of Tests", ["Test Army / Army of Tests"]),
        ("Institute of Tests (IOT)", ["Institute of Tests (IOT)"]),
        ("Test;", ["Test"]),
    ],
)
def test_a_packed_name_is_split_only_where_nothing_else_can_be_meant(
    tmp_path: Path, text: str, names: list[str]
):
    party = read_party(
        tmp_path, f'<nameAlias wholeName="{text}"/>', kind="enterprise", letter="E"
    )
    assert [*party.texts("name"), *party.texts("alias")] == names
    originals = {
        v.original or v.text for p in ("name", "alias") for v in party.values.get(p, [])
    }
    assert originals == {text}


def test_a_former_name_and_quality_in_brackets(tmp_path: Path):
    party = read_party(
        tmp_path,
        '<nameAlias wholeName="Test Bank f.k.a. Trial Bank"/>',
        '<nameAlias wholeName="TB (low quality a.k.a.)"/>',
    )
    assert party.texts("name") == ["Test Bank"]
    assert party.texts("previousName") == ["Trial Bank"]
    assert [(v.text, v.original) for v in party.values["weakAlias"]] == [
        ("TB", "TB (low quality a.k.a.)")
    ]


def test_function_title_and_gender(tmp_path: Path):
    name = '<nameAlias wholeName="Ali TESTOV" function="(a) Minister, (b) Judge." title="Dr" gender="{}"/>'
    person = read_party(tmp_path, name.format("M"))
    assert person.texts("position") == ["Minister", "Judge."]
    assert person.texts("title") == ["Dr"]
    assert person.texts("gender") == ["male"]
    assert "gender" not in read_party(tmp_path, name.format("?")).values
    body = read_party(tmp_path, name.format("?"), kind="enterprise", letter="E")
    assert body.texts("description") == ["(a) Minister, (b) Judge."]
    assert "Title: Dr" in body.texts("notes")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            'birthdate="1971-12-22" year="1971" monthOfYear="12" dayOfMonth="22"',
            [("1971-12-22", None)],
        ),
        ('birthdate="" year="1971" monthOfYear="" dayOfMonth=""', [("1971", None)]),
        ('year="1971" monthOfYear="2"', [("1971-02", None)]),
        ('circa="true" year="1971"', [("1971", "circa 1971")]),
        (
            'yearRangeFrom="1958" yearRangeTo="1963"',
            [("1958", "1958 to 1963"), ("1963", "1958 to 1963")],
        ),
        # 1 Muharram 1380 is 25 or 26 June 1960.
        (
            'calendarType="ISLAMIC" year="1380" monthOfYear="1" dayOfMonth="1"',
            [("1960-06-26", "1380-01-01 (ISLAMIC calendar)")],
        ),
        (
            'calendarType="ISLAMIC" year="1380"',
            [("1960", "1380 (ISLAMIC calendar)"), ("1961", "1380 (ISLAMIC calendar)")],
        ),
    ],
)
def test_dates_of_birth(
    tmp_path: Path, attributes: str, expected: list[tuple[str, str | None]]
):
    calendar = "" if "calendarType" in attributes else 'calendarType="GREGORIAN"'
    party = read_party(tmp_path, NAME, f"<birthdate {calendar} {attributes}/>")
    assert [(v.text, v.original) for v in party.values["birthDate"]] == expected


def test_a_date_that_cannot_be_said_is_noted(tmp_path: Path):
    births = (
        '<birthdate calendarType="COPTIC" year="1700"/>',
        '<birthdate calendarType="GREGORIAN" monthOfYear="5" dayOfMonth="3"/>',
        '<birthdate calendarType="GREGORIAN" yearRangeFrom="1960"/>',
    )
    reading, entities = read(tmp_path, record(NAME, *births))
    party = entities["eu-fsf-eu-1-2"]
    assert "birthDate" not in party.values
    assert party.rejected == [
        ("birthDate", "1700 (COPTIC calendar)"),
        ("birthDate", "year not stated-05-03"),
    ]
    assert "Birth: not before 1960" in party.texts("notes")
    assert reading.warnings["date not converted"] == 1


def test_an_element_may_be_a_place_of_birth_only(tmp_path: Path):
    party = read_party(
        tmp_path,
        NAME,
        '<birthdate circa="false" calendarType="GREGORIAN" city="Qom" place="Qom" region="Qom Province"'
        ' countryIso2Code="IR" countryDescription="IRAN (ISLAMIC REPUBLIC OF)"/>',
    )
    assert "birthDate" not in party.values
    assert party.texts("birthPlace") == ["Qom, Qom Province"]
    assert party.texts("birthCountry") == ["ir"]


def test_country_00_is_nothing(tmp_path: Path):
    unknown = 'countryIso2Code="00" countryDescription="UNKNOWN"'
    reading, entities = read(
        tmp_path,
        record(NAME, f"<citizenship {unknown}/>", f'<address city="Goma" {unknown}/>'),
    )
    party = entities["eu-fsf-eu-1-2"]
    assert "nationality" not in party.values
    assert party.texts("address") == ["Goma"]
    assert not reading.warnings


def test_address_and_contacts(tmp_path: Path):
    party = read_party(
        tmp_path,
        NAME,
        '<address street="Test St 1" poBox="123" zipCode="A1" city="Minsk" asAtListingTime="true"'
        ' countryIso2Code="BY" countryDescription="BELARUS"><contactInfo key="PHONE" value="+375 17 123-45-67"/>'
        '<contactInfo key="EMAIL" value="a@test.example; b@test.example"/><contactInfo key="WEB" value="www.test.example"/>'
        '<contactInfo key="PIGEON" value="Fred"/></address>',
    )
    assert party.texts("address") == ["Test St 1, P.O. Box 123, A1, Minsk, BELARUS"]
    assert party.texts("country") == ["by"]
    assert party.texts("email") == ["a@test.example", "b@test.example"]
    assert party.texts("website") == ["http://www.test.example/"]
    assert party.texts("phone") == ["+375171234567"]
    assert "PIGEON: Fred" in party.texts("notes")
    assert any(note.endswith("at the time of listing") for note in party.texts("notes"))


def test_documents_by_kind_and_what_is_known_of_them(tmp_path: Path):
    document = '<identification number="{}" identificationTypeCode="{}" identificationTypeDescription="{}" {}/>'
    reading, entities = read(
        tmp_path,
        record(
            NAME,
            document.format(
                "P1",
                "passport",
                "National passport",
                'knownFalse="false" knownExpired="true" validTo="2019-02-04"',
            ),
            document.format("P2", "passport", "National passport", 'knownFalse="true"'),
            document.format("T3", "fiscalcode", "Fiscal code", ""),
            document.format("B4", "birthcert", "Birth certificate", ""),
            document.format("9074729", "imo", "IMO number", ""),
            document.format("L6", "library", "Library card", ""),
        ),
    )
    party = entities["eu-fsf-eu-1-2"]
    assert party.texts("passportNumber") == ["P1"]
    assert party.texts("taxNumber") == ["T3"]
    assert party.texts("idNumber") == ["B4"]
    assert party.texts("notes")[1:] == [
        "National passport P1: valid to 2019-02-04; known to have expired",
        "National passport P2: known to be false",
        "Birth certificate B4",
        "IMO number 9074729",  # a person has no such property
        "Library card L6",
    ]
    assert reading.warnings["unknown kind of document"] == 1


def test_a_body_with_an_imo_number_stays_what_the_publisher_says(tmp_path: Path):
    imo = '<identification number="9074729" identificationTypeCode="imo" identificationTypeDescription="IMO"/>'
    body = read_party(tmp_path, NAME, imo, kind="enterprise", letter="E")
    assert body.schema.name == "Organization"
    assert body.texts("imoNumber") == ["IMO9074729"]


def test_every_attribute_of_the_schema_is_known(tmp_path: Path):
    more = '<remark>R</remark><additionalInformation key="k" value="v"/>' + ACT
    country = 'region="r" countryIso2Code="BY" countryDescription="BELARUS" regulationLanguage="en" logicalId="9"'
    place = f'city="c" zipCode="z" place="p" {country}'
    parts = (
        f'<nameAlias firstName="a" middleName="b" lastName="c" wholeName="a b c" function="f" gender="F" title="t" nameLanguage="FA" strong="true" regulationLanguage="en" logicalId="8">{more}</nameAlias>',
        f'<citizenship acquisitionDate="2001-01-01" disenfranchisementDate="2002-01-01" {country}>{more}</citizenship>',
        f'<birthdate circa="false" calendarType="GREGORIAN" birthdate="1971-12-22" dayOfMonth="22" monthOfYear="12" year="1971" yearRangeFrom="1970" yearRangeTo="1972" {place}>{more}</birthdate>',
        f'<address street="s" poBox="p" asAtListingTime="false" {place}>{more}<contactInfo key="FAX" value="+375171234567"/></address>',
        f'<identification diplomatic="true" knownExpired="true" knownFalse="false" reportedLost="true" revokedByIssuer="true" issueDate="2001-01-01" issuedBy="i" latinNumber="L" nameOnDocument="n" number="N" validFrom="2001-01-01" validTo="2002-01-01" identificationTypeCode="id" identificationTypeDescription="d" {country}>{more}</identification>',
    )
    text = record(*parts, own='designationDate="2001-01-01"')
    corrigendum = ACT.replace("regulationSummary", "corrigendum")
    text = text.replace("</publicationUrl>", f"</publicationUrl>{corrigendum}")
    reading, entities = read(tmp_path, text)
    assert reading.faults == []
    told = " ".join(entities["eu-fsf-eu-1-2"].texts("notes"))
    for said in (
        "acquired 2001-01-01",
        "lost 2002-01-01",
        "issued by i",
        "diplomatic",
        "reported lost",
        "revoked",
        "k: v",
    ):
        assert said in told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            record('<nameAlias wholeName="A B" shoeSize="43"/>'),
            "unknown attribute 'shoeSize'",
        ),
        (record(NAME, '<shoe size="43"/>'), "unknown tag 'shoe'"),
        (
            record(NAME, kind="vessel", letter="V"),
            "unknown type of subject 'vessel', 'V'",
        ),
        (
            record(NAME, kind="person", letter="E"),
            "unknown type of subject 'person', 'E'",
        ),
        (record(), "a record without a name"),
    ],
)
def test_what_is_not_understood_refuses_the_version(
    tmp_path: Path, text: str, what: str
):
    reading, _ = read(tmp_path, text)
    with pytest.raises(RefusedError, match=what):
        reading.finish()


def test_a_login_page_is_refused(tmp_path: Path, store: Store, now):
    page = tmp_path / "xmlFullSanctionsList_1_1.xml"
    page.write_text("<!DOCTYPE html><html><title>EU Login</title></html>")
    with pytest.raises(RefusedError, match="is a web page"):
        load_files(store, "eu_fsf", [page], now=now)


def test_the_sample_is_read(lists: Path):
    sample = lists / "samples" / "eu_fsf_1_1.sample.xml"
    reading = Reading(find_dataset("eu_fsf"), {"main": open_source(sample)[0]})
    entities = {e.id: e for e in find_format("eu_fsf_xml").read(reading)}
    reading.finish()
    assert not reading.warnings
    asadi = entities["eu-fsf-eu-4881-55"]
    assert asadi.texts("name") == ["Assadollah Asadi"]
    assert asadi.texts("passportNumber") == ["D9016657"]
    guard = entities["eu-fsf-eu-2078-17-sanction-irn"]
    assert guard.texts("date") == ["2010-07-27"]
    assert guard.texts("listingDate") == ["2012-03-24"]
