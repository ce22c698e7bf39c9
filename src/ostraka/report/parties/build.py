"""All parties of a text: those named, and those described, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ostraka.report.entities import Entity
from ostraka.report.mentions import Mention
from ostraka.report.parties.model import Described
from ostraka.report.spans import Placed
from ostraka.report.tokens import Span


@dataclass(frozen=True)
class Known:
    """The parties of a text.

    Attributes:
        entities: Each party, in the order the text first speaks of it.
        ids: Id by place.
    """

    entities: tuple[Entity, ...]
    ids: dict[Span, str]

    def at(self, span: Span | None) -> str | None:
        """Return the id of the party a place is of, or that it ends with."""
        if span is None:
            return None
        if span in self.ids:
            return self.ids[span]
        inside = self.inside(span)
        ends = [s for s in inside if span.end - s.end <= 1]
        starts = [s for s in inside if s.start - span.start <= 4]
        best = [s for s in starts if s in ends] or [
            s for s in inside if s.start - span.start <= 4 and s.end >= span.end - 8
        ]
        return self.ids[best[0]] if best else None

    def inside(self, span: Span) -> list[Span]:
        """Return the places of parties within a passage, in reading order."""
        return self._places.within(span)

    def within(self, span: Span) -> list[str]:
        """Return the ids of the parties a passage speaks of, in the order of the text."""
        return list(dict.fromkeys(self.ids[s] for s in self.inside(span)))

    @cached_property
    def _places(self) -> Placed[Span]:
        return Placed(self.ids, lambda span: span)


def all_parties(named: Sequence[Entity], described: Iterable[Described]) -> Known:
    """Return the parties of a text with those it only describes.

    Args:
        named: Parties known by a name.
        described: Where the text speaks of parties in other words; where two are of the
            same words, the first counts.
    """
    by_place: dict[Span, Described] = {}
    taken = {m.span for e in named for m in e.mentions}
    for each in described:
        if each.span not in taken:
            by_place.setdefault(each.span, each)
    named = [_slashes_joined(entity) for entity in named]
    holder = {m.span: e.id for e in named for m in e.mentions}
    groups: dict[str, list[Described]] = {}
    for each in sorted(by_place.values(), key=lambda d: d.span.start):
        key = each.key
        if each.same_as is not None:
            key = holder.get(each.same_as) or _key_at(by_place, each.same_as) or key
        groups.setdefault(key, []).append(each)
    entities = [_with(entity, groups.pop(entity.id, [])) for entity in named]
    entities += [_described(group) for group in groups.values()]
    entities.sort(key=lambda e: (e.mentions[0].span.start, -e.mentions[0].span.end))
    numbered = [replace(e, id=f"e{n}") for n, e in enumerate(entities, start=1)]
    return Known(tuple(numbered), {m.span: e.id for e in numbered for m in e.mentions})


def _slashes_joined(entity: Entity) -> Entity:
    """Return a party with names written together, `PMOI/MEK`, as one mention."""
    mentions: list[Mention] = []
    for mention in entity.mentions:
        last = mentions[-1] if mentions else None
        if last is not None and mention.span.start == last.span.end + 1:
            whole = Span(last.span.start, mention.span.end)
            mentions[-1] = replace(last, span=whole)
        else:
            mentions.append(mention)
    return replace(entity, mentions=tuple(mentions))


def _key_at(by_place: dict[Span, Described], span: Span) -> str | None:
    found = by_place.get(span)
    return found.key if found else None


def _mentions(group: Iterable[Described]) -> list[Mention]:
    return [Mention(each.span, each.how, ()) for each in group]


def _with(entity: Entity, group: Sequence[Described]) -> Entity:
    mentions = sorted([*entity.mentions, *_mentions(group)], key=lambda m: m.span.start)
    speaks = any(each.role == "source" for each in group)
    return replace(
        entity, mentions=tuple(mentions), is_speaker=entity.is_speaker or speaks
    )


def _described(group: Sequence[Described]) -> Entity:
    first = next((each for each in group if each.is_named), group[0])
    return Entity(
        id="",
        schema=group[0].schema,
        name=first.span,
        mentions=tuple(_mentions(group)),
        listed=(),
        is_speaker=any(each.role == "source" for each in group),
        role=next((each.role for each in group if each.role), None),
        country=next((each.country for each in group if each.country), None),
        is_unnamed=not any(each.is_named for each in group),
    )
