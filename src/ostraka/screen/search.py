"""From a query to matches: names that may be the one asked, evidence added up, best first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from rapidfuzz.distance import Indel

from ostraka.index import Index
from ostraka.index.entry import Entry, name_reading
from ostraka.index.open import Stretches
from ostraka.screen.evidence import is_number
from ostraka.screen.find import find_in_readings
from ostraka.screen.floor import Floor, floor_of
from ostraka.screen.group import MOST_RECORDS, as_parties
from ostraka.screen.match import Match
from ostraka.screen.model import MOST_NAMES
from ostraka.screen.query import Query
from ostraka.screen.ruling import ruled_out
from ostraka.screen.scan import MOST_CANDIDATES
from ostraka.screen.score import (
    DEFAULT_THRESHOLD,
    EXACT_NAME,
    EXACT_NAME_GAIN,
    bits_of,
    score_of,
)
from ostraka.screen.several import weigh_aliases
from ostraka.screen.verdict import (
    NameMatch,
    Verdict,
    best_name,
    judge,
    with_detail,
)
from ostraka.screen.weights import WEIGHTS
from ostraka.screen.written import (
    MOST_WRITTEN,
    has_letters_of,
    least_in_latin,
    same_as_written,
)
from ostraka.text.fold import fold
from ostraka.text.name import NameForm, read_name, whole_names
from ostraka.text.words import RARE_BITS, SPELLING_BITS

#: Parties whose other facts are looked at, and the fewest where very many names are asked.
MOST_PARTIES, FEWEST_PARTIES = 200, 50
#: More than there are.
EVERY = 1 << 40
#: Candidates of a name are a thousand for each of four names asked, and fewer if more are
#: asked, down to so many.
FEWEST_CANDIDATES = 50
#: Names asked that are compared; those beyond are found as they are written.
MOST_COMPARED = 100
#: Least evidence of a name written the same but for blanks: it is always shown.
LEAST_EXACT = -8.0
#: Evidence by which a name may fall short and still have come near.
NEARBY = 7.0


@dataclass(slots=True)
class _Party:
    """A party found by name.

    Attributes:
        bits: Evidence of its best name.
        asked: The name asked that this is.
        name: Row of the listed name.
        exact: Whether the two are the same word for word, or when joined.
        ties: Names that agree as well: which of them was met first must not matter.
    """

    bits: float
    asked: str
    name: int
    exact: bool
    ties: list[_Party] = field(default_factory=list)

    @property
    def rank(self) -> float:
        """What its best name is chosen by: an exact name goes before."""
        return max(self.bits, EXACT_NAME) if self.exact else self.bits

    @property
    def all(self) -> tuple[_Party, ...]:
        """Its best name and those that agree as well."""
        return (self, *self.ties)

    def weigh(self, bits: float) -> None:
        """Give its names other evidence: what the best has now, and the others as much less."""
        less = bits - self.bits
        for name in self.all:
            name.bits += less

    @property
    def most(self) -> float:
        """The most evidence its name can be: an exact one gains with each word."""
        if not self.exact:
            least = least_in_latin(self.asked)
            looked_at = least is not None and self.bits >= least
            return max(self.bits, MOST_WRITTEN) if looked_at else self.bits
        words = len(fold(self.asked).split())
        return max(
            self.bits,
            EXACT_NAME + EXACT_NAME_GAIN * (RARE_BITS + SPELLING_BITS) * words,
        )


def search(
    index: Index,
    query: Query,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    limit: int = 10,
    by_record: bool = False,
    every: bool = False,
) -> tuple[Match, ...]:
    """Return the parties that may be the one asked about, best first.

    Args:
        index: The lists.
        query: What is asked.
        threshold: Least score of a match.
        limit: Most matches to return.
        by_record: Whether each record is returned by itself, whoever else is the same.
        every: Whether every candidate is judged and not the nearest alone, so that
            whether a party matches does not depend on who else is on the lists; it
            takes about twice as long.
    """
    promised = _promised(index, query, threshold, every=every)
    if not promised:
        return ()
    apart = by_record or not index.is_judged
    most = limit if apart else limit * MOST_RECORDS
    found = sorted(
        _matches(index, query, promised, threshold, most),
        key=_place,
    )
    if not apart:
        found = as_parties(index, found)
    return tuple(
        replace(match, explanation=with_detail(match.explanation, match.schema))
        for match in found[:limit]
    )


def _place(match: Match) -> tuple[float, float, str]:
    """Return what matches are ordered by: of equal scores the name written most alike leads."""
    names = (
        (f.query, f.candidate) for f in match.explanation[:1] if f.feature == "name"
    )
    alike = (
        Indel.normalized_similarity(fold(a or ""), fold(b or "")) for a, b in names
    )
    return -match.score, -next(alike, 0.0), match.entity_id


def cleared(
    index: Index, query: Query, *, threshold: float = DEFAULT_THRESHOLD, limit: int = 10
) -> tuple[Match, ...]:
    """Return the parties that came near and were ruled out, nearest name first.

    The explanation of each has what its name says and what speaks against, and at its
    end, as `no_match`, why it is no match.

    Args:
        index: The lists.
        query: What is asked.
        threshold: Least score of a match, which these do not reach.
        limit: Most parties to return.
    """
    near = score_of(bits_of(threshold) - NEARBY)
    plain = replace(query, facts={})
    found = _best_names(index, plain, floor_of(plain, near))
    judged = (
        (best.rank, entry, _verdict(index, query, entry, best))
        for party, best in ((n, found[n]) for n in _cut(found))
        for entry in (index.entry(party),)
    )
    ranked = sorted(
        (
            (rank, _judged(query, entry, verdict, threshold))
            for rank, entry, verdict in judged
        ),
        key=lambda pair: (not pair[1].match, -pair[0], pair[1].entity_id),
    )
    # A party with a record that matches is not ruled out by another of its records.
    ruled_out = [m for m in as_parties(index, (m for _, m in ranked)) if not m.match]
    return tuple(
        replace(match, explanation=with_detail(match.explanation, match.schema))
        for match in ruled_out[:limit]
    )


def _judged(query: Query, entry: Entry, verdict: Verdict, threshold: float) -> Match:
    """Return a party with why it is no match, if it is none."""
    match = _match(entry, verdict, is_match=verdict.score >= threshold)
    if match.match:
        return match
    why = ruled_out(query, entry, match.explanation)
    return replace(match, explanation=(*match.explanation, why))


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


@dataclass(frozen=True, slots=True)
class _Promise:
    """A party to judge: the most evidence it can have, and its best name if it has one.

    Where `written`, it can match by a name in the script asked alone.
    """

    most: float
    party: int
    name: _Party | None
    written: bool = False


def _matches(
    index: Index,
    query: Query,
    promised: Iterable[_Promise],
    threshold: float,
    limit: int,
) -> Iterator[Match]:
    """Yield the matches, and no party that the best `limit` leave behind."""
    scores: list[float] = []
    for promise in promised:
        if len(scores) == limit and score_of(promise.most) < scores[0]:
            return
        kept = index.row(promise.party)
        if promise.written and not _may_be_written(kept, promise.name):
            continue
        entry = Entry.from_bytes(kept)
        if promise.written and not _is_written(entry, promise.name):
            continue
        verdict = _verdict(index, query, entry, promise.name)
        if verdict.score >= threshold:
            yield _match(entry, verdict, is_match=True)
            heappush(scores, verdict.score)
            if len(scores) > limit:
                heappop(scores)


def _may_be_written(kept: bytes, best: _Party | None) -> bool:
    """Tell the same of what is kept of a party, before it is read: most have none."""
    return best is not None and any(
        has_letters_of(name.asked, kept) for name in best.all
    )


def _is_written(entry: Entry, best: _Party | None) -> bool:
    """Tell whether a party has a name in the script asked that is nearly the same."""
    reading = name_reading(entry.family)
    return best is not None and any(
        same_as_written(name.asked, entry, reading) for name in best.all
    )


def _promised(
    index: Index, query: Query, threshold: float, *, every: bool
) -> list[_Promise]:
    """Return the parties to judge, the most promising first."""
    floor = floor_of(query, threshold)
    found = _best_names(index, query, floor, every=every)
    always = parties_with_number(index, query)
    if not (found or always):
        return []
    promised = [_Promise(math.inf, party, found.get(party)) for party in always]
    need = bits_of(threshold)
    other = need - floor.least + WEIGHTS["weak_alias_same"].bits
    for party in found if every else _cut(found):
        if party not in always:
            best = found[party]
            reading = index.reading_of(party)
            allowed = other + floor.facts_of(index.columns, party, reading)
            most = max(name.most for name in best.all) + allowed
            if most >= need:
                only = not best.exact and best.bits + allowed < need
                promised.append(_Promise(most, party, best, only))
    promised.sort(key=lambda promise: -promise.most)
    return promised


def _keep(found: dict[int, _Party], party: int, name: _Party) -> None:
    """Keep the best name of a party, and those that agree as well."""
    best = found.get(party)
    if best is None or best.rank < name.rank:
        found[party] = name
    elif best.rank == name.rank and best.name != name.name:
        best.ties.append(name)


def _verdict(index: Index, query: Query, entry: Entry, best: _Party | None) -> Verdict:
    """Judge a party by its best name; of names that tie, by the one that says most."""
    if best is None:
        return judge(query, entry, best_name(query, entry))
    slots = index.columns.names["slot"]
    agreeing = {
        NameMatch(name.asked, entry.names[int(slots[name.name])][1], name.bits)
        for name in best.all
    }
    if len(agreeing) == 1:
        return judge(query, entry, agreeing.pop())
    ordered = sorted(agreeing, key=lambda m: (m.known.value, m.known.dataset, m.asked))
    judged = (judge(query, entry, match) for match in ordered)
    return max(judged, key=lambda verdict: verdict.score)


def _cut(found: dict[int, _Party], most: int = MOST_PARTIES) -> list[int]:
    """Return the parties that lead; ties at the cut stay, whatever their order."""
    leading = sorted(found, key=lambda party: -found[party].rank)
    if len(leading) <= most:
        return leading
    least = found[leading[most - 1]].rank
    return [party for party in leading if found[party].rank >= least]


def parties_with_number(index: Index, query: Query) -> set[int]:
    """Return the parties that have one of the identity numbers asked."""
    return {
        party
        for prop, values in query.facts.items()
        if is_number(prop)
        for value in values
        for party in index.parties_with_identifier(value, prop)
    }


def _match(entry: Entry, verdict: Verdict, *, is_match: bool) -> Match:
    return Match(
        entity_id=entry.id,
        caption=entry.caption,
        schema=entry.schema,
        datasets=entry.datasets,
        score=verdict.score,
        match=is_match,
        explanation=verdict.explanation,
        referents=entry.referents,
    )


def _best_names(
    index: Index, query: Query, floor: Floor, *, every: bool = False
) -> dict[int, _Party]:
    """Return for each party that can reach the floor its best name."""
    found: dict[int, _Party] = {}
    stretches = index.stretches(query.family)
    written = _Written(index)
    if _has_weak_alias(index, query, written):
        floor = floor._replace(least=floor.least - WEIGHTS["weak_alias_same"].bits)
    names = list(query.names_to_go_by())
    most = max(MOST_CANDIDATES * 4 // max(len(names), 4), FEWEST_CANDIDATES)
    limits = (EVERY, EVERY) if every else (most, MOST_NAMES)
    for place, asked in enumerate(names):
        for form, readings in _forms(asked, stretches):
            for party, best in _exactly(index, asked, form, readings, written):
                _keep(found, party, best)
            if place < MOST_COMPARED:
                for name, bits, party, exact in find_in_readings(
                    index.columns,
                    form,
                    readings,
                    floor,
                    most=limits[0],
                    judged=limits[1],
                ):
                    _keep(found, party, _Party(bits, asked, name, exact))
    if len(names) > 1:
        few = min(max(10 * MOST_PARTIES // len(names), FEWEST_PARTIES), MOST_PARTIES)
        leading = found if every else {n: found[n] for n in _cut(found, few)}
        known = {party: best.bits for party, best in leading.items()}
        for party, weighed in weigh_aliases(
            index, names[:MOST_COMPARED], known
        ).items():
            leading[party].weigh(weighed)
        return leading
    return found


def _forms(
    asked: str, stretches: Mapping[str, Stretches]
) -> list[tuple[NameForm, dict[str, Stretches]]]:
    """Return the ways to read a name, each with the stretches where it is read so.

    Most names are read the same as a person's and as a body's.
    """
    forms: dict[NameForm, dict[str, Stretches]] = {}
    for reading, ranges in stretches.items():
        for form in read_name(asked, reading):
            forms.setdefault(form, {})[reading] = ranges
    return list(forms.items())


class _Written(dict[str, list[int]]):
    """Names by how they are written but for blanks, each looked up once.

    The readings of a name are mostly written the same.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def __missing__(self, joined: str) -> list[int]:
        found = self[joined] = self._index.names_written(joined)
        return found

    def names(self, joined: tuple[str, ...]) -> list[int]:
        """Return the names that are written in one of some ways."""
        if len(joined) == 1:
            return self[joined[0]]
        return [name for key in joined for name in self[key]]


def _exactly(
    index: Index,
    asked: str,
    form: NameForm,
    readings: Mapping[str, Stretches],
    written: _Written,
) -> Iterator[tuple[int, _Party]]:
    """Yield the parties of names that are written the same but for blanks."""
    for reading, ranges in readings.items():
        for name in written.names(whole_names(form, reading)):
            if any(start <= name < end for start, end in ranges):
                party = int(index.columns.names[name]["party"])
                yield party, _Party(LEAST_EXACT, asked, name, exact=True)


def _has_weak_alias(index: Index, query: Query, written: _Written) -> bool:
    """Tell whether a weak alias is one of the names asked: it adds to its party's other."""
    for _, asked in query.names:
        for form in read_name(asked, "person"):
            rows = written[form.joined]
            if rows and any(map(index.is_weak, rows)):
                return True
    return False
