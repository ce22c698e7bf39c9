"""Who stands where in a message of ISO 20022, in all its versions."""

import pytest

from tests.payments.conftest import PACS_008, document, pacs008, payments

DEBTOR = "<Dbtr><Nm>Maria Beispiel</Nm></Dbtr>"
TX = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf"


def roles(payment):
    return {party.role: party for party in payment.parties}


def said(values):
    return [(one.text, one.path) for one in values]


def test_a_customer_credit_transfer_is_read_by_field():
    message = pacs008(
        """<PmtId><InstrId>I</InstrId><EndToEndId>E-1</EndToEndId><TxId>T</TxId>
        <UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR></PmtId>
        <IntrBkSttlmAmt Ccy="EUR">1200.50</IntrBkSttlmAmt>
        <UltmtDbtr><Nm>Ultimate Payer</Nm></UltmtDbtr>"""
        + DEBTOR
        + """<DbtrAgt><FinInstnId><BICFI>DEUTDEFFXXX</BICFI></FinInstnId></DbtrAgt>
        <IntrmyAgt1><FinInstnId><Nm>Middle Bank</Nm></FinInstnId></IntrmyAgt1>
        <CdtrAgt><FinInstnId><LEI>549300V8YQ1Q2CXNZK80</LEI></FinInstnId></CdtrAgt>
        <Cdtr><Nm>Erika Muster</Nm></Cdtr>
        <UltmtCdtr><Nm>Ultimate Payee</Nm></UltmtCdtr>
        <RmtInf><Ustrd>Invoice 1</Ustrd><Ustrd>and 2</Ustrd></RmtInf>"""
    )
    (payment,) = payments(message)
    found = roles(payment)
    assert list(found) == [
        "ultimate debtor",
        "debtor",
        "debtor agent",
        "intermediary agent",
        "creditor agent",
        "creditor",
        "ultimate creditor",
    ]
    assert said(found["creditor"].names) == [("Erika Muster", f"{TX}[1]/Cdtr/Nm")]
    assert said(found["debtor agent"].facts["swiftBic"]) == [
        ("DEUTDEFFXXX", f"{TX}[1]/DbtrAgt/FinInstnId/BICFI")
    ]
    assert found["debtor agent"].kinds == ("Organization",)
    assert found["debtor"].kinds == ("Person", "Organization")
    assert payment.ids["UETR"] == "8a562c67-ca16-48ba-b074-65581be6f001"
    assert (payment.amount, payment.currency) == ("1200.50", "EUR")
    assert [text.said.path for text in payment.texts] == [
        f"{TX}[1]/RmtInf/Ustrd",
        f"{TX}[1]/RmtInf/Ustrd[2]",
    ]


def test_the_second_transaction_has_the_number_two():
    _, second = payments(pacs008(DEBTOR, DEBTOR))
    assert second.path == f"{TX}[2]"
    assert second.parties[0].names[0].path == f"{TX}[2]/Dbtr/Nm"


@pytest.mark.parametrize("version", ["001.02", "001.08", "001.13"])
def test_any_version_is_read(version):
    space = f"urn:iso:std:iso:20022:tech:xsd:pacs.008.{version}"
    (payment,) = payments(pacs008(DEBTOR).replace(PACS_008, space))
    assert payment.type == f"pacs.008.{version}"


def test_prefixes_and_envelopes_are_looked_through():
    message = f"""<Envelope xmlns:p="{PACS_008}" xmlns:h="urn:iso:std:iso:20022:tech:xsd:head.001.001.02">
    <h:AppHdr><h:Fr><h:FIId><h:FinInstnId><h:BICFI>MELIIRTH</h:BICFI></h:FinInstnId></h:FIId></h:Fr></h:AppHdr>
    <p:Document><p:FIToFICstmrCdtTrf><p:CdtTrfTxInf><p:Dbtr><p:Nm>Maria</p:Nm></p:Dbtr>
    </p:CdtTrfTxInf></p:FIToFICstmrCdtTrf></p:Document></Envelope>"""
    header, payment = payments(message)
    (sender,) = header.parties
    assert sender.facts["swiftBic"][0].path == "/AppHdr/Fr/FIId/FinInstnId/BICFI"
    assert payment.parties[0].names[0].path == f"{TX}[1]/Dbtr/Nm"


def test_what_a_batch_says_is_said_once():
    # pain.001: debtor and its agent stand above the transactions.
    message = document(
        "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        """<CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><InitgPty><Nm>Clerk GmbH</Nm></InitgPty></GrpHdr>
        <PmtInf><PmtInfId>P-1</PmtInfId><Dbtr><Nm>Payer GmbH</Nm></Dbtr>
        <DbtrAgt><FinInstnId><BIC>DEUTDEFF</BIC></FinInstnId></DbtrAgt>
        <CdtTrfTxInf><PmtId><EndToEndId>E-1</EndToEndId></PmtId><Cdtr><Nm>First</Nm></Cdtr></CdtTrfTxInf>
        <CdtTrfTxInf><PmtId><EndToEndId>E-2</EndToEndId></PmtId><Cdtr><Nm>Second</Nm></Cdtr></CdtTrfTxInf>
        </PmtInf>
        <PmtInf><PmtInfId>P-2</PmtInfId><Dbtr><Nm>Other GmbH</Nm></Dbtr>
        <CdtTrfTxInf><PmtId><EndToEndId>E-3</EndToEndId></PmtId><Cdtr><Nm>Third</Nm></Cdtr></CdtTrfTxInf>
        </PmtInf></CstmrCdtTrfInitn>""",
    )
    found = payments(message)
    assert [(p.part, [q.role for q in p.parties]) for p in found] == [
        ("batch", ["initiating party"]),
        ("batch", ["debtor", "debtor agent"]),
        ("transaction", ["creditor"]),
        ("transaction", ["creditor"]),
        ("batch", ["debtor"]),
        ("transaction", ["creditor"]),
    ]
    assert found[1].ids["PmtInfId"] == "P-1"
    assert found[4].path == "/Document/CstmrCdtTrfInitn/PmtInf[2]"
    assert found[5].path == "/Document/CstmrCdtTrfInitn/PmtInf[2]/CdtTrfTxInf[1]"


def test_a_cover_names_the_parties_below_it():
    # pacs.009 COV: debtor and creditor are institutions; those of the underlying
    # customer transfer are not.
    message = document(
        "urn:iso:std:iso:20022:tech:xsd:pacs.009.001.08",
        """<FICdtTrf><CdtTrfTxInf>
        <Dbtr><FinInstnId><BICFI>DEUTDEFF</BICFI></FinInstnId></Dbtr>
        <Cdtr><FinInstnId><BICFI>COBADEFF</BICFI></FinInstnId></Cdtr>
        <UndrlygCstmrCdtTrf><Dbtr><Nm>Maria Beispiel</Nm></Dbtr><Cdtr><Nm>Erika Muster</Nm></Cdtr>
        <RmtInf><Ustrd>Invoice 1</Ustrd></RmtInf></UndrlygCstmrCdtTrf></CdtTrfTxInf></FICdtTrf>""",
    )
    (payment,) = payments(message)
    kinds = [(party.role, party.kinds) for party in payment.parties]
    assert kinds == [
        ("debtor", ("Organization",)),
        ("creditor", ("Organization",)),
        ("debtor", ("Person", "Organization")),
        ("creditor", ("Person", "Organization")),
    ]
    assert payment.texts[0].said.path.endswith("UndrlygCstmrCdtTrf/RmtInf/Ustrd")


def test_entries_of_a_statement_are_read_with_their_texts():
    # camt.053 since version 8: a party stands under Pty or Agt.
    message = document(
        "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08",
        """<BkToCstmrStmt><Stmt><Id>S</Id><Acct><Ownr><Nm>Holder GmbH</Nm></Ownr>
        <Svcr><FinInstnId><BICFI>DEUTDEFF</BICFI></FinInstnId></Svcr></Acct>
        <Ntry><NtryRef>N-1</NtryRef><Amt Ccy="EUR">5.00</Amt><NtryDtls><TxDtls>
          <Refs><EndToEndId>E-1</EndToEndId></Refs><Amt Ccy="EUR">5.00</Amt>
          <RltdPties><Dbtr><Pty><Nm>Maria Beispiel</Nm></Pty></Dbtr>
          <Cdtr><Agt><FinInstnId><Nm>Some Bank</Nm></FinInstnId></Agt></Cdtr></RltdPties>
        </TxDtls></NtryDtls><AddtlNtryInf>Standing order of Maria</AddtlNtryInf></Ntry>
        <Ntry><NtryRef>N-2</NtryRef><Amt Ccy="EUR">6.00</Amt><AddtlNtryInf>Cash at the counter</AddtlNtryInf></Ntry>
        </Stmt></BkToCstmrStmt>""",
    )
    account, first, entry, second = payments(message)
    assert [p.role for p in account.parties] == ["account owner", "account servicer"]
    debtor, creditor = first.parties
    assert debtor.names[0].path == (
        "/Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/NtryDtls[1]/TxDtls[1]"
        "/RltdPties/Dbtr/Pty/Nm"
    )
    assert creditor.kinds == ("Organization",)
    assert entry.texts[0].said.text == "Standing order of Maria"
    assert (second.ids["NtryRef"], second.amount) == ("N-2", "6.00")


@pytest.mark.parametrize(
    ("kind", "inside", "role"),
    [
        # camt.054, camt.056, pacs.004, pacs.002, pain.008
        ("camt.054.001.08", "<BkToCstmrDbtCdtNtfctn><Ntfctn><Ntry><NtryDtls><TxDtls><RltdPties>{}</RltdPties></TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn>", "debtor"),
        ("camt.056.001.08", "<FIToFIPmtCxlReq><Undrlyg><TxInf><OrgnlTxRef>{}</OrgnlTxRef></TxInf></Undrlyg></FIToFIPmtCxlReq>", "debtor"),
        ("pacs.004.001.09", "<PmtRtr><TxInf><RtrChain>{}</RtrChain></TxInf></PmtRtr>", "debtor"),
        ("pacs.002.001.10", "<FIToFIPmtStsRpt><TxInfAndSts><OrgnlTxRef>{}</OrgnlTxRef></TxInfAndSts></FIToFIPmtStsRpt>", "debtor"),
        ("pain.008.001.08", "<CstmrDrctDbtInitn><PmtInf><DrctDbtTxInf>{}</DrctDbtTxInf></PmtInf></CstmrDrctDbtInitn>", "debtor"),
    ],
)  # fmt: skip
def test_other_messages_have_the_same_parties(kind, inside, role):
    space = f"urn:iso:std:iso:20022:tech:xsd:{kind}"
    (payment,) = payments(document(space, inside.format(DEBTOR)))
    assert payment.part == "transaction"
    assert [party.role for party in payment.parties] == [role]


def test_birth_and_numbers_of_a_person_are_read():
    (payment,) = payments(
        pacs008("""<Cdtr><Nm>Assadollah Asadi</Nm><Id><PrvtId><DtAndPlcOfBirth>
        <BirthDt>1971-12-22</BirthDt><CityOfBirth>Tehran</CityOfBirth><CtryOfBirth>IR</CtryOfBirth>
        </DtAndPlcOfBirth><Othr><Id>D9016657</Id><SchmeNm><Cd>CCPT</Cd></SchmeNm></Othr>
        <Othr><Id>0012</Id><SchmeNm><Cd>CUST</Cd></SchmeNm></Othr></PrvtId></Id>
        <CtryOfRes>AT</CtryOfRes></Cdtr>""")
    )
    (creditor,) = payment.parties
    assert creditor.kinds == ("Person",)
    facts = {
        prop: [one.text for one in values] for prop, values in creditor.facts.items()
    }
    assert facts == {
        "passportNumber": ["D9016657"],
        "birthDate": ["1971-12-22"],
        "country": ["AT"],
    }
    assert payment.countries == ("at", "ir")


def test_a_number_of_a_bank_s_own_customer_is_no_identity():
    (payment,) = payments(
        pacs008(
            "<Cdtr><Id><OrgId><Othr><Id>4711</Id><SchmeNm><Cd>CUST</Cd></SchmeNm></Othr></OrgId></Id></Cdtr>"
        )
    )
    assert payment.parties == ()


@pytest.mark.parametrize(
    ("address", "whole", "lines"),
    [
        # structured, in lines, hybrid
        ("<StrtNm>Hauptstr.</StrtNm><BldgNb>1</BldgNb><PstCd>10115</PstCd><TwnNm>Berlin</TwnNm><Ctry>DE</Ctry>",
         "Hauptstr., 1, 10115, Berlin", []),
        ("<AdrLine>Hauptstr. 1</AdrLine><AdrLine>10115 Berlin</AdrLine>",
         "Hauptstr. 1, 10115 Berlin", ["Hauptstr. 1", "10115 Berlin"]),
        ("<TwnNm>Berlin</TwnNm><Ctry>DE</Ctry><AdrLine>c/o Bank Melli Iran</AdrLine>",
         "Berlin, c/o Bank Melli Iran", ["c/o Bank Melli Iran"]),
    ],
)  # fmt: skip
def test_an_address_is_read_in_each_of_its_forms(address, whole, lines):
    (payment,) = payments(
        pacs008(f"<Cdtr><Nm>Erika</Nm><PstlAdr>{address}</PstlAdr></Cdtr>")
    )
    (creditor,) = payment.parties
    assert [one.text for one in creditor.facts["address"]] == [whole]
    assert [one.text for one in creditor.lines] == lines


def test_nothing_with_a_name_is_left_out():
    # A contact, the name of an account, where a remittance advice goes, tax authorities.
    (payment,) = payments(
        pacs008("""<Cdtr><Nm>Erika</Nm><CtctDtls><Nm>Contact Person</Nm></CtctDtls></Cdtr>
        <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id><Nm>Account Holder</Nm></CdtrAcct>
        <RltdRmtInf><RmtLctnDtls><PstlAdr><Nm>Postal Receiver</Nm></PstlAdr></RmtLctnDtls></RltdRmtInf>
        <Tax><Dbtr><Authstn><Nm>Tax Officer</Nm></Authstn></Dbtr></Tax>
        <SplmtryData><Envlp><X><Remark>Written by Somebody Else</Remark></X></Envlp></SplmtryData>""")
    )
    found = {(party.role, party.names[0].text) for party in payment.parties}
    assert found == {
        ("creditor", "Erika"),
        ("contact of creditor", "Contact Person"),
        ("account name", "Account Holder"),
        ("other party", "Postal Receiver"),
        ("other party", "Tax Officer"),
    }
    assert payment.texts[0].said.text == "Written by Somebody Else"
