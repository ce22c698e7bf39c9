"""XML that is broken or means harm: refused where it stands, and the rest is read."""

import pytest

from ostraka.payments import Fault
from ostraka.payments.xml_stream import MOST_DEPTH, MOST_ELEMENTS, MOST_TAG, MOST_TEXT
from tests.payments.conftest import document, faults, pacs008, read

GOOD = pacs008("<Dbtr><Nm>Maria Beispiel</Nm></Dbtr>")


def reasons(message):
    return [fault.reason for fault in faults(message)]


@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_a_doctype_is_refused_and_the_next_message_read(definition):
    bad = GOOD.replace("?>\n", f"?>\n{definition}\n", 1)
    fault, payment = read(bad + GOOD)
    assert isinstance(fault, Fault)
    assert (fault.message, "DOCTYPE" in fault.reason) == (1, True)
    assert fault.place.startswith("line 2, column ")
    assert not isinstance(payment, Fault)
    assert payment.message == 2


def test_an_entity_without_a_definition_is_a_fault():
    (fault,) = faults(pacs008("<Dbtr><Nm>&a;</Nm></Dbtr>"))
    assert "undefined entity" in fault.reason
    assert (
        fault.place
        == "line 2, column 143, /Document/FIToFICstmrCdtTrf/CdtTrfTxInf[1]/Dbtr/Nm"
    )


def test_too_deep_too_long_too_many_are_refused():
    deep = "<X>" * MOST_DEPTH
    assert "deep" in reasons(pacs008(deep))[0]
    assert "characters" in reasons(pacs008(f"<Nm>{'x' * (MOST_TEXT + 1)}</Nm>"))[0]
    many = "<X/>" * (MOST_ELEMENTS + 1)
    assert "elements" in reasons(pacs008(many))[0]
    tag = f'<Nm a="{"x" * (2 * MOST_TAG)}"/>'
    assert "tag longer" in reasons(pacs008(tag))[0]


def test_a_batch_of_many_elements_outside_transactions_is_refused():
    header = "<X/>" * (MOST_ELEMENTS + 1)
    assert "elements" in reasons(pacs008(header=header))[0]


def test_a_message_that_is_cut_off_gives_what_was_whole():
    two = pacs008("<Dbtr><Nm>One</Nm></Dbtr>", "<Dbtr><Nm>Two</Nm></Dbtr>")
    payment, fault = read(two[: two.index("Two")])
    assert payment.parties[0].names[0].text == "One"
    assert "no element found" in fault.reason
    assert fault.place.endswith("CdtTrfTxInf[2]/Dbtr/Nm")


def test_messages_one_after_the_other_are_read_and_a_broken_one_between_them():
    broken = GOOD.replace("</Nm>", "</Mn>")
    found = read(
        GOOD + broken + GOOD.replace('<?xml version="1.0" encoding="UTF-8"?>', "")
    )
    assert [(type(one).__name__, one.message) for one in found] == [
        ("Payment", 1),
        ("Fault", 2),
        ("Payment", 3),
    ]
    assert found[1].place.startswith("line 4, column ")


def test_many_messages_in_a_file_are_read_in_order():
    found = read(GOOD * 300)
    assert [one.message for one in found] == list(range(1, 301))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_is_the_one_that_is_declared(encoding):
    text = pacs008("<Dbtr><Nm>Jürgen Weiß</Nm></Dbtr>").replace("UTF-8", encoding)
    (payment,) = read(text.encode(encoding))
    assert payment.parties[0].names[0].text == "Jürgen Weiß"


def test_an_encoding_that_is_none_is_a_fault():
    (fault,) = read(GOOD.replace("UTF-8", "klingon"))
    assert "encoding" in fault.reason


def test_another_message_is_refused_by_its_namespace():
    other = document("urn:iso:std:iso:20022:tech:xsd:acmt.001.001.08", "<X/>")
    fault, payment = read(other + GOOD)
    assert "none of pacs, pain or camt" in fault.reason
    assert payment.message == 2


def test_what_is_no_message_at_all_is_a_fault():
    assert reasons(b"%PDF-1.7") == ["neither ISO 20022 in XML nor SWIFT MT"]
    assert reasons(b"") == ["neither ISO 20022 in XML nor SWIFT MT"]
    assert reasons("<html><body>Please log in</body></html>") == [
        "no message in it: no Document of pacs, pain or camt"
    ]
