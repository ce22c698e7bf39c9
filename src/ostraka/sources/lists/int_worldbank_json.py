"""World Bank: firms and individuals barred from its contracts, JSON.

One object with 45 fields for each record.  The name field also carries titles, other
names ("A.K.A. … ALSO D.B.A. …") and the number of a footnote (`*161`), and so does
ADD_SUPP_INFO.  A record stays in the file for a while after its debarment has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.countries import is_country
from ostraka.record.model import Entity
from ostraka.sources.endings import have_ended
from ostraka.sources.json_records import read_records
from ostraka.sources.name_cells import split_bilingual, split_other_names
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row

_SCHEMATA = {"F": "Company", "C": "Company", "I": "Person", "U": "LegalEntity"}
_NO_END = "2999-12-31"
#: Of the bank's own systems: who typed and checked a record and when, its ids of
#: other vendor systems (always 0), flags of its workflow, and codes that repeat
#: SUPP_ELIG_STAT and INELIGIBLY_STATUS.
_IGNORED = (
    "MANDT LEGACY_FLG UN_SUPP_FLG INELIG_FLG DEBAR_TYPE AML_ENTR_IND CRIS_SUPP_ID "
    "CRPD_MATCH CRPD_STAT ELIG_STAT CREATE_USER CREATE_DATE CREATE_TIME UPD_USER "
    "UPD_TIME CREATE_USER_NAME UPD_USER_NAME REGISTER PARENT RECHK_IND"
)
_ADDRESS = (
    "SUPP_ADDR", "SUPP_CITY", "SUPP_STATE_CODE", "SUPP_ZIP_CODE", "SUPP_POST_CODE",
    "SUPP_PROV_NAME",
)  # fmt: skip
_FOOTNOTE = re.compile(r"\*\s*(\d+(?:\s*(?:,|and|\*)\s*\*?\s*\d+)*)\.?")
_TITLE = re.compile(r"^(?:(MR|MRS|MS|DR|PROF)\b\.?|M/S\.?|MESSRS\.?)\s+", re.IGNORECASE)
_SCRIPT = re.compile(r"[^\x00-\u024f\u1e00-\u206f（）]")
_GROUP = re.compile(r"[(（]((?:[^()（）]|[(（][^()（）]*[)）])*)[)）]?")
_SENTENCE = re.compile(r"\s+(?:as of|as a successor|effective)\b.*$", re.IGNORECASE)
#: What a number in brackets is, in the order they are tried.
_NUMBERS = (
    ("taxNumber", re.compile(r"^(?:TIN|Tax (?:Registration|ID)|CNPJ)\b(?: No\.?)?[\s:]*(.+)$", re.IGNORECASE)),
    ("idNumber", re.compile(r"^(?:National )?ID\b(?: No\.?)?[\s:]*(.+)$", re.IGNORECASE)),
    ("registrationNumber", re.compile(r"^(?:China Business )?Reg(?:istration)?\b[.,]?\s*(?:No|Number|#)?[\s.:;,]*(?:No\b)?[\s.:]*(.+)$", re.IGNORECASE)),
    ("registrationNumber", re.compile(r"^Unified Number[\s:]*(.+)$", re.IGNORECASE)),
    ("uscCode", re.compile(r"^(?:China )?Unified Social Credit Code[\s:]*(.+)$", re.IGNORECASE)),
    ("registrationNumber", re.compile(r"^([0-9A-Z]{18})$")),
)  # fmt: skip


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a JSON file with the bank's array."""
    return "main" if b'"ZPROCSUPP"' in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their debarments."""
    records = read_records(
        reading, name="World Bank JSON", path=("response", "ZPROCSUPP")
    )
    days = [str(record.get("LAST_REFRESH_DATE") or "")[:10] for record in records]
    reading.published = max(days, default="") or None
    for number, record in enumerate(records, start=1):
        cells = {k: "" if v is None else str(v) for k, v in record.items()}
        yield from _read_record(reading, Row(f"record {number}", cells))


def _read_record(reading: Reading, row: Row) -> Iterator[Entity]:
    key = row.take("SUPP_ID")
    kind = row.take("SUPP_TYPE_CODE") or "U"
    name = row.take("SUPP_NAME")
    if key is None or name is None or kind not in _SCHEMATA:
        reading.refuse(row.where, f"no SUPP_ID or SUPP_NAME, or type {kind!r}")
        return
    row.where = f"SUPP_ID {key}"
    party = reading.entity(_SCHEMATA[kind], key)
    info = row.take("ADD_SUPP_INFO")
    _names(party, name, info or "")
    _acronyms(party, row)
    if info is not None:
        _information(party, info)
    _address(reading, party, row)
    party.add("dunsCode", row.take("DNB_ID"))
    for column in ("DNB_PAR_ID", "DNB_ULTM_ID"):
        text = row.take(column)
        party.add("notes", f"{column}: {text}" if text else None)
    party.add("registrationNumber", row.take("REGISTER_ID"))
    sanction = _debarment(reading, party, row, key)
    for note in _FOOTNOTE.findall(f"{name} {info or ''}"):
        sanction.add("summary", f"Footnote {note}")
    yield party
    yield sanction
    row.ignore("LAST_REFRESH_DATE", *_IGNORED.split())
    row.done(reading)


def _names(party: Entity, name: str, info: str) -> None:
    """Add the names of SUPP_NAME, without titles and footnotes.

    A record of another name only ("A.K.A. X") has the main name in ADD_SUPP_INFO.
    """
    head, others = split_other_names(_FOOTNOTE.sub("", name).strip(" ,;"))
    main = _FOOTNOTE.sub("", info).strip(" ,;")
    if not head and others and main and not main.startswith("("):
        _add_name(party, "name", main, info)
    elif not head and others:
        _add_name(party, "name", others[0].text, name)
    for part, prop in zip(_halves(head), ("name", "alias"), strict=False):
        _add_scripts(party, prop, part, name)
    for other in others:
        _add_name(party, other.prop, other.text, name)
    # A name is cut at 80 letters; the whole may stand in the other field.
    if head and len(main) > len(head) and main.casefold().startswith(head.casefold()):
        party.add("alias", main, original=info)


def _halves(text: str) -> list[str]:
    """Split "A INC./B INC." in two, where the first half ends like a whole name."""
    left, slash, right = text.partition("/")
    ends_whole = left.rstrip().endswith(".") or " / " in text
    if slash and "/" not in right and ends_whole and " " in left and " " in right:
        return [left.strip(), right.strip()]
    return split_bilingual(text) if " / " in text else [text]


def _add_scripts(party: Entity, prop: str, text: str, original: str) -> None:
    """Add a name, and what stands behind it in brackets in another script."""
    found = _GROUP.search(text)
    if found and _SCRIPT.search(found[1]) and not _SCRIPT.search(text[: found.start()]):
        _add_name(party, prop, text[: found.start()], original)
        party.add("alias", found[1].strip(), original=original)
    else:
        _add_name(party, prop, text, original)


def _add_name(party: Entity, prop: str, text: str, original: str) -> None:
    text = text.strip(" ,;")
    while title := _TITLE.match(text):
        if title[1] and party.schema.is_a("Person"):
            party.add("title", title[1].capitalize(), original=original)
        text = text[title.end() :]
    party.add(prop, _SENTENCE.sub("", text), original=original)


def _acronyms(party: Entity, row: Row) -> None:
    """Add the forms in SUPP_PRE_ACRN and SUPP_POST_ACRN: `PT`, `LTD`, or a title."""
    before, after = row.take("SUPP_PRE_ACRN"), row.take("SUPP_POST_ACRN")
    name = party.first("name")
    whole = " ".join(part for part in (before, name, after) if part)
    if whole != name:
        party.add("notes", f"Name as registered: {whole}")
        if before is None or not _TITLE.match(f"{before} "):
            party.add("alias", whole)


def _information(party: Entity, info: str) -> None:
    """Add what ADD_SUPP_INFO holds: numbers, names in other scripts, other names."""
    text = _FOOTNOTE.sub("", info).strip(" ,;")
    rest = _GROUP.sub("", text).strip(" ,;")
    for group in _GROUP.findall(text):
        for piece in re.split(r";\s*", group):
            if not _add_piece(party, piece.strip(), info):
                party.add("notes", f"Additional information: {info}")
    if rest and not _add_piece(party, rest, info) and rest not in party.texts("name"):
        party.add("notes", f"Additional information: {info}")


def _add_piece(party: Entity, piece: str, info: str) -> bool:
    """Add one piece of information; tell whether it was understood."""
    for prop, pattern in _NUMBERS:
        number = pattern.match(piece)
        if number is not None:
            return party.add(prop, number[1].strip(), original=info)
    head, others = split_other_names(piece)
    if others and not head:
        for other in others:
            _add_name(party, other.prop, other.text, info)
        return True
    if _SCRIPT.search(piece):
        return party.add("alias", piece, original=info)
    return False


def _address(reading: Reading, party: Entity, row: Row) -> None:
    code, country = row.take("LAND1"), row.take("COUNTRY_NAME")
    parts = [row.take(column) for column in _ADDRESS]
    party.add("address", ", ".join(p for p in (*parts, country) if p))
    if code is not None and is_country(code.lower()):
        party.add("country", code.lower(), original=country)
    else:
        reading.add_country(party, "country", row.where, country or code)


def _debarment(reading: Reading, party: Entity, row: Row, key: str) -> Entity:
    sanction = reading.sanction(party)
    sanction.add("authorityId", key)
    # `X-DEBARRED`: barred because another development bank did so.
    sanction.add("program", row.take("SUPP_ELIG_STAT"))
    sanction.add("reason", row.take("DEBAR_REASON"))
    sanction.add("status", row.take("INELIGIBLY_STATUS"))
    start, end = row.take("DEBAR_FROM_DATE"), row.take("DEBAR_TO_DATE")
    reading.add_date(sanction, "startDate", row.where, start)
    if end == _NO_END:
        sanction.add("summary", f"No end ({_NO_END})")
    else:
        reading.add_date(sanction, "endDate", row.where, end)
    if have_ended(reading, [sanction]):
        reading.ended.add(party.id)
    updated = row.take("UPD_DATE")
    reading.add_date(
        sanction, "modifiedAt", row.where, updated[:10] if updated else None
    )
    return sanction


FORMAT = Format(name="int_worldbank_json", sniff=sniff, read=read)
