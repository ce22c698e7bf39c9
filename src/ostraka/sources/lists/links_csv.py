"""Links of your own as a table: one link a row, who holds what of whom.

    owner,asset,share,kind,since
    Testov Ali,Testov & Sons Ltd,62 %,owns,2019-05-01

An id (`owner_id`, `asset_id`) stands as it is, so a row can name a party of any list.
A party without id gets one that is made of its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ostraka.record.model import Entity, new_entity
from ostraka.sources.interests import Interest, interest_link
from ostraka.sources.own_columns import IGNORED, find_kind, fold_heading
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, read_table, rows_by_column

#: Our column → what it is also called, folded.
COLUMNS = {
    "owner": "ownername holder holdername shareholder parent parentname controller director source sourcename",
    "owner_id": "holderid shareholderid parentid controllerid sourceid",
    "owner_type": "ownerkind ownerschema holdertype",
    "asset": "assetname owned ownedname company companyname subsidiary child childname target targetname",
    "asset_id": "ownedid companyid subsidiaryid childid targetid",
    "asset_type": "assetkind assetschema companytype",
    "share": "shares percentage percent stake ownership sharepercent",
    "share_of": "sharestype shareclass rights",
    "manner": "how held ownershiptype",
    "kind": "type link relation relationship schema",
    "role": "function words",
    "since": "startdate start from",
    "until": "enddate end to",
    "source": "sourceurl url",
    "notes": "remarks comments",
}  # fmt: skip
#: What a kind of link may be called, folded → its schema.
_KINDS = {
    "Ownership": "own owns ownership shareholder shareholding holds",
    "Control": "control controls controller",
    "Directorship": "directs director directorship officer board",
    "Membership": "member membership belongs belongsto",
    "Family": "family relative relatedto",
    "Associate": "associate associatedwith",
    "Representation": "represents representation agent",
    "Succession": "succession predecessor precedes",
    "Employment": "employs employment employee worksfor",
    "UnknownLink": "link linked linkedto unknownlink partof",
}
_BY_WORD = {word: name for name, words in _KINDS.items() for word in words.split()}
_ENDS = ({"owner", "owner_id"}, {"asset", "asset_id"})
_DELIMITERS = (",", ";", "\t", "|")
_TYPE_OF_FAR_END = {"Family": "Person", "Associate": "Person"}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a table whose header names both ends of a link."""
    try:
        first = head.decode("utf-8-sig", "ignore").splitlines()[0]
    except IndexError:
        return None
    found = {_column(cell.strip(' "')) for cell in first.split(_delimiter(first))}
    return "main" if all(found & end for end in _ENDS) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties the rows name, and the links."""
    file = reading.files["main"]
    first = file.head().decode("utf-8-sig", "ignore").partition("\n")[0]
    seen: set[str] = set()
    links: set[str] = set()
    with reading.open("main") as stream:
        table = read_table(stream, reading, name=file.name, delimiter=_delimiter(first))
        header = _header(reading, f"{file.name} row 1", next(table, []))
        rows = rows_by_column(_chain(header, table), reading, name=file.name)
        reading.at_rows = True
        for row in rows:
            for entity in reading.row(_link(reading, row, links)):
                if entity.id not in seen:
                    seen.add(entity.id)
                    yield entity


def _link(reading: Reading, row: Row, links: set[str]) -> Iterator[Entity]:
    kind = row.take("kind")
    schema = _BY_WORD.get(fold_heading(kind)) if kind else "Ownership"
    if schema is None:
        known = ", ".join(words.split()[0] for words in _KINDS.values())
        reading.refuse(row.where, f"unknown kind of link {kind!r}", f"one of {known}")
        return
    far = _TYPE_OF_FAR_END.get(schema, "LegalEntity")
    ends = []
    for end in ("owner", "asset"):
        party = _party(
            reading, row, end, "Person" if far == "Person" else "LegalEntity"
        )
        if party is None:
            reading.refuse(row.where, f"a row without {end} and {end}_id")
            return
        if party.values:
            yield party
        ends.append(party.id)
    interest = Interest(
        schema=schema,
        role=row.take("role") or kind or "owns",
        shares=row.take("share"),
        rights=row.take("share_of"),
        manner=row.take("manner"),
        since=row.take("since"),
        until=row.take("until"),
        note=row.take("notes"),
    )
    key = "-".join(filter(None, (interest.rights, interest.manner, interest.since)))
    link = interest_link(reading, row.where, (ends[0], ends[1]), key, interest)
    if "sourceUrl" in link.schema.properties:
        link.add("sourceUrl", row.take("source"))
    if link.id in links:
        reading.refuse(row.where, f"the link {link.id} stands on two rows")
        return
    links.add(link.id)
    yield link


def _party(reading: Reading, row: Row, end: str, kind: str) -> Entity | None:
    name, given, stated = (row.take(f"{end}{part}") for part in ("", "_id", "_type"))
    if stated is not None:
        kind = find_kind(stated) or ""
        if not kind:
            reading.refuse(row.where, f"unknown type {stated!r}", "person, company, …")
            return None
    if given is None and name is None:
        return None
    party = new_entity(kind, given or reading.make_id(name or ""))
    party.add("name", name)
    return party


def _header(reading: Reading, where: str, cells: Sequence[str]) -> list[str]:
    wanted = {fold_heading(c): ours for c, ours in reading.mapping.items()}
    fields = []
    for cell in cells:
        field = wanted.get(fold_heading(cell)) or _column(cell)
        if field is None:
            reading.refuse(
                where,
                f"unknown column {cell!r}",
                f"say what it is with --map notes={cell!r}, or leave it out with --map -={cell!r}",
            )
        fields.append(field or IGNORED)
    reading.finish()
    return fields


def _chain(header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield header
    for row in rows:
        yield [
            "" if field == IGNORED else cell
            for field, cell in zip(header, row, strict=False)
        ] + row[len(header) :]


def _column(heading: str) -> str | None:
    folded = fold_heading(heading)
    for field, words in COLUMNS.items():
        if folded == fold_heading(field) or folded in words.split():
            return field
    return None


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=first.count)


FORMAT = Format(name="links", sniff=sniff, read=read)
