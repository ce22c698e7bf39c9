"""Very many queries held against a few parties.

The answer errs on one side: a query that may have a match among the few is always told,
and is then asked of all lists.
"""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index import Index
from ostraka.index.columns import Columns
from ostraka.screen import find
from ostraka.screen.find import find_names, model_of
from ostraka.screen.packed import ASKED_OF, Flags, Pack, variants_in
from ostraka.screen.prepared import Prepared
from ostraka.screen.query import Query
from ostraka.screen.scan import RARE_SOUND, SHARED_SOUND
from ostraka.screen.score import bits_of, score_of
from ostraka.screen.search import EVERY, parties_with_number, search
from ostraka.screen.weights import WEIGHTS
from ostraka.text.variants import variants_of

_READINGS = ("person", "body")
# More names than any sound may have that brings up a name, and a name that is none.
_COMMON = max(RARE_SOUND, *SHARED_SOUND.values()) + 1
_NO_NAME = (1 << 32) - 1


class Few:
    """A few parties that are asked about very many times.

    Args:
        index: The parties.
        threshold: Least score of a match.
        whole: All parties, of which these are some: sounds are as common as there.
    """

    def __init__(
        self, index: Index, threshold: float, whole: Index | None = None
    ) -> None:
        self._index = copy(index)
        if whole is not None:
            self._index.columns = _as_common(index.columns, whole.columns)
        self._columns = self._index.columns
        self._threshold = threshold
        self._numbers = frozenset(index.numbers.tolist())
        self._wholes = frozenset(index.wholes.tolist())
        # A weak alias elsewhere on the lists may lower what a name must reach.
        self._need = bits_of(threshold) - WEIGHTS["weak_alias_same"].bits
        self._stretches = {family: index.stretches(family) for family in ASKED_OF}

    def may_have(self, asked: Prepared) -> bool:
        """Tell whether any of the parties may match; if not, none does.

        Args:
            asked: The query.
        """
        if not self._numbers.isdisjoint(asked.numbers):
            return True
        if not self._wholes.isdisjoint(asked.wholes):
            return True
        return self._has_near(asked)

    def _has_near(self, asked: Prepared) -> bool:
        stretches = self._stretches[asked.family]
        floor = asked.floor._replace(least=asked.floor.least + self._need)
        return any(
            find_names(
                self._columns, form, reading, stretches[reading], floor,
                most=EVERY, judged=EVERY,
            )
            for reading, form in asked.forms
            if reading in stretches
        )  # fmt: skip

    def among(self, packed: Pack, left_out: Flags) -> Flags:
        """Tell of each who asks in a pack whether any of the parties may match.

        Args:
            packed: Who asks.
            left_out: Of each whether it is not to be asked.
        """
        found = np.zeros(len(packed), dtype=bool)
        found[_askers_of(packed.numbers, self._index.numbers)] = True
        found[_askers_of(packed.wholes, self._index.wholes)] = True
        found &= ~left_out
        skipped = found | left_out
        kernel = find.compiled()
        if kernel is None:
            return found | self._ask_one_by_one(packed, skipped)
        near = kernel.ask_packed(
            self._columns.held,
            (
                packed.askers, packed.forms, packed.words, packed.form_words,
                packed.text, packed.spelled, packed.key,
                variants_in(packed, self._variants), skipped.view(np.uint8),
            ),
            self._models, len(ASKED_OF), self._ranges, self._need,
        )  # fmt: skip
        found |= np.frombuffer(near, dtype=bool)
        return found

    def _ask_one_by_one(self, packed: Pack, skipped: Flags) -> Flags:
        asked = zip(packed.prepared(), skipped.tolist(), strict=True)
        near = (not skip and self._has_near(one) for (_, one), skip in asked)
        return np.fromiter(near, dtype=bool, count=len(packed))

    def has(self, query: Query) -> bool:
        """Tell whether any of the parties matches, or may by a number.

        It is judged as among all parties.  What a name must reach may be less there, if
        another party has a weak alias written so; here it always is, which lets more
        names be judged and changes nothing for those that match.

        Args:
            query: Who asks.
        """
        if parties_with_number(self._index, query):
            return True
        less = score_of(self._need)
        matches = search(self._index, query, threshold=less, limit=EVERY, every=True)
        return any(match.score >= self._threshold for match in matches)

    @cached_property
    def _models(self) -> tuple[Any, ...]:
        return tuple(
            part
            for reading in _READINGS
            for part in model_of(reading, EVERY, EVERY)[1:]
        )

    @cached_property
    def _ranges(self) -> tuple[tuple[int, bool, int, int], ...]:
        return tuple(
            (place, reading == "person", start, end)
            for place, family in enumerate(ASKED_OF)
            for reading, stretches in self._stretches[family].items()
            for start, end in stretches
        )

    @cached_property
    def _variants(self) -> dict[str, list[int]]:
        """Numbers of the listed words by each of their variants, in order."""
        found: dict[str, list[int]] = {}
        for number in range(len(self._columns.words)):
            for variant in variants_of(self._columns.word(number)):
                found.setdefault(variant, []).append(number)
        return found


def _as_common(columns: Columns, whole: Columns) -> Columns:
    """Return the columns of a few names with sounds as common as among all names.

    Names that are none stand for those that are not here.
    """
    here: Any = np.diff(columns.sound_ends.astype(np.int64))
    at = np.searchsorted(whole.sounds, columns.sounds)
    there = np.diff(whole.sound_ends.astype(np.int64))[at]
    counts = np.maximum(here, np.minimum(there, _COMMON))
    ends = np.append(0, np.cumsum(counts))
    names = np.full(ends[-1], _NO_NAME, dtype=np.uint32)
    moved = np.repeat(ends[:-1] - columns.sound_ends[:-1], here)
    names[np.arange(len(moved)) + moved] = columns.sound_names
    return replace(columns, sound_ends=ends.astype(np.uint32), sound_names=names)


def askers_with_sound(packed: Pack, sounds: Collection[int]) -> Flags:
    """Tell of each who asks in a pack whether its names have one of some sounds.

    Args:
        packed: Who asks.
        sounds: Numbers of sounds, as names are filed by.
    """
    found = np.zeros(len(packed), dtype=bool)
    if sounds:
        words = np.isin(packed.words["filed"], _array(sounds, np.int64))
        used = np.append(0, np.cumsum(words[packed.form_words]))
        starts = packed.forms["start"].astype(np.intp)
        forms = used[starts + packed.forms["length"]] > used[starts]
        used = np.append(0, np.cumsum(forms))
        starts = packed.askers["form"].astype(np.intp)
        found = used[starts + packed.askers["forms"]] > used[starts]
    return found


def askers_named(packed: Pack, weak: Collection[int]) -> Flags:
    """Tell of each who asks in a pack whether it is named like one of some weak aliases.

    Args:
        packed: Who asks.
        weak: Hashes of weak aliases, written without blanks.
    """
    found = np.zeros(len(packed), dtype=bool)
    found[_askers_of(packed.plain, np.sort(_array(weak, np.uint64)))] = True
    return found


def _askers_of(held: npt.NDArray[np.void], ordered: npt.NDArray[np.uint64]) -> Any:
    """Return the places of those who have one of some hashes, given in order."""
    if not len(ordered):
        return np.zeros(0, dtype=np.intp)
    at = np.minimum(np.searchsorted(ordered, held["hash"]), len(ordered) - 1)
    return held["asker"][ordered[at] == held["hash"]]


def _array(values: Collection[int], kind: Any) -> Any:
    return np.array(list(values), dtype=kind)
