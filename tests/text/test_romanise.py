import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostraka.text.fold import fold
from ostraka.text.romanise import romanise

ROOT = Path(__file__).parents[2]


def latin(text):
    return " ".join(romanise(word) for word in fold(text).split())


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        ("قاسم", "qasem"),
        ("محمدرضا گل‌محمدی", "mohammadreza gul mohammadi"),
        ("القادري", "al qadri"),
        ("الياس", "elias"),
        ("عبدالزرزور", "abdzarzur"),
        ("عارض", "aarad"),
        ("زرزره", "zarzarah"),
        ("نزيه", "nazih"),
        ("9η Ταξιαρχία", "9 taxiarchia"),
        ("27я бригада", "27 brigada"),
        ("Сергей Щукин", "sergey shchukin"),
        ("Володимир Їжак", "volodimir izhak"),
        ("Αλέξανδρος Παππούς", "alexandros pappous"),
        ("דניאל כהן", "daniel cohen"),
        ("김정철", "kim jong chol"),
        ("王小明", "wang xiaoming"),
        ("上海海欣物流有限公司", "shanghai haixin logistics ltd"),
        ("გიორგი", "giorgi"),
        ("Արմեն", "armen"),
        ("ハインツ", "haintsu"),
    ],
)
def test_scripts_are_read_as_lists_print_them(native, expected):
    assert latin(native) == expected


@given(st.text(max_size=40))
def test_the_result_is_plain_latin(text):
    written = latin(text)
    assert written.isascii()
    assert all(c.isalnum() or c == " " for c in written)


@pytest.mark.parametrize("tool", ["build_words.py", "build_romanise.py"])
def test_generated_tables_are_up_to_date(tool):
    out = ROOT / "src/ostraka/text/data" / f"{tool[6:-3]}.json"
    before = out.read_bytes()
    subprocess.run([sys.executable, ROOT / "tools" / tool], check=True)
    assert out.read_bytes() == before
