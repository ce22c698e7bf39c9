"""Words that say the same whatever stands beside them are read at once, to no other end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostraka.text import bodies, persons

PLAIN = (
    "ruzbeh",
    "tavakkolinia",
    "oleg",
    "viktorovich",
    "nureddin",
    "kotrag",
    "sergejs",
)
ODD = (
    "al", "ash", "abu", "abd", "abdul", "abdyl", "allah", "bin", "von", "dr", "general",
    "the", "of", "ltd", "limitd", "public", "joint", "stock", "company", "gmbh", "forty",
    "four", "4", "44th", "xii", "united", "states", "a", "b", "zadeh",
)  # fmt: skip
NAMES = st.lists(st.sampled_from((*PLAIN, *ODD)), min_size=1, max_size=6)


@given(NAMES)
def test_a_name_of_a_person_is_read_as_word_by_word(words: list[str]) -> None:
    at_once = persons.person_words(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(persons, "_alone", lambda _: None)
        assert persons.person_words(words) == at_once


@given(NAMES)
def test_a_name_of_a_body_is_read_as_word_by_word(words: list[str]) -> None:
    at_once = bodies.body_words(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "_tells_alone", lambda _: False)
        assert bodies.body_words(words) == at_once


@pytest.mark.parametrize("word", PLAIN)
def test_most_words_tell_alone(word: str) -> None:
    assert persons._alone(word) is not None
    assert bodies._tells_alone(word)


@pytest.mark.parametrize("word", ["abu", "al", "dr", "zadeh", "abdyl"])
def test_what_joins_or_is_left_out_does_not(word: str) -> None:
    assert persons._alone(word) is None
