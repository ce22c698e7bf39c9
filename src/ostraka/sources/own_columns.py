"""What the columns of a list of your own are called, and which property each becomes.

A heading is recognised whatever its case, spaces and signs: by our own name
(`birth_date`), by what people write (`Date of birth`), or as a property of
FollowTheMoney (`birthDate`, `listingDate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ostraka.record.schema import find_schema, schema_names
from ostraka.sources.reader import Reading

#: In a mapping: the column is not wanted.
IGNORED = "-"

#: Our name → the properties it can be, the first one that the row's kind of party has.
#: Those of a designation are written with their schema.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": (),
    "schema": (),
    "name": ("name",),
    "alias": ("alias",),
    "weak_alias": ("weakAlias",),
    "previous_name": ("previousName",),
    "first_name": ("firstName",),
    "middle_name": ("middleName",),
    "last_name": ("lastName",),
    "birth_date": ("birthDate", "incorporationDate", "buildDate"),
    "birth_place": ("birthPlace",),
    "gender": ("gender",),
    "country": ("country",),
    "nationality": ("nationality", "country"),
    "id_number": ("idNumber", "registrationNumber"),
    "passport": ("passportNumber", "idNumber", "registrationNumber"),
    "registration_number": ("registrationNumber",),
    "tax_number": ("taxNumber", "registrationNumber"),
    "imo": ("imoNumber", "registrationNumber"),
    "lei": ("leiCode",),
    "swift": ("swiftBic",),
    "address": ("address",),
    "position": ("position",),
    "topics": ("topics",),
    "url": ("sourceUrl",),
    "notes": ("notes",),
    "authority": ("Sanction.authority",),
    "program": ("Sanction.program",),
    "reference": ("Sanction.authorityId",),
    "listed": ("Sanction.listingDate",),
    "start_date": ("Sanction.startDate",),
    "end_date": ("Sanction.endDate",),
    "reason": ("Sanction.reason",),
}
#: Further headings, folded: letters and digits only.
_HEADINGS = {
    "id": "uid entityid recordid",
    "schema": "type kind entitytype partytype",
    "name": "fullname primaryname",
    "alias": "aliases aka alsoknownas othername othernames",
    "weak_alias": "weakaliases weakaka lowqualityaka",
    "previous_name": "previousnames formername formernames fka formerlyknownas",
    "first_name": "givenname givennames forename forenames",
    "middle_name": "secondname patronymic",
    "last_name": "surname familyname",
    "birth_date": "dob dateofbirth born",
    "birth_place": "placeofbirth pob",
    "gender": "sex",
    "country": "countries countrycode",
    "nationality": "nationalities citizenship",
    "id_number": "nationalid nationalidnumber identitynumber",
    "passport": "passportno passports",
    "registration_number": "companynumber regnumber",
    "tax_number": "tin taxid vat vatnumber",
    "imo": "imono",
    "lei": "legalentityidentifier",
    "swift": "bic swiftcode",
    "address": "addresses",
    "position": "positions role function",
    "topics": "topic",
    "url": "link source",
    "notes": "note remarks remark comment comments otherinformation",
    "authority": "listedby issuer",
    "program": "programme programs programmes regime list",
    "reference": "referencenumber ref",
    "listed": "listedon listeddate dateoflisting listingdate datelisted",
    "start_date": "since validfrom from",
    "end_date": "until validuntil to expires delisted delistedon",
    "reason": "reasons groundsforlisting statementofreasons",
}
_KINDS = {
    "Person": "individual naturalperson human p",
    "Organization": "organisation org entity body group institution ngo",
    "Company": "business firm corporate corporation",
    "Vessel": "ship boat tanker",
    "Airplane": "aircraft plane",
    "CryptoWallet": "wallet",
    "LegalEntity": "unknown party",
}
_PERSONAL = frozenset({
    "first_name", "middle_name", "last_name", "birth_date", "birth_place", "gender",
    "nationality", "passport", "fatherName",
})  # fmt: skip
_AFLOAT = frozenset({"imo", "mmsi", "callSign"})
_PARTIES = ("Person", "Company", "Vessel", "Airplane", "CryptoWallet", "Sanction")


def fold_heading(heading: str) -> str:
    """Return a heading as it is compared: letters and digits, no case."""
    return "".join(c for c in heading.casefold() if c.isalnum())


def find_field(heading: str) -> str | None:
    """Return the field a heading names: ours, or a property of FollowTheMoney.

    A number at its end (`alias 2`) is only one of several columns of the same kind.
    """
    folded = fold_heading(heading)
    known = _known_headings()
    return known.get(folded) or known.get(folded.rstrip("0123456789"))


def field_properties(field: str) -> tuple[str, ...]:
    """Return the properties a field can be, the preferred one first."""
    return FIELDS.get(field, (field,))


def find_kind(text: str) -> str | None:
    """Return the schema a kind of party is called by, or None."""
    folded = fold_heading(text)
    for name in schema_names():
        if name.casefold() == folded and find_schema(name).is_party:
            return name
    return next((n for n, words in _KINDS.items() if folded in words.split()), None)


def guess_kind(filled: set[str]) -> str:
    """Return the kind of party that only can have these fields, or LegalEntity."""
    if filled & _PERSONAL:
        return "Person"
    return "Vessel" if filled & _AFLOAT else "LegalEntity"


def map_columns(reading: Reading, where: str, header: Sequence[str]) -> list[str]:
    """Return the field of each column: `-` for those to leave out.

    Raises:
        RefusedError: A column nobody knows, a mapping that fits none, or no name.
    """
    wanted = {fold_heading(c): ours for c, ours in reading.mapping.items()}
    fields: list[str] = []
    for column in header:
        ours = wanted.pop(fold_heading(column), None)
        field = IGNORED if ours == IGNORED else find_field(ours or column)
        if field is None and ours is not None:
            reading.refuse(where, f"column {column!r} is mapped to unknown {ours!r}")
        elif field is None and column:
            reading.refuse(
                where,
                f"unknown column {column!r}",
                f"say what it is with --map notes={column!r}, "
                f"or leave it out with --map -={column!r}",
            )
        fields.append(field or IGNORED)
    for column in wanted:
        reading.refuse(where, f"no column {column!r} to map")
    if not {"name", "first_name", "last_name"} & set(fields):
        reading.refuse(where, "no column has the name", "--map name=COLUMN says which")
    reading.finish()
    return fields


@cache
def _known_headings() -> dict[str, str]:
    """Return folded heading → field; our words go before FollowTheMoney's."""
    known: dict[str, str] = {}
    for schema in reversed(_PARTIES):
        for prop in find_schema(schema).properties.values():
            if not prop.stub and prop.type != "entity":
                name = f"Sanction.{prop.name}" if schema == "Sanction" else prop.name
                known[fold_heading(prop.name)] = name
    for field, words in _HEADINGS.items():
        known.update(dict.fromkeys(words.split(), field))
    known.update({fold_heading(field): field for field in FIELDS})
    return known
