"""What the British lists' texts mean, with texts as they are printed."""

import pytest

from ostraka.sources.catalog import find_dataset
from ostraka.sources.reader import Reading
from ostraka.sources.uk.terms import (
    country_codes,
    document_number,
    registration_numbers,
    split_list,
    take_references,
    un_references,
)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Tehran", ["Tehran"]),
        ("(1) Tehran (2) Qom", ["Tehran", "Qom"]),
        ("1) Maulavi 2) Mullah", ["Maulavi", "Mullah"]),
        ("a) General b)Major General", ["General", "Major General"]),
        ("a) X, near Y, b) Z", ["X, near Y", "Z"]),
        ("(1) Germany (b) Algeria", ["Germany", "Algeria"]),
        ("(1)-(2) Indonesia", ["Indonesia"]),
        ("(1)-(5) Tunisia (6)-(7) Algeria", ["Tunisia", "Algeria"]),
        ("(1) to (6) Algeria (7) Morocco", ["Algeria", "Morocco"]),
        (
            "passport numbers (1) K04 (2) 48",
            ["passport numbers K04", "passport numbers 48"],
        ),
        # One number, a number that is no first one, and brackets that end a word.
        ("12 Rue A, Bailly (77)", ["12 Rue A, Bailly (77)"]),
        ("00344994 (b) 973406", ["00344994 (b) 973406"]),
        ("Forces (FACA) and Guard (CERS)", ["Forces (FACA) and Guard (CERS)"]),
    ],
)
def test_numbered_lists_in_a_cell_are_split(text: str, items: list[str]):
    assert split_list(text) == items


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Iran", ["ir"]),
        ("Congo (Democratic Republic)", ["cd"]),
        ("Occupied Palestinian Territories", ["ps"]),
        ("Afghanistan (since 2009)", ["af"]),
        ("Saudi Arabia citizenship", ["sa"]),
        ("Iranian national and US national/citizen", ["ir", "us"]),
        ("DRC and Belgian nationalities", ["cd", "be"]),
        ("Syrian, Turkish", ["sy", "tr"]),
        ("Latakia Province, Syria", ["sy"]),
        ("Moldavian SSR (now Republic of Moldova)", ["md"]),
        ("(now Kyrgyzstan)", ["kg"]),
        # Not clear: left to the reader's warning.
        ("Syrian Arab Republic as of September 2015", []),
        ("Afghanistan/Pakistan border region", []),
        ("Unknown", []),
    ],
)
def test_countries_are_read_only_where_they_are_clear(text: str, codes: list[str]):
    assert country_codes(Reading(find_dataset("uk_fcdo"), {}), text) == codes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("D9016657", "D9016657"),
        ("D 000933 (Afghan) Issued in Kabul on 13 Sep 1998", "D 000933"),
        ("OA 454044(Afghan)", "OA 454044"),
        ("British passport no.205939411 (issued 21.07.2004)", "205939411"),
        ("Passport No or ID: 13571379758", "13571379758"),
        ("LIBYAN PASSPORT No.B/001897", "B/001897"),
        ("Italian Fiscal Code DAOMMD74T11Z352Z", "DAOMMD74T11Z352Z"),
        ("1 63 08 4 01 001 005E", "1 63 08 4 01 001 005E"),
        ("Uganda Passport.", None),
        ("Passport issued on 30/11/2005", None),
    ],
)
def test_the_number_of_a_document_is_found_in_its_description(
    text: str, number: str | None
):
    assert document_number(text) == number


def test_registration_numbers_go_by_their_labels():
    assert registration_numbers("INN: 7720891730 / OGRN - 5107746026262") == [
        ("innCode", "7720891730"),
        ("ogrnCode", "5107746026262"),
    ]
    assert registration_numbers("Tax Identification Number: INN: 7708698473") == [
        ("innCode", "7708698473")
    ]
    assert registration_numbers(
        "Registration Number: J8AQG9ZH6CA3 TIN – 5408106299"
    ) == [
        ("registrationNumber", "J8AQG9ZH6CA3"),
        ("taxNumber", "5408106299"),
    ]
    assert registration_numbers("04786238") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("UN Ref QDi.006. Also referred to as X", ["QDi.006"]),
        ("UN REF:QE.A.146.14. Also", ["QE.A.146.14"]),
        ("Annex XIII. UN Listing. UN Ref.KPI.067.", ["KPi.067"]),
        ("UN Ref.KPe 070. Registered owner", ["KPe.070"]),
        ("UN Ref E.29.I.11. Owned or controlled", ["E.29.I.11"]),
        ("IRe.001. Subordinate of DIO.", ["IRe.001"]),
        ("Subordinate of DIO (IRe.001).", []),
    ],
)
def test_only_the_partys_own_un_reference_is_taken(text: str, numbers: list[str]):
    assert un_references(text) == numbers


def test_references_are_parted_from_the_words_after_them():
    assert take_references("GHR0050 and BEL0045 Listed under both regimes.") == (
        ["GHR0050", "BEL0045"],
        "Listed under both regimes.",
    )
    assert take_references("RUS0251.") == (["RUS0251"], None)
    assert take_references("QDi.042 and SOi.002") == (["QDi.042", "SOi.002"], None)
    assert take_references("not known") == ([], "not known")
