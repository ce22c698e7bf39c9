"""Names of an index that may be the one asked, by the kernel or by its twin."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import Columns, Numbers, folded_hash, word_facts
from ostraka.index.open import Stretches
from ostraka.native import load_kernel
from ostraka.screen import judge
from ostraka.screen.chance import ONE_NAME_LIKE
from ostraka.screen.features import FEATURES
from ostraka.screen.floor import NEAR_ENOUGH, Floor
from ostraka.screen.judge import Reading, judge_names, judge_readings
from ostraka.screen.model import (
    CHANCE,
    LEAST_JOINED,
    LEAST_SAME,
    LEFT,
    LEFT_BOTH,
    MEANT_WORDS,
    MOST_CONTAINED,
    MOST_CONTRADICTED,
    MOST_GENERIC,
    MOST_LAST_DIFFERS,
    MOST_NAMES,
    MOST_ORDER,
    MOST_PLACES,
    NOTHING_AGREES,
    TOLD,
    TOLD_ORDER,
    name_weights,
)
from ostraka.screen.names import block
from ostraka.screen.partners import partners
from ostraka.screen.patterns import LEAST_ALONE, LEAST_SLIP, MIDDLE_LIKE, MOST_SLIPS
from ostraka.screen.scan import (
    CONTAINED,
    LEAST_CONTAINED,
    LETTERS_IN_COMMON,
    MOST_CANDIDATES,
    RARE_SOUND,
    SHARED_SOUND,
    SOUNDS_IN_COMMON,
    candidates_by_reading,
)
from ostraka.screen.words import (
    BORNE_BITS,
    GENERIC_BITS,
    NEAR_LIKE,
    ODD_BITS,
    PENALTY,
    SOUND_LIKE,
    WEAK_LIKE,
    Floats,
    filed_by,
)
from ostraka.text.bodies import LEGAL_FORMS
from ostraka.text.name import NameForm
from ostraka.text.sketch import sketch
from ostraka.text.variants import key_word, variants_of
from ostraka.text.words import RARE_BITS, SPELLING_BITS, sound_bits

#: Rules or weights as the kernel takes them.
Rules = npt.NDArray[np.float64]
#: A word as `native/asked.c` takes it.
_Row = tuple[Any, ...]
# What is known of a word is kept once, as the kernel takes it.
_facts_of = word_facts.__wrapped__
# More names than there are.
_ALL = 1 << 40
#: Row of a name, the evidence that it is the one asked, its party, and whether it is the
#: same word for word.
Found = list[tuple[int, float, int, bool]]


def find_names(
    columns: Columns,
    form: NameForm,
    kind: str,
    ranges: Stretches,
    floor: Floor,
    *,
    most: int = MOST_CANDIDATES,
    judged: int = MOST_NAMES,
) -> Found:
    """Return the names of some stretches that may be the one asked.

    Args:
        columns: The names.
        form: The name asked.
        kind: `person` or `body`: how it and the listed names are read.
        ranges: The stretches; each has candidates of its own.
        floor: What a name must reach, unless it is the one asked word for word.
        most: Candidates of a stretch.
        judged: Names that are judged in full, for each stretch.
    """
    return find_in_readings(
        columns, form, {kind: ranges}, floor, most=most, judged=judged
    )


def find_in_readings(
    columns: Columns,
    form: NameForm,
    readings: Mapping[str, Stretches],
    floor: Floor,
    *,
    most: int = MOST_CANDIDATES,
    judged: int = MOST_NAMES,
) -> Found:
    """Return the names that may be the one asked, which is the same in some readings.

    Args:
        columns: The names.
        form: The name asked.
        readings: The stretches of the names of each reading.
        floor: What a name must reach, unless it is the one asked word for word.
        most: Candidates of a stretch.
        judged: Names that are judged in full, for each stretch.
    """
    kernel = compiled()
    if kernel is None:
        return _found_by_twin(columns, form, readings, floor, (most, judged))
    found: Found = kernel.search(
        columns.held,
        packed(form),
        tuple(
            [
                (*model_of(kind, most, judged), floor.packed(kind), ranges)
                for kind, ranges in readings.items()
            ]
        ),
    )
    return found


def _found_by_twin(
    columns: Columns,
    form: NameForm,
    readings: Mapping[str, Stretches],
    floor: Floor,
    limits: tuple[int, int],
) -> Found:
    most, judged = limits
    are_far = partial(floor.are_far, columns) if floor.leaves_far else None
    found = candidates_by_reading(
        columns, form.words, readings, most=most, are_far=are_far
    )
    names = np.concatenate(found)
    if not len(names):
        return []
    folded = folded_hash(form.folded)
    found_in = judge_readings(
        form.words,
        form.legal,
        block(columns, names),
        [
            Reading(kind, len(few), judged * len(ranges))
            for few, (kind, ranges) in zip(found, readings.items(), strict=True)
        ],
        least=np.concatenate(
            [
                floor.of_names(columns, few, folded, kind)
                for few, kind in zip(found, readings, strict=True)
            ]
        ),
    )
    rows = names[found_in.rows]
    known = columns.names.take(rows)
    return list(
        zip(
            rows.tolist(),
            found_in.bits.tolist(),
            known["party"].tolist(),
            (known["folded"] == folded).tolist(),
            strict=True,
        )
    )


def judge_all(
    columns: Columns, form: NameForm, kind: str, names: Numbers
) -> list[float]:
    """Return the evidence that each of some names is the one asked.

    Args:
        columns: The names.
        form: The name asked.
        kind: `person` or `body`.
        names: Rows of the names to judge.
    """
    if not len(names):
        return []
    kernel = compiled()
    if kernel is not None:
        model, floor = model_of(kind, judged=_ALL), Floor().packed(kind)
        rows = names.astype(np.uint32)
        found = kernel.judge(columns.held, packed(form), *model, floor, rows)
        return [bits for _, bits, _, _ in found]
    listed = block(columns, names)
    judged = judge_names(form.words, form.legal, listed, kind, most=_ALL)
    bits: list[float] = judged.bits.tolist()
    return bits


def judge_best(
    columns: Columns,
    forms: Iterable[NameForm],
    kind: str,
    names: Numbers,
    least: Floats,
) -> Floats:
    """Return the evidence that each of some names is one of those asked.

    Args:
        columns: The names.
        forms: The names asked.
        kind: `person` or `body`.
        names: Rows of the names to judge.
        least: The evidence of each that need not be told if it is less.
    """
    if compiled() is None:
        return judge.judge_best(forms, block(columns, names), kind, least)
    best = np.full(len(names), -math.inf)
    for form in forms:
        np.maximum(best, judge_all(columns, form, kind, names), out=best)
    return best


def agreeing_words(
    asked: Sequence[str], known: Sequence[str], kind: str
) -> list[tuple[int, int, int]]:
    """Return which words of two names agree: places in both, and how (`words.SAME` …).

    Args:
        asked: The telling words of one name.
        known: Those of the other.
        kind: `person` or `body`.
    """
    kernel = compiled()
    if kernel is not None:
        words = [tuple([packed_word(w) for w in name]) for name in (asked, known)]
        found: list[tuple[int, int, int]] = kernel.pairs(*words, *model_of(kind)[:2])
        return found
    return partners(asked, known, kind)


@cache
def compiled() -> ModuleType | None:
    """Return the kernel if it was built for the figures of this version."""
    kernel = load_kernel()
    if kernel is None or tuple(name for name, _, _ in FEATURES) != kernel.FIGURES:
        return None
    return kernel


def packed(form: NameForm) -> tuple[tuple[_Row, ...], int, int]:
    """Return a name asked as the kernel takes it, the same in every reading."""
    return (
        tuple([packed_word(word) for word in form.words]),
        LEGAL_FORMS.index(form.legal),
        folded_hash(form.folded),
    )


@lru_cache(maxsize=262144)
def packed_word(word: str) -> _Row:
    """Return a word as the kernel takes it, in names of persons and of bodies.

    It is a plain tuple, since very many are kept: Python's collector of garbage leaves
    aside what holds nothing but texts and numbers.
    """
    facts = _facts_of(word)
    return (
        facts.text.encode(),
        facts.spelled.encode(),
        facts.key.encode(),
        facts.sound,
        facts.slavic,
        facts.person,
        sound_bits(facts.key, "person"),
        facts.body,
        sound_bits(facts.key, "body"),
        facts.letters,
        facts.spelled_letters,
        facts.sort,
        tuple(sorted([variant.encode() for variant in variants_of(word)])),
        filed_by(word),
        struct.pack("=4Q", *sketch([key_word(word)])),
    )


@lru_cache(maxsize=1024)
def model_of(
    kind: str, most: int = MOST_CANDIDATES, judged: int = MOST_NAMES
) -> tuple[bool, Rules, Rules]:
    """Return as the kernel takes them how names are read, the rules and the weights.

    Args:
        kind: `person` or `body`.
        most: Candidates of a stretch.
        judged: Names that are judged in full, for each stretch.
    """
    weights, bias = name_weights(kind)
    return kind == "person", rules(kind, most, judged), np.append(weights, bias)


def rules(kind: str, most: int = MOST_CANDIDATES, judged: int = MOST_NAMES) -> Rules:
    """Return the limits of this room in the order of `native/kernel.h`."""
    told, chance = TOLD[kind], CHANCE[kind]
    limits = [
        SOUND_LIKE, NEAR_LIKE, WEAK_LIKE, *PENALTY.tolist(), LEFT, LEFT_BOTH,
        NOTHING_AGREES, LEAST_JOINED, LETTERS_IN_COMMON, SOUNDS_IN_COMMON, CONTAINED,
        LEAST_CONTAINED, most, judged, RARE_SOUND, SHARED_SOUND[kind],
        told.alike, told.rarest, told.contradicted, told.bits, TOLD_ORDER, told.given,
        told.middle, told.dropped, told.added, told.initials, told.initial,
        MOST_CONTRADICTED[kind], MOST_PLACES, MOST_ORDER, LEAST_SAME,
        LEAST_SLIP, LEAST_ALONE, MOST_SLIPS, ODD_BITS, RARE_BITS, SPELLING_BITS,
        MIDDLE_LIKE, chance.ways, chance.sound, chance.near, chance.woman, chance.inside,
        chance.alone, chance.few, chance.few_told, chance.level, chance.most, chance.beyond,
        chance.rare, chance.weak, ONE_NAME_LIKE, BORNE_BITS,
        MOST_CONTAINED[kind], chance.short, chance.spread, chance.common,
        MOST_LAST_DIFFERS[kind], MOST_GENERIC[kind], MEANT_WORDS,
        GENERIC_BITS, NEAR_ENOUGH,
    ]  # fmt: skip
    return np.array(limits, dtype=np.float64)


def figures(
    columns: Columns, form: NameForm, kind: str, names: Sequence[int]
) -> npt.NDArray[np.float64] | None:
    """Return the figures of some names as the kernel counts them; None without it."""
    kernel = compiled()
    if kernel is None:
        return None
    rows = np.array(names, dtype=np.uint32)
    found = kernel.figures(columns.held, packed(form), *model_of(kind), rows)
    return np.frombuffer(found, dtype=np.float64).reshape(-1, len(FEATURES))
