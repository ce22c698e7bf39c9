"""One query, one party: all the evidence put together and explained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from ostraka.index.columns import columns_of
from ostraka.index.entry import Entry, Known, family_of, name_reading
from ostraka.screen.evidence import (
    compare_facts,
    feature_of,
    same_craft,
    weak_alias,
)
from ostraka.screen.fathers import father_rule
from ostraka.screen.find import agreeing_words, judge_all
from ostraka.screen.match import Feature
from ostraka.screen.model import NOTHING_AGREES, TOLD, TOLD_ORDER
from ostraka.screen.query import Query
from ostraka.screen.score import (
    ALIAS_ONLY,
    EXACT_NAME,
    EXACT_NAME_GAIN,
    LEAST_NAME,
    MOST_ALIAS_ONLY,
    score_of,
)
from ostraka.screen.syllables import han_differs, hangul_differs, syllabary
from ostraka.screen.written import is_spelling_of, least_in_latin, same_as_written
from ostraka.text.bodies import LEGAL_FORMS, body_words
from ostraka.text.fold import fold
from ostraka.text.name import NameForm, read_name, without_titles
from ostraka.text.persons import person_words
from ostraka.text.romanise import romanise
from ostraka.text.words import is_place, word_bits

#: Letters from which a name that is the same when joined is the same name; Yi Li and Yili
#: are two persons, El-Tel and Eltel one body, EP-MNA and EPMNA one aircraft.
LEAST_JOINED = {"person": 6, "body": 5}
_SYLLABLES = {
    "Hangul": ("hangul_differs", hangul_differs),
    "Han": ("han_differs", han_differs),
}
_HOW = (
    "",
    "is",
    "is a form of",
    "sounds like",
    "is nearly",
    "is somewhat like",
    "is short for",
)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The name asked and the listed name that agree best.

    Attributes:
        asked: The name asked.
        known: The listed name and its list.
        bits: Evidence that they are one name.
    """

    asked: str
    known: Known
    bits: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence on one party.

    Attributes:
        score: Ranking signal in [0, 1].
        explanation: What it rests on, the name first.
    """

    score: float
    explanation: tuple[Feature, ...]


def judge(query: Query, entry: Entry, name: NameMatch | None) -> Verdict:
    """Put the evidence on a party together.

    Args:
        query: What is asked.
        entry: The listed party.
        name: How its names agree, or None if no name was compared.
    """
    explanation: list[Feature] = []
    if name is not None:
        name = _as_it_is_written(name, entry)
        explanation.append(_name_feature(name, entry))
        explanation.extend(_person_features(name, entry))
        explanation.extend(_body_features(query, name, entry))
        explanation.extend(weak_alias([asked for _, asked in query.names], entry))
    explanation.extend(same_craft(query, entry))
    explanation.extend(compare_facts(query.facts, entry))
    return Verdict(score_of(sum(f.bits for f in explanation)), tuple(explanation))


def _as_it_is_written(name: NameMatch, entry: Entry) -> NameMatch:
    """Return how two names agree, by those that are written so where these say more."""
    reading = name_reading(entry.family)
    shown = TOLD[reading].bits
    least = least_in_latin(name.asked)
    if least is None or not least <= name.bits < shown:
        return name
    known = same_as_written(name.asked, entry, reading)
    if known is None:
        return name
    bits = shown + TOLD_ORDER * (name.bits - NOTHING_AGREES)
    return NameMatch(name.asked, known, bits)


def best_name(query: Query, entry: Entry) -> NameMatch | None:
    """Return how the likeliest names agree; a weak alias is no name to go by.

    Where several names are asked, main names that do not agree speak against: sister
    bodies share an alias (OFAC FAQ 5: only one of several names is no valid match).
    """
    reading = name_reading(entry.family)
    forms = [
        (known, form)
        for kind, known in entry.names
        if kind != "weakAlias"
        for form in read_name(known.value, reading)
    ]
    if not forms:
        return None
    listed = columns_of(
        [form.words for _, form in forms],
        [LEGAL_FORMS.index(form.legal) for _, form in forms],
    )
    rows = np.arange(len(forms))
    firsts = sum(known is forms[0][0] for known, _ in forms)
    found: list[NameMatch] = []
    first_asked, first_listed = -math.inf, -math.inf
    for place, asked in enumerate(query.names_to_go_by()):
        for form in read_name(asked, reading):
            judged = judge_all(listed, form, reading, rows)
            best = max(judged)
            found.append(NameMatch(asked, forms[judged.index(best)][0], best))
            if place == 0:
                first_asked = max(first_asked, best)
            first_listed = max(first_listed, *judged[:firsts])
    if not found:
        return None
    match = max(found, key=lambda match: match.bits)
    if len(query.names) == 1:
        return match
    taken = taken_off(match.bits, first_asked, first_listed)
    return replace(match, bits=match.bits - taken)


def taken_off(best: float, first_asked: float, first_listed: float) -> float:
    """Return the bits taken off where an alias agrees better than the main names do.

    Args:
        best: Evidence of the names that agree best.
        first_asked: That of the first name asked and any listed.
        first_listed: That of the first name listed and any asked.
    """
    return min(ALIAS_ONLY * (best - min(first_asked, first_listed)), MOST_ALIAS_ONLY)


def least_that_counts(best: float) -> float:
    """Return the evidence of a main name below which as much is taken off, whatever it is.

    Args:
        best: Evidence of the names that agree best, or less.
    """
    # A little less, so that no rounding shows.
    return best - MOST_ALIAS_ONLY / ALIAS_ONLY - 1e-6


def _name_feature(name: NameMatch, entry: Entry) -> Feature:
    reading = name_reading(entry.family)
    known, bits = name.known, max(name.bits, LEAST_NAME)
    exact = _exact_name(name, entry, reading)
    if exact is not None:
        known = exact
        words = fold(name.asked).split()
        told = sum(word_bits(word, reading) for word in words)
        bits = max(bits, EXACT_NAME + EXACT_NAME_GAIN * told)
    return Feature(
        feature="name",
        query=name.asked,
        candidate=known.value,
        dataset=known.dataset or None,
        since=entry.since.get(known.dataset),
        bits=bits,
        detail="",
    )


def _person_features(name: NameMatch, entry: Entry) -> Iterator[Feature]:
    """Yield what tells persons of nearly the same name apart."""
    if entry.family != "person":
        return
    asked, known = name.asked, name.known
    rule = father_rule(asked, known.value)
    if rule is not None:
        yield feature_of("father", rule, asked, known, entry)
    script = syllabary(asked)
    if script is None:
        return
    rule, differs = _SYLLABLES[script]
    held = [n for n in _written_alike(known, entry) if syllabary(n.value) == script]
    if held and all(differs(asked, each.value) for each in held):
        yield feature_of("syllables", rule, asked, held[0], entry)


def _written_alike(known: Known, entry: Entry) -> list[Known]:
    """Return the names of a person that are one name in Latin letters.

    The index keeps one of them, whichever the list has first.
    """
    words = {form.words for form in read_name(known.value, "person")}
    alike = (
        each
        for _, each in entry.names
        if any(form.words in words for form in read_name(each.value, "person"))
    )
    return sorted(alike, key=lambda each: (each.value, each.dataset))


def _body_features(query: Query, name: NameMatch, entry: Entry) -> Iterator[Feature]:
    """Yield what tells sister bodies apart that share an alias.

    Only where several names are asked: one name is held against the one it is like.
    """
    if entry.family == "person" or len(query.names) == 1:
        return
    ours, theirs = (
        {word: text for text in names for word in _places(text)}
        for names in (
            [asked for _, asked in query.names],
            [known.value for _, known in entry.names],
        )
    )
    if ours and theirs and not ours.keys() & theirs.keys():
        known = Known(min(theirs.values()), name.known.dataset)
        yield feature_of("places", "places_differ", min(ours.values()), known, entry)


def _places(text: str) -> Iterator[str]:
    return (
        word
        for form in read_name(text, "body")
        for word in form.words
        if is_place(word)
    )


def _exact_name(name: NameMatch, entry: Entry, reading: str) -> Known | None:
    """Return a listed name that is the one asked word for word, in any order, or joined.

    The index keeps one of the names that are read alike, which need not be written so.  A
    short form the list prints in brackets behind a name is a name of its own.
    """
    ours = [
        folded
        for form in read_name(name.asked, reading)
        for folded in (form.folded, *without_titles(form.folded, reading))
    ]
    asked = {key for folded in ours for key in _spelled(folded, reading)}

    def is_asked(known: Known) -> bool:
        folded = (form.folded for form in read_name(known.value, reading))
        return any(
            not asked.isdisjoint(_spelled(name, reading))
            for name in (*folded, fold(known.value))
        )

    if is_asked(name.known):
        return name.known
    others = (
        known
        for kind, known in entry.names
        if kind != "weakAlias" and _may_hold(known.value, ours)
    )
    return min(
        filter(is_asked, others), key=attrgetter("value", "dataset"), default=None
    )


def _may_hold(listed: str, asked: Sequence[str]) -> bool:
    """Tell whether a listed name has all words of a name asked, or its letters in a row.

    A part of it that is a name of its own has no others; most need not be read so.
    """
    words = fold(listed).split()
    joined = "".join(words)
    return any(
        name.replace(" ", "") in joined or set(name.split()) <= set(words)
        for name in asked
    )


def _spelled(folded: str, reading: str) -> Iterator[tuple[str, ...]]:
    words = folded.split()
    yield tuple(sorted(words))
    joined = "".join(words)
    if len(joined) >= LEAST_JOINED[reading]:
        yield (joined,)


def with_detail(explanation: Sequence[Feature], schema: str) -> tuple[Feature, ...]:
    """Return an explanation that says in words how the names agree.

    Only what is shown pays for the words.

    Args:
        explanation: The evidence on a party.
        schema: The party's schema.
    """
    reading = name_reading(family_of(schema))
    return tuple(
        replace(feature, detail=describe(feature.query, feature.candidate, reading))
        if feature.feature == "name" and feature.query and feature.candidate
        else feature
        for feature in explanation
    )


def describe(asked: str, known: str, reading: str) -> str:
    """Say in words how two names agree.

    Args:
        asked: The name asked.
        known: The listed name.
        reading: `person` or `body`.
    """
    if fold(asked) == fold(known):
        return "the same name"
    ours, theirs = (first_form(name, reading) for name in (asked, known))
    if ours is None or theirs is None:
        return ""
    left, right = (_as_written(form, reading) for form in (ours, theirs))
    said, partners = [], set()
    for row, place, level in agreeing_words(ours.words, theirs.words, reading):
        partners.add(place)
        said.append((row, f"{left[row]} {_HOW[level]} {right[place]}"))
    paired = {row for row, _ in said}
    parts = [text for _, text in sorted(said)]
    alone = _alone("asked", left, paired) + _alone("listed", right, partners)
    if alone and reading == "person" and is_spelling_of(known, asked):
        return "a spelling of the name in Latin letters"
    return "; ".join(parts + alone)


def _as_written(form: NameForm, reading: str) -> list[str]:
    """Return the words of a name as they are written, not as they are compared."""
    read = person_words if reading == "person" else lambda words: body_words(words)[0]
    tokens = [part for word in form.folded.split() for part in romanise(word).split()]
    written = {word: token for token in reversed(tokens) for word in read([token])}
    return [written.get(word, word) for word in form.words]


def _alone(side: str, words: Sequence[str], paired: set[int]) -> list[str]:
    alone = [word for place, word in enumerate(words) if place not in paired]
    return [f"only {side}: {' '.join(alone)}"] if alone else []


def first_form(name: str, reading: str) -> NameForm | None:
    """Return a name as it is read first, or None if nothing of it is read."""
    return next(iter(read_name(name, reading)), None)
