"""What of the lists has changed for screening: two looks at all parties compared.

A party is what screening shows and compares of it, so it has changed whatever the
reason: another version, a designation that ended, a reader that was mended.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from json import JSONDecoder
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index import Entry, Index
from ostraka.screen.scan import RARE_SOUND, SHARED_SOUND, names_with_sound

Hashes = npt.NDArray[np.uint64]
#: A sound that more names than each of these have no longer brings up a name.
_COMMON = (RARE_SOUND, SHARED_SOUND["body"])


@dataclass(frozen=True, slots=True)
class Seen:
    """All parties of an index, by digests of 64 bits.

    Attributes:
        parties: Of each party all that is kept of it.
        ids: Of each party its id, in the same order.
        weak: Of the weak aliases.
        common: Sounds that are too common to find a name by, one array for each limit.
    """

    parties: Hashes
    ids: Hashes
    weak: Hashes
    common: tuple[npt.NDArray[np.int64], ...]

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        out = io.BytesIO()
        common: dict[str, Any] = {
            f"common{n}": sounds for n, sounds in enumerate(self.common)
        }
        np.savez(out, parties=self.parties, ids=self.ids, weak=self.weak, **common)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Seen:
        """Read back what `to_bytes` wrote.

        Raises:
            ValueError: It is nothing of ours.
        """
        try:
            with np.load(io.BytesIO(kept), allow_pickle=False) as found:
                common = tuple(found[f"common{n}"] for n in range(len(_COMMON)))
                return cls(found["parties"], found["ids"], found["weak"], common)
        except Exception as error:  # whatever numpy and zipfile raise on bytes not ours
            raise ValueError("not what an earlier look left") from error


@dataclass(frozen=True, slots=True)
class Changes:
    """How the parties differ from those of an earlier look.

    Attributes:
        parties: Those that are new, or other than they were, as they are now.
        ids: Hashes of the ids of all that are new, other, or gone.
        sounds: Sounds that have become common, or rare.
        sounding: All parties that have a name of such a sound: whether it is found may
            be other than it was.
        weak: Hashes of weak aliases that came or went.
    """

    parties: tuple[Entry, ...]
    ids: frozenset[int]
    sounds: frozenset[int]
    sounding: tuple[Entry, ...]
    weak: frozenset[int]


def look(index: Index) -> Seen:
    """Look at all parties of an index."""
    parties, ids, read = [], [], JSONDecoder().raw_decode
    for row in index.rows():
        parties.append(_hash(row))
        # A row begins with the id, as JSON has it.
        ids.append(hash_of(read(row.decode(), 1)[0]))
    counts = np.diff(index.columns.sound_ends.astype(np.int64))
    return Seen(
        np.array(parties, dtype=np.uint64),
        np.array(ids, dtype=np.uint64),
        index.weak_wholes,
        tuple(index.columns.sounds[counts > limit] for limit in _COMMON),
    )


def changes(before: Seen, now: Seen, index: Index) -> Changes:
    """Return how the parties of an index differ from an earlier look.

    Args:
        before: The earlier look.
        now: A look at the index.
        index: The parties.
    """
    new = np.flatnonzero(_others(now.parties, before.parties))
    gone = _others(before.parties, now.parties)
    ids = np.concatenate([now.ids[new], before.ids[gone]])
    sounds = frozenset(_differing(before.common, now.common))
    return Changes(
        parties=tuple(index.entry(int(number)) for number in new),
        ids=frozenset(ids.tolist()),
        sounds=sounds,
        sounding=tuple(index.entry(number) for number in _parties_with(index, sounds)),
        weak=frozenset(np.setxor1d(before.weak, now.weak).tolist()),
    )


def _parties_with(index: Index, sounds: frozenset[int]) -> list[int]:
    """Return the parties that have a name of one of some sounds."""
    columns = index.columns
    most = len(columns.names)
    found: set[int] = set()
    for sound in sounds:
        names = names_with_sound(columns, sound, most)
        found.update(columns.names["party"][names].tolist())
    return sorted(found)


def hash_of(text: str) -> int:
    """Return 64 bits for an id."""
    return _hash(text.encode("utf-8", "surrogatepass"))


def _hash(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")


def _others(some: Hashes, known: Hashes) -> npt.NDArray[np.bool_]:
    """Tell which of some are not known, or not as many times."""
    found = ~np.isin(some, known)
    values, counts = np.unique(some, return_counts=True)
    if counts.max(initial=1) > 1 or len(np.unique(known)) < len(known):
        other, times = np.unique(known, return_counts=True)
        before = dict(zip(other.tolist(), times.tolist(), strict=True))
        uneven = [
            value
            for value, count in zip(values.tolist(), counts.tolist(), strict=True)
            if before.get(value) != count
        ]
        found |= np.isin(some, np.array(uneven, dtype=np.uint64))
    return found


def _differing(before: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[int]:
    for one, other in zip(before, now, strict=True):
        yield from np.setxor1d(one, other).tolist()
