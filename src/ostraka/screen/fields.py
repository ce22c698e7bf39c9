"""What a row of a customer file says of a party, as FollowTheMoney has it.

What is impossible (31 February) is left out and is a fault of the row, which is screened
all the same; what is only not understood (a country nobody knows) is left out and
counted.  Only a row without a name or number cannot be screened.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ostraka.errors import UsageError
from ostraka.record.clean import clean_value
from ostraka.record.dates import DateError, birth_fault, is_no_birthday, tells_birth
from ostraka.record.schema import Property, find_schema, schema_names
from ostraka.screen.headings import (
    NAME_PARTS,
    field_properties,
    find_field,
    find_property,
    fold_heading,
    holds_several,
    known_fields,
)
from ostraka.screen.row_dates import read_date
from ostraka.text.name import LONGEST_TEXT

# One letter is not enough: `C` may be a company or a consumer.
_SCHEMATA = {
    "Person": "individual naturalperson human people privateperson",
    "Company": "corporate corporation business firm",
    "Organization": "organisation org entity body institution ngo",
    "LegalEntity": "unknown any party",
    "Vessel": "ship boat tanker",
    "Airplane": "aircraft plane",
}
#: What is written where there is no value, in the languages of customers' files.
_NOTHING = frozenset({
    "-", "--", "---", "–", "—", "?", "??", "???", ".", "x", "xx", "xxx", "n/a", "#n/a", "n.a.",
    "null", "none", "nan", "nil", "unknown", "unk", "unk.", "not known", "not available",
    "not provided", "not stated", "tbd", "0000-00-00", "00/00/0000", "00.00.0000", "<na>",
    "unbekannt", "unbek.", "keine angabe", "k.a.", "k. a.", "nicht bekannt", "ohne angabe",
    "inconnu", "inconnue", "non connu", "non renseigné", "non communiqué", "néant", "n.c.",
    "desconocido", "desconocida", "no consta", "sin datos", "no disponible", "s/d", "s.d.",
    "sconosciuto", "sconosciuta", "ignoto", "non noto", "non disponibile", "n.d.", "n/d",
    "desconhecido", "desconhecida", "não disponível", "não informado", "onbekend", "niet bekend",
    "nieznany", "nieznana", "nieznane", "brak", "brak danych", "bilinmiyor", "bilinmeyen", "yok",
    "okänd", "okänt", "ukendt", "ukjent", "tuntematon", "neznámý", "neznámé", "ismeretlen",
    "necunoscut", "necunoscută", "nepoznato", "непознат", "неизвестно", "неизвестен",
    "неизвестна", "не известно", "нет данных", "н/д", "невідомо", "невідомий", "немає даних",
    "άγνωστο", "άγνωστος", "غير معروف", "مجهول", "غير متوفر", "لا يوجد", "نامعلوم", "نامشخص",
    "ناشناس", "לא ידוע", "不详", "不詳", "未知", "无", "無", "不明", "なし", "불명", "미상", "없음",
})  # fmt: skip
#: Fields that hold names.
NAMES = frozenset({"name", "alias", "weak_alias", "previous_name", *NAME_PARTS})
_SEARCHED = frozenset({"name", "alias", "weakAlias", "previousName"})
_LETTER = re.compile(r"[^\W_]")
_JOINED = re.compile(r"[;|]")
#: No country has these signs in its name, as some have `&` and `and`.
_JOINED_COUNTRIES = re.compile(r"[;|/\n]")
_COUNTRIES = frozenset({"country", "nationality", "citizenship"})


class RowError(ValueError):
    """A row that cannot be screened, and why."""


class Fault(NamedTuple):
    """A value of a row that was left out since it cannot be.

    Attributes:
        field: Our name for what it was to be.
        text: The value.
        reason: What is wrong with it.
    """

    field: str
    text: str
    reason: str


class _Read(NamedTuple):
    """What a value says: as FollowTheMoney has it, or why it was left out.

    Attributes:
        values: What is meant.
        note: What is counted of one that was not understood.
        fault: What is wrong with one that cannot be.
    """

    values: tuple[str, ...] = ()
    note: str = ""
    fault: Fault | None = None


def entity_from_fields(fields: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Return a FollowTheMoney-shaped party from fields as a file's columns have them.

    Args:
        fields: `name`, `schema`, `birth_date`, `country`, `id_number` … with one value
            or several.

    Raises:
        UsageError: A field is unknown, or its value cannot be read.
    """
    values: dict[str, list[str]] = {}
    for key, given in fields.items():
        field = find_field(key)
        if field is None:
            raise UsageError(f"unknown field {key!r}; one of {known_fields()}")
        texts = [given] if isinstance(given, str) else [str(value) for value in given]
        values.setdefault(field, []).extend(texts)
    notes: Counter[str] = Counter()
    try:
        entity = make_entity(values, notes=notes)
    except RowError as error:
        raise UsageError(str(error)) from error
    if notes:
        raise UsageError("; ".join(notes))
    return entity


def make_entity(
    values: Mapping[str, Sequence[str]],
    *,
    month_first: bool = False,
    notes: Counter[str],
    faults: list[Fault] | None = None,
) -> dict[str, Any]:
    """Return the party a row describes.

    Args:
        values: The texts of each field.
        month_first: Read `02/03/1971` as 3 February.
        notes: Where values that are left out for being unknown are counted.
        faults: Where those that cannot be are kept: a date that never was, a schema
            there is not.  If None, they are raised.

    Raises:
        RowError: There is neither name nor number; without `faults`, also what would be
            one of them.
    """
    known = {f: kept for f, texts in values.items() if (kept := _texts(f, texts))}
    schema = _schema_name(known, notes, faults)
    properties: dict[str, list[str]] = {}
    for field, texts in known.items():
        name, spec = _target(schema, field)
        if name is None:
            continue
        found = texts
        if spec is not None:
            shown = [text[:LONGEST_TEXT] for text in texts]
            read = [_read(schema, field, text, month_first) for text in shown]
            found = [value for one in read for value in one.values]
            for one in read:
                _tell(one, notes, faults)
        if found:
            before = properties.get(name)
            if before or len(found) > 1:
                found = list(dict.fromkeys([*(before or ()), *found]))
            properties[name] = found
    if "name" not in properties:
        parts = [known[part][0] for part in NAME_PARTS if part in known]
        if parts:
            properties["name"] = [" ".join(parts)]
    if "name" not in properties and not _can_be_screened(properties):
        raise RowError("no name, and no identity number to look for")
    given = known.get("id")
    entity = {"id": given[0]} if given else {}
    return {**entity, "schema": schema, "properties": properties}


def _texts(field: str, texts: Sequence[str]) -> list[str]:
    """Return the values of a field's cells; a name must have a letter or digit."""
    if field in NAMES:
        return [text.strip() for text in texts if _LETTER.search(text)]
    if holds_several(field):
        joint = _JOINED_COUNTRIES if field in _COUNTRIES else _JOINED
        texts = [part for text in texts for part in joint.split(text)]
    found = [text.strip() for text in texts]
    return [text for text in found if text and text.casefold() not in _NOTHING]


@cache
def _target(schema: str, field: str) -> tuple[str | None, Property | None]:
    """Return the property a field becomes; with its rule if it is not taken as it is."""
    names = field_properties(schema, field)
    if not names:
        return None, None
    spec = find_schema(schema).properties.get(names[0]) or find_property(names[0])
    checked = spec is not None and (
        spec.type in {"date", "country", "gender"} or spec.format is not None
    )
    return names[0], spec if checked else None


def _not_understood(field: str, text: str) -> str:
    return f"{field} not understood: {text[:40]!r}"


def _tell(read: _Read, notes: Counter[str], faults: list[Fault] | None) -> None:
    """Count what was left out of a value, or keep its fault."""
    if read.note:
        notes[read.note] += 1
    if read.fault is not None:
        _fault(faults, read.fault)


def _fault(faults: list[Fault] | None, fault: Fault) -> None:
    """Keep a fault, or raise it where nobody keeps any."""
    if faults is None:
        raise RowError(fault.reason)
    faults.append(fault)


def _schema_name(
    known: Mapping[str, list[str]], notes: Counter[str], faults: list[Fault] | None
) -> str:
    """Return the schema a row states, or what its columns make sure it is."""
    for text in known.get("schema", ()):
        name = _schema_of(text)
        if name is not None:
            return name
        reason = f"schema: {text[:40]!r} is no kind of party"
        _fault(faults, Fault("schema", text, reason))
    for text in known.get("type", ()):
        name = _schema_of(text)
        if name is not None:
            return name
        notes[_not_understood("type", text)] += 1
    if known.get("birth_date") or known.get("birthDate") or known.get("gender"):
        return "Person"
    both = known.get("first_name") and known.get("last_name")
    return "Person" if both else "LegalEntity"


@lru_cache(maxsize=256)
def _schema_of(text: str) -> str | None:
    folded = fold_heading(text)
    for name in schema_names():
        if name.casefold() == folded and find_schema(name).is_party:
            return name
    return next((n for n, words in _SCHEMATA.items() if folded in words.split()), None)


@lru_cache(maxsize=65536)
def _read(schema: str, field: str, text: str, month_first: bool) -> _Read:
    """Return what a value says, as the property's rule has it.

    Days and countries come over and over.
    """
    _, spec = _target(schema, field)
    if spec is None:
        return _Read((text,))
    if spec.type != "date":
        value = clean_value(spec, text)
        return _Read((value,)) if value else _Read(note=_not_understood(field, text))
    try:
        dates = read_date(text, month_first=month_first)
        return _births(dates, field, text) if spec.name == "birthDate" else _Read(dates)
    except DateError as error:
        return _Read(fault=Fault(field, text, f"{spec.label.lower()}: {error}"))


def _births(dates: tuple[str, ...], field: str, text: str) -> _Read:
    """Return the dates on which somebody may be born.

    A filler is left out and counted: it would speak against the very party it is about.

    Raises:
        DateError: Nobody who is screened was born then.
    """
    kept = tuple([value for value in dates if tells_birth(value)])
    if kept or not dates:
        return _Read(kept)
    if any(map(is_no_birthday, dates)):
        return _Read(note=f"{field} stands for none: {text[:40]!r}")
    raise DateError(birth_fault(dates[0]))


def _can_be_screened(properties: Mapping[str, list[str]]) -> bool:
    if not _SEARCHED.isdisjoint(properties):
        return True
    found = (find_property(name) for name in properties)
    return any(spec is not None and spec.type == "identifier" for spec in found)
