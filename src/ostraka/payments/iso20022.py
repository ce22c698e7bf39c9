"""Parts of an ISO 20022 message become payments: who stands where, and what is said.

Elements are known by their names, which all messages and versions share.  A name that
stands where no role is known is screened as any party: nothing with a name is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ostraka.payments.iso_party import CHOICES, countries_in, read_party
from ostraka.payments.model import Party, Payment, Said, Text
from ostraka.payments.roles import ACCOUNT_NAME, CONTACT, OTHER, TEXTS, Role, role_of
from ostraka.payments.xml_stream import Element, Part

#: References of a transaction, the one it is best known by first.
_IDS = ("UETR", "EndToEndId", "TxId", "InstrId", "OrgnlUETR", "OrgnlEndToEndId",
        "OrgnlTxId", "OrgnlInstrId", "AcctSvcrRef", "NtryRef", "PmtInfId", "MsgId",
        "BizMsgIdr")  # fmt: skip
#: Its amounts, that between the agents first.
_AMOUNTS = ("IntrBkSttlmAmt", "RtrdIntrBkSttlmAmt", "InstdAmt", "TxAmt", "Amt",
            "OrgnlIntrBkSttlmAmt", "TtlIntrBkSttlmAmt")  # fmt: skip
_LETTERS = 3
#: What `read_party` has read of a party.
_READ = frozenset({"Id", "PstlAdr", "FinInstnId", "BrnchId"})


def read_part(part: Part) -> Payment | None:
    """Return what a part says; None for the rest of a batch in which nobody is named."""
    parties: list[Party] = []
    texts: list[Text] = []
    for element in part.elements:
        for found in _find(element):
            if isinstance(found, Party):
                parties.append(found)
            else:
                texts.append(found)
    if not part.is_transaction and not parties and not texts:
        return None
    values = _first_values(part.elements)
    amount = next((values[name] for name in _AMOUNTS if name in values), None)
    return Payment(
        message=part.message,
        type=part.type,
        part="transaction" if part.is_transaction else "batch",
        path=part.path,
        ids={name: values[name].text for name in _IDS if name in values},
        amount=None if amount is None else amount.text,
        currency=None if amount is None else amount.attributes.get("Ccy"),
        parties=tuple(parties),
        texts=tuple(texts),
        countries=countries_in(part.elements),
    )


def _first_values(elements: Iterable[Element]) -> dict[str, Element]:
    """Return the first element of each name that has a text."""
    found: dict[str, Element] = {}
    for top in elements:
        for element in top.walk():
            if element.text and element.text != "NOTPROVIDED":
                found.setdefault(element.name, element)
    return found


def _find(element: Element, within: str = "") -> Iterator[Party | Text]:
    """Yield the parties and texts of an element and of all in it."""
    role = role_of(element.name) or _role_of_named(element, within)
    if role is not None and element.children:
        party = read_party(element, role)
        if party is not None:
            yield party
        yield from _rest(element, role.name)
        return
    if element.name == "Envlp":
        yield from _loose_texts(element)
        return
    said = _text(element)
    if said is not None:
        yield said
    for child in element.children:
        yield from _find(child, within)


def _rest(party: Element, within: str) -> Iterator[Party | Text]:
    """Yield who else is named inside a party: a contact, who authorised a tax."""
    for child in party.children:
        if child.name in CHOICES:
            yield from _rest(child, within)
        elif child.name not in _READ:
            yield from _find(child, within)


def _role_of_named(element: Element, within: str) -> Role | None:
    """Return the role of an element that has a name but none we know."""
    if element.get("Nm") is None:
        return None
    if element.name.endswith("Acct"):
        return ACCOUNT_NAME
    if element.name == "CtctDtls":
        return Role(f"{CONTACT.name} of {within}") if within else CONTACT
    return OTHER


def _text(element: Element) -> Text | None:
    """Return the free text of a leaf, if it is one."""
    role = TEXTS.get(element.name)
    if role is None or sum(map(str.isalpha, element.text)) < _LETTERS:
        return None
    if element.name == "Prtry" and " " not in element.text:
        return None  # a code, as it should be
    return Text(role, Said(element.text, element.path))


def _loose_texts(envelope: Element) -> Iterator[Text]:
    for element in envelope.walk():
        if sum(map(str.isalpha, element.text)) >= _LETTERS:
            yield Text(TEXTS["Envlp"], Said(element.text, element.path))
