"""From a query to matches: candidates by sketch, evidence added up, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ostraka.index import Index
from ostraka.index.entry import Entry
from ostraka.record.party import NAME_KINDS
from ostraka.screen.evidence import compare_facts
from ostraka.screen.match import Feature, Match
from ostraka.screen.names import NameBlock, Numbers, name_bits
from ostraka.screen.query import Query
from ostraka.screen.score import DEFAULT_THRESHOLD, score_of
from ostraka.text.name import read_name
from ostraka.text.sketch import LETTER_WORDS, sketch

#: Share of letter pairs, or of sounds, two names must have in common (Dice).
LETTERS_IN_COMMON, SOUNDS_IN_COMMON = 0.5, 0.7
#: Parties whose other facts are looked at.
MOST_PARTIES = 200
_WEAK = NAME_KINDS.index("weakAlias")


def search(
    index: Index, query: Query, *, threshold: float = DEFAULT_THRESHOLD, limit: int = 10
) -> tuple[Match, ...]:
    """Return the parties that may be the one asked about, best first.

    Args:
        index: The lists.
        query: What is asked.
        threshold: Least score of a match.
        limit: Most matches to return.
    """
    found = sorted(
        _matches(index, query, threshold), key=lambda m: (-m.score, m.entity_id)
    )
    return tuple(found[:limit])


def search_many(
    index: Index,
    queries: Iterable[Query],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    limit: int = 10,
) -> Iterator[tuple[Match, ...]]:
    """Yield the matches of each query, in order; the same as asking one by one."""
    for query in queries:
        yield search(index, query, threshold=threshold, limit=limit)


def _matches(index: Index, query: Query, threshold: float) -> Iterator[Match]:
    found = _best_names(index, query)
    numbered = {n for values in query.facts.values() for v in values
                for n in index.parties_with_identifier(v)}  # fmt: skip
    for party in numbered:
        found.setdefault(party, (0.0, None, None))
    best = sorted(found, key=lambda party: (-found[party][0], party))[:MOST_PARTIES]
    for party in {*best, *numbered}:
        bits, asked, name = found[party]
        entry = index.entry(party)
        slot = None if name is None else int(index.slot_of_name[name])
        explanation = (
            *_name_feature(entry, asked, slot, bits),
            *compare_facts(query.facts, entry),
        )
        score = score_of(sum(feature.bits for feature in explanation))
        if score >= threshold:
            yield Match(
                entity_id=entry.id,
                caption=entry.caption,
                schema=entry.schema,
                datasets=entry.datasets,
                score=score,
                match=score >= threshold,
                explanation=explanation,
                referents=entry.referents,
            )


def _name_feature(
    entry: Entry, asked: str | None, slot: int | None, bits: float
) -> Iterator[Feature]:
    if asked is None or slot is None:
        return
    _, known = entry.names[slot]
    since = entry.since.get(known.dataset)
    yield Feature("name", asked, known.value, known.dataset, since, bits, "names alike")


def _best_names(
    index: Index, query: Query
) -> dict[int, tuple[float, str | None, int | None]]:
    """Return for each party found its best name: evidence, name asked, name known."""
    found: dict[int, tuple[float, str | None, int | None]] = {}
    for kind, asked in query.names:
        if kind == "weakAlias":
            continue
        for form in read_name(asked):
            names = _candidates(index, query.family, form.words)
            bits = name_bits(form.words, _block(index, names))
            for name, worth in zip(names.tolist(), bits.tolist(), strict=True):
                party = int(index.party_of_name[name])
                if party not in found or found[party][0] < worth:
                    found[party] = (worth, asked, name)
    return found


def _candidates(index: Index, family: str | None, words: tuple[str, ...]) -> Numbers:
    """Return the names whose sketch is near enough; weak aliases open no match."""
    parts = np.array(sketch(words), dtype=np.uint64)
    sizes = np.bitwise_count(parts)
    limits = (LETTERS_IN_COMMON, SOUNDS_IN_COMMON)
    found = []
    for start, end in index.ranges(family):
        near = np.zeros(end - start, dtype=bool)
        for half, limit in enumerate(limits):
            some = slice(half * LETTER_WORDS, (half + 1) * LETTER_WORDS)
            common = np.bitwise_count(
                index.sketches[some, start:end] & parts[some, None]
            ).sum(axis=0)
            size = int(sizes[some].sum())
            near |= 2 * common >= limit * (index.sizes[half, start:end] + size)
        near &= index.kind_of_name[start:end] != _WEAK
        found.append(np.flatnonzero(near) + start)
    return np.concatenate(found)


def _block(index: Index, names: Numbers) -> NameBlock:
    """Return candidate names with words numbered anew, each word once."""
    lengths = index.length[names].astype(np.intp)
    width = int(lengths.max(initial=1))
    places = np.arange(width)
    inside = places < lengths[:, None]
    at = np.where(inside, index.start[names].astype(np.intp)[:, None] + places, 0)
    grid = np.where(inside, index.name_words[at].astype(np.intp), -1)
    numbers, renumbered = np.unique(grid, return_inverse=True)
    if len(numbers) and numbers[0] == -1:
        numbers, renumbered = numbers[1:], renumbered - 1
    words = [index.word(int(n)) for n in numbers]
    return NameBlock(words, renumbered.reshape(grid.shape))
