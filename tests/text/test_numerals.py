import pytest

from ostraka.text.numerals import numerals_as_digits


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("brigade forty four", "brigade 44"),
        ("fourty fourth brigade", "44 brigade"),
        ("1st bank", "1 bank"),
        ("first bank", "1 bank"),
        ("fund xiv", "fund 14"),
        ("twenty front", "20 front"),
        ("x fund", "x fund"),
        ("solutions ii", "solutions 2"),
        ("27o centro", "27 centro"),
        ("33e institut", "33 institut"),
        ("plant 27a", "plant 27a"),
        ("3i group", "3i group"),
    ],
)
def test_numbers_in_words_are_numbers(words, digits):
    assert numerals_as_digits(words.split()) == digits.split()
