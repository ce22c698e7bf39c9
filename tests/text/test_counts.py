import pytest

from ostraka.text.counts import counted


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "row", "1 row"),
        (0, "row", "0 rows"),
        (1234, "row", "1,234 rows"),
        (2, "kept document", "2 kept documents"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
        (2, "match", "2 matches"),
        (2, "party", "2 parties"),
    ],
)
def test_a_count_has_its_noun_in_the_right_number(number, noun, words):
    assert counted(number, noun) == words


def test_a_plural_of_its_own_is_taken():
    assert counted(2, "row that is bad", "rows that are bad") == "2 rows that are bad"
