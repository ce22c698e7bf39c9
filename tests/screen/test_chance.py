"""What agrees by chance, and what is nearly whole: how much each is worth."""

import numpy as np
import pytest

from ostraka.screen import DEFAULT_THRESHOLD, compare
from ostraka.screen.features import FEATURES, place_of
from ostraka.screen.model import CHANCE
from ostraka.screen.rules import less_chance, rules_of_one
from ostraka.text.variants import variants_of
from ostraka.text.words import word_bits
from tests.screen.test_patterns import figures, score


@pytest.mark.parametrize(
    ("asked", "known", "ways"),
    [
        ("Omar Hassan", "Omar Hassan", 1),
        ("Hassan Omar", "Omar Hassan", 2),
        ("Omar Hassan", "Omar Karim Hassan", 3),
        ("Hassan Omar", "Omar Karim Hassan Nabil", 12),
        ("Qaddoumitz Omar", "Omar Karim Qaddoumitz Nabil", 1),  # a rare name
    ],
)
def test_the_ways_in_which_words_could_agree_are_counted(asked, known, ways):
    assert 2 ** figures(asked, known)["ways"] == pytest.approx(ways)


def test_a_chain_of_common_names_is_worth_less_than_one_with_a_rare_name():
    """Any two of four common names agree with many another chain."""
    assert score("Omar Mohamed", "Hassan Omar Ibrahim Mohamed") < 0.6


def test_two_names_many_bear_that_only_sound_alike_are_two_names():
    assert figures("Omar Hassan", "Omar Hussain")["known_sound"] == 1
    assert figures("Omar Mohammed", "Omar Mohamed")["known_sound"] == 0
    assert figures("Omar Petrova", "Omar Petrosa")["known_sound"] == 0


@pytest.mark.parametrize(
    ("asked", "known", "woman"),
    [
        ("Alexandra Karam", "Aleksandr Karam", 1),
        ("Amir Karam", "Amira Karam", 1),
        ("Nina Ivanova", "Nina Ivanov", 0),  # a surname abroad
        ("Mariam Karam", "Maryam Karam", 0),
    ],
)
def test_a_womans_given_name_is_not_the_mans(asked, known, woman):
    assert figures(asked, known)["woman"] == woman


def test_a_surname_is_no_initial_between_given_names():
    assert figures("Khaled Ghamdi", "Khaled Aedh G. Otaibi")["initial_inside"] == 1
    assert figures("Khaled Ghamdi", "Khaled G.")["initial_inside"] == 0
    assert figures("K. Ghamdi", "Khaled Ghamdi")["initial_inside"] == 0


def test_a_name_is_worth_no_more_than_it_tells():
    """The same letters in common names are many a person's."""
    common, rare = score("Mohammed Salem", "Mohamed Salem"), score(
        "Mohammed Qaddoumitz", "Mohamed Qaddoumitz"
    )  # fmt: skip
    assert common < 0.8 < rare


def test_two_names_written_as_one_tell_no_more_than_both():
    both = word_bits("mohammad", "person") + word_bits("reza", "person")
    assert word_bits("mohammadreza", "person") <= both


def test_abd_is_often_left_out():
    assert "rahman" in variants_of("abdrahman")
    assert "abdrahman" in variants_of("rahman")
    assert (
        score("Timofej Rahman Tokhi", "Timofej Abdul Rahman Tokhi") >= DEFAULT_THRESHOLD
    )


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("V.P. Zarkovskiy", "Viktor Petrovich Zarkovskiy"),
        ("V. Zarkovskiy", "Viktor Zarkovskiy"),
        ("Viktor Ivan Zarkovskiy", "Viktor Zarkovskiy"),
    ],
)
def test_initials_or_a_middle_name_more_are_shown_where_the_rest_tells(asked, known):
    assert score(asked, known) >= DEFAULT_THRESHOLD


def test_initials_before_a_common_surname_are_not_shown():
    assert figures("M. Ali", "Mohammed Ali")["initialled"] == 1
    assert score("M. Ali", "Mohammed Ali") < DEFAULT_THRESHOLD


def test_a_body_is_shown_without_one_word_unless_that_is_a_place():
    """A branch bears the name of its parent, and its place."""
    assert figures("Zarkovar Shipping", "Zarkovar Yujong Shipping", "body")["dropped"]
    assert not figures("Zarkovar Bank", "Zarkovar Bank Chile", "body")["dropped"]
    assert score("Zarkovar Shipping", "Zarkovar Yujong Shipping", "Company") >= (
        DEFAULT_THRESHOLD
    )  # fmt: skip


def test_of_a_body_and_its_unit_the_one_that_has_all_words_asked_goes_first():
    asked = "Islamic Revolutionary Guard Corps Cyber Defence Command"
    parent = score(asked, "Islamic Revolutionary Guard Corps", "Organization")
    unit = score(asked, "IRGC Cyber Defence Command", "Organization")
    whole = score(asked, asked, "Organization")
    assert DEFAULT_THRESHOLD <= parent < 0.79 < whole
    assert unit < whole


def test_words_joined_in_another_place_are_the_same_name():
    assert score("Стр ойтрансгаз", "Stroytransgaz", "Company") >= DEFAULT_THRESHOLD
    assert score("Ahmed Sayed", "Ahmed") < DEFAULT_THRESHOLD


def test_a_name_of_two_words_of_which_one_is_only_somewhat_like_is_not_shown():
    entity = {"schema": "Person", "properties": {"name": ["Viktor Orban"]}}
    other = {"schema": "Person", "properties": {"name": ["Viktor Orbach"]}}
    assert compare(other, entity).score < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Amir Hossein Farhadian", "Amir Hossein Rahimyar"),
        ("Hamid Reza Nadaf", "Hamid Reza Moghadamfar"),
    ],
)
def test_a_double_given_name_is_shared_by_many(asked, known):
    """Another surname is another person, also where the year and the country agree."""
    facts = {"birthDate": ["1975"], "nationality": ["ir"]}
    left, right = (
        {"schema": "Person", "properties": {"name": [name], **facts}}
        for name in (asked, known)
    )
    assert compare(left, right).score < DEFAULT_THRESHOLD


def test_what_falls_short_falls_shorter_where_names_are_common():
    """Near namesakes of common names are many, those of rare ones few."""
    figures = np.zeros((3, len(FEATURES)))
    figures[:, place_of("least_told")] = 7.0, 10.0, 13.0
    short = CHANCE["person"].short
    lacking = 0.3 * np.array([6.0, 3.0, 0.0]) - CHANCE["person"].level
    found = less_chance(short - 1 + lacking, figures, rules_of_one("person"))
    assert found[0] < found[1] < found[2] < short


def test_a_word_tells_no_more_in_another_language_than_it_means():
    """In Hungarian and Greek, too, a trading company is one."""
    assert word_bits("kereskedelmi", "body") <= word_bits("trading", "body") + 3
    assert word_bits("emporiki", "body") <= word_bits("trading", "body") + 3


def test_few_words_of_one_meaning_are_no_match_where_another_was_asked():
    left, right = (
        {"schema": "Company", "properties": {"name": [name]}}
        for name in (
            "εμπορική εταιρεία Roshan",
            "Szevasztopoli Tengeri Kereskedelmi Kikötő Állami Vállalat",
        )
    )
    assert compare(left, right).score < DEFAULT_THRESHOLD
