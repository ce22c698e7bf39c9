"""Quotations with their speakers, and recommendations that are lists of them."""

import pytest

from ostraka.report.speech import find_quotes, find_recommendations


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
