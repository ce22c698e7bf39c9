"""The UK Sanctions List, XML and CSV: small files by hand, and the samples."""

from pathlib import Path

import pytest

from ostraka.errors import RefusedError
from ostraka.record.model import Entity
from ostraka.sources.catalog import find_dataset
from ostraka.sources.files import open_source
from ostraka.sources.formats import find_format
from ostraka.sources.reader import Reading

NAMES = """<Names>
<Name><Name1>Ali</Name1><Name2>Reza</Name2><Name6>TESTOV</Name6><NameType>Primary name</NameType></Name>
<Name><Name6>Testoff</Name6><NameType>ALias</NameType></Name>
<Name><Name6>Abu Test</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
</Names>"""
RECORD = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>22/08/2026</DateGenerated><Designation>
<LastUpdated>09/04/2025</LastUpdated><DateDesignated>31/12/2020</DateDesignated>
<UniqueID>TST0001</UniqueID><OFSIGroupID>99001</OFSIGroupID><UNReferenceNumber>QDi.999</UNReferenceNumber>
{names}
<NonLatinNames><NonLatinName><NameNonLatinScript>علی تستوف</NameNonLatinScript>
<NonLatinScriptType>Arabic</NonLatinScriptType><NonLatinScriptLanguage>Persian</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
<RegimeName>The Test (Sanctions) Regulations 2019</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<DesignationSource>UK|UN</DesignationSource><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><TravelBan>true</TravelBan><ArmsEmbargo>false</ArmsEmbargo>
<TrustServicesSanctions>true</TrustServicesSanctions></SanctionsImposedIndicators>
<UKStatementofReasons>
Was involved.</UKStatementofReasons>
<Addresses><Address><AddressLine1>1 High St</AddressLine1><AddressLine6>Goma</AddressLine6><AddressPostalCode>A1</AddressPostalCode><AddressCountry>Congo (Democratic Republic)</AddressCountry></Address></Addresses>
<EmailAddresses><EmailAddress>a@test.example; b@test.example</EmailAddress></EmailAddresses>
<IndividualDetails><Individual>
<DOBs><DOB>dd/mm/1962</DOB><DOB>15/08/19yy</DOB></DOBs>
<BirthDetails><Location><TownOfBirth>Qom</TownOfBirth><CountryOfBirth>Iran</CountryOfBirth></Location></BirthDetails>
<PassportDetails><Passport><PassportNumber>A123456</PassportNumber><PassportAdditionalInformation>False passport</PassportAdditionalInformation></Passport></PassportDetails>
<Nationalities><Nationality>Iran</Nationality><Nationality>Atlantis</Nationality></Nationalities>
</Individual></IndividualDetails>{extra}
</Designation></Designations>"""
HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,"
    "Name 5,Name type,Alias strength,Title,Regime Name,Designation Type,Designation source,"
    "Sanctions Imposed,Date Designated,D.O.B,IMO number,Current believed flag of ship"
)


def read(
    tmp_path: Path, text: str, format_name: str = "uk_fcdo_xml"
) -> tuple[Reading, dict[str, Entity]]:
    path = tmp_path / "UK-Sanctions-List"
    path.write_text(text, "utf-8")
    reading = Reading(find_dataset("uk_fcdo"), {"main": open_source(path)[0]})
    return reading, {e.id: e for e in find_format(format_name).read(reading)}


def test_names_by_kind_and_strength(tmp_path: Path):
    reading, entities = read(tmp_path, RECORD.format(names=NAMES, extra=""))
    reading.finish()
    party = entities["gb-fcdo-tst0001"]
    assert reading.published == "2026-08-22"
    assert party.texts("name") == ["Ali Reza TESTOV"]
    assert (party.texts("firstName"), party.texts("lastName")) == (["Ali"], ["TESTOV"])
    # A missing strength is not weak.
    assert party.texts("weakAlias") == ["Abu Test"]
    assert [(v.text, v.lang) for v in party.values["alias"]] == [
        ("Testoff", None),
        ("علی تستوف", "fas"),
    ]


def test_details_of_a_person(tmp_path: Path):
    reading, entities = read(tmp_path, RECORD.format(names=NAMES, extra=""))
    party = entities["gb-fcdo-tst0001"]
    assert [(v.text, v.original) for v in party.values["birthDate"]] == [
        ("1962", "dd/mm/1962")
    ]
    assert ("birthDate", "15/08/19yy") in party.rejected
    assert party.texts("birthPlace") == ["Qom, Iran"]
    assert party.texts("nationality") == ["ir"]
    assert ("nationality", "Atlantis") in party.rejected
    assert party.texts("address") == [
        "1 High St, Goma, A1, Congo (Democratic Republic)"
    ]
    assert party.texts("country") == ["cd"]
    assert party.texts("email") == ["a@test.example", "b@test.example"]
    assert reading.warnings["unknown country"] == 1


def test_a_false_passport_identifies_nobody_but_is_kept(tmp_path: Path):
    _, entities = read(tmp_path, RECORD.format(names=NAMES, extra=""))
    party = entities["gb-fcdo-tst0001"]
    assert party.texts("passportNumber") == []
    assert "Passport A123456: False passport" in party.texts("notes")


def test_the_designation(tmp_path: Path):
    _, entities = read(tmp_path, RECORD.format(names=NAMES, extra=""))
    sanction = entities["gb-fcdo-tst0001-sanction"]
    assert sanction.texts("authorityId") == ["TST0001"]
    assert sanction.texts("recordId") == ["99001"]
    assert sanction.texts("unscId") == ["QDi.999"]
    assert sanction.texts("listingDate") == ["2020-12-31"]
    assert sanction.texts("modifiedAt") == ["2025-04-09"]
    assert sanction.texts("reason") == ["Was involved."]
    # The indicators add what the text forgot, and nothing twice.
    assert sanction.texts("provisions") == [
        "Asset freeze",
        "Travel Ban",
        "Trust services sanctions",
    ]


def test_without_a_primary_name_the_first_good_one_is_taken(tmp_path: Path):
    names = NAMES.replace("Primary name", "Alias").replace(
        "<NameType>ALias</NameType>",
        "<NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength>",
    )
    reading, entities = read(tmp_path, RECORD.format(names=names, extra=""))
    reading.finish()
    assert entities["gb-fcdo-tst0001"].texts("name") == ["Ali Reza TESTOV"]
    assert reading.warnings["no primary name, the first one taken"] == 1


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("<ShoeSize>43</ShoeSize>", "Designation TST0001: unknown tag 'ShoeSize'"),
        (
            "<ShipDetails><Ship><Masts>3</Masts></Ship></ShipDetails>",
            "Ship: unknown tag 'Masts'",
        ),
    ],
)
def test_an_unknown_tag_refuses_the_version(tmp_path: Path, extra: str, message: str):
    reading, _ = read(tmp_path, RECORD.format(names=NAMES, extra=extra))
    with pytest.raises(RefusedError, match=message):
        reading.finish()


def test_an_unknown_type_of_record_refuses_the_version(tmp_path: Path):
    text = RECORD.format(names=NAMES, extra="").replace(">Individual<", ">Aircraft<")
    reading, entities = read(tmp_path, text)
    assert not entities
    with pytest.raises(RefusedError, match="unknown type of record 'Aircraft'"):
        reading.finish()


def test_rows_of_the_csv_are_gathered_by_unique_id(tmp_path: Path):
    start = "09/04/2025,TST0001,,,"
    end = "Some Regime,Ship,UK,Deflag,03/10/2017"
    rows = [
        f"{start}Old Star,,,,,,Primary Name,,,{end},,IMO9562233,Comoros",
        "09/04/2025,TST0002,,,Testov,Ali,,,,,Primary name,,Dr,Some Regime,Individual,UN,Travel Ban,03/10/2017,00/05/1980,,",
        f"{start}New Star,,,,,,Alias,Good quality a.k.a,,{end},,IMO9562233,Comoros",
    ]
    text = "\n".join(["\ufeffReport Date: 22-Aug-2026", HEADER, *rows])
    reading, entities = read(tmp_path, text, "uk_fcdo_csv")
    reading.finish()
    assert reading.published == "2026-08-22"
    ship = entities["gb-fcdo-tst0001"]
    assert ship.schema.name == "Vessel"
    assert (ship.texts("name"), ship.texts("alias")) == (["Old Star"], ["New Star"])
    assert ship.texts("imoNumber") == ["IMO9562233"]
    assert ship.texts("flag") == ["km"]
    assert entities["gb-fcdo-tst0002"].texts("birthDate") == ["1980-05"]


@pytest.mark.parametrize(
    ("header", "first"),
    [
        (HEADER, "Report Date: 22-Aug-2026,,,,"),
        (HEADER.replace("Designation Type", '"Individual, Entity, Ship"'), ""),
        (HEADER.replace("Name type", "Name Type"), "Report Date: 22/08/2026"),
    ],
)
def test_headings_and_first_line_of_other_versions(
    tmp_path: Path, header: str, first: str
):
    row = "09/04/2025,T1,,,Testov,,,,,,Primary Name,,,Some Regime,Individual,UK,,03/10/2017,,,"
    text = "\n".join(line for line in (first, header, row) if line)
    reading, entities = read(tmp_path, text, "uk_fcdo_csv")
    reading.finish()
    assert "gb-fcdo-t1" in entities
    assert reading.published == ("2026-08-22" if first else None)


def test_an_unknown_column_refuses_the_version(tmp_path: Path):
    row = "09/04/2025,T1,,,Testov,,,,,,Primary Name,,,Some Regime,Entity,UK,,03/10/2017,,,,43"
    reading, _ = read(tmp_path, f"{HEADER},Shoe size\n{row}", "uk_fcdo_csv")
    with pytest.raises(RefusedError, match="row 2: unknown column 'shoe size'"):
        reading.finish()


def test_both_samples_say_the_same(lists: Path):
    read_samples = []
    for format_name, suffix in (("uk_fcdo_xml", "xml"), ("uk_fcdo_csv", "csv")):
        path = lists / "samples" / f"uk_sanctions_list.sample.{suffix}"
        reading = Reading(find_dataset("uk_fcdo"), {"main": open_source(path)[0]})
        entities = list(find_format(format_name).read(reading))
        reading.finish()
        assert reading.published == "2026-08-22"
        assert not reading.warnings
        read_samples.append(
            {
                (e.id, p, v.text, v.original, v.lang)
                for e in entities
                for p, vs in e.values.items()
                for v in vs
            }
        )
    assert read_samples[0] == read_samples[1]
    assert len({row[0] for row in read_samples[0]}) == 12


def test_the_sample_has_the_names_of_the_extract(lists: Path):
    path = lists / "samples" / "uk_sanctions_list.sample.xml"
    reading = Reading(find_dataset("uk_fcdo"), {"main": open_source(path)[0]})
    guards = {e.id: e for e in find_format("uk_fcdo_xml").read(reading)}[
        "gb-fcdo-inu0080"
    ]
    assert guards.texts("alias") == [
        "Pasdaran",
        "Sepah-e Pasdaran-e Enghlab-e Eslami",
        "سپاه پاسداران انقلاب اسلامی",
    ]
