"""What the columns of a customer file are called.

A column is recognised by its heading, whatever its case and spacing: by our own names
(`birth_date`), by what people write (`Date of birth`, `DOB`), or as a property of
FollowTheMoney (`birthDate`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from ostraka.errors import UsageError
from ostraka.record.schema import Property, find_schema

#: Our name → the properties it can be, the first one that the row's schema has.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": (),
    "schema": (),
    "type": (),
    "name": ("name",),
    "alias": ("alias",),
    "weak_alias": ("weakAlias",),
    "previous_name": ("previousName",),
    "first_name": ("firstName",),
    "middle_name": ("middleName",),
    "last_name": ("lastName",),
    "birth_date": ("birthDate", "incorporationDate", "buildDate"),
    "gender": ("gender",),
    "country": ("country",),
    "nationality": ("nationality", "country"),
    "id_number": ("idNumber", "registrationNumber"),
    "passport": ("passportNumber", "idNumber", "registrationNumber"),
    "registration_number": ("registrationNumber",),
    "tax_number": ("taxNumber", "registrationNumber"),
    "imo": ("imoNumber",),
    "mmsi": ("mmsi",),
    "lei": ("leiCode",),
    "swift": ("swiftBic",),
    "address": ("address",),
}
#: Further headings, folded: letters and digits only, numbers at the end dropped.
_HEADINGS = {
    "id": "queryid customerid clientid accountid recordid partyid reference ref customernumber clientnumber customerno clientno",
    "schema": "ftmschema entityschema",
    "type": "entitytype partytype customertype clienttype kind partykind",
    "name": "fullname names customername clientname partyname entityname nom nombre nombrecompleto nomcomplet vollstandigername имя фио",
    "alias": "aliases aka alsoknownas othername othernames",
    "previous_name": "formername fka maidenname previousnames",
    "first_name": "forename forenames givenname givennames firstnames vorname prenom",
    "middle_name": "middlenames secondname patronymic",
    "last_name": "surname familyname lastnames nachname apellido apellidos nomdefamille",
    "birth_date": "dob dateofbirth born birthday birth geburtsdatum datedenaissance fechadenacimiento dateofincorporation датарождения",
    "gender": "sex geschlecht",
    "country": "countrycode countries countryofresidence residence residencecountry land pays pais jurisdiction",
    "nationality": "nationalities citizenship citizenships staatsangehorigkeit nationalite nacionalidad",
    "id_number": "nationalid nationalidnumber idno identitynumber identitydocument identificationnumber documentnumber idcard ssn",
    "passport": "passportnumber passportno passportnumbers",
    "registration_number": "regnumber regno companynumber companyregistrationnumber businessregistrationnumber",
    "tax_number": "taxid taxidnumber tin vat vatnumber",
    "imo": "imonumber imono",
    "lei": "leicode legalentityidentifier",
    "swift": "bic swiftcode swiftbic biccode",
    "address": "fulladdress postaladdress residentialaddress streetaddress anschrift adresse direccion",
}
#: The same in the languages of customer files.
_ABROAD = {
    "id": "kundennr kundennummer kdnr klantnummer klantnr numéroclient numclient codeclient códigocliente númerocliente códicecliente codicecliente numerocliente nrklienta numerklienta müşterino müşterinumarası номерклиента номерклієнта رقمالعميل شمارهمشتری 客户编号 客户号 顧客番号 고객번호",
    "type": "kundenart typ tipo tipocliente typeclient soorttype типклиента 类型 客户类型 種別 유형",
    "name": "namen kundenname nomduclient nomcliente nombrecliente nominativo nome nomecliente nomecompleto naam klantnaam volledigenaam nazwa imięinazwisko isim adsoyad adıvesoyadı ünvan имяклиента наименование полноеимя піб імя повнеімя назва الاسم اسمالعميل الاسمالكامل نام نامکامل نامونامخانوادگی 姓名 名称 客户姓名 客户名称 名前 氏名 顧客名 이름 성명 고객명",
    "first_name": "rufname prénoms nombres primernombre nomedibattesimo voornaam imię primeironome ad adı имясобств імяособи الاسمالأول نامکوچک 名",
    "last_name": "familienname zuname nomfamille apellidos cognome achternaam nazwisko sobrenome apelido soyad soyadı soyisim фамилия прізвище اسمالعائلة نامخانوادگی 姓",
    "birth_date": "gebdatum gebdat geboren geboortedatum naissance fechanacimiento nacimiento datadinascita datanascita datanascimento datadenascimento dataurodzenia doğumtarihi датанародження تاريخالميلاد تاریختولد 出生日期 生日 生年月日 생년월일",
    "country": "wohnsitzland staat paysderésidence paísderesidencia paese paesediresidenza kraj ülke страна країна الدولة البلد کشور 国家 国 居住国 국가",
    "nationality": "nationalität staatsbürgerschaft nacionalidade cittadinanza nazionalità nationaliteit obywatelstwo narodowość uyruk uyruğu гражданство громадянство الجنسية ملیت تابعیت 国籍 국적",
    "id_number": "ausweisnr ausweisnummer personalausweis carteidentité numéroidentité dni documentodeidentidad cédula codicefiscale documentoidentità identiteitsnummer bsn pesel dowódosobisty cpf tckimlikno kimlikno номердокумента номерпосвідчення رقمالهوية کدملی شمارهشناسنامه 身份证号 身份证 身份证号码 証明書番号 주민등록번호",
    "passport": "passnr passnummer reisepass reisepassnr reisepassnummer passeport numéropasseport nopasseport pasaporte númerodepasaporte passaporto numeropassaporto paspoort paspoortnummer paszport numerpaszportu passaporte pasaport pasaportno паспорт номерпаспорта номерпаспорту جوازالسفر رقمجوازالسفر گذرنامه شمارهگذرنامه 护照 护照号 护照号码 旅券番号 パスポート番号 여권번호",
    "address": "wohnadresse postanschrift domicilio dirección indirizzo adres woonadres endereço morada адрес адреса العنوان آدرس نشانی 地址 住址 住所 주소",
}
#: Taken for the name only where no column is surely one.
_SECOND_CHOICE = {"customer", "client", "party", "company", "companyname", "legalname",
                  "organisation", "organization", "organisationname", "organizationname",
                  "businessname", "vessel", "vesselname", "shipname"}  # fmt: skip
#: Fields that make up a name.
NAME_PARTS = ("first_name", "middle_name", "last_name")

_LAST_DIGITS = re.compile(r"\d+$")
_PARTIES = ("Person", "Company", "Vessel", "Airplane")


def fold_heading(heading: str) -> str:
    """Return a heading as it is compared: no case, accents, spaces, signs or last number."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    folded = "".join(c for c in plain if c.isalnum())
    return _LAST_DIGITS.sub("", folded)


@cache
def _known_headings() -> dict[str, str]:
    """Return folded heading → field, our own and people's words over FtM properties."""
    known = {
        fold_heading(prop.name): prop.name
        for name in _PARTIES
        for prop in find_schema(name).properties.values()
        if not prop.stub and prop.type != "entity"
    }
    for table in (_ABROAD, _HEADINGS):
        for field, words in table.items():
            known.update(dict.fromkeys(map(fold_heading, words.split()), field))
    known.update({fold_heading(field): field for field in FIELDS})
    return known


def find_field(heading: str) -> str | None:
    """Return the field a heading names: ours, or a property of FollowTheMoney."""
    return _known_headings().get(fold_heading(heading))


def map_columns(
    columns: Sequence[str], mapping: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return column → field for every column that is understood.

    Args:
        columns: Headings of the file, each once.
        mapping: Column → field as the user says it, over what is recognised.

    Raises:
        UsageError: The mapping names a column or a field there is not, or no column
            holds the name.
    """
    found = {c: field for c in columns if (field := find_field(c)) is not None}
    for column, wanted in (mapping or {}).items():
        field = find_field(wanted)
        matching = [c for c in columns if c.casefold() == column.strip().casefold()]
        if field is None:
            raise UsageError(
                f"--map: there is no field {wanted!r}; one of {known_fields()}"
            )
        if not matching:
            raise UsageError(
                f"--map: the file has no column {column!r}; {_columns(columns)}"
            )
        found[matching[0]] = field
    has_name = {"name", *NAME_PARTS} & set(found.values())
    if not has_name:
        second = [c for c in columns if fold_heading(c) in _SECOND_CHOICE]
        if len(second) != 1:
            raise UsageError(
                f"no column is recognised as the name; {_columns(columns)}. "
                "The first row must be a header; call a column `name` (or say which it is by `--map name=COLUMN` on the command line)"
            )
        found[second[0]] = "name"
    return found


def known_fields() -> str:
    """Return our field names for a message."""
    return ", ".join(FIELDS) + " or a property of FollowTheMoney"


def _columns(columns: Sequence[str]) -> str:
    shown = ", ".join(repr(c[:40]) for c in columns[:20])
    return f"its columns are {shown}" + (" …" if len(columns) > 20 else "")


@cache
def find_property(name: str) -> Property | None:
    """Return a property that some kind of party has."""
    schemata = (find_schema(party) for party in _PARTIES)
    return next((s.properties[name] for s in schemata if name in s.properties), None)


@cache
def field_properties(schema: str, field: str) -> tuple[str, ...]:
    """Return the property a field is for a schema: none for `id`, `schema`, `type`."""
    candidates = FIELDS.get(field, (field,))
    has = find_schema(schema).properties
    return tuple([p for p in candidates if p in has][:1]) or candidates[:1]


@cache
def holds_several(field: str) -> bool:
    """Tell whether a cell of the field may hold several values: countries, numbers."""
    found = (find_property(p) for p in FIELDS.get(field, (field,)))
    return any(p is not None and p.type in {"country", "identifier"} for p in found)
