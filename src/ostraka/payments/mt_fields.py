"""The fields of an MT message become payments: who stands where, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.payments.model import Party, Payment, Said, Text
from ostraka.payments.mt import Field, MtMessage
from ostraka.payments.mt_party import BIC, read_party
from ostraka.payments.roles import (
    CODED_PARTIES,
    FIELDS,
    INSTRUCTING_PARTY,
    NARRATIVES,
)

_AMOUNT = re.compile(r"(?:\d{6})?([A-Z]{3})([\d,]+)")
_CODE = re.compile(r"/([A-Z0-9]{2,8})/(.*)")
_LETTERS = 3


def read_message(message: MtMessage) -> Iterator[Payment]:
    """Yield the payments of a message: one, or for an MT101 or MT102 one for each.

    A message of several transactions says for all of them what stands before the first
    `:21:`.
    """
    groups = _transactions(message)
    for number, fields in enumerate(groups):
        is_batch = len(groups) > 1 and number == 0
        parties = [p for f in fields for p in _parties(f)]
        if number == 0:
            parties = [*_ends(message), *parties]
        texts = [t for f in fields for t in _texts(f)]
        parties += [p for f in fields for p in _coded_parties(f)]
        amount = next((a for f in fields if (a := _amount(f)) is not None), None)
        yield Payment(
            message=message.number,
            type=message.type,
            part="batch" if is_batch else "transaction",
            path=fields[0].path if fields else "",
            ids=_ids(message, fields, groups[0]),
            amount=None if amount is None else amount[1].replace(",", "."),
            currency=None if amount is None else amount[0],
            parties=tuple(parties),
            texts=tuple(texts),
            countries=tuple(sorted({c for p in parties for c in _countries(p)})),
        )


def _transactions(message: MtMessage) -> list[list[Field]]:
    """Divide the fields of a message of several transactions at each `:21:`."""
    if message.type[2:5] not in {"101", "102", "104", "107"}:
        return [list(message.fields)]
    groups: list[list[Field]] = [[]]
    for field in message.fields:
        if field.tag == "21" and field.option == "":
            groups.append([])
        groups[-1].append(field)
    return groups


def _ids(message: MtMessage, fields: list[Field], first: list[Field]) -> dict[str, str]:
    found = {}
    if "121" in message.headers:
        found["UETR"] = message.headers["121"]
    for field in [*fields, *first]:
        if field.tag in {"20", "21"} and field.lines[0]:
            found.setdefault(field.tag, field.lines[0])
    return found


def _amount(field: Field) -> tuple[str, str] | None:
    if field.tag not in {"32", "33"}:
        return None
    found = _AMOUNT.fullmatch(field.lines[0].strip())
    return None if found is None else (found[1], found[2].rstrip(","))


def _ends(message: MtMessage) -> Iterator[Party]:
    """Yield the banks that send and receive the message."""
    for role, code, path in (
        ("sender", message.sender, "{1:}"),
        ("receiver", message.receiver, "{2:}"),
    ):
        if code is not None:
            facts = {"swiftBic": (Said(code, path),)}
            yield Party(role, path, ("Organization",), (), facts)


def _parties(field: Field) -> Iterator[Party]:
    role = FIELDS.get(field.tag)
    if role is None:
        return
    if field.tag == "50" and field.option in {"C", "L"}:
        role = INSTRUCTING_PARTY
    party = read_party(field, role)
    if party is not None:
        yield party


def _coded_parties(field: Field) -> Iterator[Party]:
    """Yield the parties that stand behind a code in a narrative: `/ULTB/…`, `/INS/…`."""
    if field.tag not in {"70", "72"}:
        return
    for text, path in _coded_lines(field):
        found = _CODE.match(text)
        role = None if found is None else CODED_PARTIES.get(found[1])
        if found is None or role is None or not found[2].strip():
            continue
        said = Said(found[2].strip(), path)
        if BIC.fullmatch(said.text):
            facts = {"swiftBic": (said,)}
            yield Party(role.name, path, ("Organization",), (), facts)
        else:
            yield Party(role.name, path, role.kinds, (said,))


def _coded_lines(field: Field) -> Iterator[tuple[str, str]]:
    """Yield the lines of a narrative with what `//` goes on with."""
    kept, path = "", ""
    for number, line in enumerate(field.lines, start=1):
        if line.startswith("//") and kept:
            kept += f" {line[2:].strip()}"
            continue
        if kept:
            yield kept, path
        kept, path = line.strip(), f"{field.path}/{number}"
    if kept:
        yield kept, path


def _texts(field: Field) -> Iterator[Text]:
    """Yield the text of a narrative in one, since a name may go over a line's end."""
    role = NARRATIVES.get(field.tag)
    if role is None:
        return
    lines = [line.removeprefix("//") for line in field.lines]
    text = "\n".join(line for line in lines if line.strip())
    if sum(map(str.isalpha, text)) >= _LETTERS:
        yield Text(role, Said(text, field.path))


def _countries(party: Party) -> Iterator[str]:
    for said in party.facts.get("country", ()):
        yield said.text.lower()
    for said in party.facts.get("swiftBic", ()):
        yield said.text.strip()[4:6].lower()
