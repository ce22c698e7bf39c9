"""Quotations with their speakers, and recommendations that are lists of them."""

import pytest

from ostraka.report.reading import read_text
from ostraka.report.speech import find_quotes, find_recommendations
from ostraka.report.write import write_reading


def quotes(text: str) -> list[tuple[str, str | None]]:
    return [
        (
            text[q.content.start : q.content.end],
            text[q.who.start : q.who.end] if q.who else None,
        )
        for q in find_quotes(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zarek wrote: “It is so.” Then", ("“It is so.”", "Zarek")),
        ('Anna Zarek told reporters: "Yes." Then', ('"Yes."', "Anna Zarek")),
        ("“It is so,” said Anna Zarek. Then", ("“It is so,”", "Anna Zarek")),
        ("“It is so,” Anna Zarek said. Then", ("“It is so,”", "Anna Zarek")),
        ("«Es ist so», said J. Zarek there", ("«Es ist so»", "J. Zarek")),
        ("He said: “no way”.", ("“no way”", None)),
        ('"It is so," said one member of parliament', ('"It is so,"', None)),
    ],
)
def test_a_quotation_with_its_speaker_beside_it(text, found):
    assert quotes(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "The report, entitled “Plots in Europe”, examines it.",
        "The “conciliatory policy” of many years",
        "The book “It Is So” said nothing of it.",
        "Zarek wrote: “never closed",
    ],
)
def test_titles_and_terms_are_no_quotations(text):
    assert quotes(text) == []


def test_marks_within_marks_belong_to_the_whole():
    text = "Zarek wrote: “On the “crescent” and the “enemy” … in exile.” Then"
    assert quotes(text) == [
        ("“On the “crescent” and the “enemy” … in exile.”", "Zarek")
    ]


RECOMMENDED = """Zarek wrote that the world must:

– expel all officers

– close institutions; and

Later they left."""


def test_a_list_after_must_is_recommended_and_no_measure():
    first, second = find_recommendations(RECOMMENDED)
    assert RECOMMENDED[first.span.start : first.span.end] == "expel all officers"
    assert first.action == "expel"
    assert RECOMMENDED[first.object.start : first.object.end] == "all officers"
    assert (first.addressee, first.modal) == ("the world", "must")
    assert first.who is not None
    assert RECOMMENDED[first.who.start : first.who.end] == "Zarek"
    assert RECOMMENDED[second.span.start : second.span.end] == "close institutions"


def test_line_ends_of_windows_do_not_matter():
    found = find_recommendations(RECOMMENDED.replace("\n", "\r\n"))
    assert [r.action for r in found] == ["expel", "close"]


def test_a_single_item_or_a_sentence_is_not_enough():
    assert find_recommendations("The world must:\n\n– expel all officers\n") == []
    assert find_recommendations("The world must expel all officers.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is so,” the press secretary, Anna Zarek, said in a statement.", "Anna Zarek"),
        ("“It is so,” admitted Interior Minister Karl Zarek.", "Karl Zarek"),
        ("“It is so,” said Anna Zarek, the secretary of state, on Monday.", "Anna Zarek"),
        ("“It is so,” Foreign Secretary Anna Zarek had said then.", "Anna Zarek"),
        ("“It is so,” said Deputy Treasury Secretary Wally Zarek.", "Wally Zarek"),
        ("A spokesman for the families, Dan Zarek, said: “It is so.”", "Dan Zarek"),
        ("Norway denies it; its spokesman, Dan Zarek, called the news “old and stale”.", "Dan Zarek"),
        ("Peru's envoy in Oslo, Dan Zarek, denied “any link”.", "Dan Zarek"),
        ("Anna Zarek was in Oslo on Sunday. “I am well,” she wrote.", "Anna Zarek"),
        ("The judge, Anna Zarek, told Oslo that it was so. “It is so,” she said.", "Anna Zarek"),
        ("According to the writer Anna Zarek, it was “a first blow” of its kind.", "Anna Zarek"),
    ],
)  # fmt: skip
def test_who_speaks_is_named_beside_the_words_or_before_them(text, speaker):
    reading = write_reading(read_text(text, []), {})
    (quote,) = reading["quotes"]
    (said,) = [e for e in reading["entities"] if e["id"] == quote["speaker"]]
    assert said["name"] == speaker


def test_words_that_go_on_are_of_the_same_speaker():
    text = "“It is so,” Zarek writes. “It was always so.” Nobody asked."
    reading = write_reading(read_text(text, []), {})
    first, second = reading["quotes"]
    assert first["speaker"] == second["speaker"] is not None


def test_a_list_of_demands_is_of_whoever_makes_it():
    text = "Anna Zarek is sure. She recommends that states should:\n\n– close it\n\n– leave it\n"
    reading = write_reading(read_text(text, []), {})
    (quote,) = reading["quotes"]
    assert quote["kind"] == "indirect_list"
    assert quote["content"]["text"].startswith("states should")
    assert [r["span"]["text"] for r in reading["recommendations"]] == [
        "close it",
        "leave it",
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "The author urges all governments to:",
        "Zarek calls on states to:",
        "Zarek's proposals, which are many, are addressed to the coastal states, which should:",
        "Recommendations:",
        "The report makes three recommendations:",
        "RECOMMENDATIONS",
    ],
)
def test_a_list_is_recommended_by_whoever_calls_for_it(lead):
    text = f"They met.\n\n{lead}\n\n1. Close the embassy\n2. Expel all officers\n\nThey left."
    found = find_recommendations(text)
    assert [text[r.span.start : r.span.end] for r in found] == [
        "Close the embassy",
        "Expel all officers",
    ]


def test_a_list_of_what_was_found_is_not_recommended():
    text = "The police found:\n\n1. A pistol\n2. A passport\n"
    assert find_recommendations(text) == []
