"""The grammar of OFAC's remarks."""

import pytest

from ostraka.sources.catalog import find_dataset
from ostraka.sources.ofac.remarks import (
    Links,
    read_document,
    read_remarks,
    split_label,
    split_remarks,
    whole_tokens,
)
from ostraka.sources.ofac.terms import Document, Record, open_record
from ostraka.sources.reader import Reading


def read(text: str, kind: str = "Individual") -> tuple[Record, Links]:
    reading = Reading(find_dataset("us_ofac_sdn"), {})
    record = open_record(reading, "7", kind, "sdn.csv row 1")
    assert record is not None
    links = Links()
    read_remarks(record, split_remarks(text, origin="main"), links)
    return record, links


def tokens(text: str, rest: str = "") -> list[str]:
    return [token for token, _ in split_remarks(text, rest)]


def test_only_a_semicolon_with_a_blank_separates():
    text = "nationality possibly Utopian;arrested 23 Apr 2002; Gender Male."
    assert tokens(text) == [
        "nationality possibly Utopian;arrested 23 Apr 2002",
        "Gender Male",
    ]


def test_the_final_full_stop_is_taken_away_unless_an_abbreviation_needs_it():
    assert tokens("POB Testville.") == ["POB Testville"]
    assert tokens("POB Testville, D.C.") == ["POB Testville, D.C."]


def test_the_continuation_is_appended_inside_the_word():
    found = split_remarks("Gender Male; a.k.a. 'AB", "C'; a.k.a. 'D'.", "main")
    # What the comments file completes is not in the main file alone.
    assert list(found) == [
        ("Gender Male", "main"),
        ("a.k.a. 'ABC'", "comments"),
        ("a.k.a. 'D'", "comments"),
    ]


def test_a_continuation_may_begin_with_the_blank_of_the_separator():
    found = split_remarks("Gender Male; POB Testville;", " DOB 1964.", "main")
    assert list(found) == [
        ("Gender Male", "main"),
        ("POB Testville", "main"),
        ("DOB 1964", "comments"),
    ]


@pytest.mark.parametrize(
    ("text", "whole", "cut"),
    [
        ("Gender Male; POB Te", "Gender Male", "POB Te"),
        ("Gender Male;", "Gender Male", ""),
        ("Gender Male; ", "Gender Male", ""),
        ("Gender Ma", "", "Gender Ma"),
    ],
)
def test_the_token_cut_at_a_thousand_characters(text, whole, cut):
    assert whole_tokens(text) == (whole, cut)


def test_weak_aliases_lose_the_quotation_marks_around_them():
    record, _ = read(
        "a.k.a. 'MOIST'; a.k.a. 'ABU-'UMAR'; a.k.a. ''FOOPIE''; f.k.a. 'OLD'; "
        "a.k.a. 'TESTOV, Petit'."
    )
    assert record.party.texts("weakAlias") == [
        "MOIST",
        "ABU-'UMAR",
        "FOOPIE",
        "OLD",
        "Petit TESTOV",
    ]
    assert record.party.values["weakAlias"][3].original == "f.k.a. OLD"


def test_another_value_of_the_same_kind():
    record, _ = read("DOB 02 Oct 1990; alt. DOB 1991; alt. DOB circa 1992.")
    assert record.party.texts("birthDate") == ["1990-10-02", "1991", "1992"]
    assert record.party.values["birthDate"][2].original == "circa 1992"


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Tax ID No. 7 (Russia)", "Tax ID No.", "7 (Russia)"),
        ("License 2377", "License", "2377"),
        (
            "Aircraft Construction Number (also called L/N or S/N or F/N) 8401",
            "Aircraft Construction Number (also called L/N or S/N or F/N)",
            "8401",
        ),
        ("R.F.C. # IES-870805 (Mexico)", "R.F.C. #", "IES-870805 (Mexico)"),
        ("Passport", "", "Passport"),
        ("Passports of many kinds", "", "Passports of many kinds"),
        ("all offices worldwide", "", "all offices worldwide"),
    ],
)
def test_the_longest_label_wins(text, label, rest):
    assert split_label(text) == (label, rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A1 (Iran) issued 01 Jan 2010 expires 01 Jan 2015",
            Document("Passport", "A1", "Iran", "01 Jan 2010", "01 Jan 2015"),
        ),
        (
            "Z7 (India) expires 01 Jan 2026 to 31 Dec 2026",
            Document("Passport", "Z7", "India", expires="01 Jan 2026 to 31 Dec 2026"),
        ),
        (
            "L7 (Congo, Democratic Republic of the) issued May 2007",
            Document(
                "Passport",
                "L7",
                "Congo, Democratic Republic of the",
                issued="May 2007",
            ),
        ),
        (
            "HRA 7 (Stuttgart) (Germany)",
            Document("Passport", "HRA 7 (Stuttgart)", "Germany"),
        ),
        ("K357514(4) (Hong Kong)", Document("Passport", "K357514(4)", "Hong Kong")),
        ("and National ID were issued in Ulm", None),
    ],
)
def test_documents(text, expected):
    reading = Reading(find_dataset("us_ofac_sdn"), {})
    assert read_document(reading, "Passport", text) == expected


def test_what_is_left_is_kept_as_a_note():
    record, _ = read(
        "Minister of Tests; Passport and National ID were issued in Ulm; "
        "all offices worldwide."
    )
    assert record.party.texts("notes") == [
        "Minister of Tests",
        "Passport and National ID were issued in Ulm",
        "all offices worldwide",
    ]
    assert not record.reading.warnings


def test_links_in_the_words_of_the_csv_and_of_the_xml():
    for text in (
        "Gender Male; Linked To: TESTOV, Ivan; Linked To: TEST (HOLDING) LTD.",
        "Gender Male; (Linked To: TESTOV, Ivan); (Linked To: TEST (HOLDING) LTD)",
        "Gender Male; (Linked To: TESTOV, Ivan; Linked To: TEST (HOLDING) LTD)",
    ):
        _, links = read(text)
        assert [link.name for link in links.found] == [
            "TESTOV, Ivan",
            "TEST (HOLDING) LTD",
        ]


@pytest.mark.parametrize(
    ("text", "names", "target"),
    [
        # The full stop of "CO." is the one that ends the remarks.
        ("Linked To: TEST CO.", {"TEST CO.": ["ofac-8"]}, "ofac-8"),
        ("Linked To: TEST CO.", {"TEST CO": ["ofac-8"]}, "ofac-8"),
        ("(Linked To: TEST CO.)", {"TEST CO.": ["ofac-8"]}, "ofac-8"),
        ("Linked To: TEST; Gender Male.", {"TEST.": ["ofac-8"]}, None),
        ("Linked To: TEST.", {"TEST": ["ofac-8", "ofac-9"]}, None),
        ("Linked To: TEST.", {"TEST": ["ofac-8"], "TEST.": ["ofac-9"]}, None),
        ("Linked To: TEST.", {}, None),
    ],
)
def test_a_link_needs_exactly_one_party_of_that_name(text, names, target):
    record, links = read(text)
    links.names.update(names)
    edges = list(links.resolve(record.reading))
    assert [edge.texts("object") for edge in edges] == ([[target]] if target else [])
    assert len(record.reading.warnings) == (0 if target else 1)
    # What was printed stays, whether or not the other party is in the file.
    (note,) = record.party.texts("notes")
    assert note.startswith("Linked To: TEST")
