"""OFAC's labels of features and documents, and the FollowTheMoney properties they mean."""

from __future__ import annotations

#: OFAC's four kinds of record.
SCHEMATA = {
    "individual": "Person",
    "entity": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}

#: What follows is the currency's code and the wallet's address.
WALLET_LABEL = "Digital Currency Address - "

#: Feature label (case-folded) → property of the party.
FEATURES: dict[str, str] = {
    # As in ADVANCED and ENHANCED, and, where it differs, as in the CSV's remarks.
    "birthdate": "birthDate", "dob": "birthDate",
    "place of birth": "birthPlace", "pob": "birthPlace",
    "nationality country": "nationality", "nationality": "nationality",
    "citizenship country": "citizenship", "citizen": "citizenship",
    "gender": "gender",
    "title": "position",
    "website": "website",
    "email address": "email",
    "phone number": "phone",
    "swift/bic": "swiftBic",
    "d-u-n-s number": "dunsCode",
    "organization established date": "incorporationDate",
    "organization type:": "sector",
    "target type": "legalForm",
    "nationality of registration": "jurisdiction",
    "registration country": "jurisdiction",
    "vessel call sign": "callSign", "other vessel call sign": "callSign",
    "vessel type": "type", "other vessel type": "type",
    "former vessel type": "pastTypes",
    "vessel flag": "flag", "other vessel flag": "flag",
    "former vessel flag": "pastFlags",
    "vessel tonnage": "tonnage",
    "vessel gross registered tonnage": "grossRegisteredTonnage",
    "vessel year of build": "buildDate",
    "aircraft model": "model",
    "aircraft manufacture date": "buildDate",
    "aircraft tail number": "registrationNumber",
    "previous aircraft tail number": "registrationNumber",
    "aircraft mode s transponder code": "icaoCode",
    "aircraft manufacturer's serial number (msn)": "serialNumber",
    "aircraft manufacturer\u2019s serial number (msn)": "serialNumber",
    "aircraft construction number (also called l/n or s/n or f/n)": "serialNumber",
}  # fmt: skip

#: Feature labels FollowTheMoney has no property for on a party; kept as notes.
NOTED = frozenset({
    "aircraft operator", "vessel owner", "isin", "equity ticker", "issuer name",
    "bik (ru)", "micex code", "un/locode",
})  # fmt: skip

#: Labels (their beginnings) about the legal consequences: said of the designation.
_LEGAL = (
    "secondary sanctions risk", "additional sanctions information",
    "transactions prohibited for", "executive order 1", "caatsa section",
    "ifca determination", "peesa information",
    "listing date (", "effective date (", "purchase/sales for divestment date (",
    "divestment date (",
)  # fmt: skip

#: Kind of document → property; the fallback for further kinds is `idNumber`.
DOCUMENTS: dict[str, str | None] = {
    **dict.fromkeys((
        "Passport", "Diplomatic Passport", "British National Overseas Passport",
        "Stateless Person Passport",
    ), "passportNumber"),
    **dict.fromkeys((
        "Tax ID No.", "NIT #", "RUC #", "RIF #", "R.F.C.", "R.F.C. #", "RFC", "RTN",
        "C.U.I.T.", "C.I.F.", "N.I.F.", "Fiscal Code", "Italian Fiscal Code",
        "Paraguayan tax identification number", "Romanian Tax Registration",
        "Numero Unico de Identificacao Tributaria (NUIT)",
    ), "taxNumber"),
    **dict.fromkeys((
        "Registration Number", "Registration ID", "Business Registration Number",
        "Business Registration Document #", "Business Number", "Company Number",
        "UK Company Number", "Commercial Registry Number", "C.R. No.", "Romanian C.R.",
        "Chamber of Commerce Number", "Certificate of Incorporation Number",
        "Dubai Chamber of Commerce Membership No.", "Istanbul Chamber of Comm. No.",
        "Economic Register Number (CBLS)", "Enterprise Number", "Organization Code",
        "Permit Number", "Public Registration Number", "Registered Charity No.",
        "Registration Certificate Number (Dubai)", "RSIN", "Trademark number",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
    ), "registrationNumber"),
    **dict.fromkeys((
        "National ID No.", "Identification Number", "National Foreign ID Number",
        "Personal ID Card", "Citizen's Card Number", "Cedula No.", "C.U.R.P.",
        "C.U.R.P. #", "C.U.I.", "C.U.I.P.", "C.I.N.", "D.N.I.", "N.I.E.", "I.F.E.",
        "CNP (Personal Numerical Code)", "Credencial electoral", "LE Number",
        "Electoral Registry No.", "Cartilla de Servicio Militar Nacional", "SSN",
        "US FEIN", "Driver's License No.", "Pilot License Number", "License",
        "Trade License No.", "Tourism License No.", "MSB Registration Number",
        "Afghan Money Service Provider License Number", "Tarjeta Profesional",
        "Birth Certificate Number", "Travel Document Number", "VisaNumberID",
        "Immigration No.", "Public Security and Immigration No.", "Refugee ID Card",
        "Residency Number", "Romanian Permanent Resident", "Stateless Person ID Card",
        "Seafarer's Identification Document", "Military Registration Number",
        "Bosnian Personal ID No.", "Kenyan ID No.", "Moroccan Personal ID No.",
        "Turkish Identification Number", "Tazkira National ID Card",
        "Numero de Identidad", "UAE Identification", "Government Gazette Number",
        "Folio Mercantil No.", "Matricula Mercantil No", "SRE Permit No.", "File Number",
        "Branch Unit Number", "Central Registration System Number",
        "Global Intermediary Identification Number",
    ), "idNumber"),
    "V.A.T. Number": "vatCode",
    "MMSI": "mmsi",
    "Vessel Registration Identification": "registrationNumber",
    "Aircraft Serial Identification": "serialNumber",
    "Serial No.": "serialNumber",
    "Legal Entity Number": "leiCode",
    "Unified Social Credit Code (USCC)": "uscCode",
    "United Social Credit Code Certificate (USCCC)": "uscCode",
    # The telegraph code of a person's name: the same for all of that name.
    "Chinese Commercial Code": None,
}  # fmt: skip


def is_legal(label: str) -> bool:
    """Tell whether a label is about the legal consequences of the designation."""
    return label.casefold().startswith(_LEGAL)
