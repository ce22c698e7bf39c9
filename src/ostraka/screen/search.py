"""From a query to matches: candidates by sketch, evidence added up, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ostraka.index import Index
from ostraka.index.entry import Entry
from ostraka.record.party import NAME_KINDS
from ostraka.screen.match import Match
from ostraka.screen.model import judge_names
from ostraka.screen.names import NameBlock, Numbers
from ostraka.screen.query import Query
from ostraka.screen.score import DEFAULT_THRESHOLD, EXACT_NAME, bits_of
from ostraka.screen.verdict import (
    NameMatch,
    Verdict,
    best_name,
    judge,
    names_to_go_by,
    with_detail,
)
from ostraka.text.name import NameForm, read_name
from ostraka.text.sketch import LETTER_WORDS, sketch
from ostraka.text.variants import key_word

#: Share of letter pairs, or of sounds, two names must have in common (Dice).
LETTERS_IN_COMMON, SOUNDS_IN_COMMON = 0.42, 0.55
#: Share of the shorter name's pairs that make it part of the longer, and its least pairs.
CONTAINED, LEAST_CONTAINED = 0.85, 8
#: A sound that more names than this have says too little to bring them up.
RARE_SOUND = 300
#: Parties whose other facts are looked at.
MOST_PARTIES = 200
#: Most that facts other than numbers can add, in bits, and the least an exact name has
#: before it is raised to be shown.
MOST_FACTS, LEAST_EXACT = 16.0, -8.0
#: Candidates that are judged; of more the nearest.
MOST_CANDIDATES = 1000
_WEAK = NAME_KINDS.index("weakAlias")
#: For each party the evidence, the name asked and the number of the listed name.
Found = dict[int, tuple[float, str, int]]


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
    return tuple(
        replace(match, explanation=with_detail(match.explanation, match.schema))
        for match in found[:limit]
    )


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
    least = bits_of(threshold) - (
        MOST_FACTS if query.facts else EXACT_NAME - LEAST_EXACT
    )
    leading = [party for party, (bits, _, _) in found.items() if bits >= least]
    leading.sort(key=lambda party: -found[party][0])
    numbered = _parties_with_number(index, query)
    for party in {*_cut(leading, found), *numbered}:
        entry = index.entry(party)
        if party in found and len(query.names) == 1:
            bits, asked, name = found[party]
            known = entry.names[int(index.slot_of_name[name])][1]
            verdict = judge(query, entry, NameMatch(asked, known, bits))
        else:
            verdict = judge(query, entry, best_name(query, entry))
        if verdict.score >= threshold:
            yield _match(entry, verdict)


def _cut(leading: list[int], found: Found) -> list[int]:
    """Return the parties that lead; ties at the cut stay, whatever their order."""
    if len(leading) <= MOST_PARTIES:
        return leading
    least = found[leading[MOST_PARTIES - 1]][0]
    return [party for party in leading if found[party][0] >= least]


def _parties_with_number(index: Index, query: Query) -> set[int]:
    values = (value for values in query.facts.values() for value in values)
    return {n for value in values for n in index.parties_with_identifier(value)}


def _match(entry: Entry, verdict: Verdict) -> Match:
    return Match(
        entity_id=entry.id,
        caption=entry.caption,
        schema=entry.schema,
        datasets=entry.datasets,
        score=verdict.score,
        match=True,
        explanation=verdict.explanation,
        referents=entry.referents,
    )


def _best_names(index: Index, query: Query) -> Found:
    """Return for each party found its best name."""
    found: Found = {}
    for asked in names_to_go_by(query):
        for reading, start, end in index.ranges(query.family):
            for form in read_name(asked, reading):
                for name in _written_the_same(index, form, start, end):
                    party = int(index.party_of_name[name])
                    found.setdefault(party, (LEAST_EXACT, asked, name))
                names = candidates(index, form.words, start, end)
                if not len(names):
                    continue
                judged = judge_names(
                    form.words, form.legal, block(index, names), reading
                )
                chosen = names[judged.rows].tolist()
                for name, bits in zip(chosen, judged.bits.tolist(), strict=True):
                    party = int(index.party_of_name[name])
                    if party not in found or found[party][0] < bits:
                        found[party] = (bits, asked, name)
    return found


def _written_the_same(
    index: Index, form: NameForm, start: int, end: int
) -> Iterator[int]:
    """Yield the names that are the one asked but for blanks: they are always shown."""
    for name in index.names_written(form.joined).tolist():
        if start <= name < end and index.kind_of_name[name] != _WEAK:
            yield name


def candidates(index: Index, words: tuple[str, ...], start: int, end: int) -> Numbers:
    """Return the names of a stretch that may be the one asked.

    They share enough letter pairs or sounds, or one has all of the other's, or they
    share a word whose sound is rare.  Weak aliases are left out: they open no match
    (OFAC FAQ 122-123).
    """
    rank = _rank(index, words, start, end)
    rank[index.kind_of_name[start:end] == _WEAK] = 0
    found = np.flatnonzero(rank)
    if len(found) > MOST_CANDIDATES:
        least = np.partition(rank[found], -MOST_CANDIDATES)[-MOST_CANDIDATES]
        # Ties are kept, so that the answer does not depend on the order of the list.
        found = found[rank[found] >= least]
    return found + start


def _rank(
    index: Index, words: tuple[str, ...], start: int, end: int
) -> npt.NDArray[np.float32]:
    """Return how near each name of a stretch comes; 0 if it is no candidate."""
    parts = np.array(sketch(map(key_word, words)), dtype=np.uint64)
    rank = np.zeros(end - start, dtype=np.float32)
    for half, limit in enumerate((LETTERS_IN_COMMON, SOUNDS_IN_COMMON)):
        some = slice(half * LETTER_WORDS, (half + 1) * LETTER_WORDS)
        common = np.bitwise_count(index.sketches[some, start:end] & parts[some, None])
        shared = common.sum(axis=0, dtype=np.int16)
        size = int(np.bitwise_count(parts[some]).sum())
        sizes = index.sizes[half, start:end].astype(np.int16)
        dice = (2 * shared) / np.maximum(sizes + size, 1).astype(np.float32)
        lesser = np.minimum(sizes, size)
        contained = (shared >= CONTAINED * lesser) & (lesser >= LEAST_CONTAINED)
        near = (dice >= limit) | contained
        np.maximum(rank, np.where(near, dice, 0), out=rank)
    for word in words:
        found = index.names_with_sound(word, RARE_SOUND)
        rank[found[(found >= start) & (found < end)] - start] += 1
    return rank


def block(index: Index, names: Numbers) -> NameBlock:
    """Return candidate names with words numbered anew, each word once."""
    lengths = index.length[names].astype(np.intp)
    width = int(lengths.max(initial=1))
    places = np.arange(width)
    inside = places < lengths[:, None]
    at = np.where(inside, index.start[names].astype(np.intp)[:, None] + places, 0)
    grid = np.where(inside, index.name_words[at].astype(np.intp), -1)
    numbers, renumbered = np.unique(grid, return_inverse=True)
    renumbered = renumbered.reshape(grid.shape)
    if len(numbers) and numbers[0] == -1:
        numbers, renumbered = numbers[1:], renumbered - 1
    return NameBlock(index.words(numbers), renumbered, index.legal_of_name[names])
