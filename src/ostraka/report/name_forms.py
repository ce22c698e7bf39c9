"""The forms in which a report may write a listed name: without article, legal form or patronymic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.report.tokens import fold_words
from ostraka.report.words import ARTICLES, SMALL_WORDS
from ostraka.text.words import known_words

_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[A-Z][A-Z0-9-]{2,9})\)$")
_SEVERAL = re.compile(r"\s+/\s+|\s*;\s*|(?<=\w\w\w)/(?=\w\w\w)")
_PATRONYMIC = re.compile(
    r"(?:[oeya]vich|[oeyu]v[iy]č|[oy]vych|[oe]vna|[oe]wna|ivna|[ое]вич|[ое]вна)$",
    re.IGNORECASE,
)
#: Frequent surnames of Korea, China and Vietnam, which stand before the given name.
_EAST_ASIAN = frozenset(
    [
        "kim", "ri", "lee", "rhee", "yi", "pak", "park", "choe", "choi", "jong", "jung",
        "chong", "kang", "jang", "chang", "cho", "jo", "yun", "yoon", "han", "im", "lim",
        "rim", "o", "oh", "so", "seo", "sin", "shin", "kwon", "hwang", "an", "ahn", "song",
        "yu", "ryu", "hong", "mun", "moon", "paek", "nam", "no", "ro", "ho", "hyon", "ju",
        "tong", "li", "wang", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu",
        "xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang", "zheng",
        "xie", "tang", "feng", "deng", "cao", "peng", "zeng", "xiao", "tian", "dong", "pan",
        "yuan", "cai", "jiang", "yu", "du", "ye", "cheng", "wei", "su", "lu", "ding", "ren",
        "shen", "yao", "xi", "nguyen", "tran", "le", "pham", "hoang", "phan", "vu", "vo",
        "dang", "bui", "ngo",
    ]
)  # fmt: skip
_GIVEN = frozenset({1, 2})


def bare_name(text: str) -> str:
    """Return a name as published without an abbreviation in brackets behind it."""
    found = _IN_BRACKETS.match(text)
    return found["name"] if found else text


def strip_article(words: list[str]) -> list[str]:
    """Drop articles at the head of a name: a text may have others there, or none."""
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return words


def strip_legal_form(words: list[str]) -> list[str]:
    """Drop `Ltd`, `OOO` … at the end of a body's name, which texts leave out."""
    known = known_words()
    for length in range(min(known.longest_form, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in known.legal_forms:
            return words[:-length]
    return words


def fits_abbreviation(short: str, words: list[str], leave_out: frozenset[str]) -> bool:
    """Tell whether a short form can stand for a name by its initials.

    Every word that carries meaning gives its initial, in order, at most one letter of
    the short form is from elsewhere (`MOIS`: Ministry of Intelligence and Security).

    Args:
        short: The short form.
        words: The folded words of the name.
        leave_out: Words whose initials need not be there, e.g. `iranian`.
    """
    letters = "".join(c for c in short.casefold() if c.isalnum())
    initials = [w[0] for w in words if w not in SMALL_WORDS and w not in leave_out]
    if not initials or initials[0] != letters[0] or len(initials) < len(letters) - 1:
        return False
    rest = iter(letters)
    return all(initial in rest for initial in initials)


def forms_of(kind: str, text: str, *, is_person: bool) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a text may write a name as published."""
    if is_person:
        last, comma, first = text.partition(",")
        whole = f"{first} {last}" if comma and "," not in first else text
        yield from ((kind, form) for form in dict.fromkeys((text, whole)))
        if (short := _without_patronymic(whole)) is not None:
            yield kind, short
        if (turned := _surname_first(whole)) is not None:
            yield kind, turned
        return
    if not ("(" in text or "/" in text or ";" in text):
        yield kind, text
        return
    parts = [part for part in _SEVERAL.split(text) if " " in part.strip()]
    for part in parts if len(parts) > 1 else [text]:
        found = _IN_BRACKETS.match(part.strip())
        if found and fits_abbreviation(
            found["short"], fold_words(found["name"]), frozenset()
        ):
            yield kind, found["name"]
            yield "abbreviation", found["short"]
        else:
            yield kind, part


def _surname_first(name: str) -> str | None:
    """Return `Kim Jong Un` of `Jong Un KIM`: where the surname comes first, texts keep it."""
    *given, last = name.split()
    east = last.casefold() in _EAST_ASIAN and len(given) in _GIVEN
    return " ".join([last, *given]) if east else None


def _without_patronymic(name: str) -> str | None:
    """Return given name and surname of a name that has a patronymic: texts leave it out."""
    words = name.split()
    places = [i for i, word in enumerate(words) if _PATRONYMIC.search(word)]
    if len(words) != 3 or len(places) != 1:
        return None
    if places == [1]:
        return f"{words[0]} {words[2]}"
    return f"{words[1]} {words[0]}" if places == [2] else None
