"""Names in one cell: where they are split, and where they are left alone."""

import pytest

from ostraka.sources.name_cells import (
    is_legal_form,
    split_bilingual,
    split_names,
    split_other_names,
)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Иван Тестов; Ivan Testoff", ["Иван Тестов", "Ivan Testoff"]),
        ("Ivan One Test, Ivan Two Test", ["Ivan One Test", "Ivan Two Test"]),
        ("Ivan, Iwan", ["Ivan", "Iwan"]),
        # "Surname, Given" and "Given or Given Surname" are one name.
        ("Testov, Ivan Petrovich", ["Testov, Ivan Petrovich"]),
        ("Katya or Katerina Testova", ["Katya or Katerina Testova"]),
        ("Anna P. Testova or Anna P. Probina", ["Anna P. Testova", "Anna P. Probina"]),
        ("Ali Test Two and Aly Test Three Arabic: علي", ["Ali Test Two", "Aly Test Three", "علي"]),
        ("(Анна ТЕСТ / Ганна ТЕСТ", ["Анна ТЕСТ", "Ганна ТЕСТ"]),
        ("also Andrey Test", ["Andrey Test"]),
        ("Nik or Nikolai / Vas or Vasil Test", ["Nik or Nikolai / Vas or Vasil Test"]),
    ],
)  # fmt: skip
def test_names_of_a_person(cell: str, names: list[str]):
    assert [part.text for part in split_names(cell, is_person=True)] == names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Test Holdings Pte. Ltd., Test Limited", ["Test Holdings Pte. Ltd.", "Test Limited"]),
        ("Test Trading Co., Ltd.", ["Test Trading Co., Ltd."]),
        ("Test, Inc., Probe", ["Test, Inc.", "Probe"]),
        ("Завод «Тест», АО or ООО Тест", ["Завод «Тест», АО", "ООО Тест"]),
        ("Министерство образования, науки и спорта", ["Министерство образования, науки и спорта"]),
        ("Army of Tests, the Test", ["Army of Tests", "the Test"]),
        ("Bank for Trials and Tests", ["Bank for Trials and Tests"]),
        ("Проба Тест and АО Тест", ["Проба Тест", "АО Тест"]),
        ("Test Corps/Corps de test", ["Test Corps", "Corps de test"]),
        ("DHKP/C", ["DHKP/C"]),
        ("Test Mills (Hmaw/Pyi/Ywama)", ["Test Mills (Hmaw/Pyi/Ywama)"]),
        ('Бюро "Проба, тест", Тест', ['Бюро "Проба, тест"', "Тест"]),
        ("Минобороны Беларуси)", ["Минобороны Беларуси"]),
    ],
)  # fmt: skip
def test_names_of_a_body(cell: str, names: list[str]):
    assert [part.text for part in split_names(cell, is_person=False)] == names


def test_labels_give_the_language():
    parts = split_names("Belarussian: Тэст, Russian : Тест", is_person=False)
    assert [(p.text, p.lang) for p in parts] == [("Тэст", "bel"), ("Тест", "rus")]
    # A word with a colon that is no language belongs to the name.
    (part,) = split_names("Test: Probe", is_person=False)
    assert (part.text, part.lang) == ("Test: Probe", None)


@pytest.mark.parametrize(
    ("text", "head", "others"),
    [
        ("TEST INC. D/B/A PROBE", "TEST INC.", [("alias", "PROBE")]),
        ("TEST (f/k/a Old Test Co., Ltd.)", "TEST", [("previousName", "Old Test Co., Ltd.")]),
        ("A.K.A. ONE TEST, ALSO D.B.A. TWO TEST", "", [("alias", "ONE TEST"), ("alias", "TWO TEST")]),
        ("TEST, formerly known as PROBE (UK) LTD", "TEST", [("previousName", "PROBE (UK) LTD")]),
        ("AKADEMIA TEST", "AKADEMIA TEST", []),
        ("THE UNKNOWN ASSOCIATION", "THE UNKNOWN ASSOCIATION", []),
    ],
)  # fmt: skip
def test_words_that_introduce_another_name(text, head, others):
    found_head, parts = split_other_names(text)
    assert found_head == head
    assert [(part.prop, part.text) for part in parts] == others


def test_bilingual_names_need_two_whole_names():
    assert split_bilingual("Test Corps/Corps de test") == [
        "Test Corps",
        "Corps de test",
    ]
    assert split_bilingual("DHKP/C") == ["DHKP/C"]
    assert split_bilingual("A B/C D/E F") == ["A B/C D/E F"]


def test_legal_forms():
    assert is_legal_form(" Co., Ltd.")
    assert is_legal_form("ООО")
    assert not is_legal_form("Test Ltd")
