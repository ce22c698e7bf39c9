"""The relations between what several sources state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ostraka.report.beside.model import (
    CLAIM_AND_DENIAL,
    CONTRADICTION,
    CORROBORATION,
    DEVELOPMENT,
    GRANULARITY,
    NOT_INDEPENDENT,
    Fact,
    Relation,
    Side,
    Source,
)
from ostraka.report.beside.values import (
    Value,
    agree,
    is_finer,
    is_same_holder,
    read_value,
    slot_of,
)

#: Slots whose values are findings that follow on one another, or are disputed.
_FINDINGS = frozenset({"responsibility", "verdict", "ordered_by"})
#: How far a finding goes, from a suspicion to a court of last instance.
_STAGES = (
    ("suspected", "alleged", "claimed", "asserted"), ("assessed", "reported", "official"),
    ("charged",), ("court finding", "convicted"), ("appeal", "final"),
)  # fmt: skip
#: What is stated of a document and not of what happened.
_OF_DOCUMENTS = frozenset({"author", "title", "text", "sections"})
#: Numbers that differ by this share or less may count differently: attacker or not.
_SLIGHT = 0.03


@dataclass(frozen=True, slots=True)
class _Stated:
    fact: Fact
    value: Value


def set_side_by_side(sources: Sequence[Source]) -> list[Relation]:
    """Return how the values of some sources stand to each other.

    Args:
        sources: Each source with its facts; the order decides who is named first.

    Returns:
        First which sources are of one origin, then by event and slot.
    """
    groups = {source.id: source.group for source in sources}
    stated: dict[tuple[str, str], list[_Stated]] = {}
    for source in sources:
        for fact in source.facts:
            slot = slot_of(fact.slot)
            value = read_value(slot, fact.value)
            if value is not None:
                key = (fact.event, slot)
                stated.setdefault(key, []).append(_Stated(fact, value))
    found = [*_origins(sources)]
    for (event, slot), values in sorted(stated.items()):
        if slot in _FINDINGS:
            found += _findings(event, slot, values, groups)
        else:
            found += _slot(event, slot, values, groups, stated)
    return found


def _origins(sources: Sequence[Source]) -> Iterator[Relation]:
    """Yield the groups of sources that are of one origin."""
    members: dict[str, list[Source]] = {}
    for source in sources:
        members.setdefault(source.group, []).append(source)
    for group, of_it in members.items():
        if len(of_it) > 1:
            side = Side(_origin(of_it), tuple(source.id for source in of_it), 1)
            why = f"{group}: republication, copy or paraphrase of one text, counted once"  # fmt: skip
            yield Relation(NOT_INDEPENDENT, "*", "*", (side,), why)


def _origin(members: Sequence[Source]) -> str:
    """Return what some sources share: the document that they say they copy, if they do."""
    told = [f.event for s in members for f in s.facts if f.slot in _OF_DOCUMENTS]
    return f"same {told[0]}" if told else "same origin"


def _slot(
    event: str,
    slot: str,
    values: Sequence[_Stated],
    groups: Mapping[str, str],
    everything: Mapping[tuple[str, str], Sequence[_Stated]],
) -> Iterator[Relation]:
    """Yield the relations within one slot of one event."""
    slips = [s for s in values if s.value.own_note]
    clusters = _clusters([s for s in values if not (s.value.own_note or s.value.vague)])
    _add_vague(clusters, [s for s in values if s.value.vague])
    for slip in slips:
        yield from _slip(event, slot, slip, values)
    sides = [_side(cluster, groups) for cluster in clusters]
    if len(sides) > 1:
        best = max(sides, key=lambda side: side.independent)
        alone = [s for s in sides if s.independent == best.independent]
        yield Relation(
            CONTRADICTION,
            event,
            slot,
            tuple(sides),
            _why(slot),
            better_supported=best.value if len(alone) == 1 else None,
            likely_confusion=_confusion(event, slot, clusters, best, everything),
            severity="low" if _is_slight(clusters) else "normal",
        )
    elif sides and sides[0].independent > 1:
        once = _one_of_each(clusters[0], groups)
        side = Side(_common(clusters[0]), once, sides[0].independent)
        why = f"{side.independent} independent origins state it"
        yield Relation(CORROBORATION, event, slot, (side,), why)
    for cluster in clusters:
        yield from _finer(event, slot, cluster, groups)


def _clusters(values: Sequence[_Stated]) -> list[list[_Stated]]:
    """Return the values in groups that can all be so together."""
    clusters: list[list[_Stated]] = []
    # The coarser first, so that a finer one finds what it refines.
    for each in sorted(values, key=lambda s: len(s.value.date or "")):
        for cluster in clusters:
            if all(agree(each.value, other.value) for other in cluster):
                cluster.append(each)
                break
            if each.value.words and any(agree(each.value, o.value) for o in cluster):
                cluster.append(each)
                break
        else:
            clusters.append([each])
    order = {id(each): place for place, each in enumerate(values)}
    for cluster in clusters:
        cluster.sort(key=lambda each: order[id(each)])
    return sorted(clusters, key=lambda cluster: order[id(cluster[0])])


def _add_vague(clusters: Sequence[list[_Stated]], vague: Sequence[_Stated]) -> None:
    """Add who says only that a holder was not precise to what that holder said."""
    for each in vague:
        for cluster in clusters:
            if any(is_same_holder(each.fact.holder, s.fact.holder) for s in cluster):
                cluster.append(each)
                break


def _side(cluster: Sequence[_Stated], groups: Mapping[str, str]) -> Side:
    by = tuple(dict.fromkeys(each.fact.source for each in cluster))
    return Side(_shown(cluster), by, len({groups[source] for source in by}))


def _shown(cluster: Sequence[_Stated]) -> str:
    """Return the value most of a cluster state; of several, the one stated first."""
    texts = [
        each.value.date or _figure(each.value) or each.value.text for each in cluster
    ]
    counts = Counter(texts)
    return max(texts, key=lambda text: (counts[text], -texts.index(text)))


def _common(cluster: Sequence[_Stated]) -> str:
    """Return what all of a cluster state: the least precise of their values."""
    coarse = [
        s for s in cluster if not any(is_finer(s.value, o.value) for o in cluster)
    ]
    return _shown(coarse or cluster)


def _figure(value: Value) -> str | None:
    if value.number is None:
        return None
    number = f"{value.number:g}"
    return f"{number} {value.unit}" if value.unit else number


def _one_of_each(
    cluster: Sequence[_Stated], groups: Mapping[str, str]
) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for each in cluster:
        first.setdefault(groups[each.fact.source], each.fact.source)
    return tuple(first.values())


def _slip(
    event: str, slot: str, slip: _Stated, values: Sequence[_Stated]
) -> Iterator[Relation]:
    """Yield a value that its own source contradicts: title against body."""
    meant = read_value(slot, slip.value.own_note or "")
    other = next(
        (
            each
            for each in values
            if each is not slip and meant is not None and agree(each.value, meant)
        ),
        None,
    )
    if other is None:
        return
    sides = (
        Side(slip.value.date or slip.value.text, (slip.fact.source,), 1),
        Side(other.value.date or other.value.text, (other.fact.source,), 1),
    )
    why = f"a slip inside one source: {slip.value.own_note}"
    yield Relation(CONTRADICTION, event, slot, sides, why)


def _finer(
    event: str, slot: str, cluster: Sequence[_Stated], groups: Mapping[str, str]
) -> Iterator[Relation]:
    """Yield that some of those who agree say it more precisely than others."""
    fine = [a for a in cluster if any(is_finer(a.value, b.value) for b in cluster)]
    coarse = [a for a in cluster if any(is_finer(b.value, a.value) for b in cluster)]
    fine = [each for each in fine if each not in coarse]
    if fine and coarse:
        sides = (_side(coarse, groups), _side(fine, groups))
        why = "one says it more precisely than the other"
        yield Relation(GRANULARITY, event, slot, sides, why)


def _confusion(
    event: str,
    slot: str,
    clusters: Sequence[Sequence[_Stated]],
    best: Side,
    everything: Mapping[tuple[str, str], Sequence[_Stated]],
) -> str | None:
    """Return another event that a poorly supported date fits, told by the same sources."""
    if slot != "date":
        return None
    tellers = {each.fact.source for cluster in clusters for each in cluster}
    odd = [c for c in clusters if c[0].fact.source not in best.by]
    for (other, other_slot), values in sorted(everything.items()):
        if other == event or other_slot != "date":
            continue
        shared = tellers & {each.fact.source for each in values}
        fits = any(agree(a.value, b.value) for c in odd for a in c for b in values)
        if shared and fits:
            return other
    return None


def _is_slight(clusters: Sequence[Sequence[_Stated]]) -> bool:
    numbers = [c[0].value.number for c in clusters]
    known = [n for n in numbers if n is not None]
    return len(known) == len(clusters) and max(known) - min(known) <= _SLIGHT * max(known)  # fmt: skip


def _why(slot: str) -> str:
    words = {"date": "the days cannot both be so", "reason": "the reasons given differ"}
    return words.get(slot, "the figures or words differ")


def _findings(
    event: str, slot: str, values: Sequence[_Stated], groups: Mapping[str, str]
) -> Iterator[Relation]:
    """Yield how findings follow on one another, and what is denied."""
    denied = [v for v in values if v.fact.status == "denied" or v.fact.slot == "denial"]
    claimed = [v for v in values if v not in denied]
    if denied and claimed:
        sides = (_side(claimed, groups), _side(denied, groups))
        yield Relation(CLAIM_AND_DENIAL, event, slot, sides, "what some say, others deny")  # fmt: skip
    by_stage: dict[int, list[_Stated]] = {}
    for each in claimed:
        by_stage.setdefault(_stage(each.fact.status), []).append(each)
    stages = sorted(stage for stage in by_stage if stage >= 0)
    if len(stages) > 1 and stages[-1] > 1:
        later = tuple(_side(by_stage[stage], groups) for stage in stages)
        why = "a later finding follows an earlier one"
        yield Relation(DEVELOPMENT, event, slot, later, why)


def _stage(status: str) -> int:
    for place, words in enumerate(_STAGES):
        if status.startswith(words):
            return place
    return -1
