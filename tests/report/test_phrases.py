"""Words and sequences of words: the fast search against the slow obvious one."""

from hypothesis import given
from hypothesis import strategies as st

from ostraka.report.phrases import Phrases
from ostraka.report.tokens import Tokens, fold_words

WORDS = st.sampled_from(["al", "ali", "bank", "of", "iran", "iran's", "x", "é"])
NAMES = st.lists(WORDS, min_size=1, max_size=4)


@given(st.lists(NAMES, max_size=8), st.lists(WORDS, max_size=20))
def test_every_stored_sequence_is_found_where_it_stands(names, words):
    phrases: Phrases[str] = Phrases()
    stored = {" ".join(fold_words(" ".join(name))) for name in names}
    for key in stored:
        phrases.add(key.split(), key)
    tokens = Tokens(" ".join(words))
    found = {(f.first, f.last, f.bare) for f in phrases.find(tokens)}
    expected = set()
    for first in range(len(tokens)):
        for last in range(first, len(tokens)):
            *head, end = tokens.folded[first : last + 1]
            if " ".join([*head, end]) in stored:
                expected.add((first, last, False))
            bare = tokens.bare[last]
            if bare is not None and " ".join([*head, bare]) in stored:
                expected.add((first, last, True))
    assert found == expected


@given(st.text(alphabet="aB'’ -_é\u0301ёعلی\u200cه김7&Å", max_size=60))
def test_places_of_words_are_places_in_the_text(text):
    tokens = Tokens(text)
    ends = 0
    for i in range(len(tokens)):
        assert ends <= tokens.starts[i] < tokens.ends[i] <= len(text)
        ends = tokens.ends[i]
        assert "".join(fold_words(tokens.raw(i))) == tokens.folded[i]


@given(st.text(alphabet="abcXYZ '`-&.,()0", max_size=40))
def test_names_and_texts_fold_alike(name):
    assert fold_words(name) == Tokens(name).folded


def test_the_longest_sequence_comes_first():
    phrases: Phrases[str] = Phrases()
    for name in ("bank", "bank of", "bank of iran"):
        phrases.add(name.split(), name)
    found = [f.values[0] for f in phrases.find(Tokens("Bank of Iran"))]
    assert found == ["bank of iran", "bank of", "bank"]


def test_words_of_scripts_without_blanks_are_characters():
    assert Tokens("조르바시 X長安Y").folded == [
        "조",
        "르",
        "바",
        "시",
        "x",
        "長",
        "安",
        "y",
    ]
