"""Roles decide whom a party is compared with; texts are read for names; law is kept."""

import pytest

from ostraka.payments import Screening, screen_payment
from tests.payments.conftest import mt103, pacs008, read, shown

TX = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[1]"


def text(*lines):
    return pacs008(
        "<RmtInf>" + "".join(f"<Ustrd>{x}</Ustrd>" for x in lines) + "</RmtInf>"
    )


def ids(results):
    return [match["entity_id"] for result in results for match in result["matches"]]


def test_a_match_says_its_role_and_the_place_of_what_agrees(screen):
    results = screen(pacs008("<Cdtr><Nm>ASADOLLAH ASADI</Nm></Cdtr>"))
    assert shown(results) == [("creditor", f"{TX}/Cdtr/Nm", "ASADOLLAH ASADI", "asadi")]
    match = results[0]["matches"][0]
    assert match["explanation"][0]["candidate"] == "Assadollah Asadi"
    assert match["match"] is True


def test_the_result_has_the_references_and_the_amount(screen):
    (result,) = screen(mt103(":59:ERIKA MUSTER"))
    assert result["query_id"] == "REF-1"
    assert (result["amount"], result["currency"]) == ("1200.5", "EUR")
    assert (result["status"], result["matches"]) == (200, [])
    assert [one["role"] for one in result["screened"]] == [
        "sender",
        "receiver",
        "creditor",
    ]


def test_an_agent_is_a_body_and_no_person_or_ship(screen):
    for name in ("Assadollah Asadi", "Adrian Darya 1"):
        agent = f"<CdtrAgt><FinInstnId><Nm>{name}</Nm></FinInstnId></CdtrAgt>"
        assert ids(screen(pacs008(agent))) == [], name
    agent = "<CdtrAgt><FinInstnId><Nm>Bank Melli Iran</Nm></FinInstnId></CdtrAgt>"
    assert ids(screen(pacs008(agent))) == ["melli"]


def test_a_ship_neither_pays_nor_is_paid(screen):
    assert ids(screen(pacs008("<Cdtr><Nm>Adrian Darya 1</Nm></Cdtr>"))) == []


@pytest.mark.parametrize("code", ["MELIIRTH", "MELIIRTHXXX", "MELIIRTH075"])
def test_the_code_of_a_bank_decides_whatever_name_stands_beside_it(screen, code):
    agent = f"<DbtrAgt><FinInstnId><BICFI>{code}</BICFI><Nm>Friendly Bank</Nm></FinInstnId></DbtrAgt>"
    assert shown(screen(pacs008(agent))) == [
        ("debtor agent", f"{TX}/DbtrAgt/FinInstnId/BICFI", code, "melli")
    ]


def test_the_branch_abroad_of_a_listed_bank_is_the_listed_bank(screen):
    assert ids(
        screen(mt103(":57D:BANK MELLI IRAN\nHOLZBRUECKE 2\nHAMBURG GERMANY"))
    ) == ["melli"]


def test_a_birth_date_speaks_for_or_against(screen):
    born = "<Id><PrvtId><DtAndPlcOfBirth><BirthDt>{}</BirthDt></DtAndPlcOfBirth></PrvtId></Id>"
    creditor = "<Cdtr><Nm>Assadollah Asadi</Nm>{}</Cdtr>"
    same, other = (
        screen(pacs008(creditor.format(born.format(day))))[0]["matches"][0]
        for day in ("1971-12-22", "1999-01-05")
    )
    assert same["score"] > 0.99 > other["score"]
    assert "born in another year" in str(other["explanation"])


def test_an_lei_finds_a_body_by_itself(screen):
    creditor = "<Cdtr><Nm>Quite Another</Nm><Id><OrgId><LEI>549300V8YQ1Q2CXNZK80</LEI></OrgId></Id></Cdtr>"
    assert shown(screen(pacs008(creditor))) == [
        ("creditor", f"{TX}/Cdtr/Id/OrgId/LEI", "549300V8YQ1Q2CXNZK80", "sahand")
    ]


@pytest.mark.parametrize(
    ("line", "piece", "entity"),
    [
        ("INVOICE 4711 FOR BANK MELLI IRAN, LC 12", "BANK MELLI IRAN", "melli"),
        ("gift for Asadi Assadollah", "Asadi Assadollah", "asadi"),
        ("PAYMENT ASADOLLAH ASSADI INV 12", "ASADOLLAH ASSADI", "asadi"),
        ("DONATION HIZBOLLAH", "HIZBOLLAH", "hizb"),
        ("freight MV ADRIAN DARYA 1 march", "ADRIAN DARYA 1", "darya"),
        ("demurrage IMO 9116412", "IMO 9116412", "darya"),
        ("cover via MELIIRTH", "MELIIRTH", "melli"),
        ("to bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "wallet"),
        ("LEI 549300V8YQ1Q2CXNZK80", "549300V8YQ1Q2CXNZK80", "sahand"),
        ("passport D9016657", "D9016657", "asadi"),
        ("SAHANDPAMCHAL INDUSTRIES", "SAHANDPAMCHAL INDUSTRIES", "sahand"),
        ("asad\u200collah Asadi", "asad\u200collah Asadi", "asadi"),
    ],
)  # fmt: skip
def test_a_text_is_read_for_names_and_numbers(screen, line, piece, entity):
    assert shown(screen(text(line))) == [
        ("remittance information", f"{TX}/RmtInf/Ustrd", piece, entity)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "INVOICE 4711 DATED 12 MARCH 2026 FOR GOODS AND SERVICES",
        "I hope you are well",  # a ship of that name is meant only after MV, vessel …
        "KHORSHID RESTAURANT BILL",  # a weak alias opens no match (OFAC FAQ 122)
        "MIETE MAERZ 2026 HAUPTSTR. 1",
        "IBRAHIM",
        "Membership fee golf club 2026",
        "",
        "/////",
        "x" * 20_000,
    ],
)
def test_a_text_without_a_name_finds_nobody(screen, line):
    assert ids(screen(text(line))) == []


def test_a_name_may_go_over_the_end_of_a_line(screen):
    results = screen(mt103(":70:/INV/4711 FOR STEEL FROM SAHAND PAM\nCHAL INDUSTRIES"))
    assert shown(results) == [
        ("remittance information", ":70:", "SAHAND PAM CHAL INDUSTRIES", "sahand")
    ]


def test_a_line_without_a_word_is_no_trouble(screen):
    assert ids(screen(mt103(":59:ERIKA MUSTER\n- . -\nHAMBURG"))) == []


def test_a_line_of_address_may_name_somebody(screen):
    results = screen(mt103(":59:ERIKA MUSTER\nC/O BANK MELLI IRAN\nHAMBURG"))
    assert shown(results) == [
        ("address of creditor", ":59:/2", "BANK MELLI IRAN", "melli")
    ]


def test_the_parties_of_a_payment_are_not_asked_again_in_its_text(screen):
    message = pacs008(
        "<Dbtr><Nm>Asadolah Assadi</Nm></Dbtr><RmtInf><Ustrd>Asadolah Assadi</Ustrd></RmtInf>"
    )
    assert [role for role, *_ in shown(screen(message))] == ["debtor"]


def test_payer_and_payee_of_an_instant_transfer_are_left_out_and_it_is_said(index):
    """Regulation (EU) No 260/2012, Article 5d(2), as inserted by (EU) 2024/886.

    "During the execution of an instant credit transfer, the payer's PSP and the payee's
    PSP involved in the execution of that instant credit transfer shall not verify
    whether the payer or the payee whose payment accounts are used for the execution of
    that instant credit transfer are persons or entities subject to targeted financial
    restrictive measures in addition to carrying out verifications under paragraph 1".
    """
    message = pacs008(
        """<UltmtDbtr><Nm>Assadollah Asadi</Nm></UltmtDbtr>
        <Dbtr><Nm>Assadollah Asadi</Nm></Dbtr>
        <CdtrAgt><FinInstnId><BICFI>MELIIRTH</BICFI></FinInstnId></CdtrAgt>
        <Cdtr><Nm>Assadollah Asadi</Nm></Cdtr>"""
    )
    (payment,) = read(message)
    result = screen_payment(Screening(index, instant=True), payment).to_dict()
    assert {match["role"] for match in result["matches"]} == {
        "ultimate debtor",  # not the one whose account is used
        "creditor agent",
    }
    assert [one["role"] for one in result["left_out"]] == ["debtor", "creditor"]
    assert "Article 5d(2)" in result["left_out"][0]["why"]
    whole = screen_payment(Screening(index), payment).to_dict()
    assert whole["left_out"] == []
    assert len(whole["matches"]) == 4


def test_a_message_that_is_broken_is_a_result_with_its_place(screen):
    (result,) = screen("{1:F01DEUTDEFFAXXX0000000000}{2:I103COBADEFFXXXXN}{4:\n:20:A\n")
    assert result["status"] == 400
    assert result["error"].startswith("line 2: cut off")
    assert result["matches"] == []


def test_only_the_lists_that_are_asked_are_answered_from(index):
    (payment,) = read(pacs008("<Cdtr><Nm>Assadollah Asadi</Nm></Cdtr>"))
    other = Screening(index, datasets=frozenset({"other"}))
    assert not screen_payment(other, payment).matches
    same = Screening(index, datasets=frozenset({"list"}))
    assert len(screen_payment(same, payment).matches) == 1
