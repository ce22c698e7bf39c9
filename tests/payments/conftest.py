"""A few listed parties, and messages written after the public message definitions."""

from io import BytesIO

import pytest

from ostraka.index import build_index, open_index
from ostraka.payments import Fault, Payment, Screening, read_payments, screen_payment
from ostraka.record.party import Designation, Fact, Party

PACS_008 = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"


def party(id_, schema, name, **facts):
    values = {"name": (name,), **facts}
    spelled = {p: tuple(Fact(v, "list") for v in vs) for p, vs in values.items()}
    listed = (Designation("list", id_, listed="2021-03-04"),)
    return Party(id_, schema, name, ("list",), (), spelled, listed)


LISTED = [
    party("asadi", "Person", "Assadollah Asadi",
          birthDate=("1971-12-22",), nationality=("ir",), passportNumber=("D9016657",)),
    party("qavami", "Person", "Ibrahim Qavami", weakAlias=("Khorshid",)),
    party("melli", "Organization", "Bank Melli Iran", swiftBic=("MELIIRTH",), country=("ir",)),
    party("sahand", "Company", "Sahand Pamchal Industries", leiCode=("549300V8YQ1Q2CXNZK80",)),
    party("resort", "Organization", "Hantha Waddy Golf Resort and Myodaw City Club Ltd."),
    party("hizb", "Organization", "Hizbollah", country=("lb",)),
    party("darya", "Vessel", "Adrian Darya 1", imoNumber=("9116412",)),
    party("hope", "Vessel", "Hope", imoNumber=("9074729",)),
    party("wallet", "CryptoWallet", "A wallet",
          publicKey=("bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh",)),
]  # fmt: skip


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists") / "index"
    build_index(LISTED, folder, manifest={})
    return open_index(folder)


@pytest.fixture
def screening(index):
    return Screening(index)


@pytest.fixture
def screen(screening):
    """Screen a message and return its results."""

    def results(message):
        return [screen_payment(screening, found).to_dict() for found in read(message)]

    return results


def read(message):
    """Return the payments and faults of a message given as text or bytes."""
    raw = message.encode() if isinstance(message, str) else message
    return list(read_payments(BytesIO(raw)))


def payments(message):
    found = read(message)
    assert not any(isinstance(one, Fault) for one in found), found
    return [one for one in found if isinstance(one, Payment)]


def faults(message):
    return [one for one in read(message) if isinstance(one, Fault)]


def document(space, inside):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}">'
        f"{inside}</Document>\n"
    )


def pacs008(*transactions, header="<MsgId>M-1</MsgId>"):
    """Return a customer credit transfer of some transactions."""
    inside = "".join(f"<CdtTrfTxInf>{one}</CdtTrfTxInf>" for one in transactions)
    return document(
        PACS_008,
        f"<FIToFICstmrCdtTrf><GrpHdr>{header}</GrpHdr>{inside}</FIToFICstmrCdtTrf>",
    )


def shown(results):
    """Return who was found where."""
    return [
        (match["role"], match["path"], match["text"], match["entity_id"])
        for result in results
        for match in result["matches"]
    ]


def mt103(*fields, blocks="{1:F01DEUTDEFFAXXX0000000000}{2:I103COBADEFFXXXXN}"):
    body = "\n".join((":20:REF-1", ":23B:CRED", ":32A:260301EUR1200,5", *fields))
    return f"{blocks}{{4:\n{body}\n-}}{{5:{{CHK:0123456789AB}}}}"
