"""A party field of an MT message, by its option.

Options as in the public field definitions of the SWIFT user handbook: A a code of a bank,
D and K lines of name and address, F numbered lines, no letter as K.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ostraka.payments.model import BODY, PERSON, Party, Said
from ostraka.payments.mt import Field
from ostraka.payments.roles import Role
from ostraka.record.countries import country_code, is_country

#: Code of a bank (ISO 9362).
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
#: Code of a party identifier of option F → property; those of a bank's own customers
#: (`CUST`, `EMPL`) name nobody elsewhere.
_IDENTIFIERS = {
    "ARNU": "idNumber",
    "CCPT": "passportNumber",
    "DRLC": "idNumber",
    "NIDN": "idNumber",
    "SOSE": "socialSecurityNumber",
    "TXID": "taxNumber",
}
_NUMBERED = re.compile(r"([1-8])/(.*)")
#: What the lines of option F say by their numbers.
_NAME, _STREET, _TOWN, _BORN, _NATIONAL, _MORE = "1", "2", "3", "4", "7", "8"
#: A line of 35 signs is full: what follows may still be the name.
_FULL = 33


def read_party(field: Field, role: Role) -> Party | None:
    """Return the party of a field; None if it has only an account or a place.

    Args:
        field: The field.
        role: Who stands there.
    """
    lines = [
        Said(text, f"{field.path}/{number}")
        for number, text in enumerate(field.lines, start=1)
        if text.strip()
    ]
    if field.option == "F":
        return _numbered_party(field, lines, role)
    if lines and lines[0].text.startswith("/"):
        lines = lines[1:]  # an account, a clearing code
    if not lines:
        return None
    if len(lines) == 1 and BIC.fullmatch(lines[0].text.strip()):
        code = {"swiftBic": (lines[0],)}
        return Party(role.name, field.path, (BODY,), (), code)
    names, rest = _name_lines(lines)
    facts = _where(rest)
    return Party(role.name, field.path, role.kinds, names, facts, tuple(lines[1:]))


def _name_lines(lines: list[Said]) -> tuple[tuple[Said, ...], list[Said]]:
    """Return the name, and the lines behind it: a full line goes on in the next."""
    first, *rest = lines
    if len(first.text) < _FULL or not rest or any(map(str.isdigit, rest[0].text)):
        return (first,), rest
    joined = Said(f"{first.text} {rest[0].text}", first.path)
    return (joined, first), rest[1:]


def _where(lines: list[Said]) -> Mapping[str, tuple[Said, ...]]:
    """Return the address and its country, where the last line ends with one."""
    if not lines:
        return {}
    facts = {"address": (_joined(lines, ", "),)}
    last = lines[-1]
    for part in (last.text, re.split(r"[,\s/]+", last.text.strip())[-1]):
        code = country_code(part.strip(" ,./")) if len(part) > 1 else None
        if code is not None:
            facts["country"] = (Said(code, last.path),)
            break
    return facts


def _joined(lines: Iterable[Said], by: str) -> Said:
    first, *rest = lines
    return Said(by.join([first.text, *(said.text for said in rest)]), first.path)


def _numbered_party(field: Field, lines: list[Said], role: Role) -> Party | None:
    """Return the party of option F: every line says what it is by its number."""
    parts = _by_number(lines)
    names = parts.get(_NAME, [])
    if len(names) > 1:  # the name goes on in the next line of its number
        names = [_joined(names, " "), names[0]]
    facts = _numbered_facts(parts)
    if not names and not facts:
        return None
    is_person = "birthDate" in facts and PERSON in role.kinds
    return Party(
        role=role.name,
        path=field.path,
        kinds=(PERSON,) if is_person else role.kinds,
        names=tuple(names),
        facts={prop: tuple(values) for prop, values in facts.items()},
        lines=(*parts.get(_STREET, ()), *parts.get(_MORE, ())),
    )


def _by_number(lines: Iterable[Said]) -> dict[str, list[Said]]:
    """Return what the lines say by their number; `""` is the identifier before them."""
    parts: dict[str, list[Said]] = {}
    number = ""
    for said in lines:
        found = _NUMBERED.match(said.text)
        if found is not None:
            number = found[1]
        text = said.text if found is None else found[2]
        parts.setdefault(number, []).append(Said(text, said.path))
    return parts


def _numbered_facts(parts: Mapping[str, list[Said]]) -> dict[str, list[Said]]:
    facts: dict[str, list[Said]] = {}

    def add(prop: str, text: str, said: Said) -> None:
        facts.setdefault(prop, []).append(Said(text, said.path))

    for said in parts.get("", ()):  # `CCPT/IR/A1234567`; an account starts with `/`
        code, _, rest = said.text.partition("/")
        if code in _IDENTIFIERS and "/" in rest:
            add(_IDENTIFIERS[code], rest.rpartition("/")[2], said)
            _add_country(rest, said, facts)
    address = [*parts.get(_STREET, ()), *parts.get(_TOWN, ())]
    if address:
        facts["address"] = [_joined(address, ", ")]
    for said in parts.get(_TOWN, ()):  # `IR/TEHRAN`
        _add_country(said.text, said, facts)
    for said in parts.get(_BORN, ()):
        day = said.text.strip()
        if len(day) == 8 and day.isdigit():
            add("birthDate", f"{day[:4]}-{day[4:6]}-{day[6:]}", said)
    for said in parts.get(_NATIONAL, ()):  # `IR/0012345678`
        add("idNumber", said.text.rpartition("/")[2].strip(), said)
    return facts


def _add_country(text: str, said: Said, facts: dict[str, list[Said]]) -> None:
    code = text.partition("/")[0].strip()
    if len(code) == 2 and is_country(code.lower()):
        facts.setdefault("country", []).append(Said(code, said.path))
