"""Ways in which names differ and are one name, and ways in which they must not."""

import pytest

from ostraka.screen import DEFAULT_THRESHOLD, compare
from ostraka.screen.features import FEATURES, name_figures
from ostraka.screen.names import (
    block_of,
    pair_words,
)
from ostraka.screen.word_tables import word_table
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import read_name

COLUMN = {name: place for place, (name, _, _) in enumerate(FEATURES)}


def figures(asked, known, kind="person"):
    """Return the figures of two names, by their names."""
    (ours,), (theirs,) = read_name(asked, kind)[:1], read_name(known, kind)[:1]
    block = block_of([theirs.words], [LEGAL_FORMS.index(theirs.legal)])
    table = word_table(ours.words, block.words, kind)
    row = name_figures(
        ours.words, ours.legal, block, table, pair_words(table, block.grid)
    )
    return {name: row[0, place] for name, place in COLUMN.items()}


def score(asked, known, schema="Person"):
    left, right = (
        {"schema": schema, "properties": {"name": [name]}} for name in (asked, known)
    )
    return compare(left, right).score


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Ali Nouri", "Ali Ashraf Nouri"),
        ("Muhammad Nasr", "Muhammad Sayyah NASR"),
        ("Сергей Петров", "Sergey Valeriyevich PETROV"),
    ],
)
def test_a_name_without_its_middle_name_is_shown(asked, known):
    assert figures(asked, known)["middle"] == 1
    assert score(asked, known) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Ali Ashraf", "Ali Ashraf Nouri"),
        ("Ashraf Nouri", "Ali Ashraf Nouri"),
        ("Ali Nouri", "Ali Ashraf Hasan Nouri"),
        ("Nouri Ali", "Ali Ashraf Nouri"),
    ],
)
def test_a_first_or_last_name_that_is_missing_is_no_middle_name(asked, known):
    assert figures(asked, known)["middle"] == 0


def test_a_name_too_common_to_tell_is_not_shown_without_its_middle_name():
    assert score("Mohamed Ali", "Mohamed Mire Ali") < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known", "kind"),
    [
        ("Ali Waanus", "Ali Wanus", "person"),
        ("Hannibol", "Hannibal", "person"),
        ("Janan Agah Hotzk", "Janan Agah Hotek", "person"),
        ("Glenmore plc", "Glencore plc", "body"),
        ("Sencora, Inc.", "Cencora, Inc.", "body"),
        ("JPMorgon Chace & Co.", "JPMorgan Chase & Co.", "body"),
    ],
)
def test_a_wrong_letter_in_a_word_few_bear_is_a_slip(asked, known, kind):
    assert figures(asked, known, kind)["slip"] == 1
    schema = "Person" if kind == "person" else "Company"
    assert score(asked, known, schema) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known", "kind"),
    [
        ("Harry Page", "Larry Page", "person"),  # another first letter
        ("Maria Petrova", "Marina Petrova", "person"),  # a name many bear
        ("Abdul Rehman", "Abdul Rahman", "person"),  # the only word, and many bear it
        ("Youssef Hatim", "Yusuf Hatum", "person"),  # beside a variant
        ("Ali Wan", "Ali Wang", "person"),  # too short to tell
        ("Miras", "Miran LLC", "body"),  # short, and no legal form to confirm it
        ("Saibo Co., Ltd.", "Kaibo", "body"),
    ],
)
def test_another_name_is_no_slip(asked, known, kind):
    assert figures(asked, known, kind)["slip"] == 0


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Taha Yassin Ramadan al-Mosuli", "Taha Yassin Ramadan al-Jizrawi"),
        ("Abdul Jalil Haqqani Mir Mohammad", "Abdul Jalil Haqqani Wali Mohammad"),
        ("Abdullahi Mohamed Mohamed Caddow", "Abdullahi Osman Mohamed Caddow"),
        ("Badran Turki Hishan al-Mazidih", "Akram Turki Hishan al-Mazidih"),
    ],
)
def test_a_chain_of_names_with_another_link_is_another_person(asked, known):
    assert figures(asked, known)["contradicted"] == 1
    assert score(asked, known) < DEFAULT_THRESHOLD


def test_names_joined_another_way_do_not_contradict():
    assert score("PolPot", "Pol Pot") >= DEFAULT_THRESHOLD
    assert score("JazMin", "Jaz Min", "Vessel") >= DEFAULT_THRESHOLD


def test_cousins_of_one_surname_are_not_told_by_the_surname_alone():
    """The words that tell are the same, but the given name of one is no name of the other."""
    assert score("Ahmad al-Ghamdi", "Uthman Ahmad Uthman al-Ghamdi") < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (
            "Industrial and Commercial Bank of Chad Limited",
            "Industrial and Commercial Bank of China Limited",
        ),
        (
            "Bowne Global Solutions II (Sweden) AB",
            "Bowne Global Solutions II (Finland) AB",
        ),
        ("Ansar al Charia Derna", "Ansar al Charia Benghazi"),
        ("Government of Estonia", "Government of Ethiopia"),
    ],
)
def test_bodies_of_two_places_are_two_bodies(asked, known):
    assert figures(asked, known, "body")["places"] == 1
    assert score(asked, known, "Organization") < DEFAULT_THRESHOLD


def test_one_place_named_more_than_once_or_on_one_side_is_no_other_place():
    assert figures("Bank Melli Iran, Dubai", "Bank Melli Iran", "body")["places"] == 0
    assert figures("VTB Bank Kiev", "VTB Bank (Kiev)", "body")["places"] == 0


def body(name, *others, **facts):
    names = {"name": [name], "alias": list(others)}
    return {"schema": "Organization", "properties": {**names, **facts}}


def test_branches_that_share_every_name_are_told_apart_by_their_countries():
    names = ("Al-Haramain Islamic Foundation", "Mu'assasat al-Haramain al-Khayriyya")
    kenya, bosnia = (body(*names, country=[code]) for code in ("ke", "ba"))
    assert compare(kenya, kenya).score >= DEFAULT_THRESHOLD
    assert compare(kenya, bosnia).score < DEFAULT_THRESHOLD


def test_sister_bodies_that_share_an_alias_are_told_apart_by_places_in_their_names():
    derna = body("Ansar al-Sharia", "Ansar al-Sharia Derna")
    benghazi = body("Ansar al-Sharia", "Ansar al-Sharia Benghazi")
    found = compare(derna, benghazi)
    assert found.score < DEFAULT_THRESHOLD
    assert "named after other places" in [f.detail for f in found.explanation]
    assert compare(derna, derna).score >= DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "known", "dropped"),
    [
        ("Zelmarka GmbH", "Zelmarka Trading GmbH", 1),
        ("Zelmarka GmbH", "Zelmarka Trading AG", 0),
        ("Zelmarka GmbH", "Zelmarka Ostrovik GmbH", 0),
        ("Zelmarka", "Zelmarka Trading", 0),
        ("Smith Ltd", "Smith Trading Ltd", 0),
    ],
)
def test_a_generic_word_may_be_left_out_beside_the_same_legal_form(
    asked, known, dropped
):
    assert figures(asked, known, "body")["dropped"] == dropped
    if dropped:
        assert score(asked, known, "Organization") >= DEFAULT_THRESHOLD
