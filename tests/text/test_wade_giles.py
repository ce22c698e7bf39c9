"""Chinese names in the spelling of Wade and Giles."""

import pytest

from ostraka.text.wade_giles import as_pinyin


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("mao tse tung", ("mao", "zedong")),
        ("teng hsiao ping", ("deng", "xiaoping")),
        ("hsu ching", ("xu", "jing")),
        ("chang hsueh liang", ("zhang", "xueliang")),
        ("sun tzu", ("sun", "zi")),
        ("li tsung jen", ("li", "zongren")),
    ],
)
def test_a_name_is_read_as_pinyin(name, meant):
    assert meant in as_pinyin(name.split())


@pytest.mark.parametrize(
    "name",
    [
        "xi jinping",  # Pinyin
        "kim yong chol",  # Korean
        "nguyen van tien",
        "li ping",  # nothing tells which of the two it is
        "chien",
        "ali hsu bin chang",
    ],
)
def test_a_name_that_nothing_marks_is_left_alone(name):
    assert as_pinyin(name.split()) == ()
