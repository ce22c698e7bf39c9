"""A table of people or firms: which of its rows are one party.

What the columns mean is said by a mapping from column to kind; how much each tells is
learned from the table itself (`resolve.mixture`), nothing from labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from ostraka.errors import UsageError
from ostraka.resolve.blocking import Keys, Numbers, mixed, pairs_in_blocks
from ostraka.resolve.mixture import Levels, learn
from ostraka.resolve.uniting import Uniting
from ostraka.text.fold import fold
from ostraka.text.sound import sound_key

Floats = npt.NDArray[np.float64]

#: Kinds of column: names and texts are alike by letters, dates and codes by slips.
KINDS = ("name", "text", "date", "code")
#: How two values can agree; names may also stand in each other's column.
MISSING, SAME, NEAR, ALIKE, OTHER, SWAPPED, _LEVELS = range(7)
#: Least likeness (Jaro-Winkler) of values that are near, and alike.
_NEAR, _ALIKE = 0.92, 0.82
#: Evidence from which rows are united, in bits, and from which they must stay apart.
UNITED, APART = 2.0, -8.0
#: Rows that share a key, at most; and what a value's rarity adds or takes, at most.
_MOST_ROWS, _MOST_RARITY = 60, 6.0
#: Letters of the start and the end of a code or date that make keys.
_END = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """The parties of a table.

    Attributes:
        party: For each row the number of the first row of its party.
        left: For each pair compared, the row on the left.
        right: The row on the right.
        bits: The evidence that the two are one party.
    """

    party: Numbers
    left: Numbers
    right: Numbers
    bits: Floats


def resolve_rows(
    rows: Sequence[Mapping[str, str]],
    kinds: Mapping[str, str],
    *,
    source: str | None = None,
) -> Resolved:
    """Tell which rows of a table are one party.

    Args:
        rows: The table.
        kinds: Column → one of `KINDS`; other columns are not looked at.
        source: A column: rows with the same value in it are never one party.

    Raises:
        UsageError: A kind is unknown, or no column is named.
    """
    unknown = set(kinds.values()) - set(KINDS)
    if unknown or not kinds:
        raise UsageError(
            f"columns to compare need a kind, one of {', '.join(KINDS)}"
            + (f"; not {', '.join(sorted(unknown))}" if unknown else "")
        )
    values = {column: [fold(row.get(column) or "") for row in rows] for column in kinds}
    sides = [row.get(source, "") if source else "" for row in rows]
    left, right = _candidates(values, kinds)
    if source:
        numbers = np.array([crc32(side.encode()) for side in sides])
        across = numbers[left] != numbers[right]
        left, right = left[across], right[across]
    levels = np.column_stack(
        [_levels(values, kinds, column, left, right) for column in kinds]
    ).astype(np.int8)
    model = learn(levels, _LEVELS)
    bits = model.prior + model.bits(levels).sum(axis=1)
    bits += _rarity(values, kinds, levels, left)
    return Resolved(_parties(sides, left, right, bits), left, right, bits)


def _candidates(
    values: Mapping[str, Sequence[str]], kinds: Mapping[str, str]
) -> tuple[Numbers, Numbers]:
    """Return the pairs of rows that agree in two things, or in one that is rare."""
    tokens = [
        (column, np.array([crc32(t.encode()) if t else -1 for t in found]))
        for column, kind in kinds.items()
        for found in _tokens(column, kind, values[column])
    ]
    keys: list[Keys] = []
    owners: list[Numbers] = []
    for _, numbers in tokens:
        keys.append(mixed(numbers[numbers >= 0]))
        owners.append(np.flatnonzero(numbers >= 0))
    for (column, one), (another, other) in combinations(tokens, 2):
        if column != another:
            both = (one >= 0) & (other >= 0)
            keys.append(mixed(mixed(one[both]) + mixed(other[both])))
            owners.append(np.flatnonzero(both))
    return pairs_in_blocks(
        np.concatenate(keys), np.concatenate(owners), most=_MOST_ROWS
    )


def _tokens(column: str, kind: str, values: Sequence[str]) -> Iterator[list[str]]:
    """Yield what rows can have in common in a column: the value, its sound, its ends."""
    if kind == "name":
        # Names may stand in each other's column, so their keys do not name the column.
        yield [_sound(value) for value in values]
        return
    yield [f"{column} {value}" if value else "" for value in values]
    if kind in {"date", "code"}:
        yield [f"{column} < {v[:_END]}" if len(v) > _END else "" for v in values]
        yield [f"{column} > {v[-_END:]}" if len(v) > _END else "" for v in values]


def _sound(value: str) -> str:
    key = sound_key(value.replace(" ", ""))
    return key if len(key) > 1 else ""


def _levels(
    values: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str],
    column: str,
    left: Numbers,
    right: Numbers,
) -> Levels:
    """Return how a column agrees in each pair of rows."""
    here = [values[column][row] for row in left.tolist()]
    there = [values[column][row] for row in right.tolist()]
    slips = kinds[column] in {"date", "code"}
    if slips:
        apart = cpdist(here, there, scorer=OSA.distance)
        levels = np.select(
            [apart == 0, apart == 1, apart == 2], [SAME, NEAR, ALIKE], OTHER
        )
    else:
        like = cpdist(here, there, scorer=JaroWinkler.similarity)
        levels = np.select(
            [like == 1, like >= _NEAR, like >= _ALIKE], [SAME, NEAR, ALIKE], OTHER
        )
    if kinds[column] == "name":
        for name in (c for c, kind in kinds.items() if kind == "name" and c != column):
            crossed = [values[name][row] for row in right.tolist()]
            like = cpdist(here, crossed, scorer=JaroWinkler.similarity)
            levels = np.where((levels == OTHER) & (like >= _NEAR), SWAPPED, levels)
    missing = [not (a and b) for a, b in zip(here, there, strict=True)]
    found: Levels = np.where(missing, MISSING, levels).astype(np.int8)
    return found


def _rarity(
    values: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str],
    levels: Levels,
    left: Numbers,
) -> Floats:
    """Return what is added where a value that agrees is rarer than most, in bits.

    Two who share the name Featherstonehaugh are likelier one person than two who share
    the name Smith (term frequency, Winkler 2000).
    """
    added = np.zeros(len(left))
    for place, column in enumerate(kinds):
        counts = Counter(value for value in values[column] if value)
        total = counts.total()
        chance = sum((n / total) ** 2 for n in counts.values()) if total else 1.0
        rare = {v: np.log2(chance * total / n) for v, n in counts.items()}
        told = np.array([rare.get(values[column][row], 0.0) for row in left.tolist()])
        same = levels[:, place] == SAME
        added += np.where(same, np.clip(told, -_MOST_RARITY, _MOST_RARITY), 0)
    return added


def _parties(
    sides: Sequence[str], left: Numbers, right: Numbers, bits: Floats
) -> Numbers:
    """Unite rows, the surest pair first."""
    numbers = {side: number for number, side in enumerate(dict.fromkeys(sides))}
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    uniting = Uniting(
        [numbers[side] if side else -1 for side in sides],
        contradicting={
            pairs[place] for place in np.flatnonzero(bits <= APART).tolist()
        },
    )
    for place in np.argsort(-bits, kind="stable").tolist():
        if bits[place] < UNITED:
            break
        uniting.unite(*pairs[place])
    return np.array([min(uniting.members(row)) for row in range(len(sides))])
