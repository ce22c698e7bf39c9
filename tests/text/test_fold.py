from hypothesis import given
from hypothesis import strategies as st

from ostraka.text.fold import fold


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_case_marks_and_punctuation_do_not_matter():
    assert fold("Nicolás MADURO") == fold("nicolas maduro")
    assert fold("Al-Zawba’i") == fold("al zawba'i")
    assert fold("  Łukasz\u00a0Ørsted ") == "lukasz orsted"


def test_persian_and_arabic_code_points_are_one():
    assert fold("علی‌اکبر") == fold("علي اكبر")
    assert fold("ﻣﺤﻤﺪ") == fold("مُحَمَّد")


def test_look_alike_letters_take_the_script_of_the_word():
    assert fold("Ѕbеrbank") == "sberbank"
    # One Latin letter among Cyrillic ones is a key of another keyboard.
    assert fold("Ромrан") == "ромrан"
    assert fold("Андрей КАРТАПOЛOВ") == "андрей картаполов"
    # A sign of mathematics in place of a delta, as the lists print it.
    assert fold("Γενική ∆ιοίκηση") == fold("Γενική Διοίκηση")


def test_invisible_and_bidi_characters_vanish():
    assert fold("Pu\u200btin\u202e") == "putin"


def test_digits_of_all_scripts_are_one():
    assert fold("١٢٣ ۱۲۳ १२३") == "123 123 123"
