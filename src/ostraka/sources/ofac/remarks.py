"""The grammar of OFAC's remarks: tokens between `; `, each with a label or free text.

In the CSV the remarks hold what the other formats have elements for; in those they hold
free text and `(Linked To: NAME)`.  Both are read by the same rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ostraka.record.model import Entity
from ostraka.sources.ofac.labels import (
    DOCUMENTS,
    FEATURES,
    NOTED,
    WALLET_LABEL,
    is_legal,
)
from ostraka.sources.ofac.numbers import split_country
from ostraka.sources.ofac.terms import (
    Document,
    Name,
    Record,
    add_document,
    add_feature,
    add_legal_note,
    add_name,
)
from ostraka.sources.reader import Reading

#: Length at which the CSV cuts the remarks; the rest stands in the comments file.
CUT = 1000

_WEAK_ALIAS = re.compile(r"([afn]\.k\.a\.) '(.*)'", re.DOTALL)
_LINK = re.compile(r"\(?Linked To: (.+)", re.DOTALL)
_ONE_DAY = r"(?:circa )?(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
_DAY = rf"{_ONE_DAY}(?: to {_ONE_DAY})?"
_DOCUMENT = re.compile(
    rf"(?P<number>.+?)(?: issued (?P<issued>{_DAY}))?(?: expires (?P<expires>{_DAY}))?",
    re.DOTALL,
)
#: An abbreviation that has lost its last full stop to the end of the remarks.
_ABBREVIATED = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]$")

_FEATURES = frozenset({*FEATURES, *NOTED})


def _labels_by_word() -> dict[str, list[str]]:
    """Return every label with a blank after it, longest first, by its first word."""
    found: dict[str, list[str]] = defaultdict(list)
    for label in sorted({*_FEATURES, *DOCUMENTS}, key=len, reverse=True):
        found[label.partition(" ")[0]].append(f"{label} ")
    return found


_LABELS_BY_WORD = _labels_by_word()


@dataclass(frozen=True, slots=True)
class Link:
    """A party named in another's remarks: `Linked To: NAME`.

    Attributes:
        record: The party whose remarks name it.
        name: As published.
        origin: Part of the publication that says so.
        last: Whether it ends the remarks, so that a final full stop may be missing.
    """

    record: Record
    name: str
    origin: str | None
    last: bool


@dataclass(slots=True)
class Links:
    """Links by name, resolved when every primary name of the file is known.

    Attributes:
        names: Ids of parties by primary name as published (`SURNAME, Given names`).
        found: Links as they were read.
    """

    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    found: list[Link] = field(default_factory=list)

    def resolve(self, reading: Reading) -> Iterator[Entity]:
        """Yield a link for each name that is exactly one party's; tell of the others.

        The name stays a note in any case: it is what OFAC printed, and it does not
        come and go with the listing of the other party.
        """
        edges: dict[str, Entity] = {}
        for link in self.found:
            party = link.record.party
            targets = self._targets(link)
            link.record.note(f"Linked To: {link.name}", link.origin)
            if len(targets) != 1:
                what = "more than one party" if targets else "no party of the file"
                reading.warn(f"Linked To: {what}", link.record.where, link.name)
                continue
            edge = reading.link("UnknownLink", party.id, targets[0], origin=link.origin)
            edge.add("role", "Linked To", origin=link.origin)
            edges.setdefault(edge.id, edge)
        yield from edges.values()

    def _targets(self, link: Link) -> list[str]:
        names = [link.name, f"{link.name}."] if link.last else [link.name]
        return [target for name in names for target in self.names.get(name, ())]


def read_remarks(
    record: Record, tokens: Iterable[tuple[str, str | None]], links: Links
) -> None:
    """Read the remarks of one party.

    Args:
        record: The party.
        tokens: What `split_remarks` found: texts and where they came from.
        links: Where to leave the names of linked parties.
    """
    tokens = list(tokens)
    for number, (token, origin) in enumerate(tokens, start=1):
        text = token.strip().removeprefix("alt. ")
        link = _LINK.fullmatch(text)
        if link is None:
            _read_token(record, text, origin)
            continue
        is_closed = _closes(link[1])
        name = link[1][:-1] if is_closed else link[1]
        ends = number == len(tokens) and not is_closed
        links.found.append(Link(record, name, origin, last=ends))


def split_remarks(
    text: str, rest: str = "", origin: str | None = None
) -> Iterator[tuple[str, str | None]]:
    """Yield the tokens of the remarks with their origin, without the final full stop.

    Args:
        text: The remarks.
        rest: Their continuation in the comments file, appended without a separator.
        origin: Origin of the tokens that are wholly in `text`; what the rest completes
            has the origin `comments`.
    """
    tokens = _without_end(text + rest).split("; ")
    position = 0
    for token in tokens:
        position += len(token)
        beyond = bool(rest) and position >= len(text)
        if token.strip():
            yield token, "comments" if beyond else origin
        position += len("; ")


def whole_tokens(text: str) -> tuple[str, str]:
    """Return the whole tokens of remarks that were cut, and the beginning of the next."""
    whole, _, cut = f"{text} ".rpartition("; ")
    return whole, cut.strip()


def read_name(
    record: Record,
    text: str,
    kind: str | None = None,
    *,
    weak: bool = False,
    origin: str | None = None,
) -> None:
    """Add a name given as one text: of a person, surname first.

    Args:
        record: Whose name it is.
        text: As published.
        kind: `a.k.a.`, `f.k.a.`, `n.k.a.`, or None for the primary name.
        weak: Whether OFAC marks it as weak.
        origin: Part of the publication that says so.
    """
    add_name(record, Name(text, kind=kind, weak=weak), origin)


def _read_token(record: Record, text: str, origin: str | None) -> None:
    alias = _WEAK_ALIAS.fullmatch(text)
    if alias is not None:
        read_name(record, alias[2], alias[1], weak=True, origin=origin)
        return
    if is_legal(text):
        add_legal_note(record, text, origin)
        return
    if text.startswith(WALLET_LABEL):
        label, _, value = text.rpartition(" ")
        add_feature(record, label, value, origin)
        return
    label, value = split_label(text)
    document = read_document(record.reading, label, value)
    if document is not None:
        add_document(record, document, origin)
    elif label in _FEATURES:
        add_feature(record, label, value, origin)
    else:
        record.note(text, origin)


def split_label(text: str) -> tuple[str, str]:
    """Return the label a token begins with and the rest; the label is empty if unknown."""
    for label in _LABELS_BY_WORD.get(text.partition(" ")[0], ()):
        rest = text.removeprefix(label).strip()
        if text.startswith(label) and rest:
            return label.rstrip(), rest
    return "", text


def read_document(reading: Reading, kind: str, text: str) -> Document | None:
    """Read `NUMBER (COUNTRY) issued DAY expires DAY`, or return None if it is none."""
    found = _DOCUMENT.fullmatch(text) if kind in DOCUMENTS else None
    if found is None:
        return None
    number, country = split_country(reading, found["number"])
    if not any(c.isdigit() for c in number):
        # Prose about a document: "Passport and National ID were issued in Ulm".
        return None
    return Document(kind, number, country, found["issued"], found["expires"])


def _without_end(text: str) -> str:
    """Take away the full stop that ends the remarks, unless an abbreviation needs it."""
    if text.endswith(".") and not _ABBREVIATED.search(text[:-1]):
        return text[:-1]
    return text


def _closes(text: str) -> bool:
    """Tell whether a text ends with a bracket it has not opened."""
    return text.endswith(")") and text.count(")") > text.count("(")
