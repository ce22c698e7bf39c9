"""A name taken apart: its words in Latin letters, the telling and the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ostraka.text.fold import fold
from ostraka.text.romanise import romanise
from ostraka.text.words import known_words

#: More telling words than this say nothing more about who is meant.
MOST_WORDS = 14
#: Longest word that is compared; what follows is cut off.
LONGEST_WORD = 32
#: Longest text that is looked at.
LONGEST_TEXT = 1000
#: Classes of legal forms; the first is "none stated".
LEGAL_FORMS = ("", "limited", "stock", "other")
#: Legal forms people write without a blank, and the least letters of a name before one.
STICKING_FORMS = ("ojsc", "pjsc", "jsc", "llc", "ltd", "gmbh", "plc", "inc", "ag")
LEAST_STUCK = 5
# What payment messages put before a name.
_PAYMENT = re.compile(
    r"^\s*(?:for (?:further )?credit to|in favou?r of|payment to|beneficiary|by order of)"
    r"[:\s]+",
    re.IGNORECASE,
)
# A short form in brackets at the end: "LORD'S RESISTANCE ARMY (LRA)".
_BRACKET = re.compile(r"(.{4,}?)\s*\((\S[^()]{1,30})\)\s*")

# The second half of Fath Allah, which most write as one word: Fathollah.
_OF_GOD = frozenset({"allah", "ullah", "ollah"})
_SON = re.compile("(.{3,}?)[oeauiyj]{1,3}[vw][iy](?:t?s?ch|tj|c|cz|tsh?|t?s|tz|g)")
_DAUGHTER = re.compile("(.{3,}?)[oeauiyj]{1,3}(?:[vwu]n|chn)a")
_DIN = re.compile("(.{2,}?)(?:u[dl]|ou[dl]|e[dl]|o[dl]|a[dl])?(?<=[dl])d(?:ine?|een)")


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way to read a name.

    Attributes:
        folded: The name in its own script, folded.
        words: Its telling words in the letters a-z and digits.
        legal: Class of its legal form, or `""`.
    """

    folded: str
    words: tuple[str, ...]
    legal: str = ""

    @property
    def joined(self) -> str:
        """The name without its blanks: names joined and split are one."""
        return self.folded.replace(" ", "")


@lru_cache(maxsize=65536)
def read_name(text: str, kind: str = "person") -> tuple[NameForm, ...]:
    """Return the ways to read a name, the likeliest first; none if it has no letter.

    Args:
        text: The name as written.
        kind: `person` or `body`: what may be left out differs.
    """
    text = _once(_PAYMENT.sub("", text[:LONGEST_TEXT]))
    parts = _parts(text) if kind == "body" else (text,)
    forms = (form for part in parts for form in _read(part, kind))
    return tuple({form.words: form for form in forms}.values())


def _once(text: str) -> str:
    """Return a name that is given twice in a row once."""
    words = text.split()
    half, odd = divmod(len(words), 2)
    if half and not odd and words[:half] == words[half:]:
        return " ".join(words[:half])
    return text


def _parts(text: str) -> tuple[str, ...]:
    """Return `NAME` and `ACRONYM` of "NAME (ACRONYM)", `A` and `B` of "A ; B"."""
    parts = [part for part in text.split(";") if part.strip()]
    found: list[str] = []
    for part in parts:
        bracket = _BRACKET.fullmatch(part)
        if bracket is None:
            found.append(part)
        else:
            found.extend(bracket.groups())
    return tuple(found) or (text,)


def _read(text: str, kind: str) -> Iterator[NameForm]:
    folded = fold(text)
    latin = " ".join(map(romanise, folded.split()))
    words = _not_again(word[:LONGEST_WORD] for word in latin.split())
    if not words:
        return
    if kind == "person":
        yield NameForm(folded, tuple(_person_words(words)[:MOST_WORDS]))
        return
    telling, legal = _body_words(words)
    yield NameForm(folded, tuple(telling[:MOST_WORDS]), legal)
    if len(words) == 1:
        yield from _unstuck(folded, words[0])


def _not_again(words: Iterable[str]) -> list[str]:
    """Leave out a word that comes a third time: it tells nothing new."""
    seen: Counter[str] = Counter()
    kept = []
    for word in words:
        seen[word] += 1
        if seen[word] < 3:
            kept.append(word)
    return kept


def _unstuck(folded: str, word: str) -> Iterator[NameForm]:
    """Read a legal form that sticks to the only word: JSCARGUMENT, SiemensAG."""
    for form in STICKING_FORMS:
        rest = word.removesuffix(form)
        rest = word.removeprefix(form) if rest == word else rest
        if len(rest) >= LEAST_STUCK and rest != word:
            yield NameForm(folded, (rest,), known_words().legal_forms[form,])
            return


def _person_words(words: list[str]) -> list[str]:
    """Leave out titles and particles and join what makes one name."""
    known = known_words()
    kept: list[str] = []
    joining = False
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in known.joining and after and not joining:
            kept.append("abd" if word.startswith("abd") else word[:2] + "u")
            joining = True
        elif _is_article(word, after) or word in {"al", "el", "ul", "ol"}:
            continue
        elif joining or (word in _OF_GOD and kept):
            kept[-1] += word if joining else "ullah"
            joining = False
        elif word in known.titles or (word in known.particles and kept):
            continue
        elif word in known.endings and kept and not after:
            kept[-1] += word
        else:
            kept.extend(_of_faith(_compound(_father(word))))
    return kept or words


def _father(word: str) -> str:
    """Cut a patronymic to the father's name, so that the ending tells nothing.

    Viktorovich, Viktorovitj and Viktorowicz become `viktorvc`, the daughter's
    Viktorovna `viktorvn`.
    """
    for ending, short in ((_SON, "vc"), (_DAUGHTER, "vn")):
        found = ending.fullmatch(word)
        if found is not None:
            return found[1].rstrip("aeiouyj") + short
    return word


def _of_faith(word: str) -> tuple[str, ...]:
    """Part Nuruddin, Nureddine and Nouraldin as Nur al-Din is parted."""
    found = _DIN.fullmatch(word)
    return (found[1], "din") if found else (word,)


def _is_article(word: str, after: str) -> bool:
    return word in known_words().articles and after[:1] == word[1:2] != ""


def _compound(word: str) -> str:
    """Write Abdulrahman, Abdelrahman and Abdurrahman as one."""
    if not word.startswith("abd") or len(word) < 8 or word[3] not in "aeou":
        return word
    rest = word[4:]
    if rest[0] == "l" or rest[0] == rest[1]:
        rest = rest[1:]
    return "abd" + rest if len(rest) > 2 else word


def _body_words(words: list[str]) -> tuple[list[str], str]:
    """Leave out function words and legal forms, and tell the class of the form."""
    words = _join_letters(words)
    known = known_words()
    kept: list[str] = []
    legal = ""
    at = 0
    while at < len(words):
        size, form = _legal_form(words[at:])
        if size and len(words) > size:
            legal = form if legal in {"", "other"} else legal
            at += size
            continue
        if words[at] not in known.stop:
            kept.append(words[at])
        at += 1
    return (kept or words), legal


def _legal_form(words: Sequence[str]) -> tuple[int, str]:
    """Return how many words at the start are a legal form, and its class."""
    known = known_words()
    for size in range(min(known.longest_form, len(words)), 0, -1):
        form = known.legal_forms.get(tuple(words[:size]))
        if form is not None:
            return size, form
    return 0, ""


def _join_letters(words: list[str]) -> list[str]:
    """Write letters that stand alone side by side as one word: D.O.O. is DOO."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
        run = ""
        joined.append(word)
    return [*joined, run] if run else joined
