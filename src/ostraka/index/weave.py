"""Two columns in order woven into one, without ordering the first one again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ostraka.index.columns import BLOCK, Columns

Values = npt.NDArray[Any]
#: Texts of a word and where their places stand in its row.
_TEXTS = {"text": "at", "spelled": "spelled_at", "key": "key_at"}
_LINE_END = ord("\n")


@dataclass(frozen=True, eq=False, slots=True)
class Weave:
    """Where the rows of two columns go in one that has both.

    Attributes:
        first: New row of each row of the first.
        second: New row of each row of the second.
    """

    first: Values
    second: Values

    @classmethod
    def of(cls, first: Values, second: Values) -> Self:
        """Weave by keys, both in order; of equal keys the first goes before."""
        places = np.searchsorted(first, second, side="right")
        later = places + np.arange(len(second))
        is_first = np.ones(len(first) + len(second), dtype=bool)
        is_first[later] = False
        return cls(np.flatnonzero(is_first), later)

    def __len__(self) -> int:
        """How many rows there are together."""
        return len(self.first) + len(self.second)

    def woven(self, first: Values, second: Values) -> Values:
        """Return two columns as one."""
        found = np.empty(len(self), dtype=first.dtype)
        found[self.first] = first
        found[self.second] = second
        return found


def places_among(
    first: tuple[Values, Values], second: tuple[Values, Values]
) -> tuple[Values, Values]:
    """Return keys and values of two lookups as one, by key and then by value.

    Args:
        first: Keys in order, and a value of each; values of one key are in order.
        second: The same, in any order, and few.
    """
    keys, values = first
    order = np.lexsort((second[1], second[0]))
    new_keys, new_values = second[0][order], second[1][order]
    starts = np.searchsorted(keys, new_keys, side="left")
    ends = np.searchsorted(keys, new_keys, side="right")
    for n in np.flatnonzero(ends > starts).tolist():
        among = values[starts[n] : ends[n]]
        starts[n] += np.searchsorted(among, new_values[n], side="right")
    return np.insert(keys, starts, new_keys), np.insert(values, starts, new_values)


def weave_planes(
    first: Values, second: Values, weave: Weave, alive: Values
) -> npt.NDArray[np.uint64]:
    """Return the bits of sketches of both, 64 names at a time.

    Args:
        first: One row of bits for each bit of a sketch, one bit for each name.
        second: The same of the others.
        weave: Where the names go.
        alive: Names of the first that are kept.
    """
    blocks = -(-len(weave) // BLOCK)
    nothing = (first.shape[1] + second.shape[1]) * 64  # a bit that is never set
    source = np.full(blocks * BLOCK, nothing, dtype=np.int64)
    source[weave.first] = alive
    source[weave.second] = first.shape[1] * 64 + np.arange(len(weave.second))
    lines = source.reshape(-1, 64)
    whole: Values = (np.diff(lines, axis=1) == 1).all(axis=1) & (lines[:, -1] < nothing)
    at, shift = lines[whole, 0] >> 6, (lines[whole, 0] & 63).astype(np.uint64)
    over = np.uint64(64) - np.maximum(shift, np.uint64(1))
    rest = lines[~whole]
    rest_at, rest_bit = rest >> 6, (rest & 63).astype(np.uint64)
    planes = np.zeros((len(first), len(lines)), dtype=np.uint64)
    end = np.zeros(2, dtype=np.uint64)
    for plane, mine, theirs in zip(planes, first, second, strict=True):
        both = np.concatenate([mine, theirs, end])
        carried = np.where(shift > 0, both[at + 1] << over, np.uint64(0))
        plane[whole] = (both[at] >> shift) | carried
        bits = ((both[rest_at] >> rest_bit) & np.uint64(1)).astype(np.uint8)
        plane[~whole] = np.packbits(bits, axis=1, bitorder="little").view("<u8")[:, 0]
    return planes


def weave_words(
    first: Columns, second: Columns, used: Values
) -> tuple[dict[str, Values], Values, Values]:
    """Return the columns of the words of both, and what numbers they have now.

    Args:
        first: The words before; those that no name has any more are left out.
        second: The words of the names that are new.
        used: Numbers of the words of the first that names still have.
    """
    kept = np.zeros(len(first.words), dtype=bool)
    kept[used] = True
    ours = _Texts(first.text, first.words["at"], first.words["length"])
    theirs = _Texts(second.text, second.words["at"], second.words["length"])
    places = [
        bisect_left(range(len(ours)), word, key=ours.__getitem__) for word in theirs
    ]
    at = np.array(places, dtype=np.intp)
    known: Values = np.array(
        [n < len(ours) and ours[n] == word for n, word in zip(places, theirs, strict=True)],
        dtype=bool,
    )  # fmt: skip
    kept[at[known]] = True
    inserted = at[~known]
    before = np.concatenate([[0], np.cumsum(kept)])
    number = before[:-1] + np.searchsorted(inserted, np.arange(len(kept)), side="right")
    new_number = np.empty(len(at), dtype=np.intp)
    new_number[known] = number[at[known]]
    new_number[~known] = before[inserted] + np.arange(len(inserted))
    weave = Weave(number[kept], new_number[~known])
    rows, new_rows = first.words[kept], second.words[~known]
    columns = {}
    for name, place in _TEXTS.items():
        columns[name], rows[place], new_rows[place] = _weave_texts(
            (getattr(first, name), rows[place]),
            (getattr(second, name), new_rows[place]),
        )
    return {"words": weave.woven(rows, new_rows), **columns}, number, new_number


class _Texts(Sequence[bytes]):
    """The texts of some words, read where they stand."""

    def __init__(self, text: Values, at: Values, length: Values) -> None:
        self._text, self._at, self._length = text, at, length

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, number: Any) -> Any:
        if number >= len(self._at):
            raise IndexError(number)
        at = int(self._at[number])
        return self._text[at : at + int(self._length[number])].tobytes()


def _weave_texts(
    first: tuple[Values, Values], second: tuple[Values, Values]
) -> tuple[Values, Values, Values]:
    """Return two lists of texts as one in order, and the places of both in it."""
    text, places = first
    ends = np.flatnonzero(text == _LINE_END)
    starts = np.concatenate([[0], ends + 1])[:-1]
    lines = _Texts(text, starts, ends - starts)
    wanted, which = np.unique(second[1], return_inverse=True)
    line_ends = np.flatnonzero(second[0] == _LINE_END)
    lengths = line_ends[np.searchsorted(line_ends, wanted)] - wanted if len(wanted) else wanted  # fmt: skip
    new_places = np.zeros(len(wanted), dtype=np.intp)
    put: list[bytes] = []
    offsets: list[int] = []
    added = 0
    for n, line in enumerate(_Texts(second[0], wanted, lengths)):
        place = bisect_left(range(len(lines)), line, key=lines.__getitem__)
        offset = int(starts[place]) if place < len(lines) else len(text)
        new_places[n] = offset + added
        if place == len(lines) or lines[place] != line:
            put.append(line + b"\n")
            offsets.append(offset)
            added += len(line) + 1
    sizes = np.array([len(line) for line in put], dtype=np.intp)
    before = np.concatenate([[0], np.cumsum(sizes)])
    letters = np.frombuffer(b"".join(put), dtype=np.uint8)
    woven = np.insert(text, np.repeat(np.array(offsets, dtype=np.intp), sizes), letters)
    shift = before[np.searchsorted(np.array(offsets), places, side="right")]
    return woven, places + shift, new_places[which]
