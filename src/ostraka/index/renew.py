"""An index made anew from one that is there: some parties taken away, others put in.

Every column is woven from that of the index before and that of a small index of the
parties that are new, so that nothing is read or worked out again of the millions that
did not change.  What comes out is what building all anew would give, but for the order
of parties, which no answer depends on.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.index.build import FORMAT, build_index, put_in_place
from ostraka.index.columns import Columns, least_of_lanes
from ostraka.index.entry import FAMILIES
from ostraka.index.open import Index, open_index
from ostraka.index.weave import Weave, places_among, weave_planes, weave_words
from ostraka.record.party import Party

Values = npt.NDArray[Any]


def renew_index(
    base: Index,
    folder: Path,
    *,
    gone: Collection[int],
    parties: Iterable[Party],
    manifest: dict[str, Any],
) -> None:
    """Write an index that has other parties than one that is there.

    Args:
        base: The index before; it is not touched.
        folder: Where the new one is to stand; it appears there whole or not at all.
        gone: Numbers of the parties that are no longer there, or not as they were.
        parties: Those that are new, or as they are now.
        manifest: What it is built from.
    """
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        build_index(parties, scratch / "new", manifest={})
        renewal = _Renewal(base, open_index(scratch / "new"), gone)
        for name, column in renewal.columns():
            np.save(scratch / f"{name}.npy", column)
        with (scratch / "entries.bin").open("wb") as entries:
            entries.writelines(renewal.entries())
        about = {**manifest, **renewal.counts(), "format": FORMAT}
        (scratch / "manifest.json").write_text(json.dumps(about, indent=1), "utf-8")
        shutil.rmtree(scratch / "new")
        put_in_place(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class _Renewal:
    """Two indexes on their way to be one."""

    def __init__(self, base: Index, new: Index, gone: Collection[int]) -> None:
        self._base, self._new = base, new
        self._kept = np.ones(len(base), dtype=bool)
        self._kept[list(gone)] = False
        self._before = int(self._kept.sum())
        number = np.cumsum(self._kept) - 1
        self._alive = self._kept[base.columns.names["party"]]
        self._names = Weave.of(_sizes(base)[self._alive], _sizes(new))
        self._row = np.zeros(len(self._alive), dtype=np.intp)
        self._row[self._alive] = self._names.first
        self._party_of_base = number
        self._party_of_new = self._before + np.arange(len(new))

    def columns(self) -> Iterator[tuple[str, Values]]:
        """Yield each column with its name, one after the other."""
        base, new, weave = self._base.columns, self._new.columns, self._names
        names, used = self._words()
        words, number_of_base, number_of_new = weave_words(base, new, used[0])
        yield from words.items()
        yield (
            "name_words",
            np.concatenate([number_of_base[used[0]], number_of_new[used[1]]]).astype(
                np.uint32
            ),
        )
        yield "names", names
        for name in ("letter_sizes", "sound_sizes"):
            sizes = weave.woven(getattr(base, name)[self._alive], getattr(new, name))
            yield name, sizes
            yield f"lane_{name.removesuffix('_sizes')}s", least_of_lanes(sizes)
        yield (
            "planes",
            weave_planes(base.planes, new.planes, weave, np.flatnonzero(self._alive)),
        )
        yield from self._sounds()
        for name in ("years", "countries"):
            kept = getattr(base, name)[self._kept]
            yield name, np.concatenate([kept, getattr(new, name)])
        yield from self._lookups()
        groups = weave.woven(_groups(self._base)[self._alive], _groups(self._new))
        yield "bounds", np.searchsorted(groups, range(2 * len(FAMILIES) + 1))

    def entries(self) -> Iterator[bytes | memoryview]:
        """Yield what is kept of the parties, in stretches."""
        whole = memoryview(self._base.kept)
        ends = self._base.column("entry_ends")
        edges = np.flatnonzero(np.diff(self._kept, prepend=False, append=False))
        for start, end in edges.reshape(-1, 2).tolist():
            yield whole[int(ends[start]) : int(ends[end])]
        yield memoryview(self._new.kept)

    def counts(self) -> dict[str, Any]:
        """Return what the manifest counts."""
        at, stretches = 0, list[list[Any]]()
        for dataset, number in self._base.manifest["stretches"]:
            left = int(self._kept[at : at + number].sum())
            at += number
            if left:
                stretches.append([dataset, left])
        for dataset, number in self._new.manifest["stretches"]:
            if stretches and stretches[-1][0] == dataset:
                stretches[-1][1] += number
            else:
                stretches.append([dataset, number])
        parties = self._before + len(self._new)
        return {
            "parties": parties,
            "names": len(self._names),
            "stretches": stretches,
        }

    def _words(self) -> tuple[Values, tuple[Values, Values]]:
        """Return the rows of the names, and the numbers of the words of both indexes."""
        base, new = self._base.columns, self._new.columns
        dead = base.names[~self._alive]
        dead = dead[np.argsort(dead["start"], kind="stable")]
        used = np.ones(len(base.name_words), dtype=bool)
        lengths = dead["length"].astype(np.intp)
        used[_stretches(dead["start"].astype(np.intp), lengths)] = False
        removed = np.concatenate([[0], np.cumsum(lengths)])
        kept, added = base.names[self._alive], new.names.copy()
        shift = removed[np.searchsorted(dead["start"], kept["start"])]
        kept["start"] -= shift.astype(np.uint32)
        kept["party"] = self._party_of_base[kept["party"]]
        added["start"] += np.uint32(used.sum())
        added["party"] = self._party_of_new[added["party"]]
        return self._names.woven(kept, added), (base.name_words[used], new.name_words)

    def _sounds(self) -> Iterator[tuple[str, Values]]:
        """Yield the columns that say which names have a word of a sound."""
        base, new = self._base.columns, self._new.columns
        sounds = np.union1d(base.sounds, new.sounds)

        def filed(columns: Columns) -> Values:
            number = np.searchsorted(sounds, columns.sounds).astype(np.uint32)
            return np.repeat(number, np.diff(columns.sound_ends))

        alive = self._alive[base.sound_names]
        keys, names = places_among(
            (filed(base)[alive], self._row[base.sound_names[alive]]),
            (filed(new), self._names.second[new.sound_names]),
        )
        counts = np.bincount(keys, minlength=len(sounds))
        yield "sounds", sounds[counts > 0]
        yield "sound_ends", _ends(counts[counts > 0]).astype(np.uint32)
        yield "sound_names", names.astype(np.uint32)

    def _lookups(self) -> Iterator[tuple[str, Values]]:
        """Yield what is looked up by one key: whole names, numbers, rows of a party."""
        base, new = self._base.column, self._new.column
        alive = self._alive[base("whole_name")]
        keys, rows = places_among(
            (base("whole")[alive], self._row[base("whole_name")[alive]]),
            (new("whole"), self._names.second[new("whole_name")]),
        )
        yield "whole", keys
        yield "whole_name", rows.astype(np.uint32)
        kept = self._kept[base("identifier_party")]
        keys, rows = places_among(
            (base("identifier")[kept], self._party_of_base[base("identifier_party")[kept]]),
            (new("identifier"), self._party_of_new[new("identifier_party")]),
        )  # fmt: skip
        yield "identifier", keys
        yield "identifier_party", rows.astype(np.uint32)
        counts: Values = np.diff(base("party_ends").astype(np.intp))
        names = base("party_names")[np.repeat(self._kept, counts)]
        yield (
            "party_names",
            np.concatenate(
                [self._row[names], self._names.second[new("party_names")]]
            ).astype(np.uint32),
        )
        added = np.diff(new("party_ends").astype(np.intp))
        ends = _ends(np.concatenate([counts[self._kept], added]))
        yield "party_ends", ends.astype(np.uint32)
        sizes = [np.diff(base("entry_ends"))[self._kept], np.diff(new("entry_ends"))]
        yield "entry_ends", _ends(np.concatenate(sizes)).astype(np.uint64)


def _groups(index: Index) -> Values:
    """Return the family of each name, weak aliases apart."""
    bounds = index.column("bounds").astype(np.intp)
    sizes: Values = np.diff(bounds)
    return np.repeat(np.arange(len(sizes)), sizes)


def _sizes(index: Index) -> Values:
    """Return what names are ordered by: family, then the size of their sketches."""
    columns = index.columns
    letters = columns.letter_sizes.astype(np.int64)
    return (_groups(index) << 16) + (letters << 8) + columns.sound_sizes


def _stretches(starts: Values, lengths: Values) -> Values:
    """Return the places of some stretches, one after the other."""
    before = np.cumsum(lengths) - lengths
    places: Values = np.repeat(starts - before, lengths)
    return places + np.arange(int(lengths.sum()))


def _ends(counts: Values) -> Values:
    return np.concatenate([[0], np.cumsum(counts)])
