"""SWIFT MT messages by block, field and option; whole, many, odd and broken."""

import pytest

from ostraka.payments import Fault
from ostraka.payments.mt import MOST_MESSAGE
from tests.payments.conftest import faults, mt103, payments, read

BANKS = "{1:F01DEUTDEFFAXXX0000000000}"


def roles(payment):
    return {party.role: party for party in payment.parties}


def said(values):
    return [(one.text, one.path) for one in values]


def only(message):
    (payment,) = payments(message)
    return payment


def test_the_blocks_say_who_sends_what_to_whom():
    payment = only(
        mt103(
            ":71A:SHA",
            blocks=f"{BANKS}{{2:I103COBADEFFXXXXN}}"
            "{3:{108:REF}{121:8a562c67-ca16-48ba-b074-65581be6f001}}",
        )
    )
    assert payment.type == "MT103"
    assert payment.ids == {
        "UETR": "8a562c67-ca16-48ba-b074-65581be6f001",
        "20": "REF-1",
    }
    assert (payment.amount, payment.currency) == ("1200.5", "EUR")
    codes = {
        role: said(party.facts["swiftBic"]) for role, party in roles(payment).items()
    }
    assert codes == {
        "sender": [("DEUTDEFFXXX", "{1:}")],
        "receiver": [("COBADEFFXXX", "{2:}")],
    }


def test_a_message_as_received_names_its_sender_in_the_second_block():
    blocks = "{1:F01COBADEFFAXXX0000000000}{2:O1031200260301DEUTDEFFAXXX00000000002603011200N}"
    found = roles(only(mt103(blocks=blocks)))
    assert found["sender"].facts["swiftBic"][0].text == "DEUTDEFFXXX"
    assert found["receiver"].facts["swiftBic"][0].text == "COBADEFFXXX"


def test_option_k_is_lines_of_name_and_address():
    payment = only(
        mt103(
            ":50K:/DE89370400440532013000\nMARIA BEISPIEL\nHAUPTSTR. 1\n10115 BERLIN, GERMANY"
        )
    )
    debtor = roles(payment)["debtor"]
    assert said(debtor.names) == [("MARIA BEISPIEL", ":50K:/2")]
    assert said(debtor.facts["country"]) == [("de", ":50K:/4")]
    assert said(debtor.lines) == [
        ("HAUPTSTR. 1", ":50K:/3"),
        ("10115 BERLIN, GERMANY", ":50K:/4"),
    ]


def test_a_full_line_of_a_name_goes_on_in_the_next():
    # 35 characters are all a line holds.
    first = "INTERNATIONAL TRADING COMPANY FOR I"
    payment = only(mt103(f":59:/123\n{first}\nRON AND STEEL\nHAUPTSTR. 1"))
    names = [name.text for name in roles(payment)["creditor"].names]
    assert names == [f"{first} RON AND STEEL", first]


def test_option_f_says_by_number_what_each_line_is():
    # 1 name, 2 street, 3 country and town, 4 date of birth, 7 national identity number
    payment = only(mt103(
        ":50F:CCPT/IR/D9016657\n1/ASSADOLLAH\n1/ASADI\n2/STREET 1\n3/AT/VIENNA\n4/19711222\n7/IR/0012345678"
    ))  # fmt: skip
    debtor = roles(payment)["debtor"]
    assert [name.text for name in debtor.names] == ["ASSADOLLAH ASADI", "ASSADOLLAH"]
    assert debtor.kinds == ("Person",)
    facts = {prop: said(values) for prop, values in debtor.facts.items()}
    assert facts == {
        "passportNumber": [("D9016657", ":50F:/1")],
        "country": [("IR", ":50F:/1"), ("AT", ":50F:/5")],
        "address": [("STREET 1, AT/VIENNA", ":50F:/4")],
        "birthDate": [("1971-12-22", ":50F:/6")],
        "idNumber": [("0012345678", ":50F:/7")],
    }


def test_option_f_of_the_creditor_has_an_account_and_numbers():
    creditor = roles(only(mt103(":59F:/123\n1/ERIKA MUSTER\n3/DE/BERLIN")))["creditor"]
    assert said(creditor.names) == [("ERIKA MUSTER", ":59F:/2")]
    assert said(creditor.facts["country"]) == [("DE", ":59F:/3")]


def test_option_a_is_the_code_of_a_bank_and_so_a_body():
    found = roles(only(mt103(":50A:/123\nDEUTDEFF", ":59A:COBADEFFXXX")))
    assert found["debtor"].kinds == ("Organization",)
    assert said(found["debtor"].facts["swiftBic"]) == [("DEUTDEFF", ":50A:/2")]
    assert said(found["creditor"].facts["swiftBic"]) == [("COBADEFFXXX", ":59A:/1")]


@pytest.mark.parametrize(
    ("tag", "role"),
    [
        ("52", "debtor agent"),
        ("53", "sender's correspondent"),
        ("54", "receiver's correspondent"),
        ("55", "third reimbursement agent"),
        ("56", "intermediary agent"),
        ("57", "creditor agent"),
    ],
)
def test_agents_are_read_in_options_a_and_d(tag, role):
    by_code = roles(only(mt103(f":{tag}A:/C/123\nMELIIRTH")))[role]
    by_name = roles(only(mt103(f":{tag}D://CH123456\nBANK MELLI IRAN\nTEHRAN")))[role]
    assert by_code.kinds == by_name.kinds == ("Organization",)
    assert said(by_name.names) == [("BANK MELLI IRAN", f":{tag}D:/2")]


def test_a_place_or_an_account_alone_is_no_party():
    found = roles(only(mt103(":57C:/123456")))
    assert "creditor agent" not in found


def test_narratives_are_read_whole_and_codes_name_parties():
    payment = only(mt103(
        ":70:/ULTD/MARIA MUELLER\n/INV/4711 FOR STEEL FROM SAHAND PAM\nCHAL INDUSTRIES",
        ":72:/INS/MELIIRTH\n/ACC/PLEASE CALL\n//THE BENEFICIARY",
        ":77B:/ORDERRES/BE//MEILAAN 1, 9000 GENT",
    ))  # fmt: skip
    found = roles(payment)
    assert said(found["ultimate debtor"].names) == [("MARIA MUELLER", ":70:/1")]
    assert said(found["instructing agent"].facts["swiftBic"]) == [
        ("MELIIRTH", ":72:/1")
    ]
    texts = {text.said.path: (text.role, text.said.text) for text in payment.texts}
    assert texts[":70:"][1].endswith("SAHAND PAM\nCHAL INDUSTRIES")
    assert texts[":72:"][1].endswith("/ACC/PLEASE CALL\nTHE BENEFICIARY")
    assert texts[":77B:"][0] == "regulatory reporting"


def test_a_cover_has_the_customers_in_its_second_sequence():
    body = (
        "{4:\n:20:REF\n:21:RELATED\n:32A:260301USD10,\n:52A:DEUTDEFF\n:58A:COBADEFF\n"
        ":50K:MARIA BEISPIEL\n:52A:MELIIRTH\n:59:ERIKA MUSTER\n:33B:USD10,\n-}"
    )
    payment = only(f"{BANKS}{{2:I202COBADEFFXXXXN}}{{3:{{119:COV}}}}{body}")
    assert payment.type == "MT202COV"
    paths = [party.path for party in payment.parties if party.role == "debtor agent"]
    assert paths == [":52A:", ":52A:[2]"]
    assert {"debtor", "creditor", "beneficiary institution"} <= roles(payment).keys()


def test_a_request_for_several_transfers_gives_each():
    body = (
        "{4:\n:20:REF\n:50H:/123\nPAYER GMBH\n:30:260301\n"
        ":21:T-1\n:32B:EUR10,\n:59:FIRST PAYEE\n"
        ":21:T-2\n:32B:EUR20,\n:59:SECOND PAYEE\n-}"
    )
    batch, first, second = payments(f"{BANKS}{{2:I101COBADEFFXXXXN}}{body}")
    assert (batch.part, first.part, second.part) == (
        "batch",
        "transaction",
        "transaction",
    )
    assert second.ids == {"21": "T-2", "20": "REF"}
    assert (second.amount, second.parties[0].names[0].path) == ("20", ":59:[2]/1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "mixed"])
def test_any_line_end_is_taken(end):
    message = mt103(":50K:/1\nMARIA BEISPIEL\nBERLIN", ":59:ERIKA MUSTER")
    if end == "mixed":
        lines = message.split("\n")
        ends = ["\r\n", "\n", "\r"] * len(lines)
        message = "".join(line + e for line, e in zip(lines, ends, strict=False))
    else:
        message = message.replace("\n", end)
    payment = only(message)
    assert said(roles(payment)["debtor"].names) == [("MARIA BEISPIEL", ":50K:/2")]


@pytest.mark.parametrize("between", ["", "\n", "$", "\n$\n", "\x03\x01", "\r\n\r\n"])
def test_many_messages_in_a_file_are_read_whatever_parts_them(between):
    message = mt103(":59:ERIKA MUSTER")
    found = payments(between.join([message] * 50))
    assert [payment.message for payment in found] == list(range(1, 51))


def test_a_bare_fourth_block_is_a_message():
    first, second = payments(
        ":20:A\n:59:ERIKA MUSTER\n-\n:20:B\n:59:MARIA BEISPIEL\n-\n"
    )
    assert (first.type, first.ids["20"], second.ids["20"]) == ("MT", "A", "B")


def test_a_message_cut_off_is_a_fault_and_the_others_are_read():
    message = mt103(":59:ERIKA MUSTER")
    found = read(f"{message}\n{message[:-30]}\n{message}\n")
    assert [isinstance(one, Fault) for one in found] == [False, True, False]
    assert "cut off" in found[1].reason
    assert found[1].place == "line 11"


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (f"{BANKS}{{2:I103COBADEFFXXXXN}}", "no fourth block"),
        (f"{BANKS}{{2:I541COBADEFFXXXXN}}{{4:\n:20:A\n-}}", "MT541 is no payment message"),
        (f"{BANKS}{{2:I103COBADEFFXXXXN}}{{4:\nnonsense\n:20:A\n-}}", "a field was expected"),
        (f"{BANKS}{{2:I103COBADEFFXXXXN}}{{4:\n-}}", "no field"),
        (mt103(":79:" + "X" * MOST_MESSAGE), "no end after"),
        (mt103(*[":23E:CORT"] * 3000), "over 2,000 fields"),
    ],
)  # fmt: skip
def test_what_is_broken_says_what_and_where(message, reason):
    (fault,) = faults(message)
    assert reason in fault.reason
    assert fault.place.startswith("line ")


def test_a_message_too_long_does_not_stop_the_next():
    bad = mt103(":79:" + "X" * (5 * MOST_MESSAGE))
    found = read(bad + mt103(":59:ERIKA MUSTER"))
    assert [isinstance(one, Fault) for one in found] == [True, False]
