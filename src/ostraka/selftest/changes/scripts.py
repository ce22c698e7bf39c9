"""Names written in Latin letters by another table: Arabic, Persian, Russian, Chinese, Korean.

The tables are those that offices use; each name is changed by one of them, at most once
in a word.  They are for testing: what a name may be is told by `ostraka.text`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from ostraka.text.script import scripts_in

Pairs = Sequence[tuple[str, str]]

#: Other ways to write Arabic: vowels, dh and z, the ending -ah, doubled letters.
_ARABIC: Pairs = (
    ("ou", "u"), ("u", "o"), ("o", "u"), ("ei", "ai"), ("ay", "ai"), ("dh", "z"), ("q", "k"),
    ("gh", "g"), ("ah", "a"), ("aa", "a"), ("ee", "i"), ("ss", "s"), ("mm", "m"), ("y", "i"),
    ("kh", "h"), ("j", "dj"), ("e", "a"),
)  # fmt: skip
#: The article before a sun letter is spoken, and often written, as that letter.
_SUN = re.compile(r"\b[aA]l[- ](?=(sh|th|dh|[dnrstz])[a-z])", re.IGNORECASE)
#: Other ways to write Persian.
_PERSIAN: Pairs = (
    ("gh", "q"), ("q", "gh"), ("v", "w"), ("w", "v"), ("ee", "i"), ("oo", "ou"), ("ou", "u"),
    ("zh", "j"), ("kh", "x"), ("zadeh", "zade"), ("zade", "zadeh"), ("ey", "ei"), ("y", "i"),
)  # fmt: skip
#: Cyrillic letters as BGN/PCGN, ISO 9 (simplified), ICAO 9303, German and French have them.
_BGN = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)) | {
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ь": "", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
_CYRILLIC: tuple[Mapping[str, str], ...] = (
    _BGN,
    _BGN | {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "й": "j", "ю": "ju", "я": "ja", "ё": "e"},
    _BGN | {"й": "i", "ё": "e", "щ": "shch", "ъ": "ie", "ю": "iu", "я": "ia"},
    _BGN | {"в": "w", "ж": "sch", "з": "s", "й": "j", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja"},
    _BGN | {"ж": "j", "ч": "tch", "ш": "ch", "щ": "chtch", "у": "ou", "ю": "iou", "я": "ia"},
)  # fmt: skip
#: Pinyin beginnings as Wade-Giles has them; others are the same.
_WADE_GILES: Pairs = (
    ("zh", "ch"), ("ch", "ch'"), ("q", "ch'"), ("x", "hs"), ("j", "ch"), ("z", "ts"),
    ("c", "ts'"), ("b", "p"), ("d", "t"), ("g", "k"), ("r", "j"), ("p", "p'"), ("t", "t'"),
    ("k", "k'"),
)  # fmt: skip
#: A syllable of Pinyin; an n or ng before a vowel begins the next one: Quan-guo.
_PINYIN = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:(?:iang|iong|uang|[aeio]ng|ian|uan|[aeiu]n)(?![aeiou])"
    r"|iao|uai|[ae]i|ao|ou|i[aeu]|u[aoie]|er|[aoeiuv])"
)
#: Korean surnames and syllables: Revised Romanisation, McCune-Reischauer, what people use.
_HANGUL: Pairs = (
    ("Lee", "Ri"), ("Ri", "Rhee"), ("Yi", "Lee"), ("Park", "Pak"), ("Pak", "Park"), ("Choe", "Choi"),
    ("Choi", "Ch'oe"), ("Jong", "Chong"), ("Chong", "Jung"), ("Jon", "Chon"), ("Jang", "Chang"),
    ("Chang", "Jang"), ("Yong", "Young"), ("Chol", "Chul"), ("Hyon", "Hyun"), ("Hyok", "Hyuk"),
    ("Sung", "Song"), ("Song", "Sung"), ("Kang", "Gang"), ("Kim", "Gim"), ("Jin", "Chin"), ("U", "Woo"),
    ("Myong", "Myung"), ("Il", "Ill"), ("Ryong", "Yong"), ("Ro", "Noh"), ("Im", "Lim"), ("Jo", "Cho"),
)  # fmt: skip


def translit_arabic(name: str, chance: random.Random) -> str | None:
    """Write an Arabic name as another office would."""
    if _SUN.search(name) and chance.random() < 0.5:
        return _SUN.sub(lambda found: f"A{found[1].lower()}-", name, count=1)
    return _by_pairs(name, chance, _ARABIC)


def translit_persian(name: str, chance: random.Random) -> str | None:
    """Write a Persian name as another office would."""
    return _by_pairs(name, chance, _PERSIAN)


def translit_cyrillic(name: str, chance: random.Random) -> str | None:
    """Write a Cyrillic name in Latin letters by one of five published tables."""
    if scripts_in(name) != {"Cyrillic"}:
        return None
    table = chance.choice(_CYRILLIC)
    return "".join(table.get(letter, letter) for letter in name.lower()).title()


def translit_han(name: str, chance: random.Random) -> str | None:
    """Write a Pinyin name in Wade-Giles, or its given name joined or apart."""
    words = name.split()
    parts = [_PINYIN.findall(word.lower()) for word in words]
    if not 2 <= len(words) <= 3 or any(
        "".join(found) != word.lower() for found, word in zip(parts, words, strict=True)
    ):
        return None
    if chance.random() < 0.5 and len(words) == 3:
        return f"{words[0]} {words[1]}{words[2].lower()}"
    written = ["-".join(map(_wade_giles, found)) for found in parts]
    told = " ".join(word.capitalize() for word in written)
    return told if told != name else None


def translit_hangul(name: str, chance: random.Random) -> str | None:
    """Write a Korean name by another table."""
    words = name.split()
    fitting = [
        (n, new)
        for n, word in enumerate(words)
        for old, new in _HANGUL
        if word.lower() == old.lower()
    ]
    if not fitting or not 2 <= len(words) <= 3:
        return None
    at, new = chance.choice(fitting)
    return " ".join([*words[:at], new, *words[at + 1 :]])


def _wade_giles(syllable: str) -> str:
    for old, new in _WADE_GILES:
        if syllable.startswith(old):
            return new + syllable[len(old) :]
    return syllable


def _by_pairs(name: str, chance: random.Random, pairs: Pairs) -> str | None:
    """Change one place of each word where a pair fits, in at most two words."""
    if not name.isascii():
        return None
    words = name.split()
    long = [n for n, word in enumerate(words) if len(word) >= 4]
    changed = False
    for at in chance.sample(long, min(2, len(long))):
        word = words[at].lower()
        fitting = [pair for pair in pairs if pair[0] in word[1:]]
        if fitting:
            old, new = chance.choice(fitting)
            place = word.index(old, 1)
            words[at] = words[at][:place] + new + words[at][place + len(old) :]
            changed = True
    return " ".join(words) if changed else None
