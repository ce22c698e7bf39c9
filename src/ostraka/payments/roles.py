"""Which element or field of a message holds whom, and which kinds of party can stand there.

The names of roles are those of ISO 20022; the fields of SWIFT MT are mapped to them as
the standard's own translation does (50 is the debtor, 59 the creditor, 57 its agent …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostraka.payments.model import ANY_PARTY, BODY

DEBTOR, CREDITOR = "debtor", "creditor"
#: Who pays and who is paid: left out of the screening of an instant credit transfer.
PAYER_AND_PAYEE = frozenset({DEBTOR, CREDITOR})


@dataclass(frozen=True, slots=True)
class Role:
    """What stands at a place of a message.

    Attributes:
        name: The role in words.
        kinds: The kinds of party that can stand there.
    """

    name: str
    kinds: tuple[str, ...] = ANY_PARTY


def _agent(name: str) -> Role:
    return Role(name, (BODY,))


#: Local name of an element of ISO 20022 → role, in all messages of pacs, pain and camt.
ELEMENTS = {
    "Dbtr": Role(DEBTOR),
    "Cdtr": Role(CREDITOR),
    "UltmtDbtr": Role("ultimate debtor"),
    "UltmtCdtr": Role("ultimate creditor"),
    "InitgPty": Role("initiating party"),
    "Invcr": Role("invoicer"),
    "Invcee": Role("invoicee"),
    "Grnshee": Role("garnishee"),
    "GrnshmtAdmstr": Role("garnishment administrator"),
    "Ownr": Role("account owner"),
    "TradgPty": Role("trading party"),
    "Assgnr": Role("assigner"),
    "Assgne": Role("assignee"),
    "Cretr": Role("case creator"),
    "Orgtr": Role("originator"),
    "MsgRcpt": Role("message recipient"),
    "CdtrSchmeId": Role("creditor scheme"),
    "OrgnlCdtrSchmeId": Role("original creditor scheme"),
    "OrgnlDbtr": Role("original debtor"),
    "Svcr": _agent("account servicer"),
    "Fr": _agent("sender"),
    "To": _agent("receiver"),
    "DbtrAgt": _agent("debtor agent"),
    "CdtrAgt": _agent("creditor agent"),
    "IntrmyAgt": _agent("intermediary agent"),
    "InstgAgt": _agent("instructing agent"),
    "InstdAgt": _agent("instructed agent"),
    "PrvsInstgAgt": _agent("previous instructing agent"),
    "FwdgAgt": _agent("forwarding agent"),
    "InstgRmbrsmntAgt": _agent("instructing reimbursement agent"),
    "InstdRmbrsmntAgt": _agent("instructed reimbursement agent"),
    "ThrdRmbrsmntAgt": _agent("third reimbursement agent"),
}
_OTHER_AGENT = _agent("agent")
_AGENT = re.compile(r"Agt\d?$")
#: Elements that hold a name and are no party of their own.
ACCOUNT_NAME, CONTACT, OTHER = (
    Role("account name"),
    Role("contact"),
    Role("other party"),
)
#: Leaves that are free text, and what they are for.
TEXTS = {
    "Ustrd": "remittance information",
    "AddtlRmtInf": "remittance information",
    "AddtlNtryInf": "entry information",
    "AddtlTxInf": "transaction information",
    "AddtlStmtInf": "statement information",
    "AddtlInf": "additional information",
    "InstrInf": "instruction",
    "Prtry": "proprietary code",
    "Inf": "regulatory information",
    "Desc": "document line",
    "Envlp": "supplementary data",
}

#: Field of SWIFT MT → role; of fields in 50 only those of the ordering customer.
FIELDS = {
    "50": Role(DEBTOR),
    "51": _agent("sending institution"),
    "52": _agent("debtor agent"),
    "53": _agent("sender's correspondent"),
    "54": _agent("receiver's correspondent"),
    "55": _agent("third reimbursement agent"),
    "56": _agent("intermediary agent"),
    "57": _agent("creditor agent"),
    "58": _agent("beneficiary institution"),
    "59": Role(CREDITOR),
}
#: Instructing party of an MT101: the one who asks for the payment, not who pays.
INSTRUCTING_PARTY = Role("initiating party")
#: Fields of free text.
NARRATIVES = {
    "26": "transaction type",
    "37": "narrative",
    "61": "statement line",
    "70": "remittance information",
    "72": "sender to receiver information",
    "75": "queries",
    "76": "answers",
    "77": "regulatory reporting",
    "79": "narrative",
    "86": "information to account owner",
}
#: Codes of a narrative line after which a party stands.
CODED_PARTIES = {
    "ULTD": Role("ultimate debtor"),
    "ULTB": Role("ultimate creditor"),
    "INS": _agent("instructing agent"),
    "INT": _agent("intermediary agent"),
}


def role_of(element: str) -> Role | None:
    """Return the role of an element of ISO 20022 by its local name, None if it has none."""
    known = ELEMENTS.get(element) or ELEMENTS.get(element.rstrip("123"))
    if known is None and _AGENT.search(element):
        return _OTHER_AGENT
    return known
