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

#: Feature label → property of the party.
FEATURES: dict[str, str] = {
    # As in ADVANCED and ENHANCED and, where it differs, as in the CSV's remarks.
    "Birthdate": "birthDate", "DOB": "birthDate",
    "Place of Birth": "birthPlace", "POB": "birthPlace",
    "Nationality Country": "nationality", "nationality": "nationality",
    "Citizenship Country": "citizenship", "citizen": "citizenship",
    "Gender": "gender",
    "Title": "position",
    "Website": "website",
    "Email Address": "email",
    "Phone Number": "phone", "Telephone": "phone",
    "SWIFT/BIC": "swiftBic",
    "D-U-N-S Number": "dunsCode",
    "Organization Established Date": "incorporationDate",
    "Organization Type:": "sector",
    "Target Type": "legalForm",
    "Nationality of Registration": "jurisdiction",
    "Registration Country": "jurisdiction",
    "Vessel Call Sign": "callSign", "Other Vessel Call Sign": "callSign",
    "Vessel Type": "type", "VESSEL TYPE": "type", "Other Vessel Type": "type",
    "Former Vessel Type": "pastTypes",
    "Vessel Flag": "flag", "Other Vessel Flag": "flag",
    "Former Vessel Flag": "pastFlags",
    "Vessel Tonnage": "tonnage",
    "Vessel Gross Registered Tonnage": "grossRegisteredTonnage",
    "Vessel Year of Build": "buildDate",
    "Aircraft Model": "model",
    "Aircraft Manufacture Date": "buildDate",
    "Aircraft Tail Number": "registrationNumber",
    "Previous Aircraft Tail Number": "registrationNumber",
    "Aircraft Mode S Transponder Code": "icaoCode",
    "Aircraft Manufacturer's Serial Number (MSN)": "serialNumber",
    "Aircraft Manufacturer\u2019s Serial Number (MSN)": "serialNumber",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "serialNumber",
}  # fmt: skip

#: Feature labels FollowTheMoney has no property for on a party; kept as notes.
NOTED = frozenset({
    "Aircraft Operator", "Vessel Owner", "ISIN", "Equity Ticker", "Issuer Name",
    "BIK (RU)", "MICEX Code", "Micex Code", "UN/LOCODE",
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
