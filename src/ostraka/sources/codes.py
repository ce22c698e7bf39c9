"""Codes that publishers use for languages and countries, brought into ours.

Languages become ISO 639-3, as statements have them; ISO 639-1 (`FA`) and the
bibliographic codes of ISO 639-2 (`per`) are both in use among publishers.
"""

from __future__ import annotations

from ostraka.record.countries import is_country
from ostraka.record.model import Entity
from ostraka.sources.reader import Reading

#: ISO 639-1 and ISO 639-3, written as one word each.
_TWO_LETTERS = """
aaraa abkab afraf akaak amham araar argan asmas avaav aveae aymay azeaz bakba bambm
belbe benbn bisbi bodbo bosbs brebr bulbg catca cescs chach chece chucu chvcv corkw
cosco crecr cymcy danda deude divdv dzodz ellel engen epoeo estet euseu eweee faofo
fasfa fijfj finfi frafr fryfy fulff glagd glega glggl glvgv grngn gujgu hatht hauha
hbssh hebhe herhz hinhi hmoho hrvhr hunhu hyehy iboig idoio iiiii ikuiu ileie inaia
indid ipkik islis itait javjv jpnja kalkl kankn kasks katka kaukr kazkk khmkm kikki
kinrw kirky komkv konkg korko kuakj kurku laolo latla lavlv limli linln litlt ltzlb
lublu luglg mahmh malml marmr mkdmk mlgmg mltmt monmn mrimi msams myamy nauna navnv
nblnr ndend ndong nepne nldnl nnonn nobnb norno nyany ocioc ojioj orior ormom ossos
panpa plipi polpl porpt pusps quequ rohrm ronro runrn rusru sagsg sansa sinsi slksk
slvsl smese smosm snasn sndsd somso sotst spaes sqisq srdsc srpsr sswss sunsu swasw
swesv tahty tamta tattt telte tgktg tgltl thath tirti tonto tsntn tsots tuktk turtr
twitw uigug ukruk urdur uzbuz venve vievi volvo wlnwa wolwo xhoxh yidyi yoryo zhaza
zhozh zulzu
"""

#: ISO 639-2: the bibliographic code and ISO 639-3, where they differ.
_BIBLIOGRAPHIC = """
albsqi armhye baqeus burmya chizho czeces dutnld frefra geokat gerdeu greell iceisl
macmkd maomri maymsa perfas rumron sloslk tibbod welcym
"""

_LANGUAGES = {word[3:]: word[:3] for word in _TWO_LETTERS.split()} | {
    word[:3]: word[3:] for word in _BIBLIOGRAPHIC.split()
}


def language_code(code: str | None) -> str | None:
    """Return the ISO 639-3 code of a language, or None if the code is none we know.

    Args:
        code: `FA`, `fas` or `PER`; None and blank are no language.
    """
    folded = (code or "").strip().lower()
    known = _LANGUAGES.get(folded)
    if known is not None:
        return known
    is_code = len(folded) == 3 and folded.isascii() and folded.isalpha()
    return folded if is_code else None


def add_coded_country(
    reading: Reading,
    entity: Entity,
    prop: str,
    where: str,
    *,
    code: str | None,
    name: str | None,
    origin: str | None = None,
) -> None:
    """Add a country published by ISO code and by name; the code counts if it is known.

    Args:
        reading: Where an unknown country is reported.
        entity: What has the country.
        prop: The property for it.
        where: Place in the file.
        code: ISO 3166-1 alpha-2, or what the publisher has instead of it.
        name: The publisher's name of the country; kept as the published value.
        origin: Part of the publication.
    """
    known = (code or "").strip().lower()
    if is_country(known):
        entity.add(prop, known, original=name or code, origin=origin)
    else:
        reading.add_country(entity, prop, where, name or code, origin)
