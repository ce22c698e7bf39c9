"""Names in other alphabets, and names cut at the end of a line, as they are written."""

import pytest

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import DEFAULT_THRESHOLD, Query, compare, search
from ostraka.screen.written import is_spelling_of


def score(asked, listed, schema="Person"):
    left, right = (
        {"schema": schema, "properties": {"name": [name]}} for name in (asked, listed)
    )
    return compare(left, right).score


@pytest.mark.parametrize(
    ("asked", "listed", "what"),
    [
        ("جويف سويد", "جوزيف سويد", "a letter left out"),
        ("جوزييف سويد", "جوزيف سويد", "a letter doubled"),
        ("جزويف سويد", "جوزيف سويد", "two letters swapped"),
        ("جوزيف سويe", "جوزيف سويد", "a key of another keyboard"),
        ("ناصرديب ترزي", "ناصر ديب ترزي", "two words joined"),
        ("ترزي مازن", "مازن ترزي", "another order"),
        ("אברהם גודברג", "אברהם גולדברג", "a letter left out in Hebrew"),
        ("Тимофей Зарубежый", "Тимофей Зарубежный", "a letter left out in Cyrillic"),
        ("ع.س. زیندشتی", "عباس سعید زیندشتی", "initials"),
    ],
)
def test_a_slip_in_another_alphabet_is_shown(asked, listed, what):
    assert score(asked, listed) >= DEFAULT_THRESHOLD, what


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("حسن سويد", "حسين سويد"), ("سعد محمودي", "سعيد محمودي"), ("김종은", "김정은")],
)
def test_a_name_that_others_bear_is_no_slip(asked, listed):
    assert score(asked, listed) < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "listed", "what"),
    [
        ("Nasirudfin Mirzakulov", "Nasiruddin Mirzakulov", "no Nasir al-Din"),
        ("Timur Aslanovih Gubzhev", "Timur Aslanovich Gubzhev", "no father's name"),
        ("Aleksandra Zoranauma Petrak", "Aleksandra Zoranauna Petrak", "nor this"),
        ("Abfulbari Tokhi", "Abdulbari Tokhi", "no Abd al-Bari"),
        ("Hizb Ullag Wardak", "Hizb Ullah Wardak", "no Hizbullah"),
    ],
)
def test_a_slip_that_stops_a_word_from_being_read_is_no_more_than_a_slip(
    asked, listed, what
):
    assert score(asked, listed) >= DEFAULT_THRESHOLD, what


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Saifuddin Mirzakulov", "Saifullah Mirzakulov"),
        ("Gulbadan Mirzakulov", "Gulbuddin Mirzakulov"),
    ],
)
def test_another_name_in_latin_letters_is_no_slip(asked, listed):
    assert score(asked, listed) < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "listed", "what"),
    [
        ("평양대성무역사", "평양대성무역회사", "a syllable left out"),
        ("上海星宇国国际物流", "上海星宇国际物流", "one too many"),
        ("上海宇星国际物流", "上海星宇国际物流", "two swapped"),
        ("上海星e国际物流", "上海星宇国际物流", "a key of another keyboard"),
    ],
)
def test_a_slip_in_a_bodys_name_in_syllables_is_shown(asked, listed, what):
    assert score(asked, listed, "Company") >= DEFAULT_THRESHOLD, what


def test_another_syllable_is_another_body():
    assert score("조선흑호무역회사", "조선백호무역회사", "Company") < DEFAULT_THRESHOLD


def test_a_name_cut_at_the_end_of_a_line_is_the_one_that_goes_on():
    listed = "LIMITED LIABILITY COMPANY ZARIA MAGISTRAL"
    assert score(listed[:35], listed, "Company") >= DEFAULT_THRESHOLD
    # Shorter, nothing says that it was cut.
    assert score(listed[:32], listed, "Company") < DEFAULT_THRESHOLD


def test_a_legal_form_that_was_cut_tells_nothing():
    listed = "OBSHCHESTVO S OGRANICHENNOY OTVETSTVENNOSTYU ZARIA"
    assert score(listed[:35], listed, "Company") < DEFAULT_THRESHOLD


def test_the_listed_name_in_the_script_asked_is_the_one_that_is_shown(tmp_path):
    names = ("Joseph Swade", "جوزيف سويد")
    facts = {"name": tuple(Fact(name, "list") for name in names)}
    party = Party("a", "Person", names[0], ("list",), (), facts, ())
    build_index([party], tmp_path / "index", manifest={})
    asked = Query.from_entity(
        {"schema": "Person", "properties": {"name": ["جويف سويد"]}}
    )
    (match,) = search(open_index(tmp_path / "index"), asked)
    assert match.explanation[0].candidate == names[1]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("محسن نیک ورز", "Mohsen NIKVARZ"),
        ("مسلمی سیاوش", "Siavash MOSLEMI"),
        ("جمال عكاشة", "Djamel Akkacha"),
        ("احمد فاضلیان", "Ahmad Fazelian"),
        ("دکتر سيد محمد حسيني", "Seyyed Mohammad HOSSEINI"),
        ("אילי פדרמן", "Eli FEDERMAN"),
    ],
)
def test_a_latin_spelling_of_a_name_without_vowels_is_shown(asked, listed):
    assert score(asked, listed) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("حسن فاضلیان", "Hossein Fazelian"),
        ("سالم فاضلیان", "Salman Fazelian"),
    ],
)
def test_what_no_letter_is_spelled_like_is_another_name(asked, listed):
    assert score(asked, listed) < DEFAULT_THRESHOLD


def test_titles_are_left_out_where_a_name_is_left():
    assert is_spelling_of("Mohammad HOSSEINI", "الشيخ محمد حسيني")
    assert is_spelling_of("Ahmad AL SAYYED", "احمد السيد")
    assert not is_spelling_of("Ahmad AL SAYYED", "احمد")
    assert not is_spelling_of("Mohammad SHEIKH", "الحاج محمد")


def test_a_spelling_is_told_to_be_one():
    left, right = (
        {"schema": "Person", "properties": {"name": [name]}}
        for name in ("محسن نیک ورز", "Mohsen NIKVARZ")
    )
    (name,) = compare(left, right).explanation
    assert name.detail == "a spelling of the name in Latin letters"


def test_a_spelling_is_found_on_a_list(tmp_path):
    name = Fact("Mohsen NIKVARZ", "d")
    party = Party("a", "Person", name.value, ("d",), (), {"name": (name,)}, ())
    build_index([party], tmp_path / "i", manifest={})
    query = Query.from_entity(
        {"schema": "Person", "properties": {"name": ["محسن نیک ورز"]}}
    )
    assert [m.entity_id for m in search(open_index(tmp_path / "i"), query)] == ["a"]
