"""OFAC's names in parts and scripts, as the whole names its other formats print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ostraka.sources.ofac.terms import Name, Record, add_name
from ostraka.sources.reader import Reading

LATIN = "Latin"

#: Scripts (in OFAC's words) that one language of today is written in → ISO 639-3.
_LANGUAGES = {
    "Armenian": "hye", "Chinese Simplified": "zho", "Chinese Traditional": "zho",
    "Georgian": "kat", "Greek": "ell", "Hangul": "kor", "Hebrew": "heb",
    "Japanese": "jpn", "Korean": "kor",
}  # fmt: skip

#: Scripts in which the surname comes first and nothing stands between the parts.
_SURNAME_FIRST = frozenset(
    {"Chinese Simplified", "Chinese Traditional", "Hangul", "Japanese", "Korean"}
)

#: Parts that make up the surname; OFAC prints them in capitals, as it does all else
#: but given names.  The others of a person are printed after the comma.
_SURNAMES = ("Last Name", "Maiden Name", "Matronymic")
_GIVEN_NAMES = ("First Name", "Middle Name", "Patronymic")
_WHOLE_NAMES = ("Entity Name", "Vessel Name", "Aircraft Name")
#: Printed as it stands.
_NICKNAME = "Nickname"
_KNOWN = frozenset({*_SURNAMES, *_GIVEN_NAMES, *_WHOLE_NAMES, _NICKNAME})

#: Parts a person has a property for, besides the surname and the given names.
_PARTS = {
    "Middle Name": "middleName", "Patronymic": "fatherName",
    "Matronymic": "motherName", "Maiden Name": "lastName",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name in one script.

    Attributes:
        key: OFAC's number of it; documents refer to it.
        script: In OFAC's words: `Latin`, `Arabic` …
        parts: Kind and text of each part, in order.
        last: The surname or whole name as OFAC prints it, where it does.
        first: The given names as OFAC prints them, where it does.
    """

    key: str
    script: str
    parts: tuple[tuple[str, str], ...]
    last: str | None = None
    first: str | None = None

    @property
    def printed(self) -> tuple[str, str | None]:
        """Surname (or whole name) and given names as in OFAC's other formats.

        ENHANCED prints names in Latin script itself; those in other scripts it only
        turns into capitals, so that their parts say more.
        """
        if self.last is not None and self.script == LATIN:
            return self.last, self.first
        surnames = [text for kind, text in self.parts if kind not in _GIVEN_NAMES]
        given = [text for kind, text in self.parts if kind in _GIVEN_NAMES]
        if self.script in _SURNAME_FIRST:
            return "".join([*surnames, *given]), None
        if self.script == LATIN:
            surnames = [
                text if kind == _NICKNAME else text.upper()
                for kind, text in self.parts
                if kind not in _GIVEN_NAMES
            ]
        if not surnames:
            return " ".join(given), None
        return " ".join(surnames), " ".join(given) or None

    @property
    def text(self) -> str:
        """The whole name, given names first."""
        last, first = self.printed
        return f"{first} {last}" if first else last


def add_spellings(
    record: Record, kind: str | None, spellings: Iterable[Spelling], *, weak: bool
) -> None:
    """Add one name of a party in all its scripts.

    Args:
        record: Whose name it is.
        kind: `A.K.A.`, `F.K.A.` or `N.K.A.`; None for the primary name.
        spellings: The name in Latin and, it may be, in other scripts.
        weak: Whether OFAC marks it as of low quality.
    """
    # A primary name is what the party is called, however OFAC rates it.
    weak = weak and kind is not None
    # Named after the files of the CSV: weak names stand in the remarks of the first.
    origin = "main" if weak or kind is None else "alias"
    for spelling in spellings:
        _check(record.reading, record.where, spelling)
        last, first = spelling.printed
        is_latin = spelling.script == LATIN
        name = Name(
            last=last,
            first=first,
            kind=kind.lower() if kind else None,
            weak=weak,
            lang=_LANGUAGES.get(spelling.script),
            in_script=not is_latin,
        )
        add_name(record, name, origin)
        if kind is None and is_latin and record.party.schema.is_a("Person"):
            for part, text in spelling.parts:
                if part in _PARTS:
                    record.party.add(_PARTS[part], text, origin=origin)


def _check(reading: Reading, where: str, spelling: Spelling) -> None:
    for kind, text in spelling.parts:
        if kind not in _KNOWN:
            reading.warn("unknown part of a name", where, f"{kind}: {text}")
