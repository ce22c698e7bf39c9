import pytest

from ostraka.screen.fathers import father_rule


@pytest.mark.parametrize(
    ("asked", "known", "rule"),
    [
        (
            "Karim bin Yusuf al-Masri",
            "Yusuf bin Karim al-Masri",
            "father_and_child_swapped",
        ),
        ("Habib ben Mohamed Zari", "Habib ben Ahmed Zari", "father_differs"),
        ("Habib ben Mohamed Zari", "Habib bin Muhammad Zari", None),
        ("Habib Zari", "Habib bin Muhammad Zari", None),
        ("Oleg Viktorovich Taras", "Oleg Borisovich Taras", "father_differs"),
        ("Oleg Viktorovich Taras", "Oleh Viktorovych Taras", None),
        ("Oleg Alekseevich Taras", "Aleg Aljaksejevitj Taras", None),
        ("Oleg Taras", "Oleg Borisovich Taras", None),
        ("Oleg Fyodoeovich Taras", "Oleg Fyodorovich Taras", None),
        ("Oleg Konst antinovich Taras", "Oleg Konstantinovich Taras", None),
        ("Borisovich Oleg Tarasevich", "Oleg Borisovich Tarasevich", None),
    ],
)
def test_names_that_tell_of_another_father(asked, known, rule):
    assert father_rule(asked, known) == rule
