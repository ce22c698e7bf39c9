"""In which letters a customer's text file is written: what a sample of it shows."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Latin code pages, the commonest first; Chinese, Korean; Japanese.
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
#: Other alphabets, each with the letters its names are in.
_BLOCKS = {
    "cp1255": ("\u0590", "\u05ff"),
    "cp1256": ("\u0600", "\u06ff"),
    "cp1253": ("\u0370", "\u03ff"),
    "cp1251": ("\u0400", "\u04ff"),
    "koi8_r": ("\u0400", "\u04ff"),
}
_WITHOUT_VOWELS = ("cp1255", "cp1256")
_VOWELS = frozenset("аеёиоуыэюяіїєαεηιουωάέήίόύώ")
_WIDE = ("gb18030", "cp949", "big5")
_JAPANESE = ("cp932", "gb18030")
_BETWEEN_WORDS = re.compile(r"[,;|\t/]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile(rb"[\x81-\x9f]")
#: Most bytes looked at closely.
_PART = 65536
_TURKISH = frozenset("çğıöşüÇĞİÖŞÜâîûÂÎÛ")
_ICELANDIC = frozenset("ÐÝÞðýþ")
#: Share of damaged words up to which a text may be in a code page of one byte a letter.
_DAMAGED = 0.5


def detect_encoding(sample: bytes) -> str:
    """Return the name of the encoding a sample is in; `cp1252` if nothing tells.

    A byte order mark decides, then UTF-8 (which other texts are not by chance, even if
    a few bytes of it are damaged), then UTF-16 by its zeros, then what reads best.
    """
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if sample.count(0) * 50 > len(sample):
        # Latin letters, digits and commas have a zero byte: before or behind them?
        behind = sample[1::2].count(0) > sample[::2].count(0)
        return "utf-16-le" if behind else "utf-16-be"
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    broken = sum("\udc80" <= c <= "\udcff" for c in text)
    whole = sum(c > "\x7f" for c in text) - broken
    return "utf-8" if broken * 2 <= whole else _code_page(sample)


def _code_page(sample: bytes) -> str:
    """Return the code page in which the fewest words look damaged."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    # A file may change its encoding: lines in UTF-8 say nothing of the others.
    others = [line for line in lines if not _is_utf8(line)]
    part = b"\n".join(others or lines)[:_PART]
    damage = {
        name: share
        for name in (*_LATIN, *_BLOCKS)
        if (share := _damage(part, name)) is not None
    }
    least = min(damage.values(), default=1.0)
    if least <= _DAMAGED:
        return _best_reading(part, [name for name, d in damage.items() if d == least])
    japanese = len(_CONTROLS.findall(part)) * 4 > sum(map(len, _HIGH.findall(part)))
    return _likeliest(part, _JAPANESE if japanese else _WIDE)[0]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _best_reading(part: bytes, names: list[str]) -> str:
    """Choose among code pages in which a text reads equally well."""
    latin = [name for name in names if name in _LATIN]
    if latin and latin[0] != "cp1252" and "cp1254" in latin:
        marks = {c for c in part.decode("cp1254") if not c.isascii()}
        if marks <= _TURKISH:
            return "cp1254"
    if latin:
        return next(name for name in _likeliest(part, _LATIN) if name in latin)
    if names[0] in _WITHOUT_VOWELS:
        return names[0]
    return max(names, key=lambda name: _vowels(part.decode(name)))


def _vowels(text: str) -> int:
    return sum(c in _VOWELS for c in text.lower())


def _likeliest(part: bytes, candidates: tuple[str, ...]) -> list[str]:
    """Return the candidates, the likeliest first; in their order if nothing tells."""
    # Imported here: only a file that is not UTF-8 pays for it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    found = {
        name: (match.chaos, -match.coherence)
        for match in from_bytes(part, cp_isolation=list(candidates))
        for name in match.could_be_from_charset
    }
    return sorted(candidates, key=lambda name: found.get(name, (1.0, 0.0)))


def _damage(part: bytes, encoding: str) -> float | None:
    """Return the share of words, among those not ASCII, that nobody writes so."""
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        return None
    words = [w.strip("-'’.\"()") for w in _BETWEEN_WORDS.sub(" ", text).split()]
    foreign = [word for word in words if len(word) > 1 and not word.isascii()]
    damaged = sum(_is_damaged(word, encoding) for word in foreign)
    return damaged / len(foreign) if foreign else 0.0


def _is_damaged(word: str, encoding: str) -> bool:
    """Tell whether a word has signs or capitals inside, or letters that do not go together."""
    marked = [c for c in word if not c.isascii()]
    if not all(c.isalpha() or c in "’‘ʼ·–" for c in marked):
        return True
    if encoding in _LATIN:
        # Hardly a plain letter; or Icelandic, where it will be Turkish.
        if len(word) > 2 and len(marked) * 5 > len(word) * 3:
            return True
        if encoding == "cp1252" and not _ICELANDIC.isdisjoint(marked):
            return True
    else:
        first, last = _BLOCKS[encoding]
        if not all(first <= c <= last for c in word if c.isalpha()):
            return True
    cased = any(c.isupper() or c.islower() for c in word)
    return cased and not (word.islower() or word.isupper() or word.istitle())
