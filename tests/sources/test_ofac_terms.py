"""OFAC's labels: where each published value ends up."""

import pytest

from ostraka.record.clean import imo_company_number
from ostraka.sources.catalog import find_dataset
from ostraka.sources.ofac.terms import (
    Document,
    Name,
    Record,
    add_address,
    add_document,
    add_feature,
    add_name,
    city_line,
    open_record,
    without_stop,
)
from ostraka.sources.reader import Reading


def record_of(kind: str) -> Record:
    record = open_record(
        Reading(find_dataset("us_ofac_sdn"), {}), "7", kind, "sdn.csv row 1"
    )
    assert record is not None
    return record


def test_an_unknown_type_of_party_refuses_the_version():
    reading = Reading(find_dataset("us_ofac_sdn"), {})
    assert open_record(reading, "7", "Submarine", "sdn.csv row 1") is None
    assert reading.faults == ["sdn.csv row 1: unknown type of party 'Submarine'"]


@pytest.mark.parametrize(
    ("kind", "name", "prop", "value", "original"),
    [
        ("Individual", Name("TESTOV, Ivan"), "name", "Ivan TESTOV", "TESTOV, Ivan"),
        ("Individual", Name("TESTOV", "Ivan"), "name", "Ivan TESTOV", "TESTOV, Ivan"),
        ("Individual", Name("ABU TEST"), "name", "ABU TEST", None),
        (
            "Individual",
            Name("TESTOV, Ivan Petrovich, Jr."),
            "name",
            "Ivan Petrovich, Jr. TESTOV",
            "TESTOV, Ivan Petrovich, Jr.",
        ),
        (
            "Individual",
            Name("TESTOV, JR., Ivan"),
            "name",
            "Ivan TESTOV, JR.",
            "TESTOV, JR., Ivan",
        ),
        ("Entity", Name("TESTOV, IVANOV CO., LTD."), "name", None, None),
        ("Entity", Name("OLD TEST", kind="F.K.A."), "previousName", "OLD TEST", None),
        ("Entity", Name("NOW TEST", kind="n.k.a."), "alias", "NOW TEST", "n.k.a. NOW TEST"),
        ("Entity", Name("T", kind="a.k.a.", weak=True), "weakAlias", "T", None),
        ("Entity", Name("T", kind="f.k.a.", weak=True), "weakAlias", "T", "f.k.a. T"),
        ("Entity", Name("ТЕСТ", in_script=True), "alias", "ТЕСТ", None),
    ],
)  # fmt: skip
def test_names(kind, name, prop, value, original):
    record = record_of(kind)
    add_name(record, name)
    (kept,) = record.party.values[prop]
    assert (kept.text, kept.original) == (value or name.last, original)


def test_only_the_primary_name_of_a_person_gives_its_parts():
    record = record_of("Individual")
    add_name(record, Name("TESTOV, Ivan"))
    add_name(record, Name("OTHER", "Ian", kind="a.k.a."))
    assert record.party.texts("lastName") == ["TESTOV"]
    assert record.party.texts("firstName") == ["Ivan"]


def test_a_passport_keeps_its_country_and_days_as_a_note():
    record = record_of("Individual")
    add_document(
        record,
        Document("Passport", "A1234567", "Iran", "01 Jan 2010", "01 Jan 2015"),
        origin="main",
    )
    add_document(record, Document("Passport", "B7654321"))
    assert record.party.texts("passportNumber") == ["A1234567", "B7654321"]
    # In the form in which OFAC's CSV prints it; a bare number needs no note.
    assert [(v.text, v.origin) for v in record.party.values["notes"]] == [
        ("Passport A1234567 (Iran) issued 01 Jan 2010 expires 01 Jan 2015", "main")
    ]


def test_a_document_marked_as_not_valid_makes_no_match():
    record = record_of("Individual")
    add_document(record, Document("Passport", "A1234567", "Iran", valid=False))
    assert "passportNumber" not in record.party.values
    assert record.party.texts("notes") == [
        "Passport A1234567 (Iran) (marked as not valid)"
    ]


@pytest.mark.parametrize(
    ("kind", "document", "expected"),
    [
        # Russian numbers also have properties of their own when their check digits hold.
        (
            "Entity",
            Document("Tax ID No.", "7702070139", "Russia"),
            {"taxNumber": "7702070139", "innCode": "7702070139"},
        ),
        ("Entity", Document("Tax ID No.", "7702070138", "Russia"), {"taxNumber": "7702070138"}),
        ("Entity", Document("Tax ID No.", "7702070139", "Serbia"), {"taxNumber": "7702070139"}),
        (
            "Entity",
            Document("Registration Number", "1027739609391 (Russia)"),
            {"registrationNumber": "1027739609391", "ogrnCode": "1027739609391"},
        ),
        # A wrong LEI is some other registration.
        ("Entity", Document("Legal Entity Number", "253400V1H6ART1UQ0N98"), {"leiCode": "253400V1H6ART1UQ0N98"}),
        ("Entity", Document("Legal Entity Number", "851683897"), {"registrationNumber": "851683897"}),
        ("Vessel", Document("Vessel Registration Identification", "IMO 9187629"), {"imoNumber": "IMO9187629"}),
        ("Vessel", Document("Vessel Registration Identification", "IMO  9187629"), {"imoNumber": "IMO9187629"}),
        ("Vessel", Document("Vessel Registration Identification", "9187629"), {"imoNumber": "IMO9187629"}),
        ("Vessel", Document("Vessel Registration Identification", "KR-77 (Ghana)"), {"registrationNumber": "KR-77"}),
        ("Entity", Document("Identification Number", "IMO 5342883"), {"imoNumber": "IMO5342883"}),
        ("Vessel", Document("MMSI", "572469210"), {"mmsi": "572469210"}),
        ("Aircraft", Document("Aircraft Serial Identification", "258512"), {"serialNumber": "258512"}),
        # Words around a number are not part of it.
        ("Individual", Document("National Foreign ID Number", "RNE: W031645-8"), {"idNumber": "W031645-8"}),
        ("Entity", Document("Registration Number", "HRA 738509 (Stuttgart)"), {"registrationNumber": "HRA 738509"}),
        ("Individual", Document("Passport", "OR801168 and a Kuwaiti one"), {"passportNumber": "OR801168"}),
        ("Individual", Document("Passport", "D00048, Diplomatic"), {"passportNumber": "D00048"}),
        ("Entity", Document("Registration Number", "IT022428/2014(G)"), {"registrationNumber": "IT022428/2014(G)"}),
        # The telegraph code of a name is shared by everybody of that name.
        ("Individual", Document("Chinese Commercial Code", "1728 4320"), {}),
    ],
)  # fmt: skip
def test_documents(kind, document, expected):
    record = record_of(kind)
    add_document(record, document)
    found = {p: v[0].text for p, v in record.party.values.items() if p != "notes"}
    assert found == expected


def test_an_unknown_kind_of_document_is_kept_and_told():
    record = record_of("Individual")
    add_document(record, Document("Fishing Licence", "77", "Iceland"))
    assert record.party.texts("idNumber") == ["77"]
    assert record.party.texts("notes") == ["Fishing Licence 77 (Iceland)"]
    assert record.reading.warnings == {"unknown kind of document": 1}


def test_a_number_too_long_for_its_property_is_a_note():
    record = record_of("Individual")
    add_document(record, Document("Passport", "9" * 80))
    assert "passportNumber" not in record.party.values
    assert record.party.texts("notes") == [f"Passport {'9' * 80}"]


@pytest.mark.parametrize(
    ("kind", "label", "value", "prop", "expected"),
    [
        ("Individual", "DOB", "circa 1964", "birthDate", ["1964"]),
        ("Individual", "Birthdate", "1964 to 1966", "birthDate", ["1964", "1966"]),
        ("Individual", "DOB", "01 Jan 1960 to 31 Dec 1962", "birthDate", ["1960", "1962"]),
        ("Individual", "Nationality Country", "Korea, North", "nationality", ["kp"]),
        ("Individual", "citizen", "Palestinian", "citizenship", ["ps"]),
        ("Individual", "Gender", "Female", "gender", ["female"]),
        ("Individual", "Title", "Minister of Tests", "position", ["Minister of Tests"]),
        ("Entity", "Organization Established Date", "17 Oct 1990", "incorporationDate", ["1990-10-17"]),
        ("Entity", "Organization Type:", "Central banking", "sector", ["Central banking"]),
        ("Entity", "Target Type", "Private Company", "legalForm", ["Private Company"]),
        ("Entity", "Nationality of Registration", "Russia", "jurisdiction", ["ru"]),
        ("Entity", "Website", "www.test.example", "website", ["http://www.test.example/"]),
        ("Entity", "SWIFT/BIC", "VTBRRUMM", "swiftBic", ["VTBRRUMM"]),
        ("Vessel", "Vessel Flag", "Panama", "flag", ["pa"]),
        ("Vessel", "Former Vessel Flag", "Malta", "pastFlags", ["mt"]),
        ("Vessel", "VESSEL TYPE", "Tug", "type", ["Tug"]),
        ("Aircraft", "Aircraft Model", "A340", "model", ["A340"]),
        ("Aircraft", "Aircraft Mode S Transponder Code", "140AE7", "icaoCode", ["140AE7"]),
    ],
)  # fmt: skip
def test_features(kind, label, value, prop, expected):
    record = record_of(kind)
    add_feature(record, label, value)
    assert record.party.texts(prop) == expected
    assert "notes" not in record.party.values


def test_no_flag_identified_is_nothing():
    record = record_of("Vessel")
    add_feature(record, "Vessel Flag", "None Identified")
    assert record.party.values == {}


@pytest.mark.parametrize(
    ("label", "value", "warned"),
    [
        ("Aircraft Operator", "TEST AIR", 0),  # known, without a property
        ("Gender", "Male", 1),  # of an aircraft
        ("Hat Size", "58", 1),  # unknown
    ],
)
def test_what_has_no_property_is_a_note(label, value, warned):
    record = record_of("Aircraft")
    add_feature(record, label, value, "main")
    assert [(v.text, v.origin) for v in record.party.values["notes"]] == [
        (f"{label} {value}", "main")
    ]
    assert sum(record.reading.warnings.values()) == warned


def test_a_phone_number_without_its_country_is_a_note():
    record = record_of("Entity")
    add_feature(record, "Phone Number", "982188526300", "main")
    add_feature(record, "Phone Number", "+31 10 436 0037", "main")
    assert record.party.texts("phone") == ["+31104360037"]
    assert record.party.texts("notes") == ["Phone Number 982188526300"]


def test_legal_notes_are_said_of_the_designation():
    record = record_of("Entity")
    add_feature(record, "Secondary sanctions risk:", "See Section 11 of Order 7.")
    add_feature(record, "Listing Date (CMIC)", "03 Jun 2021")
    assert record.sanction.texts("summary") == [
        "Secondary sanctions risk: See Section 11 of Order 7",
        "Listing Date (CMIC) 03 Jun 2021",
    ]
    # It is the date of one of several lists or directives: no first listing.
    assert "listingDate" not in record.sanction.values


def test_a_wallet_is_an_entity_with_all_its_currencies():
    record = record_of("Individual")
    label = "Digital Currency Address - "
    add_feature(record, f"{label}ETH", "0xAbc", "main")
    add_feature(record, f"{label}USDT", "0xAbc", "comments")
    (wallet,) = record.wallets.values()
    assert wallet.id == "ofac-7-wallet-0xabc"
    assert wallet.texts("publicKey") == ["0xAbc"]
    assert wallet.texts("currency") == ["ETH", "USDT"]
    assert wallet.texts("holder") == ["ofac-7"]
    assert wallet.texts("topics") == ["sanction"]


def test_a_wallet_with_a_long_key_stays_valid_in_followthemoney():
    record = record_of("Individual")
    add_feature(record, "Digital Currency Address - XMR", "4" + "a" * 94)
    (wallet,) = record.wallets.values()
    assert wallet.texts("name") == ["4" + "a" * 94]
    assert "publicKey" not in wallet.values


def test_addresses():
    record = record_of("Entity")
    line = city_line("Miami", "FL", "33101")
    add_address(record, ["1 Test Street", None, line], "United States")
    add_address(record, [None, "Gaza Strip"], "undetermined")
    add_address(record, [None, None], "Region: Gaza")
    add_address(record, [], "Region: Commonwealth of Independent States")
    add_address(record, [], None)
    assert record.party.texts("address") == [
        "1 Test Street, Miami, FL 33101, United States",
        "Gaza Strip",
        "Region: Gaza",
        "Region: Commonwealth of Independent States",
    ]
    assert record.party.texts("country") == ["us", "ps"]
    assert record.reading.warnings["unknown country"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all offices worldwide.", "all offices worldwide"),
        ("Washington, D.C.", "Washington, D.C."),
        ("see www.test.example/a.aspx#b.", "see www.test.example/a.aspx#b"),
    ],
)
def test_the_full_stop_at_the_end_of_a_text(text, expected):
    assert without_stop(text) == expected


def test_the_check_digit_of_a_shipping_company():
    # 5x8 + 3x6 + 4x4 + 2x2 + 8x9 + 8x7 = 206 = 18x11 + 8; 11 - 8 = 3.
    assert imo_company_number("IMO 5342883") == "IMO5342883"
    assert imo_company_number("IMO 5342884") is None
    assert imo_company_number("0000000") is None
