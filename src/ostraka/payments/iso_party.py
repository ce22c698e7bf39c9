"""One party of an ISO 20022 message: names, codes, birth, numbers and address.

The element names are those of PartyIdentification, BranchAndFinancialInstitution-
Identification and PostalAddress, in all their versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ostraka.payments.model import BODY, NUMBERS, PERSON, Party, Said
from ostraka.payments.roles import Role
from ostraka.payments.xml_stream import Element
from ostraka.record.countries import country_code

#: Code of the scheme of a number (ISO 20022 external code lists) → property.
_PERSON_SCHEMES = {
    "CCPT": "passportNumber",
    "SOSE": "socialSecurityNumber",
    "TXID": "taxNumber",
}
_BODY_SCHEMES = {"TXID": "taxNumber", "DUNS": "dunsCode"}
#: Schemes whose numbers are the bank's or the employer's own and name nobody elsewhere.
_OWN_NUMBERS = frozenset({"CUST", "BANK", "EMPL", "GS1G"})
_BICS = ("BICFI", "BIC", "AnyBIC", "BICOrBEI")
_CODES = {**dict.fromkeys(_BICS, "swiftBic"), "LEI": "leiCode"}
#: What stands between a role and its party where it may be of either kind.
CHOICES = frozenset({"Pty", "Agt", "FIId"})
#: Elements of an address that are read together as one.
_ADDRESS = ("Dept", "SubDept", "StrtNm", "BldgNb", "BldgNm", "Flr", "PstBx", "Room",
            "PstCd", "TwnNm", "TwnLctnNm", "DstrctNm", "CtrySubDvsn")  # fmt: skip
#: Elements of an address that may name somebody.
_LOOSE = frozenset({"AdrLine", "BldgNm", "Dept", "SubDept", "CareOf"})


def read_party(element: Element, role: Role) -> Party | None:
    """Return the party an element describes; None if it has neither name nor number."""
    inner = [element, *(c for c in element.children if c.name in CHOICES)]
    names = [said for part in inner for said in _names(part)]
    facts: dict[str, list[Said]] = {}
    for part in inner:
        for prop, said in _facts(part):
            facts.setdefault(prop, []).append(said)
    if not names and facts.keys().isdisjoint(NUMBERS):
        return None
    addresses = [a for part in inner for a in _addresses(part)]
    lines = (
        Said(line.text, line.path)
        for address in addresses
        for line in address.walk()
        if line.text and line.name in _LOOSE
    )
    return Party(
        role=role.name,
        path=element.path,
        kinds=_kinds(inner, role),
        names=tuple(names),
        facts={prop: tuple(said) for prop, said in facts.items()},
        lines=tuple(lines),
    )


def countries_in(elements: Iterable[Element]) -> tuple[str, ...]:
    """Return the codes of the countries that addresses and codes of banks name."""
    found = set()
    for top in elements:
        for element in top.walk():
            if element.name.startswith("Ctry") and len(element.text) == 2:
                found.add(element.text.lower())
            elif element.name in _BICS and len(element.text) >= 8:
                found.add(element.text[4:6].lower())
    return tuple(sorted(found))


def _names(part: Element) -> Iterator[Said]:
    for holder in (part, part.get("FinInstnId"), part.get("BrnchId")):
        for name in holder.all("Nm") if holder is not None else ():
            if name.text:
                yield Said(name.text, name.path)


def _kinds(inner: Iterable[Element], role: Role) -> tuple[str, ...]:
    """Return the kinds of party that can stand there, by what is said of it."""
    for part in inner:
        if part.get("FinInstnId") is not None:
            return (BODY,)
        if part.get("Id", "PrvtId") is not None and PERSON in role.kinds:
            return (PERSON,)
        body = part.get("Id", "OrgId")
        if body is not None and any(child.name in _CODES for child in body.children):
            return (BODY,)
    return role.kinds


def _facts(part: Element) -> Iterator[tuple[str, Said]]:
    body, private = part.get("Id", "OrgId"), part.get("Id", "PrvtId")
    for holder in (part.get("FinInstnId"), body, part.get("BrnchId")):
        for child in holder.children if holder is not None else ():
            if child.name in _CODES and child.text:
                yield _CODES[child.name], Said(child.text, child.path)
    yield from _numbers(body, _BODY_SCHEMES, "registrationNumber")
    yield from _numbers(private, _PERSON_SCHEMES, "idNumber")
    born = None if private is None else private.get("DtAndPlcOfBirth", "BirthDt")
    if born is not None and born.text:
        yield "birthDate", Said(born.text, born.path)
    yield from _countries(part)
    for address in _addresses(part):
        if (whole := _whole(address)) is not None:
            yield "address", whole


def _numbers(
    holder: Element | None, schemes: dict[str, str], otherwise: str
) -> Iterator[tuple[str, Said]]:
    for other in holder.all("Othr") if holder is not None else ():
        number, scheme = other.get("Id"), other.get("SchmeNm", "Cd")
        code = "" if scheme is None else scheme.text
        if number is not None and number.text and code not in _OWN_NUMBERS:
            yield schemes.get(code, otherwise), Said(number.text, number.path)


def _countries(part: Element) -> Iterator[tuple[str, Said]]:
    """Yield the countries a party is said to be of: where it lives, where it is."""
    found = [part.get("CtryOfRes"), *(a.get("Ctry") for a in _addresses(part))]
    for element in found:
        if element is not None and country_code(element.text) is not None:
            yield "country", Said(element.text, element.path)


def _addresses(part: Element) -> list[Element]:
    holders = (part, part.get("FinInstnId"), part.get("BrnchId"))
    return [a for h in holders if h is not None for a in h.all("PstlAdr")]


def _whole(address: Element) -> Said | None:
    """Return an address in one line, structured, in lines, or some of each."""
    parts = [part.text for name in _ADDRESS for part in address.all(name) if part.text]
    parts += [line.text for line in address.all("AdrLine") if line.text]
    return Said(", ".join(parts), address.path) if parts else None
