"""The parties a text names: its mentions joined by whom they are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ostraka.record.countries import country_code
from ostraka.report.mentions import Coverage, Mention
from ostraka.report.names import Listed
from ostraka.report.surnames import find_surnames
from ostraka.report.tokens import Span, Tokens, fold_words
from ostraka.report.words import (
    BODY_WORDS,
    SMALL_WORDS,
    is_function_word,
    words_before_names,
)
from ostraka.text.fold import fold

_NAMES_BEFORE = re.compile(r"(?<!\w)(?:[^\W\d_a-z][\w’'-]+ ){1,2}$")


@dataclass(frozen=True, slots=True)
class Entity:
    """One party, or one person or body quoted, and where the text names it.

    Attributes:
        id: Number in the document: `e1`.
        schema: FollowTheMoney schema.
        name: Where the text names it most fully.
        mentions: Every place, in reading order.
        listed: The records of lists that bear the name; whether they are all of one
            party is not decided here.
        is_speaker: Whether the text quotes it.
        note: What a reader should know, or None.
        role: `source` or `publisher`, or None.
        country: Code of the country the text says it is of, or None.
        is_unnamed: Whether the text only describes it.
    """

    id: str
    schema: str
    name: Span
    mentions: tuple[Mention, ...]
    listed: tuple[Listed, ...]
    is_speaker: bool = False
    note: str | None = None
    role: str | None = None
    country: str | None = None
    is_unnamed: bool = False


def group_entities(
    tokens: Tokens,
    mentions: Sequence[Mention],
    speakers: Sequence[Span],
    others: Sequence[Span] = (),
) -> list[Entity]:
    """Join mentions that share a listed record or a definition, and add who else is named.

    Args:
        tokens: The words of the text.
        mentions: Where listed parties and bodies the text defines are named.
        speakers: Where speakers of quotations are named.
        others: Where people and bodies are named that are on no list.
    """
    coverage = Coverage(tokens.text)
    for mention in mentions:
        coverage.take(mention.span)
    asked = dict.fromkeys([*speakers, *others])
    named = list(_named_mentions(tokens.text, asked, coverage))
    full = [
        (m.span, m.key) for m in named if " " in tokens.text[m.span.start : m.span.end]
    ]
    named += [
        Mention(span, "surname", (), key)
        for span, key in find_surnames(tokens, full)
        if coverage.take(span)
    ]
    groups = list(_joined([*mentions, *named]))
    groups.sort(key=lambda group: group[0].span.start)
    spoken = set(speakers)
    return [
        _entity(f"e{number}", group, tokens.text, spoken)
        for number, group in enumerate(groups, start=1)
    ]


def _joined(mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Yield groups of mentions that are connected through what they stand for."""
    leader: dict[object, object] = {}

    def find(key: object) -> object:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    ordered = sorted(mentions, key=lambda m: m.span.start)
    for mention in ordered:
        first, *others = _keys(mention)
        for other in others:
            leader[find(other)] = find(first)
    groups: dict[object, list[Mention]] = {}
    for mention in ordered:
        groups.setdefault(find(_keys(mention)[0]), []).append(mention)
    yield from groups.values()


def _keys(mention: Mention) -> list[object]:
    keys: list[object] = [(u.listed.dataset, u.listed.id) for u in mention.uses]
    return [*keys, mention.key] if mention.key or not keys else keys


def _entity(
    number: str, mentions: list[Mention], text: str, speakers: set[Span]
) -> Entity:
    listed: dict[tuple[str, str], Listed] = {}
    for use in (use for mention in mentions for use in mention.uses):
        listed.setdefault((use.listed.dataset, use.listed.id), use.listed)
    records = tuple(listed[key] for key in sorted(listed))
    longest = max(mentions, key=lambda m: (m.span.end - m.span.start, -m.span.start))
    return Entity(
        id=number,
        schema=_schema(records, text[longest.span.start : longest.span.end]),
        name=longest.span,
        mentions=tuple(mentions),
        listed=records,
        is_speaker=any(m.span in speakers for m in mentions),
        note=_note(records),
    )


def _schema(records: Sequence[Listed], name: str) -> str:
    """Return the schema most lists give; for an unlisted name, what its words tell."""
    if records:
        # A list that does not know says LegalEntity; one that does counts for more.
        kinds = Counter(record.schema for record in records)
        return max(kinds, key=lambda kind: (kind != "LegalEntity", kinds[kind]))
    words = fold_words(name)
    if not BODY_WORDS.isdisjoint(words):
        return "Organization"
    looks_personal = len(words) in {2, 3} and not name.isupper()
    placed = any(
        country_code(word) is not None for word in words if word not in SMALL_WORDS
    )
    return "Person" if looks_personal and not placed else "LegalEntity"


def _note(records: Sequence[Listed]) -> str | None:
    several = [
        f"{count} records of {dataset} bear the name; which is meant is not decided"
        for dataset, count in Counter(record.dataset for record in records).items()
        if count > 1
    ]
    return "; ".join(several) or None


def _named_mentions(
    text: str, speakers: Iterable[Span], coverage: Coverage
) -> Iterator[Mention]:
    """Yield every place of a name whose bearer is not yet known.

    A surname is joined to a fuller name that ends with it, if the text has only one.
    """
    names = dict.fromkeys(
        text[span.start : span.end] for span in speakers if coverage.is_free(span)
    )
    for name in names:
        places = list(_occurrences(text, name))
        fuller = {text[full.start : full.end] for full in _fuller(text, places)}
        joined = len(fuller) == 1
        key = f"speaker {min(fuller) if joined else name}"
        for place in [*_fuller(text, places), *places] if joined else places:
            if coverage.take(place):
                yield Mention(place, "name", (), key)


def _occurrences(text: str, name: str) -> Iterator[Span]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield Span(start, end)
        start = text.find(name, end)


def _fuller(text: str, places: Iterable[Span]) -> Iterator[Span]:
    """Yield the longer names around the places of a surname: `Claude Moniquet`."""
    for place in places:
        before = _NAMES_BEFORE.search(text[max(0, place.start - 60) : place.start])
        if before is None or " " in text[place.start : place.end]:
            continue
        start = place.start
        for word in reversed(before.group().split()):
            if is_function_word(word) or fold(word) in words_before_names():
                break
            start -= len(word) + 1
        if start < place.start:
            yield Span(start, place.end)
