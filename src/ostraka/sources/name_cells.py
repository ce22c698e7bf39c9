"""Several names in one cell: found where the separators are plain, else left as one.

Publishers put "English/French", "A, B; C", "X (formerly known as Y)" and "Russian: …"
into a single field.  A comma may as well belong to a name ("Acme Co., Ltd.",
"Surname, Given"): when in doubt the whole text stays one name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Legal forms (and suffixes of persons) that follow a comma without beginning another
#: name; compared without dots, blanks and case.
_FORMS = """
ab ac ag ao as bv cjsc co cocorp coltd company corp corporation eirl ev fsue fze fzco
fzllc gmbh gmbhcokg inc incorporated jsc jvc kft kg lda limited limitada llc llp lp ltd
ltda mbh mchj mmc nv oao ojsc ooo oy oyj pao pc pjs pjsc plc pte pteltd ptltd pty ptyltd
pvt pvtltd sa sac sacv sadecv sae sal sap sarl sarlu sas sau sdnbhd se sl slu spa spol
sprl spzoo srl srls sro trust zao ао ооо пао оао зао сао мк фгуп фгбу нпо нко ано ип
jr sr ii iii iv esq md phd
"""
_LEGAL_FORMS = frozenset(_FORMS.split())
#: Labels in front of a name, and the language they stand for.
_LANGUAGES = {
    "arabic": "ara", "armenian": "hye", "belarusian": "bel", "belarussian": "bel",
    "burmese": "mya", "chinese": "zho", "dari": "prs", "english": "eng",
    "farsi": "fas", "french": "fra", "georgian": "kat", "hebrew": "heb",
    "japanese": "jpn", "korean": "kor", "pashto": "pus", "persian": "fas",
    "portuguese": "por", "russian": "rus", "serbian": "srp", "spanish": "spa",
    "tigrinya": "tir", "turkish": "tur", "ukrainian": "ukr", "urdu": "urd",
}  # fmt: skip
_LABEL = re.compile(r"[\s,;(]*\b([A-Z][a-z]+)\s?:\s*")
_FILLER = re.compile(
    r"^(?:(?:also(?: known as)?|a\.?k\.?a\.?|alias(?:es)?|and|or|et)\b[.:]?\s+)+",
    re.IGNORECASE,
)
_TRAILER = re.compile(r"\s+AKA$")
_WORD = re.compile(r"\s+(?:and|or)\s+")
_AND = re.compile(r"\s+and\s+")
_OR = re.compile(r"\s+or\s+")
_SLASH = re.compile(r"\s/\s?|\s?/\s")
_ARTICLES = ("the ", "al-", "al ", "el-", "el ", "l'", "l’", "or ", "and ", "a.k.a")
_MARKS = "\"'()[]«»“”‘’"
_LAST_LATIN = "\u024f"
_OPENING = "([«“"
_CLOSING = ")]»”"

#: Words that introduce another name of the same party, and what kind of name it is.
_MARKER = re.compile(
    r"""[\s,;(]*(?<![\w.])(?:
        (?P<former>f\.?/?k\.?/?a\.?(?=[\s:\[])
          |(?:formerly|previously)(?:\s+(?:known|operating|doing\s+business|listed)\s+as
             |\s+d\.?/?b\.?/?a\.?(?=\s))?
          |name\s+change(?:d)?\s+from)
       |(?:(?:also|now|currently|and)\s+)*(?:a\.?/?k\.?/?a\.?(?=[\s:])|d\.?/?b\.?/?a\.?(?=[\s:])
          |known\s+as|(?:also\s+)?doing\s+business\s+(?:as|under))
       |also(?=\s+m[rs]s?\.)
    )[:\s]+""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class NamePart:
    """One name out of a cell.

    Attributes:
        text: The name.
        prop: `alias` or `previousName`, as the words around it say.
        lang: ISO 639-3, where a label says so.
    """

    text: str
    prop: str = "alias"
    lang: str | None = None


def split_names(cell: str, *, is_person: bool) -> list[NamePart]:
    """Split a cell of other names into the names it holds.

    Args:
        cell: `A, B Co., Ltd.; Russian: В or Г`.
        is_person: Whether they are names of a person: "Surname, Given" is then one
            name and "and" stands between two.
    """
    found: list[NamePart] = []
    for label, section in _sections(" ".join(cell.split())):
        for piece in section.split(";"):
            for part in _split_piece(piece, is_person=is_person):
                name = _tidy(part)
                if name and NamePart(name, lang=label) not in found:
                    found.append(NamePart(name, lang=label))
    return found


def split_bilingual(text: str) -> list[str]:
    """Split "English name/French name" in two, if a single slash stands between them.

    A slash inside brackets, or beside a word of one or two letters, is part of the name.
    """
    places = [i for i in _outside(text) if text[i] == "/"]
    if len(places) == 1:
        halves = [text[: places[0]].strip(), text[places[0] + 1 :].strip()]
        if all(" " in half for half in halves) or _SLASH.search(text):
            return halves
    return [text]


def split_other_names(text: str) -> tuple[str, list[NamePart]]:
    """Split "X (formerly known as Y), d/b/a Z" into X and the other names.

    Returns:
        What stands before the first such word (it may be empty), and the names.
    """
    marks = list(_MARKER.finditer(text))
    if not marks:
        return text.strip(), []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts: list[NamePart] = []
    for mark, end in zip(marks, ends, strict=True):
        prop = "previousName" if mark["former"] else "alias"
        told = text[mark.end() : end].strip()
        if "(" in mark[0]:
            told = told.removesuffix(")")
        parts += [
            NamePart(part.text, prop)
            for part in split_names(told.strip("[] "), is_person=False)
        ]
    return text[: marks[0].start()].strip(" ,;("), parts


def is_legal_form(text: str) -> bool:
    """Tell whether `text` is nothing but a legal form (`Co., Ltd.`, `S.A.`, `ООО`)."""
    return re.sub(r"[\W_]+", "", text.casefold()) in _LEGAL_FORMS


def _sections(cell: str) -> list[tuple[str | None, str]]:
    """Cut a cell at labels of languages: `[(None, "A,"), ("rus", "Б")]`."""
    sections: list[tuple[str | None, str]] = []
    label: str | None = None
    start = 0
    for found in _LABEL.finditer(cell):
        lang = _LANGUAGES.get(found[1].lower())
        if lang is None:
            continue
        sections.append((label, cell[start : found.start()]))
        label, start = lang, found.end()
    sections.append((label, cell[start:]))
    return sections


def _split_piece(piece: str, *, is_person: bool) -> list[str]:
    if is_person and _SLASH.search(piece) and _OR.search(piece):
        # "Nikolay or Nikolai / Vasilievich or Vasilyevich X": parts, not names.
        halves = [piece]
    else:
        halves = _SLASH.split(piece)
    parts: list[str] = []
    for half in halves:
        if is_person:
            named = [
                p
                for part in _split_commas(half, is_person=True)
                for p in _split_words(part, is_person=True)
            ]
        else:
            named = [
                p
                for part in _split_words(half, is_person=False)
                for p in _split_commas(part, is_person=False)
            ]
        parts += [p for part in named for p in _split_slash(part, is_person=is_person)]
    return parts


def _split_slash(part: str, *, is_person: bool) -> list[str]:
    if is_person and part.count("/") == 1 and not part.isascii():
        return part.split("/")
    return [part] if is_person else split_bilingual(part)


def _split_words(part: str, *, is_person: bool) -> list[str]:
    """Split at "and" and "or" where they stand between two whole names."""
    spared = _split_between_scripts(part)
    if len(spared) > 1 and (not is_person or all(" " in p.strip() for p in spared)):
        return spared
    if not is_person:
        return _OR.split(part)
    names = _AND.split(part)
    if len(names) > 1:
        return names
    names = _OR.split(part)
    # "Katsiaryna or Katerina Smuschkovich" is one name with two given names.
    same_initial = len({name.strip()[:1] for name in names}) == 1
    if all(len(n.split()) > (1 if same_initial else 2) for n in names):
        return names
    return [part]


def _split_between_scripts(part: str) -> list[str]:
    """Split at an English "and" or "or" between letters that are not Latin."""
    pieces: list[str] = []
    start = 0
    for word in _WORD.finditer(part):
        before = part[: word.start()].rstrip(_MARKS)[-1:]
        after = part[word.end() :].lstrip(_MARKS)[:1]
        if before > _LAST_LATIN and after > _LAST_LATIN:
            pieces.append(part[start : word.start()])
            start = word.end()
    return [*pieces, part[start:]]


def _split_commas(text: str, *, is_person: bool) -> list[str]:
    places = [i for i in _outside(text) if text[i] == ","]
    pieces: list[str] = []
    start = 0
    for place in [*places, len(text)]:
        piece = text[start:place]
        if pieces and _continues(pieces[-1], piece):
            pieces[-1] = f"{pieces[-1]},{piece}"
        else:
            pieces.append(piece)
        start = place + 1
    if (
        is_person
        and len(pieces) == 2
        and len(pieces[0].split()) == 1
        and len(pieces[1].split()) > 1
    ):
        # "Surname, Given Names" cannot be told from "Nickname, Given Surname".
        return [text]
    return pieces


def _continues(before: str, piece: str) -> bool:
    """Tell whether a piece after a comma belongs to the name before it."""
    text = piece.strip()
    if not text or is_legal_form(text) or is_legal_form(before):
        return True
    if text[0].isdigit():
        return True
    return text[0].islower() and not text.lower().startswith(_ARTICLES)


def _outside(text: str) -> list[int]:
    """Return the positions outside brackets and quotation marks.

    Marks without a partner count as plain characters.
    """
    depth = 0
    places: list[int] = []
    straight = text.count('"') % 2 == 0
    quoted = False
    for place, char in enumerate(text):
        if char in _OPENING and _closes(text, place):
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == '"' and straight:
            quoted = not quoted
        elif not depth and not quoted:
            places.append(place)
    return places


def _closes(text: str, place: int) -> bool:
    return _CLOSING[_OPENING.index(text[place])] in text[place:]


def _tidy(name: str) -> str:
    """Drop fillers, and brackets without a partner or around the whole."""
    name = _TRAILER.sub("", _FILLER.sub("", name.strip(" ,;")))
    name = name.strip(" ,;")
    if name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        name = name[1:-1]
    if name.count("(") != name.count(")"):
        name = name.strip("()") if name.count("(") + name.count(")") == 1 else name
    return name.strip()
