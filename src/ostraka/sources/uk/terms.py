"""What British list texts mean: lists in a cell, countries, numbers, references.

The Foreign Office's UK Sanctions List and the Treasury's retired consolidated list were
written by the same hands; both readers share these rules.
"""

from __future__ import annotations

import codecs
import re

from ostraka.record.countries import country_code
from ostraka.record.dates import DateError, read_dates
from ostraka.sources.reader import Reading

_CHUNK = 1 << 20
_ITEM = re.compile(r"(?<![\w(])\(?(\d{1,2}|[a-z])\)", re.IGNORECASE)
_BETWEEN_ITEMS = frozenset({"", "-", "–", "to", "and", "na", "n/a"})
_NATIONALITY_WORDS = re.compile(
    r"\b(?:citizenships?|citizen|nationalit(?:y|ies)|nationals?|by birth|possibly|in)\b"
    r"|[().]",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]*\)?")
_NOW = re.compile(r"\b(?:now|currently)\s+([^()]+)", re.IGNORECASE)
_AND = re.compile(r",|/|;|\band\b", re.IGNORECASE)
_FALSE = re.compile(r"\b(?:false|fake|forged|fraud|stolen)", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 ./-]{0,31}")
_LEADING_NUMBER = re.compile(
    r"((?=[A-Z/.-]*\d|[A-Z]{1,4} \d)[A-Z0-9/.-]+(?: \d[\d-]*)*)(?![a-z])"
)
_LABELLED_NUMBER = re.compile(
    r"\b(?:no|number|nr)\b\.?(?: or id)?[\s:.]*([A-Z]{0,6}[ /-]?\d[\w/-]*)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"(?<![\w/.-])(?=[A-Z0-9/-]*\d{3})[A-Z0-9][A-Z0-9/-]{5,}\b")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_REGISTRATION = re.compile(
    r"\b(?P<label>INN|OGRN|OKPO|LEI|SWIFT(?:/BIC)?|BIC|TIN|USCC|Unified Social Credit Code"
    r"|Tax(?:payer)?(?: Identification)?(?: ID)?(?: No\.?| Number)?"
    r"|(?:Company |Business )?Registration (?:No\.?|Number))\b[\s:.,–—-]*"
    r"(?P<number>(?-i:(?=[A-Z]*\d)[A-Z0-9][A-Z0-9-]{4,}|[A-Z]{8}(?:[A-Z0-9]{3})?\b))",
    re.IGNORECASE,
)
_REGISTRATION_PROPERTIES = {
    "inn": "innCode",
    "ogrn": "ogrnCode",
    "okpo": "okpoCode",
    "lei": "leiCode",
    "bic": "swiftBic",
    "swift": "swiftBic",
    "swift/bic": "swiftBic",
    "uscc": "uscCode",
    "unified social credit code": "uscCode",
}
# Cited as UN Ref QDi.004, UN REF:QE.A.146.14, UN Ref.KPe 070, UN Ref E.29.I.11;
# also a number of today's form with nothing before it, at the start of the text.
_UN_NUMBER = r"(?:[A-Z]{2}[ie][. ]?\d{3}|[A-Z]{1,2}(?:\.(?:[A-Z]{1,3}|\d{1,3})\b){2,4})"
_UN_REFERENCE = re.compile(
    rf"(?:\bUN\s*Ref(?:erence)?\)?[\s.:]*({_UN_NUMBER})|\A([A-Z]{{2}}[ie]\.\d{{3}})\b)",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    rf"(?:(?:[A-Z]{{3}}\d{{4}}\b|{_UN_NUMBER})(?:[\s,;.]|and\b)*)+"
)
_REFERENCE = re.compile(rf"[A-Z]{{3}}\d{{4}}\b|{_UN_NUMBER}")
_UN_MODERN = re.compile(r"([A-Z]{2})([ie])[. ]?(\d{3})", re.IGNORECASE)


def split_list(text: str) -> list[str]:
    """Return the items of `(1) Tehran (2) Qom` or `a) X, b) Y`, or the text alone.

    Words before the first number belong to every item: `passport numbers (1) K04 (2) 48`.
    An item may be empty (`(1)-(2) Indonesia`) and then is left out.
    """
    marks: list[re.Match[str]] = []
    last = 0
    for mark in _ITEM.finditer(text):
        order = int(mark[1]) if mark[1].isdigit() else ord(mark[1].lower()) - 96
        if order > last and (marks or order == 1):
            marks.append(mark)
            last = order
    if len(marks) < 2:
        return [text]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        text[mark.end() : end].strip(" ,;.")
        for mark, end in zip(marks, ends, strict=True)
    ]
    lead = text[: marks[0].start()].strip(" :")
    kept = [item for item in items if item.lower() not in _BETWEEN_ITEMS]
    return [f"{lead} {item}" if lead else item for item in kept]


def country_codes(reading: Reading, text: str) -> list[str]:
    """Return the codes of the countries a text names, or none if it is unclear.

    Reads `Afghanistan (since 2009)`, `Syrian, Turkish`, `DRC and Belgian nationalities`,
    `Latakia Province, Syria`, `Moldavian SSR (now Republic of Moldova)`.
    """
    now = _NOW.search(text)
    if now is not None:
        code = _country(reading, now[1])
        return [code] if code else []
    plain = _REMARK.sub(" ", text)
    for attempt in (text, plain, _NATIONALITY_WORDS.sub(" ", plain)):
        code = _country(reading, attempt)
        if code:
            return [code]
    parts = [_NATIONALITY_WORDS.sub(" ", part) for part in _AND.split(plain)]
    codes = [_country(reading, part) for part in parts if part.strip()]
    if codes and all(codes):
        return list(dict.fromkeys(code for code in codes if code))
    return [codes[-1]] if codes and codes[-1] and "," in plain else []


def _country(reading: Reading, text: str) -> str | None:
    text = " ".join(text.split()).strip(" ,;.")
    special = reading.lookup("countries", text)
    return country_code(text) if special is None else special


def birth_date(text: str) -> str:
    """Return a date of birth with its marks for "unknown" as `read_dates` knows them."""
    return text.strip("'’ ").replace("--", "00")


def document_number(text: str) -> str | None:
    """Return the number in the description of an identity document, or None.

    Reads `D 000933 (Afghan) Issued in Kabul`, `British passport no.205939411`,
    `Pakistani 5430312277059`.
    """
    text = " ".join(text.split()).rstrip(" .,;")
    if _WHOLE_NUMBER.fullmatch(text):
        return text
    found = _LEADING_NUMBER.match(text) or _LABELLED_NUMBER.search(text)
    if found is not None and not _DAY.fullmatch(found[1]):
        return found[1].strip(" .,/-")
    for long in _LONG_NUMBER.finditer(text):
        if not _DAY.fullmatch(long[0]):
            return long[0]
    return None


def says_false(*texts: str | None) -> bool:
    """Tell whether a document is described as false, so that it identifies nobody."""
    return any(text is not None and _FALSE.search(text) for text in texts)


def registration_numbers(text: str) -> list[tuple[str, str]]:
    """Return the labelled numbers in a text, each with the property it belongs to."""
    found = []
    for match in _REGISTRATION.finditer(text):
        label = match["label"].lower()
        general = "registrationNumber" if "registration" in label else "taxNumber"
        found.append((_REGISTRATION_PROPERTIES.get(label, general), match["number"]))
    return found


def un_references(text: str) -> list[str]:
    """Return the permanent reference numbers of the UN that a remark begins to cite."""
    found = (match[1] or match[2] for match in _UN_REFERENCE.finditer(text))
    return list(dict.fromkeys(_UN_MODERN.sub(_modern, number) for number in found))


def take_references(text: str) -> tuple[list[str], str | None]:
    """Return the reference numbers a text begins with, and the words after them."""
    found = _REFERENCES.match(text)
    if found is None:
        return [], text or None
    numbers = [_UN_MODERN.sub(_modern, n) for n in _REFERENCE.findall(found[0])]
    return numbers, text[found.end() :].strip() or None


def _modern(match: re.Match[str]) -> str:
    """Write `KPe 070` and `QDI.333` as the UN does."""
    return f"{match[1].upper()}{match[2].lower()}.{match[3]}"


def report_day(reading: Reading, where: str, text: str | None) -> str | None:
    """Return the day a file states for itself.

    Raises:
        RefusedError: It states something that is no day.
    """
    if text is None:
        return None
    try:
        day = read_dates(text)
    except DateError as error:
        raise reading.stop(where, f"the date of the file: {error}") from error
    return day.start


def text_encoding(reading: Reading, role: str) -> str:
    """Return `utf-8-sig` if the whole file is UTF-8, else `cp1252`.

    The Treasury's file was cp1252 before it carried names in other scripts.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with reading.open(role) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"
