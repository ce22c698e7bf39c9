"""Words of payments: they stand around a name in a text and are part of none."""

from __future__ import annotations

TRADE_WORDS = frozenset(
    """
a about account accounts acct adjustment advance agent agreement all allowance alimony amount amt an
and annual any april apr arrears as at attn attention august aug auto balance bank banking batch
bill billing bills bonus booking by cable card cash charge charges charity cheque claim
clearing client code commission compensation conf confirmation consulting contract contribution
cost costs cover credit cred ct cust customer daily date dated day days debit dec december
delivery deposit dept description detail details direct discount dividend dividends doc
document donation donations down due dues dividends education electric electricity
employee energy equipment equity eur euro euros exp expense expenses export feb february fee fees final
food for freight fri from fund funding funds further gas gbp gift goods gross group half
hire house household id import in inc income increase information insurance instalment installment
intercompany interest internal inv investment invoice invoices inwards iban january jan july jul june
jun kind last lc lease leasing legal less letter levy licence license line living loan lot machinery maintenance
mar march material materials may medical membership mon monday month monthly months mortgage
mr mrs ms net new no nbr nr nro nos notice november nov number number october oct of office on online open
operating order orders other our outstanding over overdue own paid part partial parts party pay payable
payment payments payroll pension per period personal phone pmnt pmt po policy premium price
principal private pro proforma project property purchase purchases purpose quarter q1 q2 q3 q4 qtr
re ref reference refund reg regarding regular reimbursement remittance rent rental repair
repayment reservation re retainer return royalties royalty sal salary salaries sale sales saturday savings school
sep sept september service services settlement shares shipment shipping social software spare
standing statement stock student subscription subsidy sunday supplier supplies supply support
tax taxes tel telephone term the their this thru thursday to total trade trading training
transaction transfer transfers transport travel treasury trf trn trx tuesday tuition txn united up usd
utilities value vat via wages water we wednesday week weekly wire with work works yearly year
you your
abrechnung abschlag anzahlung auftrag beitrag bestellung betrag danke der die das dauerauftrag ehalt
fuer gehalt gemaess gutschrift honorar kaution kauf kunde kundennr kundennummer leistung lieferung
lohn miete monat nebenkosten nummer provision rechnung rechnungen rechnungsnr rechnungsnummer rate raten
restbetrag spende steuer ueberweisung umsatzsteuer und vertrag vielen vom von zahlung zinsen zum zur
achat acompte avoir commande cotisation de des du et facture factures frais honoraires loyer mois
paiement reglement remboursement salaire solde virement vente
abono alquiler compra concepto cuota factura facturas mes nomina pago pedido por recibo saldo
transferencia venta y
acconto affitto bonifico fattura fatture mese ordine pagamento saldo stipendio
betaling bestelling factuur huur loon maand overboeking
""".split()  # noqa: SIM905 - words read better in a text than one by one
)
#: Words after which the name of a ship or aircraft stands.
CRAFT_WORDS = frozenset(
    "mv mt ms ss vessel vsl ship tanker barge lng lpg imo aircraft helicopter boeing airbus".split()  # noqa: SIM905
)
