"""Whole names from parts with several spellings, in bounds."""

from hypothesis import given
from hypothesis import strategies as st

from ostraka.sources.seco.names import (
    MOST_SPELLINGS,
    NamePart,
    Variant,
    combinations,
    spellings,
)

WORDS = st.text("abcdef", min_size=1, max_size=4)
OPTIONS = st.lists(st.lists(WORDS, min_size=1, max_size=20), max_size=12)


@given(OPTIONS)
def test_whole_names_are_bounded(options: list[list[str]]):
    longest = max(map(len, options), default=0)
    assert len(combinations(options)) <= max(MOST_SPELLINGS, longest)


@given(OPTIONS)
def test_every_spelling_stands_in_a_whole_name_at_its_place(options: list[list[str]]):
    found = [text.split() for text in combinations(options)]
    for place, texts in enumerate(options):
        assert {words[place] for words in found} == set(texts)


@given(
    st.lists(
        st.lists(WORDS, min_size=1, max_size=2, unique=True), min_size=1, max_size=3
    )
)
def test_few_combinations_are_all_made(options: list[list[str]]):
    count = 1
    for texts in options:
        count *= len(texts)
    assert len(combinations(options)) == count


def test_scripts_are_not_mixed_and_titles_are_no_part_of_a_name():
    parts = [
        NamePart("title", "Dr", (Variant("Д-р", "rus", "CYRL"),)),
        NamePart(
            "family-name",
            "Testov",
            (Variant("Тестов", "rus", "CYRL"), Variant("Testoff", "rus", "LATN")),
        ),
        NamePart("given-name", "Ali", (Variant("Али", "rus", "CYRL"),)),
    ]
    assert [v.text for v in spellings(parts)] == [
        "Testov Ali",
        "Тестов Али",
        "Testoff Ali",
    ]
